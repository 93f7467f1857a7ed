import type { Value } from '../../../evaluate/value.js';
import { plainText } from '../../../evaluate/value.js';
import type { TracedText } from '../../../value.js';
import { typeText } from '../types.js';
import { type Method, type Write, type Writer, dropping } from '../writer.js';
import { parameters } from './routines.js';

type Given = Value | undefined;

const createOperator: Write = (writer, [name, given]) => {
  const options = writer.options(given);
  const quoted = ([option, word]: readonly [string, string]): readonly TracedText[] => (options.get(option) ? [writer.sql(`${word} = `, writer.name(options.get(option)))] : []);
  const bare = ([option, word]: readonly [string, string]): readonly TracedText[] => (options.get(option) ? [writer.sql(`${word} = `, writer.raw(options.get(option)))] : []);
  const definitions = [
    ...quoted(['procedure', 'PROCEDURE']), ...quoted(['left', 'LEFTARG']), ...quoted(['right', 'RIGHTARG']), ...bare(['commutator', 'COMMUTATOR']), ...bare(['negator', 'NEGATOR']), ...quoted(['restrict', 'RESTRICT']), ...quoted(['join', 'JOIN']),
    ...(options.isTrue('hashes') ? [writer.sql('HASHES')] : []), ...(options.isTrue('merges') ? [writer.sql('MERGES')] : []),
  ];
  return [writer.sql('CREATE OPERATOR ', writer.raw(name), ' (', writer.join(definitions), ')')];
};

const NONE = plainText('none');
const dropOperator: Write = dropping('OPERATOR', (writer, [name, given]) => {
  const options = writer.options(given);
  const side = (option: string): TracedText => writer.name(options.get(option) ?? NONE);
  return writer.sql(writer.raw(name), '(', side('left'), ', ', side('right'), ')');
});

function members(writer: Writer, given: Given): TracedText {
  return writer.join(
    writer.list(given).map((member) => {
      const options = writer.options(member);
      const isFunction = options.text('type') === 'function' || options.text('type') === 'FUNCTION';
      const given = options.get('params');
      return writer.sql(isFunction ? 'FUNCTION ' : 'OPERATOR ', writer.raw(options.get('number')), ' ', writer.raw(options.get('name')), ...(isFunction || given ? [parameters(writer, given)] : []));
    }),
  );
}

const createClass: Write = (writer, [name, type, method, list, given]) => {
  const options = writer.options(given);
  return [writer.sql('CREATE OPERATOR CLASS ', writer.name(name), writer.flag(options, 'default', ' DEFAULT'), ' FOR TYPE ', typeText(type, writer), ' USING ', writer.name(method), ...writer.clause(options, 'family', ' FAMILY '), ' AS ', members(writer, list))];
};

const using = (writer: Writer, name: Given, method: Given): TracedText => writer.sql(writer.name(name), ' USING ', writer.raw(method));
const drops = (what: string): Write => dropping(`OPERATOR ${what}`, (writer, [name, method]) => using(writer, name, method), 2);

function renaming(what: string): Method {
  const rename = (writer: Writer, from: Given, method: Given, to: Given): readonly TracedText[] => [writer.sql(`ALTER OPERATOR ${what} `, using(writer, from, method), ' RENAME TO ', writer.name(to))];
  return { write: (writer, [from, method, to]) => rename(writer, from, method, to), reverse: (writer, [from, method, to]) => rename(writer, to, method, from) };
}

const family = (verb: string): Write => (writer, [name, method, list]) => [writer.sql('ALTER OPERATOR FAMILY ', using(writer, name, method), ` ${verb} `, members(writer, list))];

const createCast: Write = (writer, [source, target, given]) => {
  const options = writer.options(given);
  const fn = options.get('functionName');
  const types = options.get('argumentTypes');
  const conversion = fn ? [' WITH FUNCTION ', writer.name(fn), '(', writer.join((types ? writer.list(types) : writer.list(source)).map((each) => writer.raw(each))), ')'] : [options.isTrue('inout') ? ' WITH INOUT' : ' WITHOUT FUNCTION'];
  return [writer.sql('CREATE CAST (', writer.raw(source), ' AS ', writer.raw(target), ')', ...conversion, ...writer.clause(options, 'as', ' AS '))];
};
const dropCast: Write = (writer, [source, target, given]) => [writer.sql('DROP CAST', writer.flag(writer.options(given), 'ifExists', ' IF EXISTS'), ' (', writer.raw(source), ' AS ', writer.raw(target), ')')];

export const OPERATORS: Readonly<Record<string, Method>> = {
  createOperator: { write: createOperator, reverse: dropOperator },
  dropOperator: { write: dropOperator },
  createOperatorClass: { write: createClass, reverse: (writer, [name, , method, , given]) => drops('CLASS')(writer, [name, method, given].filter((each) => each !== undefined)) },
  dropOperatorClass: { write: drops('CLASS') },
  renameOperatorClass: renaming('CLASS'),
  createOperatorFamily: { write: (writer, [name, method]) => [writer.sql('CREATE OPERATOR FAMILY ', using(writer, name, method))], reverse: drops('FAMILY') },
  dropOperatorFamily: { write: drops('FAMILY') },
  renameOperatorFamily: renaming('FAMILY'),
  addToOperatorFamily: { write: family('ADD'), reverse: family('DROP') },
  removeFromOperatorFamily: { write: family('DROP') },
  createCast: { write: createCast, reverse: dropCast },
  dropCast: { write: dropCast },
};
