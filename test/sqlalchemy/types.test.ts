import { describe, expect, it } from 'vitest';
import { NULL, constant, nativeFunction, plainText, unknownValue } from '../../src/evaluate/value.js';
import { asType, enumOf, renderType } from '../../src/frameworks/sqlalchemy/index.js';
import type { Dialect } from '../../src/target.js';
import { isUnknown } from '../../src/value.js';
import type { Plain, Program } from './support.js';
import { program, pythonClass } from './support.js';

const text = (of: Program, type: Plain): string => {
  const model = asType(type as never, of.run, of.options.target);
  const rendered = model ? renderType(model, of.options.target) : undefined;
  return rendered === undefined ? 'no type' : isUnknown(rendered) ? `unknown: ${rendered.unknown}` : rendered;
};

type Case = readonly [path: string, positional: readonly Plain[], named: Readonly<Record<string, Plain>>, ...rendered: readonly string[]];
const DIALECTS: readonly Dialect[] = ['postgres', 'mysql', 'sqlite'];

const GENERIC: readonly Case[] = [
  ['Integer', [], {}, 'integer', 'integer', 'integer'],
  ['BigInteger', [], {}, 'bigint', 'bigint', 'bigint'],
  ['SmallInteger', [], {}, 'smallint', 'smallint', 'smallint'],
  ['String', [50], {}, 'character varying(50)', 'varchar(50)', 'varchar(50)'],
  ['String', [], { length: 7 }, 'character varying(7)', 'varchar(7)', 'varchar(7)'],
  ['String', [], {}, 'character varying', 'varchar', 'varchar'],
  ['String', [0], {}, 'character varying', 'varchar', 'varchar'],
  ['Unicode', [9], {}, 'character varying(9)', 'varchar(9)', 'varchar(9)'],
  ['VARCHAR', [3], {}, 'character varying(3)', 'varchar(3)', 'varchar(3)'],
  ['CHAR', [], {}, 'character(1)', 'char', 'char'],
  ['CHAR', [3], {}, 'character(3)', 'char(3)', 'char(3)'],
  ['NCHAR', [3], {}, 'character(3)', 'national char(3)', 'nchar(3)'],
  ['Text', [], {}, 'text', 'text', 'text'],
  ['UnicodeText', [], {}, 'text', 'text', 'text'],
  ['Boolean', [], {}, 'boolean', 'bool', 'boolean'],
  ['DateTime', [], {}, 'timestamp without time zone', 'datetime', 'datetime'],
  ['DateTime', [], { timezone: true }, 'timestamp with time zone', 'datetime', 'datetime'],
  ['DateTime', [true], {}, 'timestamp with time zone', 'datetime', 'datetime'],
  ['TIMESTAMP', [], { timezone: true }, 'timestamp with time zone', 'timestamp', 'timestamp'],
  ['Date', [], {}, 'date', 'date', 'date'],
  ['Time', [], {}, 'time without time zone', 'time', 'time'],
  ['Interval', [], {}, 'interval', 'datetime', 'datetime'],
  ['Interval', [], { second_precision: 3 }, 'interval(3)', 'datetime', 'datetime'],
  ['Numeric', [10, 2], {}, 'numeric(10,2)', 'numeric(10,2)', 'numeric(10,2)'],
  ['Numeric', [10], {}, 'numeric(10,0)', 'numeric(10)', 'numeric(10)'],
  ['Numeric', [], {}, 'numeric', 'numeric', 'numeric'],
  ['DECIMAL', [], { precision: 5, scale: 1 }, 'numeric(5,1)', 'decimal(5,1)', 'decimal(5,1)'],
  ['Float', [], {}, 'double precision', 'float', 'float'],
  ['Float', [53], {}, 'double precision', 'float(53)', 'float'],
  ['Float', [24], {}, 'real', 'float(24)', 'float'],
  ['REAL', [], {}, 'real', 'real', 'real'],
  ['Double', [], {}, 'double precision', 'double', 'double'],
  ['LargeBinary', [], {}, 'bytea', 'blob', 'blob'],
  ['PickleType', [], {}, 'bytea', 'blob', 'blob'],
  ['JSON', [], {}, 'json', 'json', 'json'],
  ['Uuid', [], {}, 'uuid', 'char(32)', 'char(32)'],
  ['Uuid', [], { native_uuid: false }, 'character(32)', 'char(32)', 'char(32)'],
  ['UUID', [], {}, 'uuid', 'uuid', 'uuid'],
  ['MatchType', [], {}, 'boolean', 'bool', 'boolean'],
  ['NullType', [], {}, 'unknown: unsupported', 'unknown: unsupported', 'unknown: unsupported'],
  ['Enum', ['a', "b'c"], { name: 'mood' }, 'mood', "enum('a','b''c')", 'varchar(3)'],
  ['Enum', ['a', 'bb'], { name: 'Mood', schema: 's' }, 's."Mood"', "enum('a','bb')", 'varchar(2)'],
  ['Enum', ['a', 'bb'], { native_enum: false }, 'character varying(2)', 'varchar(2)', 'varchar(2)'],
  ['Enum', ['a'], { native_enum: false, length: 40 }, 'character varying(40)', 'varchar(40)', 'varchar(40)'],
  ['dialects.postgresql.JSONB', [], {}, 'jsonb'],
  ['dialects.postgresql.UUID', [], { as_uuid: true }, 'uuid'],
  ['dialects.postgresql.TIMESTAMP', [], { timezone: true, precision: 3 }, 'timestamp(3) with time zone'],
  ['dialects.postgresql.TIME', [], { precision: 0 }, 'time(0) without time zone'],
  ['dialects.postgresql.INTERVAL', [], { fields: 'DAY TO SECOND', precision: 3 }, 'interval day to second(3)'],
  ['dialects.postgresql.BIT', [], {}, 'bit(1)'],
  ['dialects.postgresql.BIT', [8], { varying: true }, 'bit varying(8)'],
  ['dialects.postgresql.INET', [], {}, 'inet'],
  ['dialects.postgresql.HSTORE', [], {}, 'hstore'],
  ['dialects.postgresql.TSTZRANGE', [], {}, 'tstzrange'],
  ['dialects.postgresql.DOUBLE_PRECISION', [], {}, 'double precision'],
  ['dialects.postgresql.DOUBLE_PRECISION', [], { precision: 53 }, 'double precision'],
  ['dialects.postgresql.VARCHAR', [], { length: 4 }, 'character varying(4)'],
  ['dialects.postgresql.ENUM', ['a'], { name: 'e', create_type: false }, 'e'],
  ['dialects.mysql.TINYINT', [], { display_width: 1 }, 'tinyint', 'tinyint(1)'],
  ['dialects.mysql.INTEGER', [11], { unsigned: true }, 'integer', 'integer(11) unsigned'],
  ['dialects.mysql.BIGINT', [], { unsigned: true }, 'bigint', 'bigint unsigned'],
  ['dialects.mysql.DATETIME', [], { fsp: 6 }, 'datetime', 'datetime(6)'],
  ['dialects.mysql.DOUBLE', [8, 2], {}, 'double precision', 'double(8,2)'],
  ['dialects.mysql.LONGTEXT', [], {}, 'longtext', 'longtext'],
  ['dialects.mysql.VARCHAR', [30], { collation: 'utf8_bin' }, 'character varying(30)', 'varchar(30)'],
  ['dialects.mysql.SET', ['a', 'b'], {}, 'unknown: unsupported', "set('a','b')"],
];

