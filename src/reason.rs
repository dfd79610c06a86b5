//! Why: every rule that can bear on an answer, in the order of the rules, each in one row of [`Reason::row`].

use core::fmt;

use crate::visit::VendorTool;
use crate::vocabulary::{every, set_of};

/// Whether a cookie may be set, kept or sent.
///
/// # Examples
///
/// ```
/// use cookie_consent::Reason;
/// use cookie_consent::decision::Verdict;
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

/// The one rule that decided, or one of those that bear on the answer.
///
/// The order of the variants is the order of the rules R0 to R13, and the only order there is: of several denials the
/// first decides, of several grounds the last, which is the weakest.
///
/// # Examples
///
/// ```
/// use cookie_consent::Reason;
/// use cookie_consent::decision::Verdict;
///
/// let reason = Reason::IndustryOptOutDaa;
/// assert_eq!((reason.rule(), reason.code()), ("R7", "industry-opt-out-daa"));
/// assert_eq!(reason.verdict(), Verdict::Deny);
/// assert!(Reason::GpcBinding < reason);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// R0. The cookie is not in the inventory, or only under a label that the policy does not trust to decide. Declare
    /// it.
    Uncategorised,
    /// R0. The inventory has the cookie, but for the other party: a first-party declaration says nothing of a third
    /// party's cookie. Declare that one too.
    OtherParty,
    /// R0. A browser would drop it: a broken name prefix, more than 4096 bytes, or `SameSite=None` or `Partitioned`
    /// without `Secure` (RFC 6265bis). Mend the attributes.
    InvalidAttributes,
    /// R1. The browser keeps no cookies. What the law and the visitor say stands in `permission()`.
    BrowserBlocksAll,
    /// R1. The browser keeps no first-party cookies.
    BrowserBlocksFirstParty,
    /// R1. The browser keeps no third-party cookies, or only partitioned ones and this one is not.
    BrowserBlocksThirdParty,
    /// R2. The service that the visitor asked for does not work without it, and every use of it is exempt (ePrivacy
    /// Directive, Art. 5(3)).
    StrictlyNecessary,
    /// R3. The region forbids such processing of any visitor's data where it is risky as nobody says that it is not; no
    /// consent cures it. Say which risks are absent, if they are.
    Forbidden,
    /// R3. A known minor, and the region forbids sale and targeted advertising at that age; no consent cures it.
    MinorProhibited,
    /// R4. A known minor, and the opt-in that the region asks for, by the minor or a parent, is not there.
    MinorNoOptIn,
    /// R4a. There is a record of choices that cannot be read; it might hold a refusal. Ask again.
    RecordUnreadable,
    /// R5. The visitor said no, or left it out when it was offered.
    Refused,
    /// R5. The visitor took consent back (GDPR, Art. 7(3)).
    Withdrawn,
    /// R5. The visitor objected to what needs no consent.
    ObjectedToExemption,
    /// R5. The visitor opted out of the sale and sharing of personal data, which covers this use.
    OptedOutOfSaleShare,
    /// R6. Global Privacy Control is on, and binding here, for a use that it covers.
    GpcBinding,
    /// R6. A field of the GPP string says that the visitor opted out.
    GppOptOut,
    /// R6. The US Privacy string says that the visitor opted out of sale.
    UspOptOut,
    /// R6. Global Privacy Control was on before for this visitor, is binding here, and no consent was given despite it.
    /// Its absence now is not an opt-in.
    GpcRemembered,
    /// R7. The visitor opted out of interest-based advertising by this company at the Digital Advertising Alliance.
    IndustryOptOutDaa,
    /// R7. The same at the European Interactive Digital Advertising Alliance.
    IndustryOptOutEdaa,
    /// R7. The same at the Network Advertising Initiative.
    IndustryOptOutNai,
    /// R7. The visitor opted out with the browser add-on of Google Analytics, or `ga-disable` on the page.
    VendorToolGoogleAnalytics,
    /// R7. The visitor opted out with the company's own tool.
    VendorToolOwn,
    /// R8. The TC string may not be relied on: not service-specific, an old policy version, or no list of disclosed
    /// vendors.
    TcfStringInvalid,
    /// R8. The TC string has no consent to storing and reading on the device (Purpose 1).
    TcfNoPurpose1,
    /// R8. The TC string has no consent to a purpose that the cookie serves, or the publisher restricts it.
    TcfPurposeMissing,
    /// R8. The TC string has no consent to the vendor, or does not disclose it.
    TcfVendorMissing,
    /// R9. The Member whose pages these are forbids it, or no such Member is known.
    MemberRestriction,
    /// R10. The visitor consented: explicitly, for this category, in this version, and not too long ago.
    Consent,
    /// R11. The site's own audience measurement, exempt in the region.
    ExemptAudienceMeasurement,
    /// R11. Statistics to improve the service, exempt in the region.
    ExemptStatistical,
    /// R11. The site's appearance by the user's preferences, exempt in the region.
    ExemptAppearance,
    /// R11. An interface choice that the user made, exempt in the region.
    ExemptUiCustomisation,
    /// R12. Global Privacy Control is on. It is not binding here, and the policy honours it against silence.
    GpcAdvisory,
    /// R12. Do Not Track is on, and the policy honours it against silence.
    DntAdvisory,
    /// R13. There is a consent, of a browser or account that is not recognised now.
    ConsentWrongScope,
    /// R13. The consent bears a date that has not come yet.
    ConsentFutureDated,
    /// R13. The consent is older than the region lets it count.
    ConsentExpired,
    /// R13. The policy has changed materially for this category or vendor since the consent, or the consent bears a
    /// version that does not exist yet.
    ConsentStaleVersion,
    /// R13. All there is is continued use of the site, which is not consent.
    ImpliedNotConsent,
    /// R13. No region is known, so the strictest law applies, and nobody has consented.
    RegionUnknownStrict,
    /// R13. The region asks for consent, and nobody has consented.
    DefaultOptIn,
    /// R13. The region allows it until the visitor opts out.
    DefaultOptOut,
    /// R13. The region asks for a notice only.
    NoticeOnly,
}

