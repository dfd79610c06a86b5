//! A `Set-Cookie` line as browsers read it: RFC 6265bis, section 5.6.

use time::UtcDateTime;

use super::date;
use crate::cookie::scan::{split, split_once};
use crate::cookie::{Lifetime, MaxAge, SameSite, SetCookie, trim};

/// What a line says. What no browser reads is left out; of repeated attributes the last counts.
#[derive(Clone, Copy)]
pub(super) struct SetLine<'l> {
    pub(super) name: &'l [u8],
    pub(super) value: &'l [u8],
    pub(super) domain: Domain<'l>,
    /// Beginning with `/`.
    pub(super) path: Option<&'l [u8]>,
    pub(super) attributes: SetCookie,
    pub(super) life: Life,
}

/// What the `Domain` attributes say.
#[derive(Clone, Copy)]
pub(super) enum Domain<'l> {
    /// Nothing: the cookie is the host's own.
    Unsaid,
    /// This, without a leading dot.
    Of(&'l [u8]),
    /// One is empty, and one is not: of these two browsers do not take the same.
    Unclear,
}

/// One piece of a line after the first.
#[derive(Clone, Copy)]
pub(super) enum Attribute<'l> {
    MaxAge(Term),
    Expires(Term),
    Domain(&'l [u8]),
    Path(&'l [u8]),
    Secure,
    HttpOnly,
    Partitioned,
    SameSite(Option<SameSite>),
    /// `Max-Age` or `Expires` of more bytes than browsers read: those of before that rule may.
    TooLong,
    /// Anything else.
    Unknown,
}

/// What a `Max-Age` or an `Expires` comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Term {
    /// The cookie is over.
    Over,
    /// It lives for so long.
    For(MaxAge),
    /// The rules read nothing in it; a reader that is laxer than they are may read so much.
    Unread(Option<MaxAge>),
}

/// Browsers ignore an attribute with a longer value.
pub(super) const MAX_VALUE: usize = 1_024;

/// Longer than any limit.
const FOR_EVER: MaxAge = MaxAge::days(u16::MAX);

impl<'l> SetLine<'l> {
    pub(super) fn read(line: &'l [u8], now: UtcDateTime) -> Self {
        let (name, value) = pair(line);
        let mut read = Self {
            name,
            value,
            domain: Domain::Unsaid,
            path: None,
            attributes: SetCookie {
                secure: false,
                http_only: false,
                domain: false,
                partitioned: false,
                same_site: None,
                value_len: value.len(),
            },
            life: Life::UNSAID,
        };
        let mut has_empty_domain = false;
        for piece in split(line, b';').skip(1) {
            match Attribute::read(piece, now) {
                Attribute::MaxAge(term) => read.life.age(term),
                Attribute::Expires(term) => read.life.date(term),
                Attribute::TooLong => read.life.at_least(FOR_EVER),
                Attribute::Domain(domain) => match domain.strip_prefix(b".").unwrap_or(domain) {
                    [] => has_empty_domain = true,
                    domain => read.domain = Domain::Of(domain),
                },
                Attribute::Path(path) => read.path = path.starts_with(b"/").then_some(path),
                Attribute::Secure => read.attributes.secure = true,
                Attribute::HttpOnly => read.attributes.http_only = true,
                Attribute::Partitioned => read.attributes.partitioned = true,
                Attribute::SameSite(same_site) => read.attributes.same_site = same_site,
                Attribute::Unknown => {}
            }
        }
        read.attributes.domain = matches!(read.domain, Domain::Of(_));
        if has_empty_domain && read.attributes.domain {
            read.domain = Domain::Unclear;
        }
        read
    }
}

/// The name and the value of a line.
pub(super) fn pair(line: &[u8]) -> (&[u8], &[u8]) {
    name_and_value(split(line, b';').next().unwrap_or_default())
}

/// Without `=` all of it is the value of a cookie without a name.
pub(super) fn name_and_value(piece: &[u8]) -> (&[u8], &[u8]) {
    let (name, value) = split_once(piece, b'=').unwrap_or((&[], piece));
    (trim(name), trim(value))
}

