//! The table. One row a jurisdiction, one line a fact, each with its source; a later line of the same kind replaces an
//! earlier one from its date on.

use time::{Date, Month, UtcDateTime};

use super::rule::Provision;
use super::{Certainty, Ground, Jurisdiction, Months, Reach, Regime, Requirement, Risk, Rule, midnight};
use crate::cookie::Category;
use crate::visit::Region;

/// A row of the table: a jurisdiction and its dated facts.
///
/// # Examples
///
/// ```
/// use cookie_consent::law::{self, Jurisdiction};
///
/// for entry in law::table() {
///     for fact in entry.provisions() {
///         println!("{}: {:?} since {:?} [{}]", entry.name(), fact.rule, fact.since, fact.source);
///     }
/// }
/// # assert!(law::table().len() > 90);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    jurisdiction: Jurisdiction,
    name: &'static str,
    /// What a family of jurisdictions shares, then what is its own.
    parts: [&'static [Provision]; 2],
}

impl Entry {
    /// Where it applies.
    #[must_use]
    pub const fn jurisdiction(&self) -> Jurisdiction {
        self.jurisdiction
    }

    /// The name of the place in English.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The facts, in the order in which they are applied among those of one date.
    pub fn provisions(&self) -> impl Iterator<Item = &'static Provision> + Clone + use<> {
        let [shared, own] = self.parts;
        shared.iter().chain(own)
    }

    /// What they amount to at an instant.
    #[must_use]
    pub fn regime_at(&self, instant: UtcDateTime) -> Regime {
        let mut in_force: alloc::vec::Vec<_> = self
            .provisions()
            .filter(|provision| provision.since.is_none_or(|since| midnight(since) <= instant))
            .collect();
        in_force.sort_by_key(|provision| provision.since);
        in_force.iter().fold(Regime::NOTICE, |regime, provision| regime.with(provision.rule))
    }
}

/// Every jurisdiction that the crate knows, with its facts.
///
/// A policy may [override](crate::policy::PolicyBuilder::override_law) a row.
///
/// # Examples
///
/// ```
/// use cookie_consent::Region;
/// use cookie_consent::law::{self, Jurisdiction};
///
/// let france = Jurisdiction::Region(Region::country_code(*b"FR"));
/// assert!(law::table().iter().any(|entry| entry.jurisdiction() == france));
/// ```
#[must_use]
pub const fn table() -> &'static [Entry] {
    TABLE
}

#[expect(clippy::panic, reason = "while the table is compiled, and never later")]
const fn day(year: i32, month: Month, day: u8) -> Date {
    match Date::from_calendar_date(year, month, day) {
        Ok(date) => date,
        // the table is a constant, so this fails the build of a release that holds such a date
        Err(_) => panic!("a date of the table is no day of the calendar"),
    }
}

use Certainty::{Design, PrimarySeen, Recalled, SecondarySeen};

const fn fact(since: Option<Date>, rule: Rule, certainty: Certainty, source: &'static str) -> Provision {
    Provision { since, rule, source, certainty }
}

/// GDPR Art. 8: below this age, which each state sets between 13 and 16, a parent consents.
const fn digital_consent(below: u8) -> Provision {
    fact(
        Some(day(2018, Month::May, 25)),
        Rule::MinorsNeedParent { below, reach: Reach::CoveredUses },
        Recalled,
        "GDPR Art. 8 and its national law",
    )
}

const fn country(code: [u8; 2], name: &'static str, shared: &'static [Provision], own: &'static [Provision]) -> Entry {
    Entry { jurisdiction: Jurisdiction::Region(Region::country_code(code)), name, parts: [shared, own] }
}

const fn part(
    country: [u8; 2],
    [a, b]: [u8; 2],
    name: &'static str,
    shared: &'static [Provision],
    own: &'static [Provision],
) -> Entry {
    let region = Region::country_code(country).with_subdivision([a, b, 0]);
    Entry { jurisdiction: Jurisdiction::Region(region), name, parts: [shared, own] }
}

const fn state(code: [u8; 2], name: &'static str, own: &'static [Provision]) -> Entry {
    part(*b"US", code, name, US, own)
}

