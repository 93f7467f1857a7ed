/** Words of SQL that are no column names; enough for conditions, index expressions and defaults. */
const WORDS = new Set(
  ('all and any array as asc between by case cast collate current_date current_time current_timestamp desc distinct else end escape exists extract false first for from ' +
    'group having ilike in interval is isnull last like limit not notnull null nulls on or order over partition select similar some symmetric then to true unique using ' +
    'when where with at time zone varying precision').split(' '),
);

/** Names in a piece of SQL that may be columns: no keywords, no functions, no types behind `::`. Qualified names give their last part. */
export function identifiersIn(sql: string): readonly string[] {
  const plain = sql.replace(/'(?:[^']|'')*'/gu, "''").replace(/::\s*"?\w+"?(?:\s+(?:varying|precision|with(?:out)? time zone))?(?:\([\d, ]*\))?(?:\[\])*/gu, ' ').replace(/\bas\s+\w+(?:\([\d, ]*\))?\s*\)/giu, ')').replace(/\bcollate\s+(?:(?:"[^"]*"|\w+)\s*\.\s*)?(?:"[^"]*"|\w+)/giu, ' ');
  const found = new Set<string>();
  for (const match of plain.matchAll(/(?:"((?:[^"]|"")+)"|([A-Za-z_][\w$]*))(\s*\()?(\s*\.)?/gu)) {
    if (match[3] !== undefined || match[4] !== undefined) continue;
    if (match[1] !== undefined) found.add(match[1].replaceAll('""', '"'));
    else if (match[2] !== undefined && !WORDS.has(match[2].toLowerCase())) found.add(match[2].toLowerCase());
  }
  return [...found];
}
