// TC strings of Europe and of Canada in GPP strings.

import * as iab from '@iabgpp/cmpapi';
import { CANADA, EUROPE, one, single, write } from './gpp.mjs';
import { CREATED, ranges, span, UPDATED } from './rows.mjs';

const { RangeEntry } = iab;
const bits = (count, ids) => span(1, count).map((id) => ids.includes(id));
const entries = (list) => list.map(([purpose, type, ids]) => new RangeEntry(purpose, type, ids));
const RESTRICTIONS = (type) =>
  entries([
    [1, type, [1]],
    [11, type, [2, 3, 9]],
    [12, type, [65535]],
    [2, type, span(1, 65535)],
  ]);
const SETS = [
  [1],
  [2],
  [1, 2],
  [65535],
  [1, 65535],
  [65534, 65535],
  span(1, 65535),
  [1, 3, 5],
  span(5, 9),
  [12, 30],
  [...span(1, 4), ...span(6, 40)],
  span(1, 40).map((at) => at * 50),
  span(1, 37),
  span(1, 38),
  [6765, 10946],
];

function* europe() {
  yield single(EUROPE, 'nothing', { CmpId: 0 });
  for (const ids of SETS) {
    yield single(EUROPE, `vendors ${ranges(ids)}`, {
      VendorConsents: ids,
      VendorLegitimateInterests: ids.slice(0, 2),
      VendorsDisclosed: ids.slice(-3),
      CmpId: 4095,
    });
  }
  for (const type of [0, 1, 2, 3]) {
    yield single(EUROPE, `restrictions of type ${type}`, { PublisherRestrictions: RESTRICTIONS(type) });
  }
  for (const code of ['FR', 'fr', 'Fr', 'F', '']) {
    yield single(EUROPE, `country \`${code}\``, { PublisherCountryCode: code, ConsentLanguage: code });
  }
  yield single(EUROPE, 'all fields', {
    CmpId: 64,
    CmpVersion: 4095,
    ConsentScreen: 63,
    ConsentLanguage: 'ZZ',
    VendorListVersion: 4095,
    PolicyVersion: 4,
    UseNonStandardStacks: true,
    SpecialFeatureOptins: bits(12, [1, 12]),
    PurposeConsents: bits(24, [1, 11, 24]),
    PurposeLegitimateInterests: bits(24, span(1, 24)),
    PurposeOneTreatment: true,
    PublisherConsents: bits(24, [2, 10]),
    PublisherLegitimateInterests: bits(24, [7, 24]),
    NumCustomPurposes: 63,
    PublisherCustomConsents: bits(63, [63]),
    PublisherCustomLegitimateInterests: bits(63, [1]),
  });
}

/** Canada as the package wrote it before ranges came in Fibonacci coding: by the fields that it keeps to read such. */
function legacy(what, set) {
  const core = new iab.TcfCaV1CoreSegment();
  const disclosed = new iab.TcfCaV1DisclosedVendorsSegment();
  const encoded = (segment, values) => {
    const fields = segment.buildFields(true);
    for (const name of segment.getFieldNames()) if (name in values) fields.get(name).setValue(values[name]);
    return segment.encodeSegment(fields);
  };
  const times = { Created: new Date(CREATED), LastUpdated: new Date(UPDATED) };
  const parts = [encoded(core, { ...set, ...times }), new iab.TcfCaV1PublisherPurposesSegment().encode()];
  if (set.DisclosedVendors) parts.push(encoded(disclosed, set));
  return one(CANADA, `older form, ${what}`, `${write([[CANADA, { CmpId: 1 }]]).split('~')[0]}~${parts.join('.')}`);
}

function* canada() {
  yield single(CANADA, 'nothing', { CmpId: 0 });
  for (const at of span(1, 24)) {
    yield single(CANADA, `each set of purposes holds one: ${at}`, {
      PurposesExpressConsent: bits(24, [at]),
      PurposesImpliedConsent: bits(24, [25 - at]),
      PubPurposesExpressConsent: bits(24, [((at + 6) % 24) + 1]),
      PubPurposesImpliedConsent: bits(24, [((at + 16) % 24) + 1]),
      SpecialFeatureExpressConsent: bits(12, [((at - 1) % 12) + 1]),
      NumCustomPurposes: at,
      CustomPurposesExpressConsent: bits(at, [at]),
      CustomPurposesImpliedConsent: bits(at, [1]),
    });
  }
  const vendors = (ids) => ({
    VendorExpressConsent: ids,
    VendorImpliedConsent: ids.slice(0, 2),
    DisclosedVendors: ids,
    CmpId: 4095,
    CmpVersion: 63,
    ConsentScreen: 63,
    VendorListVersion: 4095,
    TcfPolicyVersion: 63,
    ConsentLanguage: 'FR',
    UseNonStandardStacks: true,
  });
  const restricted = (type) => ({ PubRestrictions: RESTRICTIONS(type), VendorExpressConsent: [2] });
  for (const [how, row] of [
    ['', (what, set) => single(CANADA, what, set)],
    ['older form, ', legacy],
  ]) {
    for (const ids of SETS) yield row(`vendors ${ranges(ids)}`, vendors(ids));
    for (const last of how ? [] : [...span(8, 28), 42, 43]) {
      const ids = span(1, last).filter((id) => id % 3 !== 1 || id === last);
      yield row(`the last vendor is ${last}`, { VendorExpressConsent: ids, DisclosedVendors: [last] });
    }
    for (const type of [0, 1, 2]) yield row(`restrictions of type ${type}`, restricted(type));
    yield row('a restriction of a field of bits', { PubRestrictions: entries([[3, 1, [1, 3, 5]]]) });
  }
}

export const tcfInGpp = () => [europe, canada].flatMap((rows) => [...rows()]);
