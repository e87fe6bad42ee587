//! What of an article is looked through: the same for the index, for reading without one, and for the page.

use crate::archive::{Archive, PostFile};
use crate::document::Document;
use crate::post::Post;
use crate::search::Entry;
use crate::store::Row;

/// The article in `row` as its file is now.
pub(super) fn entry(archive: &Archive, row: &Row<'_>) -> Entry {
    of_post(&archive.read(&PostFile::from_raw(&row.path())), row.title())
}

/// The article of `post`, titled as lists have it.
pub(super) fn of_post(post: &Post, title: &str) -> Entry {
    let document = Document::parse(&post.body);
    let stocks = document.stocks.iter();
    let mut stocks: Vec<String> = stocks
        .flat_map(|stock| [stock.code.clone(), stock.name.clone()])
        .collect();
    stocks.sort_unstable();
    stocks.dedup();
    Entry {
        checksum: post.checksum,
        title: title.to_owned(),
        has_table: !document.tables.is_empty(),
        text: document.text,
        stocks,
    }
}
