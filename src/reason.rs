//! Why: every rule that can bear on an answer, in the order of the rules.

use core::fmt;

use crate::visit::Programme;
use crate::vocabulary::words;

/// Whether a cookie may be set, kept or sent.
///
/// # Examples
///
/// ```
/// use cookie_consent::{Reason, Verdict};
///
/// assert_eq!(Reason::Refused.verdict(), Verdict::Deny);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "callers act on two outcomes, and their build should break on a third")]
pub enum Verdict {
    /// It may.
    Allow,
    /// It may not.
    Deny,
}

impl Verdict {
    /// `allow` or `deny`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

words! {
    /// A company's own way of opting out, where one has an effect on the site.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(cookie_consent::VendorTool::GoogleAnalytics.as_str(), "google-analytics");
    /// ```
    #[non_exhaustive]
    pub enum VendorTool ("a vendor's opt-out tool") {
        /// The browser add-on of Google Analytics, or `ga-disable` on the page.
        GoogleAnalytics = "google-analytics",
        /// A tool of the vendor's own.
        Own = "own",
    }
}

/// The one rule that decided, or one of those that bear on the answer.
///
/// The order of the variants is the order of the rules R0 to R13, and the only order there is: of several denials the
/// first decides, of several grounds the last, which is the weakest.
///
/// # Examples
///
/// ```
/// use cookie_consent::{Programme, Reason, Verdict};
///
/// let reason = Reason::IndustryOptOut(Programme::Daa);
/// assert_eq!(reason.code(), "industry-opt-out-daa");
/// assert_eq!(reason.verdict(), Verdict::Deny);
/// assert!(Reason::GpcBinding < reason);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// R0. The cookie is not in the inventory, or only under a label that the policy does not trust to decide. Declare it.
    ///
    /// Code: `uncategorised`.
    Uncategorised,
    /// R0. The inventory has the cookie, but for the other party: a first-party declaration says nothing of a third party's cookie. Declare that one too.
    ///
    /// Code: `other-party`.
    OtherParty,
    /// R0. A browser would drop it: a broken name prefix, more than 4096 bytes, or `SameSite=None` or `Partitioned` without `Secure` (RFC 6265bis). Mend the attributes.
    ///
    /// Code: `invalid-attributes`.
    InvalidAttributes,
    /// R1. The browser keeps no cookies. What the law and the visitor say stands in `permission()`.
    ///
    /// Code: `browser-blocks-all`.
    BrowserBlocksAll,
    /// R1. The browser keeps no first-party cookies.
    ///
    /// Code: `browser-blocks-first-party`.
    BrowserBlocksFirstParty,
    /// R1. The browser keeps no third-party cookies, or only partitioned ones and this one is not.
    ///
    /// Code: `browser-blocks-third-party`.
    BrowserBlocksThirdParty,
    /// R2. The service that the visitor asked for does not work without it, and every use of it is exempt (ePrivacy Directive, Art. 5(3)).
    ///
    /// Code: `strictly-necessary`.
    StrictlyNecessary,
    /// R3. A known minor, and the region forbids sale and targeted advertising at that age; no consent cures it.
    ///
    /// Code: `minor-prohibited`.
    MinorProhibited,
    /// R4. A known minor, and the opt-in that the region asks for, by the minor or a parent, is not there.
    ///
    /// Code: `minor-no-opt-in`.
    MinorNoOptIn,
    /// There is a record of choices that cannot be read; it might hold a refusal. Ask again.
    ///
    /// Code: `record-unreadable`.
    RecordUnreadable,
    /// R5. The visitor said no, or left it out when it was offered.
    ///
    /// Code: `refused`.
    Refused,
    /// R5. The visitor took consent back (GDPR, Art. 7(3)).
    ///
    /// Code: `withdrawn`.
    Withdrawn,
    /// R5. The visitor objected to what needs no consent.
    ///
    /// Code: `objected-to-exemption`.
    ObjectedToExemption,
    /// R5. The visitor opted out of the sale and sharing of personal data, which covers this use.
    ///
    /// Code: `opted-out-of-sale-share`.
    OptedOutOfSaleShare,
    /// R6. Global Privacy Control is on, and binding here, for a use that it covers.
    ///
    /// Code: `gpc-binding`.
    GpcBinding,
    /// R6. A field of the GPP string says that the visitor opted out.
    ///
    /// Code: `gpp-opt-out`.
    GppOptOut,
    /// R6. The US Privacy string says that the visitor opted out of sale.
    ///
    /// Code: `usp-opt-out`.
    UspOptOut,
    /// R6. Global Privacy Control was on before for this visitor, is binding here, and no consent was given despite it. Its absence now is not an opt-in.
    ///
    /// Code: `gpc-remembered`.
    GpcRemembered,
    /// R7. The visitor opted out, at an industry programme, of interest-based advertising by this company.
    ///
    /// Code: `industry-opt-out-daa`, `industry-opt-out-edaa`, `industry-opt-out-nai`.
    IndustryOptOut(Programme),
    /// R7. The visitor opted out with the company's own tool.
    ///
    /// Code: `vendor-tool-opt-out-google-analytics`, `vendor-tool-opt-out-own`.
    VendorToolOptOut(VendorTool),
    /// R8. The TC string may not be relied on: not service-specific, an old policy version, or no list of disclosed vendors.
    ///
    /// Code: `tcf-string-invalid`.
    TcfStringInvalid,
    /// R8. The TC string has no consent to storing and reading on the device (Purpose 1).
    ///
    /// Code: `tcf-no-purpose-1`.
    TcfNoPurpose1,
    /// R8. The TC string has no consent to a purpose that the cookie serves, or the publisher restricts it.
    ///
    /// Code: `tcf-purpose-missing`.
    TcfPurposeMissing,
    /// R8. The TC string has no consent to the vendor, or does not disclose it.
    ///
    /// Code: `tcf-vendor-missing`.
    TcfVendorMissing,
    /// R9. The Member whose pages these are forbids it, or no such Member is known.
    ///
    /// Code: `member-restriction`.
    MemberRestriction,
    /// R10. The visitor consented: explicitly, for this category, in this version, and not too long ago.
    ///
    /// Code: `consent`.
    Consent,
    /// R11. The site's own audience measurement, exempt in the region.
    ///
    /// Code: `exempt-audience-measurement`.
    ExemptAudienceMeasurement,
    /// R11. Statistics to improve the service, exempt in the region.
    ///
    /// Code: `exempt-statistical`.
    ExemptStatistical,
    /// R11. The site's appearance by the user's preferences, exempt in the region.
    ///
    /// Code: `exempt-appearance`.
    ExemptAppearance,
    /// R11. An interface choice that the user made, exempt in the region.
    ///
    /// Code: `exempt-ui-customisation`.
    ExemptUiCustomisation,
    /// R12. Global Privacy Control is on. It is not binding here, and the policy honours it against silence.
    ///
    /// Code: `gpc-advisory`.
    GpcAdvisory,
    /// R12. Do Not Track is on, and the policy honours it against silence.
    ///
    /// Code: `dnt-advisory`.
    DntAdvisory,
    /// R13. There is a consent, of a browser or account that is not recognised now.
    ///
    /// Code: `consent-wrong-scope`.
    ConsentWrongScope,
    /// R13. The consent bears a date that has not come yet.
    ///
    /// Code: `consent-future-dated`.
    ConsentFutureDated,
    /// R13. The consent is older than the region lets it count.
    ///
    /// Code: `consent-expired`.
    ConsentExpired,
    /// R13. The policy has changed materially for this category or vendor since the consent, or the consent bears a version that does not exist yet.
    ///
    /// Code: `consent-stale-version`.
    ConsentStaleVersion,
    /// R13. All there is is continued use of the site, which is not consent.
    ///
    /// Code: `implied-not-consent`.
    ImpliedNotConsent,
    /// R13. No region is known, so the strictest law applies, and nobody has consented.
    ///
    /// Code: `region-unknown-strict`.
    RegionUnknownStrict,
    /// R13. The region asks for consent, and nobody has consented.
    ///
    /// Code: `default-opt-in`.
    DefaultOptIn,
    /// R13. The region allows it until the visitor opts out.
    ///
    /// Code: `default-opt-out`.
    DefaultOptOut,
    /// R13. The region asks for a notice only.
    ///
    /// Code: `notice-only`.
    NoticeOnly,
}

