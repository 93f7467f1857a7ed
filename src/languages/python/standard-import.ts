import type { Call, Value } from '../../evaluate/value.js';
import { unknownValue } from '../../evaluate/value.js';
import { functions, harmless } from './natives.js';

/** What a module is that cannot be found: its functions may do anything. */
const unread = (call: Call, name: string): Value => unknownValue('unsupported', call.span, name);

/** `import_module('app.migrations.helpers')`, also relative to a package. */
function importModule(call: Call): Value {
  const name = call.positional[0] ?? call.named.get('name');
  if (name?.kind !== 'text' || name.text.holes.length > 0) return unread(call, 'import_module');
  const written = name.text.text;
  const level = /^\.*/u.exec(written)?.[0].length ?? 0;
  const packageName = call.positional[1] ?? call.named.get('package');
  if (level === 0) return call.importModule(written) ?? unread(call, written);
  if (packageName?.kind !== 'text') return unread(call, written);
  const base = packageName.text.text.split('.');
  const absolute = [...base.slice(0, base.length - (level - 1)), written.slice(level)].filter((part) => part !== '').join('.');
  return call.importModule(absolute) ?? unread(call, absolute);
}

/** Code that is loaded from a file, or run from one, cannot be followed: what it offers is unread. */
const loader = (label: string) => (call: Call): Value => unread(call, label);

export const IMPORT_MODULES: Readonly<Record<string, Value>> = {
  importlib: harmless('importlib', functions('importlib', { import_module: importModule, reload: (call) => call.positional[0] ?? unread(call, 'reload') })),
  'importlib.util': harmless('importlib.util', functions('importlib.util', { module_from_spec: loader('importlib.util.module_from_spec') })),
  'importlib.machinery': harmless('importlib.machinery', functions('importlib.machinery', { SourceFileLoader: loader('importlib.machinery.SourceFileLoader') })),
  runpy: harmless('runpy', functions('runpy', { run_path: loader('runpy.run_path'), run_module: loader('runpy.run_module') })),
};
