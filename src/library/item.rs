//! The items that a change can be about, by one door: each has a value, as JSON, that can be read and set. So every change
//! is logged, and undone, in the same way.

use rusqlite::{Connection, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::article::{ArticleKey, PostColumn, Scope};
use super::entry::{self, EntryKey};
use super::{bookmark, hidden, kept, mark, note, passage, search, tag};
use crate::post::PostId;

/// The scopes that name what is not an article.
const SEARCHES: &str = entry::SEARCHES;
const PASSAGES: &str = "passage";

/// One item.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Item {
    /// The bookmark of an article.
    Bookmark(ArticleKey),
    /// All tags of an article together.
    Tags(ArticleKey),
    /// The note on an article.
    Note(ArticleKey),
    /// Whether an article is read.
    Mark(ArticleKey),
    /// The text that is kept of an article.
    Text(ArticleKey),
    /// By which rules an article is hidden.
    Hidden(ArticleKey),
    /// What is saved under a name.
    Search(String),
    /// How a category or a saved search stands.
    Entry(EntryKey),
    /// A passage.
    Passage(Uuid),
}

impl Item {
    /// As the log names its kind.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Bookmark(_) => "bookmark",
            Self::Tags(_) => "tags",
            Self::Note(_) => "note",
            Self::Mark(_) => "mark",
            Self::Text(_) => "text",
            Self::Hidden(_) => "hidden",
            Self::Search(_) => "search",
            Self::Entry(_) => "category",
            Self::Passage(_) => "passage",
        }
    }

    /// The columns `scope` and `post` by which the log names it.
    pub(super) fn columns(&self, transaction: &Transaction<'_>) -> rusqlite::Result<(i64, PostColumn)> {
        match self {
            Self::Bookmark(article)
            | Self::Tags(article)
            | Self::Note(article)
            | Self::Mark(article)
            | Self::Text(article)
            | Self::Hidden(article) => Ok((
                article.scope.row_or_new(transaction)?,
                PostColumn(article.id.clone()),
            )),
            Self::Search(name) => Ok((
                Scope::row_named(transaction, SEARCHES)?,
                PostColumn(PostId::Path(name.as_str().into())),
            )),
            Self::Entry(key) => Ok((
                Scope::row_named(transaction, &key.scope_name())?,
                PostColumn(PostId::Path(key.name().into())),
            )),
            Self::Passage(uuid) => Ok((
                Scope::row_named(transaction, PASSAGES)?,
                PostColumn(PostId::Path(uuid.to_string().into())),
            )),
        }
    }

    /// The item that the log names so; `None` for one of a kind that is not known.
    pub(super) fn named(kind: &str, scope: &str, post: PostId) -> Option<Self> {
        match (kind, &post) {
            ("search", PostId::Path(name)) if scope == SEARCHES => Some(Self::Search(name.to_string())),
            ("category", PostId::Path(name)) => EntryKey::named(scope, name).map(Self::Entry),
            ("passage", PostId::Path(uuid)) if scope == PASSAGES => {
                Uuid::parse_str(uuid).ok().map(Self::Passage)
            }
            _ => {
                let article = ArticleKey {
                    scope: Scope::named(scope)?,
                    id: post,
                };
                match kind {
                    "bookmark" => Some(Self::Bookmark(article)),
                    "tags" => Some(Self::Tags(article)),
                    "note" => Some(Self::Note(article)),
                    "mark" => Some(Self::Mark(article)),
                    "text" => Some(Self::Text(article)),
                    "hidden" => Some(Self::Hidden(article)),
                    _ => None,
                }
            }
        }
    }

    /// Its value as it is now; `None` where there is none.
    pub(super) fn value(&self, connection: &Connection) -> rusqlite::Result<Option<String>> {
        match self {
            Self::Bookmark(article) => json(bookmark::get(connection, article)?),
            Self::Tags(article) => json(tag::get(connection, article)?),
            Self::Note(article) => json(note::get(connection, article)?),
            Self::Mark(article) => json(mark::get(connection, article)?),
            Self::Text(article) => json(kept::get(connection, article)?),
            Self::Hidden(article) => json(hidden::get(connection, article)?),
            Self::Search(name) => json(search::get(connection, name)?),
            Self::Entry(key) => json(entry::get(connection, key)?),
            Self::Passage(uuid) => json(passage::get(connection, *uuid)?),
        }
    }

    /// Sets its value at the logical time `time` and the wall-clock time `now`.
    pub(super) fn set(
        &self,
        transaction: &Transaction<'_>,
        value: Option<&str>,
        time: i64,
        now: i64,
    ) -> rusqlite::Result<()> {
        match self {
            Self::Bookmark(article) => bookmark::set(transaction, article, parsed(value)?.as_ref(), time),
            Self::Tags(article) => {
                let tags: Option<Vec<String>> = parsed(value)?;
                tag::set(transaction, article, &tags.unwrap_or_default(), time)
            }
            Self::Note(article) => {
                let text: Option<String> = parsed(value)?;
                note::set(transaction, article, text.as_deref(), time)
            }
            Self::Mark(article) => mark::set(transaction, article, parsed(value)?, time, now),
            Self::Text(article) => kept::set(transaction, article, parsed(value)?.as_ref()),
            Self::Hidden(article) => {
                let rules: Option<Vec<String>> = parsed(value)?;
                hidden::set(transaction, article, rules.as_deref(), time)
            }
            Self::Search(name) => search::set(transaction, name, parsed(value)?.as_ref(), time),
            Self::Entry(key) => entry::set(transaction, key, parsed(value)?.as_ref(), time),
            Self::Passage(uuid) => passage::set(transaction, *uuid, parsed(value)?.as_ref(), time),
        }
    }
}

/// A value as JSON.
pub(super) fn json<T: Serialize>(value: Option<T>) -> rusqlite::Result<Option<String>> {
    value
        .map(|value| serde_json::to_string(&value))
        .transpose()
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn parsed<T: DeserializeOwned>(value: Option<&str>) -> rusqlite::Result<Option<T>> {
    value.map(serde_json::from_str).transpose().map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into())
    })
}
