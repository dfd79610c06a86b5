use super::bits::{Bits, check_len};
use super::fibonacci::Ids;
use super::sections::{Layout, US_SECTIONS};
use super::{IabError, TcString, TcfCanada, us_privacy};
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
    /// version, or one that lists more or fewer sections than there are (`b"DBABLA"`).
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
        for id in Ids::at(header, 12).ok_or(cut)? {
            id.ok_or(cut)?;
            count = count.saturating_add(1);
            if count > present {
                break;
            }
        }
        if count == present { Ok(gpp) } else { Err(IabError::Malformed("header")) }
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

    /// What all sections of the US say together: one field that opted out is enough, and so is one Global Privacy
    /// Control; of several ages of a known child the youngest holds. Sections of other regions, and those that are not
    /// known here, say nothing.
    ///
    /// # Errors
    ///
    /// [`IabError`] if a section is cut, of another version, or holds a value that means nothing.
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
    pub fn signal(&self) -> Result<GppSignal, IabError> {
        let mut signal = GppSignal::NONE;
        for (id, text) in self.sections() {
            if id == US_PRIVACY {
                signal = signal.union(opt_out(us_privacy(text)? == UsPrivacySignal::OptedOut, false));
            } else if let Some(layout) = US_SECTIONS.iter().find(|layout| layout.id == id) {
                signal = signal.union(us_section(layout, text)?);
            }
        }
        Ok(signal)
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
    pub fn speaks_of_a_child(&self) -> Result<bool, IabError> {
        self.signal().map(|signal| signal.age() != Age::Unknown)
    }
}

fn opt_out(opted_out: bool, gpc: bool) -> GppSignal {
    let field = if opted_out { OptOutField::OptedOut } else { OptOutField::NotApplicable };
    GppSignal::from_fields(&[field], gpc)
}

/// What a section of the US says.
fn us_section(layout: &Layout, text: &[u8]) -> Result<GppSignal, IabError> {
    let cut = IabError::Truncated("section");
    let mut parts = split(text, b'.');
    let mut next = || parts.next().map(|part| Bits::new(part, 0)).transpose();
    let head = next()?.ok_or(cut)?;
    let version = if layout.has_header {
        if head.number(0, 6).ok_or(cut)? != u64::from(layout.id) {
            return Err(IabError::Malformed("section"));
        }
        head.number(6, 6)
    } else {
        head.number(0, 6)
    };
    match version.ok_or(cut)? {
        version if version > 0 && version <= u64::from(layout.versions) => {}
        other => return Err(IabError::UnsupportedVersion(u8::try_from(other).unwrap_or(u8::MAX))),
    }
    let core = if layout.has_header { next()?.ok_or(cut)? } else { head };
    let fields = layout.fields_of(core);
    let field = |index: u8| core.number(usize::from(index).saturating_mul(2).saturating_add(6), 2).ok_or(cut);
    // in no section does 3 mean anything
    if core.has_three(6, fields.count).ok_or(cut)? {
        return Err(IabError::Malformed("section"));
    }
    let mut opted_out = false;
    for index in layout.opt_outs {
        opted_out |= field(*index)? == 1;
    }
    let mut age = Age::Unknown;
    for (index, lowest) in fields.children() {
        if field(index)? != 0 {
            age = age.younger(Age::Years(lowest));
        }
    }
    let mut gpc = false;
    while let Some(part) = next()? {
        let kind = part.number(0, 2).ok_or(cut)?;
        if layout.has_gpc && kind == 1 {
            gpc |= part.bit(2).ok_or(cut)?;
        }
    }
    Ok(opt_out(opted_out, gpc).with_age(age))
}
