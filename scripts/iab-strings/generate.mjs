// Writes the rows of `tests/it/golden/iab-official-*.jsonl`: see README.md.

import { writeFileSync } from 'node:fs';
import { tcfInGpp } from './gpp-tcf.mjs';
import { us } from './gpp-us.mjs';
import { tcf } from './tcf-cases.mjs';

/** The first row of a kind has all its fields; the others leave out those that read as in the first. */
function shortened(rows) {
  const firsts = new Map();
  return rows.map((row) => {
    if (row.kind === 'gpp') return row;
    const [fields] = row.fields;
    const first = firsts.get(row.kind);
    if (!first) firsts.set(row.kind, fields);
    const differs = ([name, value]) => !first || JSON.stringify(first[name]) !== JSON.stringify(value);
    return { ...row, fields: [Object.fromEntries(Object.entries(fields).filter(differs))] };
  });
}

for (const [name, rows] of [
  ['tcf', tcf()],
  ['gpp', [...tcfInGpp(), ...us()]],
]) {
  const text = shortened(rows)
    .map((row) => `${JSON.stringify(row)}\n`)
    .join('');
  writeFileSync(new URL(`../../tests/it/golden/iab-official-${name}.jsonl`, import.meta.url), text);
}
