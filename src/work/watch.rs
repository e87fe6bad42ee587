//! Notices when the folders of an archive change, so that what `git pull` brings is shown without being asked for.
//! What happens in a row is one change. Where the system cannot watch (its limits, file systems over a network), the
//! folders' own times are looked at instead, which tell of files that come and go.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// How long nothing must happen until a change counts as over.
const QUIET: Duration = Duration::from_millis(300);
/// How long a change may go on before it is told all the same.
const LONGEST: Duration = Duration::from_secs(2);
/// How often folders are looked at that cannot be watched.
const LOOK: Duration = Duration::from_secs(5);
/// Folders that are watched at most. Archives have two, or two for each of their categories.
const MOST: usize = 4_096;

/// What the watching thread is told.
enum News {
    /// Something happened in a watched folder.
    Changed,
    /// These folders cannot be watched: look at them.
    LookAt(Vec<PathBuf>),
}

/// Watches folders for as long as it lives.
pub(super) struct Watcher {
    system: Option<RecommendedWatcher>,
    watched: Vec<PathBuf>,
    news: Sender<News>,
}

impl Watcher {
    /// Calls `changed` from a thread of its own after each change.
    pub(super) fn start(changed: impl Fn() + Send + 'static) -> Self {
        let (news, told) = channel();
        // Without the thread nothing is watched, and `R` still reads what is new.
        let _ = std::thread::Builder::new()
            .name("watch".into())
            .spawn(move || serve(&told, changed));
        let sender = news.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // An error is one of too many events: something did happen.
            if event.as_ref().map_or(true, |event| is_change(event.kind)) {
                let _ = sender.send(News::Changed);
            }
        });
        Self {
            system: watcher.ok(),
            watched: Vec::new(),
            news,
        }
    }

    /// Watches these folders, sorted, instead of those before.
    pub(super) fn follow(&mut self, mut folders: Vec<PathBuf>) {
        folders.truncate(MOST);
        if folders == self.watched {
            return;
        }
        let mut unwatched = Vec::new();
        for folder in &folders {
            let watch =
                |system: &mut RecommendedWatcher| system.watch(folder, RecursiveMode::NonRecursive).is_ok();
            if self.watched.binary_search(folder).is_err() && !self.system.as_mut().is_some_and(watch) {
                unwatched.push(folder.clone());
            }
        }
        for folder in self
            .watched
            .iter()
            .filter(|folder| folders.binary_search(folder).is_err())
        {
            // One that is gone is watched no longer anyway.
            let _ = self.system.as_mut().map(|watcher| watcher.unwatch(folder));
        }
        let _ = self.news.send(News::LookAt(unwatched.clone()));
        // What could not be watched is tried again the next time.
        folders.retain(|folder| !unwatched.contains(folder));
        self.watched = folders;
    }
}

/// Whether something was written, not only looked at.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}

fn serve(told: &Receiver<News>, changed: impl Fn()) {
    let mut looked_at: BTreeMap<PathBuf, Option<SystemTime>> = BTreeMap::new();
    loop {
        let news = if looked_at.is_empty() {
            told.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            told.recv_timeout(LOOK)
        };
        match news {
            Ok(News::LookAt(folders)) => {
                looked_at = times(folders);
            }
            Ok(News::Changed) => {
                let begun = Instant::now();
                while begun.elapsed() < LONGEST
                    && let Ok(news) = told.recv_timeout(QUIET)
                {
                    if let News::LookAt(folders) = news {
                        looked_at = times(folders);
                    }
                }
                changed();
            }
            Err(RecvTimeoutError::Timeout) => {
                let mut differs = false;
                for (folder, seen) in &mut looked_at {
                    let now = time(folder);
                    differs |= now != *seen;
                    *seen = now;
                }
                if differs {
                    changed();
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// The folders with their times.
fn times(folders: Vec<PathBuf>) -> BTreeMap<PathBuf, Option<SystemTime>> {
    let timed = |folder: PathBuf| {
        let time = time(&folder);
        (folder, time)
    };
    folders.into_iter().map(timed).collect()
}

/// When names in a folder changed last.
fn time(folder: &Path) -> Option<SystemTime> {
    fs::metadata(folder).and_then(|metadata| metadata.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(of: &Receiver<()>) -> usize {
        let first = of.recv_timeout(Duration::from_secs(20));
        usize::from(first.is_ok()) + of.try_iter().count()
    }

    #[test]
    fn many_files_at_once_are_one_change() {
        let folder = tempfile::tempdir().unwrap();
        let (sender, receiver) = channel();
        let mut watcher = Watcher::start(move || sender.send(()).unwrap());
        watcher.follow(vec![folder.path().to_owned()]);
        for number in 0..50 {
            fs::write(folder.path().join(number.to_string()), "x").unwrap();
        }
        assert_eq!(told(&receiver), 1);
        // Looking is no change; writing in place is.
        fs::read(folder.path().join("1")).unwrap();
        assert!(receiver.recv_timeout(QUIET * 3).is_err());
        fs::write(folder.path().join("1"), "y").unwrap();
        assert_eq!(told(&receiver), 1);
    }

    #[test]
    fn folders_that_cannot_be_watched_are_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let (sender, receiver) = channel();
        let mut watcher = Watcher::start(move || sender.send(()).unwrap());
        watcher.system = None;
        watcher.follow(vec![folder.path().to_owned()]);
        // Not before the folder's time has been taken.
        std::thread::sleep(Duration::from_millis(500));
        fs::write(folder.path().join("1"), "x").unwrap();
        assert_eq!(told(&receiver), 1);
    }
}
