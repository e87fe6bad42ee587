//! Finding articles by what they say: units and patterns, the index on disk, the sentence that matched. It is handed ids
//! and texts; who reads the archive and who asks lie above it.

mod index;
mod pattern;
pub mod query;
mod snippet;
mod units;

pub use index::{
    Entry, IndexError, Part, Prepare, Prepared, Snapshot, Stretch, StretchKey, TextIndex, Writer, guarded,
};
pub use pattern::{Pattern, Text, joined};
pub use snippet::{Snippet, lead, snippet};
pub use units::{Unit, units};
