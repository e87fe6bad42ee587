//! Loading an archive, newest articles first, in growing batches: from its catalogue where there is one, then from those
//! files that are other than the catalogue knows; without a catalogue from the files alone.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::SystemTime;

use rayon::prelude::*;

use crate::archive::{Archive, Group, Listing, OpenError};
use crate::catalogue::{Catalogue, CatalogueError, Changes, Header, Key, Known, Notice, Progress, Stamp};
use crate::post::{Problem, unix_time};
use crate::store::{Builder, Store, merge};

use super::refresh::{Difference, Names};

/// Articles of the first batch: more than any screen shows.
const FIRST: usize = 128;
/// Articles of the largest batch.
const LARGEST: usize = 8_192;
/// Batches that may wait for the catalogue to write them.
const WAITING: usize = 4;

/// What a load has brought so far.
#[derive(Debug)]
pub struct Batch {
    /// Of the request.
    pub generation: u64,
    /// Everything known so far.
    pub store: Arc<Store>,
    /// Articles known so far.
    pub seen: usize,
    /// Posts read from their files so far.
    pub read: usize,
    /// Articles that have come since the archive was looked at last, so far; 0 where it never was.
    pub new: usize,
    /// Problems found since the last batch.
    pub problems: Vec<Problem>,
    /// Whether this is the last batch.
    pub done: bool,
    /// Why the archive cannot be read at all.
    pub failed: Option<OpenError>,
    /// What is to be said of the catalogue.
    pub notice: Option<Notice>,
}

/// Loads `archive` once, without a catalogue, and hands each batch to `report`, until it is done or `cancelled`.
pub fn load(archive: &Archive, generation: u64, cancelled: &AtomicBool, report: impl FnMut(Batch)) {
    Loader::new(archive.clone()).load(generation, cancelled, report);
}

/// Keeps what is loaded of an archive, and brings it up to date.
#[derive(Debug)]
pub struct Loader {
    archive: Archive,
    catalogue: Option<Catalogue>,
    notice: Option<Notice>,
    builder: Builder,
    /// The last change of the catalogue that the builder has.
    revision: i64,
    /// Whether all of the archive is in the builder.
    whole: bool,
    /// The folders that the posts stand in, and those above them up to the archive's own.
    folders: BTreeSet<PathBuf>,
}

/// One load under way.
struct Run<'a, R> {
    generation: u64,
    cancelled: &'a AtomicBool,
    report: R,
    /// Articles when the archive was looked at last.
    before: usize,
    /// Whether it was ever looked at whole.
    again: bool,
    /// Posts read from their files.
    read: usize,
}

impl<R: FnMut(Batch)> Run<'_, R> {
    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// What there is so far.
    fn batch(&self, builder: &Builder) -> Batch {
        let new = builder.len().saturating_sub(self.before);
        Batch {
            generation: self.generation,
            store: builder.snapshot(),
            seen: builder.len(),
            read: self.read,
            new: if self.again { new } else { 0 },
            problems: Vec::new(),
            done: false,
            failed: None,
            notice: None,
        }
    }

    fn report(&mut self, builder: &Builder, problems: Vec<Problem>) {
        let batch = self.batch(builder);
        (self.report)(Batch { problems, ..batch });
    }
}

impl Loader {
    /// One that reads all files of `archive` at every load.
    pub fn new(archive: Archive) -> Self {
        Self {
            archive,
            catalogue: None,
            notice: None,
            builder: Builder::new(),
            revision: 0,
            whole: false,
            folders: BTreeSet::new(),
        }
    }

    /// The folders in which something may change, sorted; none of the guide.
    pub fn folders(&self) -> Vec<PathBuf> {
        self.folders.iter().cloned().collect()
    }

    /// The archive's posts by name.
    fn list(&mut self) -> Listing {
        let listing = self.archive.list();
        if let Some(root) = self.archive.root() {
            let files = listing.groups.iter().flat_map(|group| &group.files);
            let mut folders: BTreeSet<&Path> = BTreeSet::new();
            for mut folder in files.filter_map(|file| file.os_path().parent()) {
                while folders.insert(folder)
                    && let Some(above) = folder.parent()
                {
                    folder = above;
                }
            }
            self.folders = folders.into_iter().map(|folder| root.join(folder)).collect();
        }
        listing
    }

    /// One that reads what `catalogue` does not know; `notice` is told with the end of the first load.
    pub fn with_catalogue(archive: Archive, catalogue: Catalogue, notice: Option<Notice>) -> Self {
        Self {
            catalogue: Some(catalogue),
            notice,
            ..Self::new(archive)
        }
    }

