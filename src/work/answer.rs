//! The answer to one request that needs nothing but the archive, on whatever thread asks.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::archive::{Archive, PostFile};
use crate::exchange::Facts;
use crate::layout::page;

use super::count::count;
use super::export::export;
use super::{Report, Request, Searcher, SharedIndex, plain, read_article, snippets};

/// The report that answers `request`, the last of several; `None` where it was `cancelled`, and for a load, the index
/// or a change of the library, which have threads of their own.
pub fn answer(archive: &Archive, request: Request, cancelled: &AtomicBool) -> Option<Report> {
    Some(match request {
        Request::Open {
            generation,
            path,
            copies,
            ..
        } => Report::Opened {
            generation,
            article: Arc::new(read_article(archive, &path, &copies)),
        },
        Request::OpenArchive { name, path } => Report::ArchiveOpened {
            name,
            opened: path.map_or_else(|| Ok(Archive::guide()), |path| Archive::open(&path)),
        },
        Request::Source { path, then } => Report::Source {
            url: archive.read(&PostFile::from_raw(&path)).source_url,
            then,
        },
        Request::Facts { path } => {
            let article = read_article(archive, &path, &[]);
            Report::Facts(Box::new(Facts::new(&article.post, &article.document)))
        }
        Request::About(article) => Report::About(Box::new(article.read(archive))),
        Request::Text(wanted) => plain::text(archive, *wanted),
        Request::Export(wanted) => {
            let written = export(archive, &wanted);
            Report::Exported(wanted, written)
        }
        Request::LayOut {
            generation,
            article,
            head,
            settings,
        } => Report::LaidOut {
            generation,
            page: Arc::new(page(&head, &article.document, &settings)),
        },
        Request::Search { generation, quest } => {
            let mut last = None;
            let mut searcher = Searcher::new(archive.clone(), SharedIndex::default());
            // Without an index nothing can be wrong with it.
            let _ = searcher.search(&quest, cancelled, &mut |found| last = Some(found));
            Report::Found {
                generation,
                found: Box::new(last?),
            }
        }
        Request::Count { generation, wanted } => {
            let mut searcher = Searcher::new(archive.clone(), SharedIndex::default());
            Report::Counted {
                generation,
                counts: count(&mut searcher, wanted, cancelled).0,
            }
        }
        Request::Snippets { generation, of } => Report::Snippets {
            generation,
            snippets: snippets::read(archive, &of, cancelled),
        },
        Request::Load { .. }
        | Request::Reach { .. }
        | Request::StopSearch
        | Request::Keep(_)
        | Request::Undo
        | Request::Rules(_)
        | Request::OpenKept { .. }
        | Request::Index(_) => return None,
    })
}
