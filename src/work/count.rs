//! How many articles each of several queries finds, as far as that is known without reading one.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;

use crate::search::IndexError;

use super::readers::give_way;
use super::worker::{Inbox, Order, take_waiting};
use super::{IndexNews, Quest, Report, Request, Searcher};

/// A query whose articles are to be counted.
#[derive(Clone, Debug)]
pub struct CountOf {
    /// Under which name the count comes back.
    pub name: Arc<str>,
    /// The query; nothing is read for it.
    pub quest: Quest,
}

/// How many articles there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// So many for sure.
    pub articles: usize,
    /// Whether there may be more.
    pub more: bool,
}

impl Count {
    /// So many and no more.
    pub fn exact(articles: usize) -> Self {
        Self {
            articles,
            more: false,
        }
    }
}

/// Counts by the names of what they count.
pub type Counts = Vec<(Arc<str>, Count)>;

/// The counts of `wanted`, and what is wrong with the index; fewer once `cancelled`.
pub(super) fn count(
    searcher: &mut Searcher,
    wanted: Vec<CountOf>,
    cancelled: &AtomicBool,
) -> (Counts, Result<(), IndexError>) {
    let (mut counts, mut wrong) = (Counts::with_capacity(wanted.len()), Ok(()));
    for CountOf { name, quest } in wanted {
        let counted = searcher.search(&quest, cancelled, &mut |found| {
            let count = Count {
                articles: found.total,
                more: found.open > 0,
            };
            counts.push((Arc::clone(&name), count));
        });
        wrong = wrong.and(counted);
    }
    (counts, wrong)
}

/// Answers the newest of the requests that wait, and leaves the processor to whoever else wants it.
pub(super) fn serve(mut searcher: Searcher, requests: &Receiver<Order<Request>>, inbox: &Inbox) {
    give_way();
    while let Some(waiting) = take_waiting(requests) {
        let Some((Request::Count { generation, wanted }, cancelled)) = waiting.into_iter().next_back() else {
            continue;
        };
        let (counts, wrong) = count(&mut searcher, wanted, &cancelled);
        if !cancelled.load(Ordering::Relaxed) {
            inbox(Report::Counted { generation, counts });
        }
        if let Err(error) = wrong {
            inbox(Report::Index(IndexNews::Trouble(error)));
        }
    }
}
