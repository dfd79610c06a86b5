use crate::vocabulary::spelled;

/// How grave a finding is; the gravest is the greatest.
///
/// # Examples
///
/// ```
/// use cookie_consent::review::Severity;
///
/// assert!(Severity::Error > Severity::Advice);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "three are enough to sort by")]
pub enum Severity {
    /// Could be better.
    Advice,
    /// Probably not what was meant, or hard to defend.
    Warning,
    /// Contradicts itself, or the law as this crate knows it.
    Error,
}

spelled! {
    Severity ("a severity") {
        Advice = "advice", Warning = "warning", Error = "error",
    }
}

/// What can be found.
///
/// # Examples
///
/// ```
/// use cookie_consent::review::{Lint, Severity};
///
/// assert_eq!("lax-law".parse(), Ok(Lint::LaxLaw));
/// assert_eq!(Lint::LaxLaw.severity(), Severity::Error);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Lint {
    /// Strictly necessary, and used for advertising or sale.
    NecessaryAdvertising,
    /// Strictly necessary, and used for something that needs consent.
    NecessaryOtherUse,
    /// Strictly necessary, and third-party.
    NecessaryThirdParty,
    /// Strictly necessary for more than a year.
    NecessaryLongLived,
    /// Lives longer than browsers keep it.
    Beyond400Days,
    /// Keeps the visitor's choice, and is not strictly necessary.
    ConsentCookieNotNecessary,
    /// Third-party targeting by nobody in particular.
    TargetingWithoutVendor,
    /// Targeting that signals and opt-outs do not reach.
    TargetingOutOfReach,
    /// A targeting vendor without an opt-out.
    VendorWithoutOptOut,
    /// A vendor that no declaration names.
    VendorUnused,
    /// An exemption that does not hold.
    ExemptionUnmet,
    /// A pattern that fixes little of a name.
    TooBroad,
    /// A pattern with `.*`, `.+`, `[`…`]` or `(`…`)`.
    LooksLikeRegularExpression,
    /// A cookie's name with a space, a comma or another character that no cookie's name may have.
    NotACookieName,
    /// A name that browsers may take for one with the prefix `__Host-` or `__Secure-`.
    PrefixInOtherCase,
    /// A name with the prefix `__Host-`, scoped to a path.
    HostPrefixOnPath,
    /// No lifetime is told.
    LifetimeMissing,
    /// No purpose is told.
    PurposeMissing,
    /// Two patterns mean some of the same cookies.
    Overlap,
    /// A pattern overlaps with so many others that not all are listed.
    ManyOverlaps,
    /// So many hosts are declared, here more than elsewhere, that not all lines were compared with each other.
    NotAllCompared,
    /// A declaration that says what a broader one says.
    Redundant,
    /// An imported label that the site's own declaration makes unreachable.
    Shadowed,
    /// A Member declares a cookie that the site declares.
    MemberClaimsSiteCookie,
    /// A Member's declaration that no page of the Member can set.
    OffItsPages,
    /// A Member without pages.
    MemberWithoutPages,
    /// An override that makes a law laxer.
    LaxLaw,
    /// A fact of law that does not bind the site, as its policy says.
    NotSubject,
    /// Labels that nobody at the site has reviewed decide.
    ImportedLabelsDecide,
    /// Cookies that nobody declared can be allowed.
    UndeclaredCanBeAllowed,
    /// No cookie keeps the visitor's choice.
    NoRecordCookie,
    /// Nobody says whether a cookie carries sensitive data.
    SensitiveUnsaid,
}

spelled! {
    Lint ("a lint") {
        NecessaryAdvertising = "necessary-advertising", NecessaryOtherUse = "necessary-other-use",
        NecessaryThirdParty = "necessary-third-party", NecessaryLongLived = "necessary-long-lived",
        Beyond400Days = "beyond-400-days", ConsentCookieNotNecessary = "consent-cookie-not-necessary",
        TargetingWithoutVendor = "targeting-without-vendor", TargetingOutOfReach = "targeting-out-of-reach",
        VendorWithoutOptOut = "vendor-without-opt-out", VendorUnused = "vendor-unused",
        ExemptionUnmet = "exemption-unmet", TooBroad = "too-broad",
        LooksLikeRegularExpression = "looks-like-regular-expression", NotACookieName = "not-a-cookie-name",
        PrefixInOtherCase = "prefix-in-other-case", HostPrefixOnPath = "host-prefix-on-path",
        LifetimeMissing = "lifetime-missing", PurposeMissing = "purpose-missing", Overlap = "overlap",
        ManyOverlaps = "many-overlaps", NotAllCompared = "not-all-compared", Redundant = "redundant",
        Shadowed = "shadowed", MemberClaimsSiteCookie = "member-claims-site-cookie",
        OffItsPages = "off-its-pages", MemberWithoutPages = "member-without-pages", LaxLaw = "lax-law",
        NotSubject = "not-subject",
        ImportedLabelsDecide = "imported-labels-decide", UndeclaredCanBeAllowed = "undeclared-can-be-allowed",
        NoRecordCookie = "no-record-cookie", SensitiveUnsaid = "sensitive-unsaid",
    }
}

