use alloc::string::{String, ToString};
use alloc::vec::Vec;

use time::{Duration, UtcDateTime};

use super::date::Written;
use super::line::{Attribute, Term};
use crate::cookie::scan::{split, split_once};
use crate::cookie::{Lifetime, trim};

/// What becomes of a piece of the line.
enum Edit {
    Keep,
    Value(String),
    LeaveOut,
}

/// A line of which no browser makes a cookie that lives longer. Each `Max-Age` and `Expires` that says more is cut, since
/// of several not all browsers heed the same one.
pub(super) fn shortened(line: &[u8], limit: Lifetime, now: UtcDateTime) -> Vec<u8> {
    let mut out = Vec::with_capacity(line.len());
    for (at, piece) in split(line, b';').enumerate() {
        let edit = if at == 0 { Edit::Keep } else { edit(Attribute::read(piece, now), limit, now) };
        if at > 0 && !matches!(edit, Edit::LeaveOut) {
            out.push(b';');
        }
        match edit {
            Edit::Keep => out.extend_from_slice(piece),
            Edit::Value(value) => replace(&mut out, piece, &value),
            Edit::LeaveOut => {}
        }
    }
    out
}

fn edit(attribute: Attribute<'_>, limit: Lifetime, now: UtcDateTime) -> Edit {
    use Attribute::{Expires, MaxAge, TooLong};
    match (attribute, limit) {
        (MaxAge(Term::For(age)), Lifetime::Persistent(limit)) if age > limit => {
            Edit::Value(limit.seconds().to_string())
        }
        (Expires(Term::For(age)), Lifetime::Persistent(limit)) if age > limit => {
            let end = now.checked_add(Duration::seconds(limit.seconds().into()));
            end.map_or(Edit::LeaveOut, |end| Edit::Value(Written(end).to_string()))
        }
        // written anew, it would be read by browsers that read nothing in it as it is
        (MaxAge(Term::Unread(Some(age))) | Expires(Term::Unread(Some(age))), Lifetime::Persistent(limit))
            if age > limit =>
        {
            Edit::LeaveOut
        }
        // also what would end the cookie: it counts where the others are gone
        (MaxAge(term) | Expires(term), Lifetime::Session) if term != Term::Unread(None) => Edit::LeaveOut,
        (TooLong, _) => Edit::LeaveOut,
        _ => Edit::Keep,
    }
}

/// Adds a piece with another value, and all that stands around the value as it is.
fn replace(out: &mut Vec<u8>, piece: &[u8], value: &str) {
    let (name, rest) = split_once(piece, b'=').unwrap_or((piece, &[]));
    let is_space = |byte: &&u8| matches!(byte, b' ' | b'\t');
    out.extend_from_slice(name);
    out.push(b'=');
    out.extend(rest.iter().take_while(is_space));
    out.extend_from_slice(value.as_bytes());
    let before = rest.iter().take_while(is_space).count().saturating_add(trim(rest).len());
    out.extend_from_slice(rest.get(before..).unwrap_or_default());
}
