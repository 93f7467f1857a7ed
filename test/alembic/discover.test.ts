import { describe, expect, it } from 'vitest';
import { discover } from '../../src/frameworks/alembic/discover.js';
import { memorySnapshot } from '../../src/snapshot.js';

const revision = (id: string, parent?: string): string => `revision = '${id}'\ndown_revision = ${parent === undefined ? 'None' : `'${parent}'`}\n\ndef upgrade():\n    pass\n`;
const layout = (texts: Record<string, string>): Record<string, string[]> =>
  Object.fromEntries(discover(memorySnapshot(texts), {}).map((environment) => [environment.id, environment.sources.map((source) => source.file)]));
const only = (texts: Record<string, string>) => {
  const found = discover(memorySnapshot(texts), {});
  expect(found).toHaveLength(1);
  const [environment] = found;
  if (!environment) throw new Error('no environment');
  return environment;
};

describe('locations in settings files', () => {
  it('reads script_location relative to the ini file', () => {
    expect(layout({ 'app/alembic.ini': '[alembic]\nscript_location = db\n', 'app/db/env.py': '', 'app/db/versions/a.py': revision('a') })).toEqual({ 'app/db': ['app/db/versions/a.py'] });
  });

  it('expands %(here)s and other values', () => {
    const ini = '[DEFAULT]\nplace = %(here)s/store\n[alembic]\nscript_location = %(place)s/alembic  # where it is\n';
    expect(layout({ 'conf/alembic.ini': ini, 'conf/store/alembic/versions/a.py': revision('a') })).toEqual({ 'conf/store/alembic': ['conf/store/alembic/versions/a.py'] });
  });

  it('takes a package and a path', () => {
    expect(layout({ 'alembic.ini': '[alembic]\nscript_location = shop.db:migrations\n', 'src/shop/db/migrations/versions/a.py': revision('a') })).toEqual({
      'src/shop/db/migrations': ['src/shop/db/migrations/versions/a.py'],
    });
  });

  it('has one environment per named section', () => {
    const ini = '[core]\nscript_location = core\n[tenant]\nscript_location = tenant\n[loggers]\nkeys = root\n';
    expect(layout({ 'alembic.ini': ini, 'core/versions/a.py': revision('a'), 'tenant/versions/a.py': revision('a') })).toEqual({
      core: ['core/versions/a.py'],
      tenant: ['tenant/versions/a.py'],
    });
  });

  it('merges sections that share their locations', () => {
    const ini = '[alembic]\nscript_location = db\nsqlalchemy.url = postgresql://x/y\n[testing]\nscript_location = db\nsqlalchemy.url = sqlite://\n';
    const environment = only({ 'alembic.ini': ini, 'db/versions/a.py': revision('a') });
    expect(environment.dialect).toBeUndefined();
  });

  it.each([
    ['path_separator = os', 'one/versions:two/versions'],
    ['version_path_separator = space', 'one/versions two/versions'],
    ['path_separator = newline', '\n    one/versions\n    two/versions'],
    ['version_path_separator = ;', 'one/versions;two/versions'],
    ['', 'one/versions, two/versions'],
  ])('splits version_locations by "%s"', (separator, locations) => {
    const ini = `[alembic]\nscript_location = db\n${separator}\nversion_locations = ${locations}\n`;
    expect(layout({ 'alembic.ini': ini, 'db/env.py': '', 'one/versions/a.py': revision('a'), 'two/versions/b.py': revision('b', 'a') })).toEqual({ db: ['one/versions/a.py', 'two/versions/b.py'] });
  });

  it('reads pyproject.toml', () => {
    const toml = '[project]\nname = "x"\n[tool.alembic]\nscript_location = "%(here)s/db"\nversion_locations = [\n  "%(here)s/db/versions",\n  "%(here)s/more",\n]\n[tool.other]\nscript_location = "no"\n';
    expect(layout({ 'pyproject.toml': toml, 'db/versions/a.py': revision('a'), 'more/b.py': revision('b', 'a') })).toEqual({ db: ['db/versions/a.py', 'more/b.py'] });
  });

  it('takes the dialect of a literal URL only', () => {
    const at = (url: string) => only({ 'alembic.ini': `[alembic]\nscript_location = db\nsqlalchemy.url = ${url}\n`, 'db/versions/a.py': revision('a') }).dialect;
    expect(at('postgresql+asyncpg://u:p%%40@h/d')).toBe('postgres');
    expect(at('mysql+pymysql://u@h/d')).toBe('mysql');
    expect(at('sqlite:///x.db')).toBe('sqlite');
    expect(at('driver://user:pass@localhost/dbname')).toBeUndefined();
    expect(at('%(DB_URL)s')).toBeUndefined();
  });
});

