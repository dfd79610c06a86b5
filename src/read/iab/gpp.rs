use super::bits::{Bits, check_len};
use super::fibonacci::Ids;
use super::sections::US_SECTIONS;
use super::{GppError, IabError, TcString, TcfCanada, UsSection, us_privacy};
use crate::cookie::scan::{find, split};
use crate::visit::{Age, GppSignal, OptOutField, UsPrivacySignal};

/// A string of the Global Privacy Platform, read where it stands.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::iab::Gpp;
///
/// // the national section of the US: nothing opted out of, and no Global Privacy Control
/// let string = Gpp::new(b"DBABLA~BVQqAAAACkA.QA").unwrap();
/// assert_eq!(string.sections().map(|(id, _)| id).collect::<Vec<_>>(), [7]);
/// let signal = string.signal().unwrap();
/// assert!(!signal.opted_out() && !signal.gpc());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Gpp<'a> {
    header: Bits<'a>,
    sections: &'a [u8],
}

/// The section that is a TC string.
const TCF_EU: u16 = 2;
/// The section of the Transparency and Consent Framework of Canada.
const TCF_CANADA: u16 = 5;
/// The section that is a US Privacy string.
const US_PRIVACY: u16 = 6;

impl<'a> Gpp<'a> {
    /// Reads the header, and counts the sections. The sections themselves are read when they are asked for.
    ///
    /// # Errors
    ///
    /// [`IabError`]: `b""`, more than 4,096 bytes, a header of another type (a bare TC string, `b"CPXxGfA"`) or
    /// version, or one that lists more or fewer sections than there are (`b"DBABLA"`) or goes on after its list.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::Gpp;
    ///
    /// assert!(Gpp::new(b"DBABLA~BVQqAAAACkA.QA").is_ok());
    /// // the header lists a section that is not there
    /// assert!(Gpp::new(b"DBABLA").is_err());
    /// ```
    pub fn new(text: &'a [u8]) -> Result<Self, IabError> {
        check_len(text)?;
        let end = find(text, b'~').unwrap_or(text.len());
        let (header, sections) = text.split_at_checked(end).ok_or(IabError::Truncated("header"))?;
        let header = Bits::new(header, 0)?;
        let cut = IabError::Truncated("header");
        if header.number(0, 6).ok_or(cut)? != 3 {
            return Err(IabError::Malformed("header"));
        }
        match header.number(6, 6).ok_or(cut)? {
            1 => {}
            other => return Err(IabError::UnsupportedVersion(u8::try_from(other).unwrap_or(u8::MAX))),
        }
        let gpp = Self { header, sections };
        let mut count = 0_usize;
        let present = gpp.texts().count();
        let ids = Ids::at(header, 12).ok_or(cut)?;
        for id in ids.clone() {
            id.ok_or(cut)?;
            count = count.saturating_add(1);
            if count > present {
                break;
            }
        }
        // one bit can end the last id early, and what is left of it follows then
        let is_whole = count == present && ids.end().is_some_and(|(end, _)| header.is_padding(end));
        if is_whole { Ok(gpp) } else { Err(IabError::Malformed("header")) }
    }

