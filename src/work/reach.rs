//! The moment that the reader wants to go to while the archive is still being loaded: one place between two threads.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// No moment.
const NOWHERE: i64 = i64::MIN;

/// A moment, in seconds since 1970, or none. Its copies are one.
#[derive(Clone, Debug)]
pub struct Reach(Arc<AtomicI64>);

impl Default for Reach {
    fn default() -> Self {
        Self(Arc::new(AtomicI64::new(NOWHERE)))
    }
}

impl Reach {
    /// The reader wants to go there; a newer wish replaces an older one.
    pub fn ask(&self, timestamp: i64) {
        self.0.store(timestamp, Ordering::Relaxed);
    }

    /// Takes the wish, if there is one.
    pub(super) fn take(&self) -> Option<i64> {
        let asked = self.0.swap(NOWHERE, Ordering::Relaxed);
        (asked != NOWHERE).then_some(asked)
    }
}
