use alloc::borrow::Cow;

/// A name with `*` for any run of bytes, also none. Case-sensitive, on bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pattern<'a>(&'a str);

/// How many bytes are compared in the time of one.
const AT_ONCE: usize = 64;

/// How a pattern is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadPattern {
    Empty,
    TooLong,
    /// A character that no cookie name can have.
    Character(char),
    /// It looks like a regular expression.
    RegularExpression,
    /// `**`, which means what `*` means: two texts of one meaning would tie.
    Stars,
}

impl<'a> Pattern<'a> {
    /// No name that a browser accepts is longer (RFC 6265bis, section 5.6).
    pub(crate) const MAX_LEN: usize = 4096;

    pub(crate) fn new(text: &'a str) -> Result<Self, BadPattern> {
        let outer_space = text.starts_with(' ') || text.ends_with(' ');
        if text.is_empty() {
            Err(BadPattern::Empty)
        } else if text.len() > Self::MAX_LEN {
            Err(BadPattern::TooLong)
        } else if let Some(bad) = text.chars().find(|c| c.is_control() || matches!(c, ';' | '=')) {
            Err(BadPattern::Character(bad))
        } else if outer_space {
            Err(BadPattern::Character(' '))
        } else if text.starts_with('^') || text.ends_with('$') || text.contains('\\') || is_slashed(text) {
            Err(BadPattern::RegularExpression)
        } else if text.contains("**") {
            Err(BadPattern::Stars)
        } else {
            Ok(Self(text))
        }
    }

    pub(crate) const fn as_str(self) -> &'a str {
        self.0
    }

    pub(crate) const fn as_bytes(self) -> &'a [u8] {
        self.0.as_bytes()
    }

    pub(crate) fn is_exact(self) -> bool {
        !self.0.contains('*')
    }

    /// How many bytes it fixes: what makes one pattern more specific than another.
    pub(crate) fn literal_len(self) -> usize {
        self.as_bytes().iter().filter(|byte| **byte != b'*').count()
    }

    /// The bytes before the first `*`.
    pub(crate) fn literal_prefix(self) -> &'a [u8] {
        self.as_bytes().split(|byte| *byte == b'*').next().unwrap_or_default()
    }

    /// The bytes after the last `*`.
    pub(crate) fn literal_suffix(self) -> &'a [u8] {
        self.as_bytes().rsplit(|byte| *byte == b'*').next().unwrap_or_default()
    }

    /// Whether a name is one of those meant.
    pub(crate) fn matches(self, name: &[u8]) -> bool {
        is_meant(self.as_bytes(), name)
    }

    /// Whether every name that `other` means is one that this pattern means. (Its `*` taken as an ordinary character,
    /// `other` is itself a name: what stands for that character stands for whatever it stands for.)
    pub(crate) fn covers(self, other: Self) -> bool {
        self.matches(other.as_bytes())
    }

    /// How many bytes [`covers`](Self::covers) may compare: in the worst case each piece of this at each place of the
    /// other, of which the machine compares many at once.
    pub(crate) const fn cost_on(self, other: Self) -> usize {
        self.0.len().saturating_add(self.0.len().saturating_mul(other.0.len()) / AT_ONCE)
    }

    /// Whether some name is meant by both of two patterns, each with a `*`: their fixed beginnings must agree as far as
    /// both go, and so must their ends. What is fixed between can always stand one after the other.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        let agree = |a: &[u8], b: &[u8]| a.starts_with(b) || b.starts_with(a);
        let agree_at_the_end = |a: &[u8], b: &[u8]| a.ends_with(b) || b.ends_with(a);
        agree(self.literal_prefix(), other.literal_prefix())
            && agree_at_the_end(self.literal_suffix(), other.literal_suffix())
    }

    /// A name that both mean, if there is one: what one of them says in full, or else the longer of their beginnings,
    /// what stands within each, and the longer of their ends.
    pub(crate) fn shared_name(self, other: Self) -> Option<Cow<'a, str>> {
        if self.covers(other) {
            return Some(Cow::Borrowed(other.0));
        }
        if other.covers(self) {
            return Some(Cow::Borrowed(self.0));
        }
        if self.is_exact() || other.is_exact() || !self.overlaps(other) {
            return None;
        }
        let (start, within, end) = self.parts();
        let (other_start, other_within, other_end) = other.parts();
        let longer = |one: &'a str, two: &'a str| if one.len() < two.len() { two } else { one };
        Some([longer(start, other_start), within, other_within, longer(end, other_end)].concat().into())
    }

    /// What stands before the first star, between the first and the last, and after the last.
    fn parts(self) -> (&'a str, &'a str, &'a str) {
        let (start, rest) = self.0.split_once('*').unwrap_or((self.0, ""));
        let (within, end) = rest.rsplit_once('*').unwrap_or(("", rest));
        (start, within, end)
    }
}

/// Whether a name is one of those that the text of a pattern means.
pub(crate) fn is_meant(pattern: &[u8], name: &[u8]) -> bool {
    let mut pieces = pattern.split(|byte| *byte == b'*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let Some(last) = pieces.next_back() else {
        return rest.is_empty();
    };
    // the leftmost place for each piece leaves the most room for the next, so there is nothing to try again
    for piece in pieces {
        match find(rest, piece).and_then(|at| rest.get(at.saturating_add(piece.len())..)) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn is_slashed(text: &str) -> bool {
    text.len() > 1 && text.starts_with('/') && text.ends_with('/')
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    if needle.is_empty() { Some(0) } else { haystack.windows(needle.len()).position(|window| window == needle) }
}
