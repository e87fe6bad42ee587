//! What has changed in an archive since its catalogue was written: the names on the disk and in the catalogue are walked
//! side by side in one order, so that a million files need no table of their own.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use rayon::prelude::*;

use crate::archive::{Archive, Group, Listing};
use crate::catalogue::{Catalogue, CatalogueError, Stamp};
use crate::post::PostId;

/// What is to be read, and what is gone.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// The groups of the listing to be read, by their number, in its order.
    pub(super) changed: Vec<usize>,
    /// Articles of which no file is left.
    pub(super) removed: Vec<PostId>,
}

/// A listing's files in order of path.
pub(super) struct Names<'a> {
    listing: &'a Listing,
    /// Path, number of the group, number within it.
    files: Vec<(&'a [u8], u32, u32)>,
}

impl<'a> Names<'a> {
    pub(super) fn of(listing: &'a Listing) -> Self {
        let groups = listing.groups.iter().zip(0..);
        let mut files: Vec<(&[u8], u32, u32)> = groups
            .flat_map(|(group, number)| {
                let files = group.files.iter().zip(0..);
                files.map(move |(file, within)| (file.raw(), number, within))
            })
            .collect();
        files.par_sort_unstable();
        Self { listing, files }
    }

    /// What the file system says of each file now, in this order. Where it says nothing the file is read again. The groups
    /// `just_read`, in order, are not asked for: they count as such files, as do all as soon as `cancelled`.
    pub(super) fn stamps(
        &self,
        archive: &Archive,
        just_read: &[usize],
        cancelled: &AtomicBool,
    ) -> Vec<Stamp> {
        let stamp = |(_, group, within): &(&[u8], u32, u32)| {
            let skipped = just_read.binary_search(&(*group as usize)).is_ok();
            if skipped || cancelled.load(Relaxed) {
                return Stamp::UNSURE;
            }
            let group: Option<&Group> = self.listing.groups.get(*group as usize);
            let file = group.and_then(|group| group.files.get(*within as usize));
            let metadata = file.and_then(|file| archive.metadata(file).ok());
            metadata.map_or(Stamp::UNSURE, |metadata| Stamp::of(&metadata))
        };
        self.files.par_iter().with_min_len(64).map(stamp).collect()
    }

    /// How they differ from what `catalogue` knows: in name alone, or, with `stamps`, in content too. Of no meaning where it
    /// was `cancelled` meanwhile.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub(super) fn difference(
        &self,
        catalogue: &Catalogue,
        stamps: Option<&[Stamp]>,
        cancelled: &AtomicBool,
    ) -> Result<Difference, CatalogueError> {
        let mut changed = vec![false; self.listing.groups.len()];
        let mut mark = |group: u32| {
            if let Some(changed) = changed.get_mut(group as usize) {
                *changed = true;
            }
        };
        let mut gone: HashSet<PostId> = HashSet::new();
        let mut here = self.files.iter().enumerate().peekable();
        catalogue.files(|path, stamp, id| {
            if cancelled.load(Relaxed) {
                return ControlFlow::Break(());
            }
            while let Some((_, (_, group, _))) = here.next_if(|(_, (name, ..))| **name < *path) {
                mark(*group);
            }
            let same = here.next_if(|(_, (name, ..))| (**name).cmp(&*path) == Ordering::Equal);
            if let Some((number, (_, group, _))) = same {
                let now = stamps.map(|stamps| stamps.get(number).copied().unwrap_or(Stamp::UNSURE));
                if now.is_some_and(|now| now != stamp || now == Stamp::UNSURE) {
                    mark(*group);
                }
            } else {
                gone.insert(id);
            }
            ControlFlow::Continue(())
        })?;
        here.for_each(|(_, (_, group, _))| mark(*group));
        if !gone.is_empty() {
            for (group, changed) in self.listing.groups.iter().zip(&mut changed) {
                *changed |= gone.remove(&group.id);
            }
        }
        let changed = changed.iter().enumerate();
        Ok(Difference {
            changed: changed
                .filter(|(_, changed)| **changed)
                .map(|(number, _)| number)
                .collect(),
            removed: gone.into_iter().collect(),
        })
    }
}
