// TC strings of each kind that a reader could get wrong.

import { Segment } from '@iabtechlabtcf/core';
import { chance, CREATED, ranges, span, UPDATED } from './rows.mjs';
import { row } from './tcf.mjs';

const { CORE, PUBLISHER_TC, VENDORS_ALLOWED, VENDORS_DISCLOSED } = Segment;
const odd = (last) => span(1, last).filter((id) => id % 2 === 1);
const within = (ids) => ids.filter((id) => id >= 1 && id <= 65535);

function* bits() {
  yield row('nothing');
  for (const at of span(1, 24)) {
    yield row(`each set of purposes holds one: ${at}`, {
      purposeConsents: [at],
      purposeLegitimateInterests: [25 - at],
      publisherConsents: [((at + 6) % 24) + 1],
      publisherLegitimateInterests: [((at + 16) % 24) + 1],
      specialFeatureOptins: [((at - 1) % 12) + 1],
      numCustomPurposes: at,
      publisherCustomConsents: [at],
      publisherCustomLegitimateInterests: [1],
    });
  }
  yield row('all purposes and features', {
    purposeConsents: span(1, 24),
    purposeLegitimateInterests: span(1, 24),
    publisherConsents: span(1, 24),
    publisherLegitimateInterests: span(1, 24),
    specialFeatureOptins: span(1, 12),
    purposeOneTreatment: true,
    useNonStandardTexts: true,
    numCustomPurposes: 63,
    publisherCustomConsents: odd(63),
    publisherCustomLegitimateInterests: span(1, 63),
  });
  yield row('the eleven purposes', { purposeConsents: span(1, 11), purposeLegitimateInterests: span(1, 11) });
  yield row('custom purposes, none of them', { numCustomPurposes: 12 });
}

function* numbers() {
  for (const [cmpId, cmpVersion, consentScreen, vendorListVersion, policyVersion] of [
    [2, 0, 0, 0, 0],
    [63, 63, 1, 63, 2],
    [64, 64, 31, 64, 3],
    [4095, 4095, 63, 4095, 63],
    [1024, 1, 32, 2048, 4],
  ]) {
    yield row(`numbers of ${cmpId}`, { cmpId, cmpVersion, consentScreen, vendorListVersion, policyVersion });
  }
  for (const [created, lastUpdated] of [
    [0, 0],
    [100, 900],
    [1e12 + 949, 1e12 + 950],
    [(2 ** 36 - 1) * 100, 2 ** 35 * 100],
    [UPDATED, CREATED],
  ]) {
    yield row(`times of ${created}`, { created, lastUpdated });
  }
  for (const [publisherCountryCode, language] of [
    ['AA', 'AR'],
    ['ZZ', 'ZH'],
    ['de', 'de'],
    ['Gr', 'el'],
    ['PT', 'pt-br'],
    ['AZ', 'SR-CYRL'],
    ['ZA', 'uk'],
  ]) {
    yield row(`country ${publisherCountryCode}, language ${language}`, { publisherCountryCode, language });
  }
  for (const purposeOneTreatment of [false, true]) {
    for (const useNonStandardTexts of [false, true]) {
      yield row(`flags ${purposeOneTreatment}, ${useNonStandardTexts}`, { purposeOneTreatment, useNonStandardTexts });
    }
  }
}

function* vendors() {
  const draw = chance(20251);
  const sets = [
    [1],
    [2],
    [1, 2],
    [1, 3],
    [65535],
    [1, 65535],
    [65534, 65535],
    [32767, 32768],
    [2, 65534],
    [63, 64, 65],
    [4095, 4096],
    span(1, 65535),
    span(2, 65535),
    span(1, 65534),
    [...span(1, 9), ...span(11, 20)],
    [...span(1, 700), ...span(702, 1400)],
  ];
  for (const ids of sets) {
    yield row(`vendors ${ranges(ids)}`, {
      vendorConsents: ids,
      vendorLegitimateInterests: within(ids.slice(0, 300).map((id) => id - 1)),
      vendorsDisclosed: ids,
      purposeConsents: [1],
    });
  }
  // where a field of bits ends in its character and among those that are read at once, and where ranges become shorter
  for (const last of [
    ...span(3, 27),
    36,
    37,
    38,
    42,
    43,
    44,
    45,
    46,
    47,
    48,
    60,
    61,
    62,
    63,
    64,
    73,
    74,
    75,
    111,
    112,
  ]) {
    yield row(`the last vendor is ${last}`, {
      vendorConsents: draw.some(span(1, last - 1), 60).concat(last),
      vendorLegitimateInterests: span(1, last),
      vendorsDisclosed: odd(last),
    });
  }
  yield row('many ranges of one', { vendorConsents: span(1, 90).map((at) => at * 700), vendorsDisclosed: [1] });
  yield row('many ranges of two', { vendorConsents: span(1, 90).flatMap((at) => [at * 64, at * 64 + 1]) });
  // 4,096 characters are the most that a browser keeps
  const long = (count) =>
    span(1, count)
      .map((at) => at * 40)
      .flatMap((id) => [id, id + 1]);
  const core = { options: { segments: [CORE] } };
  yield row('a string of 4096 characters', { vendorConsents: long(736) }, core);
  yield row('a string of 4100 characters', { vendorConsents: long(737) }, core);
}