every! {
    pub Reason {
        Uncategorised, OtherParty, InvalidAttributes, BrowserBlocksAll, BrowserBlocksFirstParty,
        BrowserBlocksThirdParty, StrictlyNecessary, Forbidden, MinorProhibited, MinorNoOptIn, RecordUnreadable, Refused,
        Withdrawn, ObjectedToExemption, OptedOutOfSaleShare, GpcBinding, GppOptOut, UspOptOut, GpcRemembered,
        IndustryOptOutDaa, IndustryOptOutEdaa, IndustryOptOutNai, VendorToolGoogleAnalytics, VendorToolOwn,
        TcfStringInvalid, TcfNoPurpose1, TcfPurposeMissing, TcfVendorMissing, MemberRestriction, Consent,
        ExemptAudienceMeasurement, ExemptStatistical, ExemptAppearance, ExemptUiCustomisation, GpcAdvisory,
        DntAdvisory, ConsentWrongScope, ConsentFutureDated, ConsentExpired, ConsentStaleVersion, ImpliedNotConsent,
        RegionUnknownStrict, DefaultOptIn, DefaultOptOut, NoticeOnly,
    }
}

/// What there is to say of a reason.
struct Row {
    rule: &'static str,
    verdict: Verdict,
    code: &'static str,
    explanation: &'static str,
}

const fn row(rule: &'static str, verdict: Verdict, code: &'static str, explanation: &'static str) -> Row {
    Row { rule, verdict, code, explanation }
}

