//! Reading files into what is loaded, on all cores, in growing batches, while another thread writes them to the catalogue.

use std::collections::HashSet;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::SystemTime;

use rayon::prelude::*;

use crate::archive::{Archive, Group, Listing};
use crate::catalogue::{Catalogue, CatalogueError, Known, Progress, Stamp};
use crate::post::{PostId, RawPath};
use crate::store::merge;

use super::batch::{Batch, Run};
use super::load::{FIRST, Loader};
use super::readers::give_way;

/// Articles of the largest batch. With four times as many, a first reading is a tenth faster and takes a third more memory.
const LARGEST: usize = 2_048;
/// Batches that may wait for the catalogue to write them.
const WAITING: usize = 4;

/// The groups of `listing` that are not among `these`.
pub(super) fn all_but<'a>(listing: &'a Listing, these: &[Group]) -> Vec<&'a Group> {
    let these: HashSet<&PostId> = these.iter().map(|group| &group.id).collect();
    let groups = listing.groups.iter();
    groups.filter(|group| !these.contains(&group.id)).collect()
}

impl Loader {
    /// Reads `groups`, and forgets `removed`, in the builder and, where it is ours to write, in `catalogue`. Gives whether it
    /// came to the end.
    pub(super) fn take_in(
        &mut self,
        groups: &[&Group],
        removed: &[PostId],
        catalogue: &mut Catalogue,
        run: &mut Run<'_, impl FnMut(Batch)>,
    ) -> Result<bool, CatalogueError> {
        self.builder.remove(removed);
        if !catalogue.writes() {
            return Ok(self.read(groups, None, run));
        }
        if !removed.is_empty() {
            self.revision = catalogue.write(&[], removed, Progress::Unfinished)?;
        }
        std::thread::scope(|scope| {
            let (sender, batches) = sync_channel::<Vec<Known>>(WAITING);
            let writer = scope.spawn(move || {
                give_way();
                let mut revision = None;
                for batch in batches {
                    revision = Some(catalogue.write(&batch, &[], Progress::Unfinished)?);
                }
                Ok(revision)
            });
            let whole = self.read(groups, Some(&sender), run);
            drop(sender);
            // A thread of ours does not panic; if it did, nothing of the catalogue could be relied on.
            let written = writer.join().unwrap_or(Err(CatalogueError::Damaged))?;
            self.revision = written.unwrap_or(self.revision);
            Ok(whole)
        })
    }

    /// Reads `groups` into the builder, and sends them to be kept. Gives whether it came to the end.
    pub(super) fn read(
        &mut self,
        mut groups: &[&Group],
        keep: Option<&SyncSender<Vec<Known>>>,
        run: &mut Run<'_, impl FnMut(Batch)>,
    ) -> bool {
        let mut size = FIRST;
        while !groups.is_empty() {
            if run.is_cancelled() {
                return false;
            }
            let (now, later) = groups.split_at(size.min(groups.len()));
            groups = later;
            run.read += now.iter().map(|group| group.files.len()).sum::<usize>();
            let archive = &self.archive;
            let mut known: Vec<Known> = self.readers.run(|| {
                let known = now.par_iter().filter_map(|group| read_group(archive, group));
                known.collect()
            });
            let last = known.last().and_then(|known| known.article.date.timestamp);
            let changed = if run.stands {
                now.iter().map(|group| group.id.clone()).collect()
            } else {
                Vec::new()
            };
            if let Some(keep) = keep {
                self.builder
                    .add(known.iter().map(|known| known.article.clone()).collect());
                // The writer has ended where it failed, which is told at the end.
                if keep.send(known).is_err() {
                    return false;
                }
            } else {
                let problems = known.iter_mut().map(|known| std::mem::take(&mut known.problems));
                self.unkept.extend(problems.flatten());
                self.builder
                    .add(known.into_iter().map(|known| known.article).collect());
            }
            let batch = run.batch(&self.builder);
            run.report(Batch {
                reached: last,
                changed,
                ..batch
            });
            size = (size * 2).min(LARGEST);
        }
        !run.is_cancelled()
    }
}
/// Reads all copies of one article and makes one entry of them; a group always has files.
fn read_group(archive: &Archive, group: &Group) -> Option<Known> {
    let (mut files, mut posts) = (Vec::new(), Vec::new());
    for file in &group.files {
        let (post, metadata) = archive.read_with_metadata(file);
        let stamp = metadata.map_or(Stamp::UNSURE, |metadata| {
            Stamp::of(&metadata).settled(SystemTime::now())
        });
        let path: RawPath = file.raw().into();
        files.push((path.clone(), stamp));
        posts.push((path, post));
    }
    let (article, problems) = merge(posts)?;
    Some(Known {
        article,
        files,
        problems,
    })
}
