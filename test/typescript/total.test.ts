import { expect, test } from 'vitest';
import { contextAt } from '../../src/evaluate/context.js';
import type { BinaryOperator } from '../../src/evaluate/core.js';
import { SyntaxProblem } from '../../src/evaluate/core.js';
import { createMachine } from '../../src/evaluate/evaluate.js';
import type { Scope, Value } from '../../src/evaluate/value.js';
import { conditionValue, constant, listValue, NULL, plainText, recordValue, textValue, TRUE, UNDEFINED, unknownValue } from '../../src/evaluate/value.js';
import { createLibrary, loadTypescript, readTypescript, typescript, typescriptComments } from '../../src/languages/typescript/index.js';
import { holeAt, unknown } from '../../src/value.js';

await loadTypescript();

const PROGRAMS: readonly string[] = [
  "import { MigrationInterface, QueryRunner as Q, type X } from 'typeorm';\nexport class A1 implements MigrationInterface {\n  name = 'A1';\n  public async up(queryRunner: Q): Promise<void> {\n    await queryRunner.query(`CREATE TABLE \"a\" (\n      \"id\" int${1 + 1}\n    )`);\n  }\n}",
  "exports.up = function (knex) {\n  return knex.schema.createTable('a', (t) => {\n    t.increments();\n    t.string('b', 10).notNullable().defaultTo('\\u00e9\\n');\n  }).then(() => knex('a').insert([{ b: 1 }]));\n};",
  "'use strict';\nmodule.exports = {\n  async up(queryInterface, Sequelize) {\n    const t = await queryInterface.sequelize.transaction();\n    try { await queryInterface.addColumn('a', 'b', { type: Sequelize.STRING }, { transaction: t }); await t.commit(); }\n    catch { await t.rollback(); throw new Error('x'); }\n  },\n};",
  "var dbm;\nvar async = require('async');\nexports.setup = function (options) { dbm = options.dbmigrate; };\nexports.up = (db, callback) => async.series([db.createTable.bind(db, 'a', {}), (next) => db.runSql(\n'x', next)], callback);",
  'enum E { A, B = 2, C = A | B, D = "d" }\nnamespace N { export const x = 1 }\ndeclare global { var y: number }\nabstract class K<T> extends N.Base<T> { static { this.x = 1; } #p?: E; constructor(private readonly a = E.A, ...rest: T[]) { super(a, ...rest); } get p() { return this.#p!; } set p(v) { this.#p = v; } abstract z(): void; static async *[Symbol.iterator]() { yield* [1]; } }',
  'label: for (let i = 0, n = 3; i < n; i++) {\n  for (const k in { a: 1 }) {\n    if (k === "a") continue label;\n    else break label;\n  }\n  do { i += 2; } while (i < 2 && !false);\n  while (true) { break; }\n}',
  'switch (x) {\n  case 1:\n  case 2: { let y = 1; break; }\n  default: f();\n  case 3: if (y) break; g();\n}',
  'const { a = 1, b: { c: [d, , ...e] = [] } = {}, ["f" + 1]: g, ...h } = options ?? {};\n[a, b.c, ...(d as any)] = [b, a];\n({ a, b: x[0] } = y);\nx ||= 1; x &&= 2; x ??= 3; x **= 2; x++; --x.y; delete x.y; void 0; typeof x; a in b; b instanceof C;',
  'export default async function* (this: Foo, a, b = a) { for await (const x of y) yield x; await import("./z"); return new.target ?? import.meta.url; }\nexport * from "./a";\nexport * as b from "./b";\nexport { c as default2, type D } from "./c";',
  'import x = require("y");\nimport type Z from "z";\nexport = x;',
  'var __awaiter = (this && this.__awaiter) || function () {};\nObject.defineProperty(exports, "__esModule", { value: true });\nexports.up = void 0;\nconst m_1 = __importDefault(require("m"));\nfunction up(db) {\n  return __awaiter(this, arguments, void 0, function* (db, n = 1) {\n    yield (0, m_1.default)(db);\n  });\n}\nexports.up = up;',
  'const r = /a(b)?\\/[/]/giu, s = String.raw`\\n${r.source}`, t = sql<T>`a ${1} \\u{1F600} b`;\nfs.readFileSync(path.join(__dirname, "x.sql"), "utf8").split(/;\\s*$/m).filter(Boolean).map((x) => x.trim().replace(/\\s+/g, " "));\n[..."añ😀"].reverse().join("");',
  'const view = <div className="a" {...rest}>{items.map((i) => <b key={i}>text</b>)}</div>;\nmodule.exports = { view };',
  'const f = function g(n) { return n > 0 ? g(n - 1) + arguments.length : (1, 2, 3); };\nlet o = { get x() { return f(3); }, set x(v) {}, async *m() {}, [`k`]: 1, 2: 3, "q-r": 4, f };\no?.x?.[0]?.(1)!.y; (async () => { await null; })().catch(console.error).finally(() => {});',
  '@Entity() class U { @Column({ type: "text" }) name: string; @A b = 1; declare c; override d(): void; d(x?: number): void {} }\nusing z = open();\nif (a) var q = 1; else function w() {}\ntry { q } catch ({ message }) { throw message } finally { ; }',
];

const library = createLibrary();

/** Reads a source and runs what could be read. */
function attempt(source: string, file: string): void {
  try {
    const program = readTypescript(file, source);
    const scope: Scope = { variables: typescript.moduleScope(file), file };
    const machine = createMachine(library, { module: () => undefined }, { next: 1 });
    machine.execute(program.body, scope);
    for (const value of typescript.exportsOf(scope).values()) machine.call(value, [unknownValue('database', undefined, 'x', true)], new Map(), { file, start: 0, end: 0 });
    typescriptComments(file, source);
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw new Error(source, { cause: error });
    expect(error.offset).toBeLessThanOrEqual(source.length);
  }
}

