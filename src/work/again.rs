//! Where the library could not be opened, it is tried again: there may be room, or a disk, by then. What was kept in memory
//! meanwhile goes into it.

use std::time::Duration;

use crate::archive::Archive;
use crate::library::{Library, LibraryError};
use crate::post::unix_time;

use super::Report;
use super::worker::Inbox;

/// How often it is tried.
pub(super) const AGAIN: Duration = Duration::from_secs(10);

/// Whether another try may find a library that can be changed: not where it is of a newer version.
pub(super) fn is_wanted(library: &Library) -> bool {
    let hindrance = library.why_read_only();
    library.is_in_memory() || hindrance.is_some_and(|why| !matches!(why, LibraryError::NewerVersion { .. }))
}

/// Tries to open the library, and to put what was kept in memory into it; whether it is the library from here on.
pub(super) fn open_again(
    library: &mut Library,
    open: impl FnOnce() -> Result<Library, LibraryError>,
    archive: &Archive,
    inbox: &Inbox,
) -> bool {
    let Ok(mut opened) = open() else {
        return false;
    };
    // Told once, whether or not the rest succeeds.
    if let Some(rescued) = opened.take_rescued() {
        inbox(Report::Rescued(Box::new(rescued)));
    }
    if opened.is_read_only() || opened.opened(archive.identity(), unix_time()).is_err() {
        return false;
    }
    if library.is_in_memory() && opened.take_in(library, unix_time()).is_err() {
        return false;
    }
    *library = opened;
    true
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::mpsc::channel;
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::library::{ArticleFacts, ArticleKey, LibraryOp};
    use crate::post::{DatePrecision, PostId};
    use crate::work::Change;
    use crate::work::keep::{Errand, serve};

    fn facts(number: u64) -> ArticleFacts {
        ArticleFacts {
            article: ArticleKey::of(&PostId::Number(20_220_107_000_000_000 + number), "guide"),
            title: number.to_string(),
            outlet: None,
            date: None,
            date_offset: 480,
            date_precision: DatePrecision::None,
            source_url: None,
        }
    }

    fn full(path: &Path) -> LibraryError {
        LibraryError::Full {
            path: path.to_owned(),
        }
    }

    /// A library in which 1 is bookmarked with a note, 2 was marked unread, and much was done before.
    fn kept_before(path: &Path) {
        let mut library = Library::open(path).unwrap();
        for op in [
            LibraryOp::AddBookmark(facts(1)),
            LibraryOp::SetNote(facts(1).article, Some("旧".to_owned())),
            LibraryOp::MarkRead(facts(2).article, true),
            LibraryOp::MarkRead(facts(2).article, false),
            LibraryOp::RememberSearch("旧".to_owned()),
        ] {
            library.apply(&op, 1).unwrap();
        }
    }

    #[test]
    fn what_was_kept_in_memory_goes_into_the_library_and_is_the_newest() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        kept_before(&path);
        let mut library = Library::in_memory();
        for op in [
            LibraryOp::AddBookmark(facts(3)),
            LibraryOp::SetNote(facts(1).article, Some("新".to_owned())),
            LibraryOp::MarkRead(facts(2).article, true),
            LibraryOp::RememberSearch("新".to_owned()),
            LibraryOp::Visit(facts(4)),
            LibraryOp::SetSession {
                archive: "guide".to_owned(),
                state: "新".to_owned(),
            },
        ] {
            library.apply(&op, 2).unwrap();
        }
        let inbox: Inbox = Arc::new(|_| {});
        let archive = Archive::guide();
        assert!(is_wanted(&library));
        assert!(!open_again(&mut library, || Err(full(&path)), &archive, &inbox));
        assert!(library.is_in_memory() && library.bookmarks().unwrap().len() == 1);
        assert!(open_again(
            &mut library,
            || Library::open(&path),
            &archive,
            &inbox
        ));
        assert!(!library.is_in_memory() && !is_wanted(&library));
        drop(library);

        let mut library = Library::open(&path).unwrap();
        let bookmarks = library.bookmarks().unwrap();
        assert_eq!(bookmarks.len(), 2);
        let noted = bookmarks.iter().find(|bookmark| bookmark.title == "1").unwrap();
        assert_eq!(noted.note.as_deref(), Some("新"));
        assert!(
            library
                .marks("guide")
                .unwrap()
                .read
                .contains(&facts(2).article.id)
        );
        assert_eq!(library.searched().unwrap(), ["旧", "新"]);
        assert_eq!(library.visits().unwrap()[0].facts.title, "4");
        assert_eq!(library.session("guide").unwrap().as_deref(), Some("新"));
        // What comes next is newer still, and all that came in goes out as one.
        library
            .apply(&LibraryOp::SetNote(facts(1).article, None), 3)
            .unwrap();
        library.undo(4).unwrap().unwrap();
        library.undo(4).unwrap().unwrap();
        assert_eq!(library.bookmarks().unwrap().len(), 1);
    }

    #[test]
    fn the_last_try_is_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        kept_before(&path);
        let reports = Arc::new(Mutex::new(Vec::new()));
        let inbox: Inbox = {
            let reports = Arc::clone(&reports);
            Arc::new(move |report| reports.lock().unwrap().push(report))
        };
        let (errands, received) = channel();
        let article = Box::new(facts(3));
        let change = Change::AddBookmark { article, path: None };
        errands.send(Errand::Change(change)).unwrap();
        drop(errands);
        let mut tries = 0;
        let open = || {
            tries += 1;
            if tries == 1 {
                Err(full(&path))
            } else {
                Library::open(&path)
            }
        };
        serve(&Archive::guide(), open, &received, &inbox);
        let reports = reports.lock().unwrap();
        assert!(matches!(reports[0], Report::KeepsNothing(_)));
        assert!(reports.iter().any(|report| matches!(report, Report::KeepsAgain)));
        assert_eq!(Library::open(&path).unwrap().bookmarks().unwrap().len(), 2);
    }
}
