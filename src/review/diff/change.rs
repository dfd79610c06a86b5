use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use super::super::Subject;
use crate::cookie::CategorySet;
use crate::vocabulary::spelled;

/// What about a policy can change.
///
/// # Examples
///
/// ```
/// assert_eq!(cookie_consent::review::ChangeKind::PagesAdded.as_str(), "pages-added");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ChangeKind {
    /// Who is responsible.
    Controller,
    /// How to reach them.
    Contact,
    /// A line of an inventory is new. What it means is its name or pattern, kind of storage, hosts and path: a line
    /// in which one of these changed is another line.
    DeclarationAdded,
    /// A line of an inventory is gone.
    DeclarationRemoved,
    /// The categories of a line.
    Categories,
    /// The uses of a line.
    Uses,
    /// The party of a line.
    Party,
    /// The vendor of a line.
    Vendor,
    /// The longest lifetime of a line.
    Lifetime,
    /// The purpose text of a line.
    Purpose,
    /// The exemptions that a line claims.
    Exemptions,
    /// The risks of which a line says that they are absent.
    AbsentRisks,
    /// A vendor is new.
    VendorAdded,
    /// A vendor is gone.
    VendorRemoved,
    /// The name of a vendor.
    VendorName,
    /// The programmes of a vendor.
    Programmes,
    /// The opt-out tool of a vendor.
    OptOutTool,
    /// The TCF id of a vendor.
    TcfId,
    /// The Google ATP id of a vendor.
    AtpId,
    /// A Member is new.
    MemberAdded,
    /// A Member is gone.
    MemberRemoved,
    /// Pages came to a Member.
    PagesAdded,
    /// Pages were taken from a Member.
    PagesRemoved,
    /// A Member forbids something more.
    ForbidAdded,
    /// A Member no longer forbids something.
    ForbidRemoved,
    /// What a Member adds to a cookie of the site, or how it shortens it.
    Tightening,
    /// The longest lifetime on a Member's pages.
    Longest,
    /// Names that Members may use for strictly necessary cookies.
    Delegations,
    /// A setting.
    Setting,
    /// An override of a law is new.
    OverrideAdded,
    /// An override of a law is gone.
    OverrideRemoved,
    /// A fact of law is set aside, where it counted before.
    FactSetAside,
    /// A fact of law counts that was set aside.
    FactCounts,
    /// Why a fact of law is set aside.
    FactReason,
    /// A version is new.
    VersionAdded,
    /// A version is gone, or says something else than it did.
    VersionRewritten,
}

spelled! {
    ChangeKind ("a kind of change") {
        Controller = "controller", Contact = "contact", DeclarationAdded = "declaration-added",
        DeclarationRemoved = "declaration-removed", Categories = "categories", Uses = "uses", Party = "party",
        Vendor = "vendor", Lifetime = "lifetime", Purpose = "purpose", Exemptions = "exemptions",
        AbsentRisks = "absent-risks", VendorAdded = "vendor-added", VendorRemoved = "vendor-removed",
        VendorName = "vendor-name", Programmes = "programmes", OptOutTool = "opt-out-tool", TcfId = "tcf-id",
        AtpId = "atp-id", MemberAdded = "member-added", MemberRemoved = "member-removed", PagesAdded = "pages-added",
        PagesRemoved = "pages-removed", ForbidAdded = "forbid-added", ForbidRemoved = "forbid-removed",
        Tightening = "tightening", Longest = "longest", Delegations = "delegations", Setting = "setting",
        OverrideAdded = "override-added", OverrideRemoved = "override-removed", FactSetAside = "fact-set-aside", FactCounts = "fact-counts",
        FactReason = "fact-reason", VersionAdded = "version-added",
        VersionRewritten = "version-rewritten",
    }
}

/// One change.
///
/// # Examples
///
/// See [`PolicyDiff`](super::PolicyDiff).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change<'p> {
    subject: Option<Subject<'p>>,
    kind: ChangeKind,
    before: Option<Box<str>>,
    after: Option<Box<str>>,
    effect: Effect<'p>,
}

/// For what visitors have to be asked again.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Effect<'p> {
    pub(super) categories: CategorySet,
    pub(super) vendors: Vec<&'p str>,
}

impl<'p> Effect<'p> {
    pub(super) const NONE: Self = Self { categories: CategorySet::EMPTY, vendors: Vec::new() };
    pub(super) const EVERYTHING: Self = Self { categories: CategorySet::NON_ESSENTIAL, vendors: Vec::new() };

    pub(super) const fn on(categories: CategorySet) -> Self {
        Self { categories, vendors: Vec::new() }
    }

