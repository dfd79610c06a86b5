// Writes and reads TC strings by `@iabtechlabtcf/core`.

import { GVL, PurposeRestriction, TCModel, TCString } from '@iabtechlabtcf/core';
import { CREATED, ranges, segments, span, UPDATED } from './rows.mjs';

const named = (ids) => Object.fromEntries(ids.map((id) => [id, { id, name: `${id}` }]));
const VECTORS = [
  'specialFeatureOptins',
  'purposeConsents',
  'purposeLegitimateInterests',
  'vendorConsents',
  'vendorLegitimateInterests',
  'vendorsDisclosed',
  'vendorsAllowed',
  'publisherConsents',
  'publisherLegitimateInterests',
  'publisherCustomConsents',
  'publisherCustomLegitimateInterests',
];
const VENDORS = ['vendorConsents', 'vendorLegitimateInterests', 'vendorsDisclosed', 'vendorsAllowed'];
const NUMBERS = [
  'version',
  'cmpId',
  'cmpVersion',
  'consentScreen',
  'consentLanguage',
  'vendorListVersion',
  'policyVersion',
  'isServiceSpecific',
  'useNonStandardTexts',
  'purposeOneTreatment',
  'publisherCountryCode',
  'numCustomPurposes',
];

/** A vendor list with these vendors alone, each of which declares all purposes that a restriction can name. */
function list(vendors, restricted, set) {
  const vendor = (id) => {
    const purposes = restricted.has(id) ? span(1, 63) : [2];
    return {
      id,
      name: `${id}`,
      purposes,
      legIntPurposes: purposes,
      flexiblePurposes: purposes,
      specialPurposes: [],
      features: [],
      specialFeatures: [],
      policyUrl: '',
      usesCookies: false,
    };
  };
  const json = {
    gvlSpecificationVersion: 3,
    vendorListVersion: set.vendorListVersion ?? 120,
    tcfPolicyVersion: set.policyVersion ?? 5,
    lastUpdated: new Date(CREATED).toISOString(),
    purposes: named(span(1, 63)),
    specialPurposes: {},
    features: {},
    specialFeatures: {},
    stacks: {},
    dataCategories: {},
    vendors: Object.fromEntries(vendors.map((id) => [id, vendor(id)])),
  };
  return new GVL(json, { language: set.language ?? 'EN' });
}

/** What the package reads in a string. */
function read(string) {
  const model = TCString.decode(string);
  const fields = { created: model.created.getTime(), lastUpdated: model.lastUpdated.getTime() };
  for (const name of NUMBERS) fields[name] = model[name];
  for (const name of VECTORS) {
    const ids = [...model[name].values()].sort((a, b) => a - b);
    fields[name] = VENDORS.includes(name) ? ranges(ids) : ids;
  }
  fields.publisherRestrictions = model.publisherRestrictions
    .getRestrictions()
    .map((restriction) => [
      restriction.purposeId,
      restriction.restrictionType,
      ranges(model.publisherRestrictions.getVendors(restriction)),
    ]);
  return { segments: segments(string), fields: [fields] };
}

/**
 * One string. `set` holds fields of the model, ids of vectors as lists, and `restrictions` as `[purpose, type, ids]`;
 * `others` are vendors of the list of which the string says nothing, `narrowed` is what is left of the list in the end.
 */
export function row(what, set = {}, { options, others = [], narrowed } = {}) {
  const { restrictions = [], language, vendorListVersion, policyVersion, created, lastUpdated, ...plain } = set;
  const restricted = new Set(restrictions.flatMap(([, , ids]) => ids));
  const mentioned = [...VENDORS.flatMap((name) => plain[name] ?? []), ...restricted, ...others];
  const vendors = [...new Set(mentioned)].sort((a, b) => a - b);
  const model = new TCModel(list(vendors, restricted, { language, vendorListVersion, policyVersion }));
  model.cmpId = 31;
  for (const [name, value] of Object.entries(plain)) {
    if (VECTORS.includes(name)) model[name].set(value);
    else model[name] = value;
  }
  for (const [purpose, type, ids] of restrictions) {
    for (const id of ids) model.publisherRestrictions.add(id, new PurposeRestriction(purpose, type));
  }
  if (narrowed) model.gvl.narrowVendorsTo(narrowed);
  model.created = new Date(created ?? CREATED);
  model.lastUpdated = new Date(lastUpdated ?? UPDATED);
  const string = TCString.encode(model, options);
  return { kind: 'tcf', what, string, ...read(string) };
}
