//! Building the index while reading goes on: newest articles first, in steps that are kept one by one, so that whatever
//! ends it only the last step is done again.

use std::fs::{DirBuilder, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::archive::{Archive, PARSER};
use crate::disk::Held;
use crate::post::{DAY, unix_time};
use crate::search::{IndexError, TextIndex, Writer, guarded};
use crate::store::{Scope, Store};

use super::coverage::Coverage;
use super::entry::entry;
use super::{Readers, SharedIndex};

/// The folder of the index within that of the archive's catalogue.
const FOLDER: &str = "text";
/// The file beside it that the one who writes holds locked.
const LOCK: &str = "text.lock";
/// Articles read together.
const TOGETHER: usize = 256;
/// The longest that may be done again after an end without warning.
const STEP: Duration = Duration::from_secs(3);
/// With less room than that, in bytes, a step of a build fails.
const LEAST_ROOM: u64 = 16 << 20;
/// Articles that an estimate goes by.
const SAMPLE: usize = 96;
/// Bytes of the index for each byte of folded text; measured from 0.64 on real news to 1.61 on random characters.
const BYTES_PER_BYTE: f64 = 1.1;
/// How much longer it takes to index a text than to read it.
const TIME_BY_READING: f64 = 1.6;

/// How far a build has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Articles that are in the index.
    pub indexed: usize,
    /// Articles that are to be in it.
    pub total: usize,
    /// Whether this is the end of the build, of whatever kind.
    pub ended: bool,
}

/// What a first build would take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Bytes on the disk.
    pub bytes: u64,
    /// How long.
    pub time: Duration,
    /// Bytes that are free there, where the system tells.
    pub free: Option<u64>,
}

impl Estimate {
    /// Whether there is room, and half as much again: pieces that are joined stand twice for a while.
    pub fn fits(&self) -> bool {
        self.free.is_none_or(|free| free > self.bytes + self.bytes / 2)
    }
}

/// Opens, builds and keeps the index of one archive.
pub struct Indexer {
    archive: Archive,
    /// That of the archive's catalogue.
    folder: PathBuf,
    shared: SharedIndex,
    readers: Readers,
    coverage: Coverage,
    /// Held by the one that writes.
    lock: Option<Held>,
    writer: Option<Writer>,
    /// Seconds since 1970 before which articles are not indexed.
    since: Option<i64>,
}

impl Indexer {
    /// One for `archive`, whose catalogue lies in `folder`. Articles before `since`, in seconds since 1970, are not indexed.
    pub fn new(archive: Archive, folder: &Path, shared: SharedIndex, since: Option<i64>) -> Self {
        Self {
            archive,
            folder: folder.to_owned(),
            shared,
            readers: Readers::new(),
            coverage: Coverage::default(),
            lock: None,
            writer: None,
            since,
        }
    }

    /// Opens the index where there is one, and shares it. One that is damaged or of another version is made anew where it
    /// is ours to write. Gives whether there is one, and whether it was made anew.
    ///
    /// # Errors
    /// As [`IndexError`] has it.
    pub fn open(&mut self) -> Result<(bool, bool), IndexError> {
        match self.look() {
            Ok(there) => Ok((there, false)),
            Err(IndexError::Damaged(why)) => {
                self.shared.set(None);
                if !self.may_write()? {
                    return Err(IndexError::Damaged(why));
                }
                self.anew()?;
                Ok((true, true))
            }
            Err(error) => Err(error),
        }
    }

    /// Opens the index where there is one, and shares it, and leaves one that cannot be used as it is.
    ///
    /// # Errors
    /// As [`IndexError`] has it.
    pub fn look(&mut self) -> Result<bool, IndexError> {
        let index = TextIndex::open(&self.folder.join(FOLDER), PARSER)?;
        let there = index.is_some();
        self.shared.set(index.map(Arc::new));
        Ok(there)
    }

    /// Whether there is an index.
    pub fn exists(&self) -> bool {
        self.shared.get().is_some()
    }