describe('types', () => {
  for (const [path, positional, named, ...rendered] of GENERIC) {
    const shown = [...positional.map((each) => JSON.stringify(each)), ...Object.entries(named).map(([key, each]) => `${key}=${JSON.stringify(each)}`)].join(', ');
    it(`${path}(${shown})`, () => {
      rendered.forEach((wanted, i) => {
        const here = program(DIALECTS[i]);
        expect(`${DIALECTS[i]}: ${text(here, here.make(`sqlalchemy.${path}`, positional, named))}`).toBe(`${DIALECTS[i]}: ${wanted}`);
      });
    });
  }

  it('may be given as a class', () => {
    const here = program();
    expect(text(here, here.get('sqlalchemy.Integer'))).toBe('integer');
    expect(text(here, here.get('sqlalchemy.types.DateTime'))).toBe('timestamp without time zone');
    expect(text(here, here.get('sqlalchemy.dialects.postgresql.json.JSONB'))).toBe('jsonb');
  });

  it('has arrays of arrays as PostgreSQL prints them', () => {
    const here = program();
    const inner = here.make('sqlalchemy.dialects.postgresql.ARRAY', [here.get('sqlalchemy.Integer')]);
    expect(text(here, inner)).toBe('integer[]');
    expect(text(here, here.make('sqlalchemy.ARRAY', [inner]))).toBe('integer[]');
    expect(text(here, here.make('sqlalchemy.ARRAY', [here.sa('String', 3)], { dimensions: 2 }))).toBe('character varying(3)[]');
    const mood = here.make('sqlalchemy.Enum', ['a'], { name: 'mood' });
    expect(text(here, here.make('sqlalchemy.ARRAY', [mood]))).toBe('mood[]');
  });

  it('takes the variant of the dialect', () => {
    for (const [dialect, wanted] of [['postgres', 'jsonb'], ['sqlite', 'json'], ['mariadb', 'longtext']] as const) {
      const here = program(dialect);
      const json = here.method(here.sa('JSON'), 'with_variant', [here.get('sqlalchemy.dialects.postgresql.JSONB'), 'postgresql']);
      const both = here.method(json, 'with_variant', [here.make('sqlalchemy.dialects.mysql.LONGTEXT'), 'mysql']);
      expect(text(here, both)).toBe(wanted);
    }
  });

  it('does not guess what cannot be read', () => {
    const here = program();
    expect(text(here, here.make('sqlalchemy.String', [unknownValue('environment')]))).toBe('unknown: input');
    expect(text(here, here.make('sqlalchemy.Enum', [unknownValue('input')], { native_enum: false }))).toBe('unknown: input');
    expect(text(here, unknownValue('unsupported'))).toBe('unknown: unsupported');
    expect(text(here, here.get('sqlalchemy.NoSuchThing'))).toBe('unknown: unsupported');
    expect(text(here, plainText('x'))).toBe('no type');
  });
});

