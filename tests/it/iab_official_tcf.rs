//! What a TC string of Europe or of Canada says, field by field: by the IAB's own packages and by our readers.
#![cfg(test)]

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use cookie_consent::read::iab::{CanadaRestriction, TcString, TcfCanada, TcfRestriction};
use cookie_consent::visit::{TcfPurpose, TcfPurposes, TcfVendor};
use serde_json::{Map, Value, json};
use time::UtcDateTime;

use crate::iab_official::{Row, Said};

/// Ids, as ranges that ascend and do not touch.
#[derive(Debug)]
struct Ids(Vec<(u16, u16)>);

impl Ids {
    /// As the rows write them: `1-3,7`.
    fn of(text: &Value) -> Self {
        let range = |text: &str| {
            let (first, last) = text.split_once('-').unwrap_or((text, text));
            (first.parse().unwrap(), last.parse().unwrap())
        };
        Self(text.as_str().unwrap().split(',').filter(|text| !text.is_empty()).map(range).collect())
    }

    /// Of ranges in any order, which may touch or overlap.
    fn united(ranges: impl Iterator<Item = RangeInclusive<u16>>) -> Self {
        let mut ascending: Vec<_> = ranges.map(RangeInclusive::into_inner).collect();
        ascending.sort_unstable();
        let mut united: Vec<(u16, u16)> = Vec::new();
        for (first, last) in ascending {
            match united.last_mut() {
                Some(before) if u32::from(first) <= u32::from(before.1) + 1 => before.1 = before.1.max(last),
                _ => united.push((first, last)),
            }
        }
        Self(united)
    }

    fn contain(&self, id: u16) -> bool {
        self.0.iter().any(|(first, last)| (*first..=*last).contains(&id))
    }

    fn json(&self) -> Value {
        json!(self.0)
    }
}

/// What a package reads in a row.
struct Read<'r, const N: usize> {
    row: &'r Row,
    fields: &'r Map<String, Value>,
    lists: [Ids; N],
    /// Purpose, type, vendors.
    restrictions: Vec<(u64, u64, Ids)>,
    /// The ids around each end of each list, where a reader errs if it errs.
    probes: BTreeSet<u16>,
}

impl<'r, const N: usize> Read<'r, N> {
    fn new(row: &'r Row, lists: [&str; N], restrictions: &str) -> Self {
        let fields = &row.fields[0];
        let lists = lists.map(|name| Ids::of(&fields[name]));
        let restriction = |of: &Value| (of[0].as_u64().unwrap(), of[1].as_u64().unwrap(), Ids::of(&of[2]));
        let restrictions: Vec<_> = fields[restrictions].as_array().unwrap().iter().map(restriction).collect();
        let all = lists.iter().chain(restrictions.iter().map(|(.., ids)| ids));
        let ends = all.flat_map(|ids| &ids.0).flat_map(|(first, last)| [*first, *last]).chain([0, 1, 12, u16::MAX]);
        let probes = ends.flat_map(|id| [id.saturating_sub(1), id, id.saturating_add(1)]).collect();
        Self { row, fields, lists, restrictions, probes }
    }

    fn has_segment(&self, kind: u64) -> bool {
        self.row.segments.contains(&kind)
    }

    /// `None` if there is no such segment.
    fn of_segment(&self, kind: u64, value: Value) -> Value {
        if self.has_segment(kind) { value } else { Value::Null }
    }

    /// Those that are probed and that a list has.
    fn probed(&self, has: impl Fn(u16) -> bool) -> Value {
        self.probes.iter().copied().filter(|id| has(*id)).collect::<Vec<_>>().into()
    }

    fn of_probes(&self, says: impl Fn(u16) -> Value) -> Value {
        self.probes.iter().map(|id| says(*id)).collect()
    }

    /// The purposes for which restrictions of these types name a vendor.
    fn restricted(&self, kinds: &[u64], id: u16) -> Value {
        let of_it = self.restrictions.iter().filter(|(_, kind, ids)| kinds.contains(kind) && ids.contain(id));
        let purposes: BTreeSet<u64> = of_it.map(|(purpose, ..)| *purpose).collect();
        purposes.into_iter().filter(|purpose| is_defined(*purpose)).collect()
    }

    /// Of each probe, the purposes for each type of restriction.
    fn restricted_by_kind(&self) -> Value {
        self.of_probes(|id| json!([0, 1, 2].map(|kind| self.restricted(&[kind], id))))
    }

    /// `None` if what stands there are no letters; the package tells none from others.
    fn letters(&self, field: &str) -> Value {
        let text = self.fields[field].as_str().unwrap();
        let are_letters = text.len() == 2 && text.bytes().all(|letter| letter.is_ascii_alphabetic());
        are_letters.then(|| text.to_ascii_uppercase()).into()
    }