const SIX: Months = Months::new(6);
const TWELVE: Months = Months::new(12);

/// The number that holds where a law asks for consent and gives none.
const STRICT: &[Provision] =
    &[fact(None, Rule::ConsentLasts(SIX), Design, "the shortest period that a regulator names (CNIL)")];

const EU: &[Provision] = &[
    fact(
        None,
        Rule::Requires(Requirement::OptIn),
        SecondarySeen,
        "ePrivacy Directive 2002/58/EC Art. 5(3); GDPR Art. 4(11), 7; EDPB 05/2020 and 2/2023",
    ),
    fact(None, Rule::TcfApplies, PrimarySeen, "IAB Europe TCF Policies: EEA, UK and Switzerland"),
    fact(None, Rule::ConsentLasts(SIX), Design, "no EU-wide number; the shortest period that a regulator names (CNIL)"),
    fact(None, Rule::AskAgainAfter(SIX), Design, "no EU-wide number; the period that FR, IE and IT name"),
];

/// Federal law, and what holds in a state without a comprehensive law.
const US: &[Provision] = &[
    fact(None, Rule::Requires(Requirement::Notice), Recalled, "no comprehensive law; FTC Act § 5"),
    fact(
        Some(day(2000, Month::April, 21)),
        Rule::MinorsNeedParent { below: 13, reach: Reach::CoveredUses },
        Recalled,
        "COPPA, 16 CFR Part 312: verifiable parental consent",
    ),
];

const CANADA: &[Provision] = &[
    fact(
        None,
        Rule::Requires(Requirement::OptOut),
        SecondarySeen,
        "PIPEDA; CASL s. 10(8); OPC guidelines on online behavioural advertising",
    ),
    fact(
        None,
        Rule::OptInIf(Category::Targeting, Risk::Sensitive),
        PrimarySeen,
        "OPC guidelines on online behavioural advertising",
    ),
    fact(
        None,
        Rule::MinorsNeedParent { below: 13, reach: Reach::CoveredUses },
        Recalled,
        "OPC guidelines: no tracking of children",
    ),
];

const UNRESEARCHED: &[Provision] =
    &[fact(None, Rule::Requires(Requirement::OptIn), Design, "not researched: strict by default")];

