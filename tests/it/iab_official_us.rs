//! What sections of the US in GPP strings say, field by field: by the IAB's own packages and by our readers.
#![cfg(test)]

use std::collections::BTreeMap;

use cookie_consent::Age;
use cookie_consent::read::iab::{Gpp, GppSection, IabError, UsSection};
use cookie_consent::visit::{GppSignal, OptOutField};
use serde_json::{Map, Value};

use crate::iab_gpp::CHILDREN;
use crate::iab_official::rows;

#[derive(Debug, PartialEq)]
struct Us {
    /// Of sale, of sharing, of targeted advertising.
    opt_outs: [Option<OptOutField>; 3],
    gpc: bool,
    known_child: Age,
    lacks_notice: bool,
    is_service_provider: bool,
}

/// The opt-outs by their names, with a small letter as the package has them in objects.
const OPT_OUTS: [(&str, &str); 3] = [
    ("saleOptOut", "SaleOptOut"),
    ("sharingOptOut", "SharingOptOut"),
    ("targetedAdvertisingOptOut", "TargetedAdvertisingOptOut"),
];

/// Whoever was not told of the processing, or of a choice, is held to have opted out.
const NOTICES: [&str; 5] =
    ["sharingNotice", "processingNotice", "saleOptOutNotice", "sharingOptOutNotice", "targetedAdvertisingOptOutNotice"];

impl Us {
    /// What a package reads in a section.
    ///
    /// # Errors
    ///
    /// That of ours for "did not opt out" beside a notice that says otherwise than that it was given: each
    /// specification of a section makes the choice 0 there.
    fn by_package(id: u16, fields: &Map<String, Value>) -> Result<Self, IabError> {
        let value = |name: &str| fields.get(name).and_then(Value::as_u64);
        let is_set = |name: &str| fields.get(name) == Some(&Value::Bool(true));
        for (name, ours) in OPT_OUTS {
            if value(name) == Some(2) && value(&format!("{name}Notice")) != Some(1) {
                return Err(IabError::WithoutNotice(ours));
            }
        }
        let children = match fields.get("knownChildSensitiveDataConsents") {
            None => &[],
            Some(Value::Array(children)) => children.as_slice(),
            Some(child) => std::slice::from_ref(child),
        };
        // the longer form of the national section has a third band, from 16 years
        let bands = CHILDREN.iter().filter(|(section, _)| *section == id).flat_map(|(_, lowest)| *lowest).chain(&[16]);
        let known = children.iter().zip(bands).filter(|(child, _)| **child != 0).map(|(_, lowest)| Age::Years(*lowest));
        Ok(Self {
            opt_outs: OPT_OUTS.map(|(name, _)| value(name).map(opt_out_field)),
            gpc: is_set("gpcSegmentIncluded") && is_set("gpc"),
            known_child: known.fold(Age::Unknown, Age::younger),
            lacks_notice: NOTICES.iter().any(|name| value(name) == Some(2)),
            is_service_provider: value("mspaServiceProviderMode") == Some(1) || value("mspaMode") == Some(2),
        })
    }

    fn ours(section: UsSection) -> Self {
        Self {
            opt_outs: [section.sale_opt_out(), section.sharing_opt_out(), section.targeted_advertising_opt_out()],
            gpc: section.gpc(),
            known_child: section.known_child(),
            lacks_notice: section.lacks_notice(),
            is_service_provider: section.is_service_provider(),
        }
    }
}

fn opt_out_field(value: u64) -> OptOutField {
    match value {
        0 => OptOutField::NotApplicable,
        1 => OptOutField::OptedOut,
        2 => OptOutField::DidNotOptOut,
        other => panic!("{other} is no opt-out"),
    }
}

/// What a section says to decisions, by the package's fields.
pub(crate) fn signal_by_package(id: u16, fields: &Map<String, Value>) -> Result<GppSignal, IabError> {
    let opted_out = |is| if is { OptOutField::OptedOut } else { OptOutField::NotApplicable };
    match id {
        2 | 5 => Ok(GppSignal::NONE),
        6 => Ok(GppSignal::from_fields(&[opted_out(fields["optOutSale"] == "Y")], false)),
        _ => {
            let us = Us::by_package(id, fields)?;
            let is = us.lacks_notice || us.is_service_provider || us.opt_outs.contains(&Some(OptOutField::OptedOut));
            Ok(GppSignal::from_fields(&[opted_out(is)], us.gpc).with_age(us.known_child))
        }
    }
}

/// Also where another section of the same string is refused.
#[test]
fn each_section_reads_as_the_package_reads_it() {
    let (mut read, mut refused, mut alone) = (0, 0, [0; 2]);
    for row in rows().iter().filter(|row| row.kind.starts_with("us") || row.kind == "gpp") {
        let string = Gpp::new(row.string.as_bytes()).unwrap();
        let mut count = 0;
        for ((id, ours), fields) in string.by_section().zip(&row.fields) {
            count += 1;
            if (2..=6).contains(&id) {
                continue;
            }
            let ours = ours.map_err(|damage| damage.error).map(|section| {
                let GppSection::Us(section) = section else { panic!("{id}: {section:?}") };
                Us::ours(section)
            });
            let theirs = Us::by_package(id, fields);
            assert_eq!(ours, theirs, "{}, {}, {id} (ours, then the package's): {}", row.kind, row.what, row.string);
            match theirs {
                Ok(us) if us.opt_outs.contains(&Some(OptOutField::OptedOut)) => {}
                Ok(us) => {
                    alone[0] += usize::from(us.lacks_notice && !us.is_service_provider);
                    alone[1] += usize::from(us.is_service_provider && !us.lacks_notice);
                }
                Err(_) => refused += 1,
            }
            read += 1;
        }
        assert_eq!(count, row.ids.len());
    }
    // what was refused; what a notice alone decides, and what the service provider mode alone
    assert_eq!((read, refused, alone), (488, 142, [22, 3]));
}

/// Else a row that is left out would not be missed.
#[test]
fn the_rows_hold_every_value_of_every_field_of_the_us() {
    let mut seen: BTreeMap<(String, String, usize), Vec<u64>> = BTreeMap::new();
    for row in rows().into_iter().filter(|row| row.kind.starts_with("us") && row.kind != "uspv1") {
        for (field, value) in &row.fields[0] {
            for (place, value) in value.as_array().unwrap_or(&vec![value.clone()]).iter().enumerate() {
                let value = value.as_u64().or_else(|| value.as_bool().map(u64::from)).unwrap();
                seen.entry((row.kind.clone(), field.clone(), place)).or_default().push(value);
            }
        }
    }
    for ((kind, field, place), values) in &mut seen {
        values.sort_unstable();
        values.dedup();
        let all: &[u64] = match field.as_str() {
            "version" if kind == "usnat" => &[1, 2],
            "version" | "mspaVersion" | "gpcSegmentType" => &[1],
            "gpc" | "gpcSegmentIncluded" | "sensitiveDataConsentSegmentIncluded" => &[0, 1],
            "mspaCoveredTransaction" => &[1, 2],
            _ => &[0, 1, 2],
        };
        assert_eq!(values, all, "{kind}, {field}, {place}");
    }
    assert_eq!(seen.len(), 470);
}
