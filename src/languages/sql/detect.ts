import type { SourceText } from '../../framework.js';
import type { Dialect } from '../../target.js';

/** What only one database understands, or what nobody writes for another. */
const SIGNS: readonly (readonly [Dialect, RegExp])[] = [
  ['mysql', /\bENGINE\s*=\s*\w+|\bAUTO_INCREMENT\b|\bUNSIGNED\b|\b(?:TINY|MEDIUM|LONG)(?:INT|TEXT|BLOB)\b|\bCHARACTER SET\b|(?:CREATE|ALTER|DROP) TABLE (?:IF (?:NOT )?EXISTS )?`/iu],
  ['sqlite', /\bAUTOINCREMENT\b|^\s*PRAGMA\s|\bsqlite_(?:master|schema)\b|\bWITHOUT ROWID\b/imu],
  ['postgres', /\b(?:BIG|SMALL)?SERIAL\b|::\s*[a-z_"]|\$\$|\bJSONB\b|\bTIMESTAMPTZ\b|\bCREATE EXTENSION\b|\bUSING (?:GIN|GIST|BTREE)\b|\bCREATE TYPE\b|\bRETURNING\b|\bDOUBLE PRECISION\b|\bALTER COLUMN "?\w+"? (?:SET|DROP|TYPE)\b/iu],
];
/** Of each file, and of all files together: signs stand near the beginning of a history. */
const LOOKED_AT = 20_000;
const FILES = 60;

/** The database that the migrations are written for, by the SQL in them; `undefined` where nothing tells. */
export function detectDialect(sources: readonly SourceText[]): Dialect | undefined {
  const votes = new Map<Dialect, number>();
  for (const { text } of sources.slice(0, FILES)) {
    const head = text.slice(0, LOOKED_AT);
    for (const [dialect, sign] of SIGNS) if (sign.test(head)) votes.set(dialect, (votes.get(dialect) ?? 0) + 1);
  }
  return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0];
}
