//! What arrives: headers, consent managers' cookies, and the strings of the IAB, read into [`Signals`](crate::Signals),
//! [`Consent`](crate::Consent) and [`OptOut`](crate::OptOut)s. [`request`] does all of it in one call.

mod cookies;
mod headers;
mod note;
mod opt_out_cookies;
mod request;

pub use cookies::{Cookies, Pair, TooManyCookies};
pub use headers::Headers;
pub use note::Note;
pub use opt_out_cookies::{OptOutCookie, opt_out_cookies};
pub use request::{Reading, Sources, request};
