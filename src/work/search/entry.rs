//! What of an article is looked through: the same for the index, for reading without one, and for the page.

use crate::archive::{Archive, PostFile};
use crate::document::Document;
use crate::post::Post;
use crate::search::Entry;
use crate::store::Row;

use super::stocks;

/// The article in `row` as its file is now.
pub(super) fn entry(archive: &Archive, row: &Row<'_>) -> Entry {
    of_post(&archive.read(&PostFile::from_raw(&row.path())), row.title())
}

/// What tells whether an article still is what was indexed: CRC-32 of the file that its text is from goes in, and the title,
/// which may be from another copy.
pub(super) fn stamp(checksum: u32, title: &str) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(checksum);
    hasher.update(title.as_bytes());
    hasher.finalize()
}

/// The article of `post`, titled as lists have it.
pub(super) fn of_post(post: &Post, title: &str) -> Entry {
    let document = Document::parse(&post.body);
    let stocks = document.stocks.iter();
    let mut stocks: Vec<String> = stocks
        .flat_map(|stock| [stock.code.clone(), stock.name.clone()])
        .collect();
    let named = stocks::named(title).chain(stocks::named(&document.text));
    stocks.extend(named.map(str::to_owned));
    stocks.sort_unstable();
    stocks.dedup();
    Entry {
        stamp: stamp(post.checksum, title),
        title: title.to_owned(),
        has_table: !document.tables.is_empty(),
        text: document.text,
        stocks,
    }
}
