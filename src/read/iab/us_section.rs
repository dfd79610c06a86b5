use super::IabError;
use super::bits::Bits;
use super::sections::{Choice, Field, Layout, SubSection, bit_of};
use crate::cookie::scan::split;
use crate::visit::{Age, GppSignal, OptOutField};

/// What one section of the US in a GPP string says: the opt-outs field by field, Global Privacy Control, and known
/// children.
///
/// Fields on sensitive data, on additional processing (`PersonalDataConsents`) and on the coverage by the Multi-State
/// Privacy Agreement say nothing of what is decided here. A consent in them is the business's word about other
/// processing than the sale or sharing of data and targeted advertising.
///
/// # Examples
///
/// ```
/// use cookie_consent::Age;
/// use cookie_consent::read::iab::{Gpp, GppSection};
/// use cookie_consent::visit::OptOutField;
///
/// let string = Gpp::new(b"DBABLA~BVQqAAAACkA.YA").unwrap();
/// let Some((7, Ok(GppSection::Us(usnat)))) = string.by_section().next() else { panic!("it has the national section") };
/// assert_eq!(usnat.sale_opt_out(), Some(OptOutField::DidNotOptOut));
/// assert!(usnat.gpc());
/// assert_eq!(usnat.known_child(), Age::Unknown);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UsSection {
    opt_outs: Choices<Option<OptOutField>>,
    gpc: bool,
    known_child: Age,
    lacks_notice: bool,
    is_service_provider: bool,
}

/// One thing for each choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Choices<T> {
    sale: T,
    sharing: T,
    targeted_advertising: T,
}

impl<T> Choices<T> {
    const fn of(&mut self, choice: Choice) -> &mut T {
        match choice {
            Choice::Sale => &mut self.sale,
            Choice::Sharing => &mut self.sharing,
            Choice::TargetedAdvertising => &mut self.targeted_advertising,
        }
    }
}

impl UsSection {
    /// `SaleOptOut`, which every section has.
    #[must_use]
    pub const fn sale_opt_out(self) -> Option<OptOutField> {
        self.opt_outs.sale
    }

    /// `SharingOptOut`; `None` in all sections but the national one and California's.
    #[must_use]
    pub const fn sharing_opt_out(self) -> Option<OptOutField> {
        self.opt_outs.sharing
    }

    /// `TargetedAdvertisingOptOut`; `None` in California's section.
    #[must_use]
    pub const fn targeted_advertising_opt_out(self) -> Option<OptOutField> {
        self.opt_outs.targeted_advertising
    }

    /// Whether a sub-section says that Global Privacy Control was set.
    #[must_use]
    pub const fn gpc(self) -> bool {
        self.gpc
    }

    /// The youngest age that the fields on known children (`KnownChildSensitiveDataConsents`) speak of: see
    /// [`GppSignal::with_age`].
    #[must_use]
    pub const fn known_child(self) -> Age {
        self.known_child
    }

    /// Whether the business says that it gave no notice of its processing, or none of a choice (a 2 in `SharingNotice`,
    /// `ProcessingNotice`, `SaleOptOutNotice` and so on). Who does not tell of the right to opt out may not sell or
    /// share (11 CCR § 7013(h)), so it counts as an opt-out.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::{Gpp, GppSection};
    ///
    /// // usca: SaleOptOutNotice = 2
    /// let string = Gpp::new(b"DBABBg~BgAAAABA").unwrap();
    /// let Some((8, Ok(GppSection::Us(usca)))) = string.by_section().next() else { panic!("it has California's section") };
    /// assert!(usca.lacks_notice() && usca.signal().opted_out());
    /// ```
    #[must_use]
    pub const fn lacks_notice(self) -> bool {
        self.lacks_notice
    }

    /// Whether the business is in the service provider mode of the Multi-State Privacy Agreement
    /// (`MspaServiceProviderMode` = 1, `MspaMode` = 2): it has bound itself to sell and share nothing and not to
    /// advertise by profiles, whatever the visitor chose. So it counts as an opt-out.
    #[must_use]
    pub const fn is_service_provider(self) -> bool {
        self.is_service_provider
    }

    /// What the section amounts to.
    #[must_use]
    pub fn signal(self) -> GppSignal {
        let Choices { sale, sharing, targeted_advertising } = self.opt_outs;
        let barred = (self.lacks_notice || self.is_service_provider).then_some(OptOutField::OptedOut);
        let field = |field: Option<OptOutField>| field.unwrap_or(OptOutField::NotApplicable);
        let fields = [sale, sharing, targeted_advertising, barred].map(field);
        GppSignal::from_fields(&fields, self.gpc).with_age(self.known_child)
    }