impl Lint {
    /// How grave it is.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::NecessaryAdvertising
            | Self::NecessaryOtherUse
            | Self::ConsentCookieNotNecessary
            | Self::HostPrefixOnPath
            | Self::OffItsPages
            | Self::LaxLaw => Severity::Error,
            Self::NecessaryThirdParty
            | Self::NecessaryLongLived
            | Self::Beyond400Days
            | Self::TargetingWithoutVendor
            | Self::VendorWithoutOptOut
            | Self::ExemptionUnmet
            | Self::TooBroad
            | Self::LooksLikeRegularExpression
            | Self::NotACookieName
            | Self::PrefixInOtherCase
            | Self::ManyOverlaps
            | Self::NotAllCompared
            | Self::MemberClaimsSiteCookie
            | Self::ImportedLabelsDecide
            | Self::UndeclaredCanBeAllowed
            | Self::NoRecordCookie
            | Self::SensitiveUnsaid => Severity::Warning,
            Self::TargetingOutOfReach
            | Self::VendorUnused
            | Self::LifetimeMissing
            | Self::PurposeMissing
            | Self::Overlap
            | Self::Redundant
            | Self::Shadowed
            | Self::NotSubject
            | Self::MemberWithoutPages => Severity::Advice,
        }
    }

    /// What is wrong and what to do, to be read after the name of the subject.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            // EDPB, Report of the Cookie Banner Taskforce (2023), paragraphs 25 to 28
            Self::NecessaryAdvertising => {
                "it is declared strictly necessary and serves advertising or sale: declare it as targeting"
            }
            Self::NecessaryOtherUse => {
                "it is declared strictly necessary and serves a use that needs consent, by which it is judged: \
                 split it, or declare the other category"
            }
            // Article 29 Working Party, Opinion 04/2012 (WP 194), section 2.3
            Self::NecessaryThirdParty => {
                "a third-party cookie is seldom strictly necessary for what the visitor asked for: \
                 say why, or serve it first-party"
            }
            Self::NecessaryLongLived => {
                "a strictly necessary cookie seldom needs more than a year: shorten it to what the service needs"
            }
            // RFC 6265bis, section 5.5
            Self::Beyond400Days => {
                "it is to live for more than 400 days, and browsers keep it for no longer: shorten its lifetime"
            }
            Self::ConsentCookieNotNecessary => {
                "it keeps the visitor's choice: without it a refusal is forgotten, so declare it strictly necessary"
            }
            Self::TargetingWithoutVendor => {
                "third-party targeting without a vendor: no opt-out of a programme or company reaches it; name the vendor"
            }
            Self::TargetingOutOfReach => {
                "a targeting cookie with neither `interest-based-ads` nor `sale-or-share` among its uses: \
                 Global Privacy Control and opt-outs do not reach it; name the use, or another category"
            }
            Self::VendorWithoutOptOut => {
                "it sets targeting cookies, takes part in no programme and has no opt-out tool: \
                 visitors can only refuse on the site; say so to them, or name its opt-out"
            }
            Self::VendorUnused => "no declaration names it: drop it, or name it where it sets cookies",
            Self::ExemptionUnmet => {
                "it claims an exemption without meeting every condition, so it is none: meet them or drop the claim"
            }
            Self::TooBroad => "it fixes so little of the name that it claims other cookies: lengthen it",
            Self::LooksLikeRegularExpression => {
                "it looks like a regular expression, and only `*` has a meaning: every other character stands for itself"
            }
            // RFC 6265bis, section 4.1.1
            Self::NotACookieName => {
                "no cookie's name may have a space, a comma, a bracket or the like, so this may be a label, or several \
                 names: declare each cookie by the name that browsers show"
            }
            // RFC 6265bis, section 5.7: the prefixes are matched without regard to case
            Self::PrefixInOtherCase => {
                "browsers treat it as a name with the prefix `__Host-` or `__Secure-`, whatever its case: spell it so"
            }
            Self::HostPrefixOnPath => {
                "browsers refuse a name with the prefix `__Host-` on a path other than `/`: drop the path or the prefix"
            }
            // CJEU, C-673/17 (Planet49), paragraph 81
            Self::LifetimeMissing => "visitors must be told how long it lives: give its lifetime",
            Self::PurposeMissing => "visitors must be told what it is for: give its purpose",
            Self::Overlap => {
                "both mean some of the same cookies, and the one that fixes more decides: check that it should"
            }
            Self::ManyOverlaps => {
                "it means the same cookies as many other patterns, and only some are listed: narrow it"
            }
            Self::NotAllCompared => {
                "it has the most hosts of too many to compare each line with each other: name hosts above them"
            }
            Self::Redundant => "the second says the same of more cookies: drop the first",
            Self::Shadowed => "the site's own declaration always comes first: drop the imported label",
            Self::MemberClaimsSiteCookie => {
                "both declare it: on the member's pages their categories and uses unite; check that this is meant"
            }
            Self::OffItsPages => "no page of the member can set a cookie there: mend the host, or the member's pages",
            Self::MemberWithoutPages => "it has no pages, so `Policy::place` never finds it: add its pages or drop it",
            Self::LaxLaw => "it makes the law laxer than this crate knows it: be sure, and keep the advice in writing",
            Self::NotSubject => "it counts nowhere for this policy: look again whenever the site or the law changes",
            Self::ImportedLabelsDecide => {
                "labels that nobody at the site has reviewed can allow a cookie: review them, or let them inform only"
            }
            Self::UndeclaredCanBeAllowed => {
                "a cookie that nobody has declared can be allowed where targeting is: declare it, or deny it"
            }
            Self::NoRecordCookie => {
                "the policy names no cookie for the visitor's choice, so the banner would return for ever: \
                 name it, unless a consent manager or a store of your own keeps it"
            }
            Self::SensitiveUnsaid => {
                "nobody says that it carries no sensitive data, so most states of the US want consent for it, and where \
                 the region is not known it is forbidden: state the risk `sensitive` as absent, if it is"
            }
        }
    }
}
