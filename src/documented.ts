import type { Host, Source } from './framework.js';
import type { Script } from './migration.js';

/** Comments of tools: they stand in every migration, and give no reason. */
const MARK = /^\W*(?:\+?goose|migrate:|commands auto|end alembic|eslint|prettier|noqa|type:|pylint|flake8|ts-|liquibase|rollback\b|down\b)/iu;

/** An empty body that says why it is empty: a comment between its header and whatever comes after it in the file. */
export function documented(script: Script, source: Source, host: Host): Script {
  const { span, status } = script;
  if (status !== 'empty' || span?.file !== source.file) return script;
  const next = source.text.slice(span.end).search(/\n[^\s/})-]/u);
  const end = next < 0 ? source.text.length : span.end + next;
  const reason = host.comments(source).some((comment) => comment.start >= span.start && comment.start < end && /\p{L}/u.test(comment.text) && !MARK.test(comment.text));
  return reason ? { ...script, documented: true } : script;
}
