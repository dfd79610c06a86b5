//! What a row is, in words.

use core::fmt;

use super::escape::Joined;
use super::rows::{Listed, TableRow, Traits};
use crate::visit::Place;

impl TableRow<'_> {
    pub(super) const fn pages(&self) -> Pages<'_> {
        Pages(self.place)
    }

    pub(super) const fn details(&self) -> Details<'_> {
        Details(&self.traits)
    }
}

/// Whose pages. A Member's id holds nothing that could mean anything.
pub(super) struct Pages<'a>(Place<'a>);

impl fmt::Display for Pages<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Place::Site => f.write_str("site"),
            Place::Member(id) => write!(f, "member {id}"),
        }
    }
}

/// What decides beside categories and uses.
pub(super) struct Details<'a>(&'a Traits);

impl fmt::Display for Details<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Traits::NotListed => f.write_str("not in the inventory"),
            Traits::OtherParty => f.write_str("declared for different parties"),
            Traits::Listed(listed) => listed.write(f),
        }
    }
}

impl Listed {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.declared {
            write!(f, "{}-party", self.party)?;
        } else {
            f.write_str("undeclared")?;
        }
        if self.judged != self.categories && !self.judged.is_empty() {
            write!(f, "; judged as {}", Joined(self.judged.iter(), ", "))?;
        }
        if !self.grounds.is_empty() {
            write!(f, "; exempt for {}", Joined(self.grounds.iter(), ", "))?;
        }
        if !self.absent_risks.is_empty() {
            write!(f, "; free of {}", Joined(self.absent_risks.iter(), ", "))?;
        }
        for (programmes, tool) in &self.opt_outs {
            if !programmes.is_empty() {
                write!(f, "; opt-out at {}", Joined(programmes.iter(), ", "))?;
            }
            if let Some(tool) = tool {
                write!(f, "; opt-out by tool {tool}")?;
            }
        }
        if self.forbidden { f.write_str("; forbidden by the member") } else { Ok(()) }
    }
}
