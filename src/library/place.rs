//! The place in each article: where the reader left it, by its text and not by a line number, so that
//! it holds at any width and after a small change of the text.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::article::{ArticleKey, PostColumn, Scope};
use super::schema::THIS_MACHINE;
use crate::post::PostId;

/// An anchor in the text of an article (`design.md`, decision 8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Bytes from the beginning of the document's text.
    pub offset: usize,
    /// A few characters that stand there.
    pub quote: String,
}

/// The place in one article.
pub(super) fn get(connection: &Connection, article: &ArticleKey) -> rusqlite::Result<Option<Place>> {
    let Some(scope) = article.scope.row(connection)? else {
        return Ok(None);
    };
    connection
        .prepare_cached("SELECT offset, quote FROM place WHERE scope = ?1 AND post = ?2 AND NOT deleted")?
        .query_row(params![scope, PostColumn(article.id.clone())], |row| {
            Ok(from_columns(row.get(0)?, row.get(1)?))
        })
        .optional()
}

/// The places in all articles of the archive of this identity.
pub(super) fn all(connection: &Connection, identity: &str) -> rusqlite::Result<Vec<(PostId, Place)>> {
    let mut places = Vec::new();
    for scope in Scope::all_of(identity) {
        let Some(scope) = scope.row(connection)? else {
            continue;
        };
        let mut statement = connection
            .prepare_cached("SELECT post, offset, quote FROM place WHERE scope = ?1 AND NOT deleted")?;
        let rows = statement.query_map([scope], |row| {
            let PostColumn(id) = row.get(0)?;
            Ok((id, from_columns(row.get(1)?, row.get(2)?)))
        })?;
        places.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    Ok(places)
}

/// A place as the table keeps it.
fn from_columns(offset: i64, quote: String) -> Place {
    Place {
        offset: usize::try_from(offset).unwrap_or(0),
        quote,
    }
}

/// Sets the place in one article.
pub(super) fn set(
    transaction: &Transaction<'_>,
    article: &ArticleKey,
    place: &Place,
    time: i64,
    now: i64,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO place (scope, post, time, machine, offset, quote, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (scope, post) DO UPDATE SET
                 deleted = 0, time = excluded.time, machine = excluded.machine, offset = excluded.offset,
                 quote = excluded.quote, at = excluded.at",
        )?
        .execute(params![
            article.scope.row_or_new(transaction)?,
            PostColumn(article.id.clone()),
            time,
            THIS_MACHINE,
            i64::try_from(place.offset).unwrap_or(i64::MAX),
            place.quote,
            now
        ])
        .map(drop)
}
