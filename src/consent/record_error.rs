/// Why a record cannot be read. [`StoredConsent::from_read`](crate::consent::StoredConsent::from_read) makes it
/// [`Unreadable`](crate::consent::StoredConsent::Unreadable): never silence.
///
/// # Examples
///
/// ```
/// use cookie_consent::ConsentRecord;
/// use cookie_consent::consent::RecordError;
///
/// assert_eq!("".parse::<ConsentRecord>(), Err(RecordError::Empty));
/// assert_eq!("2.p".parse::<ConsentRecord>(), Err(RecordError::UnsupportedVersion('2')));
/// assert_eq!("1.g0.00000000".parse::<ConsentRecord>(), Err(RecordError::Checksum));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// Nothing at all.
    #[error("the record is empty")]
    Empty,
    /// More than a record can be.
    #[error("the record has {0} bytes, and the most that is read is 65536")]
    TooLong(usize),
    /// It begins with the number of a version that this release does not read.
    #[error("the record has the unsupported version `{0}`")]
    UnsupportedVersion(char),
    /// It was cut or changed on its way.
    #[error("the record does not match its checksum")]
    Checksum,
    /// Its checksum is right, and it says something that no record says.
    #[error("the record has no {expected} at byte {at}")]
    Malformed {
        /// What should stand there.
        expected: &'static str,
        /// Where, counted from 0.
        at: usize,
    },
}
