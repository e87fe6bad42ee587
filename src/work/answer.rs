//! The answer to one request that needs nothing but the archive, on whatever thread asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::archive::{Archive, PostFile};
use crate::layout::page;

use super::{Report, Request, read_article, titles};

/// The report that answers `request`; `None` where it was `cancelled`, and for a load or a change of
/// the library, which have threads and several reports of their own.
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
        Request::Source { path, then } => Report::Source {
            url: archive.read(&PostFile::from_raw(&path)).source_url,
            then,
        },
        Request::LayOut {
            generation,
            article,
            head,
            settings,
        } => Report::LaidOut {
            generation,
            page: Arc::new(page(&head, &article.document, &settings)),
        },
        Request::Titles {
            generation,
            store,
            scope,
            query,
        } => {
            let ids = titles::find(&store, &scope, &query, cancelled);
            if cancelled.load(Ordering::Relaxed) {
                return None;
            }
            Report::Titles {
                generation,
                query,
                ids,
            }
        }
        Request::Load { .. } | Request::Reach { .. } | Request::Keep(_) => return None,
    })
}
