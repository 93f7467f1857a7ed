import { expect, it } from 'vitest';
import { fixesFor } from './support.js';

const migration = (name: string, up: string, down: string): string => `import { MigrationInterface, QueryRunner } from 'typeorm';

export class ${name} implements MigrationInterface {
  public async up(queryRunner: QueryRunner): Promise<void> {
    ${up}
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    ${down}
  }
}
`;

it('the way back is written as the queries that TypeORM generates, and what is there is kept', async () => {
  const first = 'src/migrations/1700000000000-Start.ts';
  const second = 'src/migrations/1700000000001-Next.ts';
  const up = 'await queryRunner.query(`ALTER TABLE "users" DROP COLUMN "bio"`);\n    await queryRunner.query(`CREATE TABLE "posts" ("id" integer NOT NULL)`);';
  const { fixes, unfixed } = await fixesFor(
    {
      'package.json': '{ "dependencies": { "typeorm": "0.3.20", "pg": "8.0.0" } }',
      [first]: migration('Start1700000000000', 'await queryRunner.query(`CREATE TABLE "users" ("id" integer NOT NULL, "bio" text DEFAULT \'{}\')`);', 'await queryRunner.query(`DROP TABLE "users"`);'),
      [second]: migration('Next1700000000001', up, 'await queryRunner.query(`DROP TABLE "posts"`);'),
    },
    { dialect: 'postgres', reviewed: (file) => file === second },
  );
  expect(unfixed.map(({ reason }) => reason)).toEqual([]);
  expect(fixes[0]?.changes[0]?.after).toBe(
    migration('Next1700000000001', up, 'await queryRunner.query(`DROP TABLE "posts"`);\n    // The values of this column cannot be restored.\n    await queryRunner.query(`ALTER TABLE "users" ADD COLUMN "bio" text DEFAULT \'{}\'`);'),
  );
});
