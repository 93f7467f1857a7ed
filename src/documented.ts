import type { Host, Source } from './framework.js';
import type { Script } from './migration.js';

/** An empty body that says why it is empty: the comment between its header and whatever comes after it in the file. */
export function documented(script: Script, source: Source, host: Host): Script {
  const { span, status } = script;
  if (status !== 'empty' || span?.file !== source.file) return script;
  const next = source.text.slice(span.end).search(/\n[^\s#/})]/u);
  const end = next < 0 ? source.text.length : span.end + next;
  return host.comments(source).some(({ start }) => start >= span.start && start < end) ? { ...script, documented: true } : script;
}
