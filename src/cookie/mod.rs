//! What is asked: the cookie, by name, place, party, lifetime, kind and attributes. Never by its value.

mod asked;
mod attributes;
mod category;
mod data_use;
mod host;
mod lifetime;
mod owned;
mod party;
mod path;
mod percent;
pub(crate) mod scan;
mod storage;
mod vendor;
mod white_space;

pub use asked::Cookie;
pub use attributes::{Attributes, SameSite, SetCookie};
pub use category::{Category, CategorySet};
pub use data_use::{DataUse, DataUseSet};
pub use host::HostName;
pub use lifetime::{InvalidMaxAge, Lifetime, MaxAge};
pub use owned::OwnedCookie;
pub use party::Party;
pub use storage::Storage;
pub use vendor::{InvalidVendorId, VendorId};

pub(crate) use attributes::Prefix;
pub(crate) use path::{path_matches, path_scopes};
pub(crate) use percent::percent_decoded;
pub(crate) use white_space::trim;
