import type { Framework } from '../../framework.js';
import { identify } from './identify.js';
import { followsConvention, learnConvention } from './learned-convention.js';
import { runtimeOf } from './modules.js';
import { run } from './run.js';

export const alembic: Framework = {
  name: 'alembic',
  identify: (source, environment, host) => identify(source, environment, host, (name) => runtimeOf(host).modules(name)),
  run,
  learn: (migrations) => {
    const convention = learnConvention(migrations);
    return convention && { convention, concerned: migrations.filter(followsConvention) };
  },
};
