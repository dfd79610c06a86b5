use alloc::boxed::Box;

use crate::consent::ConsentManager;

/// What deserves mention about a consent manager's cookies.
///
/// # Examples
///
/// ```
/// use cookie_consent::consent::ConsentManager;
/// use cookie_consent::read::managers::ManagerRemark;
///
/// let remark = ManagerRemark::Unproven(ConsentManager::Osano);
/// assert_eq!(remark.to_string(), "osano does not show that somebody chose: what it grants does not count");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ManagerRemark {
    /// A manager's cookie is there and cannot be read.
    #[error("the cookie of {0} is unreadable")]
    Unreadable(ConsentManager),
    /// There are more cookies of managers than any site sets, and none was read.
    #[error("there are too many cookies of consent managers")]
    TooMany,
    /// The site names a manager of which no cookie arrives: what it keeps is not known.
    #[error("no request carries what {0} keeps: write the choice into a record of the site's own, and do not name it")]
    NotCarried(ConsentManager),
    /// The site renames the cookie of a manager that has several: see
    /// [`Managers::in_cookie`](crate::read::Managers::in_cookie).
    #[error("{0} spreads a choice over several cookies: read them under their own names")]
    NotRenamed(ConsentManager),
    /// A group that has no meaning here: nothing is granted by it. Map it if it should.
    #[error("{manager} has a group `{group}` that is not mapped")]
    UnknownGroup {
        /// Whose.
        manager: ConsentManager,
        /// Its name, cut to 64 characters.
        group: Box<str>,
    },
    /// Something is granted, and nothing shows that a person chose it: see
    /// [`Managers::by_choice`](crate::read::Managers::by_choice).
    #[error("{0} does not show that somebody chose: what it grants does not count")]
    Unproven(ConsentManager),
    /// A grant without a time, of a manager of which the site does not say how long its cookie lives: see
    /// [`Managers::lasting`](crate::read::Managers::lasting).
    #[error("{0} keeps no time: what it grants counts as old as a cookie can be, unless `Managers::lasting` says less")]
    Undated(ConsentManager),
    /// A grant under a revision of the manager's own that the site does not name: see
    /// [`Managers::revision`](crate::read::Managers::revision).
    #[error("{0} granted under a revision that `Managers::revision` does not name: it is stale")]
    OtherRevision(ConsentManager),
    /// Several managers, or several cookies of one, say different things.
    #[error("several consent managers' cookies differ: the strictest reading counts")]
    Several,
}
