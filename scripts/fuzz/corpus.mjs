// What is mutated: the files of the fixtures, and the examples in the documents of the rules.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const LANGUAGES = { py: 'python', sql: 'sql', ts: 'typescript', js: 'typescript', mts: 'typescript', cjs: 'typescript', mjs: 'typescript', python: 'python', javascript: 'typescript', typescript: 'typescript' };

export function corpusOf(root) {
  const texts = { python: [], sql: [], typescript: [] };
  for (const entry of readdirSync(path.join(root, 'fixtures'), { recursive: true, withFileTypes: true })) {
    const language = LANGUAGES[path.extname(entry.name).slice(1)];
    if (entry.isFile() && language) texts[language].push(readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
  }
  for (const file of readdirSync(path.join(root, 'rules')).filter((name) => name.endsWith('.md')).sort()) {
    for (const [, name, text] of readFileSync(path.join(root, 'rules', file), 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gmu)) if (LANGUAGES[name]) texts[LANGUAGES[name]].push(text);
  }
  return texts;
}

/** A project with one migration of this text, and the one before it. */
export function projectOf(language, text, layout) {
  if (language === 'python') {
    const head = /^revision\b/mu.test(text) ? '' : "from alembic import op\nimport sqlalchemy as sa\nrevision = 'f2'\ndown_revision = 'f1'\n";
    return {
      'alembic.ini': '[alembic]\nscript_location = migrations\n',
      'migrations/env.py': 'from alembic import context\n',
      'migrations/versions/f1.py': "from alembic import op\nimport sqlalchemy as sa\nrevision = 'f1'\ndown_revision = None\ndef upgrade():\n    op.create_table('account', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(50)))\ndef downgrade():\n    op.drop_table('account')\n",
      'migrations/versions/f2.py': head + text,
    };
  }
  const first = 'CREATE TABLE account (id int PRIMARY KEY, name varchar(50));\n';
  if (language === 'sql') return { 'db/migrations/1_first.up.sql': first, 'db/migrations/1_first.down.sql': 'DROP TABLE account;\n', 'db/migrations/2_next.up.sql': text, 'db/migrations/2_next.down.sql': layout % 2 === 0 ? text : '' };
  const bodies = [
    ['knexfile.js', 'module.exports = { client: "pg" };', 'migrations/20240102000000_next.js', `exports.up = async (knex) => {\n${text}\n};\nexports.down = async (knex) => {};\n`],
    ['package.json', '{ "dependencies": { "typeorm": "0.3.20" } }', 'src/migrations/1700000000000-Next.ts', `import { MigrationInterface, QueryRunner } from 'typeorm';\nexport class Next1700000000000 implements MigrationInterface {\n  async up(queryRunner: QueryRunner) {\n${text}\n  }\n  async down(queryRunner: QueryRunner) {}\n}\n`],
  ];
  const [settings, setting, file, body] = bodies[layout % bodies.length];
  return { [settings]: setting, [file]: /\b(?:export|exports|module)\b/u.test(text) ? text : body };
}
