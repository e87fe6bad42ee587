//! The user's own data: bookmarks, notes, passages, read marks, places, searches and what was read, in one SQLite file
//! that is never dropped (`design.md`, decisions 4 and 5).
//!
//! A change is on disk when [`Library::apply`] returns, together with its row of the operation log, or it
//! has not happened. Several programs may have the same library open: transactions are short, and
//! [`Library::changed_elsewhere`] tells when to read again. A [`Library`] belongs to one thread at a time,
//! a background one: each change waits for the disk, and for other programs up to five seconds.
//!
//! Whatever becomes of the file, the data is to be had again: it is backed up every day and before its tables change
//! (`backup.rs`), a backup can be taken back (`restore.rs`), and of a damaged library everything that can still be read is
//! saved (`rescue.rs`). One whose file goes while it is open is written again (`follow.rs`).
//!
//! What the tables are made for (merging, undo) stands in `schema.rs`.

mod article;
mod backup;
mod bookmark;
mod carry;
mod check;
mod copy;
mod entry;
mod error;
mod facts;
mod follow;
#[cfg(test)]
mod full;
mod hidden;
mod item;
mod journal;
mod kept;
mod lock;
mod log;
mod mark;
mod merge;
mod newest;
mod note;
mod op;
mod open;
mod pages;
mod passage;
mod place;
mod possible;
mod posts;
mod record;
mod rescue;
mod restore;
mod rotation;
mod rule;
mod salvage;
mod schema;
mod search;
mod tables;
mod tag;
mod take_in;
mod tally;
mod visit;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::post::PostId;

pub use crate::text::quote::Quote;
pub use article::{ArticleKey, GUIDE_IDENTITY, Scope};
pub use backup::{Backup, Reason, backups, folder_of};
pub use bookmark::Bookmark;
pub use carry::{Carried, Carry};
pub use check::{Checkup, Damage, OnlyRead, check};
pub use entry::{EntryKey, Prominence};
pub use error::LibraryError;
pub use facts::ArticleFacts;
pub use hidden::BY_HAND;
pub use journal::Journal;
use lock::{LockFile, number_of};
pub use log::Undone;
pub use mark::Marks;
pub use newest::newest_backup;
pub use note::NoteEdit;
pub use op::LibraryOp;
use open::ReadOnly;
pub use passage::Passage;
pub use place::Place;
pub use record::{Record, RecordFacts, RecordKind, RecordPost, RecordValue, Records};
pub use rescue::{Loss, Rescued};
pub use restore::{Contents, Restored};
pub use rotation::surplus;
pub use rule::{Acted, Arrivals, RuleActs, RuleRecord};
pub use search::SavedSearch;
pub use tag::tidy_tag;
pub use tally::{Few, Gone, Replaced, Tally};
pub use visit::Visit;

/// So many statements are kept prepared: more than are used in turn where many items are changed in one go.
const CACHED: usize = 64;

/// An open library.
#[derive(Debug)]
pub struct Library {
    connection: Connection,
    path: PathBuf,
    journal: Journal,
    read_only: Option<ReadOnly>,
    /// Device and number of the file that is open, and what is locked so that it stays in its place; none in memory.
    file: Option<(u64, u64)>,
    lock: Option<LockFile>,
    /// What SQLite keeps beside that file.
    shared: [Option<(u64, u64)>; 2],
    /// What became of the damaged or lost library in whose place this one is.
    rescued: Option<Rescued>,
    /// Whether another file is open since it was last asked whether something has changed.
    is_another: bool,
    /// The day on which the daily backup was last thought of.
    backed_up: Option<Date>,
    /// `PRAGMA data_version` when it was last asked for.
    data_version: i64,
    /// Watermarks of archives whose first opening could not be recorded.
    unrecorded: HashMap<String, i64>,
}

impl Library {
    /// Opens the library at `path`, makes it (and its folder, for the owner alone) where there is none.
    ///
    /// Where it is of a newer version, or its file or folder allows no writing, it is open for reading: see
    /// [`Library::is_read_only`] and [`Library::why_read_only`]. Where it is damaged it is set aside, and what can be saved
    /// is in a new one; where it is gone though backups of it are not, the newest comes back: see
    /// [`Library::take_rescued`].
    ///
    /// # Errors
    /// Where it cannot be opened or made, is no library, or is held by another program. Nothing that
    /// lies at `path` is ever deleted or overwritten.
    pub fn open(path: &Path) -> Result<Self, LibraryError> {
        Self::open_with(path, Journal::at(path))
    }

