//! The thread that keeps the library: opens it, sends what it holds, writes changes in order.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use crate::archive::{Archive, PostFile};
use crate::library::{
    Arrivals, ArticleFacts, ArticleKey, BY_HAND, Library, LibraryError, LibraryOp, RuleActs, Scope,
};
use crate::post::unix_time;
use crate::text::clean::clean_line;

use super::again::AGAIN;
use super::rules::Job;
use super::worker::Inbox;
use super::{Article, Change, ExportOf, Report, Request, RulesOf, Shelf, again};

/// How often the library is asked whether another program has changed it. One number is read.
const GLANCE: Duration = Duration::from_millis(1500);

/// What the thread is asked for.
pub(super) enum Errand {
    /// Make this change.
    Change(Change),
    /// Undo the newest one.
    Undo,
    /// Note what has come, and have it found out what the rules do with that; given up once something newer is asked for.
    Rules {
        /// The rules, and all articles.
        of: Box<RulesOf>,
        /// To the thread that finds out.
        jobs: Sender<Job>,
        /// And back.
        library: Sender<Errand>,
        /// Set once something newer is asked for.
        cancelled: Arc<AtomicBool>,
    },
    /// What the rules do, and of how many articles that came.
    Act(Vec<RuleActs>, usize),
    /// Read the text that is kept of an article.
    Open {
        /// Comes back in the report.
        generation: u64,
        /// What is known of the article.
        article: Box<ArticleFacts>,
    },
    /// Read the texts that are kept of these articles, and have them written.
    Export(Box<ExportOf>, Sender<Request>),
}

