//! Reading a catalogue: counters, articles from the newest on, files in order of path, what has changed.

use std::ops::ControlFlow;

use rusqlite::{OptionalExtension, params};

use super::error::CatalogueError;
use super::row::{COLUMNS, Key, article, id_columns, id_of, problem};
use super::stamp::Stamp;
use super::{Catalogue, Changes, Header};
use crate::post::{Article, PostId, Problem, RawPath};

impl Catalogue {
    /// Its counters. Takes time with the number of categories.
    ///
    /// # Errors
    /// As [`CatalogueError`] has it.
    pub fn header(&self) -> Result<Header, CatalogueError> {
        // One moment for all of it.
        let moment = self.connection.unchecked_transaction()?;
        let mut header = moment.query_row(
            "SELECT complete, articles, files, revision, read_at FROM state",
            [],
            |row| {
                Ok(Header {
                    complete: row.get(0)?,
                    articles: row.get(1)?,
                    files: row.get(2)?,
                    revision: row.get(3)?,
                    read_at: row.get(4)?,
                    ..Header::default()
                })
            },
        )?;
        let mut statement = moment.prepare_cached("SELECT name, articles FROM categories")?;
        header.categories = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let mut statement = moment.prepare_cached("SELECT category, label, articles FROM labels")?;
        header.labels = statement
            .query_map([], |row| {
                let label: String = row.get(1)?;
                Ok((
                    row.get(0)?,
                    Some(label).filter(|label| !label.is_empty()),
                    row.get(2)?,
                ))
            })?
            .collect::<Result<_, _>>()?;
        Ok(header)
    }

    /// The next `most` articles in list order, those after `after`: date descending, then id descending, undated last.
    ///
    /// # Errors
    /// As [`CatalogueError`] has it.
    pub fn articles(&self, after: Option<&Key>, most: usize) -> Result<Vec<Article>, CatalogueError> {
        // Descending in all three, so what comes after is less.
        let which = match after {
            Some(_) => "WHERE (moment, number, name) < (?2, ?3, ?4)",
            None => "",
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM articles {which} ORDER BY moment DESC, number DESC, name DESC LIMIT ?1"
        );
        let articles = self.page(&sql, after, most)?;
        if !is_descending(after, &articles) {
            return Err(CatalogueError::Damaged);
        }
        Ok(articles)
    }

