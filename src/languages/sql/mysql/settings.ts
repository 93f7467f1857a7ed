import type { Draft } from '../../../operation.js';
import { knownText } from '../../../value.js';
import type { Cursor } from './cursor.js';

const SCOPES: ReadonlySet<string> = new Set(['GLOBAL', 'SESSION', 'LOCAL', 'PERSIST', 'PERSIST_ONLY']);

/** SET of variables, each one a setting; those of the user keep their `@`. */
export function readSet(cursor: Cursor): Draft[] {
  if (cursor.eat('NAMES') || cursor.eat('CHARACTER', 'SET') || cursor.eat('CHARSET')) {
    return [cursor.draft({ kind: 'setting', name: 'names', value: knownText(cursor.text()) })];
  }
  if (cursor.eat('PASSWORD') || cursor.is('DEFAULT', 'ROLE') || cursor.eat('ROLE')) return [];
  if (cursor.is('TRANSACTION') || (SCOPES.has(cursor.word()) && cursor.word(cursor.at + 1) === 'TRANSACTION')) {
    return [cursor.draft({ kind: 'setting', name: 'transaction', value: knownText(cursor.text().toLowerCase()) })];
  }
  if (cursor.eat('STATEMENT')) cursor.fail();
  return cursor.commaParts().map((part) => {
    const from = part.at;
    const name = readVariable(part);
    part.eat(':');
    part.expect('=');
    return cursor.draft({ kind: 'setting', name: knownText(name), value: part.expression() }, from, part.end);
  });
}

/** The variable's name without its scope, in lower case as the server compares it. */
function readVariable(part: Cursor): string {
  if (part.eat('@', '@')) {
    if (SCOPES.has(part.word()) && part.word(part.at + 1) === '.') part.at += 2;
    return variableName(part);
  }
  if (part.eat('@')) return `@${part.isString() ? part.raw().slice(1, -1) : variableName(part)}`;
  part.eatAny(SCOPES);
  return variableName(part);
}

function variableName(part: Cursor): string {
  let name = part.rawIdentifier();
  while (part.eat('.')) name += `.${part.rawIdentifier()}`;
  return name.toLowerCase();
}
