use alloc::boxed::Box;

use super::Declaration;
use super::catalog::{Catalog, Key, ListingId};
use super::listing::Listing;
use crate::cookie::Cookie;

/// The keys of an inventory, each with its declaration and what that says.
pub(super) type Listed<'s> = [(Key<'s>, ListingId, Listing)];

/// The lines of one inventory, ready to be asked which of them a cookie means.
#[derive(Clone, Debug)]
pub(super) struct Inventory {
    catalog: Catalog<Listing>,
    /// Of each [`ListingId`] the place of its declaration in the document.
    places: Box<[usize]>,
}

impl Inventory {
    pub(super) fn of(listed: &Listed<'_>, places: Box<[usize]>) -> Self {
        Self { catalog: Catalog::of(listed), places }
    }

    pub(super) fn find(&self, cookie: &Cookie<'_>) -> Option<(ListingId, &Listing)> {
        self.catalog.find(cookie)
    }

    /// The line that a cookie means, of the lines that this was made of, in the order of the document.
    pub(super) fn line<'d>(&self, lines: &'d [Declaration], cookie: &Cookie<'_>) -> Option<&'d Declaration> {
        let (ListingId(id), _) = self.find(cookie)?;
        self.places.get(usize::try_from(id).ok()?).and_then(|place| lines.get(*place))
    }

    /// What its lines say, each thing once.
    pub(super) fn listings(&self) -> impl Iterator<Item = &Listing> {
        self.catalog.values()
    }
}