impl Reason {
    /// The table: a new reason does not compile until it has its row.
    #[expect(clippy::too_many_lines, reason = "a table, of which each row is a reason")]
    const fn row(self) -> Row {
        use Verdict::{Allow, Deny};
        match self {
            Self::Uncategorised => row("R0", Deny, "uncategorised", "The site has not said what this cookie is for."),
            Self::OtherParty => row(
                "R0",
                Deny,
                "other-party",
                "The site has declared this cookie for another party than the one that wants to set it.",
            ),
            Self::InvalidAttributes => {
                row("R0", Deny, "invalid-attributes", "The browser would reject this cookie because of its attributes.")
            }
            Self::BrowserBlocksAll => row("R1", Deny, "browser-blocks-all", "The browser blocks all cookies."),
            Self::BrowserBlocksFirstParty => {
                row("R1", Deny, "browser-blocks-first-party", "The browser blocks first-party cookies.")
            }
            Self::BrowserBlocksThirdParty => {
                row("R1", Deny, "browser-blocks-third-party", "The browser blocks third-party cookies.")
            }
            Self::StrictlyNecessary => row("R2", Allow, "strictly-necessary", "The site needs this cookie to work."),
            Self::MinorProhibited => {
                row("R3", Deny, "minor-prohibited", "The law forbids this use of the data of a minor.")
            }
            Self::Forbidden => {
                row("R3", Deny, "forbidden", "The law forbids such processing, whatever the visitor says.")
            }
            Self::MinorNoOptIn => {
                row("R4", Deny, "minor-no-opt-in", "The law asks for an opt-in for minors, and there is none.")
            }
            Self::RecordUnreadable => {
                row("R4a", Deny, "record-unreadable", "The visitor's recorded choice cannot be read.")
            }
            Self::Refused => row("R5", Deny, "refused", "The visitor refused this."),
            Self::Withdrawn => row("R5", Deny, "withdrawn", "The visitor withdrew consent."),
            Self::ObjectedToExemption => row("R5", Deny, "objected-to-exemption", "The visitor objected to this use."),
            Self::OptedOutOfSaleShare => {
                row("R5", Deny, "opted-out-of-sale-share", "The visitor opted out of the sale and sharing of data.")
            }
            Self::GpcBinding => {
                row("R6", Deny, "gpc-binding", "Global Privacy Control is on, and the law makes it binding.")
            }
            Self::GppOptOut => row("R6", Deny, "gpp-opt-out", "The visitor's GPP string says opted out."),
            Self::UspOptOut => row("R6", Deny, "usp-opt-out", "The visitor's US Privacy string says opted out."),
            Self::GpcRemembered => row(
                "R6",
                Deny,
                "gpc-remembered",
                "Global Privacy Control was on before, and its absence now is not an opt-in.",
            ),
            Self::IndustryOptOutDaa => row(
                "R7",
                Deny,
                "industry-opt-out-daa",
                "The visitor opted out of interest-based advertising at the Digital Advertising Alliance.",
            ),
            Self::IndustryOptOutEdaa => row(
                "R7",
                Deny,
                "industry-opt-out-edaa",
                "The visitor opted out of interest-based advertising at the European Interactive Digital Advertising Alliance.",
            ),
            Self::IndustryOptOutNai => row(
                "R7",
                Deny,
                "industry-opt-out-nai",
                "The visitor opted out of interest-based advertising at the Network Advertising Initiative.",
            ),
            Self::VendorToolGoogleAnalytics => {
                row("R7", Deny, "vendor-tool-opt-out-google-analytics", "The visitor opted out of Google Analytics.")
            }
            Self::VendorToolOwn => {
                row("R7", Deny, "vendor-tool-opt-out-own", "The visitor opted out with this company's own tool.")
            }
            Self::TcfStringInvalid => row("R8", Deny, "tcf-string-invalid", "The TC string is not valid."),
            Self::TcfNoPurpose1 => {
                row("R8", Deny, "tcf-no-purpose-1", "The TC string has no consent to storage on the device.")
            }
            Self::TcfPurposeMissing => {
                row("R8", Deny, "tcf-purpose-missing", "The TC string has no consent to a purpose of this cookie.")
            }
            Self::TcfVendorMissing => {
                row("R8", Deny, "tcf-vendor-missing", "The TC string has no consent to this vendor.")
            }
            Self::MemberRestriction => row(
                "R9",
                Deny,
                "member-restriction",
                "The institution whose pages these are does not allow this cookie.",
            ),
            Self::Consent => row("R10", Allow, "consent", "The visitor consented."),
            Self::ExemptAudienceMeasurement => row(
                "R11",
                Allow,
                "exempt-audience-measurement",
                "Audience measurement that the law exempts from consent.",
            ),
            Self::ExemptStatistical => {
                row("R11", Allow, "exempt-statistical", "Statistics that the law exempts from consent.")
            }
            Self::ExemptAppearance => {
                row("R11", Allow, "exempt-appearance", "The site's appearance, which the law exempts from consent.")
            }
            Self::ExemptUiCustomisation => {
                row("R11", Allow, "exempt-ui-customisation", "A choice of interface that the law exempts from consent.")
            }
            Self::GpcAdvisory => {
                row("R12", Deny, "gpc-advisory", "Global Privacy Control is on, and this site honours it everywhere.")
            }
            Self::DntAdvisory => row("R12", Deny, "dnt-advisory", "Do Not Track is on, and this site honours it."),
            Self::ConsentWrongScope => {
                row("R13", Deny, "consent-wrong-scope", "The consent was given by another browser or account.")
            }
            Self::ConsentFutureDated => row("R13", Deny, "consent-future-dated", "The consent is dated in the future."),
            Self::ConsentExpired => row("R13", Deny, "consent-expired", "The consent has expired."),
            Self::ConsentStaleVersion => {
                row("R13", Deny, "consent-stale-version", "The policy has changed since the consent.")
            }
            Self::ImpliedNotConsent => {
                row("R13", Deny, "implied-not-consent", "Continued use of the site is not consent.")
            }
            Self::RegionUnknownStrict => row(
                "R13",
                Deny,
                "region-unknown-strict",
                "The visitor's region is unknown, so the strictest law applies.",
            ),
            Self::DefaultOptIn => {
                row("R13", Deny, "default-opt-in", "The law asks for consent, and there is none yet.")
            }
            Self::DefaultOptOut => {
                row("R13", Allow, "default-opt-out", "The law allows this until the visitor opts out.")
            }
            Self::NoticeOnly => row("R13", Allow, "notice-only", "The law asks for a notice only."),
        }
    }

