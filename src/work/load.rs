//! Loading an archive: names first, then the posts from the newest on, in growing batches.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::archive::{Archive, Group, OpenError};
use crate::post::Problem;
use crate::store::{Article, Builder, Store, merge};

/// Articles of the first batch: more than any screen shows.
const FIRST: usize = 128;
/// Articles of the largest batch.
const LARGEST: usize = 8_192;

/// What a load has brought so far.
#[derive(Debug)]
pub struct Batch {
    /// Of the request.
    pub generation: u64,
    /// Everything read so far.
    pub store: Arc<Store>,
    /// Posts read so far.
    pub seen: usize,
    /// Problems found since the last batch.
    pub problems: Vec<Problem>,
    /// Whether this is the last batch.
    pub done: bool,
    /// Why the archive cannot be read at all.
    pub failed: Option<OpenError>,
}

/// Reads `archive` and hands each batch to `report`, until it is done or `cancelled`.
pub fn load(archive: &Archive, generation: u64, cancelled: &AtomicBool, mut report: impl FnMut(Batch)) {
    let mut builder = Builder::new();
    let mut seen = 0;
    let failed = archive.check().err();
    if failed.is_some() {
        report(Batch {
            generation,
            store: builder.snapshot(),
            seen,
            problems: Vec::new(),
            done: true,
            failed,
        });
        return;
    }
    let listing = archive.list();
    let mut problems = listing.problems;
    let mut groups = listing.groups.as_slice();
    let mut size = FIRST;
    loop {
        if cancelled.load(Ordering::Relaxed) {
            return;
        }
        let (now, later) = groups.split_at(size.min(groups.len()));
        groups = later;
        seen += now.iter().map(|group| group.files.len()).sum::<usize>();
        let read: Vec<(Article, Vec<Problem>)> = now
            .par_iter()
            .filter_map(|group| read_group(archive, group))
            .collect();
        let mut articles = Vec::with_capacity(read.len());
        for (article, found) in read {
            articles.push(article);
            problems.extend(found);
        }
        builder.add(articles);
        let done = groups.is_empty();
        let problems = std::mem::take(&mut problems);
        report(Batch {
            generation,
            store: builder.snapshot(),
            seen,
            problems,
            done,
            failed: None,
        });
        if done {
            return;
        }
        size = (size * 2).min(LARGEST);
    }
}

/// Reads all copies of one article and makes one entry of them; a group always has files.
fn read_group(archive: &Archive, group: &Group) -> Option<(Article, Vec<Problem>)> {
    merge(
        group
            .files
            .iter()
            .map(|file| (file.raw().into(), archive.read(file)))
            .collect(),
    )
}
