//! The sections of the US, as the Global Privacy Platform has registered them (state of 2025-12-17): which fields stand
//! in each, by their names. Every field is two bits wide, after six bits of a version.
//!
//! The fields on known children follow each other. Each is about consent to one kind of processing for one band of
//! ages, and is given here as the lowest age of that band. Where a section says "a known child" and no more, it is one
//! below 13: COPPA and the states mean that by "child".

use super::bits::Bits;

/// What a visitor can opt out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Sale,
    Sharing,
    TargetedAdvertising,
}

/// A field before those on sensitive data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// The notice that data is processed at all.
    Notice(&'static str),
    /// The notice of a choice.
    NoticeOf(Choice),
    OptOut(Choice),
    /// It says nothing of notices and choices.
    Other(&'static str),
}

impl Field {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Notice(name) | Self::Other(name) => name,
            Self::NoticeOf(Choice::Sale) => "SaleOptOutNotice",
            Self::NoticeOf(Choice::Sharing) => "SharingOptOutNotice",
            Self::NoticeOf(Choice::TargetedAdvertising) => "TargetedAdvertisingOptOutNotice",
            Self::OptOut(Choice::Sale) => "SaleOptOut",
            Self::OptOut(Choice::Sharing) => "SharingOptOut",
            Self::OptOut(Choice::TargetedAdvertising) => "TargetedAdvertisingOptOut",
        }
    }
}

/// What may stand after the fields, in a part of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SubSection {
    /// Global Privacy Control, after two bits of a type.
    Gpc,
    /// So many fields on sensitive data, and no type.
    SensitiveData(u8),
}

/// The form of a section.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub(super) id: u16,
    /// At most as many as fit into a window of bits.
    pub(super) first: &'static [Field],
    middle: Middle,
    /// Another form that is told apart by its length.
    longer: Option<Middle>,
    last: &'static [&'static str],
    /// Versions from 1 to this one are read.
    pub(super) versions: u8,
    pub(super) sub_section: SubSection,
    /// Those that were registered last. The specification puts a header with id and version before their fields, in a
    /// part of its own, and the IAB's own encoder leaves it out.
    is_late: bool,
}

/// How many fields are about sensitive data, and after them those on known children, each by the lowest age of the band
/// that it is about.
#[derive(Clone, Copy, Debug)]
struct Middle {
    sensitive: u8,
    children: &'static [u8],
}

/// A layout in the length in which a section has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    layout: &'static Layout,
    middle: Middle,
}

impl Layout {
    /// Whether a part that begins with this number is a header. The numbers of these sections are no versions, so the
    /// first six bits tell the two forms apart.
    pub(super) fn is_header(&self, number: Option<u64>) -> bool {
        self.is_late && number == Some(u64::from(self.id))
    }

    /// Strings with the number of the shorter form and the length of the longer are in circulation, so length decides.
    pub(super) fn fields_of(&'static self, core: Bits<'_>) -> Fields {
        let longer = self.longer.map(|middle| Fields { layout: self, middle });
        let fits = |fields: &Fields| fields.end() <= core.len();
        longer.filter(fits).unwrap_or(Fields { layout: self, middle: self.middle })
    }
}

impl Fields {
    /// How many there are.
    pub(super) fn count(self) -> u8 {
        let children = self.middle.children.len();
        let rest = self.layout.first.len().saturating_add(children).saturating_add(self.layout.last.len());
        u8::try_from(rest).unwrap_or(u8::MAX).saturating_add(self.middle.sensitive)
    }

    /// Where the last of them ends.
    pub(super) fn end(self) -> usize {
        bit_of(self.count())
    }

    /// The number of `MspaCoveredTransaction`.
    pub(super) fn covered_transaction(self) -> u8 {
        if self.layout.is_late { 0 } else { self.count().saturating_sub(3) }
    }

    /// The number of the field for the service provider mode of the MSPA, and its value in that mode.
    pub(super) fn service_provider_mode(self) -> (u8, u64) {
        if self.layout.is_late { (1, 2) } else { (self.count().saturating_sub(1), 1) }
    }

    fn first_of_children(self) -> u8 {
        u8::try_from(self.layout.first.len()).unwrap_or(u8::MAX).saturating_add(self.middle.sensitive)
    }

    /// The fields on known children, each with the lowest age of its band.
    pub(super) fn children(self) -> impl Iterator<Item = (u8, u8)> {
        (self.first_of_children()..).zip(self.middle.children.iter().copied())
    }

    /// What the specification calls the field of this number.
    pub(super) fn name(self, index: u8) -> &'static str {
        if let Some(field) = self.layout.first.get(usize::from(index)) {
            return field.name();
        }
        let after_sensitive = index.checked_sub(self.first_of_children()).map(usize::from);
        let after_children = after_sensitive.and_then(|index| index.checked_sub(self.middle.children.len()));
        match (after_sensitive, after_children) {
            (None, _) => "SensitiveDataProcessing",
            (Some(_), None) => "KnownChildSensitiveDataConsents",
            (_, Some(index)) => self.layout.last.get(index).copied().unwrap_or_default(),
        }
    }
}

/// Where the field of this number stands.
pub(super) fn bit_of(index: u8) -> usize {
    usize::from(index).saturating_mul(2).saturating_add(6)
}

/// The fields on sensitive data and on known children.
const fn middle(sensitive: u8, children: &'static [u8]) -> Middle {
    Middle { sensitive, children }
}

