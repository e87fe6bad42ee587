//! Passages: what the reader highlighted in an article, by its text and what stands around it, so that it is found again when
//! the text has changed a little.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::article::{ArticleKey, PostColumn, Scope};
use super::facts::ArticleFacts;
use super::schema::{self, THIS_MACHINE};
use crate::post::PostId;
use crate::text::clean::clean;
use crate::text::quote::Quote;

/// A highlighted passage. Its texts can be shown on a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its identity, in every library the same.
    pub uuid: Uuid,
    /// What is known of the article that it stands in.
    pub facts: ArticleFacts,
    /// Where it stands.
    pub place: Quote,
    /// When it was highlighted, in seconds since 1970-01-01T00:00:00Z.
    pub added: i64,
    /// The note on it, perhaps of several lines.
    pub note: Option<String>,
}

/// The value of a passage in the operation log. Its field names are part of the file's format.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Value {
    scope: String,
    post: Post,
    pub(super) added: i64,
    #[serde(flatten)]
    pub(super) place: Quote,
    pub(super) note: Option<String>,
}

/// A post as JSON: a number, or a path.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Post {
    Number(u64),
    Path(String),
}

impl Value {
    /// A passage in `article` that was highlighted at `added` (seconds since 1970-01-01T00:00:00Z).
    pub(super) fn new(article: &ArticleKey, place: &Quote, added: i64) -> Self {
        Self {
            scope: article.scope.name(),
            post: match &article.id {
                PostId::Number(number) => Post::Number(*number),
                PostId::Path(path) => Post::Path(path.to_string()),
            },
            added,
            place: place.clone(),
            note: None,
        }
    }

    fn post(&self) -> PostColumn {
        PostColumn(match &self.post {
            Post::Number(number) => PostId::Number(*number),
            Post::Path(path) => PostId::from_path(path),
        })
    }
}

impl Passage {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let text = |column| Ok::<_, rusqlite::Error>(clean(row.get_ref(column)?.as_str()?).into_owned());
        let note: Option<String> = row.get("note")?;
        Ok(Self {
            uuid: Uuid::from_bytes(row.get("uuid")?),
            facts: ArticleFacts::from_row(row)?,
            place: Quote {
                offset: usize::try_from(row.get::<_, i64>("offset")?).unwrap_or(0),
                quote: text("quote")?,
                before: text("before")?,
                after: text("after")?,
            },
            added: row.get("added")?,
            note: note.map(|note| clean(&note).into_owned()),
        })
    }
}

/// All passages, the newest first.
pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Passage>> {
    if schema::version(connection)? < schema::SINCE_TEXTS {
        return Ok(Vec::new());
    }
    connection
        .prepare_cached(
            "SELECT p.uuid, p.scope, p.post, p.added, p.offset, p.quote, p.before, p.after, p.note,
                    s.name AS scope_name, ifnull(a.title, '') AS title, a.outlet, a.date,
                    ifnull(a.date_offset, 0) AS date_offset, ifnull(a.date_precision, 'none') AS date_precision,
                    a.source_url
             FROM passage p JOIN scope s ON s.id = p.scope
             LEFT JOIN article a ON a.scope = p.scope AND a.post = p.post
             WHERE NOT p.deleted ORDER BY p.added DESC, p.time DESC, p.uuid",
        )?
        .query_map([], Passage::from_row)?
        .collect()
}

/// One passage, as the log has it.
pub(super) fn get(connection: &Connection, uuid: Uuid) -> rusqlite::Result<Option<Value>> {
    connection
        .prepare_cached(
            "SELECT s.name, p.post, p.added, p.offset, p.quote, p.before, p.after, p.note
             FROM passage p JOIN scope s ON s.id = p.scope WHERE p.uuid = ?1 AND NOT p.deleted",
        )?
        .query_row([uuid.as_bytes()], |row| {
            Ok(Value {
                scope: row.get(0)?,
                post: match row.get::<_, PostColumn>(1)?.0 {
                    PostId::Number(number) => Post::Number(number),
                    PostId::Path(path) => Post::Path(path.to_string()),
                },
                added: row.get(2)?,
                place: Quote {
                    offset: usize::try_from(row.get::<_, i64>(3)?).unwrap_or(0),
                    quote: row.get(4)?,
                    before: row.get(5)?,
                    after: row.get(6)?,
                },
                note: row.get(7)?,
            })
        })
        .optional()
}

/// Sets one passage; `None` leaves a tombstone.
pub(super) fn set(
    transaction: &Transaction<'_>,
    uuid: Uuid,
    value: Option<&Value>,
    time: i64,
) -> rusqlite::Result<()> {
    let Some(value) = value else {
        return transaction
            .prepare_cached("UPDATE passage SET deleted = 1, time = ?2, machine = ?3 WHERE uuid = ?1")?
            .execute(params![uuid.as_bytes(), time, THIS_MACHINE])
            .map(drop);
    };
    transaction
        .prepare_cached(
            "INSERT INTO passage (uuid, scope, post, time, machine, added, offset, quote, before, after, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (uuid) DO UPDATE SET
                 scope = excluded.scope, post = excluded.post, deleted = 0, time = excluded.time,
                 machine = excluded.machine, added = excluded.added, offset = excluded.offset, quote = excluded.quote, before = excluded.before, after = excluded.after, note = excluded.note",
        )?
        .execute(params![
            uuid.as_bytes(),
            Scope::row_named(transaction, &value.scope)?,
            value.post(),
            time,
            THIS_MACHINE,
            value.added,
            i64::try_from(value.place.offset).unwrap_or(i64::MAX),
            value.place.quote,
            value.place.before,
            value.place.after,
            value.note,
        ])
        .map(drop)
}