describe('types of the program', () => {
  const here = program();
  const decorator = here.get('sqlalchemy.types.TypeDecorator');

  it('are what they decorate', () => {
    expect(text(here, pythonClass('Money', [decorator], { impl: here.get('sqlalchemy.Integer') }))).toBe('integer');
    expect(text(here, pythonClass('Lower', [here.get('sqlalchemy.String')], {}))).toBe('character varying');
  });

  it('pass their arguments on', () => {
    const shape = pythonClass('Lower', [decorator], { impl: here.get('sqlalchemy.String'), cache_ok: constant(true) });
    // the evaluator keeps arguments of a class without a constructor as attributes
    const instance = { kind: 'native', label: 'python.instance', data: { class: shape.data, own: new Map([['impl', constant(20)]]) } } as const;
    expect(text(here, instance)).toBe('character varying(20)');
  });

  it('may inherit what they decorate', () => {
    const base = pythonClass('Base', [decorator], { impl: here.sa('String', 5) });
    expect(text(here, pythonClass('Derived', [base], {}))).toBe('character varying(5)');
  });

  it('are unknown where nothing tells', () => {
    expect(text(here, pythonClass('Point', [here.get('sqlalchemy.types.UserDefinedType')], {}))).toBe('unknown: unsupported');
    expect(text(here, pythonClass('Other', [], {}))).toBe('no type');
  });
});

