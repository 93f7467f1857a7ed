import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { historyFolder } from '../../src/hosts/history-folder.js';
import { temporary } from './command.js';

const SQL = 'CREATE TABLE a (id int);';

describe('the folder that is listed for a path', () => {
  it.each<[string, string, string, Readonly<Record<string, string>>]>([
    ['the folder above the migrations', 'db/migrations/1_a.up.sql', 'db', {}],
    ['that above the folder of one migration', 'prisma/migrations/1_a/migration.sql', 'prisma', {}],
    ['that of one direction and of one database', 'db/migrations/postgres/up/1_a.sql', 'db', {}],
    ['the nearest settings of a tool', 'apps/api/src/db/1_a.sql', 'apps/api', { 'apps/api/drizzle.config.ts': '', 'knexfile.js': '' }],
    ['settings of another tool', 'migrations/2024_a/up.sql', '.', { 'diesel.toml': '' }],
    ['the folder itself where nothing tells', 'x/y/1_a.sql', 'x/y', {}],
  ])('%s', (_, file, expected, settings) => {
    const root = temporary({ [file]: SQL, ...settings });
    expect(path.relative(root, historyFolder({ absolute: path.join(root, file), folder: false }, root)) || '.').toBe(expected);
  });
});
