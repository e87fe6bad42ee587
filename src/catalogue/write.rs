//! Writing a catalogue. Every change is one transaction: articles, files, problems, counters and log agree, or nothing
//! has happened.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

use super::error::CatalogueError;
use super::row::{COLUMNS, Values, article, id_columns};
use super::{Catalogue, Known};
use crate::post::{Article, PostId};

/// Changed articles that the log remembers. A program that has missed more reads all again.
const REMEMBERED: i64 = 50_000;

/// How a write ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// There is more to come, or to look at.
    Unfinished,
    /// The whole archive was looked at, at that moment, in seconds since 1970.
    Whole(i64),
}

/// What a transaction adds to the counters.
#[derive(Default)]
struct Counters {
    articles: i64,
    files: i64,
    categories: HashMap<String, i64>,
    labels: HashMap<(String, String), i64>,
}

impl Counters {
    fn count(&mut self, article: &Article, by: i64) {
        self.articles += by;
        self.files += by * (1 + article.copies.len()).cast_signed() as i64;
        let mut counted: Vec<&str> = Vec::new();
        for (name, label) in &article.categories {
            if !counted.contains(&name.as_str()) {
                counted.push(name);
                *self.categories.entry(name.clone()).or_default() += by;
            }
            let label = label.clone().unwrap_or_default();
            *self.labels.entry((name.clone(), label)).or_default() += by;
        }
    }

    fn write(self, transaction: &Transaction<'_>) -> rusqlite::Result<()> {
        let sql = "INSERT INTO categories VALUES (?1, ?2)
                   ON CONFLICT DO UPDATE SET articles = articles + excluded.articles";
        let mut add = transaction.prepare_cached(sql)?;
        let sql = "DELETE FROM categories WHERE name = ?1 AND articles <= 0";
        let mut drop_empty = transaction.prepare_cached(sql)?;
        for (name, by) in self.categories.iter().filter(|(_, by)| **by != 0) {
            add.execute(params![name, by])?;
            if *by < 0 {
                drop_empty.execute([name])?;
            }
        }
        let sql = "INSERT INTO labels VALUES (?1, ?2, ?3)
                   ON CONFLICT DO UPDATE SET articles = articles + excluded.articles";
        let mut add = transaction.prepare_cached(sql)?;
        let sql = "DELETE FROM labels WHERE category = ?1 AND label = ?2 AND articles <= 0";
        let mut drop_empty = transaction.prepare_cached(sql)?;
        for ((category, label), by) in self.labels.iter().filter(|(_, by)| **by != 0) {
            add.execute(params![category, label, by])?;
            if *by < 0 {
                drop_empty.execute([category, label])?;
            }
        }
        transaction.execute(
            "UPDATE state SET articles = articles + ?1, files = files + ?2",
            params![self.articles, self.files],
        )?;
        Ok(())
    }
}

impl Catalogue {
    /// Lets the file grow to so many pages and no more, as a full disk does: for tests.
    ///
    /// # Errors
    /// As [`CatalogueError`] has it.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: u32) -> Result<(), CatalogueError> {
        let set = self
            .connection
            .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()));
        Ok(set?)
    }

    /// Keeps `known`, each in place of what was known of that article, and forgets `removed`: all of it, or, in an error,
    /// nothing. Gives the number of the change.
    ///
    /// # Errors
    /// As [`CatalogueError`] has it, [`CatalogueError::Unusable`] where another program writes.
    pub fn write(
        &mut self,
        known: &[Known],
        removed: &[PostId],
        progress: Progress,
    ) -> Result<i64, CatalogueError> {
        if !self.writes() {
            return Err(CatalogueError::Unusable("another program writes it".to_owned()));
        }
        let transaction = Transaction::new(&mut self.connection, TransactionBehavior::Immediate)?;
        let (before, complete): (i64, bool) =
            transaction.query_row("SELECT revision, complete FROM state", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let changes = !known.is_empty() || !removed.is_empty();
        let revision = before + i64::from(changes);
        let mut counters = Counters::default();
        for id in known.iter().map(|known| &known.article.id).chain(removed) {
            forget(&transaction, id, &mut counters)?;
            // Nobody follows a build: a half catalogue is of use to its builder alone.
            if complete {
                let (number, name) = id_columns(id);
                transaction
                    .prepare_cached("INSERT OR IGNORE INTO log VALUES (?1, ?2, ?3)")?
                    .execute(params![revision, number, name])?;
            }
        }
        for known in known {
            keep(&transaction, known, &mut counters)?;
        }
        counters.write(&transaction)?;
        transaction.execute("UPDATE state SET revision = ?1", [revision])?;
        if let Progress::Whole(at) = progress {
            transaction.execute("UPDATE state SET complete = 1, read_at = ?1", [at])?;
        }
        if complete && changes {
            trim(&transaction)?;
        }
        transaction.commit()?;
        Ok(revision)
    }
}

