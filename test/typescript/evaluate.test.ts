import { describe, expect, test } from 'vitest';
import { run, texts } from './program.js';

const says = (body: string, before = '', others: Readonly<Record<string, string>> = {}): readonly string[] => run(`${before}\nexport async function up(db: Runner): Promise<void> {\n${body}\n}`, others).says;

describe('the same operations, however they are written', () => {
  test.each([
    ['plainly', "await db.drop('a');\nawait db.drop('b');", ''],
    ['a named literal', "const x = 'a';\ndb.drop(x);\ndb.drop('b' as const);", ''],
    ['constants of the module', 'db.drop(FIRST);\ndb.drop(names.second);', "const FIRST = 'a';\nconst names = { second: 'b' } as const;"],
    ['a loop over a list', "for (const name of ['a', 'b']) await db.drop(name);", ''],
    ['a loop with a counter', "const names = ['a', 'b'];\nfor (let i = 0; i < names.length; i++) {\n  await db.drop(names[i]!);\n}", ''],
    ['a loop over keys', 'for (const key in { a: 1, b: 2 }) { db.drop(key); }', ''],
    ['a while loop', "const names = ['a', 'b'];\nwhile (names.length > 0) { db.drop(names.shift()); }", ''],
    ['forEach', "['a', 'b'].forEach((name) => db.drop(name));", ''],
    ['Promise.all over map', "await Promise.all(['a', 'b'].map(async (name) => { await db.drop(name); }));", ''],
    ['a chain of promises', "return db.drop('a').then(() => db.drop('b')).then(function () {});", ''],
    ['reduce over promises', "return ['a', 'b'].reduce((before, name) => before.then(() => db.drop(name)), Promise.resolve());", ''],
    ['entries and destructuring', 'for (const [name, { drop = true }] of Object.entries({ a: {}, b: {}, c: { drop: false } })) if (drop) db.drop(name);', ''],
    ['spread', "const first = ['a'];\n[...first, ...['b']].map((name) => db.drop(name));", ''],
    ['a helper with a default', "gone(db);\ngone(db, 'b');", "const gone = (db, name = 'a') => db.drop(name);"],
    ['a helper with rest and an object', "gone(db, { names: ['a', 'b'], other: 1 });", 'function gone(db, { names: [first, ...more] }) { db.drop(first); more.forEach((each) => db.drop(each)); }'],
    ['a function declared below', 'later(db);', "export { later };\nfunction later(db) { db.drop('a'); db.drop('b'); }"],
    ['templates', "for (const n of ['a', 'b']) db.drop(`${n}`);", ''],
    ['a class with fields, a base and this', 'new Worker(db).work();', "class Base { names = ['a']; constructor(protected db) {} gone() { for (const name of this.names) this.db.drop(name); } }\nclass Worker extends Base { constructor(db) { super(db); this.names = [...this.names, 'b']; } work() { super.gone(); } }"],
    ['static members, getters and private ones', 'Names.all.forEach((name) => db.drop(name)); new Names().gone(db);', "class Names { static all = ['a']; get last() { return this.#last; } #last = 'b'; gone(db) { db.drop(this.last); } }"],
    ['enums', 'db.drop(Names.A);\ndb.drop(`${Names.B}`);', "enum Names { A = 'a', B = 'b' }"],
    ['numbers of enums', "const names = ['x', 'a', 'b'];\ndb.drop(names[Level.One]); db.drop(names[Level.Two]); if (Level[1] !== 'One') db.drop('c');", 'const enum Level { Zero, One, Two }'],
    ['a switch', "for (const each of [1, 2, 3]) {\n  switch (each) {\n    case 1: db.drop('a'); break;\n    case 2:\n    case 4: db.drop('b'); break;\n    default:\n  }\n}", ''],
    ['a switch that runs on', "switch (1 as number) {\n  case 1: db.drop('a');\n  case 2: db.drop('b'); break;\n  case 3: db.drop('c');\n}", ''],
    ['optional chaining', "const options: any = {};\noptions.before?.drop('c'); options.a?.b.c('c'); db?.drop?.('a'); db.drop(options.name ?? 'b');", ''],
    ['an early return of a decided test', "db.drop('a');\ndb.drop('b');\nif (1 + 1 === 2) return;\ndb.drop('c');", ''],
    ['try and finally', "try { db.drop('a'); } finally { db.drop('b'); }", ''],
    ['bound and applied', "db.drop.call(db, 'a');\nconst gone = db.drop.bind(db, 'b');\ngone();", ''],
    ['sequences and short circuits', "db.drop('a'), true && db.drop('b'), false && db.drop('c');", ''],
    ['a set and a map', "for (const name of new Set(['a', 'a'])) db.drop(name);\nnew Map([['b', 1]]).forEach((_, name) => db.drop(name));", ''],
    ['a promise with an executor', "const name = await new Promise((resolve) => { setTimeout(() => resolve('a'), 10); });\ndb.drop(name); db.drop('b');", ''],
    ['a labelled loop', "outer: for (const name of ['a', 'b']) { for (const skip of [name]) { db.drop(skip); continue outer; } }", ''],
    ['generators', 'for (const name of names()) db.drop(name);', "function* names() { yield 'a'; yield* ['b']; }"],
    ['arguments', "gone(db, 'a', 'b');", 'function gone(db) { for (let i = 1; i < arguments.length; i++) db.drop(arguments[i]); }'],
  ])('%s', (_, body, before) => {
    expect(says(body, before)).toEqual(['drop a', 'drop b']);
  });
});