const TABLE: &[Entry] = &[
    country(*b"AT", "Austria", EU, &[digital_consent(14)]),
    country(*b"BE", "Belgium", EU, &[digital_consent(13)]),
    country(*b"BG", "Bulgaria", EU, &[digital_consent(14)]),
    country(*b"CY", "Cyprus", EU, &[digital_consent(14)]),
    country(
        *b"CZ",
        "Czechia",
        EU,
        &[
            fact(None, Rule::ConsentLasts(TWELVE), SecondarySeen, "UOOU guidance 2022"),
            fact(None, Rule::AskAgainAfter(SIX), SecondarySeen, "UOOU guidance 2022"),
            digital_consent(15),
        ],
    ),
    country(*b"DE", "Germany", EU, &[digital_consent(16)]),
    country(
        *b"DK",
        "Denmark",
        EU,
        &[
            digital_consent(13),
            fact(
                Some(day(2024, Month::January, 1)),
                Rule::MinorsNeedParent { below: 15, reach: Reach::CoveredUses },
                Recalled,
                "GDPR Art. 8; Danish act as amended",
            ),
        ],
    ),
    country(*b"EE", "Estonia", EU, &[digital_consent(13)]),
    country(
        *b"ES",
        "Spain",
        EU,
        &[
            fact(
                Some(day(2024, Month::February, 1)),
                Rule::Exempts(Ground::AudienceMeasurement),
                SecondarySeen,
                "AEPD guide on audience measurement, January 2024",
            ),
            fact(
                Some(day(2024, Month::February, 1)),
                Rule::Exempts(Ground::UiCustomisation),
                SecondarySeen,
                "AEPD guide on cookies: interface chosen by the user",
            ),
            fact(None, Rule::ConsentLasts(Months::new(24)), Recalled, "AEPD guide on cookies: 24 months at most"),
            digital_consent(14),
        ],
    ),
    country(*b"FI", "Finland", EU, &[digital_consent(13)]),
    country(
        *b"FR",
        "France",
        EU,
        &[
            fact(
                Some(day(2020, Month::October, 1)),
                Rule::Exempts(Ground::AudienceMeasurement),
                PrimarySeen,
                "CNIL, audience measurement exemption (guidelines of 2020, page of 2025-07-04)",
            ),
            fact(
                Some(day(2020, Month::October, 1)),
                Rule::Exempts(Ground::UiCustomisation),
                SecondarySeen,
                "CNIL guidelines 2020: interface choices that are intrinsic and expected",
            ),
            fact(None, Rule::ConsentLasts(SIX), SecondarySeen, "CNIL recommendation 2020: six months as good practice"),
            fact(
                None,
                Rule::AskAgainAfter(SIX),
                SecondarySeen,
                "CNIL recommendation 2020: a refusal is kept as long as a consent",
            ),
            digital_consent(15),
        ],
    ),
    country(*b"GR", "Greece", EU, &[digital_consent(15)]),
    country(*b"HR", "Croatia", EU, &[digital_consent(16)]),
    country(*b"HU", "Hungary", EU, &[digital_consent(16)]),
    country(
        *b"IE",
        "Ireland",
        EU,
        &[
            fact(None, Rule::ConsentLasts(SIX), SecondarySeen, "DPC guidance note on cookies 2020"),
            fact(None, Rule::AskAgainAfter(SIX), SecondarySeen, "DPC guidance note on cookies 2020"),
            digital_consent(16),
        ],
    ),
    country(*b"IS", "Iceland", EU, &[digital_consent(13)]),
    country(
        *b"IT",
        "Italy",
        EU,
        &[
            fact(
                Some(day(2022, Month::January, 10)),
                Rule::Exempts(Ground::AudienceMeasurement),
                Recalled,
                "Garante guidelines 2021-06-10: aggregated, masked analytics count as technical",
            ),
            fact(None, Rule::AskAgainAfter(SIX), SecondarySeen, "Garante guidelines 2021-06-10"),
            digital_consent(14),
        ],
    ),
    country(*b"LI", "Liechtenstein", EU, &[digital_consent(16)]),
    country(*b"LT", "Lithuania", EU, &[digital_consent(14)]),
    country(
        *b"LU",
        "Luxembourg",
        EU,
        &[fact(None, Rule::ConsentLasts(TWELVE), Recalled, "CNPD guidelines on cookies 2021"), digital_consent(16)],
    ),
    country(*b"LV", "Latvia", EU, &[digital_consent(13)]),
    country(*b"MT", "Malta", EU, &[digital_consent(13)]),
    country(
        *b"NL",
        "Netherlands",
        EU,
        &[
            fact(
                Some(day(2015, Month::March, 11)),
                Rule::Exempts(Ground::AudienceMeasurement),
                SecondarySeen,
                "Telecommunicatiewet Art. 11.7a(3)(b): measuring with little or no effect on privacy",
            ),
            digital_consent(16),
        ],
    ),
    country(*b"NO", "Norway", EU, &[digital_consent(13)]),
    country(*b"PL", "Poland", EU, &[digital_consent(16)]),
    country(*b"PT", "Portugal", EU, &[digital_consent(13)]),
    country(*b"RO", "Romania", EU, &[digital_consent(16)]),
    country(*b"SE", "Sweden", EU, &[digital_consent(13)]),
    country(*b"SI", "Slovenia", EU, &[digital_consent(15)]),
    country(*b"SK", "Slovakia", EU, &[digital_consent(16)]),
    // other countries
    country(
        *b"GB",
        "United Kingdom",
        EU,
        &[
            fact(None, Rule::ConsentLasts(TWELVE), Design, "ICO gives no number"),
            fact(
                Some(day(2026, Month::February, 5)),
                Rule::Exempts(Ground::Statistical),
                PrimarySeen,
                "PECR reg. 6 and Schedule A1 (Data (Use and Access) Act 2025, s. 112 and Sch. 12)",
            ),
            fact(
                Some(day(2026, Month::February, 5)),
                Rule::Exempts(Ground::Appearance),
                PrimarySeen,
                "PECR reg. 6 and Schedule A1 (Data (Use and Access) Act 2025, s. 112 and Sch. 12)",
            ),
            fact(
                Some(day(2018, Month::May, 25)),
                Rule::MinorsNeedParent { below: 13, reach: Reach::CoveredUses },
                Recalled,
                "Data Protection Act 2018 s. 9",
            ),
        ],
    ),
    country(
        *b"CH",
        "Switzerland",
        &[],
        &[
            fact(
                None,
                Rule::Requires(Requirement::OptOut),
                SecondarySeen,
                "Telecommunications Act Art. 45c; FDPIC guide on cookies 2025-01-22",
            ),
            fact(
                None,
                Rule::OptInIf(Category::Targeting, Risk::HighRiskProfiling),
                SecondarySeen,
                "FDPIC guide on cookies 2025-01-22",
            ),
            fact(
                None,
                Rule::OptInIf(Category::Targeting, Risk::Sensitive),
                SecondarySeen,
                "FDPIC guide on cookies 2025-01-22",
            ),
            fact(None, Rule::ConsentLasts(TWELVE), Design, "no number in the law"),
            fact(None, Rule::TcfApplies, Recalled, "IAB Europe TCF Policies: EEA, UK and Switzerland"),
        ],
    ),
    country(
        *b"BR",
        "Brazil",
        &[],
        &[
            fact(None, Rule::Requires(Requirement::OptIn), SecondarySeen, "LGPD; ANPD guide on cookies 2022-10-18"),
            fact(
                Some(day(2022, Month::October, 18)),
                Rule::Exempts(Ground::AudienceMeasurement),
                SecondarySeen,
                "ANPD guide on cookies 2022-10-18: own audience measurement on legitimate interest",
            ),
            fact(None, Rule::ConsentLasts(SIX), Design, "no number in the law"),
            fact(
                Some(day(2020, Month::September, 18)),
                Rule::MinorsNeedParent { below: 12, reach: Reach::CoveredUses },
                Recalled,
                "LGPD Art. 14",
            ),
        ],
    ),
    country(*b"CA", "Canada outside Quebec", &[], CANADA),
    part(
        *b"CA",
        *b"QC",
        "Quebec",
        &[],
        &[
            fact(
                None,
                Rule::RequiresFor(Category::Performance, Requirement::OptOut),
                SecondarySeen,
                "Private Sector Act (CQLR c. P-39.1) s. 8.1, 9.1",
            ),
            fact(
                None,
                Rule::OptInIf(Category::Performance, Risk::IdentifiesOrProfiles),
                SecondarySeen,
                "Private Sector Act (CQLR c. P-39.1) s. 8.1",
            ),
            fact(
                None,
                Rule::RequiresFor(Category::Functionality, Requirement::OptOut),
                SecondarySeen,
                "Private Sector Act (CQLR c. P-39.1) s. 9.1",
            ),
            fact(
                None,
                Rule::RequiresFor(Category::Targeting, Requirement::OptIn),
                SecondarySeen,
                "Private Sector Act (CQLR c. P-39.1) s. 8.1",
            ),
            fact(None, Rule::ConsentLasts(SIX), Design, "no number in the law"),
            fact(
                Some(day(2023, Month::September, 22)),
                Rule::MinorsNeedParent { below: 14, reach: Reach::CoveredUses },
                Recalled,
                "Private Sector Act (CQLR c. P-39.1) s. 4.1",
            ),
        ],
    ),
    country(
        *b"AU",
        "Australia",
        &[],
        &[fact(None, Rule::Requires(Requirement::Notice), SecondarySeen, "Privacy Act 1988, APP 5")],
    ),
    country(
        *b"NZ",
        "New Zealand",
        &[],
        &[fact(None, Rule::Requires(Requirement::Notice), Recalled, "Privacy Act 2020, IPP 3")],
    ),
    country(
        *b"JP",
        "Japan",
        &[],
        &[fact(
            Some(day(2023, Month::June, 16)),
            Rule::Requires(Requirement::Notice),
            Recalled,
            "Telecommunications Business Act Art. 27-12: external transmission rule",
        )],
    ),
    country(*b"KR", "South Korea", STRICT, &[fact(None, Rule::Requires(Requirement::OptIn), SecondarySeen, "PIPA")]),
    country(
        *b"TR",
        "Turkey",
        STRICT,
        &[fact(None, Rule::Requires(Requirement::OptIn), SecondarySeen, "KVKK guide on cookies 2022")],
    ),
    country(*b"TH", "Thailand", STRICT, &[fact(None, Rule::Requires(Requirement::OptIn), SecondarySeen, "PDPA")]),
    country(*b"ZA", "South Africa", STRICT, &[fact(None, Rule::Requires(Requirement::OptIn), SecondarySeen, "POPIA")]),
    country(
        *b"IN",
        "India",
        &[],
        &[
            fact(None, Rule::Requires(Requirement::Notice), Recalled, "IT Act 2000 and SPDI Rules 2011"),
            fact(
                Some(day(2027, Month::May, 1)),
                Rule::Requires(Requirement::OptIn),
                Recalled,
                "Digital Personal Data Protection Act 2023 s. 6; main duties from May 2027",
            ),
            fact(
                Some(day(2027, Month::May, 1)),
                Rule::MinorsProhibited { below: 18, reach: Reach::CoveredUses },
                Recalled,
                "Digital Personal Data Protection Act 2023 s. 9(3): no tracking of or targeted advertising at children",
            ),
        ],
    ),
    country(*b"SG", "Singapore", STRICT, UNRESEARCHED),
    country(*b"MX", "Mexico", STRICT, UNRESEARCHED),
    country(*b"IL", "Israel", STRICT, UNRESEARCHED),
    country(*b"CN", "China", STRICT, UNRESEARCHED),
    country(*b"HK", "Hong Kong", STRICT, UNRESEARCHED),
    // the United States
    country(*b"US", "United States, other states", US, &[]),
    state(
        *b"AL",
        "Alabama",
        &[fact(
            Some(day(2027, Month::May, 1)),
            Rule::Requires(Requirement::OptOut),
            SecondarySeen,
            "APDPA; refers to signals only in passing",
        )],
    ),
    state(
        *b"AR",
        "Arkansas",
        &[fact(
            Some(day(2026, Month::July, 1)),
            Rule::MinorsNeedOptIn { below: 17, reach: Reach::CoveredUses },
            Recalled,
            "Children and Teens' Online Privacy Protection Act",
        )],
    ),
    state(
        *b"CA",
        "California",
        &[
            fact(
                Some(day(2020, Month::January, 1)),
                Rule::Requires(Requirement::OptOut),
                PrimarySeen,
                "CCPA, Civ. Code § 1798.120",
            ),
            fact(
                Some(day(2020, Month::August, 14)),
                Rule::HonoursGpc(true),
                Recalled,
                "11 CCR § 999.315 (2020), § 7025 (2023)",
            ),
            fact(
                Some(day(2026, Month::January, 1)),
                Rule::ShowsOptOutStatus,
                SecondarySeen,
                "11 CCR § 7025(c)(6) as amended",
            ),
            fact(
                Some(day(2020, Month::January, 1)),
                Rule::AskAgainAfter(TWELVE),
                SecondarySeen,
                "Civ. Code § 1798.135(c)(4)",
            ),
            fact(
                Some(day(2020, Month::January, 1)),
                Rule::MinorsNeedParent { below: 13, reach: Reach::CoveredUses },
                PrimarySeen,
                "Civ. Code § 1798.120(c); 11 CCR § 7070",
            ),
            fact(
                Some(day(2020, Month::January, 1)),
                Rule::MinorsNeedOptIn { below: 16, reach: Reach::CoveredUses },
                PrimarySeen,
                "Civ. Code § 1798.120(c); 11 CCR § 7071",
            ),
            fact(
                Some(day(2020, Month::January, 1)),
                Rule::MinorsNotAskedAgain { below: 16 },
                SecondarySeen,
                "Civ. Code § 1798.135(c)(5)",
            ),
        ],
    ),
    state(
        *b"CO",
        "Colorado",
        &[
            fact(
                Some(day(2023, Month::July, 1)),
                Rule::Requires(Requirement::OptOut),
                PrimarySeen,
                "CPA, C.R.S. 6-1-1306",
            ),
            fact(Some(day(2024, Month::July, 1)), Rule::HonoursGpc(true), PrimarySeen, "4 CCR 904-3 Rules 5.02-5.09"),
            fact(
                Some(day(2023, Month::July, 1)),
                Rule::OverrideLasts(Months::new(24)),
                PrimarySeen,
                "4 CCR 904-3 Rule 7.08",
            ),
            fact(
                Some(day(2025, Month::October, 1)),
                Rule::MinorsNeedOptIn { below: 18, reach: Reach::CoveredUses },
                SecondarySeen,
                "SB 24-041",
            ),
        ],
    ),
    state(
        *b"CT",
        "Connecticut",
        &[
            fact(
                Some(day(2023, Month::July, 1)),
                Rule::Requires(Requirement::OptOut),
                SecondarySeen,
                "CTDPA, § 42-520",
            ),
            fact(Some(day(2025, Month::January, 1)), Rule::HonoursGpc(true), SecondarySeen, "CTDPA § 42-520(e)"),
            fact(
                Some(day(2023, Month::July, 1)),
                Rule::MinorsNeedOptIn { below: 16, reach: Reach::CoveredUses },
                SecondarySeen,
                "CTDPA § 42-520(a)(7)",
            ),
            fact(
                Some(day(2026, Month::July, 1)),
                Rule::MinorsProhibited { below: 18, reach: Reach::CoveredUses },
                SecondarySeen,
                "SB 1295",
            ),
        ],
    ),
    state(
        *b"DE",
        "Delaware",
        &[
            fact(Some(day(2025, Month::January, 1)), Rule::Requires(Requirement::OptOut), SecondarySeen, "DPDPA"),
            fact(
                Some(day(2026, Month::January, 1)),
                Rule::HonoursGpc(true),
                SecondarySeen,
                "DPDPA, 6 Del. C. § 12D-106",
            ),
            fact(
                Some(day(2025, Month::January, 1)),
                Rule::MinorsNeedOptIn { below: 18, reach: Reach::CoveredUses },
                SecondarySeen,
                "DPDPA",
            ),
        ],
    ),
    state(
        *b"FL",
        "Florida",
        &[fact(Some(day(2024, Month::July, 1)), Rule::Requires(Requirement::OptOut), SecondarySeen, "FDBR")],
    ),
    state(
        *b"IA",
        "Iowa",
        &[fact(Some(day(2025, Month::January, 1)), Rule::Requires(Requirement::OptOut), SecondarySeen, "ICDPA")],
    ),
    state(
        *b"IN",
        "Indiana",
        &[fact(Some(day(2026, Month::January, 1)), Rule::Requires(Requirement::OptOut), SecondarySeen, "INCDPA")],
    ),
    state(
        *b"KY",
        "Kentucky",
        &[fact(Some(day(2026, Month::January, 1)), Rule::Requires(Requirement::OptOut), SecondarySeen, "KCDPA")],
    ),
    state(
        *b"LA",
        "Louisiana",
        &[fact(Some(day(2027, Month::January, 1)), Rule::Requires(Requirement::OptOut), SecondarySeen, "LDPA")],
    ),
    state(
        *b"MD",
        "Maryland",
        &[
            fact(Some(day(2025, Month::October, 1)), Rule::Requires(Requirement::OptOut), PrimarySeen, "MODPA"),
            fact(
                Some(day(2025, Month::October, 1)),
                Rule::HonoursGpc(true),
                Design,
                "MODPA, Com. Law § 14-4707: one of two methods, read as binding",
            ),
            fact(
                Some(day(2025, Month::October, 1)),
                Rule::MinorsProhibited { below: 18, reach: Reach::CoveredUses },
                PrimarySeen,
                "MODPA, Com. Law § 14-4707",
            ),
        ],
    ),
    state(
        *b"MN",
        "Minnesota",
        &[
            fact(
                Some(day(2025, Month::July, 31)),
                Rule::Requires(Requirement::OptOut),
                SecondarySeen,
                "MCDPA, Minn. Stat. 325M",
            ),
            fact(Some(day(2025, Month::July, 31)), Rule::HonoursGpc(true), SecondarySeen, "MCDPA"),
            fact(Some(day(2025, Month::July, 31)), Rule::NotifiesMaterialChange, PrimarySeen, "MCDPA"),
            fact(
                Some(day(2025, Month::July, 31)),
                Rule::MinorsNeedOptIn { below: 17, reach: Reach::CoveredUses },
                Recalled,
                "MCDPA",
            ),
        ],
    ),
    state(
        *b"MT",
        "Montana",
        &[
            fact(Some(day(2024, Month::October, 1)), Rule::Requires(Requirement::OptOut), SecondarySeen, "MCDPA"),
            fact(Some(day(2025, Month::January, 1)), Rule::HonoursGpc(true), PrimarySeen, "MCDPA"),
            fact(
                Some(day(2024, Month::October, 1)),
                Rule::MinorsNeedOptIn { below: 16, reach: Reach::CoveredUses },
                SecondarySeen,
                "MCDPA",
            ),
            fact(
                Some(day(2025, Month::October, 1)),
                Rule::MinorsNeedOptIn { below: 18, reach: Reach::CoveredUses },
                Recalled,
                "MCDPA as amended by SB 297",
            ),
        ],
    ),
    state(
        *b"NE",
        "Nebraska",
        &[
            fact(Some(day(2025, Month::January, 1)), Rule::Requires(Requirement::OptOut), SecondarySeen, "NDPA"),
            fact(Some(day(2025, Month::January, 1)), Rule::HonoursGpc(true), PrimarySeen, "NDPA § 11(5)"),
            fact(
                Some(day(2026, Month::January, 1)),
                Rule::MinorsNeedOptIn { below: 18, reach: Reach::CoveredUses },
                Recalled,
                "Age-Appropriate Online Design Code Act",
            ),
        ],
    ),
    state(
        *b"NH",
        "New Hampshire",
        &[
            fact(Some(day(2025, Month::January, 1)), Rule::Requires(Requirement::OptOut), SecondarySeen, "RSA 507-H"),
            fact(Some(day(2025, Month::January, 1)), Rule::HonoursGpc(true), SecondarySeen, "RSA 507-H"),
            fact(
                Some(day(2025, Month::January, 1)),
                Rule::MinorsNeedOptIn { below: 16, reach: Reach::CoveredUses },
                SecondarySeen,
                "RSA 507-H",
            ),
        ],
    ),
    state(
        *b"NJ",
        "New Jersey",
        &[
            fact(Some(day(2025, Month::January, 15)), Rule::Requires(Requirement::OptOut), PrimarySeen, "NJDPA"),
            fact(Some(day(2025, Month::July, 15)), Rule::HonoursGpc(true), PrimarySeen, "N.J.S.A. 56:8-166.11"),
            fact(
                Some(day(2025, Month::January, 15)),
                Rule::MinorsNeedOptIn { below: 17, reach: Reach::CoveredUses },
                SecondarySeen,
                "NJDPA",
            ),
        ],
    ),
    state(
        *b"NY",
        "New York",
        &[fact(
            Some(day(2025, Month::June, 20)),
            Rule::MinorsNeedOptIn { below: 18, reach: Reach::CoveredUses },
            SecondarySeen,
            "Child Data Protection Act",
        )],
    ),
    state(
        *b"OK",
        "Oklahoma",
        &[fact(Some(day(2027, Month::January, 1)), Rule::Requires(Requirement::OptOut), SecondarySeen, "OCDPA")],
    ),
    state(
        *b"OR",
        "Oregon",
        &[
            fact(Some(day(2024, Month::July, 1)), Rule::Requires(Requirement::OptOut), PrimarySeen, "OCPA"),
            fact(Some(day(2026, Month::January, 1)), Rule::HonoursGpc(true), PrimarySeen, "OCPA, ORS 646A.578"),
            fact(
                Some(day(2024, Month::July, 1)),
                Rule::MinorsNeedOptIn { below: 16, reach: Reach::CoveredUses },
                Recalled,
                "OCPA",
            ),
            fact(
                Some(day(2026, Month::January, 1)),
                Rule::MinorsProhibited { below: 16, reach: Reach::CoveredUses },
                SecondarySeen,
                "OCPA as amended by HB 2008",
            ),
        ],
    ),
    state(
        *b"RI",
        "Rhode Island",
        &[fact(Some(day(2026, Month::January, 1)), Rule::Requires(Requirement::OptOut), SecondarySeen, "RIDTPPA")],
    ),
    state(
        *b"TN",
        "Tennessee",
        &[fact(Some(day(2025, Month::July, 1)), Rule::Requires(Requirement::OptOut), SecondarySeen, "TIPA")],
    ),
    state(
        *b"TX",
        "Texas",
        &[
            fact(
                Some(day(2024, Month::July, 1)),
                Rule::Requires(Requirement::OptOut),
                PrimarySeen,
                "TDPSA, Bus. & Com. Code § 541.051",
            ),
            fact(Some(day(2025, Month::January, 1)), Rule::HonoursGpc(true), PrimarySeen, "TDPSA § 541.055(e)"),
        ],
    ),
    state(
        *b"UT",
        "Utah",
        &[fact(Some(day(2023, Month::December, 31)), Rule::Requires(Requirement::OptOut), SecondarySeen, "UCPA")],
    ),
    state(
        *b"VA",
        "Virginia",
        &[fact(Some(day(2023, Month::January, 1)), Rule::Requires(Requirement::OptOut), SecondarySeen, "VCDPA")],
    ),
    state(
        *b"VT",
        "Vermont",
        &[
            fact(
                Some(day(2028, Month::January, 1)),
                Rule::Requires(Requirement::OptOut),
                SecondarySeen,
                "VDPOSA (S.71)",
            ),
            fact(Some(day(2028, Month::January, 1)), Rule::HonoursGpc(true), SecondarySeen, "VDPOSA (S.71)"),
        ],
    ),
    state(*b"AK", "Alaska", &[]),
    state(*b"AZ", "Arizona", &[]),
    state(*b"DC", "District of Columbia", &[]),
    state(*b"GA", "Georgia", &[]),
    state(*b"HI", "Hawaii", &[]),
    state(*b"ID", "Idaho", &[]),
    state(*b"IL", "Illinois", &[]),
    state(*b"KS", "Kansas", &[]),
    state(*b"MA", "Massachusetts", &[]),
    state(*b"ME", "Maine", &[]),
    state(*b"MI", "Michigan", &[]),
    state(*b"MO", "Missouri", &[]),
    state(*b"MS", "Mississippi", &[]),
    state(*b"NC", "North Carolina", &[]),
    state(*b"ND", "North Dakota", &[]),
    state(*b"NM", "New Mexico", &[]),
    state(*b"NV", "Nevada", &[]),
    state(*b"OH", "Ohio", &[]),
    state(*b"PA", "Pennsylvania", &[]),
    state(*b"SC", "South Carolina", &[]),
    state(*b"SD", "South Dakota", &[]),
    state(*b"WA", "Washington", &[]),
    state(*b"WI", "Wisconsin", &[]),
    state(*b"WV", "West Virginia", &[]),
    state(*b"WY", "Wyoming", &[]),
    // the rest of the world, and nowhere
    Entry { jurisdiction: Jurisdiction::Elsewhere, name: "every other country", parts: [STRICT, UNRESEARCHED] },
    Entry {
        jurisdiction: Jurisdiction::Unknown,
        name: "unknown region",
        parts: [
            STRICT,
            &[
                fact(None, Rule::Requires(Requirement::OptIn), Design, "the strictest of all rows"),
                fact(None, Rule::TcfApplies, Design, "the visitor may be from a TCF region"),
                fact(None, Rule::HonoursGpc(true), Design, "the strictest of all rows"),
                fact(
                    None,
                    Rule::MinorsProhibited { below: 18, reach: Reach::CoveredUses },
                    Design,
                    "the strictest of all rows",
                ),
                fact(None, Rule::AskAgainAfter(SIX), Design, "the longest of all rows, once that is longer"),
            ],
        ],
    },
];