impl Reason {
    /// Every reason, in order.
    pub const ALL: &'static [Self] = &[
        Self::Uncategorised,
        Self::OtherParty,
        Self::InvalidAttributes,
        Self::BrowserBlocksAll,
        Self::BrowserBlocksFirstParty,
        Self::BrowserBlocksThirdParty,
        Self::StrictlyNecessary,
        Self::MinorProhibited,
        Self::MinorNoOptIn,
        Self::RecordUnreadable,
        Self::Refused,
        Self::Withdrawn,
        Self::ObjectedToExemption,
        Self::OptedOutOfSaleShare,
        Self::GpcBinding,
        Self::GppOptOut,
        Self::UspOptOut,
        Self::GpcRemembered,
        Self::IndustryOptOut(Programme::Daa),
        Self::IndustryOptOut(Programme::Edaa),
        Self::IndustryOptOut(Programme::Nai),
        Self::VendorToolOptOut(VendorTool::GoogleAnalytics),
        Self::VendorToolOptOut(VendorTool::Own),
        Self::TcfStringInvalid,
        Self::TcfNoPurpose1,
        Self::TcfPurposeMissing,
        Self::TcfVendorMissing,
        Self::MemberRestriction,
        Self::Consent,
        Self::ExemptAudienceMeasurement,
        Self::ExemptStatistical,
        Self::ExemptAppearance,
        Self::ExemptUiCustomisation,
        Self::GpcAdvisory,
        Self::DntAdvisory,
        Self::ConsentWrongScope,
        Self::ConsentFutureDated,
        Self::ConsentExpired,
        Self::ConsentStaleVersion,
        Self::ImpliedNotConsent,
        Self::RegionUnknownStrict,
        Self::DefaultOptIn,
        Self::DefaultOptOut,
        Self::NoticeOnly,
    ];

    /// Which side it is on.
    #[must_use]
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::StrictlyNecessary
            | Self::Consent
            | Self::ExemptAudienceMeasurement
            | Self::ExemptStatistical
            | Self::ExemptAppearance
            | Self::ExemptUiCustomisation
            | Self::DefaultOptOut
            | Self::NoticeOnly => Verdict::Allow,
            Self::Uncategorised
            | Self::OtherParty
            | Self::InvalidAttributes
            | Self::BrowserBlocksAll
            | Self::BrowserBlocksFirstParty
            | Self::BrowserBlocksThirdParty
            | Self::MinorProhibited
            | Self::MinorNoOptIn
            | Self::RecordUnreadable
            | Self::Refused
            | Self::Withdrawn
            | Self::ObjectedToExemption
            | Self::OptedOutOfSaleShare
            | Self::GpcBinding
            | Self::GppOptOut
            | Self::UspOptOut
            | Self::GpcRemembered
            | Self::IndustryOptOut(_)
            | Self::VendorToolOptOut(_)
            | Self::TcfStringInvalid
            | Self::TcfNoPurpose1
            | Self::TcfPurposeMissing
            | Self::TcfVendorMissing
            | Self::MemberRestriction
            | Self::GpcAdvisory
            | Self::DntAdvisory
            | Self::ConsentWrongScope
            | Self::ConsentFutureDated
            | Self::ConsentExpired
            | Self::ConsentStaleVersion
            | Self::ImpliedNotConsent
            | Self::RegionUnknownStrict
            | Self::DefaultOptIn => Verdict::Deny,
        }
    }

    /// A stable name, safe in a log, a metric or a header. It never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Uncategorised => "uncategorised",
            Self::OtherParty => "other-party",
            Self::InvalidAttributes => "invalid-attributes",
            Self::BrowserBlocksAll => "browser-blocks-all",
            Self::BrowserBlocksFirstParty => "browser-blocks-first-party",
            Self::BrowserBlocksThirdParty => "browser-blocks-third-party",
            Self::StrictlyNecessary => "strictly-necessary",
            Self::MinorProhibited => "minor-prohibited",
            Self::MinorNoOptIn => "minor-no-opt-in",
            Self::RecordUnreadable => "record-unreadable",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::ObjectedToExemption => "objected-to-exemption",
            Self::OptedOutOfSaleShare => "opted-out-of-sale-share",
            Self::GpcBinding => "gpc-binding",
            Self::GppOptOut => "gpp-opt-out",
            Self::UspOptOut => "usp-opt-out",
            Self::GpcRemembered => "gpc-remembered",
            Self::IndustryOptOut(Programme::Daa) => "industry-opt-out-daa",
            Self::IndustryOptOut(Programme::Edaa) => "industry-opt-out-edaa",
            Self::IndustryOptOut(Programme::Nai) => "industry-opt-out-nai",
            Self::VendorToolOptOut(VendorTool::GoogleAnalytics) => "vendor-tool-opt-out-google-analytics",
            Self::VendorToolOptOut(VendorTool::Own) => "vendor-tool-opt-out-own",
            Self::TcfStringInvalid => "tcf-string-invalid",
            Self::TcfNoPurpose1 => "tcf-no-purpose-1",
            Self::TcfPurposeMissing => "tcf-purpose-missing",
            Self::TcfVendorMissing => "tcf-vendor-missing",
            Self::MemberRestriction => "member-restriction",
            Self::Consent => "consent",
            Self::ExemptAudienceMeasurement => "exempt-audience-measurement",
            Self::ExemptStatistical => "exempt-statistical",
            Self::ExemptAppearance => "exempt-appearance",
            Self::ExemptUiCustomisation => "exempt-ui-customisation",
            Self::GpcAdvisory => "gpc-advisory",
            Self::DntAdvisory => "dnt-advisory",
            Self::ConsentWrongScope => "consent-wrong-scope",
            Self::ConsentFutureDated => "consent-future-dated",
            Self::ConsentExpired => "consent-expired",
            Self::ConsentStaleVersion => "consent-stale-version",
            Self::ImpliedNotConsent => "implied-not-consent",
            Self::RegionUnknownStrict => "region-unknown-strict",
            Self::DefaultOptIn => "default-opt-in",
            Self::DefaultOptOut => "default-opt-out",
            Self::NoticeOnly => "notice-only",
        }
    }

    /// One sentence for a person. It may be reworded in any release.
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Uncategorised => "The site has not said what this cookie is for.",
            Self::OtherParty => {
                "The site has declared this cookie for another party than the one that wants to set it."
            }
            Self::InvalidAttributes => "The browser would reject this cookie because of its attributes.",
            Self::BrowserBlocksAll => "The browser blocks all cookies.",
            Self::BrowserBlocksFirstParty => "The browser blocks first-party cookies.",
            Self::BrowserBlocksThirdParty => "The browser blocks third-party cookies.",
            Self::StrictlyNecessary => "The site needs this cookie to work.",
            Self::MinorProhibited => "The law forbids this use of the data of a minor.",
            Self::MinorNoOptIn => "The law asks for an opt-in for minors, and there is none.",
            Self::RecordUnreadable => "The visitor's recorded choice cannot be read.",
            Self::Refused => "The visitor refused this.",
            Self::Withdrawn => "The visitor withdrew consent.",
            Self::ObjectedToExemption => "The visitor objected to this use.",
            Self::OptedOutOfSaleShare => "The visitor opted out of the sale and sharing of data.",
            Self::GpcBinding => "Global Privacy Control is on, and the law makes it binding.",
            Self::GppOptOut => "The visitor's GPP string says opted out.",
            Self::UspOptOut => "The visitor's US Privacy string says opted out.",
            Self::GpcRemembered => "Global Privacy Control was on before, and its absence now is not an opt-in.",
            Self::IndustryOptOut(Programme::Daa) => {
                "The visitor opted out of interest-based advertising at the Digital Advertising Alliance."
            }
            Self::IndustryOptOut(Programme::Edaa) => {
                "The visitor opted out of interest-based advertising at the European Interactive Digital Advertising Alliance."
            }
            Self::IndustryOptOut(Programme::Nai) => {
                "The visitor opted out of interest-based advertising at the Network Advertising Initiative."
            }
            Self::VendorToolOptOut(VendorTool::GoogleAnalytics) => "The visitor opted out of Google Analytics.",
            Self::VendorToolOptOut(VendorTool::Own) => "The visitor opted out with this company's own tool.",
            Self::TcfStringInvalid => "The TC string is not valid.",
            Self::TcfNoPurpose1 => "The TC string has no consent to storage on the device.",
            Self::TcfPurposeMissing => "The TC string has no consent to a purpose of this cookie.",
            Self::TcfVendorMissing => "The TC string has no consent to this vendor.",
            Self::MemberRestriction => "The institution whose pages these are does not allow this cookie.",
            Self::Consent => "The visitor consented.",
            Self::ExemptAudienceMeasurement => "Audience measurement that the law exempts from consent.",
            Self::ExemptStatistical => "Statistics that the law exempts from consent.",
            Self::ExemptAppearance => "The site's appearance, which the law exempts from consent.",
            Self::ExemptUiCustomisation => "A choice of interface that the law exempts from consent.",
            Self::GpcAdvisory => "Global Privacy Control is on, and this site honours it everywhere.",
            Self::DntAdvisory => "Do Not Track is on, and this site honours it.",
            Self::ConsentWrongScope => "The consent was given by another browser or account.",
            Self::ConsentFutureDated => "The consent is dated in the future.",
            Self::ConsentExpired => "The consent has expired.",
            Self::ConsentStaleVersion => "The policy has changed since the consent.",
            Self::ImpliedNotConsent => "Continued use of the site is not consent.",
            Self::RegionUnknownStrict => "The visitor's region is unknown, so the strictest law applies.",
            Self::DefaultOptIn => "The law asks for consent, and there is none yet.",
            Self::DefaultOptOut => "The law allows this until the visitor opts out.",
            Self::NoticeOnly => "The law asks for a notice only.",
        }
    }

    /// Its place in [`ALL`](Self::ALL).
    const fn index(self) -> u32 {
        match self {
            Self::Uncategorised => 0,
            Self::OtherParty => 1,
            Self::InvalidAttributes => 2,
            Self::BrowserBlocksAll => 3,
            Self::BrowserBlocksFirstParty => 4,
            Self::BrowserBlocksThirdParty => 5,
            Self::StrictlyNecessary => 6,
            Self::MinorProhibited => 7,
            Self::MinorNoOptIn => 8,
            Self::RecordUnreadable => 9,
            Self::Refused => 10,
            Self::Withdrawn => 11,
            Self::ObjectedToExemption => 12,
            Self::OptedOutOfSaleShare => 13,
            Self::GpcBinding => 14,
            Self::GppOptOut => 15,
            Self::UspOptOut => 16,
            Self::GpcRemembered => 17,
            Self::IndustryOptOut(Programme::Daa) => 18,
            Self::IndustryOptOut(Programme::Edaa) => 19,
            Self::IndustryOptOut(Programme::Nai) => 20,
            Self::VendorToolOptOut(VendorTool::GoogleAnalytics) => 21,
            Self::VendorToolOptOut(VendorTool::Own) => 22,
            Self::TcfStringInvalid => 23,
            Self::TcfNoPurpose1 => 24,
            Self::TcfPurposeMissing => 25,
            Self::TcfVendorMissing => 26,
            Self::MemberRestriction => 27,
            Self::Consent => 28,
            Self::ExemptAudienceMeasurement => 29,
            Self::ExemptStatistical => 30,
            Self::ExemptAppearance => 31,
            Self::ExemptUiCustomisation => 32,
            Self::GpcAdvisory => 33,
            Self::DntAdvisory => 34,
            Self::ConsentWrongScope => 35,
            Self::ConsentFutureDated => 36,
            Self::ConsentExpired => 37,
            Self::ConsentStaleVersion => 38,
            Self::ImpliedNotConsent => 39,
            Self::RegionUnknownStrict => 40,
            Self::DefaultOptIn => 41,
            Self::DefaultOptOut => 42,
            Self::NoticeOnly => 43,
        }
    }
}

