import type { Call, NativeValue, Value } from '../../evaluate/value.js';
import { NULL, isNull, nativeFunction } from '../../evaluate/value.js';
import { metaDataNative } from './metadata.js';
import type { SqlAlchemyOptions } from './options.js';
import { declarativeBase } from './orm.js';

/** `registry(metadata=...)`: where base classes of mapped classes come from. */
export function mapperRegistry(call: Call, options: SqlAlchemyOptions): Value {
  const given = call.named.get('metadata');
  const metadata = isNull(given) ? metaDataNative({ tables: [] }, options) : given;
  const self: NativeValue = {
    kind: 'native',
    label: 'sqlalchemy.registry',
    truth: () => true,
    member: (property) => {
      if (property === 'metadata') return metadata;
      if (property === 'generate_base') return nativeFunction('sqlalchemy.registry().generate_base', () => declarativeBase(options, metadata));
      if (property === 'mapped' || property === 'mapped_as_dataclass') return nativeFunction(`sqlalchemy.registry.${property}`, (inner) => inner.positional[0] ?? NULL);
      return property === 'configure' || property === 'dispose' ? nativeFunction(`sqlalchemy.registry.${property}`, () => NULL) : undefined;
    },
  };
  return self;
}
