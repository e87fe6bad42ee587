//! The objects of `--json`. Their keys are a contract: programs rely on them.

use serde::Serialize;

use crate::post::{DateFrom, DatePrecision, rfc3339};
use crate::store::{Row, Unread};
use crate::text::clean::clean_line;

/// An article.
#[derive(Debug, Serialize)]
pub(super) struct Article {
    pub(super) id: String,
    pub(super) title: String,
    /// RFC 3339.
    pub(super) date: Option<String>,
    pub(super) date_precision: &'static str,
    pub(super) date_from: &'static str,
    /// Folder names.
    pub(super) categories: Vec<String>,
    pub(super) outlet: Option<String>,
    pub(super) source_url: Option<String>,
    /// Of the copy shown, relative to the archive.
    pub(super) path: Option<String>,
    /// Paths of the other copies.
    pub(super) copies: Vec<String>,
    pub(super) unread: bool,
    pub(super) bookmarked: bool,
}

/// Text for a path that may not be UTF-8 or clean.
pub(super) fn shown_path(raw: &[u8]) -> String {
    clean_line(&String::from_utf8_lossy(raw))
}

impl Article {
    /// The article in `row`. `source_url` stands in the post alone.
    pub(super) fn new(row: &Row<'_>, source_url: Option<String>, unread: &Unread, bookmarked: bool) -> Self {
        Self {
            id: row.id().to_string(),
            title: row.title().to_owned(),
            date: row
                .timestamp()
                .and_then(|timestamp| rfc3339(timestamp, row.offset())),
            date_precision: precision(row.precision()),
            date_from: from(row.date_from()),
            categories: row
                .categories()
                .map(|category| category.name.to_string())
                .collect(),
            outlet: row.outlet().map(ToOwned::to_owned),
            source_url,
            path: Some(shown_path(&row.path())),
            copies: row.copies().iter().map(|path| shown_path(path)).collect(),
            unread: unread.is_unread(row),
            bookmarked,
        }
    }
}

/// The name of a precision in the contract.
pub(super) fn precision(precision: DatePrecision) -> &'static str {
    match precision {
        DatePrecision::Second => "second",
        DatePrecision::Minute => "minute",
        DatePrecision::Day => "day",
        DatePrecision::None => "none",
    }
}

/// The name of a date's origin in the contract.
pub(super) fn from(from: DateFrom) -> &'static str {
    match from {
        DateFrom::FrontMatter => "front-matter",
        DateFrom::Name => "name",
        DateFrom::Id => "id",
        DateFrom::None => "none",
    }
}
