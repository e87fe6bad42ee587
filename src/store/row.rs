//! One article of a store.

use std::borrow::Cow;

use crate::post::{DateFrom, DatePrecision, PostId};

use super::ids::IdRef;
use super::names::CategoryId;
use super::order::SortKey;
use super::segment::Segment;
use super::snapshot::{Category, Scope, Spot, Store};

/// A view of one article; holds nothing but where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    store: &'a Store,
    segment: &'a Segment,
    id: IdRef<'a>,
    spot: Spot,
}

impl<'a> Row<'a> {
    /// The row of a segment of a store, if there is one.
    pub(super) fn new(store: &'a Store, segment: &'a Segment, spot: Spot) -> Option<Self> {
        Some(Self {
            store,
            segment,
            id: segment.ids().get(spot.row)?,
            spot,
        })
    }

    /// Its segment.
    pub(super) fn segment(&self) -> &'a Segment {
        self.segment
    }

    /// Where it stands.
    pub(super) fn spot(&self) -> Spot {
        self.spot
    }

    /// Its id.
    pub fn id(&self) -> PostId {
        self.id.to_id()
    }

    /// Its index in the list of all articles.
    pub fn index(&self) -> usize {
        self.store.index_of(Scope::All, self.spot)
    }

    /// Its title: one line.
    pub fn title(&self) -> &'a str {
        self.segment.title(self.spot.row)
    }

    /// Seconds since the epoch; `None` where nothing is known.
    pub fn timestamp(&self) -> Option<i64> {
        self.segment.timestamp(self.spot.row)
    }

    /// The offset from UTC in which its date is shown, in minutes.
    pub fn offset(&self) -> i16 {
        self.segment.date(self.spot.row).offset
    }

    /// How exact its date is.
    pub fn precision(&self) -> DatePrecision {
        self.segment.date(self.spot.row).precision
    }

    /// Where its date came from.
    pub fn date_from(&self) -> DateFrom {
        self.segment.date(self.spot.row).from
    }

    /// Where it stands in list order.
    pub fn key(&self) -> SortKey {
        SortKey {
            timestamp: self.timestamp(),
            id: self.id(),
        }
    }

    /// Its source.
    pub fn outlet(&self) -> Option<&'a str> {
        let outlet = self.segment.outlet(self.spot.row)?;
        self.store.names().outlet(outlet).map(AsRef::as_ref)
    }

    /// Its categories, each once, in the order of the posts.
    pub fn categories(&self) -> impl Iterator<Item = &'a Category> + use<'a> {
        let store = self.store;
        let ids = store.names().categories_of(self.segment.pairs(self.spot.row));
        ids.filter_map(|category| store.category(category))
    }

    /// Whether it is of a category.
    pub fn is_in(&self, category: CategoryId) -> bool {
        let row = u16::try_from(self.spot.row);
        row.is_ok_and(|row| self.segment.posting(category).binary_search(&row).is_ok())
    }

    /// The file it is read from, relative to the archive, as the file system has it.
    pub fn path(&self) -> Cow<'a, [u8]> {
        let code = self.segment.paths().shown(self.spot.row);
        code.path(self.store.names(), self.id)
    }

    /// CRC-32 of the file it is read from, when it was read last.
    pub fn checksum(&self) -> u32 {
        self.segment.checksum(self.spot.row)
    }

    /// How many other copies it has.
    pub fn copy_count(&self) -> usize {
        self.segment.paths().copies(self.spot.row).count()
    }

    /// The files of its other copies, best first.
    pub fn copies(&self) -> Vec<Cow<'a, [u8]>> {
        let codes = self.segment.paths().copies(self.spot.row);
        codes.map(|code| code.path(self.store.names(), self.id)).collect()
    }
}