    pub(super) fn on_vendor(vendor: &'p str) -> Self {
        Self { categories: CategorySet::EMPTY, vendors: Vec::from([vendor]) }
    }

    pub(super) fn only_if(self, condition: bool) -> Self {
        if condition { self } else { Self::NONE }
    }
}

impl FromIterator<Self> for Effect<'_> {
    /// Of vendors there are at most [`NAMED`]: instead of a longer list everything is asked again.
    fn from_iter<I: IntoIterator<Item = Self>>(effects: I) -> Self {
        let mut categories = CategorySet::EMPTY;
        let mut vendors = BTreeSet::new();
        for effect in effects {
            categories = categories.union(effect.categories);
            vendors.extend(effect.vendors);
            if vendors.len() > NAMED {
                return Self::EVERYTHING;
            }
        }
        Self { categories, vendors: vendors.into_iter().collect() }
    }
}

/// How many vendors one change can be material for, before it is for every category.
const NAMED: usize = 100;

impl<'p> Change<'p> {
    pub(super) const fn new(subject: Option<Subject<'p>>, kind: ChangeKind, effect: Effect<'p>) -> Self {
        Self { subject, kind, before: None, after: None, effect }
    }

    /// The same with what was and what is.
    pub(super) fn becoming(self, before: impl fmt::Display, after: impl fmt::Display) -> Self {
        Self { before: Some(shown(before)), after: Some(shown(after)), ..self }
    }

    /// The same with what it is about.
    pub(super) fn saying(self, what: impl fmt::Display) -> Self {
        Self { after: Some(shown(what)), ..self }
    }

    /// What it is about; `None` for the policy as a whole.
    #[must_use]
    pub const fn subject(&self) -> Option<Subject<'p>> {
        self.subject
    }

    /// What changed.
    #[must_use]
    pub const fn kind(&self) -> ChangeKind {
        self.kind
    }

    /// What was, as a short text, where there is something to show.
    #[must_use]
    pub fn before(&self) -> Option<&str> {
        self.before.as_deref()
    }

    /// What is, as a short text, where there is something to show.
    #[must_use]
    pub fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// Whether visitors have to be asked again.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::review::diff;
    /// # use cookie_consent::policy::{Declaration, Version};
    /// # use cookie_consent::{Category, Policy};
    /// # use time::macros::date;
    /// # let of = |names: &[&str]| {
    /// #     let site = Policy::builder().version(Version::new(1, date!(2022-12-15)));
    /// #     let lines = names.iter().map(|name| Declaration::new(name, Category::Targeting));
    /// #     lines.fold(site, |site, line| site.declare(line)).build().unwrap()
    /// # };
    /// let (old, new) = (of(&[]), of(&["_fbp"]));
    /// assert!(diff(&old, &new).changes().iter().all(|change| change.is_material()));
    /// assert!(diff(&new, &old).changes().iter().all(|change| !change.is_material()));
    /// ```
    #[must_use]
    pub fn is_material(&self) -> bool {
        self.effect != Effect::NONE
    }

    /// The categories for which it is material.
    #[must_use]
    pub const fn material(&self) -> CategorySet {
        self.effect.categories
    }

    /// The vendors for which it is material: their cookies alone are asked for again.
    pub fn material_vendors(&self) -> impl Iterator<Item = &'p str> {
        self.effect.vendors.iter().copied()
    }
}

/// How much of a text a change repeats.
const SHOWN: usize = 160;

fn shown(text: impl fmt::Display) -> Box<str> {
    let text = text.to_string();
    match text.char_indices().nth(SHOWN) {
        Some((cut, _)) => [text.get(..cut).unwrap_or_default(), "…"].concat().into(),
        None => text.into(),
    }
}

impl fmt::Display for Change<'_> {
    /// `` `theme`: lifetime: 2592000 s, now 5184000 s (material for functionality) ``
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(subject) = self.subject {
            write!(f, "{subject}: ")?;
        }
        write!(f, "{}", self.kind)?;
        match (self.before(), self.after()) {
            (Some(before), Some(after)) => write!(f, ": {before}, now {after}")?,
            (Some(text), None) | (None, Some(text)) => write!(f, ": {text}")?,
            (None, None) => {}
        }
        if self.is_material() {
            let categories = self.material().iter().map(|category| category.to_string());
            let vendors = self.material_vendors().map(|vendor| ["vendor ", vendor].concat());
            write!(f, " (material for {})", categories.chain(vendors).collect::<Vec<_>>().join(", "))?;
        }
        Ok(())
    }
}
