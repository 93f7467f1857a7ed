import type { Value } from '../../../evaluate/value.js';
import { isNull, listValue, plainText, recordValue } from '../../../evaluate/value.js';
import type { TracedText } from '../../../value.js';
import type { Options } from '../../javascript/options.js';
import type { Part } from '../../javascript/fragment.js';
import { entriesOf, tracedOf } from '../../values.js';
import { definitionOf } from '../types.js';
import { type Method, type Write, type Writer, dropping } from '../writer.js';

/** `(IN "a" integer DEFAULT 0)` */
export function parameters(writer: Writer, given: Value | undefined, withDefaults = true): TracedText {
  const each = writer.list(given).map((parameter) => {
    const definition = definitionOf(parameter, writer);
    const options = writer.options(definition);
    const value = definition.entries.get('default');
    const words = [options.get('mode') && writer.raw(options.get('mode')), options.get('name') && writer.name(options.get('name')), options.get('type') && writer.raw(options.get('type'))].filter((word) => word !== undefined);
    return writer.sql(writer.join(words, ' '), ...(withDefaults && value ? [' DEFAULT ', writer.value(value)] : []));
  });
  return writer.sql('(', writer.join(each), ')');
}

const createFunction: Write = (writer, [name, given, third, definition]) => {
  const options = writer.options(third);
  const security = options.get('security');
  const or = (option: string, otherwise: string): Part => (options.get(option) ? writer.raw(options.get(option)) : otherwise);
  return [
    writer.sql(
      'CREATE', writer.flag(options, 'replace', ' OR REPLACE'), ' FUNCTION ', writer.name(name), parameters(writer, given), ' RETURNS ', or('returns', 'void'), ' AS ', writer.dollared(writer.raw(definition)), ' ', or('behavior', 'VOLATILE'), ...writer.clause(options, 'language', ' LANGUAGE '),
      ...(tracedOf(security)?.text === 'INVOKER' ? [] : writer.clause(options, 'security', ' SECURITY ')), writer.flag(options, 'window', ' WINDOW'), writer.flag(options, 'onNull', ' RETURNS NULL ON NULL INPUT'), ...writer.clause(options, 'parallel', ' PARALLEL '), ...configuration(writer, options),
    ),
  ];
};

function configuration(writer: Writer, options: Options): readonly Part[] {
  return writer.list(options.get('set')).flatMap((each) => {
    const own = writer.options(each);
    const value = own.get('value');
    return [' SET ', writer.name(own.get('configurationParameter')), tracedOf(value)?.text === 'FROM CURRENT' ? ' ' : ' TO ', writer.raw(value)];
  });
}

const dropFunction: Write = (writer, [name, given, third]) => dropping('FUNCTION', (own) => own.sql(own.name(name), parameters(own, given, false)), 0)(writer, third ? [third] : []);

function renameFunction(writer: Writer, from: Value | undefined, given: Value | undefined, to: Value | undefined): readonly TracedText[] {
  return [writer.sql('ALTER FUNCTION ', writer.name(from), parameters(writer, given), ' RENAME TO ', writer.name(to))];
}

const NONE = listValue([]);

/** The function that a trigger calls: given, or made together with it under its name. */
const functionOf = (trigger: Value | undefined, options: Options): Value => options.get('function') ?? trigger ?? plainText('');

const createTrigger: Write = (writer, [table, trigger, third, definition]) => {
  const options = writer.options(third);
  const constraint = options.isTrue('constraint');
  const when = constraint ? writer.sql('AFTER') : writer.raw(options.get('when'));
  const isInstead = /instead\s+of/iu.test(when.text);
  const level: Part = isInstead ? 'ROW' : options.get('level') ? writer.raw(options.get('level')) : 'STATEMENT';
  const operations = writer.join(writer.list(options.get('operation')).map((each) => writer.raw(each)), ' OR ');
  const deferral = !constraint ? '' : options.isTrue('deferrable') ? ` DEFERRABLE INITIALLY ${options.isTrue('deferred') ? 'DEFERRED' : 'IMMEDIATE'}` : ' NOT DEFERRABLE';
  const given = writer.join(writer.list(options.get('functionParams')).map((each) => writer.value(each)));
  const create = writer.sql('CREATE', constraint ? ' CONSTRAINT' : '', ' TRIGGER ', writer.name(trigger), ' ', when, ' ', operations, ' ON ', writer.name(table), deferral, ' FOR EACH ', level, ...writer.clause(options, 'condition', ' WHEN (', ')'), ' EXECUTE PROCEDURE ', writer.name(functionOf(trigger, options)), '(', given, ')');
  if (isNull(definition)) return [create];
  const own = recordValue([...entriesOf(third), ['returns', plainText('trigger')]]);
  return [...createFunction(writer, [functionOf(trigger, options), NONE, own, definition as Value]), create];
};

const dropTrigger: Write = (writer, [table, trigger, third]) => dropping('TRIGGER', (own) => own.sql(own.name(trigger), ' ON ', own.name(table)), 0)(writer, third ? [third] : []);

const undoTrigger: Write = (writer, given) => {
  const [, trigger, third, definition] = given;
  return [...dropTrigger(writer, given), ...(isNull(definition) ? [] : dropFunction(writer, [functionOf(trigger, writer.options(third)), NONE, ...(third ? [third] : [])]))];
};

const renameTrigger = (writer: Writer, table: Value | undefined, from: Value | undefined, to: Value | undefined): readonly TracedText[] => [writer.sql('ALTER TRIGGER ', writer.name(from), ' ON ', writer.name(table), ' RENAME TO ', writer.name(to))];

export const ROUTINES: Readonly<Record<string, Method>> = {
  createFunction: { write: createFunction, reverse: dropFunction },
  dropFunction: { write: dropFunction },
  renameFunction: { write: (writer, [from, given, to]) => renameFunction(writer, from, given, to), reverse: (writer, [from, given, to]) => renameFunction(writer, to, given, from) },
  createTrigger: { write: createTrigger, reverse: undoTrigger },
  dropTrigger: { write: dropTrigger },
  renameTrigger: { write: (writer, [table, from, to]) => renameTrigger(writer, table, from, to), reverse: (writer, [table, from, to]) => renameTrigger(writer, table, to, from) },
};