impl fmt::Display for Reason {
    /// The code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// A set of reasons, in the order of the rules: a bit set, without allocation.
///
/// # Examples
///
/// ```
/// use cookie_consent::{Reason, ReasonSet};
///
/// let reasons: ReasonSet = [Reason::DefaultOptIn, Reason::Refused].into_iter().collect();
/// assert_eq!(reasons.iter().next(), Some(Reason::Refused));
/// assert_eq!(reasons.to_string(), "refused, default-opt-in");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ReasonSet(u64);

impl ReasonSet {
    /// No reason.
    pub const EMPTY: Self = Self(0);

    /// All that deny.
    const DENIALS: Self = {
        let mut denials = Self::EMPTY;
        let mut rest = Reason::ALL;
        while let [first, tail @ ..] = rest {
            if matches!(first.verdict(), Verdict::Deny) {
                denials = denials.with(*first);
            }
            rest = tail;
        }
        denials
    };

    const fn bit(reason: Reason) -> u64 {
        1_u64.wrapping_shl(reason.index())
    }

    /// The set and one more reason.
    #[must_use]
    pub const fn with(self, reason: Reason) -> Self {
        Self(self.0 | Self::bit(reason))
    }

    /// The set and one more reason, if a condition holds.
    #[must_use]
    pub(crate) const fn with_if(self, condition: bool, reason: Reason) -> Self {
        if condition { self.with(reason) } else { self }
    }