    /// Makes an empty index, in place of what is there.
    ///
    /// # Errors
    /// [`IndexError::Busy`] where another program writes it.
    pub fn create(&mut self) -> Result<(), IndexError> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.folder)?;
        if !self.may_write()? {
            return Err(IndexError::Busy);
        }
        self.anew()
    }

    /// Removes the index.
    ///
    /// # Errors
    /// [`IndexError::Busy`] where another program writes it.
    pub fn remove(&mut self) -> Result<(), IndexError> {
        if !self.may_write()? {
            return Err(IndexError::Busy);
        }
        self.writer = None;
        self.shared.set(None);
        TextIndex::remove(&self.folder.join(FOLDER))?;
        Ok(())
    }

    fn anew(&mut self) -> Result<(), IndexError> {
        self.writer = None;
        self.shared.set(None);
        let index = TextIndex::create(&self.folder.join(FOLDER), PARSER)?;
        self.shared.set(Some(Arc::new(index)));
        Ok(())
    }

    /// Whether it is this one that writes; it is from here on, where nobody else does.
    fn may_write(&mut self) -> Result<bool, IndexError> {
        if self.lock.is_none() {
            let mut options = OpenOptions::new();
            let lock = options
                .create(true)
                .truncate(false)
                .write(true)
                .mode(0o600)
                .open(self.folder.join(LOCK))?;
            self.lock = Held::take(lock)?;
            return Ok(self.lock.is_some());
        }
        Ok(true)
    }

    /// Puts into the index what it does not have of `store`, which is all of the archive, and takes out what is gone; in
    /// steps, the newest first, until all is done or it is `cancelled`. Reports how far it is. Without an index, or where
    /// another program writes it, there is nothing to do.
    ///
    /// # Errors
    /// As [`IndexError`] has it: what was done before the last step stands. One that is damaged is there no more until it is
    /// opened again.
    pub fn bring_up_to_date(
        &mut self,
        store: &Arc<Store>,
        cancelled: &AtomicBool,
        report: &mut dyn FnMut(Progress),
    ) -> Result<(), IndexError> {
        let Some(index) = self.shared.get() else {
            return Ok(());
        };
        let done = guarded(|| {
            index.look_through()?;
            self.put_in_what_is_missing(&index, store, cancelled, report)
        });
        if matches!(done, Err(IndexError::Damaged(_))) {
            self.writer = None;
            self.shared.distrust();
        }
        done
    }

    fn put_in_what_is_missing(
        &mut self,
        index: &TextIndex,
        store: &Arc<Store>,
        cancelled: &AtomicBool,
        report: &mut dyn FnMut(Progress),
    ) -> Result<(), IndexError> {
        let covered = self.coverage.of(store, &index.snapshot()?)?;
        let mut missing = covered.missing(store);
        let wanted = self
            .since
            .map_or(0..store.len(), |since| store.between(Some(since), None));
        missing.remove_range(wanted.end..);
        let missing: Vec<usize> = missing.ones().collect();
        let mut progress = Progress {
            indexed: wanted.len() - missing.len(),
            total: wanted.len(),
            ended: false,
        };
        let gone: Vec<_> = covered.gone().cloned().collect();
        if (missing.is_empty() && gone.is_empty()) || !self.may_write()? {
            report(Progress {
                ended: true,
                ..progress
            });
            return Ok(());
        }
        report(progress);
        let written = self.write(index, store, &missing, &gone, cancelled, &mut |articles| {
            progress.indexed += articles;
            report(progress);
        });
        let written = written.map_err(|error| self.told_by_room(error));
        if written.is_err() {
            // Nothing further can be done with one that failed.
            self.writer = None;
        }
        report(Progress {
            ended: true,
            ..progress
        });
        written
    }

    /// What failed for lack of room, told so: where the disk is full, tantivy stumbles over what it could not write.
    fn told_by_room(&self, error: IndexError) -> IndexError {
        match error {
            IndexError::Damaged(_) if free(&self.folder).is_some_and(|free| free < LEAST_ROOM) => {
                IndexError::System(ErrorKind::StorageFull.into())
            }
            other => other,
        }
    }

    fn write(
        &mut self,
        index: &TextIndex,
        store: &Store,
        missing: &[usize],
        gone: &[crate::post::PostId],
        cancelled: &AtomicBool,
        done: &mut dyn FnMut(usize),
    ) -> Result<(), IndexError> {
        let mut writer = match self.writer.take() {
            Some(writer) => writer,
            None => index.writer()?,
        };
        for id in gone {
            writer.remove(id);
        }
        let mut step = Instant::now();
        let prepare = writer.prepares();
        for rows in missing.chunks(TOGETHER) {
            if cancelled.load(Ordering::Relaxed) {
                break;
            }
            let one = |row: &usize| {
                let row = store.row(Scope::All, *row)?;
                Some(prepare.article(&row.id(), &entry(&self.archive, &row)))
            };
            let articles: Vec<_> = self.readers.run(|| rows.par_iter().filter_map(one).collect());
            for article in articles {
                writer.put(article)?;
            }
            done(rows.len());
            if step.elapsed() >= STEP {
                writer.commit()?;
                step = Instant::now();
            }
        }
        writer.commit()?;
        self.writer = Some(writer);
        Ok(())
    }

    /// Lets go of what a build needs, memory and threads, until there is something to build again; waits until pieces
    /// that are being joined are so.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn rest(&mut self) -> Result<(), IndexError> {
        self.writer.take().map_or(Ok(()), Writer::finish)
    }

    /// Bytes of the index on the disk.
    pub fn size(&self) -> u64 {
        self.shared.get().map_or(0, |index| index.size())
    }

    /// What a first build of `store` would take, judged by some of its articles.
    pub fn estimate(&self, store: &Store) -> Estimate {
        let wanted = self
            .since
            .map_or(0..store.len(), |since| store.between(Some(since), None));
        let step = (wanted.len() / SAMPLE).max(1);
        let begun = Instant::now();
        let mut sampled = 0;
        let mut bytes = 0;
        for row in wanted
            .clone()
            .step_by(step)
            .filter_map(|row| store.row(Scope::All, row))
        {
            let entry = entry(&self.archive, &row);
            sampled += 1;
            bytes += crate::text::fold::fold(&entry.text).len() + entry.title.len();
        }
        let share = wanted.len() as f64 / f64::from(sampled.max(1));
        Estimate {
            bytes: (bytes as f64 * share * BYTES_PER_BYTE) as u64,
            time: begun.elapsed().mul_f64(share * TIME_BY_READING),
            free: free(&self.folder),
        }
    }
}

/// The moment, in seconds since 1970, before which articles are not indexed where only the last `years` are.
pub fn indexed_since(years: Option<u16>) -> Option<i64> {
    const YEAR: i64 = 365 * DAY + DAY / 4;
    years.map(|years| unix_time() - i64::from(years) * YEAR)
}

/// Bytes that are free where `folder` lies.
fn free(folder: &Path) -> Option<u64> {
    let there = folder.ancestors().find(|folder| folder.is_dir())?;
    let system = rustix::fs::statvfs(there).ok()?;
    Some(system.f_bavail.saturating_mul(system.f_frsize))
}
