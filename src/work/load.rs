//! Loading an archive, newest articles first, in growing batches: from its catalogue where there is one, then from those
//! files that are other than the catalogue knows; without a catalogue from the files alone.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::SystemTime;

use crate::archive::{Archive, Files, OpenError};
use crate::catalogue::{Catalogue, CatalogueError, Notice};
use crate::post::Problem;
use crate::store::Builder;

use super::batch::{Batch, Look, Run};
use super::reach::Reach;
use super::readers::Readers;
use super::take_in::all_but;
use super::watch::{Told, Watcher};

/// Articles of the first batch: more than any screen shows.
pub(super) const FIRST: usize = 128;

/// Loads `archive` once, without a catalogue, and hands each batch to `report`, until it is done or `cancelled`.
pub fn load(archive: &Archive, generation: u64, cancelled: &AtomicBool, report: impl FnMut(Batch)) {
    Loader::new(archive.clone()).load(generation, Look::Files, cancelled, report);
}

/// Keeps what is loaded of an archive, and brings it up to date.
pub struct Loader {
    pub(super) archive: Archive,
    catalogue: Option<Catalogue>,
    notice: Option<Notice>,
    pub(super) builder: Builder,
    pub(super) readers: Readers,
    /// The last change of the catalogue that the builder has.
    pub(super) revision: i64,
    /// Whether all of the archive is in the builder.
    pub(super) whole: bool,
    watcher: Option<Watcher>,
    pub(super) reach: Reach,
    /// Those of the last listing.
    pub(super) folders: Vec<PathBuf>,
    /// What the last listing found beside posts.
    pub(super) odd: Vec<Problem>,
    /// Problems of files that were read and not kept in a catalogue.
    pub(super) unkept: Vec<Problem>,
}

impl Loader {
    /// One that reads all files of `archive` at every load.
    pub fn new(archive: Archive) -> Self {
        Self {
            archive,
            catalogue: None,
            notice: None,
            builder: Builder::new(),
            readers: Readers::new(),
            revision: 0,
            whole: false,
            watcher: None,
            reach: Reach::default(),
            folders: Vec::new(),
            odd: Vec::new(),
            unkept: Vec::new(),
        }
    }

    /// One that reads what `catalogue` does not know.
    pub fn with_catalogue(archive: Archive, catalogue: Catalogue) -> Self {
        Self {
            catalogue: Some(catalogue),
            ..Self::new(archive)
        }
    }

    /// Has it say `notice` with the end of its first load.
    #[must_use]
    pub fn saying(self, notice: Option<Notice>) -> Self {
        Self { notice, ..self }
    }

    /// The folder that its catalogue lies in, if it lasts.
    pub fn folder(&self) -> Option<PathBuf> {
        let catalogue = self.catalogue.as_ref()?;
        catalogue.path()?.parent().map(ToOwned::to_owned)
    }

    /// Has `watcher` watch the archive's folders.
    pub(super) fn watched_by(self, watcher: Watcher) -> Self {
        Self {
            watcher: Some(watcher),
            ..self
        }
    }

    /// Has it look into `reach` while it loads: what stands around that moment comes next.
    #[must_use]
    pub fn reaching(self, reach: Reach) -> Self {
        Self { reach, ..self }
    }

    /// Brings what is loaded up to date and hands each batch to `report`, until it is done or `cancelled`.
    pub fn load(&mut self, generation: u64, look: Look, cancelled: &AtomicBool, report: impl FnMut(Batch)) {
        let mut run = Run {
            generation,
            look,
            cancelled,
            report,
            before: self.builder.len(),
            again: self.whole,
            stands: self.whole,
            read: 0,
        };
        let told = self.watcher.as_ref().map_or(Told::Everything, Watcher::take);
        let loaded = match self.catalogue.take() {
            None => self.load_files(&mut run),
            Some(mut catalogue) => match self.load_with(&mut catalogue, told, &mut run) {
                Ok(loaded) => {
                    self.catalogue = Some(catalogue);
                    loaded
                }
                Err(error) => self.go_on_without(catalogue, error, &mut run),
            },
        };
        if !loaded && let Some(watcher) = &self.watcher {
            watcher.missed();
        }
    }

    /// The catalogue failed in the middle of a load. It is made anew where it was damaged; in any case all is
    /// read from the files.
    fn go_on_without(
        &mut self,
        catalogue: Catalogue,
        error: CatalogueError,
        run: &mut Run<'_, impl FnMut(Batch)>,
    ) -> bool {
        let made_anew = match error {
            CatalogueError::Damaged => catalogue.begin_anew().ok(),
            CatalogueError::Full => {
                catalogue.make_room();
                None
            }
            CatalogueError::Unusable(_) => None,
        };
        self.notice = Some(error.into());
        self.begin_again(run);
        if let Some(mut anew) = made_anew {
            if let Ok(loaded) = self.load_with(&mut anew, Told::Everything, run) {
                self.catalogue = Some(anew);
                return loaded;
            }
            self.begin_again(run);
        }
        self.load_files(run)
    }

    /// Forgets what is loaded.
    pub(super) fn begin_again(&mut self, run: &mut Run<'_, impl FnMut(Batch)>) {
        self.builder = Builder::new();
        self.unkept.clear();
        self.whole = false;
        run.stands = false;
        run.read = 0;
    }

    /// All files, whatever was known. Gives whether it came to the end, as do all that follow.
    fn load_files(&mut self, run: &mut Run<'_, impl FnMut(Batch)>) -> bool {
        if let Err(why) = self.archive.check() {
            return self.fail(run, why);
        }
        self.begin_again(run);
        let Some(mut files) = self.files(run) else {
            return false;
        };
        let newest = files.newest(FIRST);
        if !self.read(&newest.iter().collect::<Vec<_>>(), None, run) {
            return false;
        }
        let listing = self.readers.run(|| files.group());
        self.whole = self.read(&all_but(&listing, &newest), None, run);
        if self.whole {
            let mut problems = listing.problems;
            problems.append(&mut self.unkept);
            self.end(run, problems, None);
        }
        self.whole
    }

    /// The archive's files by name; from here on its folders are watched. `None` where the load was cancelled.
    pub(super) fn files(&mut self, run: &Run<'_, impl FnMut(Batch)>) -> Option<Files> {
        let begun = SystemTime::now();
        let files = self.archive.files(|| !run.is_cancelled())?;
        if let Some(root) = self.archive.root() {
            files.folders().clone_into(&mut self.folders);
            if let Some(watcher) = &mut self.watcher {
                // What is told are whole paths, whatever the archive was opened by.
                let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
                let folders = self.folders.iter().map(|folder| root.join(folder));
                watcher.follow(folders.collect(), begun);
            }
        }
        Some(files)
    }

    /// The archive is not there. What is known of it stands.
    pub(super) fn fail(&self, run: &mut Run<'_, impl FnMut(Batch)>, why: OpenError) -> bool {
        let batch = run.batch(&self.builder);
        run.report(Batch {
            new: 0,
            done: true,
            failed: Some(why),
            ..batch
        });
        false
    }

    /// The load is done; these are all problems there are.
    pub(super) fn end(
        &mut self,
        run: &mut Run<'_, impl FnMut(Batch)>,
        problems: Vec<Problem>,
        looked_at: Option<i64>,
    ) {
        let batch = run.batch(&self.builder);
        run.report(Batch {
            looked_at,
            problems,
            done: true,
            notice: self.notice.take(),
            ..batch
        });
    }
}
