import type { Context, NativeValue, Value } from '../../evaluate/value.js';
import type { Host, Schema, TableState } from '../../framework.js';
import type { Name } from '../../operation.js';
import type { Dialect } from '../../target.js';
import { type Known, isUnknown, unknown } from '../../value.js';
import { stringOf } from '../values.js';
import { nameFromPath } from './names.js';
import { optionsOf, textOption } from './options.js';

/** What the natives of one run share. */
export interface Runtime {
  readonly host: Host;
  readonly dialect: Dialect;
  /** The dialect's name among the options of the data source. */
  readonly driver: string;
  /** New labels of an enumeration are added to its type, as TypeORM does since 1.0; before, the type was made anew. */
  readonly addsLabels: boolean;
  /** The schema that the direction begins with. */
  readonly start: () => Schema;
  /** Whether TypeORM opens a transaction around the migration. */
  readonly transactional: boolean;
  readonly queryRunner: () => NativeValue;
  readonly dataSource: () => NativeValue;
  readonly latest: { operations: number; schema?: Schema; replayed: number };
}

/** So many operations are replayed for the questions of one direction; what asks on and on gets no more answers. */
const MOST_REPLAYED = 50_000;

/** The schema as the migration has made it so far. TypeORM reads the database before most of what it does. */
export function schemaNow(runtime: Runtime, context: Context): Schema | undefined {
  const { latest } = runtime;
  const { operations } = context;
  if (latest.schema && latest.operations === operations.length) return latest.schema;
  latest.replayed += operations.length;
  if (latest.replayed > MOST_REPLAYED) return undefined;
  latest.schema = operations.length === 0 ? runtime.start() : runtime.host.history.after(runtime.start(), operations);
  latest.operations = operations.length;
  return latest.schema;
}

export const isMysql = ({ dialect }: Runtime): boolean => dialect === 'mysql' || dialect === 'mariadb';

/** The name of a table that is given as its path, or as an object. */
export function tableName(value: Value | undefined): Known<Name> {
  const options = optionsOf(value);
  if (!options) return nameFromPath(stringOf(value) ?? unknown('input'));
  const name = nameFromPath(textOption(options, 'name') ?? unknown('input'));
  const schema = options.entries.has('schema') ? textOption(options, 'schema') : undefined;
  if (schema === undefined || isUnknown(name)) return name;
  return isUnknown(schema) ? schema : nameFromPath(`${schema}.${name.name}`);
}

/** The table as the history tells it; `undefined` where it does not. */
export function tableState(runtime: Runtime, context: Context, name: Known<Name>): TableState | undefined {
  if (isUnknown(name)) return undefined;
  const table = schemaNow(runtime, context)?.table(name);
  return table?.uncertain ? undefined : table;
}
