//! The thread that keeps the library: opens it, sends what it holds, writes changes in order.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use crate::archive::{Archive, PostFile};
use crate::library::{ArticleKey, Library, LibraryError, LibraryOp, Scope};
use crate::post::unix_time;

use super::worker::Inbox;
use super::{Change, Report, Shelf};

/// How often the library is asked whether another program has changed it. One number is read.
const GLANCE: Duration = Duration::from_millis(1500);

/// Opens the library, reports what it holds, and writes every change that comes. Where it cannot be
/// opened, changes are kept in memory until the program ends, and that is said.
pub(super) fn serve(
    archive: &Archive,
    open: impl FnOnce() -> Result<Library, LibraryError>,
    changes: &Receiver<Change>,
    inbox: &Inbox,
) {
    let mut library = open().unwrap_or_else(|why| {
        inbox(Report::KeepsNothing(why));
        Library::in_memory()
    });
    if let Some(why) = library.why_read_only() {
        inbox(Report::KeepsNothing(why));
    }
    let opened = library.opened(archive.identity(), unix_time());
    report_shelf(&library, archive, opened.err(), inbox);
    loop {
        match changes.recv_timeout(GLANCE) {
            Ok(change) => keep(&mut library, archive, change, inbox),
            Err(RecvTimeoutError::Timeout) => {
                if library.changed_elsewhere().unwrap_or(false) {
                    report_shelf(&library, archive, None, inbox);
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Writes `change`, and says so.
fn keep(library: &mut Library, archive: &Archive, change: Change, inbox: &Inbox) {
    // That nothing can be kept has been said once; only a bookmark or a saved search is worth saying it again.
    let minor = matches!(
        change,
        Change::MarkRead(..) | Change::SetPlace(..) | Change::RememberSearch(_)
    );
    let refused = if minor && library.is_read_only() {
        None
    } else {
        library.apply(&op_of(archive, change), unix_time()).err()
    };
    inbox(Report::Settled);
    if let Some(error) = refused {
        // What is shown goes back to what is kept.
        report_shelf(library, archive, Some(error), inbox);
    }
}

/// Reports what the library holds, and `error`, if there is one.
fn report_shelf(library: &Library, archive: &Archive, mut error: Option<LibraryError>, inbox: &Inbox) {
    match read_shelf(library, archive) {
        Ok(shelf) => inbox(Report::Shelf(Box::new(shelf))),
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
    Ok(Shelf {
        bookmarks,
        marks: library.marks(identity)?,
        places: library.places(identity)?,
        searches: library.searches()?,
        searched: library.searched()?,
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
        Change::MarkRead(id, read) => LibraryOp::MarkRead(key(id), read),
        Change::SetPlace(id, place) => LibraryOp::SetPlace(key(id), place),
        Change::SaveSearch { name, query } => LibraryOp::SaveSearch { name, query },
        Change::ForgetSearch(name) => LibraryOp::ForgetSearch(name),
        Change::RememberSearch(query) => LibraryOp::RememberSearch(query),
    }
}