/// Takes out what is known of `id`.
fn forget(transaction: &Transaction<'_>, id: &PostId, counters: &mut Counters) -> Result<(), CatalogueError> {
    let (number, name) = id_columns(id);
    let sql = format!("SELECT {COLUMNS} FROM articles WHERE number = ?1 AND name = ?2");
    let mut statement = transaction.prepare_cached(&sql)?;
    let mut rows = statement.query((number, name))?;
    let Some(old) = rows.next()?.map(article).transpose()? else {
        return Ok(());
    };
    counters.count(&old, -1);
    transaction
        .prepare_cached("DELETE FROM articles WHERE number = ?1 AND name = ?2")?
        .execute((number, name))?;
    transaction
        .prepare_cached("DELETE FROM problems WHERE number = ?1 AND name = ?2")?
        .execute((number, name))?;
    let mut files = transaction.prepare_cached("DELETE FROM files WHERE path = ?1")?;
    for path in std::iter::once(&old.path).chain(&old.copies) {
        files.execute([path])?;
    }
    Ok(())
}

/// Puts in an article that is not there.
fn keep(transaction: &Transaction<'_>, known: &Known, counters: &mut Counters) -> Result<(), CatalogueError> {
    let article = &known.article;
    let values = Values::of(article);
    let (moment, number, name) = values.key.columns();
    let sql = format!(
        "INSERT INTO articles ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
    );
    transaction.prepare_cached(&sql)?.execute(params![
        moment,
        number,
        name,
        values.zone,
        values.precision,
        values.dated,
        article.title,
        article.outlet,
        values.categories,
        article.path,
        values.content,
        values.copies,
        values.checksum,
    ])?;
    let sql = "INSERT OR REPLACE INTO files VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let mut files = transaction.prepare_cached(sql)?;
    for (path, stamp) in &known.files {
        files.execute(params![
            path,
            number,
            name,
            stamp.size,
            stamp.modified,
            stamp.changed,
            stamp.inode
        ])?;
    }
    let sql = "INSERT INTO problems VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let mut problems = transaction.prepare_cached(sql)?;
    for problem in &known.problems {
        let kind = problem.kind.name();
        problems.execute(params![
            number,
            name,
            problem.path,
            problem.line,
            kind,
            problem.message,
            problem.shown_as
        ])?;
    }
    counters.count(article, 1);
    Ok(())
}

/// Forgets the oldest changes, where there are too many.
fn trim(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let count: i64 = transaction.query_row("SELECT count(*) FROM log", [], |row| row.get(0))?;
    if count <= REMEMBERED {
        return Ok(());
    }
    let sql = "SELECT revision FROM log ORDER BY revision DESC LIMIT 1 OFFSET ?1";
    let last: Option<i64> = transaction
        .query_row(sql, [REMEMBERED], |row| row.get(0))
        .optional()?;
    if let Some(last) = last {
        transaction.execute("DELETE FROM log WHERE revision <= ?1", [last])?;
    }
    Ok(())
}