    fn texts(self) -> impl Iterator<Item = &'a [u8]> {
        // before the first `~` stands the header
        split(self.sections, b'~').skip(1)
    }

    /// The sections, each with its id, in ascending order.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::Gpp;
    ///
    /// let string = Gpp::new(b"DBABLA~BVQqAAAACkA.QA").unwrap();
    /// assert_eq!(string.sections().collect::<Vec<_>>(), [(7, b"BVQqAAAACkA.QA".as_slice())]);
    /// ```
    pub fn sections(&self) -> impl Iterator<Item = (u16, &'a [u8])> {
        Ids::at(self.header, 12).into_iter().flatten().map_while(|id| id).zip(self.texts())
    }

    /// The TC string of section 2, if there is one.
    ///
    /// # Errors
    ///
    /// [`IabError`] of [`TcString::new`].
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::Gpp;
    ///
    /// // it has the national section of the US alone
    /// assert!(Gpp::new(b"DBABLA~BVQqAAAACkA.QA").unwrap().tc_string().is_none());
    /// ```
    #[must_use]
    pub fn tc_string(&self) -> Option<Result<TcString<'a>, IabError>> {
        self.sections().find(|(id, _)| *id == TCF_EU).map(|(_, text)| TcString::new(text))
    }

    /// The string of the Canadian framework in section 5, if there is one. Decisions do not rest on it: see
    /// [`TcfCanada`].
    ///
    /// # Errors
    ///
    /// [`IabError`] of [`TcfCanada::new`].
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::Gpp;
    ///
    /// let string = Gpp::new(b"DBABjw~BPSG_8APSG_8AAAAAAENAACAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAA~1YNN").unwrap();
    /// assert!(!string.tcf_canada().unwrap().unwrap().has_express_consent(1));
    /// ```
    #[must_use]
    pub fn tcf_canada(&self) -> Option<Result<TcfCanada<'a>, IabError>> {
        self.sections().find(|(id, _)| *id == TCF_CANADA).map(|(_, text)| TcfCanada::new(text))
    }

    /// What each section says, by its id, in ascending order. One that is damaged says nothing of the others.
    ///
    /// # Errors
    ///
    /// [`GppError`] for a section that is cut, of another version, holds a value that means nothing or one that its
    /// notice contradicts, or has a sub-section that such a section cannot have.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::{Gpp, GppSection, IabError};
    /// use cookie_consent::visit::UsPrivacySignal;
    ///
    /// // a US Privacy string, and a national section that was cut
    /// let string = Gpp::new(b"DBABzw~1YYN~BVQ").unwrap();
    /// let [us_privacy, usnat] = string.by_section().collect::<Vec<_>>().try_into().unwrap();
    /// assert_eq!(us_privacy, (6, Ok(GppSection::UsPrivacy(UsPrivacySignal::OptedOut))));
    /// assert_eq!(usnat.1.unwrap_err().error, IabError::Truncated("section"));
    /// ```
    pub fn by_section(&self) -> impl Iterator<Item = (u16, Result<GppSection, GppError>)> {
        self.sections().map(|(section, text)| {
            (section, GppSection::read(section, text).map_err(|error| GppError { section, error }))
        })
    }

    /// What all sections say together: one field that opted out is enough, and so is one Global Privacy Control; of
    /// several ages of a known child the youngest holds. Sections of other regions, and those that are not known here,
    /// say nothing.
    ///
    /// # Errors
    ///
    /// [`GppError`] of the first section that cannot be read. What the others say is told [by
    /// section](Self::by_section): whoever goes on with it counts the damaged one as an opt-out.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::Gpp;
    ///
    /// assert!(!Gpp::new(b"DBABLA~BVQqAAAACkA.QA").unwrap().signal().unwrap().opted_out());
    /// // cut: the header is there, and the section is found damaged only when it is asked for
    /// assert!(Gpp::new(b"DBABLA~BVQ").unwrap().signal().is_err());
    /// ```
    pub fn signal(&self) -> Result<GppSignal, GppError> {
        self.by_section().try_fold(GppSignal::NONE, |all, (_, said)| Ok(all.union(said?.signal())))
    }

    /// Whether a section of the US speaks of the consent of a known child, given or not: then the visitor is one, of
    /// the [`age`](GppSignal::age) that [`signal`](Self::signal) says.
    ///
    /// # Errors
    ///
    /// Those of [`signal`](Self::signal).
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::Gpp;
    ///
    /// let string = Gpp::new(b"DBABLA~BVQqAAAACkA.QA").unwrap();
    /// assert_eq!(string.speaks_of_a_child(), Ok(false));
    /// ```
    pub fn speaks_of_a_child(&self) -> Result<bool, GppError> {
        self.signal().map(|signal| signal.age() != Age::Unknown)
    }
}

/// What one section of a GPP string says.
///
/// # Examples
///
/// ```
/// use cookie_consent::read::iab::{Gpp, GppSection};
///
/// let string = Gpp::new(b"DBABLA~BVQqAAAACkA.QA").unwrap();
/// assert!(string.by_section().all(|(id, said)| id == 7 && matches!(said, Ok(GppSection::Us(_)))));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GppSection {
    /// A string of the frameworks for Europe or Canada, which is whole. What it says, [`Gpp::tc_string`] and
    /// [`Gpp::tcf_canada`] tell.
    Framework,
    /// A US Privacy string.
    UsPrivacy(UsPrivacySignal),
    /// A section of the US, or of one of its states.
    Us(UsSection),
    /// One that was passed over: it decides nothing (the obsolete first version of TC strings, or the header's own
    /// numbers), or it is not known here.
    Unread,
}

impl GppSection {
    /// What it amounts to; frameworks of other regions have no opt-outs.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::read::iab::GppSection;
    /// use cookie_consent::visit::{GppSignal, UsPrivacySignal};
    ///
    /// assert!(GppSection::UsPrivacy(UsPrivacySignal::OptedOut).signal().opted_out());
    /// assert_eq!(GppSection::Unread.signal(), GppSignal::NONE);
    /// ```
    #[must_use]
    pub fn signal(self) -> GppSignal {
        match self {
            Self::UsPrivacy(UsPrivacySignal::OptedOut) => GppSignal::from_fields(&[OptOutField::OptedOut], false),
            Self::Us(section) => section.signal(),
            Self::UsPrivacy(UsPrivacySignal::DidNotOptOut | UsPrivacySignal::None) | Self::Framework | Self::Unread => {
                GppSignal::NONE
            }
        }
    }

    fn read(id: u16, text: &[u8]) -> Result<Self, IabError> {
        match id {
            TCF_EU => TcString::new(text).map(|_| Self::Framework),
            TCF_CANADA => TcfCanada::new(text).map(|_| Self::Framework),
            US_PRIVACY => us_privacy(text).map(Self::UsPrivacy),
            id => match US_SECTIONS.iter().find(|layout| layout.id == id) {
                Some(layout) => UsSection::read(layout, text).map(Self::Us),
                None => Ok(Self::Unread),
            },
        }
    }
}
