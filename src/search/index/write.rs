//! Writing the index: what is added counts once it is committed.

use std::path::{Path, PathBuf};

use tantivy::indexer::IndexWriterOptions;
use tantivy::{IndexWriter, TantivyDocument};

use super::error::IndexError;
use super::schema::{Entry, Fields};
use super::verify;
use crate::post::PostId;

/// Bytes that fill up before they go to disk.
const MEMORY: usize = 64 << 20;

/// The one that writes an index.
pub struct Writer {
    inner: IndexWriter<TantivyDocument>,
    fields: Fields,
    folder: PathBuf,
}

impl Writer {
    pub(super) fn new(index: &tantivy::Index, fields: Fields, folder: &Path) -> Result<Self, IndexError> {
        // One thread: reading posts takes longer than indexing them, and what is added newest first stays so.
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(MEMORY)
            .build();
        Ok(Self {
            inner: index.writer_with_options(options)?,
            fields,
            folder: folder.to_owned(),
        })
    }

    /// Puts in the article `id`, in place of what was there of it.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn add(&mut self, id: &PostId, entry: &Entry) -> Result<(), IndexError> {
        self.inner.delete_term(self.fields.id_term(id));
        self.inner.add_document(self.fields.document(id, entry))?;
        Ok(())
    }

    /// Takes out the article `id`.
    pub fn remove(&mut self, id: &PostId) {
        self.inner.delete_term(self.fields.id_term(id));
    }

    /// Makes what was done last: all of it or, in an error, nothing since the last commit.
    ///
    /// # Errors
    /// Where the system refuses, as on a full disk.
    pub fn commit(&mut self) -> Result<(), IndexError> {
        self.inner.commit()?;
        // What cannot be noted is checked once more.
        let _ = verify::note(self.inner.index(), &self.folder);
        Ok(())
    }

    /// Ends writing, and waits until pieces that are being merged are so.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn finish(self) -> Result<(), IndexError> {
        let index = self.inner.index().clone();
        self.inner.wait_merging_threads()?;
        let _ = verify::note(&index, &self.folder);
        Ok(())
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}
