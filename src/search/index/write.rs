//! Writing the index: what is added counts once it is committed.

use std::path::{Path, PathBuf};

use tantivy::indexer::IndexWriterOptions;
use tantivy::{IndexWriter, TantivyDocument, Term};

use super::error::IndexError;
use super::schema::{Entry, Fields};
use super::verify;
use crate::post::PostId;

/// Bytes that fill up before they go to disk.
const MEMORY: usize = 64 << 20;

/// Makes articles ready.
#[derive(Clone, Copy, Debug)]
pub struct Prepare(Fields);

impl Prepare {
    /// The article `id`, of which `entry` says what there is.
    pub fn article(self, id: &PostId, entry: &Entry) -> Prepared {
        Prepared {
            term: self.0.id_term(id),
            document: self.0.document(id, entry),
        }
    }
}

/// An article ready to be put into the index.
#[derive(Debug)]
pub struct Prepared {
    term: Term,
    document: TantivyDocument,
}

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
        let inner = index.writer_with_options(options)?;
        // What a commit that was broken off has written would be in the way of the same commit done again.
        inner.garbage_collect_files().wait()?;
        Ok(Self {
            inner,
            fields,
            folder: folder.to_owned(),
        })
    }

    /// What makes articles ready to be put in, in any thread.
    pub fn prepares(&self) -> Prepare {
        Prepare(self.fields)
    }

    /// Puts in an article, in place of what was there of it.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn put(&mut self, article: Prepared) -> Result<(), IndexError> {
        self.inner.delete_term(article.term);
        if let Err(error) = self.inner.add_document(article.document) {
            // The thread that writes has ended. Why is told to who waits for it.
            self.inner.prepare_commit()?;
            return Err(error.into());
        }
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
