//! Bookmarks. Each carries what is needed to know the article again when its archive is gone.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::article::{ArticleKey, PostColumn, Scope};
use super::facts::{ArticleFacts, PrecisionColumn};
use super::schema::{self, THIS_MACHINE};
use crate::post::{DatePrecision, PostId};
use crate::text::clean::{clean, clean_line};

/// A bookmark. Its texts can be shown on a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookmark {
    /// The article's id.
    pub id: PostId,
    /// Within what the id holds.
    pub scope: Scope,
    /// The title when it was bookmarked, one line.
    pub title: String,
    /// The outlet.
    pub outlet: Option<String>,
    /// The article's date in seconds since 1970-01-01T00:00:00Z.
    pub date: Option<i64>,
    /// The offset from UTC in which the date is shown, in minutes.
    pub date_offset: i16,
    /// How exact the date is.
    pub date_precision: DatePrecision,
    /// Where the article was published.
    pub source_url: Option<String>,
    /// When it was bookmarked, in seconds since 1970-01-01T00:00:00Z.
    pub added: i64,
    /// Its tags, in order.
    pub tags: Vec<String>,
    /// Its note, perhaps of several lines.
    pub note: Option<String>,
    /// Whether its text is kept with it.
    pub has_text: bool,
}

/// The value of a bookmark in the operation log. Its field names are part of the file's format.
#[derive(Serialize, Deserialize)]
pub(super) struct Value {
    added: i64,
    title: String,
    outlet: Option<String>,
    date: Option<i64>,
    date_offset: i16,
    date_precision: String,
    source_url: Option<String>,
}

impl Value {
    /// The bookmark of an article with these `facts`, added at `added` (seconds since 1970-01-01T00:00:00Z).
    pub(super) fn new(facts: &ArticleFacts, added: i64) -> Self {
        let facts = facts.clone();
        Self {
            added,
            title: facts.title,
            outlet: facts.outlet,
            date: facts.date,
            date_offset: facts.date_offset,
            date_precision: PrecisionColumn(facts.date_precision).name().to_owned(),
            source_url: facts.source_url,
        }
    }
}

impl Bookmark {
    /// The name of its article.
    pub fn article(&self) -> ArticleKey {
        ArticleKey {
            scope: self.scope.clone(),
            id: self.id.clone(),
        }
    }

    /// What it keeps of its article.
    pub fn facts(&self) -> ArticleFacts {
        ArticleFacts {
            article: self.article(),
            title: self.title.clone(),
            outlet: self.outlet.clone(),
            date: self.date,
            date_offset: self.date_offset,
            date_precision: self.date_precision,
            source_url: self.source_url.clone(),
        }
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let tags: String = row.get("tags")?;
        let tags: Vec<String> = serde_json::from_str(&tags).unwrap_or_default();
        let note: Option<String> = row.get("note")?;
        let facts = ArticleFacts::from_row(row)?;
        Ok(Self {
            id: facts.article.id,
            scope: facts.article.scope,
            title: facts.title,
            outlet: facts.outlet,
            date: facts.date,
            date_offset: facts.date_offset,
            date_precision: facts.date_precision,
            source_url: facts.source_url,
            added: row.get("added")?,
            tags: tags.iter().map(|tag| clean_line(tag)).collect(),
            note: note.map(|note| clean(&note).into_owned()),
            has_text: row.get("has_text")?,
        })
    }
}

/// All bookmarks, the newest added first; of those added in one second the later one.
pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Bookmark>> {
    let select = select(connection)?;
    connection
        .prepare_cached(&format!(
            "{select} ORDER BY b.added DESC, b.time DESC, s.name, b.post"
        ))?
        .query_map([], Bookmark::from_row)?
        .collect()
}

/// The bookmark of one article.
pub(super) fn of(connection: &Connection, article: &ArticleKey) -> rusqlite::Result<Option<Bookmark>> {
    let Some(scope) = article.scope.row(connection)? else {
        return Ok(None);
    };
    let select = select(connection)?;
    connection
        .prepare_cached(&format!("{select} AND b.scope = ?1 AND b.post = ?2"))?
        .query_row(params![scope, PostColumn(article.id.clone())], Bookmark::from_row)
        .optional()
}

