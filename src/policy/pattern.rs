use alloc::boxed::Box;
use alloc::vec::Vec;

/// A name with `*` for any run of bytes, also none. Case-sensitive, on bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pattern(Box<str>);

/// How a pattern is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadPattern {
    Empty,
    TooLong,
    /// A character that no cookie name can have.
    Character(char),
    /// It looks like a regular expression.
    RegularExpression,
}

/// No name that a browser accepts is longer (RFC 6265bis, section 5.6).
const MAX_LEN: usize = 4096;

impl Pattern {
    pub(crate) fn new(text: &str) -> Result<Self, BadPattern> {
        let outer_space = text.starts_with(' ') || text.ends_with(' ');
        if text.is_empty() {
            Err(BadPattern::Empty)
        } else if text.len() > MAX_LEN {
            Err(BadPattern::TooLong)
        } else if let Some(bad) = text.chars().find(|c| c.is_control() || matches!(c, ';' | '=')) {
            Err(BadPattern::Character(bad))
        } else if outer_space {
            Err(BadPattern::Character(' '))
        } else if text.starts_with('^') || text.ends_with('$') || text.contains('\\') || is_slashed(text) {
            Err(BadPattern::RegularExpression)
        } else {
            Ok(Self(text.into()))
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    pub(crate) fn is_exact(&self) -> bool {
        !self.0.contains('*')
    }

    /// How many bytes it fixes: what makes one pattern more specific than another.
    pub(crate) fn literal_len(&self) -> usize {
        self.as_bytes().iter().filter(|byte| **byte != b'*').count()
    }

    /// The bytes before the first `*`.
    pub(crate) fn literal_prefix(&self) -> &[u8] {
        self.as_bytes().split(|byte| *byte == b'*').next().unwrap_or_default()
    }

    /// Whether a name is one of those meant.
    pub(crate) fn matches(&self, name: &[u8]) -> bool {
        let mut pieces = self.as_bytes().split(|byte| *byte == b'*');
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

    /// Whether every name that `other` means is one that this pattern means. (Its `*` taken as an ordinary character,
    /// `other` is itself a name: what stands for that character stands for whatever it stands for.)
    pub(crate) fn covers(&self, other: &Self) -> bool {
        self.matches(other.as_bytes())
    }

    /// Whether some name is meant by both.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        overlap(self.as_bytes(), other.as_bytes())
    }

    /// Whether the fixed beginnings and ends leave room for a name that both mean: a quick first look.
    pub(crate) fn may_overlap(&self, other: &Self) -> bool {
        let ends = |pattern: &'_ Self| pattern.as_bytes().rsplit(|byte| *byte == b'*').next().map_or(0, <[u8]>::len);
        let agree = |count: usize, a: &mut dyn Iterator<Item = &u8>, b: &mut dyn Iterator<Item = &u8>| {
            a.zip(b).take(count).all(|(a, b)| a == b)
        };
        let (a, b) = (self.as_bytes(), other.as_bytes());
        let beginning = self.literal_prefix().len().min(other.literal_prefix().len());
        let end = ends(self).min(ends(other));
        agree(beginning, &mut a.iter(), &mut b.iter()) && agree(end, &mut a.iter().rev(), &mut b.iter().rev())
    }
}

fn is_slashed(text: &str) -> bool {
    text.len() > 1 && text.starts_with('/') && text.ends_with('/')
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    if needle.is_empty() { Some(0) } else { haystack.windows(needle.len()).position(|window| window == needle) }
}

/// Dynamic programming over both patterns, a row at a time: `reach[j]` says whether what has been read of `a` and the
/// first `j` bytes of `b` can stand for the same text.
fn overlap(a: &[u8], b: &[u8]) -> bool {
    let leading_stars = b.iter().take_while(|byte| **byte == b'*').count();
    let mut reach: Vec<bool> = (0..=b.len()).map(|at| at <= leading_stars).collect();
    for x in a {
        let mut next = Vec::with_capacity(reach.len());
        // nothing of `b` used yet: only a star of `a` can stand for nothing
        let mut left = *x == b'*' && reach.first() == Some(&true);
        next.push(left);
        for (y, pair) in b.iter().zip(reach.windows(2)) {
            let [diagonal, above] = pair else {
                return false;
            };
            // a star stands for nothing, or takes one more byte of the other
            left = if *x == b'*' || *y == b'*' { *above || left } else { *diagonal && x == y };
            next.push(left);
        }
        reach = next;
    }
    reach.last() == Some(&true)
}
