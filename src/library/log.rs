//! The logical clock and the operation log (`schema.rs`, "Undo").

use rusqlite::{OptionalExtension, Transaction, params};

use super::article::PostColumn;
use super::item::Item;

/// Operations that can be undone; older ones leave the log, their effects stay.
const KEPT: i64 = 10_000;

/// As the log calls that an article was read and left.
pub(super) const LEFT: &str = "leave";

/// What the user does in one go: it is logged, and undone, as one.
pub(super) struct Operation<'a> {
    transaction: &'a Transaction<'a>,
    /// As the log calls it.
    name: &'static str,
    /// Wall-clock time, in seconds since 1970-01-01T00:00:00Z.
    now: i64,
    /// Its row and its logical time, once it has changed something.
    begun: Option<(i64, i64)>,
    /// Items that it has changed.
    changed: usize,
}

impl<'a> Operation<'a> {
    pub(super) fn new(transaction: &'a Transaction<'a>, name: &'static str, now: i64) -> Self {
        Self {
            transaction,
            name,
            now,
            begun: None,
            changed: 0,
        }
    }

    /// Items that it has changed.
    pub(super) fn changed(&self) -> usize {
        self.changed
    }

    /// Gives `item` the value `after`, JSON, and logs that, if it is another than it has.
    pub(super) fn set(&mut self, item: &Item, after: Option<&str>) -> rusqlite::Result<()> {
        let before = item.value(self.transaction)?;
        if before.as_deref() == after {
            return Ok(());
        }
        let (operation, time) = self.begun()?;
        item.set(self.transaction, after, time, self.now)?;
        self.record(operation, item, before.as_deref(), after)
    }

    /// Logs that `item`, which was `before`, has been given the value that it has now; whether that is another.
    pub(super) fn note(&mut self, item: &Item, before: Option<&str>) -> rusqlite::Result<bool> {
        let after = item.value(self.transaction)?;
        if before == after.as_deref() {
            return Ok(false);
        }
        let (operation, _) = self.begun()?;
        self.record(operation, item, before, after.as_deref())?;
        Ok(true)
    }

    fn record(
        &mut self,
        operation: i64,
        item: &Item,
        before: Option<&str>,
        after: Option<&str>,
    ) -> rusqlite::Result<()> {
        let (scope, post) = item.columns(self.transaction)?;
        self.transaction
            .prepare_cached(
                "INSERT INTO change (operation, ordinal, item, scope, post, before, after)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                operation,
                i64::try_from(self.changed).unwrap_or(i64::MAX),
                item.kind(),
                scope,
                post,
                before,
                after
            ])?;
        self.changed += 1;
        Ok(())
    }

    fn begun(&mut self) -> rusqlite::Result<(i64, i64)> {
        match self.begun {
            Some(begun) => Ok(begun),
            None => Ok(*self.begun.insert(self.begin()?)),
        }
    }

    fn begin(&self) -> rusqlite::Result<(i64, i64)> {
        let time = tick(self.transaction)?;
        self.transaction
            .prepare_cached("INSERT INTO operation (time, at, name) VALUES (?1, ?2, ?3)")?
            .execute(params![time, self.now, self.name])?;
        let operation = self.transaction.last_insert_rowid();
        self.transaction
            .prepare_cached("DELETE FROM operation WHERE id <= ?1")?
            .execute([operation - KEPT])?;
        Ok((operation, time))
    }
}

/// Moves the logical clock (Lamport) on by one; the new time.
pub(super) fn tick(transaction: &Transaction<'_>) -> rusqlite::Result<i64> {
    transaction
        .prepare_cached("UPDATE clock SET time = time + 1 RETURNING time")?
        .query_row([], |row| row.get(0))
}

/// An operation that was undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// What it was, as the log calls it: `mark-read`.
    pub name: String,
    /// When it was done, in seconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// Items that are again as they were before.
    pub items: usize,
    /// Items that were left as they are: they have been changed since.
    pub left: usize,
}

/// One change of an operation, as the log has it.
struct Change {
    kind: String,
    scope: String,
    post: PostColumn,
    before: Option<String>,
    after: Option<String>,
}

/// Undoes the newest operation that has not been undone, at the wall-clock time `now`: each item goes back to its value
/// before, where it still has the one that the operation gave it. `None` where nothing is left to undo.
pub(super) fn undo(transaction: &Transaction<'_>, now: i64) -> rusqlite::Result<Option<Undone>> {
    let newest = transaction
        .prepare_cached(
            "SELECT id, name, at FROM operation WHERE undone IS NULL AND name <> ?1 ORDER BY id DESC LIMIT 1",
        )?
        .query_row([LEFT], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((operation, name, at)) = newest else {
        return Ok(None);
    };
    let operation: i64 = operation;
    let time = tick(transaction)?;
    let (mut items, mut left) = (0, 0);
    for change in changes(transaction, operation)? {
        let item = Item::named(&change.kind, &change.scope, change.post.0);
        let stands = match &item {
            Some(item) => item.value(transaction)? == change.after,
            None => false,
        };
        match item.filter(|_| stands) {
            Some(item) => {
                item.set(transaction, change.before.as_deref(), time, now)?;
                items += 1;
            }
            None => left += 1,
        }
    }
    transaction
        .prepare_cached("UPDATE operation SET undone = ?2 WHERE id = ?1")?
        .execute([operation, time])?;
    Ok(Some(Undone {
        name,
        at,
        items,
        left,
    }))
}

/// The changes of an operation, the last first.
fn changes(transaction: &Transaction<'_>, operation: i64) -> rusqlite::Result<Vec<Change>> {
    transaction
        .prepare_cached(
            "SELECT c.item, s.name, c.post, c.before, c.after FROM change c JOIN scope s ON s.id = c.scope
             WHERE c.operation = ?1 ORDER BY c.ordinal DESC",
        )?
        .query_map([operation], |row| {
            Ok(Change {
                kind: row.get(0)?,
                scope: row.get(1)?,
                post: row.get(2)?,
                before: row.get(3)?,
                after: row.get(4)?,
            })
        })?
        .collect()
}
