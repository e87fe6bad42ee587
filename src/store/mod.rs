//! Posts become what lists need: copies merged into articles, categories labelled and counted, rows
//! in list order, filters over titles, the unread overlay. Bodies and source links stay in the files.
//!
//! **List order** is date descending, then id descending; what has no date comes last.
//! A [`Store`] is an immutable snapshot: a sequence of sealed segments in list order, each covering a
//! range of its own and shared by `Arc` with the snapshots before and after it. A [`Builder`] grows
//! by batches and rebuilds only the segments that a batch falls into. A list is a [`List`]: a scope of
//! the store or ids of its own; a position in it is an id, an index holds for one snapshot only.

mod builder;
mod filter;
mod fresh;
mod heap;
mod hiding;
mod ids;
mod list;
mod merge;
mod names;
mod order;
mod paths;
mod pieces;
mod row;
mod segment;
mod sets;
mod snapshot;
mod unread;

pub use crate::post::{Article, ArticleDate, RawPath};
pub use builder::{Builder, SEGMENT_LIMIT};
pub use filter::{filter_titles, find_titles};
pub use hiding::Hiding;
pub use list::List;
pub use merge::{ROLLING, merge};
pub use names::CategoryId;
pub use order::SortKey;
pub use row::Row;
pub use snapshot::{Category, Scope, Store};
pub use unread::Unread;
