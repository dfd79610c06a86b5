use crate::cookie::HostName;

/// What a site may remove of the cookies that arrive: those of its own domains, and no others.
///
/// # Examples
///
/// See [`Visitor::removals`](crate::Visitor::removals).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Removable<'a> {
    domains: &'a [&'a str],
    pub(super) undeclared: bool,
    pub(super) in_folders: bool,
    pub(super) partitioned: bool,
}

impl<'a> Removable<'a> {
    /// Cookies of the host that was asked, and of every host above it up to these domains, which the site owns: its
    /// registered names, never a public suffix (`co.uk`), below which others are at home. With none it is the host alone.
    ///
    /// # Examples
    ///
    /// See [`Visitor::removals`](crate::Visitor::removals).
    #[must_use]
    pub const fn of_domains(domains: &'a [&'a str]) -> Self {
        Self { domains, undeclared: false, in_folders: false, partitioned: false }
    }

    /// Also what no declaration means, where the policy has it [judged as
    /// targeting](crate::policy::Undeclared::AsTargeting) and the visitor said no to that. Otherwise what the inventory
    /// does not know is left alone.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::enforce::Removable;
    ///
    /// assert_ne!(Removable::of_domains(&["edx.org"]).undeclared(), Removable::of_domains(&["edx.org"]));
    /// ```
    #[must_use]
    pub const fn undeclared(mut self) -> Self {
        self.undeclared = true;
        self
    }

    /// Also for each folder that the page is in: a script that names no path sets its cookie there. For a path of four
    /// segments these are three lines more for each domain.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::enforce::Removable;
    ///
    /// assert_ne!(Removable::of_domains(&["edx.org"]).in_folders(), Removable::of_domains(&["edx.org"]));
    /// ```
    #[must_use]
    pub const fn in_folders(mut self) -> Self {
        self.in_folders = true;
        self
    }

    /// Also the `Partitioned` cookie of the same name, which a browser keeps apart and which takes a line of its own. For
    /// a third party it is always among them.
    ///
    /// # Examples
    ///
    /// ```
    /// use cookie_consent::enforce::Removable;
    ///
    /// assert_ne!(Removable::of_domains(&["edx.org"]).partitioned(), Removable::of_domains(&["edx.org"]));
    /// ```
    #[must_use]
    pub const fn partitioned(mut self) -> Self {
        self.partitioned = true;
        self
    }

    pub(super) fn owns(&self, host: &str) -> bool {
        // what is written into a line, and no name without a dot can have others below it
        let is_written = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        host.contains('.')
            && host.bytes().all(is_written)
            && self.domains.iter().any(|own| HostName::new(host).is_within(HostName::new(own).as_str()))
    }
}
