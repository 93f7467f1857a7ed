/** SQLite keeps the declared text of a type: here with single spaces and in lower case, so that equal types are equal texts. */
export const canonicalSqliteType = (text: string): string =>
  text
    .trim()
    .replace(/["`[\]]/gu, '')
    .replace(/\s+/gu, ' ')
    // the grammar takes these words for a part of the type
    .replace(/(?:^| )generated always$/iu, '')
    .replace(/\s*([(),])\s*/gu, '$1')
    .toLowerCase();

/** What SQLite makes of a declared type: it converts values to it when they are stored, and keeps what does not convert. */
export type Affinity = 'integer' | 'text' | 'blob' | 'real' | 'numeric';

/** The first rule that holds gives the affinity: `CHARINT` is an integer, `FLOATING POINT` is one, too. */
export function affinityOf(type: string): Affinity {
  const name = type.toLowerCase();
  if (name.includes('int')) return 'integer';
  if (/char|clob|text/u.test(name)) return 'text';
  if (name === '' || name.includes('blob')) return 'blob';
  if (/real|floa|doub/u.test(name)) return 'real';
  return 'numeric';
}