/// Opens the library, reports what it holds, writes every change that comes, and once a day makes a backup when nothing
/// else is to be done. Where it cannot be opened, changes are kept in memory until it can be or the program ends, and that
/// is said.
pub(super) fn serve(
    archive: &Archive,
    mut open: impl FnMut() -> Result<Library, LibraryError>,
    errands: &Receiver<Errand>,
    inbox: &Inbox,
) {
    let mut library = settled(open(), archive, inbox);
    let mut tried = Instant::now();
    loop {
        match errands.recv_timeout(GLANCE) {
            Ok(Errand::Change(change)) => keep(&mut library, archive, change, inbox),
            Ok(Errand::Undo) => undo(&mut library, archive, inbox),
            Ok(Errand::Rules {
                of,
                jobs,
                library: back,
                cancelled,
            }) => {
                if let Some(arrivals) = note_arrivals(&mut library, archive, &of, inbox) {
                    // That thread ends only with the program.
                    let _ = jobs.send(Job {
                        of,
                        arrivals,
                        cancelled,
                        library: back,
                    });
                }
            }
            Ok(Errand::Act(acts, came)) => act(&mut library, archive, &acts, came, inbox),
            Ok(Errand::Open { generation, article }) => inbox(open_kept(&library, generation, &article)),
            Ok(Errand::Export(mut wanted, exports)) => {
                wanted.read_kept(&library);
                // That thread ends only with the program.
                let _ = exports.send(Request::Export(wanted));
            }
            Err(RecvTimeoutError::Timeout) => {
                glance(&mut library, archive, inbox);
                if tried.elapsed() >= AGAIN {
                    try_again(&mut library, &mut open, archive, inbox);
                    tried = Instant::now();
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                // Where its file is gone it is written again, even now.
                let _ = library.changed_elsewhere();
                try_again(&mut library, &mut open, archive, inbox);
                return;
            }
        }
        if let Some(rescued) = library.take_rescued() {
            inbox(Report::Rescued(Box::new(rescued)));
            report_shelf(&mut library, archive, None, inbox);
        }
    }
}

/// The library that was opened or, in its place, one in memory; what there is to say of it is reported.
fn settled(opened: Result<Library, LibraryError>, archive: &Archive, inbox: &Inbox) -> Library {
    let mut library = opened.unwrap_or_else(|why| {
        inbox(Report::KeepsNothing(why));
        Library::in_memory()
    });
    if let Some(rescued) = library.take_rescued() {
        inbox(Report::Rescued(Box::new(rescued)));
    }
    if let Some(why) = library.why_read_only() {
        inbox(Report::KeepsNothing(why));
    }
    let opened = library.opened(archive.identity(), unix_time());
    report_shelf(&mut library, archive, opened.err(), inbox);
    library
}

/// Opens the library where it could not be opened or changed before.
fn try_again(
    library: &mut Library,
    open: impl FnOnce() -> Result<Library, LibraryError>,
    archive: &Archive,
    inbox: &Inbox,
) {
    if again::is_wanted(library) && again::open_again(library, open, archive, inbox) {
        inbox(Report::KeepsAgain);
        report_shelf(library, archive, None, inbox);
    }
}

/// Damage was found: what can be saved is in the library that is there now.
fn mend(library: &mut Library, archive: &Archive, inbox: &Inbox) {
    let damaged = std::mem::replace(library, Library::in_memory());
    *library = settled(damaged.mend(), archive, inbox);
}

/// What is done while nothing changes here.
fn glance(library: &mut Library, archive: &Archive, inbox: &Inbox) {
    match library.back_up_daily(unix_time()) {
        Ok(_) => {}
        Err(error) if error.is_damage() => mend(library, archive, inbox),
        Err(error) => inbox(Report::NotBackedUp(error)),
    }
    if library.changed_elsewhere().unwrap_or(false) {
        report_shelf(library, archive, None, inbox);
    }
}

/// Writes `change`, and says so.
fn keep(library: &mut Library, archive: &Archive, change: Change, inbox: &Inbox) {
    // That nothing can be kept has been said once; only a bookmark, a passage or a saved search is worth saying it again.
    let minor = matches!(
        change,
        Change::MarkRead(..)
            | Change::MarkLeft(_)
            | Change::SetPlace(..)
            | Change::RememberSearch(_)
            | Change::Use(_)
            | Change::Visit(_)
            | Change::SetSession(_)
    );
    let refused = if minor && library.is_read_only() {
        None
    } else {
        let op = op_of(archive, change);
        let mut applied = library.apply(&op, unix_time());
        if applied.as_ref().is_err_and(LibraryError::is_damage) {
            mend(library, archive, inbox);
            applied = library.apply(&op, unix_time());
        }
        applied.err()
    };
    inbox(Report::Settled);
    if let Some(error) = refused {
        // What is shown goes back to what is kept.
        report_shelf(library, archive, Some(error), inbox);
    }
}

/// What came with which the rules have not dealt yet, if anything did.
fn note_arrivals(
    library: &mut Library,
    archive: &Archive,
    of: &RulesOf,
    inbox: &Inbox,
) -> Option<Vec<Arrivals>> {
    // What is kept in memory knows nothing of what came before.
    if library.is_in_memory() {
        return None;
    }
    let mut noted = of.note_arrivals(library, archive);
    if noted.as_ref().is_err_and(LibraryError::is_damage) {
        mend(library, archive, inbox);
        noted = of.note_arrivals(library, archive);
    }
    match noted {
        Ok(arrivals) => Some(arrivals).filter(|arrivals| !arrivals.is_empty()),
        Err(error) => {
            inbox(Report::NotRuled(error));
            None
        }
    }
}

/// Does what the rules do, and says what has changed.
fn act(library: &mut Library, archive: &Archive, acts: &[RuleActs], came: usize, inbox: &Inbox) {
    let mut acted = library.act(archive.identity(), acts, unix_time());
    if acted.as_ref().is_err_and(LibraryError::is_damage) {
        mend(library, archive, inbox);
        acted = library.act(archive.identity(), acts, unix_time());
    }
    match acted {
        Ok(acted) => {
            if acts.iter().any(|act| act.articles > 0) {
                report_shelf(library, archive, None, inbox);
            }
            if acted.is_something() {
                inbox(Report::Ruled { came, acted });
            }
        }
        Err(error) => inbox(Report::NotRuled(error)),
    }
}

/// Undoes the newest change, and says what that was.
fn undo(library: &mut Library, archive: &Archive, inbox: &Inbox) {
    let mut undone = library.undo(unix_time());
    if undone.as_ref().is_err_and(LibraryError::is_damage) {
        mend(library, archive, inbox);
        undone = library.undo(unix_time());
    }
    match undone {
        Ok(undone) => {
            report_shelf(library, archive, None, inbox);
            inbox(Report::Undone(undone));
        }
        Err(error) => report_shelf(library, archive, Some(error), inbox),
    }
}

/// The article whose text the library keeps; where it cannot be read, what is known of it.
pub fn open_kept(library: &Library, generation: u64, article: &ArticleFacts) -> Report {
    let body = match library.kept_text(&article.article) {
        Ok(body) => body.unwrap_or_default(),
        Err(error) => clean_line(&error.to_string()),
    };
    Report::Opened {
        generation,
        article: Arc::new(Article::stand_in(article, &body)),
    }
}

/// Reports what the library holds, and `error`, if there is one.
fn report_shelf(library: &mut Library, archive: &Archive, mut error: Option<LibraryError>, inbox: &Inbox) {
    match read_shelf(library, archive) {
        Ok(shelf) => inbox(Report::Shelf(Box::new(shelf))),
        Err(unread) if unread.is_damage() => return mend(library, archive, inbox),
        Err(unread) => error = error.or(Some(unread)),
    }
    if let Some(error) = error {
        inbox(Report::NotKept(error));
    }
}

/// Everything the library holds for `archive`.
pub fn read_shelf(library: &Library, archive: &Archive) -> Result<Shelf, LibraryError> {
    let identity = archive.identity();
    let mut bookmarks = library.bookmarks()?;
    bookmarks.retain(|bookmark| bookmark.scope == Scope::of(&bookmark.id, identity));
    let mut visits = library.visits()?;
    visits.retain(|visit| {
        let article = &visit.facts.article;
        article.scope == Scope::of(&article.id, identity)
    });
    let mut passages = library.passages()?;
    passages.retain(|passage| {
        let article = &passage.facts.article;
        article.scope == Scope::of(&article.id, identity)
    });
    Ok(Shelf {
        bookmarks,
        passages,
        marks: library.marks(identity)?,
        places: library.places(identity)?,
        searches: library.searches()?,
        prominences: library.prominences(identity)?,
        used: library.used(identity)?,
        searched: library.searched()?,
        visits,
        hidden: library.hidden(identity)?,
        rules: library.rules(identity)?,
        session: library.session(identity)?,
    })
}

/// The library's own form of `change`; a bookmark without a source link gets it from the post.
pub fn op_of(archive: &Archive, change: Change) -> LibraryOp {
    let key = |id| ArticleKey::of(&id, archive.identity());
    match change {
        Change::AddBookmark { mut article, path } => {
            if let (None, Some(path)) = (&article.source_url, path) {
                article.source_url = archive.read(&PostFile::from_raw(&path)).source_url;
            }
            LibraryOp::AddBookmark(*article)
        }
        Change::RemoveBookmark(id) => LibraryOp::RemoveBookmark(key(id)),
        Change::AddPassage(passage) => LibraryOp::AddPassage {
            uuid: passage.uuid,
            article: passage.facts,
            place: passage.place,
        },
        Change::NotePassage(uuid, edit) => LibraryOp::NotePassage(uuid, edit),
        Change::RemovePassage(uuid) => LibraryOp::RemovePassage(uuid),
        Change::MarkRead(id, read) => LibraryOp::MarkRead(key(id), read),
        Change::MarkLeft(id) => LibraryOp::MarkLeft(key(id)),
        Change::SetPlace(id, place) => LibraryOp::SetPlace(key(id), place),
        Change::SaveSearch { name, query } => LibraryOp::SaveSearch { name, query },
        Change::ForgetSearch(name) => LibraryOp::ForgetSearch(name),
        Change::SetProminence(entry, prominence) => LibraryOp::SetProminence(entry, prominence),
        Change::Use(entry) => LibraryOp::Use(entry),
        Change::RememberSearch(query) => LibraryOp::RememberSearch(query),
        Change::SetTags(id, tags) => LibraryOp::SetTags(key(id), tags),
        Change::EditNote(id, edit) => LibraryOp::EditNote(key(id), edit),
        Change::KeepText(id, path) => {
            let body = path.map(|path| archive.read(&PostFile::from_raw(&path)).body);
            // Of a post that cannot be read there is nothing to keep.
            LibraryOp::KeepText(key(id), body.filter(|body| !body.is_empty()))
        }
        Change::Hide(id) => LibraryOp::Hide(key(id), BY_HAND.to_owned()),
        Change::Show(id) => LibraryOp::Show(key(id)),
        Change::Visit(facts) => LibraryOp::Visit(*facts),
        Change::SetSession(state) => LibraryOp::SetSession {
            archive: archive.identity().to_owned(),
            state,
        },
        Change::Together(changes) => {
            LibraryOp::Together(changes.into_iter().map(|change| op_of(archive, change)).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Mutex;
    use std::sync::mpsc::channel;

    use super::*;
    use crate::library::Loss;
    use crate::post::PostId;

    #[test]
    fn a_library_whose_file_goes_keeps_the_change_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        let reports = Arc::new(Mutex::new(Vec::new()));
        let inbox: Inbox = {
            let reports = Arc::clone(&reports);
            Arc::new(move |report| reports.lock().unwrap().push(report))
        };
        let (errands, received) = channel();
        let id = PostId::Number(20_220_107_000_000_001);
        errands.send(Errand::Change(Change::MarkRead(id, true))).unwrap();
        drop(errands);
        let open = || {
            let library = Library::open(&path)?;
            fs::remove_file(&path).unwrap();
            Ok(library)
        };
        let archive = Archive::guide();
        serve(&archive, open, &received, &inbox);
        let reports = reports.lock().unwrap();
        let told = |report: &Report| matches!(report, Report::Rescued(rescued) if matches!(rescued.loss, Loss::Vanished(_)));
        assert_eq!(reports.iter().filter(|report| told(report)).count(), 1);
        assert!(matches!(reports.last(), Some(Report::Shelf(shelf)) if shelf.marks.read.len() == 1));
        let library = Library::open(&path).unwrap();
        assert_eq!(library.marks(archive.identity()).unwrap().read.len(), 1);
    }
}
