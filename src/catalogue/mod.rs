//! The record of an archive on disk: what was read from its files, so that the next start need not read them again.
//! One SQLite file for each archive in the cache folder; it can be deleted at any time and is made anew.
//!
//! It holds whole articles, each with all its copies: what it gives is never half of one. One program writes
//! ([`Catalogue::writes`]), others read what it has written ([`Catalogue::changes`]) and take over when it goes.
//! Where nothing can be kept, a catalogue in memory does the same for as long as the program runs.
//!
//! Dates stand as they were read, in the zone that the settings give to those that name none: another zone is
//! another catalogue, made anew, for it changes the order of everything.

mod error;
mod open;
mod read;
mod row;
mod schema;
mod stamp;
mod status;
mod tidy;
mod write;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::disk::Held;
use crate::post::{Article, PostId, Problem, RawPath};

pub use error::{CatalogueError, Notice};
pub use row::Key;
pub use stamp::Stamp;
pub use status::{Status, status};
pub use tidy::tidy;
pub use write::Progress;

/// What a catalogue is of. Any difference makes it another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The archive's identity: a moved archive keeps it.
    pub identity: String,
    /// Where the archive lies now.
    pub root: PathBuf,
    /// The version of what reads posts.
    pub parser: u32,
    /// The offset from UTC, in minutes, of dates that name none.
    pub zone: i16,
}

/// An article with the files it was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The article.
    pub article: Article,
    /// All its files, with what they were like before they were read.
    pub files: Vec<(RawPath, Stamp)>,
    /// What was odd about them.
    pub problems: Vec<Problem>,
}

/// What is known at once, whatever the size of the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Whether the whole archive has been read; else a build was stopped on the way.
    pub complete: bool,
    /// Articles.
    pub articles: usize,
    /// Files.
    pub files: usize,
    /// The number of the last change. A catalogue that is made anew goes on with numbers of its own.
    pub revision: i64,
    /// When the archive was last looked at whole, in seconds since 1970.
    pub read_at: Option<i64>,
    /// Each category's folder name and how many articles it has.
    pub categories: Vec<(String, usize)>,
    /// Category, label, and how many articles give it that label.
    pub labels: Vec<(String, Option<String>, usize)>,
}

/// What changed since some revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// These articles came or are other than they were, and these are gone.
    Since {
        /// As they are now.
        articles: Vec<Article>,
        /// No longer there.
        removed: Vec<PostId>,
        /// The last change.
        revision: i64,
    },
    /// It is too long ago: all has to be read again.
    TooMany,
}

/// An open catalogue. Belongs to one thread at a time, a background one.
#[derive(Debug)]
pub struct Catalogue {
    connection: Connection,
    subject: Subject,
    /// `None` in memory.
    path: Option<PathBuf>,
    /// Device and number of the file that is open at `path`: another program may put a new one in its place.
    file: Option<(u64, u64)>,
    /// Held by the one that writes.
    lock: Option<Held>,
}

impl Catalogue {
    /// A catalogue that ends with the program.
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn in_memory(subject: Subject) -> Result<Self, CatalogueError> {
        let connection = Connection::open_in_memory()?;
        schema::create(&connection, &subject)?;
        Ok(Self {
            connection,
            subject,
            path: None,
            file: None,
            lock: None,
        })
    }

    /// Opens the catalogue of `subject` in the cache folder `folder`, makes it where there is none and anew where
    /// what lies there is of no use. Takes time with the number of categories, not of articles. Always gives one: where
    /// nothing can be kept it is in memory. The notice says what the user should know.
    ///
    /// # Errors
    /// Where there is no memory.
    pub fn open(folder: &Path, subject: Subject) -> Result<(Self, Option<Notice>), CatalogueError> {
        open::open(folder, subject)
    }

    /// Whether it is this one that writes, not another program's. One in memory always does.
    pub fn writes(&self) -> bool {
        self.path.is_none() || self.lock.is_some()
    }

    /// Whether it lasts longer than the program.
    pub fn lasts(&self) -> bool {
        self.path.is_some()
    }

    /// Its file; none in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }
}
