import { Unwritable } from './sql-parts.js';

/** How a framework sends a statement of SQL. */
export interface Sender {
  /** `receiver`: what the migration is given. `options`: the transaction that it runs in, with a comma before it. */
  readonly call: (sql: string, receiver: string, options: string) => string;
  /** What is sent has to be waited for. */
  readonly awaited: boolean;
  /** The migration is an object that has what it needs. */
  readonly ownReceiver?: true;
  /** Parameters of a migration that gives a promise: with one more the framework waits for a callback. */
  readonly parameters?: number;
  /** A call that is written already, up to the quotes of the statement. Left out: it is a template. */
  readonly written?: RegExp;
  /** All names are in quotes, as in what the framework generates. */
  readonly quotesNames?: true;
  /** A question mark in a statement stands for a value, wherever it is. */
  readonly bindsQuestionMarks?: true;
}

const KNEX: Sender = { call: (sql, receiver) => `${receiver}.raw(${sql})`, awaited: true, written: /\.raw\(\s*(['"`])/u, bindsQuestionMarks: true };
const LUCID: Sender = { ...KNEX, call: (sql) => `this.schema.raw(${sql})`, awaited: false, ownReceiver: true };
const SENDERS: Readonly<Record<string, Sender>> = {
  knex: KNEX,
  sequelize: { call: (sql, receiver, options) => `${receiver}.sequelize.query(${sql}${options})`, awaited: true, parameters: 2, written: /\.query\(\s*(['"`])/u },
  kysely: { call: (sql, receiver) => `sql${sql}.execute(${receiver})`, awaited: true },
  'mikro-orm': { call: (sql) => `this.addSql(${sql})`, awaited: false, ownReceiver: true, written: /\.addSql\(\s*(['"`])/u, quotesNames: true, bindsQuestionMarks: true },
  'node-pg-migrate': { call: (sql, receiver) => `${receiver}.sql(${sql})`, awaited: false, parameters: 1, written: /\.sql\(\s*(['"`])/u },
  typeorm: { call: (sql, receiver) => `${receiver}.query(${sql})`, awaited: true, quotesNames: true },
  'db-migrate': { call: (sql, receiver) => `${receiver}.runSql(${sql})`, awaited: true, parameters: 1, written: /\.runSql\(\s*(['"`])/u },
};

export function senderOf(framework: string, text: string): Sender | undefined {
  return framework === 'knex' && /\bclass\b[^{]*\bBaseSchema\b/u.test(text) ? LUCID : SENDERS[framework];
}

/** A statement as a literal: in the quotes that the file has, where these need no escapes, else a template. */
export function literalOf(sql: string, { written, bindsQuestionMarks }: Sender, text: string): string {
  if (bindsQuestionMarks && sql.includes('?')) throw new Unwritable('a question mark in a statement would be taken for a parameter');
  const quote = written?.exec(text)?.[1] ?? '`';
  if (quote !== '`' && !sql.includes(quote) && !/[\\\n\r\u2028\u2029]/u.test(sql)) return quote + sql + quote;
  return `\`${sql.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
}
