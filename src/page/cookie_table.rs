//! The table of a page that lists cookies.

use alloc::vec::Vec;

use crate::cookie::{CategorySet, DataUseSet, Lifetime, MaxAge, Party, Storage};
use crate::policy::{Declaration, Member, Policy, Vendor};
use crate::vocabulary::spelled;

/// A row of the table of cookies that a site shows: a line of the inventory, the site's or a Member's, in words that a
/// template can translate. The purpose is the policy's own text.
///
/// By `serde` it is an object with these fields, of the vendor its id and name.
///
/// # Examples
///
/// See [`Policy::cookie_table`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CookieRow<'p> {
    /// The name, or a pattern in which `*` stands for any characters.
    pub name: &'p str,
    /// The categories in which it is judged: of one that is declared strictly necessary and serves another use too,
    /// that of the other use. On a Member's pages the Member can add some.
    pub categories: CategorySet,
    /// What the data are for.
    pub uses: DataUseSet,
    /// Whose it is, if the line names a vendor.
    pub vendor: Option<&'p Vendor>,
    /// What to tell the visitor; empty if nothing was written.
    pub purpose: &'p str,
    /// How long it stays at most; `None` if nothing limits it.
    pub lifetime: Option<TableLifetime>,
    /// The site's own, or a third party's.
    pub party: Party,
    /// A cookie, or one of the similar technologies.
    pub storage: Storage,
    /// The hosts that it is for, with those below them; none if it is for all of the site's.
    pub hosts: Vec<&'p str>,
    /// The id of the Member who declares it for its own pages, or `None` for the site.
    pub member: Option<&'p str>,
}

/// How long a cookie stays at most, as a number that a sentence can take.
///
/// # Examples
///
/// ```
/// use cookie_consent::cookie::Lifetime;
/// use cookie_consent::page::{LifetimeUnit, TableLifetime};
///
/// let lasts = |count, unit| TableLifetime::Lasts { count, unit };
/// assert_eq!(TableLifetime::from(Lifetime::days(396)), lasts(396, LifetimeUnit::Days));
/// assert_eq!(TableLifetime::from(Lifetime::Session), TableLifetime::Session);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "as `Lifetime`")]
pub enum TableLifetime {
    /// Until the browser is closed.
    Session,
    /// For a time.
    Lasts {
        /// How many.
        count: u32,
        /// Of what: the greatest unit of which the time is a whole number, so that nothing is rounded.
        unit: LifetimeUnit,
    },
}

/// A unit of time.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::page::LifetimeUnit::Days.as_str(), "days");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a month has no fixed length")]
pub enum LifetimeUnit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days of 24 hours.
    Days,
}

spelled! {
    LifetimeUnit ("a unit of time") {
        Seconds = "seconds", Minutes = "minutes", Hours = "hours", Days = "days",
    }
}

impl LifetimeUnit {
    const fn seconds(self) -> u32 {
        match self {
            Self::Seconds => 1,
            Self::Minutes => 60,
            Self::Hours => 3_600,
            Self::Days => 86_400,
        }
    }
}

impl From<Lifetime> for TableLifetime {
    fn from(lifetime: Lifetime) -> Self {
        let Lifetime::Persistent(age) = lifetime else { return Self::Session };
        let whole = |unit: &&LifetimeUnit| age.seconds().is_multiple_of(unit.seconds());
        let unit = LifetimeUnit::ALL.iter().rev().find(whole).copied().unwrap_or(LifetimeUnit::Seconds);
        Self::Lasts { count: age.seconds().checked_div(unit.seconds()).unwrap_or_default(), unit }
    }
}

impl Policy {
    /// The rows of the table of cookies, in the order of the document, the Members' after the site's. A label of a
    /// public list stands here only where it decides: what is never set is not shown.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::cookie::{Lifetime, Party};
    /// use cookie_consent::page::{LifetimeUnit, TableLifetime};
    /// use cookie_consent::policy::{Declaration, Member, Vendor, Version};
    /// use cookie_consent::{Category, Policy};
    /// use time::macros::date;
    ///
    /// let policy = Policy::builder()
    ///     .version(Version::new(1, date!(2022-12-15)))
    ///     .vendor(Vendor::new("meta", "Meta"))
    ///     .declare(
    ///         Declaration::new("fr", Category::Targeting).vendor("meta").third_party().lasting(Lifetime::days(90)),
    ///     )
    ///     .member(Member::new("unix").declare(Declaration::new("unix_quiz", Category::Functionality)))
    ///     .build()
    ///     .unwrap();
    ///
    /// let table = policy.cookie_table();
    /// assert_eq!((table[0].name, table[0].party, table[0].member), ("fr", Party::Third, None));
    /// assert_eq!(table[0].vendor.map(Vendor::name), Some("Meta"));
    /// assert_eq!(table[0].lifetime, Some(TableLifetime::Lasts { count: 90, unit: LifetimeUnit::Days }));
    /// assert_eq!((table[1].name, table[1].member), ("unix_quiz", Some("unix")));
    /// ```
    #[must_use]
    pub fn cookie_table(&self) -> Vec<CookieRow<'_>> {
        let site = self.site_lines().map(|line| self.row(line, None));
        let members = self.source().members().iter();
        let theirs = members.flat_map(|member| member.declarations().iter().map(|line| self.row(line, Some(member))));
        site.chain(theirs).collect()
    }

    fn row<'p>(&'p self, line: &'p Declaration, member: Option<&'p Member>) -> CookieRow<'p> {
        let categories = line.shown_categories();
        let is_necessary = categories == crate::cookie::Category::StrictlyNecessary.into();
        let of_member = member.and_then(Member::longest_lifetime).filter(|_| !is_necessary);
        // what every browser cuts off (RFC 6265bis, section 5.5), and so does `decide`
        let of_browsers = (line.storage() == Storage::Cookie).then_some(Lifetime::Persistent(MaxAge::LIMIT));
        CookieRow {
            name: line.pattern(),
            categories,
            uses: line.uses(),
            vendor: self.source().vendors().iter().find(|vendor| Some(vendor.id()) == line.vendor_id()),
            purpose: line.purpose_text(),
            lifetime: [line.lifetime(), of_member, of_browsers].into_iter().flatten().min().map(TableLifetime::from),
            party: line.party(),
            storage: line.storage(),
            hosts: line.hosts().collect(),
            member: member.map(Member::id),
        }
    }
}
