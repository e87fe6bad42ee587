//! The threads, and the queues between them and the program.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::archive::Archive;
use crate::library::{Library, LibraryError};

use super::index::{self, IndexOrder, IndexSettings};
use super::keep::Errand;
use super::readers::give_way;
use super::rules::{self, Job};
use super::watch::Watcher;
use super::{
    IndexNews, Loader, Look, Reach, Report, Request, RulesOf, Searcher, SharedIndex, answer, count, keep,
};

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
    archive: Archive,
    inbox: Inbox,
    articles: Sender<Request>,
    searches: Line<Request>,
    snippets: Line<Request>,
    counts: Line<Request>,
    index: Line<IndexOrder>,
    exports: Option<Sender<Request>>,
    exporter: Option<JoinHandle<()>>,
    loads: Option<Sender<Load>>,
    reach: Reach,
    /// Stops the load asked for last.
    load_cancelled: Arc<AtomicBool>,
    /// Closed when the loading thread has ended.
    loader: Receiver<()>,
    errands: Option<Sender<Errand>>,
    rules: Sender<Job>,
    /// Stops what was asked of the rules last.
    rules_cancelled: Arc<AtomicBool>,
    keeper: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the threads. `open_loader` and `open_library` run in the library's own thread, so that a slow disk does
    /// not hold up the screen; an `Err` says why nothing can be kept, and the library is tried again later.
    pub fn start(
        archive: Archive,
        settings: IndexSettings,
        open_loader: impl FnOnce(Archive) -> Loader + Send + 'static,
        open_library: impl FnMut() -> Result<Library, LibraryError> + Send + 'static,
        inbox: Inbox,
    ) -> Self {
        let articles = {
            let (archive, inbox) = (archive.clone(), inbox.clone());
            queue("articles", move |requests| {
                serve_articles(&archive, requests, &inbox);
            })
            .0
        };
        let shared = SharedIndex::default();
        let searches = {
            let (searcher, inbox) = (Searcher::new(archive.clone(), shared.clone()), inbox.clone());
            Line::start("search", move |requests| {
                serve_searches(searcher, requests, &inbox);
            })
        };
        let snippets = {
            let (archive, inbox) = (archive.clone(), inbox.clone());
            Line::start("snippets", move |requests| {
                serve_newest(&archive, requests, &inbox);
            })
        };
        let counts = {
            let (searcher, inbox) = (Searcher::new(archive.clone(), shared.clone()), inbox.clone());
            Line::start("count", move |requests| {
                count::serve(searcher, requests, &inbox);
            })
        };
        let (exports, exporter) = {
            let (archive, inbox) = (archive.clone(), inbox.clone());
            queue("export", move |requests| {
                serve_exports(&archive, requests, &inbox);
            })
        };
        let (folder, kept_in) = channel();
        let index = {
            let (archive, inbox) = (archive.clone(), inbox.clone());
            Line::start("index", move |orders| {
                index::serve(archive, settings, shared, &kept_in, orders, &inbox);
            })
        };
        let (errands, keeper) = {
            let (archive, inbox) = (archive.clone(), inbox.clone());
            queue("library", move |errands| {
                keep::serve(&archive, open_library, errands, &inbox);
            })
        };
        let rules = {
            let archive = archive.clone();
            queue("rules", move |jobs| rules::serve(&archive, jobs)).0
        };
        let (opened, told) = (archive.clone(), inbox.clone());
        let (running, loader) = channel();
        let reach = Reach::default();
        let reached = reach.clone();
        let (loads, _) = queue("load", move |requests| {
            give_way();
            let disturbed = inbox.clone();
            let watcher = Watcher::start(move || disturbed(Report::Disturbed));
            let loader = open_loader(archive);
            // The other thread has ended only where the program has.
            let _ = folder.send(loader.folder());
            serve_loads(loader.watched_by(watcher).reaching(reached), requests, &inbox);
            drop::<Sender<()>>(running);
        });
        Self {
            archive: opened,
            inbox: told,
            articles,
            searches,
            snippets,
            counts,
            index,
            exports: Some(exports),
            exporter,
            loads: Some(loads),
            reach,
            load_cancelled: Arc::default(),
            loader,
            errands: Some(errands),
            rules,
            rules_cancelled: Arc::default(),
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
            Request::OpenArchive { .. } => self.open(request),
            Request::Open { .. }
            | Request::Source { .. }
            | Request::Facts { .. }
            | Request::About(_)
            | Request::Text(_)
            | Request::LayOut { .. } => {
                let _ = self.articles.send(request);
            }
            Request::Export(wanted) => {
                if let Some(exports) = &self.exports {
                    if wanted.has_kept() {
                        self.send(Errand::Export(wanted, exports.clone()));
                    } else {
                        let _ = exports.send(Request::Export(wanted));
                    }
                }
            }
            Request::Search { .. } => self.searches.ask(request),
            Request::StopSearch => self.searches.stop(),
            Request::Snippets { .. } => self.snippets.ask(request),
            Request::Count { .. } => self.counts.ask(request),
            Request::Index(order) => self.index.ask(order),
            Request::Keep(change) => self.send(Errand::Change(change)),
            Request::Undo => self.send(Errand::Undo),
            Request::Rules(of) => self.follow_rules(of),
            Request::OpenKept { generation, article } => self.send(Errand::Open { generation, article }),
        }
    }

    fn follow_rules(&mut self, of: Box<RulesOf>) {
        self.rules_cancelled.store(true, Ordering::Relaxed);
        self.rules_cancelled = Arc::default();
        if let Some(library) = self.errands.clone() {
            self.send(Errand::Rules {
                of,
                jobs: self.rules.clone(),
                library,
                cancelled: Arc::clone(&self.rules_cancelled),
            });
        }
    }

    /// Opens another archive in a thread of its own: one that lies on a dead disk holds up nothing here.
    fn open(&self, request: Request) {
        let (archive, inbox) = (self.archive.clone(), self.inbox.clone());
        let opening = move || {
            if let Some(report) = answer(&archive, request, &AtomicBool::new(false)) {
                inbox(report);
            }
        };
        let _ = std::thread::Builder::new().name("open".into()).spawn(opening);
    }

    fn send(&self, errand: Errand) {
        if let Some(errands) = &self.errands {
            let _ = errands.send(errand);
        }
    }

    /// Waits until every change of the library and every export is on disk, and a moment for the catalogue.
    pub fn finish(mut self) {
        self.load_cancelled.store(true, Ordering::Relaxed);
        self.searches.stop();
        self.counts.stop();
        self.index.stop();
        // What is found out holds on to the library; the next start finds it out again.
        self.rules_cancelled.store(true, Ordering::Relaxed);
        drop(self.loads.take());
        drop(self.errands.take());
        if let Some(keeper) = self.keeper.take() {
            let _ = keeper.join();
        }
        // The keeper hands exports on.
        drop(self.exports.take());
        if let Some(exporter) = self.exporter.take() {
            let _ = exporter.join();
        }
        let _ = self.loader.recv_timeout(PATIENCE);
    }
}

