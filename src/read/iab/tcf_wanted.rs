use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::vendors::{Marks, Vendors};
use crate::visit::{TcfPurpose, TcfPurposes, TcfVendor};

/// What is wanted of a TC string for some vendors, and answered while its structure is walked: its ranges of vendors are
/// most of it, and are then read once.
#[derive(Clone, Debug)]
pub(super) struct Wanted<'i> {
    ids: &'i [u16],
    pub(super) consented: Marks<'i>,
    pub(super) disclosed: Marks<'i>,
    restricted: BTreeMap<TcfPurpose, Marks<'i>>,
}

impl<'i> Wanted<'i> {
    /// Of these vendors, whose ids ascend.
    pub(super) const fn of(ids: &'i [u16]) -> Self {
        Self { ids, consented: Marks::of(ids), disclosed: Marks::of(ids), restricted: BTreeMap::new() }
    }

    /// Where the ids are marked that may not rely on consent for a purpose.
    pub(super) fn restricted(&mut self, purpose: TcfPurpose) -> &mut Marks<'i> {
        self.restricted.entry(purpose).or_insert_with(|| Marks::of(self.ids))
    }

    /// What the string says of them, once it has been walked and these are its sets.
    pub(super) fn answered(&self, consents: Vendors<'_>, disclosed: Option<Vendors<'_>>) -> Vec<TcfVendor> {
        let vendor = |(id, consented)| TcfVendor { id, consented, disclosed: false, restricted: TcfPurposes::EMPTY };
        let consented = consents.contains_each(&self.consented);
        let mut vendors: Vec<_> = self.ids.iter().copied().zip(consented).map(vendor).collect();
        if let Some(disclosed) = disclosed {
            for (vendor, disclosed) in vendors.iter_mut().zip(disclosed.contains_each(&self.disclosed)) {
                vendor.disclosed = disclosed;
            }
        }
        for (purpose, marks) in &self.restricted {
            for (vendor, _) in vendors.iter_mut().zip(marks.marked()).filter(|(_, (_, marked))| *marked) {
                vendor.restricted = vendor.restricted.with(*purpose);
            }
        }
        vendors
    }
}
