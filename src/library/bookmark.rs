//! Bookmarks. Each carries what is needed to know the article again when its archive is gone.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use uuid::Uuid;

use super::article::{ArticleKey, PostColumn, Scope};
use super::schema::THIS_MACHINE;
use crate::post::{DatePrecision, PostId};
use crate::text::clean::{clean, clean_line};

/// An article as it is when it is bookmarked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookmarkedArticle {
    /// Which article.
    pub article: ArticleKey,
    /// Its title, one line.
    pub title: String,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its date in seconds since 1970-01-01T00:00:00Z.
    pub date: Option<i64>,
    /// The offset from UTC in which the date is shown, in minutes.
    pub date_offset: i16,
    /// How exact the date is.
    pub date_precision: DatePrecision,
    /// Where it was published.
    pub source_url: Option<String>,
}

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
}

/// The value of a bookmark in the operation log. Its field names are part of the file's format.
#[derive(Serialize)]
struct Value<'a> {
    added: i64,
    title: &'a str,
    outlet: Option<&'a str>,
    date: Option<i64>,
    date_offset: i16,
    date_precision: &'static str,
    source_url: Option<&'a str>,
}

impl Bookmark {
    /// The name of its article.
    pub fn article(&self) -> ArticleKey {
        ArticleKey {
            scope: self.scope.clone(),
            id: self.id.clone(),
        }
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let line = |text: Option<String>| text.map(|text| clean_line(&text));
        let tags: String = row.get("tags")?;
        let tags: Vec<String> = serde_json::from_str(&tags).unwrap_or_default();
        let note: Option<String> = row.get("note")?;
        Ok(Self {
            id: row.get::<_, PostColumn>("post")?.0,
            scope: row.get("scope_name")?,
            title: clean_line(row.get_ref("title")?.as_str()?),
            outlet: line(row.get("outlet")?),
            date: row.get("date")?,
            date_offset: row.get("date_offset")?,
            date_precision: precision_of(row.get_ref("date_precision")?.as_str()?),
            source_url: line(row.get("source_url")?),
            added: row.get("added")?,
            tags: tags.iter().map(|tag| clean_line(tag)).collect(),
            note: note.map(|note| clean(&note).into_owned()),
        })
    }

    /// What the operation log keeps of it.
    pub(super) fn to_json(&self) -> rusqlite::Result<String> {
        serde_json::to_string(&Value {
            added: self.added,
            title: &self.title,
            outlet: self.outlet.as_deref(),
            date: self.date,
            date_offset: self.date_offset,
            date_precision: precision_name(self.date_precision),
            source_url: self.source_url.as_deref(),
        })
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
    }
}

/// Every bookmark, or that of one article where the statement goes on so.
const SELECT: &str = "
SELECT b.*, s.name AS scope_name, n.text AS note,
       (SELECT json_group_array(t.tag ORDER BY t.tag) FROM tag t
        WHERE t.scope = b.scope AND t.post = b.post AND NOT t.deleted) AS tags
FROM bookmark b JOIN scope s ON s.id = b.scope
LEFT JOIN note n ON n.scope = b.scope AND n.post = b.post AND NOT n.deleted
WHERE NOT b.deleted";

/// All bookmarks, the newest added first; of those added in one second the later one.
pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Bookmark>> {
    connection
        .prepare_cached(&format!(
            "{SELECT} ORDER BY b.added DESC, b.time DESC, s.name, b.post"
        ))?
        .query_map([], Bookmark::from_row)?
        .collect()
}

/// The bookmark of one article.
pub(super) fn get(connection: &Connection, article: &ArticleKey) -> rusqlite::Result<Option<Bookmark>> {
    let Some(scope) = article.scope.row(connection)? else {
        return Ok(None);
    };
    connection
        .prepare_cached(&format!("{SELECT} AND b.scope = ?1 AND b.post = ?2"))?
        .query_row(params![scope, PostColumn(article.id.clone())], Bookmark::from_row)
        .optional()
}

/// The ids that are bookmarked in one row of `scope`.
pub(super) fn ids(connection: &Connection, scope: i64) -> rusqlite::Result<Vec<PostId>> {
    connection
        .prepare_cached("SELECT post FROM bookmark WHERE scope = ?1 AND NOT deleted")?
        .query_map([scope], |row| row.get::<_, PostColumn>(0).map(|post| post.0))?
        .collect()
}

/// Adds a bookmark, or brings the removed one back under its UUID.
pub(super) fn add(
    transaction: &Transaction<'_>,
    facts: &BookmarkedArticle,
    time: i64,
    now: i64,
) -> rusqlite::Result<()> {
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
            facts.article.scope.row_or_new(transaction)?,
            PostColumn(facts.article.id.clone()),
            Uuid::new_v4().as_bytes(),
            time,
            THIS_MACHINE,
            now,
            facts.title,
            facts.outlet,
            facts.date,
            facts.date_offset,
            precision_name(facts.date_precision),
            facts.source_url,
        ])
        .map(drop)
}

/// Leaves a tombstone of a bookmark. Its tags and its note stay, and are there again if it comes back.
pub(super) fn remove(transaction: &Transaction<'_>, article: &ArticleKey, time: i64) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "UPDATE bookmark SET deleted = 1, time = ?3, machine = ?4 WHERE scope = ?1 AND post = ?2",
        )?
        .execute(params![
            article.scope.row_or_new(transaction)?,
            PostColumn(article.id.clone()),
            time,
            THIS_MACHINE
        ])
        .map(drop)
}

fn precision_name(precision: DatePrecision) -> &'static str {
    match precision {
        DatePrecision::None => "none",
        DatePrecision::Day => "day",
        DatePrecision::Minute => "minute",
        DatePrecision::Second => "second",
    }
}

fn precision_of(name: &str) -> DatePrecision {
    match name {
        "day" => DatePrecision::Day,
        "minute" => DatePrecision::Minute,
        "second" => DatePrecision::Second,
        _ => DatePrecision::None,
    }
}
