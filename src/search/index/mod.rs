//! The index of all texts on disk, for tantivy: made of the archive, to be deleted at any time. It records the versions of
//! what it was made by and is of use to no other; what stands in its files is checked before it is trusted, once for each
//! file as long as that is not touched.
//!
//! Nothing says which articles it holds but itself: each with a stamp of what it was made of. An article that
//! has changed since is, for whoever asks, not in it. So it cannot drift from the catalogue, whatever is
//! killed when.

mod beginning;
mod error;
mod read;
mod schema;
mod tokens;
mod verify;
mod write;

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use tantivy::{IndexReader, ReloadPolicy};

pub use error::{IndexError, guarded};
pub use read::{Snapshot, Stretch, StretchKey};
pub use schema::{Entry, Part};
pub use write::{Prepare, Prepared, Writer};

use schema::Fields;

/// The file that says what made the index.
const VERSIONS: &str = "made-by";
/// Endings of the folders beside that of the index in which one is made, and one that was is taken apart.
const NEW: &str = "new";
const OLD: &str = "old";

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
        let mut before = commit(folder);
        loop {
            match guarded(|| Self::open_now(folder, parser)) {
                // What another program took away while this one looked is no damage.
                Err(IndexError::Damaged(why)) => {
                    let now = commit(folder);
                    if now == before {
                        return Err(IndexError::Damaged(why));
                    }
                    before = now;
                }
                opened => return opened,
            }
        }
    }

    fn open_now(folder: &Path, parser: u32) -> Result<Option<Self>, IndexError> {
        if !folder.is_dir() {
            return Ok(None);
        }
        let made_by = match fs::read_to_string(folder.join(VERSIONS)) {
            Ok(made_by) => made_by,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error.into()),
        };
        if made_by != versions(parser) {
            return Err(IndexError::Damaged("made by another version".to_owned()));
        }
        let index = tantivy::Index::open_in_dir(folder)?;
        verify::verify(&index, folder)?;
        Self::with(index, folder).map(Some)
    }

    /// Makes an empty index in `folder`, which only its owner may enter, in place of what is there. It is made beside it: whenever this is broken off,
    /// there is a whole index in `folder` or none.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn create(folder: &Path, parser: u32) -> Result<Self, IndexError> {
        let new = folder.with_extension(NEW);
        discard(&new)?;
        DirBuilder::new().recursive(true).mode(0o700).create(&new)?;
        tantivy::Index::create_in_dir(&new, schema::schema())?;
        fs::write(new.join(VERSIONS), versions(parser))?;
        Self::remove(folder)?;
        fs::rename(&new, folder)?;
        Self::with(tantivy::Index::open_in_dir(folder)?, folder)
    }

    /// Removes the index in `folder`, whatever it is like: at once for who opens it, whenever this is broken off.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn remove(folder: &Path) -> io::Result<()> {
        let old = folder.with_extension(OLD);
        discard(&old)?;
        match fs::rename(folder, &old) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => discard(&old),
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
        guarded(|| {
            self.reader.reload()?;
            Ok(Snapshot::new(self.reader.searcher(), self.fields))
        })
    }

    /// What writes it. Takes memory and threads, which run at the priority of the one that asks.
    ///
    /// # Errors
    /// [`IndexError::Busy`] where another program writes.
    pub fn writer(&self) -> Result<Writer, IndexError> {
        Writer::new(&self.index, self.fields, &self.folder)
    }

    /// Reads all of it and checks it, where nobody has done so for a day.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where a file is not what was written.
    pub fn look_through(&self) -> Result<(), IndexError> {
        verify::look_through(&self.index, &self.folder)
    }

    /// Has all of it checked when it is opened again.
    pub fn distrust(&self) {
        verify::forget(&self.folder);
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

/// What tells the last commit in `folder` from any other.
fn commit(folder: &Path) -> Option<(u64, i64, i64)> {
    let file = fs::metadata(folder.join("meta.json")).ok()?;
    Some((file.ino(), file.mtime(), file.mtime_nsec()))
}

/// Removes a folder, where there is one.
fn discard(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn versions(parser: u32) -> String {
    format!(
        "finews text index {}, posts read by {parser}, {}\n",
        schema::VERSION,
        tantivy::version_string()
    )
}
