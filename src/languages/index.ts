import type { Language } from '../framework.js';
import type { ProgramLanguage } from './language.js';

type Programming = Exclude<Language, 'sql'>;

/** Each with its parser, read from disk only where a file is written in it. */
const LOADERS: Readonly<Record<Programming, () => Promise<ProgramLanguage>>> = {
  async python() {
    const { loadPython, python } = await import('./python/index.js');
    await loadPython();
    return python;
  },
  async typescript() {
    const { loadTypescript, typescript } = await import('./typescript/index.js');
    await loadTypescript();
    return typescript;
  },
};
const loaded = new Map<Programming, ProgramLanguage>();

export async function loadLanguage(language: Programming): Promise<ProgramLanguage> {
  const ready = loaded.get(language) ?? (await LOADERS[language]());
  loaded.set(language, ready);
  missed.delete(language);
  return ready;
}

const missed = new Set<Programming>();

/** Languages that were met while they were not loaded: then load them and start again. */
export const missedLanguages = (): readonly Programming[] => [...missed];

/** A language that was loaded. */
export function languageOf(language: Programming): ProgramLanguage {
  const ready = loaded.get(language);
  if (!ready) missed.add(language);
  if (!ready) throw new Error(`loadParsers() must be awaited before ${language} is read`);
  return ready;
}