    /// The `most` articles right before `before`, in list order: what stands above a deep place.
    ///
    /// # Errors
    /// As [`CatalogueError`] has it.
    pub fn articles_before(&self, before: &Key, most: usize) -> Result<Vec<Article>, CatalogueError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM articles WHERE (moment, number, name) > (?2, ?3, ?4)
             ORDER BY moment, number, name LIMIT ?1"
        );
        let mut articles = self.page(&sql, Some(before), most)?;
        articles.reverse();
        let ends_before = articles.last().is_none_or(|last| Key::of(last) > *before);
        if !ends_before || !is_descending(None, &articles) {
            return Err(CatalogueError::Damaged);
        }
        Ok(articles)
    }

    fn page(&self, sql: &str, key: Option<&Key>, most: usize) -> Result<Vec<Article>, CatalogueError> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = match key.map(Key::columns) {
            Some((moment, number, name)) => statement.query(params![most, moment, number, name])?,
            None => statement.query([most])?,
        };
        let mut articles = Vec::new();
        while let Some(row) = rows.next()? {
            articles.push(article(row)?);
        }
        Ok(articles)
    }

    /// The article of `id`.
    ///
    /// # Errors
    /// As [`CatalogueError`] has it.
    pub fn article(&self, id: &PostId) -> Result<Option<Article>, CatalogueError> {
        let sql = format!("SELECT {COLUMNS} FROM articles WHERE number = ?1 AND name = ?2");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(id_columns(id))?;
        rows.next()?.map(article).transpose()
    }

    /// Gives `sink` each file that was read, in order of path as bytes, with its article, until it breaks off.
    ///
    /// # Errors
    /// As [`CatalogueError`] has it; [`CatalogueError::Damaged`] at the end where files are missing, for the articles of
    /// such would never be found gone.
    pub fn files(
        &self,
        mut sink: impl FnMut(RawPath, Stamp, PostId) -> ControlFlow<()>,
    ) -> Result<(), CatalogueError> {
        // One moment for the rows and their number.
        let moment = self.connection.unchecked_transaction()?;
        let expected: usize = moment.query_row("SELECT files FROM state", [], |row| row.get(0))?;
        let sql = "SELECT path, size, modified, changed, inode, number, name FROM files ORDER BY path";
        let mut statement = moment.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            let path: Vec<u8> = row.get(0)?;
            let stamp = Stamp {
                size: row.get(1)?,
                modified: row.get(2)?,
                changed: row.get(3)?,
                inode: row.get(4)?,
            };
            let name = row.get_ref(6)?.as_str().map_err(|_| CatalogueError::Damaged)?;
            if sink(path.into(), stamp, id_of(row.get(5)?, name)).is_break() {
                return Ok(());
            }
            count += 1;
        }
        if count != expected {
            return Err(CatalogueError::Damaged);
        }
        Ok(())
    }

    /// What was like when it was read, and the article of one file.
    ///
    /// # Errors
    /// As [`CatalogueError`] has it.
    pub fn file(&self, path: &[u8]) -> Result<Option<(Stamp, PostId)>, CatalogueError> {
        let sql = "SELECT size, modified, changed, inode, number, name FROM files WHERE path = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_row([path], |row| {
            let stamp = Stamp {
                size: row.get(0)?,
                modified: row.get(1)?,
                changed: row.get(2)?,
                inode: row.get(3)?,
            };
            let name: String = row.get(5)?;
            Ok((stamp, id_of(row.get(4)?, &name)))
        });
        Ok(found.optional()?)
    }

    /// Everything odd about the files, in order of path.
    ///
    /// # Errors
    /// As [`CatalogueError`] has it.
    pub fn problems(&self) -> Result<Vec<Problem>, CatalogueError> {
        let sql = "SELECT path, line, kind, message, shown_as FROM problems ORDER BY path, line";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut problems = Vec::new();
        while let Some(row) = rows.next()? {
            problems.push(problem(row)?);
        }
        Ok(problems)
    }

    /// What has changed since `revision`.
    ///
    /// # Errors
    /// As [`CatalogueError`] has it.
    pub fn changes(&self, revision: i64) -> Result<Changes, CatalogueError> {
        let moment = self.connection.unchecked_transaction()?;
        let now: i64 = moment.query_row("SELECT revision FROM state", [], |row| row.get(0))?;
        let (mut articles, mut removed) = (Vec::new(), Vec::new());
        if now != revision {
            let first: Option<i64> =
                moment.query_row("SELECT min(revision) FROM log", [], |row| row.get(0))?;
            if now < revision || first.is_none_or(|first| first > revision + 1) {
                return Ok(Changes::TooMany);
            }
            let sql = "SELECT DISTINCT number, name FROM log WHERE revision > ?1";
            let mut statement = moment.prepare_cached(sql)?;
            let mut rows = statement.query(params![revision])?;
            while let Some(row) = rows.next()? {
                let name: String = row.get(1)?;
                let id = id_of(row.get(0)?, &name);
                match self.article(&id)? {
                    Some(article) => articles.push(article),
                    None => removed.push(id),
                }
            }
        }
        Ok(Changes::Since {
            articles,
            removed,
            revision: now,
        })
    }
}

/// Whether they stand in list order, after `after`: pages that were damaged may lead round in circles.
fn is_descending(after: Option<&Key>, articles: &[Article]) -> bool {
    let mut last = after.cloned();
    articles.iter().all(|article| {
        let key = Key::of(article);
        let follows = last.as_ref().is_none_or(|last| key < *last);
        last = Some(key);
        follows
    })
}
