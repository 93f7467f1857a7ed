import type { Node } from 'libpg-query';
import type { Action, Draft, Name, ObjectKind } from '../../../operation.js';
import { isUnknown, type Known, unknown } from '../../../value.js';
import { nodesOf } from './expression.js';
import { relationName } from './names.js';
import { draft, type Statement } from './statement.js';

const LOCK_MODES = ['', 'access share', 'row share', 'row exclusive', 'share update exclusive', 'share', 'share row exclusive', 'exclusive', 'access exclusive'];

const altered = (kind: ObjectKind, name: Known<Name>, action: string): Action => ({ kind: 'alterObject', object: { kind, ...(isUnknown(name) ? { name } : name) }, action });

/** LOCK, VACUUM, ANALYZE, REINDEX, CLUSTER, REFRESH. `undefined`: none of them. */
export function readMaintenance(statement: Statement, node: Node): Draft[] | undefined {
  const each = (names: readonly Known<Name>[], kind: ObjectKind, action: string): Draft[] =>
    (names.length > 0 ? names : [unknown('database')]).map((name) => draft(statement, altered(kind, name, action)));
  if ('LockStmt' in node) {
    const mode = LOCK_MODES[node.LockStmt.mode ?? 8] ?? 'access exclusive';
    return each((node.LockStmt.relations ?? []).flatMap((item) => ('RangeVar' in item ? [relationName(item.RangeVar)] : [])), 'table', `lock in ${mode} mode`);
  }
  if ('VacuumStmt' in node) {
    const vacuum = node.VacuumStmt;
    const full = options(vacuum.options).includes('full') ? ' full' : '';
    const names = (vacuum.rels ?? []).flatMap((item) => ('VacuumRelation' in item ? [relationName(item.VacuumRelation.relation)] : []));
    return each(names, 'table', vacuum.is_vacuumcmd === true ? `vacuum${full}` : 'analyze');
  }
  if ('ReindexStmt' in node) {
    const reindex = node.ReindexStmt;
    const kind = (reindex.kind ?? '').replace('REINDEX_OBJECT_', '').toLowerCase();
    return each(reindex.relation ? [relationName(reindex.relation)] : [], kind === 'index' ? 'other' : 'table', `reindex ${kind}${options(reindex.params).includes('concurrently') ? ' concurrently' : ''}`);
  }
  if ('ClusterStmt' in node) return each(node.ClusterStmt.relation ? [relationName(node.ClusterStmt.relation)] : [], 'table', 'cluster');
  if ('RefreshMatViewStmt' in node) {
    return each([relationName(node.RefreshMatViewStmt.relation)], 'materializedView', node.RefreshMatViewStmt.concurrent === true ? 'refresh concurrently' : 'refresh');
  }
  return undefined;
}

/** Names of the options that are switched on. */
function options(nodes: readonly Node[] | undefined): string[] {
  return nodesOf<{ defname?: string; arg?: Node }>(nodes, 'DefElem').flatMap((option) => {
    const off = option.arg && 'String' in option.arg && /^(?:false|off|0)$/iu.test(option.arg.String.sval ?? '');
    return option.defname === undefined || off ? [] : [option.defname];
  });
}