/// What selects every bookmark, or fewer where the statement goes on so.
fn select(connection: &Connection) -> rusqlite::Result<String> {
    // An older library that cannot be written is read without the texts.
    let has_text = if schema::version(connection)? >= schema::SINCE_TEXTS {
        "EXISTS (SELECT 1 FROM kept_text k WHERE k.scope = b.scope AND k.post = b.post)"
    } else {
        "0"
    };
    Ok(format!(
        "SELECT b.*, s.name AS scope_name, n.text AS note, {has_text} AS has_text,
                (SELECT json_group_array(t.tag ORDER BY t.tag) FROM tag t
                 WHERE t.scope = b.scope AND t.post = b.post AND NOT t.deleted) AS tags
         FROM bookmark b JOIN scope s ON s.id = b.scope
         LEFT JOIN note n ON n.scope = b.scope AND n.post = b.post AND NOT n.deleted
         WHERE NOT b.deleted"
    ))
}

/// The ids that are bookmarked in one row of `scope`.
pub(super) fn ids(connection: &Connection, scope: i64) -> rusqlite::Result<Vec<PostId>> {
    connection
        .prepare_cached("SELECT post FROM bookmark WHERE scope = ?1 AND NOT deleted")?
        .query_map([scope], |row| row.get::<_, PostColumn>(0).map(|post| post.0))?
        .collect()
}

/// The bookmark of one article, as the log has it.
pub(super) fn get(connection: &Connection, article: &ArticleKey) -> rusqlite::Result<Option<Value>> {
    let Some(scope) = article.scope.row(connection)? else {
        return Ok(None);
    };
    connection
        .prepare_cached(
            "SELECT added, title, outlet, date, date_offset, date_precision, source_url FROM bookmark
             WHERE scope = ?1 AND post = ?2 AND NOT deleted",
        )?
        .query_row(params![scope, PostColumn(article.id.clone())], |row| {
            Ok(Value {
                added: row.get(0)?,
                title: row.get(1)?,
                outlet: row.get(2)?,
                date: row.get(3)?,
                date_offset: row.get(4)?,
                date_precision: row.get(5)?,
                source_url: row.get(6)?,
            })
        })
        .optional()
}

/// Sets a bookmark, under the UUID that it had if it was there before; `None` leaves a tombstone. Its tags and its note stay,
/// and are there again if it comes back.
pub(super) fn set(
    transaction: &Transaction<'_>,
    article: &ArticleKey,
    value: Option<&Value>,
    time: i64,
) -> rusqlite::Result<()> {
    let scope = article.scope.row_or_new(transaction)?;
    let post = PostColumn(article.id.clone());
    let Some(value) = value else {
        return transaction
            .prepare_cached(
                "UPDATE bookmark SET deleted = 1, time = ?3, machine = ?4 WHERE scope = ?1 AND post = ?2",
            )?
            .execute(params![scope, post, time, THIS_MACHINE])
            .map(drop);
    };
    transaction
        .prepare_cached(
            "INSERT INTO bookmark (scope, post, uuid, time, machine, added, title, outlet, date, date_offset,
                                   date_precision, source_url)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
             ON CONFLICT (scope, post) DO UPDATE SET
                 deleted = 0, time = excluded.time, machine = excluded.machine, added = excluded.added,
                 title = excluded.title, outlet = excluded.outlet, date = excluded.date,
                 date_offset = excluded.date_offset, date_precision = excluded.date_precision,
                 source_url = excluded.source_url",
        )?
        .execute(params![
            scope,
            post,
            Uuid::new_v4().as_bytes(),
            time,
            THIS_MACHINE,
            value.added,
            value.title,
            value.outlet,
            value.date,
            value.date_offset,
            value.date_precision,
            value.source_url,
        ])
        .map(drop)
}
