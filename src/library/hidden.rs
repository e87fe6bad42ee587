//! Articles that are hidden, each by the rules that hid it; by hand it is hidden by a rule without a name. Those of rules
//! that stand no longer are hidden no longer: whoever reads them sees to that, for which rules stand the settings say.

use rusqlite::{Connection, Transaction, params};

use super::article::{ArticleKey, PostColumn, Scope};
use super::schema::{self, THIS_MACHINE};
use crate::post::PostId;

/// Stands for the user's own hand among rules.
pub const BY_HAND: &str = "";

/// The rules that hide one article, in order; `None` where none does.
pub(super) fn get(connection: &Connection, article: &ArticleKey) -> rusqlite::Result<Option<Vec<String>>> {
    let Some(scope) = article.scope.row(connection)? else {
        return Ok(None);
    };
    let mut statement = connection
        .prepare_cached("SELECT rules FROM hidden WHERE scope = ?1 AND post = ?2 AND NOT deleted")?;
    let mut rows = statement.query(params![scope, PostColumn(article.id.clone())])?;
    rows.next()?
        .map(|row| Ok(split(row.get_ref(0)?.as_str()?)))
        .transpose()
}

/// Sets the rules that hide one article; `None` shows it again.
pub(super) fn set(
    transaction: &Transaction<'_>,
    article: &ArticleKey,
    rules: Option<&[String]>,
    time: i64,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO hidden (scope, post, time, machine, deleted, rules) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (scope, post) DO UPDATE SET
                 time = excluded.time, machine = excluded.machine, deleted = excluded.deleted, rules = excluded.rules",
        )?
        .execute(params![
            article.scope.row_or_new(transaction)?,
            PostColumn(article.id.clone()),
            time,
            THIS_MACHINE,
            rules.is_none(),
            rules.unwrap_or_default().join("\n")
        ])
        .map(drop)
}

/// The hidden articles of the archive of this identity, each with the rules that hide it.
pub(super) fn all(connection: &Connection, identity: &str) -> rusqlite::Result<Vec<(PostId, Vec<String>)>> {
    let mut hidden = Vec::new();
    if schema::version(connection)? < schema::SINCE_RULES {
        return Ok(hidden);
    }
    for scope in Scope::all_of(identity) {
        let Some(scope) = scope.row(connection)? else {
            continue;
        };
        let mut statement =
            connection.prepare_cached("SELECT post, rules FROM hidden WHERE scope = ?1 AND NOT deleted")?;
        let mut rows = statement.query([scope])?;
        while let Some(row) = rows.next()? {
            let PostColumn(id) = row.get(0)?;
            hidden.push((id, split(row.get_ref(1)?.as_str()?)));
        }
    }
    Ok(hidden)
}

/// The rules that a row names, one a line.
pub(super) fn split(rules: &str) -> Vec<String> {
    rules.split('\n').map(str::to_owned).collect()
}
