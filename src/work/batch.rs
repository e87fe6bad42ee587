//! What a load tells on its way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::archive::OpenError;
use crate::catalogue::Notice;
use crate::post::{PostId, Problem};
use crate::store::{Builder, Store};

/// How closely a load looks at files that are known already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// Only at those of which the watched folders tell; at all of them where not all can be told.
    Told,
    /// At their names, sizes, times and numbers in the file system. Those that are other than they were are read.
    #[default]
    Files,
    /// At their contents: every file is read again.
    Contents,
}

/// What a load has brought so far.
#[derive(Debug)]
pub struct Batch {
    /// Of the request.
    pub generation: u64,
    /// Everything known so far.
    pub store: Arc<Store>,
    /// Articles known so far.
    pub seen: usize,
    /// Posts read from their files so far.
    pub read: usize,
    /// Articles that have come since the archive was looked at last, so far; 0 where it never was.
    pub new: usize,
    /// The moment, in seconds since 1970, from which on everything newer is there, as far as the names of files tell;
    /// `None` where that is not known.
    pub reached: Option<i64>,
    /// Whether nothing is missing that was known before this load: it can take the place of what is on the screen.
    pub stands: bool,
    /// Articles read again since the last batch; none in a load from the beginning.
    pub changed: Vec<PostId>,
    /// When the archive was last looked at whole, in seconds since 1970, as far as that is known.
    pub looked_at: Option<i64>,
    /// Whether this is the last batch.
    pub done: bool,
    /// With the last batch, everything odd about the archive.
    pub problems: Vec<Problem>,
    /// Why the archive cannot be read at all.
    pub failed: Option<OpenError>,
    /// What is to be said of the catalogue.
    pub notice: Option<Notice>,
}

/// One load under way.
pub(super) struct Run<'a, R> {
    pub(super) generation: u64,
    pub(super) look: Look,
    pub(super) cancelled: &'a AtomicBool,
    pub(super) report: R,
    /// Articles when the archive was looked at last.
    pub(super) before: usize,
    /// Whether it was ever looked at whole.
    pub(super) again: bool,
    /// See [`Batch::stands`].
    pub(super) stands: bool,
    /// Posts read from their files.
    pub(super) read: usize,
}

impl<R: FnMut(Batch)> Run<'_, R> {
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// What there is so far.
    pub(super) fn batch(&self, builder: &Builder) -> Batch {
        let new = builder.len().saturating_sub(self.before);
        Batch {
            generation: self.generation,
            store: builder.snapshot(),
            seen: builder.len(),
            read: self.read,
            new: if self.again { new } else { 0 },
            reached: None,
            stands: self.stands,
            changed: Vec::new(),
            looked_at: None,
            done: false,
            problems: Vec::new(),
            failed: None,
            notice: None,
        }
    }

    pub(super) fn report(&mut self, batch: Batch) {
        (self.report)(batch);
    }
}
