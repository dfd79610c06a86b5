//! Edits of a text, as damage and mischief make them.

use arbitrary::Arbitrary;

/// One change. Places are taken modulo the length, so that every one is somewhere.
#[derive(Arbitrary, Clone, Debug)]
pub enum Edit {
    Cut {
        at: u16,
    },
    Set {
        at: u16,
        byte: u8,
    },
    Flip {
        at: u16,
        bit: u8,
    },
    Insert {
        at: u16,
        bytes: [u8; 3],
    },
    Delete {
        at: u16,
        len: u8,
    },
    /// Copies a span to another place.
    Copy {
        at: u16,
        len: u8,
        to: u16,
    },
}

/// The edits one after the other. No result holds what ends a value, `;`, or a line.
#[must_use]
pub fn edited(text: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut text = text.to_vec();
    for edit in edits {
        let place = |at: u16| usize::from(at) % (text.len() + 1);
        let span = |at: u16, len: u8| place(at)..text.len().min(place(at) + usize::from(len));
        match *edit {
            Edit::Cut { at } => text.truncate(place(at)),
            Edit::Set { at, byte } => text.splice(span(at, 1), [byte]).for_each(drop),
            Edit::Flip { at, bit } => {
                let at = place(at);
                if let Some(byte) = text.get_mut(at) {
                    *byte ^= 1 << (bit % 8);
                }
            }
            Edit::Insert { at, bytes } => {
                let at = place(at);
                text.splice(at..at, bytes).for_each(drop);
            }
            Edit::Delete { at, len } => text.drain(span(at, len)).for_each(drop),
            Edit::Copy { at, len, to } => {
                let (copied, to) = (text[span(at, len)].to_vec(), place(to));
                text.splice(to..to, copied).for_each(drop);
            }
        }
    }
    text.retain(|byte| !matches!(byte, b';' | b'\n'));
    text
}
