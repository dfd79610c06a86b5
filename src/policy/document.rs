//! A policy as a document: every key, and the words that may stand there.
//!
//! A document is an object in any format that `serde` reads and that describes itself, such as JSON. Whatever is not
//! named here is an error: a key, a word, a second key of the same name. [`PolicyBuilder`](super::PolicyBuilder) and
//! [`Policy`](super::Policy) are read from it; the builder keeps typed errors for
//! [`build`](super::PolicyBuilder::build).
//!
//! In every object a `comment` may stand, a text for whoever edits the document; `$schema` at the top is for editors.
//! Both are dropped when a policy is written.
//!
//! | key | what stands there |
//! |---|---|
//! | `format` | `"cookie-consent-policy/1"`, and must be there: [`FORMAT`] |
//! | `controller` | `name` and `contact` of who is responsible |
//! | `record_cookie` | the cookie that keeps the visitor's record, by name |
//! | `versions` | must be there, with at least one: see below |
//! | `settings` | what the policy decides for itself: see below |
//! | `vendors` | the companies behind cookies: see below |
//! | `declarations` | the inventory; must be there, and may be empty: see below |
//! | `delegations` | names and patterns that Members may declare strictly necessary |
//! | `members` | tenants with pages and cookies of their own: see below |
//! | `law` | changes to the table of laws: see below |
//! | `not_subject` | facts of law that do not bind the site: each the id of a `fact`, and `because` |
//!
//! A version has a `number` and the day `effective` from which it holds (`"2026-11-23"`), and may have `material`,
//! the categories that it changed materially, and `material_vendors`, ids of vendors.
//!
//! The settings, of which each may be left out, are `gpc_scope` ([words](super::GpcScope); `everywhere` if left out),
//! `dnt_scope` ([words](super::DntScope); `ignored`), `undeclared` ([words](super::Undeclared); `deny`),
//! `imported_labels` ([words](super::ImportedLabels); `inform`), `browser_grants` ([words](super::BrowserGrants);
//! `for-browser`) and `absent_risks`, risks that are absent from all that the site declares itself (a list of
//! [words](crate::law::Risk); none).
//!
//! A vendor has an `id` and a `name`, and may have `programmes` (a list of [words](crate::visit::Programme)), a
//! `tool` (a [word](crate::visit::VendorTool)), a `tcf_id` and an `atp_id`, which are numbers.
//!
//! A declaration has a `name`, in which `*` stands for any run of characters, and `categories`, at least one
//! [word](crate::Category). It may have
//!
//! | key | what stands there | if it is left out |
//! |---|---|---|
//! | `uses` | a list of [words](crate::cookie::DataUse) | the default uses of the categories |
//! | `party` | a [word](crate::cookie::Party) | `first` |
//! | `storage` | a [word](crate::cookie::Storage) | `cookie` |
//! | `hosts` | host names, each with those below it | every host |
//! | `path` | a path, with those below it | every path |
//! | `vendor` | the id of a vendor | nobody in particular |
//! | `lifetime` | `"session"`, `{"days": 90}` or `{"seconds": 3600}` | no limit but those of browsers and the law |
//! | `purpose` | what to tell the visitor | nothing |
//! | `exemptions` | each a `ground` ([word](crate::law::Ground)) and what is `met` ([words](crate::law::Condition)) | none |
//! | `absent_risks` | risks that the site states are absent ([words](crate::law::Risk)) | none |
//! | `trust` | a [word](super::Trust) | `reviewed` |
//!
//! A Member has an `id` and may have `pages` (objects with a `host` and a `path`), `declarations` as the site has
//! them, `forbids` (objects with one of `category`, `use`, `vendor` and `cookie`), `tightens` (objects with the
//! `name` that the site declared, and any of `add_categories`, `add_uses` and a shorter `lifetime`) and `longest`, a
//! lifetime.
//!
//! A change of the law has a `place` (`"FR"`, `"US-CA"`, `"elsewhere"` or `"unknown"`) and a `rule`, and may have a
//! day `since` which it holds and `laxer`, which must be `true` for one that makes the law laxer. A rule is one of
//! the words `no-exemption`, `shows-opt-out-status`, `tcf-vetoes`, `tcf-applies` and `notifies-material-change`, or an
//! object with one key. The order of the changes means nothing; [`LawOverride`](super::LawOverride) says what they
//! amount to together.
//!
//! | key | what stands there |
//! |---|---|
//! | `requires` | what cookies need, a [word](crate::law::Requirement) |
//! | `requires-for` | `category` and `requirement` |
//! | `ignores-risk`, `opt-in-if`, `forbidden-if` | `categories`, a list, and `risk` |
//! | `exempts` | a [word](crate::law::Ground) |
//! | `honours-gpc` | `true` or `false` |
//! | `consent-lasts`, `override-lasts`, `ask-again-after` | `{"months": 6}` |
//! | `minors-not-asked-again` | `{"below": 16}` |
//! | `minors-need-parent`, `minors-need-opt-in`, `minors-prohibited` | `below` and `reach`, a [word](crate::law::Reach) |
//!
//! # Examples
//!
//! ```
//! use cookie_consent::policy::PolicyBuilder;
//!
//! let document = r#"{
//!     "format": "cookie-consent-policy/1",
//!     "versions": [{ "number": 1, "effective": "2022-12-15" }],
//!     "declarations": [
//!         { "name": "sessionid", "categories": ["strictly-necessary"], "comment": "the login" },
//!         { "name": "_ga", "categories": ["performance"], "lifetime": 90 }
//!     ]
//! }"#;
//! let errors = serde_json::from_str::<PolicyBuilder>(document).unwrap().build().unwrap_err();
//! assert_eq!(errors.iter().next().unwrap().place(), "declarations[1].lifetime");
//!
//! let mended = document.replace("90", r#"{ "days": 90 }"#);
//! assert!(serde_json::from_str::<PolicyBuilder>(&mended).unwrap().build().is_ok());
//! ```

/// The value of `format`.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::policy::document::FORMAT, "cookie-consent-policy/1");
/// ```
pub const FORMAT: &str = "cookie-consent-policy/1";

/// The JSON Schema (2020-12) of a document, for editors and other programs. What it forbids is refused; it knows no
/// more than shapes and words, so what it permits can still be wrong, as an unknown vendor is.
///
/// # Examples
///
/// ```
/// use cookie_consent::policy::document::SCHEMA;
///
/// let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
/// assert_eq!(schema["properties"]["format"]["const"], "cookie-consent-policy/1");
/// ```
pub const SCHEMA: &str = include_str!("document.schema.json");