/// Something to be done, and what is set once something newer is asked for.
pub(super) type Order<T> = (T, Arc<AtomicBool>);

/// A queue on which whatever is newer stops what is older.
struct Line<T> {
    sender: Sender<Order<T>>,
    /// Stops the order sent last.
    cancelled: Arc<AtomicBool>,
}

impl<T: Send + 'static> Line<T> {
    fn start(name: &str, serve: impl FnOnce(&Receiver<Order<T>>) + Send + 'static) -> Self {
        Self {
            sender: queue(name, serve).0,
            cancelled: Arc::default(),
        }
    }

    fn ask(&mut self, order: T) {
        self.stop();
        self.cancelled = Arc::default();
        let _ = self.sender.send((order, Arc::clone(&self.cancelled)));
    }

    fn stop(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
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
pub(super) fn take_waiting<T>(receiver: &Receiver<T>) -> Option<Vec<T>> {
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

fn serve_exports(archive: &Archive, requests: &Receiver<Request>, inbox: &Inbox) {
    let never = AtomicBool::new(false);
    for request in requests {
        if let Some(report) = answer(archive, request, &never) {
            inbox(report);
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

/// Answers the newest of the requests that wait, which may take several reports.
fn serve_searches(mut searcher: Searcher, requests: &Receiver<Order<Request>>, inbox: &Inbox) {
    while let Some(waiting) = take_waiting(requests) {
        if let Some((Request::Search { generation, quest }, cancelled)) = waiting.into_iter().next_back() {
            let answered = searcher.search(&quest, &cancelled, &mut |found| {
                inbox(Report::Found {
                    generation,
                    found: Box::new(found),
                });
            });
            if let Err(error) = answered {
                inbox(Report::Index(IndexNews::Trouble(error)));
            }
        }
    }
}

/// Answers the newest of the requests that wait.
fn serve_newest(archive: &Archive, requests: &Receiver<Order<Request>>, inbox: &Inbox) {
    while let Some(waiting) = take_waiting(requests) {
        let newest = waiting.into_iter().next_back();
        if let Some(report) = newest.and_then(|(request, cancelled)| answer(archive, request, &cancelled)) {
            inbox(report);
        }
    }
}
