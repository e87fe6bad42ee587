//! The threads, and the queues between them and the program.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::archive::Archive;
use crate::library::{Library, LibraryError};

use super::readers::give_way;
use super::watch::Watcher;
use super::{Change, Loader, Look, Reach, Report, Request, answer, keep};

/// How reports reach the program's inbox.
pub type Inbox = Arc<dyn Fn(Report) + Send + Sync>;

/// A load asked for.
struct Load {
    generation: u64,
    look: Look,
    cancelled: Arc<AtomicBool>,
}

/// How long a program that ends waits for what it was writing to the catalogue. Nothing is lost where it waits no
/// longer: what is not written is read again.
const PATIENCE: Duration = Duration::from_millis(50);

/// The background threads of one program.
pub struct Worker {
    articles: Sender<Request>,
    titles: Sender<Request>,
    titles_cancelled: Arc<AtomicBool>,
    loads: Option<Sender<Load>>,
    reach: Reach,
    /// Stops the load asked for last.
    load_cancelled: Arc<AtomicBool>,
    /// Closed when the loading thread has ended.
    loader: Receiver<()>,
    changes: Option<Sender<Change>>,
    keeper: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the threads. `open_loader` and `open_library` run in the library's own thread, so that a slow disk does
    /// not hold up the screen; an `Err` says why nothing can be kept.
    pub fn start(
        archive: Archive,
        open_loader: impl FnOnce(Archive) -> Loader + Send + 'static,
        open_library: impl FnOnce() -> Result<Library, LibraryError> + Send + 'static,
        inbox: Inbox,
    ) -> Self {
        let articles = {
            let (archive, inbox) = (archive.clone(), inbox.clone());
            queue("articles", move |requests| {
                serve_articles(&archive, requests, &inbox);
            })
            .0
        };
        let titles_cancelled = Arc::new(AtomicBool::new(false));
        let titles = {
            let (archive, cancelled, inbox) = (archive.clone(), titles_cancelled.clone(), inbox.clone());
            queue("titles", move |requests| {
                serve_titles(&archive, requests, &cancelled, &inbox);
            })
            .0
        };
        let (changes, keeper) = {
            let (archive, inbox) = (archive.clone(), inbox.clone());
            queue("library", move |changes| {
                keep::serve(&archive, open_library, changes, &inbox);
            })
        };
        let (running, loader) = channel();
        let reach = Reach::default();
        let reached = reach.clone();
        let (loads, _) = queue("load", move |requests| {
            give_way();
            let disturbed = inbox.clone();
            let watcher = Watcher::start(move || disturbed(Report::Disturbed));
            serve_loads(
                open_loader(archive).watched_by(watcher).reaching(reached),
                requests,
                &inbox,
            );
            drop::<Sender<()>>(running);
        });
        Self {
            articles,
            titles,
            titles_cancelled,
            loads: Some(loads),
            reach,
            load_cancelled: Arc::default(),
            loader,
            changes: Some(changes),
            keeper,
        }
    }

    /// Hands over `request`.
    pub fn ask(&mut self, request: Request) {
        // A send fails only when its thread has ended, and then there is nobody to answer.
        match request {
            Request::Load { generation, look } => {
                self.load_cancelled.store(true, Ordering::Relaxed);
                self.load_cancelled = Arc::default();
                if let Some(loads) = &self.loads {
                    let _ = loads.send(Load {
                        generation,
                        look,
                        cancelled: self.load_cancelled.clone(),
                    });
                }
            }
            Request::Reach { timestamp } => self.reach.ask(timestamp),
            Request::Open { .. } | Request::Source { .. } | Request::LayOut { .. } => {
                let _ = self.articles.send(request);
            }
            Request::Titles { .. } => {
                self.titles_cancelled.store(true, Ordering::Relaxed);
                let _ = self.titles.send(request);
            }
            Request::Keep(change) => {
                if let Some(changes) = &self.changes {
                    let _ = changes.send(change);
                }
            }
        }
    }

    /// Waits until every change of the library is on disk, and a moment for the catalogue.
    pub fn finish(mut self) {
        self.load_cancelled.store(true, Ordering::Relaxed);
        drop(self.loads.take());
        drop(self.changes.take());
        if let Some(keeper) = self.keeper.take() {
            let _ = keeper.join();
        }
        let _ = self.loader.recv_timeout(PATIENCE);
    }
}

/// A thread that serves what is sent to it until the sender is dropped.
fn queue<T: Send + 'static>(
    name: &str,
    serve: impl FnOnce(&Receiver<T>) + Send + 'static,
) -> (Sender<T>, Option<JoinHandle<()>>) {
    let (sender, receiver) = channel();
    let thread = std::thread::Builder::new()
        .name(name.into())
        .spawn(move || serve(&receiver));
    (sender, thread.ok())
}

/// Takes everything that waits; blocks for the first.
fn take_waiting<T>(receiver: &Receiver<T>) -> Option<Vec<T>> {
    let mut waiting = vec![receiver.recv().ok()?];
    waiting.extend(receiver.try_iter());
    Some(waiting)
}

fn serve_articles(archive: &Archive, requests: &Receiver<Request>, inbox: &Inbox) {
    let never = AtomicBool::new(false);
    while let Some(waiting) = take_waiting(requests) {
        let newest_open = waiting
            .iter()
            .rposition(|request| matches!(request, Request::Open { .. }));
        for (at, request) in waiting.into_iter().enumerate() {
            // A newer article is wanted already.
            let stale = matches!(request, Request::Open { .. }) && Some(at) != newest_open;
            if let (false, Some(report)) = (stale, answer(archive, request, &never)) {
                inbox(report);
            }
        }
    }
}

fn serve_loads(mut loader: Loader, requests: &Receiver<Load>, inbox: &Inbox) {
    while let Some(waiting) = take_waiting(requests) {
        let closest = waiting.iter().map(|load| load.look).max().unwrap_or_default();
        if let Some(newest) = waiting.into_iter().next_back() {
            loader.load(newest.generation, closest, &newest.cancelled, |batch| {
                inbox(Report::Loaded(batch));
            });
        }
    }
}

fn serve_titles(archive: &Archive, requests: &Receiver<Request>, cancelled: &AtomicBool, inbox: &Inbox) {
    while let Some(waiting) = take_waiting(requests) {
        cancelled.store(false, Ordering::Relaxed);
        let newest = waiting.into_iter().next_back();
        if let Some(report) = newest.and_then(|request| answer(archive, request, cancelled)) {
            inbox(report);
        }
    }
}
