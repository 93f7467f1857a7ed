import type { Expr, PragmaStmt } from 'sqlite3-parser';
import type { Draft } from '../../../operation.js';
import { type Known, unknown } from '../../../value.js';
import { draft, knownPart, type Statement } from '../postgres/statement.js';
import { unwrapped } from './expression.js';

/** Pragmas that decide what later statements do; the others concern the file, the cache and the like. */
const SWITCHES = new Set(['foreign_keys', 'defer_foreign_keys', 'legacy_alter_table', 'writable_schema', 'ignore_check_constraints', 'recursive_triggers']);

/** PRAGMA: one without a value only asks. */
export function readPragma(statement: Statement, node: PragmaStmt): Draft[] {
  const name = node.name.objName.text.toLowerCase();
  if (!node.body || !SWITCHES.has(name)) return [];
  return [draft(statement, { kind: 'setting', name: knownPart(name), value: switchValue(node.body.value) })];
}

/** What SQLite takes for true is `on`, everything else `off`. */
function switchValue(node: Expr): Known<string> {
  const text = valueText(unwrapped(node));
  if (text === undefined) return unknown('input');
  const known = knownPart(text);
  if (typeof known !== 'string') return known;
  return /^(?:on|yes|true|reset|0*[1-9]\d*)$/iu.test(known) ? 'on' : 'off';
}

function valueText(node: Expr): string | undefined {
  switch (node.type) {
    case 'NameExpr':
      return node.name.text;
    case 'Id':
      return node.name;
    case 'KeywordLiteral':
    case 'NumericLiteral':
    case 'StringLiteral':
      return node.value;
    case 'UnaryExpr':
      return valueText(node.expr);
    default:
      return undefined;
  }
}
