//! The note on an article.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use uuid::Uuid;

use super::article::{ArticleKey, PostColumn};
use super::schema::THIS_MACHINE;

/// What somebody made of a note that they had before them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteEdit {
    /// The note as it was when they began.
    pub before: Option<String>,
    /// The note as they want it.
    pub after: Option<String>,
}

impl NoteEdit {
    /// What becomes of the note, which is `now` another than they began with where somebody else has changed it: then both
    /// texts stay, one below the other.
    pub(super) fn onto(&self, now: Option<String>) -> Option<String> {
        if now == self.before {
            return self.after.clone();
        }
        match (now, &self.after) {
            (Some(now), Some(after)) if after.contains(&now) => Some(after.clone()),
            (Some(now), Some(after)) if now.contains(after) => Some(now),
            (Some(now), Some(after)) => Some(format!("{now}\n{after}")),
            (now, None) => now,
            (None, after) => after.clone(),
        }
    }
}

/// The note on one article.
pub(super) fn get(connection: &Connection, article: &ArticleKey) -> rusqlite::Result<Option<String>> {
    let Some(scope) = article.scope.row(connection)? else {
        return Ok(None);
    };
    connection
        .prepare_cached("SELECT text FROM note WHERE scope = ?1 AND post = ?2 AND NOT deleted")?
        .query_row(params![scope, PostColumn(article.id.clone())], |row| row.get(0))
        .optional()
}

/// Sets the note on one article; `None` leaves a tombstone.
pub(super) fn set(
    transaction: &Transaction<'_>,
    article: &ArticleKey,
    text: Option<&str>,
    time: i64,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO note (scope, post, uuid, time, machine, deleted, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (scope, post) DO UPDATE SET
                 deleted = excluded.deleted, time = excluded.time, machine = excluded.machine, text = excluded.text",
        )?
        .execute(params![
            article.scope.row_or_new(transaction)?,
            PostColumn(article.id.clone()),
            Uuid::new_v4().as_bytes(),
            time,
            THIS_MACHINE,
            text.is_none(),
            text.unwrap_or_default()
        ])
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_wrote_at_once_stays() {
        let edit = |before: &str, after: &str| NoteEdit {
            before: (!before.is_empty()).then(|| before.to_owned()),
            after: (!after.is_empty()).then(|| after.to_owned()),
        };
        let onto = |edit: NoteEdit, now: &str| {
            let now = (!now.is_empty()).then(|| now.to_owned());
            edit.onto(now).unwrap_or_default()
        };
        assert_eq!(onto(edit("一", "二"), "一"), "二");
        assert_eq!(onto(edit("一", ""), "一"), "");
        assert_eq!(onto(edit("一", "二"), "三"), "三\n二");
        assert_eq!(onto(edit("", "二"), "三"), "三\n二");
        assert_eq!(onto(edit("一", "二"), ""), "二");
        // What somebody else has written since is not taken away unseen.
        assert_eq!(onto(edit("一", ""), "三"), "三");
        assert_eq!(onto(edit("一", "一二"), "一二三"), "一二三");
        assert_eq!(onto(edit("一", "一二三"), "一二"), "一二三");
    }
}
