import { type Call, constant, FALSE, NULL, nativeFunction, plainText, type RecordValue, textValue, TRUE, unknownValue, type Value } from '../../evaluate/value.js';
import { BUILTINS } from './builtins.js';
import { putAll } from './collection-methods.js';
import { COLLECTIONS, CONTEXTLIB, COPY, FUNCTOOLS, ITERTOOLS, OPERATOR } from './standard-collections.js';
import { DATES, JSON_MODULE, RE, TEXTWRAP } from './standard-text.js';
import { numberOf, textOfKnown, unknownFrom, unknownText } from './known.js';
import { answers, decorator, functions, harmless, type Members, nativeObject, silent } from './natives.js';
import { textOf } from './printing.js';
import { IMPORT_MODULES } from './standard-import.js';
import { HARMLESS_PACKAGES, STANDARD_MODULES } from './standard-modules.js';

const paths = functions('os.path', {
  join: (call) => {
    const parts = call.positional.map(textOfKnown);
    if (parts.includes(undefined)) return unknownValue('environment', call.span, 'os.path.join');
    return plainText((parts as string[]).reduce((path, part) => (part.startsWith('/') ? part : path === '' || path.endsWith('/') ? path + part : `${path}/${part}`), ''));
  },
  dirname: (call) => onPath(call, (path) => path.replace(/\/?[^/]*$/, '')),
  basename: (call) => onPath(call, (path) => path.slice(path.lastIndexOf('/') + 1)),
});

function onPath(call: Call, change: (path: string) => string): Value {
  const path = textOfKnown(call.positional[0]);
  return path === undefined ? unknownValue('environment', call.span, 'path') : plainText(change(path));
}

const environment = nativeObject('os.environ', { get: answers('os.environ.get', 'environment') }, {
  item: (_key, context) => unknownValue('environment', context.span, 'os.environ'),
  binary: (_operator, _left, _right, context) => unknownValue('environment', context.span, 'os.environ'),
  truth: () => undefined,
});

const LOG_METHODS = ['debug', 'info', 'warning', 'warn', 'error', 'exception', 'critical', 'fatal', 'log', 'setLevel', 'addHandler', 'removeHandler', 'addFilter', 'basicConfig', 'disable', 'captureWarnings', 'fileConfig'];
const logging = (label: string): Record<string, Value> => Object.fromEntries(LOG_METHODS.map((name) => [name, silent(`${label}.${name}`)]));
const LOGGER = harmless('logging.Logger', logging('logging.Logger'));

const identifier = (label: string): Value =>
  nativeFunction(label, (call) => {
    const value = call.positional[0] ?? call.named.get('hex');
    if (value?.kind !== 'text') return unknownValue('environment', call.span, label);
    const text = value.text;
    return nativeObject('python.uuid', { hex: textOfKnown(value) === undefined ? value : plainText((textOfKnown(value) ?? '').replaceAll('-', '')) }, { text: () => text, span: call.span });
  });

const enumeration = (name: string): Value => nativeObject(`python.enum.${name}`);
const auto = nativeObject('python.enum.auto', {}, { call: () => nativeObject('python.enum.auto') });

const typing: Members = {
  TYPE_CHECKING: FALSE,
  cast: nativeFunction('typing.cast', (call) => call.positional[1] ?? NULL),
  overload: decorator('typing.overload'),
  final: decorator('typing.final'),
  NewType: nativeFunction('typing.NewType', (call) => call.positional[1] ?? NULL),
  NamedTuple: nativeObject('typing.NamedTuple'),
  TypedDict: nativeObject('typing.TypedDict', {}, { call: (call) => typedDictionary(call) }),
  Protocol: nativeObject('typing.Protocol'),
};

function typedDictionary(call: Call): Value {
  const made: RecordValue = { kind: 'record', entries: new Map(), complete: true, span: call.span };
  putAll(made, call);
  return made;
}

const onNumber = (compute: (value: number) => number) => (call: Call): Value => {
  const value = numberOf(call.positional[0]);
  const result = value === undefined ? Number.NaN : compute(Number(value));
  return Number.isFinite(result) ? constant(result, call.span) : unknownFrom(call, call.positional[0]);
};
const math: Members = {
  ...functions('math', { floor: onNumber(Math.floor), ceil: onNumber(Math.ceil), trunc: onNumber(Math.trunc), sqrt: onNumber(Math.sqrt), fabs: onNumber(Math.abs), log2: onNumber(Math.log2), log10: onNumber(Math.log10) }),
  pi: constant(Math.PI),
  e: constant(Math.E),
  inf: constant(Number.POSITIVE_INFINITY),
  nan: constant(Number.NaN),
};

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const string: Members = {
  ascii_lowercase: plainText(LETTERS),
  ascii_uppercase: plainText(LETTERS.toUpperCase()),
  ascii_letters: plainText(LETTERS + LETTERS.toUpperCase()),
  digits: plainText('0123456789'),
  hexdigits: plainText('0123456789abcdefABCDEF'),
  octdigits: plainText('01234567'),
  punctuation: plainText('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'),
  whitespace: plainText(' \t\n\r\v\f'),
  Template: nativeFunction('string.Template', (call) => template(call)),
  capwords: nativeFunction('string.capwords', (call) => unknownText(call, call.positional[0])),
};

