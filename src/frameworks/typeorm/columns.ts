import type { Column, Name } from '../../operation.js';
import { type Known, isUnknown, known, unknown } from '../../value.js';
import { type Options, flagOption, namesOption, textOption } from './options.js';
import type { Runtime } from './runtime.js';
import { columnType, enumNameOf, isEnumeration } from './types.js';

/** A column as TypeORM writes it, with what it does beside it. */
export interface BuiltColumn {
  readonly column: Column;
  readonly primary: Known<boolean>;
  readonly unique: Known<boolean>;
  /** The enum type that PostgreSQL needs first. */
  readonly enumeration?: { readonly name: Known<Name>; readonly values: Known<readonly Known<string>[]> };
}

export function builtColumn(runtime: Runtime, options: Options, table: Known<Name>): BuiltColumn {
  const type = textOption(options, 'type');
  const values = enumOf(options);
  return {
    column: columnOf(runtime, options, table),
    primary: flagOption(options, 'isPrimary'),
    unique: flagOption(options, 'isUnique'),
    ...(runtime.dialect === 'postgres' && isEnumeration(type) && { enumeration: { name: enumNameOf(options, table), values } }),
  };
}

const enumOf = (options: Options): Known<readonly Known<string>[]> => (options.entries.has('enum') ? namesOption(options, 'enum') : unknown('input', options.span));

function columnOf(runtime: Runtime, options: Options, table: Known<Name>): Column {
  const collation = known(textOption(options, 'collation'));
  const comment = textOption(options, 'comment');
  const generated = generatedOf(runtime, options);
  const given = defaultOf(runtime, options);
  return {
    name: textOption(options, 'name') ?? unknown('input', options.span),
    type: columnType(options, table, runtime.dialect),
    // a column without `isNullable` is NOT NULL
    nullable: flagOption(options, 'isNullable'),
    ...(given !== undefined && { default: given }),
    ...identityOf(runtime, options),
    ...(generated !== undefined && { generated }),
    ...(comment !== undefined && comment !== '' && { comment }),
    ...(collation !== undefined && { collation }),
    ...(options.span && { span: options.span }),
  };
}

/** SQL text as it is written; PostgreSQL makes the ids that have no default of their own. */
export function defaultOf(runtime: Runtime, options: Options): Known<string> | undefined {
  const written = textOption(options, 'default');
  if (written !== undefined && written !== '') return written;
  const makesIds = runtime.dialect === 'postgres' && flagOption(options, 'isGenerated') === true && textOption(options, 'generationStrategy') === 'uuid';
  return makesIds ? 'uuid_generate_v4()' : undefined;
}

function generatedOf(runtime: Runtime, options: Options): Known<string> | undefined {
  const expression = textOption(options, 'asExpression');
  if (expression === undefined || expression === '') return undefined;
  const type = textOption(options, 'generatedType');
  if (isUnknown(type) || (runtime.dialect === 'postgres' && type !== 'STORED')) return isUnknown(type) ? type : undefined;
  return expression;
}

function identityOf(runtime: Runtime, options: Options): Pick<Column, 'identity'> {
  if (flagOption(options, 'isGenerated') !== true) return {};
  const strategy = textOption(options, 'generationStrategy');
  if (runtime.dialect !== 'postgres') return strategy === 'uuid' ? {} : { identity: 'byDefault' };
  if (strategy !== 'identity') return {};
  return { identity: textOption(options, 'generatedIdentity') === 'ALWAYS' ? 'always' : 'byDefault' };
}

/** Columns of a key become NOT NULL, whatever they say. */
export const settled = ({ column, primary }: BuiltColumn): Column => (primary === true ? { ...column, nullable: false } : column);

