//! What is the same for every cookie of a scene.

use cookie_consent::Region;
use cookie_consent::visit::Tcf;

use super::guest::Guest;
use super::law::{Book, Law};
use super::record::Record;
use super::said;
use super::scene::Scene;
use super::site::Site;
use super::string;

/// What is the same for every cookie of a scene.
pub(super) struct Facts<'s> {
    pub(super) site: &'s Site,
    pub(super) guest: &'s Guest,
    pub(super) record: &'s Record,
    pub(super) laws: Vec<Law>,
    pub(super) age: Option<u8>,
    pub(super) tcf: Option<Tcf>,
}

impl<'s> Facts<'s> {
    pub(super) fn of(book: &Book, site: &'s Site, scene: &'s Scene) -> Self {
        let Scene { guest, record, .. } = scene;
        let laws = regions(guest).into_iter().map(|region| book.law_at(site, region, guest.now)).collect();
        let ages = guest.gpp.iter().filter_map(|gpp| gpp.age).chain(guest.age);
        Self { site, guest, record, laws, age: ages.min(), tcf: string::together(&guest.tcf) }
    }

    /// Global Privacy Control is on in this request, by a header, a script or a GPP string.
    pub(super) fn has_gpc(&self) -> bool {
        let exact = |(name, value): &(&str, &str)| name.eq_ignore_ascii_case("sec-gpc") && value.trim() == "1";
        self.guest.script_gpc || self.guest.headers.iter().any(exact) || self.guest.gpp.iter().any(|gpp| gpp.gpc)
    }

    pub(super) fn has_dnt(&self) -> bool {
        self.guest.headers.iter().any(|(name, value)| name.eq_ignore_ascii_case("dnt") && value.trim() == "1")
    }

    pub(super) fn has_malformed_header(&self) -> bool {
        self.guest.headers.iter().any(|(name, value)| match name.to_ascii_lowercase().as_str() {
            "sec-gpc" => value.trim() != "1",
            "dnt" => !matches!(value.trim(), "0" | "1"),
            _ => false,
        })
    }

    pub(super) fn was_seen(&self) -> bool {
        said::gpc_first_seen(self.record).is_some()
    }
}

/// Each region once; of more than four none is kept.
fn regions(guest: &Guest) -> Vec<Option<Region>> {
    let mut regions: Vec<Option<Region>> = Vec::new();
    for region in &guest.regions {
        if !regions.contains(&Some(*region)) {
            regions.push(Some(*region));
        }
    }
    if regions.len() > 4 {
        return vec![None];
    }
    if guest.and_unknown || regions.is_empty() {
        regions.push(None);
    }
    regions
}
