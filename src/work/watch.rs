//! Notices when the folders of an archive change, and which files in them, so that what `git pull` brings is shown without
//! being asked for. What happens in a row is one change. Where the system cannot watch (its limits, file systems over a
//! network), the folders' own times are looked at instead, which tell of files that come and go.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode, CreateKind, RemoveKind};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// How long nothing must happen until a change counts as over.
const QUIET: Duration = Duration::from_millis(50);
/// How long a change may go on before it is told all the same.
const LONGEST: Duration = Duration::from_millis(500);
/// How often folders are looked at that cannot be watched.
const LOOK: Duration = Duration::from_secs(5);
/// Watched folders of which it is looked whether they are still there: the archive's own and the first below it.
const LOOKED_AT: usize = 8;
/// Folders that are watched at most. Archives have two, or two for each of their categories.
const MOST: usize = 4_096;
/// Files that are remembered at most. Where more change, all are looked at.
const MOST_FILES: usize = 10_000;
/// File systems tell time in ticks of up to two seconds (FAT).
const TICK: Duration = Duration::from_secs(2);

/// What has happened in the watched folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// These files came, went or were written, and nothing else.
    Files(BTreeSet<PathBuf>),
    /// More than can be told.
    Everything,
}

impl Told {
    const NOTHING: Self = Self::Files(BTreeSet::new());

    fn add(&mut self, event: notify::Result<notify::Event>) {
        let event = match event {
            Ok(event) if !event.need_rescan() && !is_of_folder(event.kind) => event,
            // Too many at once for the system, say.
            _ => {
                *self = Self::Everything;
                return;
            }
        };
        if let Self::Files(files) = self {
            files.extend(event.paths);
            if files.len() > MOST_FILES {
                *self = Self::Everything;
            }
        }
    }
}

/// What is told, between the system's thread and the one that loads.
#[derive(Clone)]
struct Notebook(Arc<Mutex<Told>>);

impl Notebook {
    /// Changes it, and gives what it said.
    fn with<T>(&self, change: impl FnOnce(&mut Told) -> T) -> T {
        // Whatever holds it leaves it whole.
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn everything(&self) {
        self.with(|told| *told = Told::Everything);
    }
}

/// What the watching thread is told.
enum News {
    /// Something happened in a watched folder.
    Changed,
    /// These folders cannot be watched: look at their times. And at the first of the others: whether they are still
    /// there, since no system tells of a disk that is taken out.
    LookAt(LookedAt),
}

/// Device and number of a folder.
type Identity = Option<(u64, u64)>;

/// What is looked at from time to time.
#[derive(Default)]
struct LookedAt {
    times: BTreeMap<PathBuf, Option<SystemTime>>,
    there: BTreeMap<PathBuf, Identity>,
}

impl LookedAt {
    fn new(times: Vec<PathBuf>, there: Vec<PathBuf>) -> Self {
        let with_time = |folder: PathBuf| (folder.clone(), time(&folder));
        let with_identity = |folder: PathBuf| (folder.clone(), identity(&folder));
        Self {
            times: times.into_iter().map(with_time).collect(),
            there: there.into_iter().map(with_identity).collect(),
        }
    }

