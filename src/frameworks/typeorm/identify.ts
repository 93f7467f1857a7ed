import type { Source } from '../../framework.js';
import type { Identity } from '../../migration.js';
import { baseName } from '../paths.js';

const CLASS = /\bclass\s+([A-Za-z_$][\w$]*)/gu;
/** What older compilers make of a class: a function that fills its prototype. */
const FUNCTION = /\bfunction\s+([A-Za-z_$][\w$]*\d{13})\s*\(/gu;
const NAME = /(?:^|[\s;{])(?:readonly\s+|public\s+)*(?:this\.)?name\s*(?::\s*string\s*)?=\s*(["'`])([\w$-]+)\1/u;
const TIMESTAMP = /(\d{13})$/u;

export interface MigrationName {
  readonly name: string;
  readonly start: number;
}

/** The migrations of a file: classes that are named after a moment, or all that it has. */
export function classNames(text: string): readonly MigrationName[] {
  const classes = [...text.matchAll(CLASS), ...text.matchAll(FUNCTION)].map((match): MigrationName => ({ name: match[1] ?? '', start: match.index + match[0].lastIndexOf(match[1] ?? '') }));
  const stamped = classes.filter(({ name }) => TIMESTAMP.test(name));
  return stamped.length > 0 ? stamped : classes;
}

/** TypeORM runs migrations in the order of the last 13 digits of their names, whatever their files are called. */
export function identify(source: Source): Identity | undefined {
  const { text, file } = source;
  const [first] = classNames(text);
  const given = NAME.exec(text)?.[2];
  const base = baseName(file).replace(/\.[cm]?[jt]sx?$/u, '');
  const id = given !== undefined && TIMESTAMP.test(given) ? given : (first?.name ?? base);
  const moment = TIMESTAMP.exec(id)?.[1] ?? /\d{10,17}/u.exec(base)?.[0];
  const message = id.replace(/\d{10,}$/u, '').replace(/([a-z\d])([A-Z])/gu, '$1 $2').replace(/[-_]+/gu, ' ').trim();
  return {
    id,
    parents: [],
    dependsOn: [],
    labels: [],
    ...(message !== '' && { message }),
    ...(moment !== undefined && { sequence: Number(moment.slice(0, 13)) }),
    ...(first && { idSpan: { file, start: first.start, end: first.start + first.name.length } }),
  };
}
