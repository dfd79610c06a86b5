// Writes and reads GPP strings by `@iabgpp/cmpapi`.

import * as iab from '@iabgpp/cmpapi';
import { CREATED, ranges, segments, span, UPDATED } from './rows.mjs';

const { GppModel, Sections } = iab;
export const NAME = Sections.SECTION_ID_NAME_MAP;
export const EUROPE = 'tcfeuv2';
export const CANADA = 'tcfcav1';
const FLAGS = ['GpcSegmentIncluded', 'SensitiveDataConsentSegmentIncluded'];

/** Lists of vendors are written in short, those of bits as the numbers whose bit is set, times in milliseconds. */
function plain(name, value) {
  if (value instanceof Date) return value.getTime();
  if (name === 'PubRestrictions' || name === 'PublisherRestrictions') {
    return value.map((entry) => [entry.getKey(), entry.getType(), ranges(entry.getIds())]);
  }
  if (/^Vendor(s(Disclosed|Allowed)|(Express|Implied)?Consents?|LegitimateInterests)$|^DisclosedVendors$/.test(name)) {
    return ranges(value);
  }
  if (Array.isArray(value) && typeof value[0] === 'boolean') return span(1, value.length).filter((at) => value[at - 1]);
  return value;
}

/** Whether a section has a flag that the package does not count among its fields, and what it reads there. */
function flag(model, section, name) {
  try {
    return model.getFieldValue(section, name);
  } catch (error) {
    if (error instanceof iab.InvalidFieldError) return undefined;
    throw error;
  }
}

/** What the package reads in a string: the ids of its header, and each section. */
export function read(string) {
  const model = new GppModel(string);
  const sections = Object.entries(model.toObject()).map(([name, object]) => {
    const fields = Object.entries(object).map(([field, value]) => [
      field.charAt(0).toLowerCase() + field.slice(1),
      plain(field, value),
    ]);
    const flags = FLAGS.map((field) => [field.charAt(0).toLowerCase() + field.slice(1), flag(model, name, field)]);
    return [name, Object.fromEntries([...fields, ...flags.filter(([, is]) => is !== undefined)])];
  });
  return { ids: model.getHeader().SectionIds, sections: Object.fromEntries(sections) };
}

export function one(kind, what, string) {
  const { ids, sections } = read(string);
  const [, section] = string.split('~');
  const types = kind === EUROPE || kind === CANADA ? { segments: segments(section) } : {};
  return { kind, what, string, ids, ...types, fields: [sections[kind]] };
}

export function write(sections) {
  const model = new GppModel();
  for (const [name, set] of sections) {
    for (const [field, value] of Object.entries(set)) model.setFieldValue(name, field, value);
    // any field that is set moves the times of these two
    if (name === EUROPE || name === CANADA) {
      model.setFieldValue(name, 'Created', new Date(CREATED));
      model.setFieldValue(name, 'LastUpdated', new Date(UPDATED));
    }
  }
  return model.encode();
}

/** A string with one section. */
export const single = (kind, what, set) => one(kind, what, write([[kind, set]]));

/** The fields of a section of the US, each with how many values it holds, 0 for a flag, and whether it is a list. */
export function shape(name) {
  const model = new GppModel();
  model.setFieldValue(name, 'SaleOptOut', 0);
  const flags = FLAGS.map((field) => [field, flag(model, name, field)]).filter(([, is]) => is !== undefined);
  return [...Object.entries(model.getSection(name)), ...flags]
    .filter(([field]) => !/^(Version|MspaVersion)$|SegmentType$/.test(field))
    .map(([field, value]) => [field, typeof value === 'boolean' ? 0 : [value].flat().length, Array.isArray(value)]);
}

/** All fields of a section by a function of their place; `MspaCoveredTransaction` may not be left open. */
export function filled(name, value) {
  let place = 0;
  const fields = shape(name).map(([field, count, list]) => {
    if (count === 0) return [field, value(place++) > 0];
    const values = span(1, count).map(() => value(place++));
    return [field, list ? values : field === 'MspaCoveredTransaction' ? values[0] || 1 : values[0]];
  });
  return Object.fromEntries(fields);
}
