import type { Value } from '../../../evaluate/value.js';
import type { TracedText } from '../../../value.js';
import { keyValue } from '../../../evaluate/keys.js';
import { typeText } from '../types.js';
import { type Method, type Write, type Writer, dropping } from '../writer.js';

const createType: Write = (writer, [name, given]) => {
  if (given?.kind === 'record') {
    const attributes = [...given.entries].map(([key, type]) => writer.sql(writer.name(keyValue(key)), ' ', typeText(type, writer)));
    return [writer.sql('CREATE TYPE ', writer.name(name), ' AS ( ', writer.join(attributes), ' )')];
  }
  return [writer.sql('CREATE TYPE ', writer.name(name), ' AS ENUM (', writer.join(writer.list(given).map((value) => writer.label(value))), ')')];
};

const addTypeValue: Write = (writer, [name, value, given]) => {
  const options = writer.options(given);
  const [before, after] = [options.get('before'), options.get('after')];
  return [writer.sql('ALTER TYPE ', writer.name(name), ' ADD VALUE', writer.flag(options, 'ifNotExists', ' IF NOT EXISTS'), ' ', writer.value(value), ...(before ? [' BEFORE ', writer.value(before)] : []), ...(after ? [' AFTER ', writer.value(after)] : []))];
};

const dropAttribute: Write = (writer, [name, attribute, given]) => [writer.sql('ALTER TYPE ', writer.name(name), ' DROP ATTRIBUTE ', writer.flag(writer.options(given), 'ifExists', 'IF EXISTS '), writer.name(attribute))];

const renameType = (writer: Writer, from: Value | undefined, to: Value | undefined): readonly TracedText[] => [writer.sql('ALTER TYPE ', writer.name(from), ' RENAME TO ', writer.name(to))];
const renameAttribute = (writer: Writer, type: Value | undefined, from: Value | undefined, to: Value | undefined): readonly TracedText[] => [writer.sql('ALTER TYPE ', writer.name(type), ' RENAME ATTRIBUTE ', writer.name(from), ' TO ', writer.name(to))];
const renameValue = (writer: Writer, type: Value | undefined, from: Value | undefined, to: Value | undefined): readonly TracedText[] => [writer.sql('ALTER TYPE ', writer.name(type), ' RENAME VALUE ', writer.value(from), ' TO ', writer.value(to))];

const dropType = dropping('TYPE', (writer, [name]) => writer.name(name));

export const TYPES: Readonly<Record<string, Method>> = {
  createType: { write: createType, reverse: dropType },
  dropType: { write: dropType },
  renameType: { write: (writer, [from, to]) => renameType(writer, from, to), reverse: (writer, [from, to]) => renameType(writer, to, from) },
  addTypeValue: { write: addTypeValue },
  renameTypeValue: { write: (writer, [type, from, to]) => renameValue(writer, type, from, to), reverse: (writer, [type, from, to]) => renameValue(writer, type, to, from) },
  addTypeAttribute: { write: (writer, [name, attribute, type]) => [writer.sql('ALTER TYPE ', writer.name(name), ' ADD ATTRIBUTE ', writer.name(attribute), ' ', typeText(type, writer))], reverse: dropAttribute },
  dropTypeAttribute: { write: dropAttribute },
  setTypeAttribute: { write: (writer, [name, attribute, type]) => [writer.sql('ALTER TYPE ', writer.name(name), ' ALTER ATTRIBUTE ', writer.name(attribute), ' SET DATA TYPE ', typeText(type, writer))] },
  renameTypeAttribute: { write: (writer, [type, from, to]) => renameAttribute(writer, type, from, to), reverse: (writer, [type, from, to]) => renameAttribute(writer, type, to, from) },
};