test.each(PROGRAMS.map((source, i) => [i, source] as const))('program %i: every beginning and every missing line is read, or its error is told', (i, source) => {
  const file = i === 12 ? 'm.jsx' : i % 2 === 0 ? 'm.ts' : 'm.js';
  attempt(source, file);
  for (let end = 0; end < source.length; end += 3) attempt(source.slice(0, end), file);
  const lines = source.split('\n');
  for (const [at] of lines.entries()) attempt(lines.filter((_, line) => line !== at).join('\n'), file);
});

test('programs that are whole are read', () => {
  for (const [i, source] of PROGRAMS.entries()) expect(readTypescript(i === 12 ? 'm.jsx' : 'm.ts', source).body.length).toBeGreaterThan(0);
});

const span = { file: 'm.ts', start: 0, end: 1 };
const machine = createMachine(library, { module: () => undefined }, { next: 1 });
const context = contextAt(machine, span);
const callback = (): Value => {
  const scope: Scope = { variables: new Map(), file: 'm.ts' };
  machine.execute(readTypescript('m.ts', 'const f = (...all) => all[0];').body, scope);
  return scope.variables.get('f') ?? NULL;
};

/** Fresh each time: methods change lists and records in place. */
const samples = (): Value[] => [
  NULL, UNDEFINED, TRUE, constant(0), constant(-3), constant(1e308), constant(Number.NaN), constant(2n ** 80n), constant(1.5), plainText(''), plainText('a$1$<b>\ud800'), plainText('(a+)+$'), plainText('{"a": [1]}'),
  textValue(holeAt(unknown('input'), span)), unknownValue('database', span, 'x', true), unknownValue('input'), conditionValue({ is: 'unknown' }), listValue([]), listValue([plainText('k'), constant(1)]), listValue([constant(1), unknownValue('input')], 'set'), { ...listValue([constant(2)]), complete: false },
  recordValue([['a', constant(1)], ['length', constant(3)]]), { ...recordValue(), complete: false }, callback(), library.globals.get('Map') ?? NULL, library.globals.get('Promise') ?? NULL,
];

test('no function or method throws, whatever it is given', () => {
  const call = (callee: Value, positional: readonly Value[], name: string, construct = false): void => {
    try {
      const result = machine.call(callee, positional, new Map(), span, { construct });
      library.textOf(result, context);
      library.truth(result, context);
    } catch (error) {
      throw new Error(`${name}(${positional.map((value) => value.kind).join(', ')}): ${String(error)}`, { cause: error });
    }
  };
  const names = 'keys values entries fromEntries assign freeze defineProperty create isArray from of all allSettled resolve map each reduce parse stringify raw floor max join resolve dirname basename readFileSync readFile existsSync fileURLToPath promisify format series waterfall eachSeries chunk wrap isInteger parseInt fromCharCode'.split(' ');
  const modules = ['path', 'fs', 'fs/promises', 'url', 'util', 'async', 'lodash', 'bluebird', 'co', 'dedent', 'crypto'].flatMap((name) => library.module(name) ?? []);
  const owners = [...library.globals.values(), ...modules];
  const functions = owners.flatMap((owner) => [owner, ...names.flatMap((name) => (owner.kind === 'native' ? (owner.member?.(name, context) ?? []) : []))]);
  for (const callee of functions) {
    const label = callee.kind === 'native' ? callee.label : callee.kind;
    for (const construct of [false, true]) call(callee, [], label, construct);
    for (const [i, value] of samples().entries()) {
      call(callee, [value], label);
      for (const shift of [3, 8]) call(callee, [value, samples()[(i + shift) % samples().length] ?? NULL, value], label, shift === 8);
    }
  }
  const methods = 'trim replace replaceAll split slice substring substr concat padStart repeat match matchAll startsWith includes indexOf at charAt localeCompare map forEach filter some every find findIndex reduce flatMap flat splice join push unshift pop shift reverse sort fill keys values entries add has delete then catch finally call apply bind toString toFixed hasOwnProperty test exec get set'.split(' ');
  for (const name of methods) {
    for (const [i] of samples().entries()) {
      for (const [j] of samples().entries()) {
        const [self, other] = [samples()[i] ?? NULL, samples()[j] ?? NULL];
        const method = library.member(self, name, context);
        if (method) for (const positional of [[], [other], [other, self], [callback(), other]]) call(method, positional, `${self.kind}.${name}`);
      }
    }
  }
});

test('no operator or subscript throws', () => {
  const operators: BinaryOperator[] = ['add', 'subtract', 'multiply', 'divide', 'remainder', 'power', 'shiftLeft', 'shiftRight', 'bitAnd', 'bitOr', 'bitXor', 'equal', 'notEqual', 'less', 'greaterEqual', 'is', 'isNot', 'in'];
  for (const left of samples()) {
    for (const right of samples()) {
      for (const operator of operators) library.textOf(library.binary(operator, left, right, context), context);
      library.item(left, right, context);
    }
    for (const operator of ['typeof', 'negate', 'plus', 'invert'] as const) library.unary?.(operator, left, context);
    expect(library.formatted(left, undefined, '', context).pieces.at(-1)?.end ?? 0).toBeLessThanOrEqual(library.textOf(left, context).text.length);
  }
});