    /// The rule that it belongs to, `R0` to `R13`; that an unreadable record denies stands between R4 and R5, as `R4a`.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        self.row().rule
    }

    /// Which side it is on.
    #[must_use]
    pub const fn verdict(self) -> Verdict {
        if ReasonSet::DENIALS.contains(self) { Verdict::Deny } else { Verdict::Allow }
    }

    /// A stable name, safe in a log, a metric or a header. It never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.row().code
    }

    /// One sentence for a person. It may be reworded in any release.
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        self.row().explanation
    }

    /// An opt-out with this tool.
    pub(crate) const fn vendor_tool(tool: VendorTool) -> Self {
        match tool {
            VendorTool::GoogleAnalytics => Self::VendorToolGoogleAnalytics,
            VendorTool::Own => Self::VendorToolOwn,
        }
    }
}

impl fmt::Display for Reason {
    /// The code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

set_of! {
    /// A set of reasons, in the order of the rules: a bit set, without allocation.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Reason;
    /// use cookie_consent::decision::ReasonSet;
    ///
    /// let reasons: ReasonSet = [Reason::DefaultOptIn, Reason::Refused].into_iter().collect();
    /// assert_eq!(reasons.iter().next(), Some(Reason::Refused));
    /// assert_eq!(reasons.to_string(), "refused, default-opt-in");
    /// ```
    pub struct ReasonSet(u64) of Reason;
}

impl ReasonSet {
    /// All that deny.
    const DENIALS: Self = {
        let mut denials = Self::EMPTY;
        let mut rest = Reason::ALL;
        while let [first, tail @ ..] = rest {
            denials = denials.with_if(matches!(first.row().verdict, Verdict::Deny), *first);
            rest = tail;
        }
        denials
    };

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