    /// Brings what is loaded up to date and hands each batch to `report`, until it is done or `cancelled`.
    pub fn load(&mut self, generation: u64, cancelled: &AtomicBool, report: impl FnMut(Batch)) {
        let mut run = Run {
            generation,
            cancelled,
            report,
            before: self.builder.len(),
            again: self.whole,
            read: 0,
        };
        let Some(mut catalogue) = self.catalogue.take() else {
            self.load_files(&mut run);
            return;
        };
        match self.load_with(&mut catalogue, &mut run) {
            Ok(()) => self.catalogue = Some(catalogue),
            Err(error) => self.go_on_without(catalogue, error, &mut run),
        }
    }

    /// The catalogue failed in the middle of a load. It is made anew where it was damaged; in any case all is
    /// read from the files.
    fn go_on_without(
        &mut self,
        catalogue: Catalogue,
        error: CatalogueError,
        run: &mut Run<'_, impl FnMut(Batch)>,
    ) {
        let damaged = matches!(error, CatalogueError::Damaged);
        self.notice = Some(error.into());
        self.builder = Builder::new();
        self.whole = false;
        if damaged && let Ok(mut anew) = catalogue.begin_anew() {
            if self.load_with(&mut anew, run).is_ok() {
                self.catalogue = Some(anew);
                return;
            }
            self.builder = Builder::new();
        }
        self.load_files(run);
    }

    /// All files, whatever was known.
    fn load_files(&mut self, run: &mut Run<'_, impl FnMut(Batch)>) {
        if let Err(why) = self.archive.check() {
            self.fail(run, why);
            return;
        }
        self.builder = Builder::new();
        let Listing { groups, problems } = self.list();
        let all: Vec<&Group> = groups.iter().collect();
        self.whole = self.read(&all, problems, None, run);
        if self.whole {
            self.end(run, Vec::new());
        }
    }

    /// The archive is not there. What is known of it stands.
    fn fail(&self, run: &mut Run<'_, impl FnMut(Batch)>, why: OpenError) {
        let batch = run.batch(&self.builder);
        (run.report)(Batch {
            new: 0,
            done: true,
            failed: Some(why),
            ..batch
        });
    }

    fn end(&mut self, run: &mut Run<'_, impl FnMut(Batch)>, problems: Vec<Problem>) {
        let batch = run.batch(&self.builder);
        (run.report)(Batch {
            problems,
            done: true,
            notice: self.notice.take(),
            ..batch
        });
    }

    /// What the catalogue knows, then what it does not.
    fn load_with(
        &mut self,
        catalogue: &mut Catalogue,
        run: &mut Run<'_, impl FnMut(Batch)>,
    ) -> Result<(), CatalogueError> {
        catalogue.take_over();
        if self.whole {
            self.follow(catalogue)?;
        }
        if !self.whole {
            if !self.stream(catalogue, run)? {
                return Ok(());
            }
            // What comes now was not there when the archive was looked at last.
            run.again = catalogue.header()?.complete;
            run.before = self.builder.len();
        }
        if let Err(why) = self.archive.check() {
            self.fail(run, why);
            return Ok(());
        }
        let listing = self.list();
        let names = Names::of(&listing);
        // New, moved and removed files show in the names alone; edited ones take a look at every file.
        let named = names.difference(catalogue, None)?;
        let just_read = named.changed.clone();
        if !self.take_in(&listing, named, catalogue, run)? {
            return Ok(());
        }
        let stamps = names.stamps(&self.archive, &just_read);
        let mut edited = names.difference(catalogue, Some(&stamps))?;
        edited
            .changed
            .retain(|group| just_read.binary_search(group).is_err());
        if !self.take_in(&listing, edited, catalogue, run)? {
            return Ok(());
        }
        if catalogue.writes() {
            self.revision = catalogue.write(&[], &[], Progress::Whole(unix_time()))?;
        }
        self.whole = true;
        let mut problems = listing.problems;
        problems.extend(catalogue.problems()?);
        self.end(run, problems);
        Ok(())
    }

    /// Takes in what another program has written since.
    fn follow(&mut self, catalogue: &Catalogue) -> Result<(), CatalogueError> {
        match catalogue.changes(self.revision)? {
            Changes::Since {
                articles,
                removed,
                revision,
            } => {
                self.builder.remove(&removed);
                self.builder.add(articles);
                self.revision = revision;
            }
            Changes::TooMany => {
                self.builder = Builder::new();
                self.whole = false;
            }
        }
        Ok(())
    }

    /// Tells the numbers that the catalogue has counted, so that they stand from the first screen on.
    fn announce(&mut self, header: &Header) {
        let mut labels: HashMap<&str, (&str, usize)> = HashMap::new();
        for (category, label, articles) in &header.labels {
            if let Some(label) = label {
                let best = labels.entry(category).or_insert((label, 0));
                if *articles > best.1 {
                    *best = (label, *articles);
                }
            }
        }
        let categories = header.categories.iter().map(|(name, articles)| {
            let label = labels.get(name.as_str()).map(|(label, _)| *label);
            (name.as_str(), label, *articles)
        });
        self.builder.announce(header.articles, categories);
    }

