import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/evaluate/value.js';
import type { Value } from '../../src/evaluate/value.js';
import type { Environment, Host } from '../../src/framework.js';
import { identify } from '../../src/frameworks/alembic/identify.js';

const environment: Environment = { id: 'v', sources: [], order: 'revisions', transaction: 'run', problems: [] };

function read(text: string, loaded?: Record<string, Value>) {
  let loads = 0;
  const host = {
    load: () => {
      loads += 1;
      return new Map(Object.entries(loaded ?? {}));
    },
  } as unknown as Host;
  const identity = identify({ file: 'v/a.py', language: 'python', text }, environment, host, () => undefined);
  return { identity, loads };
}

describe('identity of a revision', () => {
  it('reads the plain template without loading the module', () => {
    const text = `"""add users\n\nRevision ID: 12ab\nRevises: 9f8e\n"""\nrevision = '12ab'\ndown_revision = "9f8e"\nbranch_labels = None\ndepends_on = None\n`;
    const { identity, loads } = read(text);
    expect(loads).toBe(0);
    expect(identity).toMatchObject({ id: '12ab', parents: ['9f8e'], dependsOn: [], labels: [], message: 'add users' });
    expect(text.slice(identity?.idSpan?.start, identity?.idSpan?.end)).toBe("'12ab'");
    expect(text.slice(identity?.parentSpan?.start, identity?.parentSpan?.end)).toBe('"9f8e"');
  });

  it.each([
    ["down_revision = ('a', 'b')", ['a', 'b']],
    ["down_revision = 'a', 'b'  # merge", ['a', 'b']],
    ["down_revision = (\n    'a',  # one\n    'b',\n)", ['a', 'b']],
    ["down_revision: Union[str, Sequence[str], None] = ['a']", ['a']],
    ["down_revision: str | None = u'a'", ['a']],
    ["down_revision = ('a' 'b')", ['ab']],
    ['down_revision = None', []],
    ['down_revision = ()', []],
    ["PARENT = 'a'\ndown_revision = PARENT", ['a']],
    ["down_revision = 'x'\ndown_revision = 'a'", ['a']],
  ])('reads %s', (line, parents) => {
    const { identity, loads } = read(`revision = 'r'\n${line}\n`);
    expect(identity?.parents).toEqual(parents);
    expect(loads).toBe(0);
  });

  it('reads labels and dependencies', () => {
    expect(read(`revision = 'r'\ndown_revision = None\ndepends_on = ('a', 'b')\nbranch_labels = ('main',)\n`).identity).toMatchObject({ dependsOn: ['a', 'b'], labels: ['main'] });
  });

  it('loads the module for anything else', () => {
    const { identity, loads } = read(`revision = prefix + '1'\ndown_revision = None\n`, { revision: plainText('x1') });
    expect(identity?.id).toBe('x1');
    expect(loads).toBe(1);
  });

  it('takes the file name where the id cannot be read', () => {
    expect(read(`revision = compute()\ndown_revision = None\n`, { revision: { kind: 'unknown', reason: 'unsupported' } }).identity?.id).toBe('a');
  });

  it('is nothing without a revision', () => {
    expect(read('def upgrade():\n    pass\n').identity).toBeUndefined();
  });

  it('has no message where the docstring begins with the id', () => {
    expect(read(`"""\n\nRevision ID: 1\n"""\nrevision = '1'\n`).identity?.message).toBeUndefined();
    expect(read(`# comment\n'''One line'''\nrevision = '1'\n`).identity?.message).toBe('One line');
  });
});
