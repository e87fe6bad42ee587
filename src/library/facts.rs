//! What is kept of an article besides its name, so that what the user added outlives the archive.

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::article::{ArticleKey, PostColumn};
use super::schema;
use crate::post::DatePrecision;
use crate::text::clean::clean_line;

/// An article as it is when something is kept about it. What comes from a library can be shown on a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleFacts {
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

impl ArticleFacts {
    /// From a row with the columns of the table `article` and the name of the scope as `scope_name`.
    pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let line = |text: Option<String>| text.map(|text| clean_line(&text));
        Ok(Self {
            article: ArticleKey {
                id: row.get::<_, PostColumn>("post")?.0,
                scope: row.get("scope_name")?,
            },
            title: clean_line(row.get_ref("title")?.as_str()?),
            outlet: line(row.get("outlet")?),
            date: row.get("date")?,
            date_offset: row.get("date_offset")?,
            date_precision: row.get::<_, PrecisionColumn>("date_precision")?.0,
            source_url: line(row.get("source_url")?),
        })
    }
}

/// Keeps `facts`, in place of what was known of the article.
pub(super) fn set(transaction: &Transaction<'_>, facts: &ArticleFacts) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO article (scope, post, title, outlet, date, date_offset, date_precision, source_url)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            facts.article.scope.row_or_new(transaction)?,
            PostColumn(facts.article.id.clone()),
            facts.title,
            facts.outlet,
            facts.date,
            facts.date_offset,
            PrecisionColumn(facts.date_precision),
            facts.source_url,
        ])
        .map(drop)
}

/// What is known of an article: from the table `article`, else from its bookmark, one that was taken away included.
pub(super) fn get(connection: &Connection, article: &ArticleKey) -> rusqlite::Result<Option<ArticleFacts>> {
    let Some(scope) = article.scope.row(connection)? else {
        return Ok(None);
    };
    let tables: &[&str] = if schema::version(connection)? >= schema::SINCE_TEXTS {
        &["article", "bookmark"]
    } else {
        &["bookmark"]
    };
    for table in tables {
        let known = connection
            .prepare_cached(&format!(
                "SELECT a.*, s.name AS scope_name FROM {table} a JOIN scope s ON s.id = a.scope
                 WHERE a.scope = ?1 AND a.post = ?2"
            ))?
            .query_row(
                params![scope, PostColumn(article.id.clone())],
                ArticleFacts::from_row,
            )
            .optional()?;
        if known.is_some() {
            return Ok(known);
        }
    }
    Ok(None)
}

/// The column `date_precision`, and the value of that name in the log.
#[derive(Clone, Copy)]
pub(super) struct PrecisionColumn(pub(super) DatePrecision);

impl PrecisionColumn {
    pub(super) fn name(self) -> &'static str {
        match self.0 {
            DatePrecision::None => "none",
            DatePrecision::Day => "day",
            DatePrecision::Minute => "minute",
            DatePrecision::Second => "second",
        }
    }

    pub(super) fn named(name: &str) -> Self {
        Self(match name {
            "day" => DatePrecision::Day,
            "minute" => DatePrecision::Minute,
            "second" => DatePrecision::Second,
            _ => DatePrecision::None,
        })
    }
}

impl ToSql for PrecisionColumn {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.name().into())
    }
}

impl FromSql for PrecisionColumn {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str().map(Self::named)
    }
}