    /// Everything the catalogue knows, newest first. Gives whether it came to the end.
    fn stream(
        &mut self,
        catalogue: &Catalogue,
        run: &mut Run<'_, impl FnMut(Batch)>,
    ) -> Result<bool, CatalogueError> {
        let header = catalogue.header()?;
        self.revision = header.revision;
        self.builder = Builder::new();
        if header.complete {
            self.announce(&header);
        }
        let mut size = FIRST;
        let mut after: Option<Key> = None;
        let mut count = 0;
        while !run.is_cancelled() {
            let articles = catalogue.articles(after.as_ref(), size)?;
            let Some(last) = articles.last() else {
                self.builder.settle();
                // The counters are from the same catalogue; where they disagree it has been tampered with.
                return if count == header.articles || !catalogue.writes() {
                    Ok(true)
                } else {
                    Err(CatalogueError::Damaged)
                };
            };
            after = Some(Key::of(last));
            count += articles.len();
            self.builder.add(articles);
            run.report(&self.builder, Vec::new());
            size = (size * 2).min(LARGEST);
        }
        Ok(false)
    }

    /// Reads what has changed, into the builder and the catalogue. Gives whether it came to the end.
    fn take_in(
        &mut self,
        listing: &Listing,
        difference: Difference,
        catalogue: &mut Catalogue,
        run: &mut Run<'_, impl FnMut(Batch)>,
    ) -> Result<bool, CatalogueError> {
        let Difference { changed, removed } = difference;
        self.builder.remove(&removed);
        if catalogue.writes() && !removed.is_empty() {
            catalogue.write(&[], &removed, Progress::Unfinished)?;
        }
        let groups: Vec<&Group> = changed
            .iter()
            .filter_map(|number| listing.groups.get(*number))
            .collect();
        if !catalogue.writes() {
            return Ok(self.read(&groups, Vec::new(), None, run));
        }
        std::thread::scope(|scope| {
            let (sender, batches) = sync_channel::<Vec<Known>>(WAITING);
            let writer = scope.spawn(move || {
                for batch in batches {
                    catalogue.write(&batch, &[], Progress::Unfinished)?;
                }
                Ok(())
            });
            let whole = self.read(&groups, Vec::new(), Some(&sender), run);
            drop(sender);
            // A thread of ours does not panic; if it did, nothing of the catalogue could be relied on.
            writer
                .join()
                .unwrap_or(Err(CatalogueError::Damaged))
                .map(|()| whole)
        })
    }

    /// Reads `groups` into the builder, and sends them to be kept. Gives whether it came to the end.
    fn read(
        &mut self,
        mut groups: &[&Group],
        mut problems: Vec<Problem>,
        keep: Option<&SyncSender<Vec<Known>>>,
        run: &mut Run<'_, impl FnMut(Batch)>,
    ) -> bool {
        let mut size = FIRST;
        while !groups.is_empty() || !problems.is_empty() {
            if run.is_cancelled() {
                return false;
            }
            let (now, later) = groups.split_at(size.min(groups.len()));
            groups = later;
            run.read += now.iter().map(|group| group.files.len()).sum::<usize>();
            let archive = &self.archive;
            let mut known: Vec<Known> = now
                .par_iter()
                .filter_map(|group| read_group(archive, group, keep.is_some()))
                .collect();
            if keep.is_none() {
                problems.extend(
                    known
                        .iter_mut()
                        .flat_map(|known| std::mem::take(&mut known.problems)),
                );
            }
            match keep {
                Some(keep) => {
                    self.builder
                        .add(known.iter().map(|known| known.article.clone()).collect());
                    // The writer has ended where it failed, which is told at the end.
                    if keep.send(known).is_err() {
                        return false;
                    }
                }
                None => self
                    .builder
                    .add(known.into_iter().map(|known| known.article).collect()),
            }
            run.report(&self.builder, std::mem::take(&mut problems));
            size = (size * 2).min(LARGEST);
        }
        !run.is_cancelled()
    }
}

/// Reads all copies of one article and makes one entry of them, `stamped` where it is to be kept; a group always has files.
fn read_group(archive: &Archive, group: &Group, stamped: bool) -> Option<Known> {
    // Before the file is read: what changes while it is read has another one later.
    let stamp = |file| match archive.metadata(file) {
        Ok(metadata) => Stamp::of(&metadata).settled(SystemTime::now()),
        Err(_) => Stamp::UNSURE,
    };
    let files = if stamped {
        group
            .files
            .iter()
            .map(|file| (file.raw().into(), stamp(file)))
            .collect()
    } else {
        Vec::new()
    };
    let posts = group
        .files
        .iter()
        .map(|file| (file.raw().into(), archive.read(file)));
    let (article, problems) = merge(posts.collect())?;
    Some(Known {
        article,
        files,
        problems,
    })
}