    /// The purposes of a field that are defined.
    fn purposes(&self, field: &str) -> Value {
        let purposes = self.fields[field].as_array().unwrap().iter().map(|purpose| purpose.as_u64().unwrap());
        purposes.filter(|purpose| is_defined(*purpose)).collect()
    }

    fn seconds(&self, field: &str) -> Value {
        (self.fields[field].as_u64().unwrap() / 1_000).into()
    }

    /// What both frameworks have.
    fn said(&self, policy: &str, features: &str) -> Said {
        Said::from([
            ("created", self.seconds("created")),
            ("last updated", self.seconds("lastUpdated")),
            ("cmp id", self.fields["cmpId"].clone()),
            ("vendor list version", self.fields["vendorListVersion"].clone()),
            ("policy version", self.fields[policy].clone()),
            ("special features", self.fields[features].clone()),
        ])
    }
}

fn of_europe(row: &Row) -> Read<'_, 4> {
    let lists = ["vendorConsents", "vendorLegitimateInterests", "vendorsDisclosed", "vendorsAllowed"];
    Read::new(row, lists, "publisherRestrictions")
}

fn of_canada(row: &Row) -> Read<'_, 3> {
    Read::new(row, ["vendorExpressConsent", "vendorImpliedConsent", "disclosedVendors"], "pubRestrictions")
}

/// Eleven purposes are defined, of 24 for which there are bits, and of 63 that a restriction can name.
const fn is_defined(purpose: u64) -> bool {
    purpose <= 11
}

fn numbers(purposes: TcfPurposes) -> Value {
    let numbered = (1..).zip(TcfPurpose::ALL);
    numbered.filter(|(_, purpose)| purposes.contains(**purpose)).map(|(number, _)| Value::from(number)).collect()
}

fn seconds(time: UtcDateTime) -> Value {
    time.unix_timestamp().into()
}

/// Of all numbers that can be asked for, which are more than there are, those that are set.
fn set(has: impl Fn(u8) -> bool) -> Value {
    (0..=u8::MAX).filter(|number| has(*number)).map(Value::from).collect()
}

pub(crate) fn european_by_package(row: &Row) -> Said {
    let read = of_europe(row);
    let [consents, interests, disclosed, allowed] = &read.lists;
    let field = |name: &str| read.fields[name].clone();
    // "not allowed" and "require legitimate interest" keep a vendor from relying on consent
    let restricted = |id| read.restricted(&[0, 2], id);
    let is_disclosed = |id| read.has_segment(1) && disclosed.contain(id);
    let mut said = read.said("policyVersion", "specialFeatureOptins");
    said.extend([
        ("cmp version", field("cmpVersion")),
        ("screen", field("consentScreen")),
        ("language", read.letters("consentLanguage")),
        ("country", read.letters("publisherCountryCode")),
        ("service specific", field("isServiceSpecific")),
        ("purpose one treatment", field("purposeOneTreatment")),
        ("purposes", read.purposes("purposeConsents")),
        ("purposes by number", field("purposeConsents")),
        ("interests", read.purposes("purposeLegitimateInterests")),
        ("interests by number", field("purposeLegitimateInterests")),
        ("publisher's purposes", read.of_segment(3, read.purposes("publisherConsents"))),
        ("publisher's interests", read.of_segment(3, read.purposes("publisherLegitimateInterests"))),
        ("own purposes", read.of_segment(3, field("numCustomPurposes"))),
        ("own consents", read.of_segment(3, field("publisherCustomConsents"))),
        ("own interests", read.of_segment(3, field("publisherCustomLegitimateInterests"))),
        ("consented", consents.json()),
        ("interested", interests.json()),
        ("disclosed", read.of_segment(1, disclosed.json())),
        ("consents to", read.probed(|id| consents.contain(id))),
        ("has interest", read.probed(|id| interests.contain(id))),
        ("discloses", read.of_segment(1, read.probed(is_disclosed))),
        ("allows", read.of_segment(2, read.probed(|id| allowed.contain(id)))),
        ("restricted", read.restricted_by_kind()),
        ("to_tcf", read.of_probes(|id| json!([id, consents.contain(id), is_disclosed(id), restricted(id)]))),
    ]);
    said
}