    pub(super) fn read(layout: &'static Layout, text: &[u8]) -> Result<Self, IabError> {
        let cut = IabError::Truncated("section");
        let (mut parts, mut start) = (split(text, b'.'), 0_usize);
        let mut next = || {
            let part = parts.next().map(|part| {
                let at = start;
                start = start.saturating_add(part.len()).saturating_add(1);
                Bits::new(part, at)
            });
            part.transpose()
        };
        let check = |version: Option<u64>| match version.ok_or(cut)? {
            version if version > 0 && version <= u64::from(layout.versions) => Ok(()),
            other => Err(IabError::UnsupportedVersion(u8::try_from(other).unwrap_or(u8::MAX))),
        };
        let first = next()?.ok_or(cut)?;
        let has_header = layout.is_header(first.number(0, 6));
        check(first.number(if has_header { 6 } else { 0 }, 6))?;
        let core = if has_header { next()?.ok_or(cut)? } else { first };
        let mut section = Self::of_core(layout, core)?;
        while let Some(part) = next()? {
            section.add(layout.sub_section, part)?;
        }
        Ok(section)
    }

    fn of_core(layout: &'static Layout, core: Bits<'_>) -> Result<Self, IabError> {
        let cut = IabError::Truncated("section");
        let fields = layout.fields_of(core);
        let field = |index: u8| core.number(bit_of(index), 2).ok_or(cut);
        // in no section does 3 mean anything, and whether the transaction is covered is yes or no
        let covered = fields.covered_transaction();
        if core.has_three(6, fields.count()).ok_or(cut)? || field(covered)? == 0 {
            let three = (0..fields.count()).find(|index| field(*index) == Ok(3));
            let (index, value) = three.map_or((covered, 0), |index| (index, 3));
            return Err(IabError::Field { name: fields.name(index), value });
        }
        // fields that are not known, or those of another section: one bit of the header makes one state's another's
        if !core.is_padding(fields.end()) {
            return Err(IabError::Malformed("section"));
        }
        let mut noticed = Choices::<bool>::default();
        let mut section = Self {
            opt_outs: Choices::default(),
            gpc: false,
            known_child: Age::Unknown,
            lacks_notice: false,
            is_service_provider: false,
        };
        for (index, kind) in (0..).zip(layout.first) {
            let value = field(index)?;
            match *kind {
                Field::Notice(_) => section.lacks_notice |= value == 2,
                Field::NoticeOf(choice) => {
                    section.lacks_notice |= value == 2;
                    *noticed.of(choice) = value == 1;
                }
                Field::OptOut(choice) => {
                    *section.opt_outs.of(choice) = Some(match value {
                        0 => OptOutField::NotApplicable,
                        1 => OptOutField::OptedOut,
                        // where nobody was told the specification wants a 0
                        _ if !*noticed.of(choice) => return Err(IabError::WithoutNotice(kind.name())),
                        _ => OptOutField::DidNotOptOut,
                    });
                }
                Field::Other(_) => {}
            }
        }
        for (index, lowest) in fields.children() {
            if field(index)? != 0 {
                section.known_child = section.known_child.younger(Age::Years(lowest));
            }
        }
        let (mode, service_provider) = fields.service_provider_mode();
        section.is_service_provider = field(mode)? == service_provider;
        Ok(section)
    }

    /// Adds a sub-section. One of an unknown type may have been Global Privacy Control.
    fn add(&mut self, kind: SubSection, part: Bits<'_>) -> Result<(), IabError> {
        let cut = IabError::Truncated("sub-section");
        let end = match kind {
            SubSection::Gpc => {
                match part.number(0, 2).ok_or(cut)? {
                    1 => self.gpc |= part.bit(2).ok_or(cut)?,
                    other => return Err(IabError::SubSection(u8::try_from(other).unwrap_or(u8::MAX))),
                }
                3
            }
            SubSection::SensitiveData(count) => {
                if part.has_three(0, count).ok_or(cut)? {
                    return Err(IabError::Field { name: "SensitiveDataProcessing", value: 3 });
                }
                usize::from(count).saturating_mul(2)
            }
        };
        if part.is_padding(end) { Ok(()) } else { Err(IabError::Malformed("sub-section")) }
    }
}
