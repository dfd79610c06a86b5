use crate::vocabulary::spelled;

/// The technology. The policy counts all of them as "Cookies": the decision is the same, and checks that only
/// make sense for an HTTP cookie are skipped for the others
/// (EDPB Guidelines 2/2023: Art. 5(3) covers pixels and local storage too).
///
/// # Examples
///
/// ```
/// use cookie_consent::cookie::Storage;
///
/// assert_eq!("indexed-db".parse(), Ok(Storage::IndexedDb));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Storage {
    /// An HTTP cookie (RFC 6265bis).
    Cookie,
    /// An entry of `localStorage`.
    LocalStorage,
    /// An entry of `sessionStorage`.
    SessionStorage,
    /// A database of the Indexed Database API.
    IndexedDb,
    /// A pixel tag: nothing is stored, but the device is read.
    Pixel,
}

spelled! {
    Storage ("a kind of storage") {
        Cookie = "cookie", LocalStorage = "local-storage", SessionStorage = "session-storage",
        IndexedDb = "indexed-db", Pixel = "pixel",
    }
}