pub(crate) fn european(row: &Row, string: &TcString<'_>) -> Said {
    let read = of_europe(row);
    let tcf = string.to_tcf(read.probes.iter().copied());
    let vendor = |of: &TcfVendor| json!([of.id, of.consented, of.disclosed, numbers(of.restricted)]);
    let text = |letters: [u8; 2]| letters.map(char::from).iter().collect::<String>();
    let publisher = string.publisher();
    let kinds = [TcfRestriction::NotAllowed, TcfRestriction::RequireConsent, TcfRestriction::RequireLegitimateInterest];
    Said::from([
        ("created", seconds(string.created())),
        ("last updated", seconds(string.last_updated())),
        ("cmp id", string.cmp_id().into()),
        ("cmp version", string.cmp_version().into()),
        ("screen", string.consent_screen().into()),
        ("language", string.consent_language().map(text).into()),
        ("vendor list version", string.vendor_list_version().into()),
        ("policy version", string.policy_version().into()),
        ("country", string.publisher_country().map(text).into()),
        ("special features", set(|number| string.special_feature(number))),
        ("service specific", string.is_service_specific().into()),
        ("purpose one treatment", string.purpose_one_treatment().into()),
        ("purposes", numbers(string.purposes())),
        ("purposes by number", set(|number| string.consents_to_purpose(number))),
        ("interests", numbers(string.legitimate_interests())),
        ("interests by number", set(|number| string.has_legitimate_interest_in_purpose(number))),
        ("publisher's purposes", publisher.map(|of| numbers(of.purposes())).into()),
        ("publisher's interests", publisher.map(|of| numbers(of.legitimate_interests())).into()),
        ("own purposes", publisher.map(|of| of.own_purposes()).into()),
        ("own consents", publisher.map(|of| set(|number| of.consents_to_own(number))).into()),
        ("own interests", publisher.map(|of| set(|number| of.has_legitimate_interest_in_own(number))).into()),
        ("consented", Ids::united(string.consented()).json()),
        ("interested", Ids::united(string.legitimately_interested()).json()),
        ("disclosed", string.disclosed().map(|ids| Ids::united(ids).json()).into()),
        ("consents to", read.probed(|id| string.consents_to(id))),
        ("has interest", read.probed(|id| string.has_legitimate_interest(id))),
        ("discloses", string.discloses(1).map(|_| read.probed(|id| string.discloses(id) == Some(true))).into()),
        ("allows", string.allows(1).map(|_| read.probed(|id| string.allows(id) == Some(true))).into()),
        ("restricted", read.of_probes(|id| json!(kinds.map(|kind| numbers(string.restricted(id, kind)))))),
        ("to_tcf", tcf.vendors.iter().map(vendor).collect()),
    ])
}

pub(crate) fn canadian_by_package(row: &Row) -> Said {
    let read = of_canada(row);
    let [express, implied, disclosed] = &read.lists;
    let mut said = read.said("tcfPolicyVersion", "specialFeatureExpressConsent");
    said.extend([
        ("express purposes", read.purposes("purposesExpressConsent")),
        ("implied purposes", read.purposes("purposesImpliedConsent")),
        ("publisher's express purposes", read.of_segment(3, read.purposes("pubPurposesExpressConsent"))),
        ("publisher's implied purposes", read.of_segment(3, read.purposes("pubPurposesImpliedConsent"))),
        ("express", read.probed(|id| express.contain(id))),
        ("implied", read.probed(|id| implied.contain(id))),
        ("discloses", read.of_segment(1, read.probed(|id| disclosed.contain(id)))),
        ("restricted", read.restricted_by_kind()),
    ]);
    said
}

pub(crate) fn canadian(row: &Row, string: &TcfCanada<'_>) -> Said {
    let read = of_canada(row);
    let kinds = [CanadaRestriction::NotAllowed, CanadaRestriction::ExpressConsent, CanadaRestriction::ImpliedConsent];
    Said::from([
        ("created", seconds(string.created())),
        ("last updated", seconds(string.last_updated())),
        ("cmp id", string.cmp_id().into()),
        ("vendor list version", string.vendor_list_version().into()),
        ("policy version", string.policy_version().into()),
        ("special features", set(|number| string.special_feature(number))),
        ("express purposes", numbers(string.express_purposes())),
        ("implied purposes", numbers(string.implied_purposes())),
        ("publisher's express purposes", string.publisher_express_purposes().map(numbers).into()),
        ("publisher's implied purposes", string.publisher_implied_purposes().map(numbers).into()),
        ("express", read.probed(|id| string.has_express_consent(id))),
        ("implied", read.probed(|id| string.has_implied_consent(id))),
        ("discloses", string.discloses(1).map(|_| read.probed(|id| string.discloses(id) == Some(true))).into()),
        ("restricted", read.of_probes(|id| json!(kinds.map(|kind| numbers(string.restricted(id, kind)))))),
    ])
}
