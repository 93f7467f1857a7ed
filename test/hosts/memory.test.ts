import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { revision, run, temporary, write } from './command.js';

const FILES = {
  'migrations/versions/a.py': revision('a', null, "op.create_table('author', sa.Column('id', sa.Integer), sa.Column('bio', sa.Text))", "op.drop_table('author')"),
  'migrations/versions/b.py': revision('b', 'a', "op.drop_column('author', 'bio')", "op.add_column('author', sa.Column('bio', sa.Text))"),
};

describe('what was read is kept between runs', () => {
  it('in the folder that is given, and gives the same output', () => {
    const project = temporary(FILES);
    const cache = temporary();
    const first = run(project, ['check', '--cache-location', cache, '--format', 'json']);
    expect(fs.readdirSync(cache)).toHaveLength(1);
    expect(run(project, ['check', '--cache-location', cache, '--format', 'json'])).toEqual(first);
    write(project, { 'migrations/versions/b.py': FILES['migrations/versions/b.py'].replaceAll("'bio'", "'id'") });
    expect(run(project, ['check', '--cache-location', cache, '--format', 'json'])).toEqual(run(project, ['check', '--no-cache', '--format', 'json']));
  });

  it('never in the project, and nowhere with --no-cache', () => {
    const project = temporary(FILES);
    const home = temporary();
    run(project, ['check', '--no-cache'], { XDG_CACHE_HOME: home });
    expect(fs.readdirSync(home)).toEqual([]);
    run(project, ['check'], { XDG_CACHE_HOME: home });
    expect(fs.readdirSync(project)).toEqual(['migrations']);
  });

  it('a damaged or impossible cache costs nothing but time', () => {
    const project = temporary(FILES);
    const cache = temporary();
    const first = run(project, ['check', '--cache-location', cache, '--format', 'json']);
    for (const name of fs.readdirSync(cache)) fs.writeFileSync(path.join(cache, name), '{"key":');
    expect(run(project, ['check', '--cache-location', cache, '--format', 'json'])).toEqual(first);
    const file = path.join(temporary({ occupied: '' }), 'occupied');
    expect(run(project, ['check', '--cache-location', file, '--format', 'json'])).toEqual(first);
  });
});