    /// As [`Library::open`], with a journal that need not be the one for the file system.
    pub fn open_with(path: &Path, journal: Journal) -> Result<Self, LibraryError> {
        let before = number_of(path);
        let (opened, rescued) = match open::open(path, journal) {
            Err(error) if error.is_damage() => {
                let rescued = rescue::rescue(path)?;
                (open::open(path, journal)?, rescued)
            }
            opened => (opened?, None),
        };
        // Looked at before: another may be put there as soon as it is open.
        let file = before.filter(|_| rescued.is_none()).or_else(|| number_of(path));
        let mut library =
            Self::new(opened, path, journal).map_err(|error| LibraryError::from_sqlite(path, error))?;
        library.lock = rescue::lock_of(path).ok().filter(|_| !library.is_read_only());
        library.file = file;
        library.shared = follow::shared_of(path);
        library.rescued = rescued;
        Ok(library)
    }

    /// The library after damage was found in it ([`LibraryError::Damaged`]): set aside, with what could be saved in the
    /// new one that is opened; or the one that another program has put there meanwhile.
    ///
    /// # Errors
    /// Where it must stay as it is, and as for [`Library::open`].
    pub fn mend(self) -> Result<Self, LibraryError> {
        let Self {
            connection,
            path,
            journal,
            file,
            ..
        } = self;
        drop(connection);
        let rescued = rescue::rescue(&path)?;
        if rescued.is_none() && number_of(&path) == file {
            return Err(LibraryError::Damaged { path });
        }
        let mut library = Self::open_with(&path, journal)?;
        library.rescued = rescued.or(library.rescued);
        Ok(library)
    }

    /// What became of a damaged or lost library, told once.
    pub fn take_rescued(&mut self) -> Option<Rescued> {
        self.rescued.take()
    }

