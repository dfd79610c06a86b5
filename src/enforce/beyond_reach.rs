use super::RequestUri;
use crate::cookie::{Attributes, Cookie, HostName, Lifetime, Party, Storage};
use crate::decision::{Decision, Existing};
use crate::policy::{Declaration, Member};
use crate::visit::Place;
use crate::visitor::Visitor;
use crate::vocabulary::spelled;

/// Who can remove what a response cannot.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::enforce::Remover::Script.as_str(), "script");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the page, or somebody else's")]
pub enum Remover {
    /// A script of the page, or [`Clear-Site-Data`](Visitor::may_clear_storage).
    Script,
    /// The other party alone: tell it, or stop loading what it is for.
    OtherParty,
}

spelled! {
    Remover ("who removes it") {
        Script = "script", OtherParty = "other-party",
    }
}

/// What is declared, was said no to, and cannot be removed by a `Set-Cookie` line of this host.
///
/// # Examples
///
/// See [`Visitor::beyond_reach`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BeyondReach<'p> {
    declaration: &'p Declaration,
    remover: Remover,
    decision: Decision,
}

impl<'p> BeyondReach<'p> {
    /// The line of the inventory that means it, the site's or the Member's.
    #[must_use]
    pub const fn declaration(&self) -> &'p Declaration {
        self.declaration
    }

    /// Who can remove it.
    #[must_use]
    pub const fn remover(&self) -> Remover {
        self.remover
    }

    /// Why it goes.
    pub const fn decision(&self) -> Decision {
        self.decision
    }
}

impl<'a> Visitor<'a> {
    /// What the visitor said no to and a response of this host cannot remove: web storage of the page, and whatever is
    /// another party's. Which of it is there nobody can see from here, so it is what the inventory declares for these
    /// pages, in its order. It asks once for each line: for the response to a refusal, not for every one.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::cookie::Storage;
    /// use cookie_consent::enforce::{Remover, RequestUri};
    /// use cookie_consent::policy::{Declaration, Version};
    /// use cookie_consent::visit::{BrowserMode, Signals};
    /// use cookie_consent::{Age, Category, Consent, ConsentEvent, ConsentRecord, Place, Policy, Visit};
    /// use time::macros::{date, utc_datetime};
    ///
    /// let policy = Policy::builder()
    ///     .version(Version::new(1, date!(2022-12-15)))
    ///     .declare(Declaration::new("_fbp", Category::Targeting))
    ///     .declare(Declaration::new("fr", Category::Targeting).third_party().on_host("facebook.com"))
    ///     .declare(Declaration::new("speed", Category::Functionality).stored_in(Storage::LocalStorage))
    ///     .build()
    ///     .unwrap();
    /// let now = utc_datetime!(2026-11-23 12:00);
    /// let visit = Visit::new(now, Place::Site, Signals::NONE, &[], BrowserMode::AcceptsAll, Age::Unknown);
    /// let record = ConsentRecord::first(&ConsentEvent::reject_all(now, policy.version_at(now)));
    /// let visitor = policy.visitor(visit, Consent::Given(&record));
    ///
    /// let uri = RequestUri::first_party("www.edx.org", "/");
    /// let left: Vec<_> =
    ///     visitor.beyond_reach(&uri).map(|left| (left.declaration().pattern(), left.remover())).collect();
    /// assert_eq!(left, [("fr", Remover::OtherParty), ("speed", Remover::Script)]);
    /// assert!(visitor.may_clear_storage(&uri));
    /// ```
    pub fn beyond_reach<'u>(&'u self, uri: &'u RequestUri<'u>) -> impl Iterator<Item = BeyondReach<'a>> + use<'a, 'u> {
        let asked = self.stored_elsewhere(uri);
        asked.filter(|beyond| beyond.decision.existing() == Existing::Remove)
    }

    /// Whether `Clear-Site-Data: "storage"` (W3C Clear Site Data, section 3.1) would remove what has to go and nothing
    /// that is declared for this host and may stay. It is advice: the header removes all web storage of the origin, that
    /// which nobody declared too, with its service workers.
    ///
    /// # Examples
    ///
    /// See [`beyond_reach`](Self::beyond_reach).
    #[must_use]
    pub fn may_clear_storage(&self, uri: &RequestUri<'_>) -> bool {
        let mut stored = self.stored_elsewhere(uri).filter(|beyond| beyond.remover == Remover::Script).peekable();
        stored.peek().is_some() && stored.all(|beyond| beyond.decision.existing() == Existing::Remove)
    }

    /// What is declared here and is no cookie of this host, with the answer.
    fn stored_elsewhere<'u>(&'u self, uri: &'u RequestUri<'u>) -> impl Iterator<Item = BeyondReach<'a>> + use<'a, 'u> {
        let (policy, place) = (self.policy(), self.visit().place());
        let source = policy.source();
        let here = source.members().iter().filter(move |member| place == Place::Member(member.id()));
        let lines = source.declarations().iter().chain(here.flat_map(Member::declarations));
        lines.filter_map(move |declaration| {
            let remover = match (declaration.party(), declaration.storage()) {
                (Party::First, Storage::LocalStorage | Storage::SessionStorage | Storage::IndexedDb) => Remover::Script,
                (Party::First, Storage::Cookie | Storage::Pixel) | (Party::Third, Storage::Pixel) => return None,
                (Party::Third, _) => Remover::OtherParty,
            };
            let mut hosts = declaration.hosts();
            let own = HostName::new(uri.host);
            let host = match remover {
                Remover::OtherParty => hosts.next().unwrap_or_default(),
                Remover::Script if hosts.next().is_none() || declaration.hosts().any(|host| own.is_within(host)) => {
                    uri.host
                }
                // of another origin
                Remover::Script => return None,
            };
            // a pattern is itself a name that it means
            let decision = self.decide(&Cookie {
                name: declaration.pattern(),
                host,
                path: declaration.path().unwrap_or("/"),
                party: declaration.party(),
                lifetime: Lifetime::Session,
                storage: declaration.storage(),
                attributes: Attributes::Unknown,
            });
            Some(BeyondReach { declaration, remover, decision })
        })
    }
}
