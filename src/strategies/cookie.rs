use alloc::string::{String, ToString};
use alloc::vec::Vec;

use proptest::prop_oneof;
use proptest::sample::select;
use proptest::strategy::{Just, Strategy};

use super::mostly;
use super::policy::policies;
use crate::cookie::{Attributes, Lifetime, OwnedCookie, Party, SameSite, SetCookie, Storage};
use crate::policy::{Declaration, Policy};
use crate::visit::OwnedPlace;

/// Cookies of [`policies`], and some of nobody's.
///
/// # Examples
///
/// See [`OwnedCookie`].
pub fn cookies() -> impl Strategy<Value = OwnedCookie> {
    policies().prop_flat_map(|policy| cookies_of(&policy))
}

/// Mostly cookies that a policy or one of its Members declares, with names of their own where it declares a pattern;
/// some that nobody declares, some of the other party.
///
/// # Examples
///
/// ```
/// use cookie_consent::policy::{Declaration, Version};
/// use cookie_consent::strategies::cookies_of;
/// use cookie_consent::{Category, Policy};
/// use proptest::prelude::*;
/// use time::macros::date;
///
/// let policy = Policy::builder()
///     .version(Version::new(1, date!(2022-12-15)))
///     .declare(Declaration::new("_ga_*", Category::Performance).on_host("edx.org"))
///     .build()
///     .unwrap();
/// proptest!(|(cookie in cookies_of(&policy))| {
///     prop_assert!(!cookie.name.starts_with("_ga_") || cookie.host.ends_with("edx.org"));
/// });
/// ```
pub fn cookies_of(policy: &Policy) -> impl Strategy<Value = OwnedCookie> + use<> {
    let source = policy.source();
    cookies_in(
        source
            .declarations
            .iter()
            .chain(source.members.iter().flat_map(|member| &member.declarations))
            .map(Line::of)
            .collect(),
    )
}

/// Cookies that may be met at a place.
pub(super) fn cookies_at(policy: &Policy, place: &OwnedPlace) -> impl Strategy<Value = OwnedCookie> + use<> {
    let source = policy.source();
    let here = source.members.iter().filter(|member| *place == OwnedPlace::Member(member.id().into()));
    cookies_in(source.declarations.iter().chain(here.flat_map(|member| &member.declarations)).map(Line::of).collect())
}

/// Where a cookie is kept, by a declaration or by none.
#[derive(Clone, Debug)]
struct Line {
    pattern: String,
    host: String,
    path: String,
    party: Party,
    storage: Storage,
}

impl Line {
    fn of(declaration: &Declaration) -> Self {
        Self {
            pattern: declaration.pattern.to_string(),
            host: declaration.hosts.first().map_or("edx.org", |host| host).to_string(),
            path: declaration.path.as_deref().unwrap_or("/").to_string(),
            party: declaration.party,
            storage: declaration.storage,
        }
    }

    fn undeclared(name: &str) -> Self {
        Self {
            pattern: name.to_string(),
            host: "edx.org".to_string(),
            path: "/".to_string(),
            party: Party::First,
            storage: Storage::Cookie,
        }
    }
}

fn cookies_in(declared: Vec<Line>) -> impl Strategy<Value = OwnedCookie> {
    let undeclared: Vec<Line> = ["_gat", "_g", "Session", "", "zz*top"].map(Line::undeclared).into();
    let declared = if declared.is_empty() { undeclared.clone() } else { declared };
    let line = prop_oneof![12 => select(declared), 1 => select(undeclared)];
    let instance = select(&["AB12", "", "x", "a_b"][..]);
    // a host below stands for the one above it, one that ends alike does not
    let below = mostly(6, "www.", ["", ".", "not"]);
    let lifetime = mostly(1, Lifetime::Session, [30, 396, 1_000].map(Lifetime::days));
    let other_party = mostly(12, false, [true]);
    let storage = mostly(24, None, Storage::ALL.iter().copied().map(Some));
    (line, instance, below, lifetime, attributes(), other_party, storage).prop_map(
        |(line, instance, below, lifetime, attributes, other_party, storage)| OwnedCookie {
            name: line.pattern.replace('*', instance),
            host: [below, &line.host].concat(),
            path: line.path,
            party: match (line.party, other_party) {
                (Party::First, true) => Party::Third,
                (Party::Third, true) => Party::First,
                (party, false) => party,
            },
            lifetime,
            storage: storage.unwrap_or(line.storage),
            attributes,
        },
    )
}

fn attributes() -> impl Strategy<Value = Attributes> {
    let secure = SetCookie {
        secure: true,
        http_only: true,
        domain: false,
        partitioned: false,
        same_site: Some(SameSite::None),
        value_len: 32,
    };
    let others = [
        SetCookie { partitioned: true, ..secure },
        SetCookie { secure: false, ..secure },
        SetCookie { value_len: 4096, ..secure },
    ];
    prop_oneof![
        6 => Just(Attributes::Unknown),
        1 => Just(Attributes::None),
        3 => mostly(6, secure, others).prop_map(Attributes::Set),
    ]
}
