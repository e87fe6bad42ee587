//! The sentences that matched, for the results in view.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::archive::{Archive, PostFile};
use crate::document::Document;
use crate::post::PostId;
use crate::search::{Pattern, Snippet, lead, snippet};
use crate::store::RawPath;
use crate::text::cells::Cells;

/// Which sentences are wanted.
#[derive(Clone, Debug)]
pub struct SnippetsOf {
    /// The articles, and the file of each that is shown.
    pub articles: Vec<(PostId, RawPath)>,
    /// What was looked for.
    pub words: Vec<Pattern>,
    /// How wide characters are.
    pub cells: Cells,
    /// How wide a sentence may be, in cells.
    pub width: usize,
}

/// For each article the sentence that matched or, where only its title did, its first.
pub(super) fn read(archive: &Archive, wanted: &SnippetsOf, cancelled: &AtomicBool) -> Vec<(PostId, Snippet)> {
    let mut snippets = Vec::with_capacity(wanted.articles.len());
    for (id, path) in &wanted.articles {
        if cancelled.load(Ordering::Relaxed) {
            break;
        }
        let text = Document::parse(&archive.read(&PostFile::from_raw(path)).body).text;
        let found = snippet(&text, &wanted.words, wanted.cells, wanted.width);
        snippets.push((
            id.clone(),
            found.unwrap_or_else(|| lead(&text, wanted.cells, wanted.width)),
        ));
    }
    snippets
}
