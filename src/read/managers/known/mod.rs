//! One file for each consent manager: what its cookies are called, what stands in them, and what its words mean.
//!
//! Each says [`NotMine`](super::answers::Said::NotMine) of another product's cookie of the name, `NoChoice` of what nobody
//! chose, and [`Damage`](super::manager::Damage) of everything else that it does not understand.

use super::manager::{Manager, Name};

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
    didomi::MANAGER,
    trustarc::MANAGER,
    vanilla::MANAGER,
    klaro::MANAGER,
    klaro::OREJIME,
    tarteaucitron::MANAGER,
    osano::MANAGER,
    osano_cookieconsent::MANAGER,
    complianz::MANAGER,
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

/// For each first byte of a name the managers that have a cookie with such a name, as bits in the order of the list: most
/// cookies of a request are nobody's, and end here.
static BY_FIRST_BYTE: [u64; 128] = {
    assert!(MANAGERS.len() <= 64, "a bit for each");
    let mut table = [0; 128];
    let mut slots: &mut [u64] = &mut table;
    let mut byte = 0_u8;
    while let [slot, others @ ..] = slots {
        let (mut managers, mut bit) = (MANAGERS, 1);
        while let [manager, rest @ ..] = managers {
            if begins_with(manager.names(), byte) {
                *slot |= bit;
            }
            (managers, bit) = (rest, bit << 1);
        }
        (slots, byte) = (others, byte.wrapping_add(1));
    }
    table
};

const fn begins_with(mut names: &[Name], byte: u8) -> bool {
    while let [name, rest @ ..] = names {
        if matches!(name.text().as_bytes(), [first, ..] if *first == byte) {
            return true;
        }
        names = rest;
    }
    false
}

/// The managers that may have a cookie of this name under its default, as bits.
pub(super) fn candidates(name: &[u8]) -> u64 {
    name.first().and_then(|first| BY_FIRST_BYTE.get(usize::from(*first))).copied().unwrap_or(0)
}