    /// An empty library that is gone when it is dropped: for tests, and where none can be kept.
    ///
    /// # Panics
    /// Where memory runs out.
    pub fn in_memory() -> Self {
        let library = Connection::open_in_memory().and_then(|connection| {
            schema::migrate(&connection)?;
            Self::new((connection, None), Path::new(":memory:"), Journal::WriteAhead)
        });
        #[expect(
            clippy::expect_used,
            reason = "fails only where memory runs out, which ends the program anyway"
        )]
        library.expect("a library in memory")
    }

    fn new(
        (connection, read_only): (Connection, Option<ReadOnly>),
        path: &Path,
        journal: Journal,
    ) -> rusqlite::Result<Self> {
        connection.set_prepared_statement_cache_capacity(CACHED);
        let data_version = data_version(&connection)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            journal,
            read_only,
            file: None,
            lock: None,
            shared: [None; 2],
            rescued: None,
            is_another: false,
            backed_up: None,
            data_version,
            unrecorded: HashMap::new(),
        })
    }

    /// Whether nothing can be changed.
    pub fn is_read_only(&self) -> bool {
        self.read_only.is_some()
    }

    /// Why nothing can be changed, for the user: [`LibraryError::NewerVersion`] or
    /// [`LibraryError::ReadOnly`], the error that every change would end in.
    pub fn why_read_only(&self) -> Option<LibraryError> {
        self.read_only.as_ref().map(|why| self.refusal(why))
    }

    fn refusal(&self, why: &ReadOnly) -> LibraryError {
        let path = self.path.clone();
        match why {
            ReadOnly::Newer(found) => LibraryError::NewerVersion {
                path,
                found: *found,
                known: schema::VERSION,
            },
            ReadOnly::Unwritable => LibraryError::ReadOnly { path },
            ReadOnly::NotBackedUp(why) => LibraryError::NotMigrated {
                path,
                why: why.clone(),
            },
        }
    }

    /// Records the first opening of an archive at `now` (seconds since 1970-01-01T00:00:00Z) and returns
    /// its watermark: articles dated later and not marked read are unread. Later openings write nothing.
    /// A library that is only read keeps the watermark of a new archive for as long as it is open.
    pub fn opened(&mut self, archive_identity: &str, now: i64) -> Result<i64, LibraryError> {
        let known = mark::watermark(&self.connection, archive_identity).map_err(|error| self.error(error))?;
        if let Some(known) = known {
            return Ok(known);
        }
        if self.is_read_only() {
            let watermark = self.unrecorded.entry(archive_identity.to_owned());
            return Ok(*watermark.or_insert_with(|| mark::watermark_at(now)));
        }
        self.write(|transaction| mark::opened(transaction, archive_identity, now))
    }

    /// All bookmarks of all archives, the newest added first.
    pub fn bookmarks(&self) -> Result<Vec<Bookmark>, LibraryError> {
        bookmark::all(&self.connection).map_err(|error| self.error(error))
    }

    /// The bookmark of one article.
    pub fn bookmark(&self, article: &ArticleKey) -> Result<Option<Bookmark>, LibraryError> {
        bookmark::of(&self.connection, article).map_err(|error| self.error(error))
    }

    /// What concerns the articles of one archive: the site's numbers, and the archive's own paths; for
    /// the guide its own alone.
    pub fn marks(&self, archive_identity: &str) -> Result<Marks, LibraryError> {
        let read = || {
            let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred)?;
            mark::all(&transaction, archive_identity)
        };
        let mut marks = read().map_err(|error| self.error(error))?;
        if let Some(&watermark) = self.unrecorded.get(archive_identity) {
            marks.watermark = watermark;
        }
        Ok(marks)
    }

    /// Where the reader left an article.
    pub fn place(&self, article: &ArticleKey) -> Result<Option<Place>, LibraryError> {
        place::get(&self.connection, article).map_err(|error| self.error(error))
    }

    /// The place in every article of one archive that was left somewhere.
    pub fn places(&self, archive_identity: &str) -> Result<Vec<(PostId, Place)>, LibraryError> {
        place::all(&self.connection, archive_identity).map_err(|error| self.error(error))
    }

    /// All saved searches, in the order in which they were first saved.
    pub fn searches(&self) -> Result<Vec<SavedSearch>, LibraryError> {
        search::all(&self.connection).map_err(|error| self.error(error))
    }

    /// What was searched for, the last at the end.
    pub fn searched(&self) -> Result<Vec<String>, LibraryError> {
        search::history(&self.connection).map_err(|error| self.error(error))
    }

    /// The categories of one archive, and the saved searches, that are pinned or hidden, the first pinned first.
    pub fn prominences(&self, archive_identity: &str) -> Result<Vec<(EntryKey, Prominence)>, LibraryError> {
        entry::all(&self.connection, archive_identity).map_err(|error| self.error(error))
    }

    /// The categories of one archive, and the saved searches, that were used, the last first.
    pub fn used(&self, archive_identity: &str) -> Result<Vec<EntryKey>, LibraryError> {
        entry::used(&self.connection, archive_identity).map_err(|error| self.error(error))
    }

    /// All passages of all archives, the newest first.
    pub fn passages(&self) -> Result<Vec<Passage>, LibraryError> {
        passage::all(&self.connection).map_err(|error| self.error(error))
    }

    /// What was read, of all archives, the last first; each article once.
    pub fn visits(&self) -> Result<Vec<Visit>, LibraryError> {
        visit::all(&self.connection).map_err(|error| self.error(error))
    }

    /// The body that is kept of an article: Markdown and HTML, as its post had it.
    pub fn kept_text(&self, article: &ArticleKey) -> Result<Option<String>, LibraryError> {
        let kept = kept::get(&self.connection, article).map_err(|error| self.error(error))?;
        Ok(kept.map(|kept| kept.body))
    }

    /// The hidden articles of the archive of this identity, each with the rules that hide it ([`BY_HAND`] among them where
    /// the user did). Those of rules that stand no longer are to be shown.
    pub fn hidden(&self, archive_identity: &str) -> Result<Vec<(PostId, Vec<String>)>, LibraryError> {
        hidden::all(&self.connection, archive_identity).map_err(|error| self.error(error))
    }

    /// What the library knows of an article that something was kept about, even if it is no more.
    pub fn facts(&self, article: &ArticleKey) -> Result<Option<ArticleFacts>, LibraryError> {
        facts::get(&self.connection, article).map_err(|error| self.error(error))
    }

    /// How the program was left in the archive of this identity.
    pub fn session(&self, archive_identity: &str) -> Result<Option<String>, LibraryError> {
        visit::session(&self.connection, archive_identity).map_err(|error| self.error(error))
    }

    /// Carries out `op` at `now` (seconds since 1970-01-01T00:00:00Z); how many items it changed. When it returns, the
    /// change is on disk; where nothing had to change nothing was written.
    ///
    /// # Errors
    /// Where nothing can be written: then nothing has changed.
    pub fn apply(&mut self, op: &LibraryOp, now: i64) -> Result<usize, LibraryError> {
        self.write(|transaction| op::apply(transaction, op, now))
    }

    /// Undoes the newest change that has not been undone: all its items that still are as it left them go back to what
    /// they were. `None` where nothing is left to undo.
    ///
    /// # Errors
    /// Where nothing can be written: then nothing has changed.
    pub fn undo(&mut self, now: i64) -> Result<Option<Undone>, LibraryError> {
        self.write(|transaction| log::undo(transaction, now))
    }

    /// The items of the library as records that can be carried away, tombstones too.
    pub fn records(&self, which: Records) -> Result<Vec<Record>, LibraryError> {
        record::all(&self.connection, which).map_err(|error| self.error(error))
    }

    /// Puts the records of another library into this one, as one change that can be undone.
    ///
    /// # Errors
    /// Where nothing can be written: then nothing has changed.
    pub fn carry(&mut self, records: &[Record], how: Carry, now: i64) -> Result<Carried, LibraryError> {
        self.carry_counting(records, how, now, &mut |_| {})
    }

    /// As [`Library::carry`]; `seen` is told after each record how many that were: of a million it takes its time.
    pub fn carry_counting(
        &mut self,
        records: &[Record],
        how: Carry,
        now: i64,
        seen: &mut dyn FnMut(usize),
    ) -> Result<Carried, LibraryError> {
        self.write(|transaction| carry::carry(transaction, records, how, now, seen))
    }

    /// Whether another program has changed the library since this was last asked (or since it was
    /// opened). Cheap: it reads one number and no table. Where the file is gone it is written again, and where another
    /// library has its name that one is open from here on: see [`Library::take_rescued`].
    pub fn changed_elsewhere(&mut self) -> Result<bool, LibraryError> {
        if self.is_elsewhere() {
            drop(self.follow()?);
        }
        let is_another = std::mem::take(&mut self.is_another);
        let now = data_version(&self.connection).map_err(|error| self.error(error))?;
        let before = std::mem::replace(&mut self.data_version, now);
        Ok(is_another || now != before)
    }

    /// Runs `change` in one transaction.
    fn write<T>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, LibraryError> {
        let _held = self.follow()?;
        if let Some(why) = self.why_read_only() {
            return Err(why);
        }
        let outcome = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .and_then(|transaction| {
                // A newer program may have migrated the file under our feet.
                let found = schema::version(&transaction)?;
                if found > schema::VERSION {
                    return Ok(Err(ReadOnly::Newer(found)));
                }
                let value = change(&transaction)?;
                transaction.commit()?;
                Ok(Ok(value))
            });
        match outcome {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(why)) => {
                let refusal = self.refusal(&why);
                self.read_only = Some(why);
                Err(refusal)
            }
            Err(error) => Err(self.error(error)),
        }
    }

    fn error(&self, error: rusqlite::Error) -> LibraryError {
        LibraryError::from_sqlite(&self.path, error)
    }
}

