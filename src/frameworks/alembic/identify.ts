import type { Value } from '../../evaluate/value.js';
import type { Environment, Host, ModuleResolver, Source } from '../../framework.js';
import type { Identity } from '../../migration.js';
import type { Span } from '../../span.js';
import { baseName } from '../paths.js';

/** A constant at module level: its texts (`None` has none), or `undefined` where it is something else. */
interface Literal {
  readonly texts: readonly string[];
  readonly start: number;
  readonly end: number;
}

const STRING = /([a-zA-Z]{0,2})("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/y;
const BLANK = /(?:[ \t\f]|\\\r?\n)*/y;
const BLANK_LINES = /(?:\s|\\\r?\n|#[^\n]*)*/y;

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.exec(text);
  return pattern.lastIndex;
}

const unescaped = (text: string): string => text.replace(/\\(.)/g, '$1');

/** One string, with those that are written behind it. */
function stringAt(text: string, at: number, bracketed: boolean): { readonly value: string; readonly end: number } | undefined {
  let value: string | undefined;
  let end = at;
  for (let next = at; ; next = skip(bracketed ? BLANK_LINES : BLANK, text, end)) {
    STRING.lastIndex = next;
    const match = STRING.exec(text);
    if (!match || /[fFbB]/.test(match[1] ?? '')) return value === undefined || match ? undefined : { value, end };
    const quoted = match[2] ?? '';
    const quotes = /^("""|''')/.test(quoted) ? 3 : 1;
    const inner = quoted.slice(quotes, -quotes);
    value = (value ?? '') + (/[rR]/.test(match[1] ?? '') ? inner : unescaped(inner));
    end = STRING.lastIndex;
  }
}

/** Reads the expression at `at`, to the end of its line. `depth` bounds names that stand for names. */
function literalAt(text: string, at: number, depth = 0): Literal | undefined {
  const start = skip(BLANK, text, at);
  const bracket = { '(': ')', '[': ']', '{': '}' }[text[start] ?? ''];
  const texts: string[] = [];
  let position = bracket === undefined ? start : start + 1;
  let end = start;
  const gap = bracket === undefined ? BLANK : BLANK_LINES;
  for (let first = true; ; first = false) {
    position = skip(gap, text, position);
    if (bracket !== undefined && text[position] === bracket) {
      end = position + 1;
      break;
    }
    const string = stringAt(text, position, bracket !== undefined);
    if (string) {
      texts.push(string.value);
      position = string.end;
    } else {
      const name = /[A-Za-z_]\w*/y;
      name.lastIndex = position;
      const word = name.exec(text)?.[0];
      if (word === undefined) {
        if (first || bracket !== undefined) return undefined;
        break;
      }
      if (word !== 'None') {
        const bound = depth > 3 ? undefined : assignmentOf(text, word, depth + 1);
        if (!bound) return undefined;
        texts.push(...bound.texts);
      }
      position = name.lastIndex;
    }
    end = position;
    position = skip(gap, text, position);
    if (text[position] === ',') {
      position += 1;
      if (bracket === undefined) end = position;
      continue;
    }
    if (bracket === undefined) break;
    if (text[position] !== bracket) return undefined;
  }
  const rest = skip(BLANK, text, end);
  return rest >= text.length || /[\r\n#;]/.test(text[rest] ?? '') ? { texts, start, end } : undefined;
}

/** Where `name = ...` stands at module level; the last one counts, as in Python. */
function placeOf(text: string, name: string): number | undefined {
  const pattern = new RegExp(`^${name}[^\\S\\n]*(?::[^=\\n]+)?=(?!=)`, 'gm');
  let place: number | undefined;
  for (const match of text.matchAll(pattern)) place = match.index + match[0].length;
  return place;
}

function assignmentOf(text: string, name: string, depth = 0): Literal | undefined {
  const place = placeOf(text, name);
  return place === undefined ? undefined : literalAt(text, place, depth);
}

/** The texts of a value, `undefined` where one is not known. */
function textsOf(value: Value | undefined): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'constant') return value.value === null || value.value === undefined ? [] : [String(value.value)];
  if (value.kind === 'text') return value.text.holes.length > 0 ? undefined : [value.text.text];
  if (value.kind !== 'list' || !value.complete) return undefined;
  const all = value.items.map(textsOf);
  return all.every((texts) => texts !== undefined) ? all.flat() : undefined;
}

/** First line of the module's docstring, unless it is already one of Alembic's own. */
function messageOf(text: string): string | undefined {
  const opening = /^(?:\uFEFF)?(?:\s|#[^\n]*(?:\n|$))*[rRuU]?("""|'''|"|')/.exec(text);
  if (!opening?.[1]) return undefined;
  const start = opening[0].length;
  const end = text.indexOf(opening[1], start);
  const body = text.slice(start, end < 0 ? text.length : end);
  const line = body.split('\n').map((part) => part.trim()).find((part) => part !== '');
  return line === undefined || /^(?:Revision ID|Revises|Create Date|Revision)\b\s*:?/.test(line) ? undefined : line;
}

export function identify(source: Source, _environment: Environment, host: Host, modules: ModuleResolver): Identity | undefined {
  const { text, file } = source;
  let loaded: ReadonlyMap<string, Value> | undefined;
  const read = (name: string): { readonly texts: readonly string[] | undefined; readonly span?: Span } | undefined => {
    const place = placeOf(text, name);
    const literal = place === undefined ? undefined : literalAt(text, place);
    if (literal) return { texts: literal.texts, span: { file, start: literal.start, end: literal.end } };
    if (place === undefined && !new RegExp(`^[^#\\n]*\\b${name}\\b[^#\\n]*=`, 'm').test(text)) return undefined;
    loaded ??= host.load(source, modules);
    const value = loaded.get(name);
    if (!value) return undefined;
    return { texts: textsOf(value), span: place === undefined ? undefined : { file, start: place, end: Math.max(place, text.indexOf('\n', place)) } };
  };
  const revision = read('revision');
  if (!revision) return undefined;
  const parents = read('down_revision');
  return {
    // an id that cannot be read still is a migration
    id: revision.texts?.[0] ?? baseName(file).replace(/\.py$/, ''),
    parents: parents?.texts ?? [],
    dependsOn: read('depends_on')?.texts ?? [],
    labels: read('branch_labels')?.texts ?? [],
    message: messageOf(text),
    idSpan: revision.span,
    parentSpan: parents?.span,
  };
}
