import { FRAMEWORKS } from '../../frameworks/index.js';
import { loadLanguage } from '../../languages/index.js';
import { loadSql } from '../../languages/sql/index.js';
import { loadFramework } from '../../read.js';

/** ESLint asks and wants an answer at once: what may be needed is loaded before. */
export async function loadEverything(): Promise<void> {
  await Promise.all([loadSql('postgres'), loadSql('mysql'), loadSql('sqlite'), loadLanguage('python'), loadLanguage('typescript'), ...FRAMEWORKS.map(loadFramework)]);
}
