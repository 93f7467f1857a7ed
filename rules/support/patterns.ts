/** Whether a name matches one of the patterns of an option, `*` standing for any text. */
export const matchesAny = (name: string, patterns: unknown): boolean => Array.isArray(patterns) && patterns.some((pattern) => typeof pattern === 'string' && matches(pattern, name));

const matches = (pattern: string, name: string): boolean =>
  new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/gu, '\\$&')).join('.*')}$`, 'u').test(name);
