//! What every way of reading an archive is made of: the workers on it, the state that nothing is known of yet, and the
//! last changes on disk before it ends.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::app::{App, Effect, Event, Size};
use crate::archive::Archive;
use crate::config::Lang;
use crate::library::{Library, LibraryError, LibraryOp};
use crate::post::{DAY, unix_time};
use crate::work::{Inbox, IndexSettings, Report, Worker};

use super::args::Args;
use super::{archive, failure};

/// Nobody wonders about a shorter wait.
const SOON: Duration = Duration::from_millis(400);

/// The way of reports into the inbox; once it is closed, nothing more comes through.
#[derive(Clone)]
pub(super) struct Gate(Arc<Mutex<Option<Sender<Event>>>>);

impl Gate {
    pub(super) fn new(sender: Sender<Event>) -> Self {
        Self(Arc::new(Mutex::new(Some(sender))))
    }

    /// The inbox that workers report to.
    pub(super) fn inbox(&self) -> Inbox {
        let gate = self.clone();
        Arc::new(move |report| gate.pass(report))
    }

    fn pass(&self, report: Report) {
        if let Some(sender) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            // The loop has ended: nobody is left to tell.
            let _ = sender.send(Event::Report(report));
        }
    }

    /// Nothing more is to come through.
    pub(super) fn close(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// The threads that read `archive` and keep the library; their reports go to `inbox`.
pub(super) fn worker(args: &Args, archive: &Archive, inbox: Inbox) -> Worker {
    let (lang, history_days) = (args.lang(), args.settings.history_days);
    let open_library = move || {
        let path = archive::library_path().map_err(|error| LibraryError::CannotOpen {
            path: "library.db".into(),
            reason: failure::told(lang, &error),
        })?;
        let mut library = Library::open(&path)?;
        // What cannot be forgotten now is forgotten the next time.
        let since = unix_time() - i64::from(history_days) * DAY;
        let _ = library.apply(&LibraryOp::ForgetVisits(since), unix_time());
        Ok(library)
    };
    let index = IndexSettings {
        text_search: args.settings.text_search,
        years: args.settings.index_years,
    };
    Worker::start(archive.clone(), index, archive::loader, open_library, inbox)
}

/// The state in which nothing is known of `archive` yet, and the effects that make it load.
pub(super) fn app(args: &Args, archive: &Archive, size: Size) -> (App, Vec<Effect>) {
    let (mut app, first) = App::new(
        args.lang(),
        args.settings.clone(),
        archive.name(),
        archive.identity().to_owned(),
        size,
        unix_time(),
    );
    archive.site_url().clone_into(&mut app.site_url);
    // Nothing is written into an archive, and so nothing is proposed there.
    let here = std::env::current_dir().unwrap_or_default();
    if here.ancestors().any(Archive::is_at) {
        "~/".clone_into(&mut app.proposed_folder);
    }
    (app, first)
}

/// Waits until what was changed last is on disk, and says so where that takes long.
pub(super) fn finish(worker: Worker, lang: Lang) {
    let written = told_where_slow(lang);
    worker.finish();
    drop(written);
}

/// Says that the last changes are being written, if that is not done soon: what is given back is dropped when it is.
fn told_where_slow(lang: Lang) -> Sender<()> {
    let (written, wait) = channel();
    let _ = std::thread::Builder::new()
        .name("patience".into())
        .spawn(move || {
            if matches!(wait.recv_timeout(SOON), Err(RecvTimeoutError::Timeout)) {
                eprintln!("finews: {}", lang.words().still_writing);
            }
        });
    written
}
