import type { NativeValue, Value } from '../../evaluate/value.js';
import { TRUE, plainText, recordValue, unknownValue } from '../../evaluate/value.js';
import { lazyNative, method } from '../natives.js';
import { managerNative, managing } from './manager.js';
import type { Runtime } from './runtime.js';

/** The options of the data source, of which the migrations' settings tell the type. */
const options = (runtime: Runtime): Value => ({ ...recordValue([['type', plainText(runtime.driver)]]), complete: false });

const driver = (runtime: Runtime): NativeValue =>
  lazyNative('typeorm.Driver', { options: () => options(runtime), schema: (context) => unknownValue('environment', context.span) }, { truth: () => true, other: (property, context) => unknownValue('environment', context.span, property) });

/** `queryRunner.connection`, which newer versions call `dataSource`. */
export function dataSourceNative(runtime: Runtime): NativeValue {
  return lazyNative(
    'typeorm.DataSource',
    {
      ...managing(runtime),
      options: () => options(runtime),
      driver: () => driver(runtime),
      manager: () => managerNative(runtime),
      isInitialized: () => TRUE,
      isConnected: () => TRUE,
      createQueryRunner: method('typeorm.createQueryRunner', () => runtime.queryRunner()),
      createEntityManager: method('typeorm.createEntityManager', () => managerNative(runtime)),
    },
    { effectful: true, truth: () => true, other: (property, context) => (READ.test(property) ? unknownValue('environment', context.span, property) : undefined) },
  );
}

const READ = /^(?:name|entityMetadatas|entityMetadatasMap|migrations|namingStrategy|logger|subscribers|getMetadata|hasMetadata|findMetadata|queryResultCache)$/u;
