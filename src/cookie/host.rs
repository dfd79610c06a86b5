/// A host as browsers compare it: without port, leading or trailing dot, and case.
///
/// Any text is accepted: one that is no host matches nothing but itself.
///
/// # Examples
///
/// ```
/// use cookie_consent::cookie::HostName;
///
/// let course = HostName::new("Courses.EDX.org.:8080");
/// assert!(course.is_within("edx.org"));
/// assert!(!HostName::new("evil-edx.org").is_within("edx.org"));
/// assert!(!HostName::new("10.0.0.1").is_within("0.0.1"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct HostName<'a>(&'a str);

impl<'a> HostName<'a> {
    /// No name of a host is longer (RFC 1035, section 2.3.4: 255 octets, of which two are not text).
    pub(crate) const MAX_LEN: usize = 253;

    /// Reads a host, a `Host` header or a `Domain` attribute.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::cookie::HostName;
    ///
    /// assert_eq!(HostName::new(".edx.org").as_str(), "edx.org");
    /// assert_eq!(HostName::new("www.edx.org:8080").as_str(), "www.edx.org");
    /// ```
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let host = without_port(text);
        let host = host.strip_prefix('.').unwrap_or(host);
        Self(host.strip_suffix('.').unwrap_or(host))
    }

    /// The host without port and outer dots, in the case that was given.
    #[must_use]
    pub const fn as_str(self) -> &'a str {
        self.0
    }

    /// Whether this host is `scope` or below it: RFC 6265bis, section 5.1.3, "domain-match". Equal, or a suffix
    /// at a label boundary of something that is not an IP address.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::cookie::HostName;
    ///
    /// assert!(HostName::new("edx.org").is_within("EDX.org"));
    /// assert!(!HostName::new("edx.org").is_within("www.edx.org"));
    /// assert!(!HostName::new("notedx.org").is_within("edx.org"));
    /// ```
    #[must_use]
    pub fn is_within(self, scope: &str) -> bool {
        let (host, scope) = (self.0.as_bytes(), scope.as_bytes());
        match host.len().checked_sub(scope.len()).and_then(|at| host.split_at_checked(at)) {
            // most hosts come in lower case, and then need no folding
            Some((head, tail)) if tail == scope || tail.eq_ignore_ascii_case(scope) => {
                head.is_empty() || (!scope.is_empty() && head.ends_with(b".") && !self.is_address())
            }
            _ => false,
        }
    }

    /// Whether [this](Self::new) host [is within](Self::is_within) a scope in lower case.
    pub(crate) fn is_text_within(text: &str, scope: &str) -> bool {
        let host = text.as_bytes();
        // nearly every host comes in lower case and ends in a letter: then it has no port, ends in no dot and is no
        // address, and what is cut off its beginning makes no difference to its parents
        let is_plainly_within = matches!(host, [.., b'a'..=b'z'])
            && !matches!(scope.as_bytes(), [] | [b'.', ..])
            && host.strip_suffix(scope.as_bytes()).is_some_and(|head| matches!(head, [] | [.., b'.']));
        is_plainly_within || HostName::new(text).is_within(scope)
    }

    /// Every scope that this host is within, itself first, in the case that was given; of parents only those that can
    /// be the name of a host, so that there are few.
    pub(crate) fn scopes(self) -> impl Iterator<Item = &'a str> {
        let host = self.0;
        let dot = host.len().saturating_sub(Self::MAX_LEN.saturating_add(1));
        let start = (dot..host.len()).find(|at| host.is_char_boundary(*at)).unwrap_or(0);
        let below = if self.is_address() { "" } else { host.get(start..).unwrap_or_default() };
        let parents = below.match_indices('.').filter_map(|(dot, _)| below.get(dot.saturating_add(1)..));
        core::iter::once(host).chain(parents.filter(|parent| !parent.is_empty()))
    }

    /// Whether the last label is a number: no domain name ends so, and every IPv4 address does (URL Standard,
    /// "ends-in-a-number checker"). An IPv6 address has no dots to match at, or ends in an IPv4 address.
    fn is_address(self) -> bool {
        let last = self.0.as_bytes().iter().rev().take_while(|byte| **byte != b'.');
        last.clone().all(u8::is_ascii_digit)
    }
}

/// `edx.org:8080` and `[::1]:80` lose their ports; `::1` keeps its colons.
fn without_port(text: &str) -> &str {
    // nearly every host ends in a letter, and then it has no port
    if !matches!(text.as_bytes(), [.., b'0'..=b'9' | b':']) {
        return text;
    }
    match text.rsplit_once(':') {
        Some((head, port))
            if port.bytes().all(|byte| byte.is_ascii_digit()) && (!head.contains(':') || head.ends_with(']')) =>
        {
            head
        }
        _ => text,
    }
}
