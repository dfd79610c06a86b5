// Sections of the US in GPP strings, and strings with many sections.

import { GppModel } from '@iabgpp/cmpapi';
import { CANADA, EUROPE, filled, NAME, read, shape, single, write } from './gpp.mjs';
import { chance, span } from './rows.mjs';

const STATES = [...NAME.values()].filter((name) => /^us[^p]/.test(name));

const GPC = [
  { GpcSegmentIncluded: false },
  { GpcSegmentIncluded: true, Gpc: false },
  { GpcSegmentIncluded: true, Gpc: true },
];

function* states() {
  const draw = chance(16);
  for (const name of STATES) {
    const fields = shape(name);
    const has = new Set(fields.map(([field]) => field));
    const sensitive = [true, false].filter(() => has.has('SensitiveDataConsentSegmentIncluded'));
    // the second part of a section, if it has one
    const parts = has.has('Gpc') ? GPC : sensitive.length ? [{ SensitiveDataConsentSegmentIncluded: true }] : [{}];
    const nothing = filled(name, () => 0);
    for (const part of parts) yield single(name, `nothing, ${JSON.stringify(part)}`, { ...nothing, ...part });
    for (const is of sensitive) {
      yield single(name, `sensitive data ${is}`, { ...filled(name, () => 1), SensitiveDataConsentSegmentIncluded: is });
    }
    // each value of each field
    for (const turn of [0, 1, 2]) {
      const turned = filled(name, (place) => (place + turn) % 3);
      yield single(name, `in turn from ${turn}`, { ...turned, ...parts[turn % parts.length] });
    }
    // beside notices that were given: an answer without one contradicts itself
    const notices = Object.fromEntries([...has].filter((field) => field.endsWith('Notice')).map((field) => [field, 1]));
    const decisive = fields.filter(([field]) => /(Sale|Sharing|Advertising)OptOut$|KnownChild/.test(field));
    for (const [field, count, list] of decisive) {
      for (const place of span(0, count - 1)) {
        for (const value of list ? [2 - (place % 2)] : [1, 2]) {
          const alone = list ? span(0, count - 1).map((at) => (at === place ? value : 0)) : value;
          yield single(name, `${field} ${place} alone is ${value}`, {
            ...nothing,
            ...notices,
            ...parts[0],
            [field]: alone,
          });
        }
      }
    }
    yield single(
      name,
      'drawn',
      filled(name, () => draw.below(3)),
    );
    if (name === 'usnat') {
      for (const turn of [0, 1, 2]) {
        const turned = filled(name, (place) => (place + turn) % 3);
        yield single(name, `version 1, in turn from ${turn}`, { Version: 1, ...turned, ...GPC[turn] });
      }
      for (const place of [0, 1]) {
        const KnownChildSensitiveDataConsents = [0, 1].map((at) => (at === place ? 1 : 0));
        yield single(name, `version 1, child ${place}`, { Version: 1, ...nothing, KnownChildSensitiveDataConsents });
      }
    }
  }
}

function* privacy() {
  for (const Notice of '-YN') {
    for (const OptOutSale of '-YN') {
      for (const LspaCovered of '-YN') {
        yield single('uspv1', `${Notice}${OptOutSale}${LspaCovered}`, { Notice, OptOutSale, LspaCovered });
      }
    }
  }
}

function* whole() {
  const draw = chance(24);
  const drawn = (name) => {
    if (name === 'uspv1') return { Notice: draw.one('YN-'), OptOutSale: draw.one('YN-'), LspaCovered: draw.one('YN-') };
    if (name === EUROPE || name === CANADA) return { CmpId: draw.below(4096) };
    const gpc = shape(name).some(([field]) => field === 'Gpc') ? draw.one(GPC) : {};
    return { ...filled(name, () => draw.below(3)), ...gpc };
  };
  const sets = [
    [],
    [2, 5],
    [2, 6],
    [5, 6],
    [2, 27],
    [6, 7],
    [26, 27],
    span(7, 27),
    [2, 5, ...span(6, 27)],
    span(1, 13).map((at) => at * 2),
    span(2, 9).map((at) => at * 3),
    [7, 8, 9, 11, 12, 13],
    [10, 11],
    span(20, 23),
    [2, 7, 9, 12],
    [7, 8, 12, 24],
    [2, 5, 6],
    [2, 5, ...span(6, 23)],
    [13, 21],
    ...span(1, 20).map(() => draw.some([...NAME.keys()], 22)),
  ].map((ids) => [...NAME].filter(([id]) => ids.includes(id)).map(([, name]) => name));
  for (const names of sets) {
    const string = names.length ? write(names.map((name) => [name, drawn(name)])) : new GppModel().encode();
    const { ids, sections } = read(string);
    // what the rows of a single section say in full
    const choices = /^((sale|sharing|targetedAdvertising)OptOut(Notice)?|(sharing|processing)Notice|optOutSale)$/;
    const others = /^(mspa(ServiceProvider)?Mode|gpc|gpcSegmentIncluded|cmpId|known.*)$/;
    const isKept = ([field]) => choices.test(field) || others.test(field);
    const of = (all) => Object.fromEntries(Object.entries(all).filter(isKept));
    yield { kind: 'gpp', what: names.join(' '), string, ids, fields: ids.map((id) => of(sections[NAME.get(id)])) };
  }
}

export const us = () => [privacy, states, whole].flatMap((rows) => [...rows()]);
