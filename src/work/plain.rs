//! An article as plain text, for another program to read.

use std::sync::Arc;

use crate::archive::Archive;
use crate::config::{Settings, Words};
use crate::exchange::plain;
use crate::layout::page;

use super::export::{ExportArticle, export_manner};
use super::{Article, Report, page_head};

/// The article whose text is wanted.
#[derive(Debug)]
pub enum TextOf {
    /// This one, which has been read.
    Shown(Arc<Article>),
    /// One of a list.
    Listed(ExportArticle),
}

/// What becomes of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextUse {
    /// A command that the user typed reads it.
    Pipe(String),
    /// The user's editor or pager opens it.
    Edit,
}

/// A text that is wanted.
#[derive(Debug)]
pub struct PlainText {
    /// Of which article.
    pub of: TextOf,
    /// What for.
    pub then: TextUse,
    /// The words that the page says.
    pub words: &'static Words,
    /// The settings by which it is set.
    pub settings: Settings,
}

/// The text as `finews show --plain` sets it.
pub(super) fn text(archive: &Archive, wanted: PlainText) -> Report {
    let article = match wanted.of {
        TextOf::Shown(article) => article,
        TextOf::Listed(listed) => Arc::new(listed.read(archive)),
    };
    let (words, settings) = (wanted.words, &wanted.settings);
    let manner = export_manner(&article.post.title, Some(archive), words, settings);
    let head = page_head(&article, words, settings.zone);
    let mut out = Vec::new();
    // Writing into memory cannot fail, and what a page says is UTF-8.
    let _ = plain(&mut out, &page(&head, &article.document, &manner.page));
    let text = String::from_utf8(out).unwrap_or_default();
    Report::Text(
        article.post.id.clone(),
        article.post.title.clone(),
        text,
        wanted.then,
    )
}
