use crate::vocabulary::words;

words! {
    /// The technology. The policy counts all of them as "Cookies": the decision is the same, and checks that only
    /// make sense for an HTTP cookie are skipped for the others
    /// (EDPB Guidelines 2/2023: Art. 5(3) covers pixels and local storage too).
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::Storage;
    ///
    /// assert_eq!("indexed-db".parse(), Ok(Storage::IndexedDb));
    /// ```
    #[non_exhaustive]
    pub enum Storage ("a kind of storage") {
        /// An HTTP cookie (RFC 6265bis).
        Cookie = "cookie",
        /// An entry of `localStorage`.
        LocalStorage = "local-storage",
        /// An entry of `sessionStorage`.
        SessionStorage = "session-storage",
        /// A database of the Indexed Database API.
        IndexedDb = "indexed-db",
        /// A pixel tag: nothing is stored, but the device is read.
        Pixel = "pixel",
    }
}