/// As [`Library::hidden`], of the library at `path`, which is only looked at: it is neither brought to our version nor mended.
///
/// # Errors
/// Where it is not there, cannot be read or is none.
pub fn hidden_at(path: &Path, archive_identity: &str) -> Result<Vec<(PostId, Vec<String>)>, LibraryError> {
    let (connection, _) = open::look(path, false)?;
    hidden::all(&connection, archive_identity).map_err(|error| LibraryError::from_sqlite(path, error))
}

fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "data_version", |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::post::PostId;

    fn mark(number: u64, read: bool) -> LibraryOp {
        LibraryOp::MarkRead(ArticleKey::of(&PostId::Number(number), "a"), read)
    }

    #[test]
    fn every_change_waits_for_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(&folder.path().join("library.db")).unwrap();
        let pragma = |name| -> rusqlite::types::Value {
            library
                .connection
                .pragma_query_value(None, name, |row| row.get(0))
                .unwrap()
        };
        assert_eq!(pragma("journal_mode"), "wal".to_owned().into());
        assert_eq!(pragma("synchronous"), 2.into(), "FULL");
    }

    #[test]
    fn the_log_keeps_the_newest_operations() {
        let mut library = Library::in_memory();
        for round in 0..10_003_u64 {
            library.apply(&mark(7, round % 2 == 0), 1).unwrap();
        }
        let count = |table| -> (i64, i64) {
            library
                .connection
                .query_row(&format!("SELECT count(*), max(rowid) FROM {table}"), [], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .unwrap()
        };
        assert_eq!(count("operation"), (10_000, 10_003));
        let changes: i64 = library
            .connection
            .query_row("SELECT count(*) FROM change", [], |row| row.get(0))
            .unwrap();
        assert_eq!(changes, 10_000);
    }

    #[test]
    fn a_migration_by_a_newer_program_ends_our_writing() {
        let mut library = Library::in_memory();
        library.apply(&mark(1, true), 1).unwrap();
        library
            .connection
            .pragma_update(None, "user_version", schema::VERSION + 1)
            .unwrap();
        let error = library.apply(&mark(2, true), 1).unwrap_err();
        assert!(matches!(error, LibraryError::NewerVersion { .. }), "{error}");
        assert!(library.is_read_only());
        assert_eq!(library.marks("a").unwrap().read.len(), 1);
    }
}
