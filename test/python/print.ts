import type { Argument, Expression, Pattern, Statement } from '../../src/evaluate/core.js';

const MARKS: Readonly<Record<Argument['form'], string>> = { positional: '', named: '', spread: '*', spreadNamed: '**' };
const all = (nodes: readonly (Expression | Statement)[], separator = '; '): string => nodes.map(print).join(separator);
const body = (nodes: readonly Statement[], before = ''): string => (nodes.length > 0 || before === '' ? `${before}{${all(nodes)}}` : '');

/** The core form as a short text, so that a lowering can be read at a glance. Names made by the lowering are `$`. */
export function print(node: Expression | Statement | Pattern | undefined): string {
  switch (node?.kind) {
    case undefined:
      return '';
    case 'name':
      return node.name.startsWith('(') ? '$' : node.name;
    case 'literal':
      return String(node.value);
    case 'text':
      return JSON.stringify(node.text.text);
    case 'member':
      return `${print(node.object)}.${node.property}`;
    case 'item':
      return `${print(node.object)}[${print(node.index)}]`;
    case 'slice':
      return `${print(node.from)}:${print(node.to)}:${print(node.step)}`;
    case 'call':
      return `${print(node.callee)}(${node.arguments.map(({ form, name, value }) => MARKS[form] + (name ? `${name}=` : '') + print(value)).join(', ')})`;
    case 'binary':
      return `(${print(node.left)} ${node.operator} ${print(node.right)})`;
    case 'unary':
      return `${node.operator} ${print(node.operand)}`;
    case 'bind':
      return `(${print(node.target)} := ${print(node.value)})`;
    case 'list':
      if ('form' in node) return `${node.form}[${node.items.map(({ spread, value }) => (spread ? '*' : '') + print(value)).join(', ')}]`;
      return `[${node.items.map((item) => (item?.rest ? '*' : '') + print(item?.target)).join(', ')}]`;
    case 'opaque':
      return `opaque(${all(node.children, ', ')})`;
    case 'function':
      return `function(${all(node.body)})`;
    case 'expression':
      return print(node.value);
    case 'assign':
      return `${node.declares ? '' : 'outer '}${node.targets.map(print).join(' = ')} ${node.operator ?? ''}= ${print(node.value)}`;
    case 'if':
      return `if ${print(node.test)} ${body(node.then)}${body(node.else, ' else ')}`;
    case 'loop':
      return `for ${print(node.target)} in ${print(node.iterable)} ${body(node.body)}${body(node.otherwise, ' else ')}`;
    case 'while':
      return `while ${print(node.test)} ${body(node.body)}`;
    case 'with':
      return `with ${print(node.context)}${node.target ? ` as ${print(node.target)}` : ''} ${body(node.body)}`;
    case 'try': {
      const handlers = node.handlers.map(({ types, name, body: handled }) => ` except${types ? ` ${print(types)}` : ''}${name ? ` as ${name}` : ''} ${body(handled)}`);
      return `try ${body(node.body)}${handlers.join('')}${body(node.otherwise, ' else ')}${body(node.finally, ' finally ')}`;
    }
    case 'return':
    case 'raise':
    case 'yield':
      return `${node.kind} ${print(node.value)}`.trim();
    default:
      return node?.kind ?? '';
  }
}