    /// Looks again, and says whether anything is other than it was.
    fn differs(&mut self) -> bool {
        let mut differs = false;
        for (folder, seen) in &mut self.times {
            let now = time(folder);
            differs |= std::mem::replace(seen, now) != now;
        }
        for (folder, seen) in &mut self.there {
            let now = identity(folder);
            differs |= std::mem::replace(seen, now) != now;
        }
        differs
    }
}

fn identity(folder: &Path) -> Identity {
    let metadata = fs::metadata(folder).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

/// Watches folders for as long as it lives.
pub(super) struct Watcher {
    system: Option<RecommendedWatcher>,
    /// Each folder with its number in the file system: one that was made anew has another.
    watched: BTreeMap<PathBuf, Option<u64>>,
    news: Sender<News>,
    notebook: Notebook,
}

impl Watcher {
    /// Calls `changed` from a thread of its own after each change.
    pub(super) fn start(changed: impl Fn() + Send + 'static) -> Self {
        let (news, told) = channel();
        let notebook = Notebook(Arc::new(Mutex::new(Told::NOTHING)));
        let notes = notebook.clone();
        // Without the thread nothing is watched, and what is new is still read when it is asked for.
        let _ = std::thread::Builder::new()
            .name("watch".into())
            .spawn(move || serve(&told, &notes, changed));
        let (sender, notes) = (news.clone(), notebook.clone());
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if event.as_ref().map_or(true, |event| is_change(event.kind)) {
                notes.with(|told| told.add(event));
                let _ = sender.send(News::Changed);
            }
        });
        Self {
            system: watcher.ok(),
            watched: BTreeMap::new(),
            news,
            notebook,
        }
    }

    /// What has happened since this was asked last.
    pub(super) fn take(&self) -> Told {
        self.notebook.with(|told| std::mem::replace(told, Told::NOTHING))
    }

    /// What was taken has come to nothing.
    pub(super) fn missed(&self) {
        self.notebook.everything();
    }

    /// Watches these folders instead of those before. What has happened in new ones from `begun` on, when they were listed, is
    /// told as well.
    pub(super) fn follow(&mut self, mut folders: Vec<PathBuf>, begun: SystemTime) {
        folders.sort_unstable();
        folders.truncate(MOST);
        let before = std::mem::take(&mut self.watched);
        let (mut unwatched, mut late) = (Vec::new(), false);
        for folder in folders {
            let metadata = fs::metadata(&folder).ok();
            let number = metadata.as_ref().map(MetadataExt::ino);
            // Also where it was watched before: a disk that was away has lost its watches, and no harm is done.
            let watch =
                |system: &mut RecommendedWatcher| system.watch(&folder, RecursiveMode::NonRecursive).is_ok();
            if !self.system.as_mut().is_some_and(watch) {
                unwatched.push(folder.clone());
            }
            if before.get(&folder) != Some(&number) {
                let changed = metadata.and_then(|metadata| metadata.modified().ok());
                late |= changed.is_some_and(|time| time + TICK >= begun);
            }
            self.watched.insert(folder, number);
        }
        for folder in before.keys().filter(|folder| !self.watched.contains_key(*folder)) {
            // One that is gone is watched no longer anyway.
            let _ = self.system.as_mut().map(|watcher| watcher.unwatch(folder));
        }
        let there = self.watched.keys().take(LOOKED_AT).cloned().collect();
        // As it is now: what happens until the other thread has heard of it counts.
        let _ = self.news.send(News::LookAt(LookedAt::new(unwatched, there)));
        if late {
            self.notebook.everything();
            let _ = self.news.send(News::Changed);
        }
    }
}

/// Whether a folder came or went, as far as the system tells.
fn is_of_folder(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder)
    )
}

/// Whether something was written, not only looked at.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}