    /// Whether the reason is in the set.
    #[must_use]
    pub const fn contains(self, reason: Reason) -> bool {
        self.0 & Self::bit(reason) != 0
    }

    /// Everything in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the sets share a reason.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there is no reason.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many reasons there are.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The reasons, in the order of the rules.
    pub fn iter(self) -> impl Iterator<Item = Reason> + Clone {
        Reason::ALL.iter().copied().filter(move |reason| self.contains(*reason))
    }

    /// The one that decides, as a set of one: the first denial, or else the weakest ground, which is the last.
    #[must_use]
    pub(crate) const fn deciding(self) -> Self {
        let denials = self.0 & Self::DENIALS.0;
        if denials != 0 {
            return Self(denials & denials.wrapping_neg());
        }
        match self.0.checked_ilog2() {
            Some(last) => Self(1_u64.wrapping_shl(last)),
            None => Self::EMPTY,
        }
    }

    /// The one that decides. Of no reason at all it is that the cookie is not known.
    #[must_use]
    pub(crate) fn decisive(self) -> Reason {
        usize::try_from(self.deciding().0.trailing_zeros())
            .ok()
            .and_then(|at| Reason::ALL.get(at))
            .copied()
            .unwrap_or(Reason::Uncategorised)
    }
}

impl FromIterator<Reason> for ReasonSet {
    fn from_iter<I: IntoIterator<Item = Reason>>(reasons: I) -> Self {
        reasons.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl fmt::Debug for ReasonSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl fmt::Display for ReasonSet {
    /// The codes, separated by commas.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for reason in self.iter() {
            write!(f, "{separator}{reason}")?;
            separator = ", ";
        }
        Ok(())
    }
}
