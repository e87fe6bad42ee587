//! The tags of an article. Each is an item of its own, so that what two machines add is all there after a merge; a change
//! is of all of them together.

use rusqlite::{Connection, Transaction, params};
use uuid::Uuid;

use super::article::{ArticleKey, PostColumn};
use super::schema::THIS_MACHINE;
use crate::text::clean::clean_line;

/// `tag` as it is kept: clean, with `-` where it has white space or a comma, which part tags wherever they are written in a
/// row. Empty where nothing of it is left.
pub fn tidy_tag(tag: &str) -> String {
    let line = clean_line(tag);
    let parts = line.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、'));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// The tags of one article, in order; `None` where it has none.
pub(super) fn get(connection: &Connection, article: &ArticleKey) -> rusqlite::Result<Option<Vec<String>>> {
    let Some(scope) = article.scope.row(connection)? else {
        return Ok(None);
    };
    let tags: Vec<String> = connection
        .prepare_cached("SELECT tag FROM tag WHERE scope = ?1 AND post = ?2 AND NOT deleted ORDER BY tag")?
        .query_map(params![scope, PostColumn(article.id.clone())], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Some(tags).filter(|tags| !tags.is_empty()))
}

/// Sets the tags of one article: those that it no longer has leave tombstones.
pub(super) fn set(
    transaction: &Transaction<'_>,
    article: &ArticleKey,
    tags: &[String],
    time: i64,
) -> rusqlite::Result<()> {
    let scope = article.scope.row_or_new(transaction)?;
    let post = || PostColumn(article.id.clone());
    let before = get(transaction, article)?.unwrap_or_default();
    for gone in before.iter().filter(|tag| !tags.contains(tag)) {
        transaction
            .prepare_cached(
                "UPDATE tag SET deleted = 1, time = ?4, machine = ?5 WHERE scope = ?1 AND post = ?2 AND tag = ?3",
            )?
            .execute(params![scope, post(), gone, time, THIS_MACHINE])?;
    }
    for tag in tags.iter().filter(|tag| !before.contains(tag)) {
        transaction
            .prepare_cached(
                "INSERT INTO tag (scope, post, tag, uuid, time, machine) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (scope, post, tag) DO UPDATE SET
                     deleted = 0, time = excluded.time, machine = excluded.machine",
            )?
            .execute(params![
                scope,
                post(),
                tag,
                Uuid::new_v4().as_bytes(),
                time,
                THIS_MACHINE
            ])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_one_word() {
        for (tag, tidy) in [
            ("芯片", "芯片"),
            (" a b\u{3000}c ", "a-b-c"),
            ("a, b，c、、d", "a-b-c-d"),
            ("a-b", "a-b"),
            (" ,， \u{200b}", ""),
        ] {
            assert_eq!(tidy_tag(tag), tidy, "{tag}");
            assert_eq!(tidy_tag(tidy), tidy);
        }
    }
}
