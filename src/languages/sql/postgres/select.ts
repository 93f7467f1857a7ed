import type { FuncCall, Node, SelectStmt } from 'libpg-query';
import type { Draft, Name } from '../../../operation.js';
import { known, unknown } from '../../../value.js';
import { createdFromQuery } from './create-table.js';
import { nodesOf, stringConstant } from './expression.js';
import { isBuiltinFunction } from './functions.js';
import { nameFrom, stringsOf } from './names.js';
import { readWith } from './rows.js';
import { draft, isHoled, knownPart, tokenText, type Statement } from './statement.js';

/** SELECT has no effect but that of the functions it calls, of INTO, and of WITH. */
export function readSelect(statement: Statement, node: SelectStmt): Draft[] {
  const out = readWith(statement, node.withClause);
  if (node.intoClause) out.push(createdFromQuery(statement, node.intoClause, { SelectStmt: node }));
  return [...out, ...readCalls(statement, node)];
}

/** What the functions that are called in an expression or query do. */
export function readCalls(statement: Statement, tree: unknown): Draft[] {
  const out: Draft[] = [];
  for (const call of nodesOf<FuncCall>(tree, 'FuncCall')) {
    const parts = stringsOf(call.funcname);
    const name = (parts[parts.length - 1] ?? '').toLowerCase();
    if (name === 'set_config') {
      const [setting, value] = [call.args?.[0], call.args?.[1]].map((argument) => stringConstant(argument));
      out.push(draft(statement, { kind: 'setting', name: setting === undefined ? unknown('input') : knownPart(setting), value: value === undefined ? unknown('input') : knownPart(value) }));
      continue;
    }
    const schema = parts.length > 1 ? parts[0] : undefined;
    if (schema === 'pg_catalog' || (schema === undefined && isBuiltinFunction(name))) continue;
    out.push(
      draft(statement, { kind: 'opaque', reason: `calls a function: ${isHoled(name) ? 'its name is not known' : parts.join('.')}`, text: tokenText(statement, 0, statement.tokens.length), touches: tablesNamed(name, call) }),
    );
  }
  return out;
}

/** Functions of extensions that change the table which an argument names. */
const TABLE_ARGUMENT = new Set([
  'create_hypertable', 'add_dimension', 'add_compression_policy', 'remove_compression_policy', 'add_retention_policy', 'remove_retention_policy', 'set_chunk_time_interval', 'drop_chunks',
  'add_columnstore_policy', 'create_distributed_table', 'create_reference_table', 'undistribute_table', 'alter_distributed_table', 'add_continuous_aggregate_policy', 'remove_continuous_aggregate_policy',
  'attach_tablespace', 'add_reorder_policy', 'create_parent', 'audit_table', 'addgeometrycolumn', 'dropgeometrycolumn', 'updategeometrysrid',
]);
const GEOMETRY = new Set(['addgeometrycolumn', 'dropgeometrycolumn', 'updategeometrysrid']);

function tablesNamed(name: string, call: FuncCall): readonly Name[] | 'anything' {
  if (!TABLE_ARGUMENT.has(name)) return 'anything';
  const args = leadingStrings(call.args ?? []);
  // geometry functions take [catalog,] [schema,] table, column
  const named = GEOMETRY.has(name) ? args.slice(0, -1).slice(-2) : (args[0]?.split('.') ?? []);
  const table = named.length > 0 ? known(nameFrom(named.map((part) => part.replaceAll('"', '')))) : undefined;
  return table ? [table] : 'anything';
}

function leadingStrings(args: readonly Node[]): string[] {
  const out: string[] = [];
  for (const argument of args) {
    const text = stringConstant(argument);
    if (text === undefined) break;
    out.push(text);
  }
  return out;
}