describe('modules', () => {
  const body = "gone(db, 'a');\ngone(db, SECOND);";
  const helper = "export const SECOND = 'b';\nexport function gone(db, name) { db.drop(name); }";
  test.each([
    ['a name', "import { gone, SECOND } from '../helpers/tables';", { 'app/helpers/tables.ts': helper }],
    ['the name of the compiled file', "import { gone, SECOND } from '../helpers/tables.js';", { 'app/helpers/tables.ts': helper }],
    ['a folder', "import { gone, SECOND } from '../helpers';", { 'app/helpers/index.js': helper }],
    ['all names of another module', "import { gone, SECOND } from '../helpers';", { 'app/helpers/index.ts': "export * from './tables';\nexport { LAST as SECOND } from './names';", 'app/helpers/tables.ts': 'export function gone(db, name) { db.drop(name); }', 'app/helpers/names.ts': "export const LAST = 'b';" }],
    ['the default', "import gone, { SECOND } from '../helpers';", { 'app/helpers.ts': "export default function (db, name) { db.drop(name); }\nexport const SECOND = 'b';" }],
    ['a namespace', "import * as all from '../helpers';\nconst { gone, SECOND } = all;", { 'app/helpers.ts': helper }],
    ['require of module.exports', "const { gone, SECOND } = require('../helpers');", { 'app/helpers.js': "module.exports = { SECOND: 'b', gone(db, name) { db.drop(name); } };" }],
    ['require of a function', "const gone = require('../helpers');\nconst SECOND = gone.SECOND;", { 'app/helpers.js': "module.exports = (db, name) => db.drop(name);\nmodule.exports.SECOND = 'b';" }],
    ['import = require', "import helpers = require('../helpers');\nconst { gone, SECOND } = helpers;", { 'app/helpers.ts': "export = { SECOND: 'b', gone(db, name) { db.drop(name); } };" }],
    ['the default of a CommonJS module', "import helpers from '../helpers';\nconst { gone, SECOND } = helpers;", { 'app/helpers.js': "exports.SECOND = 'b'; exports.gone = (db, name) => db.drop(name);" }],
    ['a compiled module', "const _helpers = _interopRequireDefault(require('../helpers'));\nconst gone = (0, _helpers.default), SECOND = 'b';\nfunction _interopRequireDefault(e) { return e && e.__esModule ? e : { default: e }; }", { 'app/helpers.js': '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\nexports.default = void 0;\nconst gone = (db, name) => db.drop(name);\nvar _default = exports.default = gone;' }],
    ['paths of the configuration', "import { gone, SECOND } from '@/helpers/tables';", { 'app/helpers/tables.ts': helper, 'tsconfig.json': '{\n  // names\n  "extends": "./base",\n}', 'base.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["app/*"] } } }' }],
    ['baseUrl', "import { gone, SECOND } from 'helpers/tables';", { 'app/helpers/tables.ts': helper, 'app/tsconfig.json': '{ "compilerOptions": { "baseUrl": "./" } }' }],
    ['a package of the repository', "import { gone, SECOND } from '@shop/database';", { 'libs/database/package.json': '{ "name": "@shop/database", "main": "dist/cjs/index.js" }', 'libs/database/src/index.ts': helper }],
    ['a file of such a package', "import { gone, SECOND } from '@shop/database/tables';", { 'libs/database/package.json': '{ "name": "@shop/database" }', 'libs/database/src/tables.ts': helper }],
    ['JSON', "import { gone } from '../helpers';\nimport names from './names.json';\nconst { SECOND } = names;", { 'app/helpers.ts': helper, 'app/migrations/names.json': '{ "SECOND": "b" }' }],
  ])('%s', (_, imports, others) => {
    expect(says(body, imports, others)).toEqual(['drop a', 'drop b']);
  });

  test.each([
    ['exports.up', "exports.up = (db) => db.drop('a');"],
    ['exports.up of an async function', "exports.up = async function (db) { await db.drop('a'); };"],
    ['module.exports', "module.exports = { async up(db) { await db.drop('a'); } };"],
    ['module.exports.up', "module.exports.up = function up(db) { db.drop('a'); };"],
    ['a default class', "export default class Migration { name = 'x'; public async up(db: Runner): Promise<void> { await db.drop('a'); } }"],
    ['a default object', "export default { up: async (db) => { await db.drop('a'); } };"],
    ['a method of a class that TypeScript compiled for old engines', "var M = /** @class */ (function () {\n  function M() { this.table = 'a'; }\n  M.prototype.up = function (db) { return __awaiter(this, void 0, void 0, function* () { yield db.drop(this.table); }); };\n  return M;\n}());\nexports.up = function (db) { return new M().up(db); };"],
    ["Babel's generators", "exports.up = _asyncToGenerator(function* (db) { yield db.drop('a'); });"],
    ['co', "const co = require('co');\nmodule.exports = { up: co.wrap(function* (db) { yield db.drop('a'); }) };"],
  ])('%s', (_, source) => {
    expect(run(source, {}, 'app/migrations/m.js').says).toEqual(['drop a']);
  });
});