impl<'l> Attribute<'l> {
    pub(super) fn read(piece: &'l [u8], now: UtcDateTime) -> Self {
        let (name, value) = split_once(piece, b'=').unwrap_or((piece, &[]));
        let (name, value) = (trim(name), trim(value));
        let is = |known: &[u8]| name.eq_ignore_ascii_case(known);
        match name.len() {
            _ if value.len() > MAX_VALUE => {
                if is(b"max-age") || is(b"expires") {
                    Self::TooLong
                } else {
                    Self::Unknown
                }
            }
            4 if is(b"path") => Self::Path(value),
            6 if is(b"domain") => Self::Domain(value),
            6 if is(b"secure") => Self::Secure,
            7 if is(b"expires") => Self::Expires(expires(value, now)),
            7 if is(b"max-age") => Self::MaxAge(max_age(value)),
            8 if is(b"httponly") => Self::HttpOnly,
            8 if is(b"samesite") => Self::SameSite(same_site(value)),
            11 if is(b"partitioned") => Self::Partitioned,
            _ => Self::Unknown,
        }
    }
}

/// An unknown word is as none.
fn same_site(value: &[u8]) -> Option<SameSite> {
    SameSite::ALL.iter().copied().find(|known| value.eq_ignore_ascii_case(known.as_str().as_bytes()))
}

/// Section 5.6.2: digits, after a minus or nothing.
fn max_age(value: &[u8]) -> Term {
    let digits = value.strip_prefix(b"-").unwrap_or(value);
    let is_read = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let first = digits.iter().skip_while(|byte| !byte.is_ascii_digit()).take_while(|byte| byte.is_ascii_digit());
    let seconds = first.fold(0_u32, |sum, digit| sum.saturating_mul(10).saturating_add(u32::from(*digit & 0xf)));
    let age = MaxAge::from_seconds(seconds.into()).ok();
    match age {
        _ if !is_read => Term::Unread(age),
        Some(age) if digits.len() == value.len() => Term::For(age),
        _ => Term::Over,
    }
}

/// Section 5.6.1. A date that this does not read some browser may; without two digits it has no year and is none.
fn expires(value: &[u8], now: UtcDateTime) -> Term {
    let Some(date) = date::read(value) else {
        let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
        return Term::Unread((digits >= 2).then_some(FOR_EVER));
    };
    // a part of a second is a whole one: what is left must not seem to be less than it is
    let left = date.unix_timestamp().saturating_sub(now.unix_timestamp());
    match MaxAge::from_seconds(left.min(u32::MAX.into())) {
        Ok(age) => Term::For(age),
        Err(_) => Term::Over,
    }
}

/// How long the cookie lives.
#[derive(Clone, Copy)]
pub(super) struct Life {
    age: Option<Term>,
    /// Of the ages before the last one, the last that was read lives.
    lives_by_an_age: bool,
    date: Option<Term>,
    longest: Lifetime,
}

impl Life {
    const UNSAID: Self = Self { age: None, lives_by_an_age: false, date: None, longest: Lifetime::Session };

    fn age(&mut self, term: Term) {
        self.age = Some(term);
        match term {
            Term::Over => self.lives_by_an_age = false,
            Term::For(_) => self.lives_by_an_age = true,
            Term::Unread(_) => {}
        }
        self.add(term);
    }

    fn date(&mut self, term: Term) {
        self.date = Some(term);
        self.add(term);
    }

    fn add(&mut self, term: Term) {
        if let Term::For(age) | Term::Unread(Some(age)) = term {
            self.at_least(age);
        }
    }

    fn at_least(&mut self, age: MaxAge) {
        self.longest = self.longest.max(Lifetime::Persistent(age));
    }

    /// The longest that some browser can make of it, whichever of the attributes it heeds.
    pub(super) const fn longest(self) -> Lifetime {
        self.longest
    }

    /// Whether no browser keeps the cookie. `Max-Age` counts before `Expires`. Where the last `Max-Age` cannot be read,
    /// the rules fall back to one before it and some browsers to `Expires` at once: then both must end it.
    pub(super) fn is_over(self) -> bool {
        match self.age {
            Some(Term::Over) => true,
            Some(Term::For(_) | Term::Unread(Some(_))) => false,
            Some(Term::Unread(None)) | None => !self.lives_by_an_age && self.date == Some(Term::Over),
        }
    }
}
