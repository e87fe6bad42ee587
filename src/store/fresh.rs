//! An article on its way into the store, its names already numbers.

use std::sync::Arc;

use crate::post::{Article, ArticleDate, CATEGORIES, PostId, RawPath};

use super::ids::IdRef;
use super::names::Names;
use super::order::Key;
use super::paths::PathCode;
use super::segment::RowData;

/// Titles are cut to this many bytes: a list shows one line, and offsets into a segment have 32 bits.
const TITLE_BYTES: usize = 4_096;

/// An article of a batch with its names interned.
pub(super) struct Fresh {
    /// Its id.
    pub(super) id: PostId,
    title: String,
    date: ArticleDate,
    outlet: Option<u32>,
    /// The numbers of its pairs of category and label.
    pub(super) pairs: Vec<u32>,
    path: OwnedCode,
    checksum: u32,
    copies: Vec<OwnedCode>,
}

enum OwnedCode {
    Form(u32),
    Literal(RawPath),
}

impl OwnedCode {
    fn new(names: &mut Arc<Names>, path: RawPath, id: &PostId) -> Self {
        match Names::intern_path(names, &path, id) {
            PathCode::Form(form) => Self::Form(form),
            PathCode::Literal(_) => Self::Literal(path),
        }
    }

    fn borrow(&self) -> PathCode<'_> {
        match self {
            Self::Form(form) => PathCode::Form(*form),
            Self::Literal(path) => PathCode::Literal(path),
        }
    }
}

impl Fresh {
    /// The article with its names in `names`.
    pub(super) fn new(article: Article, names: &mut Arc<Names>) -> Self {
        let id = article.id;
        let mut title = article.title;
        let mut ends = 0..=title.len().min(TITLE_BYTES);
        let end = ends.rfind(|end| title.is_char_boundary(*end));
        title.truncate(end.unwrap_or_default());
        let outlet = article.outlet.as_deref();
        let mut pairs: Vec<u32> = Vec::with_capacity(article.categories.len());
        for (name, label) in article.categories.iter().take(CATEGORIES) {
            let pair = Names::intern_pair(names, name, label.as_deref());
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
        Self {
            title,
            date: article.date,
            outlet: outlet.map(|outlet| Names::intern_outlet(names, outlet)),
            pairs,
            path: OwnedCode::new(names, article.path, &id),
            checksum: article.checksum,
            copies: (article.copies.into_iter())
                .map(|path| OwnedCode::new(names, path, &id))
                .collect(),
            id,
        }
    }

    /// Where it stands in list order.
    pub(super) fn key(&self) -> Key<'_> {
        Key {
            timestamp: self.date.timestamp,
            id: IdRef::from(&self.id),
        }
    }

    /// It as it goes into a segment.
    pub(super) fn row_data(&self) -> RowData<'_> {
        RowData {
            id: IdRef::from(&self.id),
            title: &self.title,
            date: self.date,
            outlet: self.outlet,
            pairs: &self.pairs,
            path: self.path.borrow(),
            checksum: self.checksum,
            copies: self.copies.iter().map(OwnedCode::borrow).collect(),
        }
    }
}