const fn state(id: u16, first: &'static [Field], middle: Middle, last: &'static [&'static str]) -> Layout {
    let sub_section = SubSection::Gpc;
    Layout { id, first, middle, longer: None, last, versions: 1, sub_section, is_late: false }
}

const fn late(id: u16, children: &'static [u8], sub_section: SubSection) -> Layout {
    let last = &["AdditionalDataProcessingConsent"];
    Layout { sub_section, is_late: true, ..state(id, LATE, middle(0, children), last) }
}

const SHARING: Field = Field::Notice("SharingNotice");
const PROCESSING: Field = Field::Notice("ProcessingNotice");
const SALE_NOTICE: Field = Field::NoticeOf(Choice::Sale);
const SHARING_NOTICE: Field = Field::NoticeOf(Choice::Sharing);
const ADS_NOTICE: Field = Field::NoticeOf(Choice::TargetedAdvertising);
const SALE: Field = Field::OptOut(Choice::Sale);
const SHARED: Field = Field::OptOut(Choice::Sharing);
const ADS: Field = Field::OptOut(Choice::TargetedAdvertising);
const SENSITIVE_NOTICE: Field = Field::Other("SensitiveDataProcessingOptOutNotice");
const LIMIT_NOTICE: Field = Field::Other("SensitiveDataLimitUseNotice");

/// The states whose sections came first, and Montana.
const EARLY: &[Field] = &[SHARING, SALE_NOTICE, ADS_NOTICE, SALE, ADS];
const USUAL: &[Field] = &[PROCESSING, SALE_NOTICE, ADS_NOTICE, SALE, ADS];
/// The fields on the Multi-State Privacy Agreement (MSPA) stand first, and there is one for both of its modes.
const LATE: &[Field] =
    &[Field::Other("MspaCoveredTransaction"), Field::Other("MspaMode"), PROCESSING, SALE_NOTICE, ADS_NOTICE, SALE, ADS];

/// Fields after those on children.
const MSPA: &[&str] = &["MspaCoveredTransaction", "MspaOptOutOptionMode", "MspaServiceProviderMode"];
const PERSONAL: &[&str] =
    &["PersonalDataConsents", "MspaCoveredTransaction", "MspaOptOutOptionMode", "MspaServiceProviderMode"];
const ADDITIONAL: &[&str] =
    &["AdditionalDataProcessingConsent", "MspaCoveredTransaction", "MspaOptOutOptionMode", "MspaServiceProviderMode"];

/// One field: a known child.
const CHILD: &[u8] = &[0];
/// A known child; sale and targeted advertising, at least 13 and younger than 16.
const CHILD_AND_TEENS: &[u8] = &[0, 13, 13];
/// A known child; sale and targeted advertising, at least 13, and again at least 16.
const CHILD_AND_TWO_BANDS: &[u8] = &[0, 13, 13, 16, 16];

pub(super) static US_SECTIONS: &[Layout] = &[
    // usnat: sensitive data in 12 fields and children in 2 (13 to 16; below 13), or 16 and 3 (also 16 to 17)
    Layout {
        longer: Some(middle(16, &[13, 0, 16])),
        versions: 2,
        ..state(
            7,
            &[SHARING, SALE_NOTICE, SHARING_NOTICE, ADS_NOTICE, SENSITIVE_NOTICE, LIMIT_NOTICE, SALE, SHARED, ADS],
            middle(12, &[13, 0]),
            PERSONAL,
        )
    },
    // usca: both fields on children mean anybody below 16
    state(8, &[SALE_NOTICE, SHARING_NOTICE, LIMIT_NOTICE, SALE, SHARED], middle(9, &[0, 0]), PERSONAL),
    // usva
    state(9, EARLY, middle(8, CHILD), MSPA),
    // usco
    state(10, EARLY, middle(7, CHILD), MSPA),
    // usut
    state(11, &[SHARING, SALE_NOTICE, ADS_NOTICE, SENSITIVE_NOTICE, SALE, ADS], middle(8, CHILD), MSPA),
    // usct
    state(12, EARLY, middle(8, CHILD_AND_TEENS), MSPA),
    // usfl: below 13, 13 to 15, 16 to 17
    state(13, USUAL, middle(8, &[0, 13, 16]), ADDITIONAL),
    // usmt
    state(14, EARLY, middle(8, CHILD_AND_TEENS), ADDITIONAL),
    // usor
    state(15, USUAL, middle(11, CHILD_AND_TEENS), ADDITIONAL),
    // ustx
    state(16, USUAL, middle(8, CHILD), ADDITIONAL),
    // usde
    state(17, USUAL, middle(9, CHILD_AND_TWO_BANDS), ADDITIONAL),
    // usia
    state(
        18,
        &[PROCESSING, SALE_NOTICE, ADS_NOTICE, Field::Other("SensitiveDataOptOutNotice"), SALE, ADS],
        middle(8, CHILD),
        MSPA,
    ),
    // usne
    state(19, USUAL, middle(8, CHILD), ADDITIONAL),
    // usnh
    state(20, USUAL, middle(8, CHILD_AND_TEENS), ADDITIONAL),
    // usnj
    state(21, USUAL, middle(10, CHILD_AND_TWO_BANDS), ADDITIONAL),
    // ustn
    state(22, USUAL, middle(8, CHILD), ADDITIONAL),
    // usmn
    state(23, USUAL, middle(8, CHILD), ADDITIONAL),
    // usmd: no field on children
    late(24, &[], SubSection::Gpc),
    // usin
    late(25, CHILD, SubSection::SensitiveData(8)),
    // usky
    late(26, CHILD, SubSection::SensitiveData(8)),
    // usri
    late(27, CHILD, SubSection::SensitiveData(8)),
];
