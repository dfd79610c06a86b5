//! The sections of the US, as the Global Privacy Platform has registered them (state of 2025-12-17): where in each
//! stand the fields that decisions need. Fields are numbered from 0, each two bits wide, after six bits of a version.
//!
//! The fields on known children follow each other. Each is about consent to one kind of processing for one band of
//! ages, and is given here as the lowest age of that band. Where a section says "a known child" and no more, it is one
//! below 13: COPPA and the states mean that by "child".

use super::bits::Bits;

/// The form of a section.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub(super) id: u16,
    /// The fields for the opt-outs of sale, sharing and targeted advertising.
    pub(super) opt_outs: &'static [u8],
    fields: Fields,
    /// Another form that is told apart by its length.
    longer: Option<Fields>,
    /// Versions from 1 to this one are read.
    pub(super) versions: u8,
    /// It may have a sub-section for Global Privacy Control.
    pub(super) has_gpc: bool,
    /// A header with id and version stands before the fields, in a part of its own.
    pub(super) has_header: bool,
}

/// How many fields there are, and which of them are about known children.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub(super) count: u8,
    first_of_children: u8,
    /// The lowest age of the band that each of them is about.
    children: &'static [u8],
}

impl Fields {
    /// The fields on known children, each with the lowest age of its band.
    pub(super) fn children(self) -> impl Iterator<Item = (u8, u8)> {
        (self.first_of_children..).zip(self.children.iter().copied())
    }
}

impl Layout {
    /// Strings with the number of the shorter form and the length of the longer are in circulation, so length decides.
    pub(super) fn fields_of(&self, core: Bits<'_>) -> Fields {
        match self.longer {
            Some(longer) if core.bit(usize::from(longer.count).saturating_mul(2).saturating_add(5)).is_some() => longer,
            _ => self.fields,
        }
    }
}

const fn fields(count: u8, first_of_children: u8, children: &'static [u8]) -> Fields {
    Fields { count, first_of_children, children }
}

const fn state(id: u16, opt_outs: &'static [u8], fields: Fields) -> Layout {
    Layout { id, opt_outs, fields, longer: None, versions: 1, has_gpc: true, has_header: false }
}

const fn without_gpc(layout: Layout) -> Layout {
    Layout { has_gpc: false, ..layout }
}

const fn with_header(layout: Layout) -> Layout {
    Layout { has_header: true, ..layout }
}

/// Most states: three notices, then the opt-outs of sale and of targeted advertising.
const USUAL: &[u8] = &[3, 4];
/// Four notices before them.
const AFTER_FOUR: &[u8] = &[4, 5];
/// Two fields of the MSPA and three notices before them.
const AFTER_FIVE: &[u8] = &[5, 6];

/// One field: a known child.
const CHILD: &[u8] = &[0];
/// A known child; sale and targeted advertising, at least 13 and younger than 16.
const CHILD_AND_TEENS: &[u8] = &[0, 13, 13];
/// A known child; sale and targeted advertising, at least 13, and again at least 16.
const CHILD_AND_TWO_BANDS: &[u8] = &[0, 13, 13, 16, 16];

pub(super) const US_SECTIONS: &[Layout] = &[
    // usnat: sensitive data in 12 fields and children in 2 (13 to 16; below 13), or 16 and 3 (also 16 to 17)
    Layout {
        longer: Some(fields(32, 25, &[13, 0, 16])),
        versions: 2,
        ..state(7, &[6, 7, 8], fields(27, 21, &[13, 0]))
    },
    // usca: sale and sharing; both fields on children mean anybody below 16
    state(8, &[3, 4], fields(20, 14, &[0, 0])),
    // usva
    without_gpc(state(9, USUAL, fields(17, 13, CHILD))),
    // usco
    state(10, USUAL, fields(16, 12, CHILD)),
    // usut
    without_gpc(state(11, AFTER_FOUR, fields(18, 14, CHILD))),
    // usct
    state(12, USUAL, fields(19, 13, CHILD_AND_TEENS)),
    // usfl: below 13, 13 to 15, 16 to 17
    without_gpc(state(13, USUAL, fields(20, 13, &[0, 13, 16]))),
    // usmt
    state(14, USUAL, fields(20, 13, CHILD_AND_TEENS)),
    // usor
    state(15, USUAL, fields(23, 16, CHILD_AND_TEENS)),
    // ustx
    state(16, USUAL, fields(18, 13, CHILD)),
    // usde
    state(17, USUAL, fields(23, 14, CHILD_AND_TWO_BANDS)),
    // usia
    state(18, AFTER_FOUR, fields(18, 14, CHILD)),
    // usne
    state(19, USUAL, fields(18, 13, CHILD)),
    // usnh
    state(20, USUAL, fields(20, 13, CHILD_AND_TEENS)),
    // usnj
    state(21, USUAL, fields(24, 15, CHILD_AND_TWO_BANDS)),
    // ustn
    state(22, USUAL, fields(18, 13, CHILD)),
    // usmn
    state(23, USUAL, fields(18, 13, CHILD)),
    // usmd: no field on children
    with_header(state(24, AFTER_FIVE, fields(8, 0, &[]))),
    // usin
    without_gpc(with_header(state(25, AFTER_FIVE, fields(9, 7, CHILD)))),
    // usky
    without_gpc(with_header(state(26, AFTER_FIVE, fields(9, 7, CHILD)))),
    // usri
    without_gpc(with_header(state(27, AFTER_FIVE, fields(9, 7, CHILD)))),
];
