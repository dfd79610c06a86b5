//! One file for each consent manager: what its cookies are called, what stands in them, and what its words mean.
//!
//! Each says [`NotMine`](super::answers::Said::NotMine) of another product's cookie of the name, `NoChoice` of what nobody
//! chose, and [`Damage`](super::manager::Damage) of everything else that it does not understand.

use super::manager::Manager;

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