describe('enumerations', () => {
  const here = program();
  const colour = pythonClass('Colour', [], { RED: plainText('red'), GREEN: plainText('green'), ROSE: plainText('red'), method: { kind: 'closure' } as never });

  it('of a Python class have the names of its members and its own', () => {
    const model = enumOf(asType(here.make('sqlalchemy.Enum', [colour]), here.run));
    expect(model).toMatchObject({ name: 'colour', values: ['RED', 'GREEN'], native: true, createType: true });
  });

  it('may choose their values', () => {
    const callable = nativeFunction('values', () => unknownValue('unsupported'));
    expect(enumOf(asType(here.make('sqlalchemy.Enum', [colour], { name: 'c', values_callable: callable }), here.run))).toMatchObject({ name: 'c', values: ['red', 'green'] });
  });

  it('know create_type only on PostgreSQL', () => {
    expect(enumOf(asType(here.make('sqlalchemy.Enum', ['a'], { name: 'e', create_type: false }), here.run))?.createType).toBe(true);
    expect(enumOf(asType(here.make('sqlalchemy.dialects.postgresql.ENUM', ['a'], { name: 'e', create_type: false }), here.run))?.createType).toBe(false);
  });

  it('are created and dropped', () => {
    const run = program();
    const generic = run.make('sqlalchemy.Enum', ['a', 'b'], { name: 'e' });
    const own = run.make('sqlalchemy.dialects.postgresql.ENUM', ['a'], { name: 'f', schema: 's' });
    run.method(generic, 'create', [NULL]);
    run.method(generic, 'create', [NULL], { checkfirst: true });
    run.method(own, 'create', [NULL]);
    run.method(own, 'drop', [NULL, false]);
    run.method(generic, 'drop', [NULL, true]);
    expect(run.run.drafts.map(({ span: _, ...draft }) => draft)).toEqual([
      { kind: 'createEnum', name: { name: 'e' }, values: ['a', 'b'] },
      { kind: 'createEnum', name: { name: 'e' }, values: ['a', 'b'], ifNotExists: true },
      { kind: 'createEnum', name: { schema: 's', name: 'f' }, values: ['a'], ifNotExists: true },
      { kind: 'dropEnum', name: { schema: 's', name: 'f' } },
      { kind: 'dropEnum', name: { name: 'e' }, ifExists: true },
    ]);
  });

  it('are no types of their own elsewhere', () => {
    const run = program('sqlite');
    run.method(run.make('sqlalchemy.Enum', ['a'], { name: 'e' }), 'create', [NULL]);
    expect(run.run.drafts).toEqual([]);
  });
});

describe('types of packages', () => {
  const CASES: readonly Case[] = [
    ['sqlalchemy_utils.UUIDType', [], {}, 'uuid', 'binary(16)'],
    ['sqlalchemy_utils.types.uuid.UUIDType', [], { binary: false }, 'uuid', 'char(32)'],
    ['sqlalchemy_utils.EmailType', [], {}, 'character varying(255)'],
    ['sqlalchemy_utils.types.email.EmailType', [], { length: 99 }, 'character varying(99)'],
    ['sqlalchemy_utils.URLType', [], {}, 'text'],
    ['sqlalchemy_utils.ChoiceType', [['a']], {}, 'character varying(255)'],
    ['sqlalchemy_utils.types.ts_vector.TSVectorType', ['a', 'b'], {}, 'tsvector'],
    ['sqlalchemy_utils.LtreeType', [], {}, 'ltree'],
    ['sqlmodel.sql.sqltypes.AutoString', [12], {}, 'character varying(12)', 'varchar(12)'],
    ['sqlmodel.AutoString', [], { length: 12 }, 'character varying(12)'],
    ['fastapi_users_db_sqlalchemy.generics.GUID', [], {}, 'uuid', 'char(36)'],
    ['fastapi_users_db_sqlalchemy.generics.TIMESTAMPAware', [], { timezone: true }, 'timestamp with time zone'],
    ['geoalchemy2.types.Geometry', [], { geometry_type: 'POINT', srid: 4326 }, 'geometry(Point,4326)'],
    ['geoalchemy2.Geography', ['MULTIPOLYGON', 4326], {}, 'geography(MultiPolygon,4326)'],
    ['geoalchemy2.Geometry', [], {}, 'geometry'],
    ['pgvector.sqlalchemy.Vector', [3], {}, 'vector(3)'],
    ['pgvector.sqlalchemy.vector.VECTOR', [], { dim: 1536 }, 'vector(1536)'],
    ['pgvector.sqlalchemy.HALFVEC', [], {}, 'halfvec'],
    ['citext.CIText', [], {}, 'citext'],
    ['advanced_alchemy.types.GUID', [], { length: 16 }, 'uuid', 'binary(16)'],
    ['advanced_alchemy.types.DateTimeUTC', [], { timezone: true }, 'timestamp with time zone'],
    ['advanced_alchemy.types.guid.GUID', [], {}, 'uuid'],
  ];
  for (const [path, positional, named, ...rendered] of CASES) {
    it(path, () => {
      rendered.forEach((wanted, i) => {
        const here = program(DIALECTS[i]);
        expect(text(here, here.make(path, positional, named))).toBe(wanted);
      });
    });
  }
});
