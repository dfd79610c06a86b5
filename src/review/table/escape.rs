//! Texts that others chose, made harmless where they are shown.

use core::fmt::{self, Write};

/// A name, host or path of a policy in a list: whatever could be taken for the list's own marks, or could not be seen,
/// is written as `\u{…}`. No name holds a backslash, so each is written in one way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label<'a>(pub(super) &'a str);

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '\\' | ';' | '(' | ')' | ',' => write!(f, "{}", c.escape_unicode()),
            c if c.is_control() || is_invisible(c) => write!(f, "{}", c.escape_unicode()),
            c => f.write_char(c),
        })
    }
}

/// Characters without width, and those that turn the direction of what follows (Unicode Technical Report 36).
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A text in a Markdown table: a code span, in which nothing but its end means anything (`CommonMark` 6.1), with pipes
/// escaped (GitHub Flavored Markdown, section 4.10).
#[derive(Clone, Copy, Debug)]
pub(super) struct Code<'a>(pub(super) &'a str);

impl fmt::Display for Code<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let longest = self.0.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        // one space at both ends is not part of the text
        let space = if self.0.starts_with(['`', ' ']) || self.0.ends_with(['`', ' ']) { " " } else { "" };
        let fence = |f: &mut fmt::Formatter<'_>| (0..=longest).try_for_each(|_| f.write_char('`'));
        fence(f)?;
        f.write_str(space)?;
        self.0.chars().try_for_each(|c| if c == '|' { f.write_str("\\|") } else { f.write_char(c) })?;
        f.write_str(space)?;
        fence(f)
    }
}

/// A field of a CSV file (RFC 4180, section 2): quoted where it has to be, and where another separator than the comma
/// would cut it.
pub(super) struct Field<T>(pub(super) T);

impl<T: fmt::Display> fmt::Display for Field<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut scan = Scan { special: false };
        write!(scan, "{}", self.0)?;
        if scan.special {
            f.write_char('"')?;
            write!(Doubled(f), "{}", self.0)?;
            f.write_char('"')
        } else {
            write!(f, "{}", self.0)
        }
    }
}

struct Scan {
    special: bool,
}

impl Write for Scan {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.special |= text.contains(['"', ',', ';', '\t', '\r', '\n']);
        Ok(())
    }
}

/// Writes each quote twice.
struct Doubled<'f, 'b>(&'f mut fmt::Formatter<'b>);

impl Write for Doubled<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.split_inclusive('"').try_for_each(|piece| {
            self.0.write_str(piece)?;
            if piece.ends_with('"') { self.0.write_char('"') } else { Ok(()) }
        })
    }
}

/// What stands before a text in a CSV field so that no spreadsheet takes it for a formula: an apostrophe, if it begins
/// like one, or with an apostrophe, so that it can be taken away again (OWASP, "CSV Injection").
pub(super) fn apostrophe(text: &str) -> &'static str {
    const FORMULA: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\'', '＝', '＋', '－', '＠'];
    if text.starts_with(FORMULA) { "'" } else { "" }
}

/// Things with a mark between them.
#[derive(Clone)]
pub(super) struct Joined<I>(pub(super) I, pub(super) &'static str);

impl<I: Iterator<Item: fmt::Display> + Clone> fmt::Display for Joined<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for item in self.0.clone() {
            write!(f, "{separator}{item}")?;
            separator = self.1;
        }
        Ok(())
    }
}
