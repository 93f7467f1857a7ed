import type { Value } from '../../../evaluate/value.js';
import type { TracedText } from '../../../value.js';
import type { Options } from '../../javascript/options.js';
import type { Part } from '../../javascript/fragment.js';
import { tracedOf } from '../../values.js';
import { type Method, type Write, type Writer, dropping } from '../writer.js';

const SWITCHES: readonly (readonly [string, string])[] = [['superuser', 'SUPERUSER'], ['createdb', 'CREATEDB'], ['createrole', 'CREATEROLE'], ['inherit', 'INHERIT'], ['login', 'LOGIN'], ['replication', 'REPLICATION'], ['bypassrls', 'BYPASSRLS']];
const LISTS: readonly (readonly [string, string])[] = [['inRole', 'IN ROLE '], ['role', 'ROLE '], ['admin', 'ADMIN ']];

function roleOptions(writer: Writer, options: Options, creates: boolean): TracedText {
  const parts: TracedText[] = [];
  for (const [name, word] of SWITCHES) {
    const given = options.names.includes(name);
    if (!given && (!creates || name === 'bypassrls')) continue;
    parts.push(writer.sql(given ? (options.isTrue(name) ? word : `NO${word}`) : name === 'inherit' ? word : `NO${word}`));
  }
  if (options.get('limit')) parts.push(writer.sql('CONNECTION LIMIT ', writer.raw(options.get('limit'))));
  if (options.names.includes('password')) parts.push(writer.sql('PASSWORD ', writer.value(options.get('password'))));
  if (options.names.includes('valid')) parts.push(writer.sql('VALID UNTIL ', options.get('valid') ? writer.value(options.get('valid')) : "'infinity'"));
  for (const [name, words] of LISTS) if (options.get(name)) parts.push(writer.sql(words, rawList(writer, options.get(name))));
  return writer.join(parts, ' ');
}

const rawList = (writer: Writer, value: Value | undefined): TracedText => writer.join(writer.list(value).map((each) => writer.raw(each)));

const role = (verb: string): Write => (writer, [name, given]) => {
  const options = roleOptions(writer, writer.options(given), verb === 'CREATE');
  return options.text === '' && verb === 'ALTER' ? [] : [writer.sql(`${verb} ROLE `, writer.name(name), ...(options.text === '' ? [] : [' WITH ', options]))];
};

const renameRole = (writer: Writer, from: Value | undefined, to: Value | undefined): readonly TracedText[] => [writer.sql('ALTER ROLE ', writer.name(from), ' RENAME TO ', writer.name(to))];

const roles = (writer: Writer, value: Value | undefined): TracedText => writer.join(writer.list(value).map((each) => (tracedOf(each)?.text === 'PUBLIC' ? writer.raw(each) : writer.name(each))));

const onSchemas = (writer: Writer, options: Options): Part => writer.sql('SCHEMA ', writer.names(options.get('schemas')));
const onTables = (writer: Writer, options: Options): Part => (options.get('schema') ? writer.sql('ALL TABLES IN SCHEMA ', writer.name(options.get('schema'))) : writer.names(options.get('tables')));

type Target = typeof onSchemas;

const grant = (target: Target): Write => (writer, [given]) => {
  const options = writer.options(given);
  return [writer.sql('GRANT ', rawList(writer, options.get('privileges')), ' ON ', target(writer, options), ' TO ', roles(writer, options.get('roles')), writer.flag(options, 'withGrantOption', ' WITH GRANT OPTION'))];
};
const revoke = (target: Target): Write => (writer, [given]) => {
  const options = writer.options(given);
  return [writer.sql('REVOKE', writer.flag(options, 'onlyGrantOption', ' GRANT OPTION FOR'), ' ', rawList(writer, options.get('privileges')), ' ON ', target(writer, options), ' FROM ', roles(writer, options.get('roles')), writer.flag(options, 'cascade', ' CASCADE'))];
};
const grantRoles: Write = (writer, [from, to, given]) => [writer.sql('GRANT ', writer.names(from), ' TO ', writer.names(to), writer.flag(writer.options(given), 'withAdminOption', ' WITH ADMIN OPTION'))];
const revokeRoles: Write = (writer, [from, to, given]) => {
  const options = writer.options(given);
  return [writer.sql('REVOKE', writer.flag(options, 'onlyAdminOption', ' ADMIN OPTION FOR'), ' ', writer.names(from), ' FROM ', writer.names(to), writer.flag(options, 'cascade', ' CASCADE'))];
};

const policyClauses = (writer: Writer, options: Options, otherwise: string): readonly Part[] => [
  ...(options.get('role') ? [' TO ', rawList(writer, options.get('role'))] : [otherwise]), ...writer.clause(options, 'using', ' USING (', ')'), ...writer.clause(options, 'check', ' WITH CHECK (', ')'),
];
const createPolicy: Write = (writer, [table, name, given]) => {
  const options = writer.options(given);
  return [writer.sql('CREATE POLICY ', writer.name(name), ' ON ', writer.name(table), ' FOR ', options.get('command') ? writer.raw(options.get('command')) : 'ALL', ...policyClauses(writer, options, ' TO PUBLIC'))];
};
const alterPolicy: Write = (writer, [table, name, given]) => [writer.sql('ALTER POLICY ', writer.name(name), ' ON ', writer.name(table), ...policyClauses(writer, writer.options(given), ''))];
const dropPolicy: Write = (writer, [table, name, given]) => [writer.sql('DROP POLICY', writer.flag(writer.options(given), 'ifExists', ' IF EXISTS'), ' ', writer.name(name), ' ON ', writer.name(table))];
const renamePolicy = (writer: Writer, table: Value | undefined, from: Value | undefined, to: Value | undefined): readonly TracedText[] => [writer.sql('ALTER POLICY ', writer.name(from), ' ON ', writer.name(table), ' RENAME TO ', writer.name(to))];

const dropRole = dropping('ROLE', (writer, [name]) => writer.name(name));

export const ACCESS: Readonly<Record<string, Method>> = {
  createRole: { write: role('CREATE'), reverse: (writer, [name]) => [writer.sql('DROP ROLE ', writer.name(name))] },
  dropRole: { write: dropRole },
  alterRole: { write: role('ALTER') },
  renameRole: { write: (writer, [from, to]) => renameRole(writer, from, to), reverse: (writer, [from, to]) => renameRole(writer, to, from) },
  grantRoles: { write: grantRoles, reverse: revokeRoles },
  revokeRoles: { write: revokeRoles },
  grantOnSchemas: { write: grant(onSchemas), reverse: revoke(onSchemas) },
  revokeOnSchemas: { write: revoke(onSchemas) },
  grantOnTables: { write: grant(onTables), reverse: revoke(onTables) },
  revokeOnTables: { write: revoke(onTables) },
  createPolicy: { write: createPolicy, reverse: dropPolicy },
  alterPolicy: { write: alterPolicy },
  dropPolicy: { write: dropPolicy },
  renamePolicy: { write: (writer, [table, from, to]) => renamePolicy(writer, table, from, to), reverse: (writer, [table, from, to]) => renamePolicy(writer, table, to, from) },
};