test('files beside a migration are read', () => {
  const sql = { 'app/migrations/sqls/up.sql': 'DROP TABLE a;' };
  const paths = "import fs, { readFileSync } from 'node:fs';\nimport path from 'path';\nimport raw from './sqls/up.sql';";
  expect(texts("db.sql(readFileSync(path.join(__dirname, 'sqls/up.sql'), 'utf8'));\ndb.sql(fs.readFileSync(__dirname + '/sqls/up.sql').toString());\ndb.sql(raw);\ndb.sql(await fs.promises.readFile(path.resolve('app/migrations/sqls', 'up.sql')));\ndb.sql(readFileSync(new URL('./sqls/none.sql')));", sql, paths)).toEqual([...Array.from({ length: 4 }, () => 'DROP TABLE a;'), '\uE0000\uE001']);
});

describe('tests that cannot be decided', () => {
  test.each([
    ['both branches are explored and may happen', "if (await db.ask()) db.drop('a'); else db.drop('b');\ndb.drop('c');", ['maybe drop a', 'maybe drop b', 'drop c']],
    ['what follows a partial return may happen', "if (db.ask()) return;\ndb.drop('a');", ['maybe drop a']],
    ['a loop over rows runs once', 'for (const row of await db.ask()) db.drop(row.name);', ['maybe drop ?']],
    ['so does a function for each row', 'const rows = await db.ask();\nrows.forEach((row) => db.drop(row.name));', ['maybe drop ?']],
    ['an environment variable decides nothing', "if (process.env.NODE_ENV === 'test') db.drop('a');", ['maybe drop a']],
    ['a handler of an error may run', "db.drop('a').catch(() => db.drop('b'));", ['drop a', 'maybe drop b']],
  ])('%s', (_, body, said) => {
    expect(says(body)).toEqual(said);
  });

  test('what is handed the database and cannot be read is said', () => {
    expect(says('await helper(db);', "import helper from 'some-package';")).toEqual(['opaque']);
    expect(says("helper.seed();", "import * as helper from './missing';")).toEqual(['opaque']);
    expect(says("console.log(db); logger.info('x', db);", "import { logger } from './missing';")).toEqual([]);
  });
});