function* restrictions() {
  for (const type of [0, 1, 2]) {
    for (const [purpose, ids] of [
      [1, [1]],
      [2, [1, 2]],
      [3, [2, 5, 9]],
      [7, span(1, 9)],
      [10, [65535]],
      [11, [...span(1, 5), 7, ...span(9, 65535)]],
    ]) {
      yield row(`restriction ${type} of ${purpose}`, {
        restrictions: [[purpose, type, ids]],
        vendorConsents: [1, 5, 9],
      });
    }
  }
  yield row('restrictions of a purpose in each type', {
    restrictions: [
      [2, 0, [1, 2]],
      [2, 1, [2, 3]],
      [2, 2, [3, 4]],
    ],
    vendorConsents: span(1, 5),
  });
  yield row('restrictions of purposes that are not defined', {
    restrictions: [
      [12, 0, [1]],
      [24, 1, [2]],
      [63, 2, [3]],
      [9, 0, [4]],
    ],
    vendorLegitimateInterests: span(1, 5),
  });
  yield row('restrictions of all purposes', {
    restrictions: span(1, 63).flatMap((purpose) => [0, 1, 2].map((type) => [purpose, type, [purpose, 64]])),
  });
  yield row('restrictions across gaps of the vendor list', { restrictions: [[3, 0, [1, 2, 6, 7]]] }, { others: [9] });
  yield row('a restriction of two out of three', { restrictions: [[3, 0, [1, 7]]] }, { others: span(2, 6) });
  yield row(
    'ranges that touch',
    {
      restrictions: [
        [3, 0, [5, 6, 7, 8]],
        [4, 2, [1, 2, 3]],
      ],
    },
    { narrowed: [5] },
  );
  yield row('restrictions whose vendors left the list', { restrictions: [[3, 2, [5, 8]]] }, { narrowed: [6, 7] });
}

function* parts() {
  const set = {
    vendorConsents: [1, 2, 8],
    vendorsDisclosed: [1, 2, 3, 8, 9],
    vendorsAllowed: [2, 9],
    publisherConsents: [1, 2],
    publisherLegitimateInterests: [2],
    purposeConsents: span(1, 10),
    numCustomPurposes: 2,
    publisherCustomConsents: [2],
    publisherCustomLegitimateInterests: [1],
  };
  const optional = [VENDORS_DISCLOSED, VENDORS_ALLOWED, PUBLISHER_TC];
  for (const mask of span(0, 7)) {
    const chosen = optional.filter((_, at) => (mask >> at) & 1);
    yield row(`segments ${chosen.join(' ')}`, set, { options: { segments: [CORE, ...chosen] } });
  }
  yield row('segments backwards', set, { options: { segments: [CORE, ...optional.toReversed()] } });
  yield row('segments that are empty', {}, { options: { segments: [CORE, ...optional] } });
  for (const isForVendors of [false, true]) {
    for (const supportOOB of [false, true]) {
      const global = { ...set, isServiceSpecific: false, supportOOB };
      yield row(`global, for vendors ${isForVendors}, out of band ${supportOOB}`, global, {
        options: { isForVendors },
      });
    }
  }
  // the package cannot read again what it writes of version 1 with ranges
  for (const vendorConsents of [[], [1], odd(40)]) {
    const old = { vendorConsents, purposeConsents: [1, 3, 5] };
    yield row(`version 1, vendors ${ranges(vendorConsents)}`, old, { options: { version: 1 } });
  }
}

function* drawn() {
  const draw = chance(7);
  for (const at of span(1, 40)) {
    const id = () => draw.one([1, 2, 3, 12, 63, 64, 755, 1281, 65535, draw.below(2000) + 1]);
    const few = () => span(1, draw.below(7)).map(id);
    const runs = () => few().flatMap((id) => within(span(id, id + draw.below(draw.one([1, 3, 90])))));
    const ids = () => draw.one([few, runs, () => draw.some(span(1, draw.below(180) + 1), 70)])();
    const of = (last, share) => draw.some(span(1, last), share);
    const restriction = () => [draw.below(13) + 1, draw.below(3), ids()];
    yield row(
      `drawn, ${at}`,
      {
        cmpId: draw.below(4094) + 2,
        cmpVersion: draw.below(4096),
        consentScreen: draw.below(64),
        vendorListVersion: draw.below(4096),
        policyVersion: draw.one([2, 4, 5]),
        language: draw.one(['EN', 'FR', 'PL', 'SV']),
        publisherCountryCode: draw.one(['AT', 'be', 'CY', 'SE', 'XX']),
        purposeOneTreatment: draw.below(2) === 1,
        useNonStandardTexts: draw.below(2) === 1,
        created: CREATED + draw.below(1e9) * 100,
        lastUpdated: UPDATED + draw.below(1e8) * 100,
        purposeConsents: of(draw.one([11, 24]), 60),
        purposeLegitimateInterests: of(11, 50),
        specialFeatureOptins: of(draw.one([2, 12]), 50),
        vendorConsents: ids(),
        vendorLegitimateInterests: ids(),
        vendorsDisclosed: ids(),
        vendorsAllowed: ids(),
        publisherConsents: of(24, 50),
        publisherLegitimateInterests: of(24, 50),
        numCustomPurposes: 20,
        publisherCustomConsents: of(20, 40),
        publisherCustomLegitimateInterests: of(20, 40),
        restrictions: span(1, draw.below(5))
          .map(restriction)
          .filter(([, , vendors]) => vendors.length > 0),
      },
      {
        options: {
          segments: draw.one([undefined, undefined, [CORE], [CORE, PUBLISHER_TC], [CORE, VENDORS_DISCLOSED]]),
        },
      },
    );
  }
}

export const tcf = () => [bits, numbers, vendors, restrictions, parts, drawn].flatMap((rows) => [...rows()]);
