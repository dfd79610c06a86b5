//! The sections of the US, as the Global Privacy Platform has registered them (state of 2025-12-17): where in each stand
//! the fields that decisions need. Fields are numbered from 0, each two bits wide, after six bits of a version.

use core::ops::Range;

use super::bits::Bits;

/// The form of a section.
#[derive(Clone, Debug)]
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
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub(super) count: u8,
    pub(super) children: Range<u8>,
}

impl Layout {
    /// Strings with the number of the shorter form and the length of the longer are in circulation, so length decides.
    pub(super) fn fields_of(&self, core: Bits<'_>) -> &Fields {
        match &self.longer {
            Some(longer) if core.bit(usize::from(longer.count).saturating_mul(2).saturating_add(5)).is_some() => longer,
            _ => &self.fields,
        }
    }
}

const fn state(id: u16, opt_outs: &'static [u8], children: Range<u8>, count: u8) -> Layout {
    let fields = Fields { count, children };
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

pub(super) const US_SECTIONS: &[Layout] = &[
    // usnat: sensitive data in 12 fields and children in 2, or 16 and 3
    Layout { longer: Some(Fields { count: 32, children: 25..28 }), versions: 2, ..state(7, &[6, 7, 8], 21..23, 27) },
    // usca: sale and sharing
    state(8, &[3, 4], 14..16, 20),
    // usva
    without_gpc(state(9, USUAL, 13..14, 17)),
    // usco
    state(10, USUAL, 12..13, 16),
    // usut
    without_gpc(state(11, AFTER_FOUR, 14..15, 18)),
    // usct
    state(12, USUAL, 13..16, 19),
    // usfl
    without_gpc(state(13, USUAL, 13..16, 20)),
    // usmt
    state(14, USUAL, 13..16, 20),
    // usor
    state(15, USUAL, 16..19, 23),
    // ustx
    state(16, USUAL, 13..14, 18),
    // usde
    state(17, USUAL, 14..19, 23),
    // usia
    state(18, AFTER_FOUR, 14..15, 18),
    // usne
    state(19, USUAL, 13..14, 18),
    // usnh
    state(20, USUAL, 13..16, 20),
    // usnj
    state(21, USUAL, 15..20, 24),
    // ustn
    state(22, USUAL, 13..14, 18),
    // usmn
    state(23, USUAL, 13..14, 18),
    // usmd: no field for children
    with_header(state(24, AFTER_FIVE, 0..0, 8)),
    // usin
    without_gpc(with_header(state(25, AFTER_FIVE, 7..8, 9))),
    // usky
    without_gpc(with_header(state(26, AFTER_FIVE, 7..8, 9))),
    // usri
    without_gpc(with_header(state(27, AFTER_FIVE, 7..8, 9))),
];