fn serve(told: &Receiver<News>, notebook: &Notebook, changed: impl Fn()) {
    let mut looked_at = LookedAt::default();
    loop {
        match told.recv_timeout(LOOK) {
            Ok(News::LookAt(now)) => looked_at = now,
            Ok(News::Changed) => {
                let begun = Instant::now();
                while begun.elapsed() < LONGEST
                    && let Ok(news) = told.recv_timeout(QUIET)
                {
                    if let News::LookAt(now) = news {
                        looked_at = now;
                    }
                }
                changed();
            }
            Err(RecvTimeoutError::Timeout) => {
                if looked_at.differs() {
                    notebook.everything();
                    changed();
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// When names in a folder changed last.
fn time(folder: &Path) -> Option<SystemTime> {
    fs::metadata(folder).and_then(|metadata| metadata.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As if the folders, which the tests have just made, had long been there when they were listed.
    fn in_a_while() -> SystemTime {
        SystemTime::now() + Duration::from_secs(60)
    }

    /// Waits for a change. On a busy machine one may be told as two: the rest is waited for too.
    fn told(of: &Receiver<()>) -> bool {
        let first = of.recv_timeout(Duration::from_secs(20));
        while of.recv_timeout(LONGEST).is_ok() {}
        first.is_ok()
    }

    #[test]
    fn many_files_at_once_are_one_change() {
        let folder = tempfile::tempdir().unwrap();
        let (sender, receiver) = channel();
        let mut watcher = Watcher::start(move || sender.send(()).unwrap());
        watcher.follow(vec![folder.path().to_owned()], in_a_while());
        for number in 0..50 {
            fs::write(folder.path().join(number.to_string()), "x").unwrap();
        }
        let mut changes = 0;
        while receiver.recv_timeout(LONGEST * 4).is_ok() {
            changes += 1;
        }
        assert!((1..25).contains(&changes), "{changes}");
        let files = (0..50).map(|number| folder.path().join(number.to_string()));
        assert_eq!(watcher.take(), Told::Files(files.collect()));
        assert_eq!(watcher.take(), Told::NOTHING);
        // Looking is no change; writing in place is.
        fs::read(folder.path().join("1")).unwrap();
        assert!(receiver.recv_timeout(QUIET * 3).is_err());
        fs::write(folder.path().join("1"), "y").unwrap();
        assert!(told(&receiver));
        assert_eq!(
            watcher.take(),
            Told::Files([folder.path().join("1")].into_iter().collect())
        );
        fs::create_dir(folder.path().join("new")).unwrap();
        assert!(told(&receiver));
        assert_eq!(watcher.take(), Told::Everything);
    }

    #[test]
    fn what_happens_before_a_folder_is_watched_is_not_missed() {
        let folder = tempfile::tempdir().unwrap();
        let (sender, receiver) = channel();
        let mut watcher = Watcher::start(move || sender.send(()).unwrap());
        let begun = SystemTime::now();
        fs::write(folder.path().join("1"), "x").unwrap();
        watcher.follow(vec![folder.path().to_owned()], begun);
        assert!(told(&receiver));
        assert_eq!(watcher.take(), Told::Everything);
    }

    #[test]
    fn a_folder_that_vanishes_without_a_word_is_missed() {
        let folder = tempfile::tempdir().unwrap();
        let disk = folder.path().join("disk");
        let root = disk.join("archive");
        fs::create_dir_all(&root).unwrap();
        let (sender, receiver) = channel();
        let mut watcher = Watcher::start(move || sender.send(()).unwrap());
        watcher.follow(vec![root], in_a_while());
        // As when a disk is taken out: the system tells of the folder itself, not of those above it.
        fs::rename(&disk, folder.path().join("elsewhere")).unwrap();
        assert!(told(&receiver));
        assert_eq!(watcher.take(), Told::Everything);
    }

    #[test]
    fn a_folder_that_was_made_anew_is_watched_again() {
        let folder = tempfile::tempdir().unwrap();
        let posts = folder.path().join("_posts");
        fs::create_dir(&posts).unwrap();
        let (sender, receiver) = channel();
        let mut watcher = Watcher::start(move || sender.send(()).unwrap());
        watcher.follow(vec![posts.clone()], in_a_while());
        fs::remove_dir(&posts).unwrap();
        assert!(told(&receiver));
        fs::create_dir(&posts).unwrap();
        watcher.follow(vec![posts.clone()], in_a_while());
        watcher.take();
        fs::write(posts.join("1"), "x").unwrap();
        assert!(told(&receiver));
    }

    #[test]
    fn folders_that_cannot_be_watched_are_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let (sender, receiver) = channel();
        let mut watcher = Watcher::start(move || sender.send(()).unwrap());
        watcher.system = None;
        watcher.follow(vec![folder.path().to_owned()], in_a_while());
        fs::write(folder.path().join("1"), "x").unwrap();
        assert!(told(&receiver));
        assert_eq!(watcher.take(), Told::Everything);
    }
}