/** `Template('... $name ...').substitute(name=...)`: only what is known from end to end. */
function template(call: Call): Value {
  const source = textOfKnown(call.positional[0]);
  const substitute = (inner: Call): Value => {
    const values = inner.positional[0];
    const given = new Map([...(values?.kind === 'record' ? values.entries : []), ...inner.named]);
    if (source === undefined) return unknownText(inner, call.positional[0]);
    let readable = true;
    const result = source.replace(/\$(?:(\$)|([a-z_]\w*)|\{([a-z_]\w*)\})/gi, (whole, dollar: string | undefined, bare: string | undefined, braced: string | undefined) => {
      if (dollar) return '$';
      const value = given.get(bare ?? braced ?? '');
      const text = value && textOf(value, inner);
      if (!text || text.holes.length > 0) readable = false;
      return text?.text ?? whole;
    });
    return readable ? textValue({ text: result, pieces: [{ start: 0, end: result.length, source: call.span, exact: false }], holes: [] }) : unknownText(inner);
  };
  return nativeObject('string.Template', functions('string.Template', { substitute, safe_substitute: substitute }));
}

const decimal = nativeFunction('decimal.Decimal', (call) => {
  const value = call.positional[0] ?? constant(0);
  return nativeObject('python.decimal', {}, { text: () => textOf(value, call), span: call.span, data: value });
});

const MODULES: Readonly<Record<string, Value>> = {
  os: harmless('os', {
    environ: environment, getenv: answers('os.getenv', 'environment'), path: harmless('os.path', paths),
    sep: plainText('/'), linesep: plainText('\n'),
    ...Object.fromEntries(['mkdir', 'makedirs', 'remove', 'unlink', 'putenv', 'chdir'].map((name) => [name, silent(`os.${name}`)])),
  }),
  logging: harmless('logging', { ...logging('logging'), getLogger: nativeFunction('logging.getLogger', () => LOGGER) }),
  warnings: harmless('warnings', { warn: silent('warnings.warn'), simplefilter: silent('warnings.simplefilter'), filterwarnings: silent('warnings.filterwarnings') }),
  time: harmless('time', { sleep: silent('time.sleep') }),
  gc: harmless('gc', { collect: silent('gc.collect') }),
  pprint: harmless('pprint', { pprint: silent('pprint.pprint') }),
  traceback: harmless('traceback', { print_exc: silent('traceback.print_exc') }),
  sys: harmless('sys', {
    stdout: harmless('sys.stdout', { write: silent('sys.stdout.write'), flush: silent('sys.stdout.flush') }),
    stderr: harmless('sys.stderr', { write: silent('sys.stderr.write'), flush: silent('sys.stderr.flush') }),
    maxsize: constant(9223372036854775807n),
    modules: unknownValue('environment', undefined, 'sys.modules'),
    argv: unknownValue('environment', undefined, 'sys.argv'),
    path: harmless('sys.path', { append: silent('sys.path.append'), insert: silent('sys.path.insert') }),
  }),
  uuid: harmless('uuid', { UUID: identifier('uuid.UUID') }),
  enum: nativeObject('enum', {
    ...Object.fromEntries(['Enum', 'IntEnum', 'StrEnum', 'Flag', 'IntFlag', 'EnumMeta', 'EnumType'].map((name) => [name, enumeration(name)])),
    auto, unique: decorator('enum.unique'),
  }),
  typing: harmless('typing', typing),
  math: harmless('math', math),
  string: harmless('string', string),
  decimal: harmless('decimal', { Decimal: decimal }),
  abc: harmless('abc', { ABC: nativeObject('abc.ABC'), ABCMeta: nativeObject('abc.ABCMeta'), abstractmethod: decorator('abc.abstractmethod') }),
  dataclasses: harmless('dataclasses', {
    dataclass: decorator('dataclasses.dataclass'),
    field: nativeFunction('dataclasses.field', (call) => call.named.get('default') ?? (call.named.get('default_factory') ? call.invoke(call.named.get('default_factory') ?? NULL, []) : unknownFrom(call))),
  }),
  builtins: nativeObject('builtins', Object.fromEntries(BUILTINS)),
  __future__: harmless('__future__', { annotations: TRUE }),
  collections: harmless('collections', COLLECTIONS),
  functools: harmless('functools', FUNCTOOLS),
  itertools: harmless('itertools', ITERTOOLS),
  contextlib: harmless('contextlib', CONTEXTLIB),
  operator: harmless('operator', OPERATOR),
  copy: harmless('copy', COPY),
  json: harmless('json', JSON_MODULE),
  datetime: harmless('datetime', DATES),
  re: harmless('re', RE),
  textwrap: harmless('textwrap', TEXTWRAP),
  random: harmless('random', {
    seed: silent('random.seed'),
    shuffle: nativeFunction('random.shuffle', (call) => {
      const list = call.positional[0];
      if (list?.kind === 'list') list.complete = false;
      return NULL;
    }),
  }),
};

/** A module of the standard library, by its dotted name; `undefined` for any other. */
export function standardModule(name: string): Value | undefined {
  if (Object.hasOwn(MODULES, name)) return MODULES[name];
  if (Object.hasOwn(IMPORT_MODULES, name)) return IMPORT_MODULES[name];
  const [root = ''] = name.split('.');
  if (HARMLESS_PACKAGES.has(root)) return harmless(name);
  if (!STANDARD_MODULES.has(root)) return undefined;
  if (name === 'os.path') return harmless('os.path', paths);
  if (name === 'logging.config') return harmless('logging.config', logging('logging.config'));
  return harmless(name);
}