describe('layouts without settings', () => {
  it('takes the folder of env.py', () => {
    expect(layout({ 'migrations/env.py': '', 'migrations/alembic.ini': '[alembic]\n', 'migrations/versions/a.py': revision('a'), 'migrations/versions/__init__.py': '' })).toEqual({ migrations: ['migrations/versions/a.py'] });
  });

  it('keeps subfolders of versions in one history', () => {
    const found = layout({ 'db/env.py': '', 'db/versions/a.py': revision('a'), 'db/versions/2024.1/expand/b.py': revision('b', 'a'), 'db/versions/2024.1/contract/c.py': revision('c', 'a') });
    expect(found).toEqual({ db: ['db/versions/2024.1/contract/c.py', 'db/versions/2024.1/expand/b.py', 'db/versions/a.py'] });
  });

  it('keeps them there when a settings file covers the top folder only', () => {
    const found = layout({ 'alembic.ini': '[alembic]\nscript_location = db\n', 'db/env.py': '', 'db/versions/a.py': revision('a'), 'db/versions/2024/b.py': revision('b', 'a') });
    expect(found).toEqual({ db: ['db/versions/2024/b.py', 'db/versions/a.py'] });
  });

  it('separates folders of dialects', () => {
    const found = discover(memorySnapshot({ 'db/env.py': '', 'db/versions/postgresql/a.py': revision('a'), 'db/versions/sqlite/a.py': revision('a') }), {});
    expect(found.map((environment) => [environment.id, environment.dialect])).toEqual([['db/versions/postgresql', 'postgres'], ['db/versions/sqlite', 'sqlite']]);
  });

  it('falls back to the versions folder, then to the folder itself', () => {
    expect(layout({ 'x/versions/a.py': revision('a'), 'x/versions/old/b.py': revision('b'), 'loose/c.py': revision('c'), 'd.py': revision('d') })).toEqual({
      '.': ['d.py'],
      loose: ['loose/c.py'],
      'x/versions': ['x/versions/a.py', 'x/versions/old/b.py'],
    });
  });

  it('passes over files that only look alike', () => {
    expect(layout({ 'app/models.py': 'class A:\n    revision = 1\n    down_revision = 2\n', 'app/util.py': 'revision = 3\n', 'migrations/versions/README': '' })).toEqual({});
  });

  it('takes annotated forms', () => {
    expect(layout({ 'v/a.py': "revision: str = 'a'\ndown_revision: Union[str, Sequence[str], None] = None\n" })).toEqual({ v: ['v/a.py'] });
  });
});

describe('env.py', () => {
  const at = (env: string, more: Record<string, string> = {}) => only({ 'db/env.py': env, 'db/versions/a.py': revision('a'), ...more });

  it('tells the transaction', () => {
    expect(at('context.configure()').transaction).toBe('run');
    expect(at('context.configure(transaction_per_migration=True)').transaction).toBe('migration');
  });

  it('tells the naming convention', () => {
    const convention = { ix: 'ix_%(column_0_label)s', fk: 'fk_%(table_name)s_%(column_0_name)s' };
    const written = '{\n    "ix": "ix_%(column_0_label)s",  # index\n    \'fk\': (\n        "fk_%(table_name)s_"\n        "%(column_0_name)s"\n    ),\n}';
    expect(at(`metadata = MetaData(naming_convention=${written})`).namingConvention).toEqual(convention);
    expect(at(`NAMES = ${written}\nmetadata = MetaData(naming_convention=NAMES)\n`).namingConvention).toEqual(convention);
    expect(at('from app.models import Base\n', { 'app/models.py': `naming_convention: dict[str, str] = ${written}` }).namingConvention).toEqual(convention);
    expect(at('from app import models\n', { 'app/models.py': 'from .base import Base\n', 'app/base.py': 'm = MetaData(naming_convention=dict(ix="ix_%(column_0_label)s", fk="fk_%(table_name)s_%(column_0_name)s"))' }).namingConvention).toEqual(convention);
    expect(at('', { 'other/anything.py': `NAMING_CONVENTION = ${written}` }).namingConvention).toEqual(convention);
    expect(at('', { 'other/one.py': `naming_convention = ${written}`, 'other/two.py': 'naming_convention = {"pk": "x"}' }).namingConvention).toBeUndefined();
    expect(discover(memorySnapshot({ 'v/a.py': revision('a') }), { namingConvention: { pk: 'p' } })[0]?.namingConvention).toEqual({ pk: 'p' });
  });
});

describe('revisions beside the folder that Alembic reads', () => {
  it('are drafts', () => {
    const texts = { 'db/env.py': '', 'db/versions/a.py': revision('a'), 'db/versions/more/c.py': revision('c', 'a'), 'db/temp/b.py': revision('b', '...') };
    expect(layout(texts)).toEqual({ db: ['db/versions/a.py', 'db/versions/more/c.py'] });
    expect(layout({ 'alembic.ini': '[alembic]\nscript_location = db\n', ...texts })).toEqual({ db: ['db/versions/a.py', 'db/versions/more/c.py'] });
  });

  it('are the history where there is no such folder', () => {
    expect(layout({ 'db/env.py': '', 'db/steps/a.py': revision('a') })).toEqual({ db: ['db/steps/a.py'] });
  });
});
