// The part of `npm run bench` that is about ESLint: what an editor waits for, and what a run over many files costs.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules/eslint/bin/eslint.js');
const KEYSTROKES = 101;

/** A folder in which `migralint/eslint` and the parser of TypeScript are installed. */
function install(folder, config) {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  for (const [name, target] of [['migralint', root], ['eslint', join(root, 'node_modules/eslint')], ['@typescript-eslint', join(root, 'node_modules/@typescript-eslint')]]) symlinkSync(target, join(folder, 'node_modules', name));
  writeFileSync(join(folder, 'eslint.config.mjs'), config);
}

/** Milliseconds to the first answer of a new process, and those of each keystroke after it. */
function editor(folder, file) {
  const script = `
    const begun = performance.now();
    const { ESLint } = (await import('eslint')).default;
    const { readFileSync } = await import('node:fs');
    const eslint = new ESLint({ cwd: ${JSON.stringify(folder)} });
    const filePath = ${JSON.stringify(join(folder, file))};
    const text = readFileSync(filePath, 'utf8');
    await eslint.lintText(text, { filePath });
    const first = performance.now() - begun;
    const later = [];
    for (let i = 0; i < ${KEYSTROKES}; i += 1) {
      const pressed = performance.now();
      await eslint.lintText(text + '\\n# ' + 'x'.repeat(i), { filePath });
      later.push(performance.now() - pressed);
    }
    console.log(JSON.stringify({ first, later: later.sort((a, b) => a - b)[${KEYSTROKES >> 1}] }));`;
  const place = join(folder, 'editor.mjs');
  writeFileSync(place, script);
  const { stdout, stderr, status } = spawnSync(process.execPath, [place], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Every fifth migration makes a table, the others change those that are there, as TypeORM writes them. */
function statementsOf(i) {
  const table = `t${i - ((i - 1) % 5)}`;
  const queries = {
    1: [[`CREATE TABLE "${table}" ("id" SERIAL NOT NULL, "name" character varying NOT NULL, "at" TIMESTAMP NOT NULL DEFAULT now(), CONSTRAINT "PK_${table}" PRIMARY KEY ("id"))`, `DROP TABLE "${table}"`]],
    2: [[`ALTER TABLE "${table}" ADD "note" character varying`, `ALTER TABLE "${table}" DROP COLUMN "note"`]],
    3: [[`CREATE INDEX "IDX_${table}_name" ON "${table}" ("name")`, `DROP INDEX "IDX_${table}_name"`]],
    4: [[`ALTER TABLE "${table}" ADD "ownerId" integer`, `ALTER TABLE "${table}" DROP COLUMN "ownerId"`], [`ALTER TABLE "${table}" ADD CONSTRAINT "FK_${table}" FOREIGN KEY ("ownerId") REFERENCES "t1"("id")`, `ALTER TABLE "${table}" DROP CONSTRAINT "FK_${table}"`]],
    0: [[`ALTER TABLE "${table}" ALTER COLUMN "note" SET NOT NULL`, `ALTER TABLE "${table}" ALTER COLUMN "note" DROP NOT NULL`]],
  }[i % 5];
  const run = (query) => `    await queryRunner.query(\`${query}\`);\n`;
  return { up: queries.map(([up]) => run(up)).join(''), down: queries.map(([, down]) => run(down)).reverse().join('') };
}

function writeScripts(folder, count) {
  const place = join(folder, 'src/migrations');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "dependencies": { "typeorm": "0.3.20", "pg": "8.11.0" } }');
  for (let i = 1; i <= count; i += 1) {
    const { up, down } = statementsOf(i);
    const name = `T${i}${1700000000000 + i}`;
    writeFileSync(
      join(place, `${1700000000000 + i}-t${i}.ts`),
      `import { MigrationInterface, QueryRunner } from 'typeorm';\n\nexport class ${name} implements MigrationInterface {\n  name = '${name}';\n\n  public async up(queryRunner: QueryRunner): Promise<void> {\n${up}  }\n\n  public async down(queryRunner: QueryRunner): Promise<void> {\n${down}  }\n}\n`,
    );
  }
}

const SCRIPTS = (configs) => `import parser from '@typescript-eslint/parser';\nimport migralint from 'migralint/eslint';\nvoid migralint;\nexport default [{ files: ['**/*.ts'], languageOptions: { parser } }${configs}];\n`;

/** `measure(args, cwd)`: milliseconds of a whole process; `report(what, ms)` prints a line. */
export function benchEslint(folder, { writeHistory, measure, report }) {
  const history = join(folder, 'eslint-history');
  writeHistory(history, 500);
  install(history, "import migralint from 'migralint/eslint';\nexport default [...migralint.configs.recommended];\n");
  const { first, later } = editor(history, 'migrations/versions/r0500_step.py');
  report('ESLint in an editor, history of 500: first file', first);
  report('ESLint in an editor, history of 500: each keystroke', later);

  const scripts = join(folder, 'eslint-scripts');
  writeScripts(scripts, 1000);
  install(scripts, SCRIPTS(''));
  const config = join(scripts, 'eslint.config.mjs');
  const empty = measure([bin, '.'], scripts);
  report('eslint ., 1,000 TypeScript migrations, no rules', empty);
  writeFileSync(config, readFileSync(config, 'utf8').replace('}];', '}, ...migralint.configs.recommended];'));
  const full = measure([bin, '.'], scripts);
  report(`eslint ., the same with migralint, read before (${(full / empty).toFixed(2)} x)`, full);
}
