//! One file for each consent manager: what its cookies are called, what stands in them, and what its words mean.
//!
//! Each says [`NotMine`](super::answers::Content::NotMine) of another product's cookie of the name, `NoChoice` of what
//! nobody chose, and [`Damage`](super::manager::Damage) of everything else that it does not understand: also of what
//! merely begins like its own, or is almost that.

use super::manager::Manager;
use crate::read::initials::Initials;

mod aspnet;
mod axeptio;
mod borlabs;
mod civic;
mod commanders_act;
mod complianz;
mod cookie_information;
pub(super) mod cookiebot;
mod cookiefirst;
mod cookiescript;
mod cookiesjsr;
mod cookieyes;
mod didomi;
mod django;
mod eu_cookie_compliance;
pub(super) mod fides;
mod gov_uk;
mod hubspot;
mod iubenda;
mod ketch;
mod klaro;
mod moove;
mod onetrust;
mod osano;
mod osano_cookieconsent;
mod shopify;
mod tarteaucitron;
mod tealium;
mod trustarc;
mod vanilla;
mod wix;
mod wp_consent_api;

/// All of them; several forms of one manager stand together.
pub(super) const MANAGERS: &[Manager] = &[
    onetrust::MANAGER,
    onetrust::SALE,
    cookiebot::MANAGER,
    cookieyes::MANAGER,
    cookieyes::SPLIT,
    cookieyes::LEGACY,
    cookieyes::LEGACY_ALL,
    didomi::MANAGER,
    trustarc::MANAGER,
    vanilla::MANAGER,
    klaro::MANAGER,
    klaro::OREJIME,
    tarteaucitron::MANAGER,
    osano::MANAGER,
    osano_cookieconsent::MANAGER,
    complianz::MANAGER,
    complianz::LIST,
    iubenda::MANAGER,
    cookiefirst::MANAGER,
    cookiescript::MANAGER,
    civic::MANAGER,
    hubspot::MANAGER,
    shopify::MANAGER,
    fides::MANAGER,
    axeptio::MANAGER,
    axeptio::VENDORS,
    borlabs::MANAGER,
    moove::MANAGER,
    aspnet::MANAGER,
    django::MANAGER,
    cookie_information::MANAGER,
    tealium::MANAGER,
    commanders_act::MANAGER,
    ketch::MANAGER,
    wix::MANAGER,
    eu_cookie_compliance::MANAGER,
    cookiesjsr::MANAGER,
    gov_uk::MANAGER,
    wp_consent_api::MANAGER,
];

static INITIALS: Initials = {
    assert!(MANAGERS.len() <= 64, "a bit for each");
    let (mut initials, mut managers, mut bit) = (Initials::NONE, MANAGERS, 1);
    while let [manager, rest @ ..] = managers {
        let mut names = manager.names();
        while let [name, others @ ..] = names {
            assert!(name.text().len() > 1 && name.text().is_ascii(), "two bytes to know it by");
            initials = initials.with(name.text(), bit);
            names = others;
        }
        (managers, bit) = (rest, bit << 1);
    }
    initials
};

/// The managers that may have a cookie of this name under its default, as bits in the order of the list.
pub(super) fn candidates(name: &[u8]) -> u64 {
    INITIALS.of(name)
}

/// The managers whose bits are set, each with its bit.
pub(super) fn managers(mut bits: u64) -> impl Iterator<Item = (u64, &'static Manager)> {
    core::iter::from_fn(move || {
        let index = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        let manager = MANAGERS.get(usize::try_from(index).ok()?)?;
        Some((1_u64.wrapping_shl(index), manager))
    })
}

/// The forms of these managers, as bits.
pub(super) fn forms(which: impl Fn(&Manager) -> bool) -> u64 {
    managers(u64::MAX).filter(|(_, manager)| which(manager)).fold(0, |bits, (bit, _)| bits | bit)
}
