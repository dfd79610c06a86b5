//! Other decoders of the same strings, where they are right: `lib_tcstring` and `iab_gpp`.
//!
//! Both are kept from what they are known to get wrong: ranges that end at 65,535 (an overflow) and strings that are
//! cut (a panic); base64 whose length no encoder writes; in `iab_gpp` publisher restrictions, whose vendors it reads as
//! if a greatest id stood before them, and headers of GPP with three or more sections that are listed singly (the ids
//! are added up wrongly). A panic in either is a failure to be looked at, not a crash of the tests.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "the numbers of tests are far from any limit")]

use std::collections::BTreeSet;
use std::panic::catch_unwind;

use cookie_consent::read::iab::{Gpp, GppSection, TcString, TcfRestriction};
use cookie_consent::visit::{OptOutField, TcfPurpose, TcfPurposes};
use iab_gpp::sections::tcfeuv2::TcfEuV2;
use iab_gpp::sections::us_common::OptOut;
use iab_gpp::sections::usnat::Core;
use iab_gpp::sections::{Section, SectionId};
use iab_gpp::v1::GPPString;
use lib_tcstring::{PublisherRestrictionType, TcModelV2};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::cases::cases;
use crate::iab_encoder::{TcModel, Vendors, section, string};
use crate::iab_gpp::SECTIONS;
use crate::iab_tcf::models;

/// Beyond the greatest id that is drawn.
const IDS: u16 = 450;

/// What a TC string says, in words that all three have.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    /// Created and updated, in seconds.
    times: (u64, u64),
    /// Consent manager, vendor list, policy.
    numbers: (u16, u16, u16),
    /// Service-specific, purpose one treatment.
    flags: (bool, bool),
    country: String,
    features: BTreeSet<u16>,
    purposes: BTreeSet<u16>,
    interests: BTreeSet<u16>,
    consents: BTreeSet<u16>,
    legitimate: BTreeSet<u16>,
    /// Purposes and vendors that may not rely on consent.
    restricted: BTreeSet<(u16, u16)>,
    disclosed: BTreeSet<u16>,
    publisher: BTreeSet<u16>,
}

/// The purposes for which a vendor may not rely on consent.
fn without_consent(string: &TcString<'_>, vendor: u16) -> TcfPurposes {
    let of = |to| string.restricted(vendor, to);
    of(TcfRestriction::NotAllowed).union(of(TcfRestriction::RequireLegitimateInterest))
}

fn ids(has: impl Fn(u16) -> bool) -> BTreeSet<u16> {
    (0..IDS).filter(|id| has(*id)).collect()
}

/// The purposes that we know, and only vendors that we ask for.
fn known(purposes: impl IntoIterator<Item = u16>) -> BTreeSet<u16> {
    purposes.into_iter().filter(|purpose| (1..=11).contains(purpose)).collect()
}

fn ours(text: &str) -> Said {
    let string = TcString::new(text.as_bytes()).unwrap();
    let numbers = |purposes: TcfPurposes| -> BTreeSet<u16> {
        (1..)
            .zip(TcfPurpose::ALL)
            .filter(|(_, purpose)| purposes.contains(**purpose))
            .map(|(number, _)| number)
            .collect()
    };
    let seconds = |time: time::UtcDateTime| u64::try_from(time.unix_timestamp()).unwrap();
    Said {
        times: (seconds(string.created()), seconds(string.last_updated())),
        numbers: (string.cmp_id(), string.vendor_list_version(), string.policy_version().into()),
        flags: (string.is_service_specific(), string.purpose_one_treatment()),
        country: String::from_utf8(string.publisher_country().unwrap().to_vec()).unwrap(),
        features: (1..=12).filter(|number| string.special_feature(*number)).map(u16::from).collect(),
        purposes: numbers(string.purposes()),
        interests: numbers(string.legitimate_interests()),
        consents: ids(|id| string.consents_to(id)),
        legitimate: ids(|id| string.has_legitimate_interest(id)),
        restricted: (0..IDS)
            .flat_map(|id| numbers(without_consent(&string, id)).into_iter().map(move |purpose| (purpose, id)))
            .collect(),
        disclosed: ids(|id| string.discloses(id) == Some(true)),
        publisher: string.publisher().map(|publisher| numbers(publisher.purposes())).unwrap_or_default(),
    }
}

