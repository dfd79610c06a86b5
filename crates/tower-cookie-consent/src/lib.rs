#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

mod caches;
mod facts;
mod handle;
mod layer;
mod observed;
mod site;

pub use facts::Facts;
pub use handle::{CookieConsent, NotRecorded};
pub use layer::{ConsentLayer, ConsentService, ResponseFuture};
pub use observed::Observed;
#[cfg(feature = "tracing")]
#[cfg_attr(docsrs, doc(cfg(feature = "tracing")))]
pub use observed::traced;
