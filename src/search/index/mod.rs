//! The index of all texts on disk, for tantivy: made of the archive, to be deleted at any time. It records the versions of
//! what it was made by and is of use to no other; what stands in its files is checked before it is trusted, once for each
//! file as long as that is not touched.
//!
//! Nothing says which articles it holds but itself: each with the checksum of the file that its text is from. An article
//! whose file has changed since is, for whoever asks, not in it. So it cannot drift from the catalogue, whatever is
//! killed when.

mod beginning;
mod error;
mod read;
mod schema;
mod tokens;
mod verify;
mod write;

use std::fs;
use std::path::{Path, PathBuf};

use tantivy::{IndexReader, ReloadPolicy};

pub use error::IndexError;
pub use read::{Snapshot, Stretch, StretchKey};
pub use schema::{Entry, Part};
pub use write::{Prepare, Prepared, Writer};

use schema::Fields;

/// The file that says what made the index.
const VERSIONS: &str = "made-by";

/// An index in a folder of its own.
pub struct TextIndex {
    index: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
    folder: PathBuf,
}

impl TextIndex {
    /// Opens the index in `folder`, made of what the parser of version `parser` reads. `None` where there is none.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where it cannot be trusted or something of another version made it: it is to be removed
    /// and made anew. [`IndexError::System`] where it cannot be read now.
    pub fn open(folder: &Path, parser: u32) -> Result<Option<Self>, IndexError> {
        if !folder.is_dir() {
            return Ok(None);
        }
        let made_by = match fs::read_to_string(folder.join(VERSIONS)) {
            Ok(made_by) => made_by,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error.into()),
        };
        if made_by != versions(parser) {
            return Err(IndexError::Damaged("made by another version".to_owned()));
        }
        let index = tantivy::Index::open_in_dir(folder)?;
        verify::verify(&index, folder)?;
        Self::with(index, folder).map(Some)
    }

    /// Makes an empty index in `folder`, which is made where it is not there.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn create(folder: &Path, parser: u32) -> Result<Self, IndexError> {
        fs::create_dir_all(folder)?;
        let index = tantivy::Index::create_in_dir(folder, schema::schema())?;
        fs::write(folder.join(VERSIONS), versions(parser))?;
        Self::with(index, folder)
    }

    /// Removes the index in `folder`, whatever it is like.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn remove(folder: &Path) -> std::io::Result<()> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn with(index: tantivy::Index, folder: &Path) -> Result<Self, IndexError> {
        schema::register(&index);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self {
            fields: Fields::of(&index.schema())?,
            index,
            reader,
            folder: folder.to_owned(),
        })
    }

    /// What was committed last, by whatever program.
    ///
    /// # Errors
    /// As [`IndexError`] has it.
    pub fn snapshot(&self) -> Result<Snapshot, IndexError> {
        self.reader.reload()?;
        Ok(Snapshot::new(self.reader.searcher(), self.fields))
    }

    /// What writes it. Takes memory and threads, which run at the priority of the one that asks.
    ///
    /// # Errors
    /// [`IndexError::Busy`] where another program writes.
    pub fn writer(&self) -> Result<Writer, IndexError> {
        Writer::new(&self.index, self.fields, &self.folder)
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Bytes of its files.
    pub fn size(&self) -> u64 {
        let files = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        files.filter_map(|file| Some(file.metadata().ok()?.len())).sum()
    }
}

impl std::fmt::Debug for TextIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextIndex")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

fn versions(parser: u32) -> String {
    format!(
        "finews text index {}, posts read by {parser}, {}\n",
        schema::VERSION,
        tantivy::version_string()
    )
}
