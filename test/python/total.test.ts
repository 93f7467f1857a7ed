import { expect, test } from 'vitest';
import { createMachine } from '../../src/evaluate/evaluate.js';
import { contextAt } from '../../src/evaluate/context.js';
import type { BinaryOperator } from '../../src/evaluate/core.js';
import type { Library, Value } from '../../src/evaluate/value.js';
import { conditionValue, constant, listValue, NULL, plainText, recordValue, textValue, TRUE, unknownValue } from '../../src/evaluate/value.js';
import { createLibrary, format, sliceValue } from '../../src/languages/python/index.js';
import { holeAt, unknown } from '../../src/value.js';
import { evaluate } from './program.js';

const span = { file: 'm.py', start: 0, end: 1 };
const library: Library = createLibrary();
const machine = createMachine(library, { module: () => undefined }, { next: 1 });
const context = contextAt(machine, span);

/** Fresh each time: methods change lists and dictionaries in place. */
const samples = (): Value[] => [
  NULL, TRUE, constant(undefined), constant(0), constant(-3), constant(1e308), constant(Number.NaN), constant(2n ** 80n), constant(1.5),
  plainText(''), plainText('a%s{0}{x!r:>{y}} \ud800'), plainText('%(k)s %*d %'), plainText('\0'), plainText('(a+)+[.*$'), plainText('{"a": [1]}'),
  textValue(holeAt(unknown('input'), span)), unknownValue('database', span, 'x', true), conditionValue({ is: 'unknown' }),
  listValue([]), listValue([plainText('k'), constant(1)], 'tuple'), listValue([constant(1), unknownValue('input')], 'set'), { ...listValue([constant(2)]), complete: false },
  recordValue([['a', constant(1)]]), { ...recordValue(), complete: false }, sliceValue(constant(-1), NULL, constant(-2)), evaluate('result = lambda *a: a'), library.globals.get('str') ?? NULL,
];

function callables(): [string, Value][] {
  const found: [string, Value][] = [...library.globals];
  for (const module of ['os', 'os.path', 'json', 'datetime', 'uuid', 'enum', 'typing', 'collections', 'functools', 'itertools', 'contextlib', 'logging', 're', 'textwrap', 'string', 'math', 'decimal', 'copy', 'dataclasses', 'operator', 'pathlib']) {
    const value = library.module(module);
    const names = 'chain dumps loads sub match search compile split findall join dirname basename UUID auto namedtuple defaultdict OrderedDict deque partial reduce wraps product islice dedent indent Template itemgetter attrgetter add or_ Decimal deepcopy field suppress nullcontext ExitStack floor sqrt datetime date escape cast'.split(' ');
    for (const name of names) {
      const member = value?.kind === 'native' ? value.member?.(name, context) : undefined;
      if (member) found.push([`${module}.${name}`, member]);
    }
  }
  return found;
}

test('no function or method throws, whatever it is given', () => {
  const attempt = (callee: Value, positional: readonly Value[], name: string): void => {
    try {
      const result = machine.call(callee, positional, new Map([['key', positional[0] ?? NULL], ['indent', constant(2)]]), span);
      library.textOf(result, context);
      library.truth(result, context);
      if (result.kind === 'native' && result.call) machine.call(result, positional, new Map(), span);
    } catch (error) {
      throw new Error(`${name}(${positional.map((value) => value.kind).join(', ')}): ${String(error)}`, { cause: error });
    }
  };
  const methods = 'format format_map join replace strip split rsplit splitlines partition startswith removeprefix count zfill center ljust index title append extend insert remove pop sort update union difference issubset get setdefault items popitem copy clear __delitem__ __getitem__ __contains__'.split(' ');
  for (const [name, callee] of callables()) {
    attempt(callee, [], name);
    for (const value of samples()) attempt(callee, [value], name);
    for (const [i, value] of samples().entries()) for (const shift of [0, 5, 11]) attempt(callee, [value, samples()[(i + shift) % samples().length] ?? NULL, value], name);
  }
  for (const name of methods) {
    for (const [i] of samples().entries()) {
      for (const [j] of samples().entries()) {
        const [self, other] = [samples()[i] ?? NULL, samples()[j] ?? NULL];
        const method = library.member(self, name, context);
        if (method) for (const positional of [[], [other], [other, other], [self, other, constant(1)]]) attempt(method, positional, `${self.kind}.${name}`);
      }
    }
  }
});

test('no operator, subscript or format throws', () => {
  const operators: BinaryOperator[] = ['add', 'subtract', 'multiply', 'divide', 'floorDivide', 'remainder', 'power', 'matrixMultiply', 'shiftLeft', 'shiftRight', 'bitAnd', 'bitOr', 'bitXor', 'equal', 'less', 'greaterEqual', 'is', 'isNot', 'in', 'notIn', 'and', 'or', 'coalesce'];
  for (const left of samples()) {
    for (const right of samples()) {
      for (const operator of operators) library.textOf(library.binary(operator, left, right, context), context);
      library.item(left, right, context);
    }
    for (const specification of ['', '>10', '08.3f', 'x', ',', '%', '*^+#20,.5g', 'nonsense', '.2', 'c', 'e']) {
      const text = format(left, specification, context);
      expect(text.pieces.at(-1)?.end ?? 0).toBeLessThanOrEqual(text.text.length);
      library.formatted(left, 'repr', specification, context);
    }
  }
});