fn of_lib_tcstring(text: &str) -> Said {
    let model = catch_unwind(|| TcModelV2::try_from(text)).expect("a panic in `lib_tcstring`").unwrap();
    let wide = |numbers: Vec<u8>| numbers.into_iter().map(u16::from);
    let forbids = |kind: &PublisherRestrictionType| *kind != PublisherRestrictionType::RequireConsent;
    let restrictions = model.publisher_restrictions.iter().filter(|restriction| forbids(&restriction.restriction_type));
    let restricted = restrictions.flat_map(|restriction| {
        let purpose = known([restriction.purpose_id.into()]);
        purpose.into_iter().flat_map(|purpose| restriction.vendor_list.iter().map(move |id| (purpose, *id)))
    });
    Said {
        times: (model.created_at / 1_000, model.updated_at / 1_000),
        numbers: (model.cmp_id, model.vendor_list_version, model.tcf_policy_version),
        flags: (model.is_service_specific, model.purpose_one_treatment),
        country: model.publisher_country_code,
        features: wide(model.special_feature_opt_ins).collect(),
        purposes: known(wide(model.purposes_consent)),
        interests: known(wide(model.purposes_li_transparency)),
        consents: model.vendors_consent.into_iter().collect(),
        legitimate: model.vendors_li_consent.into_iter().collect(),
        restricted: restricted.collect(),
        disclosed: model.disclosed_vendors.into_iter().collect(),
        publisher: known(wide(model.publisher_purposes_consent)),
    }
}

fn of_iab_gpp(text: &str) -> Said {
    let string = catch_unwind(|| text.parse::<TcfEuV2>()).expect("a panic in `iab_gpp`").unwrap();
    let core = string.core;
    Said {
        times: (core.created, core.last_updated),
        numbers: (core.cmp_id, core.vendor_list_version, core.policy_version.into()),
        flags: (core.is_service_specific, core.purpose_one_treatment),
        country: core.publisher_country_code,
        features: core.special_feature_optins,
        purposes: known(core.purpose_consents),
        interests: known(core.purpose_legitimate_interests),
        consents: core.vendor_consents,
        legitimate: core.vendor_legitimate_interests,
        restricted: BTreeSet::new(),
        disclosed: string.disclosed_vendors.unwrap_or_default(),
        publisher: known(string.publisher_purposes.map(|publisher| publisher.consents).unwrap_or_default()),
    }
}

/// A string whose ranges stay within its greatest id, which the others do not hold them against, in base64 of whole
/// bytes.
fn regular(model: &TcModel) -> String {
    let mut model = model.clone();
    let within = |vendors: &mut Vendors| {
        if let Vendors::Ranges(max, ranges) = vendors {
            *max = ranges.iter().map(|range| *range.end()).max().unwrap_or(0);
        }
    };
    within(&mut model.consents);
    within(&mut model.legitimate);
    model.disclosed.as_mut().map(within);
    model.allowed.as_mut().map(within);
    // nor a language whose name is no letters
    model.asked_by.2 = model.asked_by.2.map(|letter| letter % 26);
    let padded = |part: &str| format!("{part}{}", "A".repeat(part.len().next_multiple_of(4) - part.len()));
    model.text().split('.').map(padded).collect::<Vec<_>>().join(".")
}

/// A section of the US with values that mean something in each field, and what it opts out of. Every notice was given,
/// and the business is no service provider: the other reader does not hold a choice against either.
fn us_section() -> impl Strategy<Value = (u16, String, BTreeSet<usize>)> {
    let known: Vec<_> = SECTIONS.iter().filter(|section| section.0 <= 23).copied().collect();
    (select(known), vec(0_u64..=2, 40), 1_u64..=2, any::<Option<bool>>()).prop_map(|(layout, values, covered, gpc)| {
        let (id, before, opt_outs, sensitive, children, after, has_gpc) = layout;
        let kinds = opt_outs.split(' ').count();
        let mut fields = values;
        fields.truncate(before + kinds + sensitive + children + after);
        // the last three are about the MSPA, and to be covered by it or not is no field that can be left open
        let at = fields.len() - 3;
        fields[at] = covered;
        fields[..before].fill(1);
        let mode = fields.len() - 1;
        fields[mode] &= 2;
        let opted_out = (0..kinds).filter(|kind| fields[before + kind] == 1).collect();
        (id, section(id, &fields, gpc.filter(|_| has_gpc)), opted_out)
    })
}

