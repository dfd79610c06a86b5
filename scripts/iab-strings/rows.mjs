// What all rows have in common: chance that is the same every time, days that do not move, lists of ids in short.

/** Numbers from 0 to below a limit, the same in every run. */
export function chance(seed) {
  const below = (limit) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  const one = (list) => list[below(list.length)];
  const some = (list, share) => list.filter(() => below(100) < share);
  return { below, one, some };
}

/** The whole numbers from one to another. */
export const span = (first, last) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

/** Ids in ascending order as `1-3,7`. */
export function ranges(ids) {
  const runs = [];
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && run[1] === id - 1) run[1] = id;
    else runs.push([id, id]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The kinds of the segments of a TC string, of Europe or Canada: their first three bits, which are 0 for the core. */
export const segments = (string) => string.split('.').map((segment) => LETTERS.indexOf(segment.charAt(0)) >> 3);

/** Two days, in milliseconds, of a choice made first and made anew. */
export const CREATED = Date.UTC(2025, 2, 1);
export const UPDATED = Date.UTC(2026, 9, 31, 23, 59, 59);