/// The opt-outs of a section by `iab_gpp`, and its Global Privacy Control.
fn us_of_iab_gpp(id: u16, text: &str) -> (Vec<bool>, bool) {
    let out = |field: &OptOut| *field == OptOut::OptedOut;
    let whole = string(&[(id, text.to_owned())], false);
    let gpp = GPPString::parse_str(&whole).unwrap();
    let id = *gpp.section_ids().next().unwrap();
    macro_rules! usual {
        ($section:expr, $gpc:expr) => {
            ($section.core.sale_opt_out, $section.core.targeted_advertising_opt_out, $gpc)
        };
    }
    #[expect(clippy::wildcard_enum_match_arm, reason = "what else there is, is no section of the US")]
    let (sale, ads, gpc) = match gpp.decode_section(id).unwrap() {
        Section::UsNat(section) => {
            let opt_outs = match section.core {
                Core::V1(core) => [core.sale_opt_out, core.sharing_opt_out, core.targeted_advertising_opt_out],
                Core::V2(core) => [core.sale_opt_out, core.sharing_opt_out, core.targeted_advertising_opt_out],
                other => panic!("{other:?} is new"),
            };
            return (opt_outs.iter().map(out).collect(), section.gpc == Some(true));
        }
        Section::UsCa(section) => (section.core.sale_opt_out, section.core.sharing_opt_out, section.gpc),
        Section::UsVa(section) => usual!(section, None),
        Section::UsUt(section) => usual!(section, None),
        Section::UsFl(section) => usual!(section, None),
        Section::UsCo(section) => usual!(section, section.gpc),
        Section::UsCt(section) => usual!(section, section.gpc),
        Section::UsMt(section) => usual!(section, section.gpc),
        Section::UsOr(section) => usual!(section, section.gpc),
        Section::UsTx(section) => usual!(section, section.gpc),
        Section::UsDe(section) => usual!(section, section.gpc),
        Section::UsIa(section) => usual!(section, section.gpc),
        Section::UsNe(section) => usual!(section, section.gpc),
        Section::UsNh(section) => usual!(section, section.gpc),
        Section::UsNj(section) => usual!(section, section.gpc),
        Section::UsTn(section) => usual!(section, section.gpc),
        Section::UsMn(section) => usual!(section, section.gpc),
        other => panic!("{other:?} is no section of the US"),
    };
    ([&sale, &ads].map(out).to_vec(), gpc == Some(true))
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn tc_strings_read_as_others_read_them(model in models()) {
        let text = regular(&model);
        prop_assert_eq!(ours(&text), of_lib_tcstring(&text));
        let text = regular(&TcModel { restrictions: Vec::new(), ..model });
        prop_assert_eq!(ours(&text), of_iab_gpp(&text));
    }

    #[test]
    fn sections_of_the_us_read_as_another_reads_them(parts in us_section()) {
        let (id, text, opted_out) = parts;
        let (theirs, gpc) = us_of_iab_gpp(id, &text);
        let set: BTreeSet<usize> = theirs.iter().enumerate().filter(|(_, out)| **out).map(|(kind, _)| kind).collect();
        prop_assert_eq!(&set, &opted_out, "what was written, section {}", id);
        let whole = string(&[(id, text)], false);
        let string = Gpp::new(whole.as_bytes()).unwrap();
        let ours = string.signal().unwrap();
        prop_assert_eq!((ours.opted_out(), ours.gpc()), (theirs.contains(&true), gpc), "section {}", id);
        let Some((_, Ok(GppSection::Us(us)))) = string.by_section().next() else { panic!("section {id}") };
        let fields = [us.sale_opt_out(), us.sharing_opt_out(), us.targeted_advertising_opt_out()];
        let fields: Vec<_> = fields.into_iter().flatten().map(|field| field == OptOutField::OptedOut).collect();
        prop_assert_eq!(fields, theirs, "section {}", id);
    }
}

/// Two ids, or groups, are within what `iab_gpp` 0.1.2 reads rightly.
#[test]
fn headers_read_as_another_reads_them() {
    use SectionId::{TcfCaV1, TcfEuV2, UsCa, UsMn, UsNat, UsVa, UspV1};
    let cases = [
        (vec![(2, TcfEuV2), (6, UspV1)], false),
        (vec![(5, TcfCaV1), (6, UspV1)], false),
        (vec![(6, UspV1), (7, UsNat), (8, UsCa), (9, UsVa)], true),
        (vec![(2, TcfEuV2), (8, UsCa)], true),
        (vec![(23, UsMn)], false),
    ];
    for (wanted, groups) in cases {
        let sections: Vec<_> = wanted.iter().map(|(id, _)| (*id, "x".to_owned())).collect();
        let text = string(&sections, groups);
        let theirs: Vec<_> = GPPString::parse_str(&text).unwrap().section_ids().copied().collect();
        let ours: Vec<_> = Gpp::new(text.as_bytes()).unwrap().sections().map(|(id, _)| id).collect();
        assert_eq!((ours, theirs), wanted.into_iter().unzip(), "{text}");
    }
}
