//! Files to posts: which files of a folder are posts, and what each of them says. Everything that real
//! archives do to their files (`archive-format`, A and B, and 34, 37, 38, 40) is met here; what is odd
//! becomes a [`Problem`](crate::post::Problem), nothing is skipped in silence.
//!
//! An [`Archive`] is listed by names alone, which gives groups of files by article, newest first; each
//! file is then read on its own, in any order and from any thread.

mod date;
mod encoding;
mod error;
mod file;
mod front;
mod identity;
mod listing;
mod lists;
mod names;
mod open;
mod parse;
mod tail;
mod title;
mod walk;

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use include_dir::{Dir, DirEntry, include_dir};

pub use error::OpenError;
pub use file::PostFile;
pub use listing::{Group, Listing};

use crate::post::{Folder, Post, ProblemKind, without_extension};
use identity::Site;
use parse::{Context, LIMIT};

/// The built-in guide, an archive like any other.
static GUIDE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets/guide");

/// Offset from UTC, in minutes, of dates that say none: Beijing time (archive-format 25).
pub const DEFAULT_ZONE: i16 = 480;

/// An archive: a folder with `_posts` or `old_post`, or the built-in guide. Cheap to clone and to share.
#[derive(Clone, Debug)]
pub struct Archive {
    inner: Arc<Inner>,
    zone: i16,
}

#[derive(Debug)]
struct Inner {
    /// `None` for the guide.
    root: Option<PathBuf>,
    site: Site,
    identity: OnceLock<String>,
    /// Names of the pages under `category/`.
    categories: OnceLock<HashSet<String>>,
}

impl Archive {
    /// Opens the archive in the folder `root`. Reads `_config.yml` and looks until it has seen one post.
    ///
    /// # Errors
    /// As [`OpenError`] has it, if there is no such folder, no way to read it or no post in it.
    pub fn open(root: &Path) -> Result<Self, OpenError> {
        open::check(root)?;
        Ok(Self::with(Some(root.to_owned()), Site::at(root)))
    }

    /// The guide that is built into the program.
    pub fn guide() -> Self {
        let config = GUIDE
            .get_file("_config.yml")
            .map_or(b"".as_slice(), include_dir::File::contents);
        Self::with(None, Site::read(config))
    }

    fn with(root: Option<PathBuf>, site: Site) -> Self {
        let inner = Inner {
            root,
            site,
            identity: OnceLock::new(),
            categories: OnceLock::new(),
        };
        Self {
            inner: Arc::new(inner),
            zone: DEFAULT_ZONE,
        }
    }

    /// The same archive with another offset from UTC, in minutes, for dates that say none.
    #[must_use]
    pub fn with_zone(self, zone: i16) -> Self {
        Self { zone, ..self }
    }

    /// Its title in `_config.yml`, else the name of its folder. Clean, one line.
    pub fn name(&self) -> String {
        if !self.inner.site.title.is_empty() {
            return self.inner.site.title.clone();
        }
        let Some(root) = self.root() else {
            return "finews".to_owned();
        };
        let path = root.canonicalize();
        let path = path.as_deref().unwrap_or(root);
        file::shown(path.file_name().unwrap_or(path.as_os_str()).as_encoded_bytes())
    }

    /// Its folder; `None` for the guide.
    pub fn root(&self) -> Option<&Path> {
        self.inner.root.as_deref()
    }

    /// What tells this archive from any other, wherever it is moved and however it grows: `guide`, or
    /// `site-`, `git-` or `folder-` and a UUID made of what the site, the git remote or the folder is called.
    pub fn identity(&self) -> &str {
        self.inner.identity.get_or_init(|| match self.root() {
            Some(root) => identity::identity(root, &self.inner.site),
            None => "guide".to_owned(),
        })
    }

    /// Lists its posts by their names; opens none. A folder that has gone meanwhile is a problem in the listing.
    pub fn list(&self) -> Listing {
        let mut files = Vec::new();
        let mut problems = Vec::new();
        match self.root() {
            Some(root) => walk::walk(root, |found| {
                match found {
                    walk::Found::Post(file) => files.push(file),
                    walk::Found::Problem(problem) => problems.push(problem),
                }
                ControlFlow::Continue(())
            }),
            None => files.extend(guide_files()),
        }
        Listing::new(files, problems)
    }

    /// Reads one post. What cannot be read becomes a post with a title from its name, an empty body and a problem.
    pub fn read(&self, file: &PostFile) -> Post {
        let is_category = |name: &str| self.categories().contains(name);
        let context = Context {
            zone: self.zone,
            is_category: &is_category,
        };
        let bytes = match self.root() {
            Some(root) => read_plain(&root.join(file.os_path())),
            None => guide_bytes(file),
        };
        match bytes {
            Ok(bytes) => parse::parse(file, &bytes, &context),
            Err(failure) => {
                let (kind, message) = failure.describe();
                parse::unreadable(file, kind, &message, &context)
            }
        }
    }

    fn categories(&self) -> &HashSet<String> {
        self.inner.categories.get_or_init(|| {
            let pages: Vec<String> = match self.root() {
                Some(root) => fs::read_dir(root.join("category"))
                    .into_iter()
                    .flatten()
                    .flatten()
                    .map(|page| page.file_name().to_string_lossy().into_owned())
                    .collect(),
                None => GUIDE
                    .get_dir("category")
                    .into_iter()
                    .flat_map(Dir::files)
                    .filter_map(|page| Some(page.path().file_name()?.to_string_lossy().into_owned()))
                    .collect(),
            };
            pages
                .iter()
                .filter_map(|page| without_extension(page))
                .map(str::to_owned)
                .collect()
        })
    }
}

/// The post in the bytes of one file, outside any archive: what `finews show FILE` and standard input need.
pub fn parse(file: &PostFile, bytes: &[u8]) -> Post {
    parse::parse(
        file,
        bytes,
        &Context {
            zone: DEFAULT_ZONE,
            is_category: &|_| false,
        },
    )
}

/// Reads one post, outside any archive, from a file already open or from standard input; no more of it than a post may be long.
///
/// # Errors
/// If reading fails.
pub fn parse_from(file: &PostFile, reader: impl Read) -> io::Result<Post> {
    let mut bytes = Vec::new();
    reader.take(LIMIT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(parse(file, &bytes))
}

/// Why a file of an archive gave no bytes.
enum Failure {
    Io(io::Error),
    NotAFile,
}

impl Failure {
    fn describe(&self) -> (ProblemKind, String) {
        let Self::Io(error) = self else {
            return (
                ProblemKind::NotAFile,
                "neither a file nor a folder; it is not opened".to_owned(),
            );
        };
        match error.kind() {
            io::ErrorKind::NotFound => (ProblemKind::Unreadable, "the file is gone".to_owned()),
            io::ErrorKind::PermissionDenied => (
                ProblemKind::Unreadable,
                "no permission to read this file".to_owned(),
            ),
            _ if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => (
                ProblemKind::Symlink,
                "a symlink, which is not followed, as in Jekyll".to_owned(),
            ),
            _ => (
                ProblemKind::Unreadable,
                format!("the file cannot be read: {error}"),
            ),
        }
    }
}

/// The first bytes of a file, one more than a post may have. What has become a FIFO or a symlink since it was
/// listed is neither waited on nor followed.
fn read_plain(path: &Path) -> Result<Vec<u8>, Failure> {
    use rustix::fs::OFlags;
    let flags = (OFlags::NONBLOCK | OFlags::NOFOLLOW).bits();
    let file: File = OpenOptions::new()
        .read(true)
        .custom_flags(flags as i32)
        .open(path)
        .map_err(Failure::Io)?;
    let metadata = file.metadata().map_err(Failure::Io)?;
    if !metadata.is_file() {
        return Err(Failure::NotAFile);
    }
    // Room for one byte more, so that the end shows without another allocation.
    let mut bytes = Vec::with_capacity(metadata.len().min(LIMIT as u64) as usize + 1);
    file.take(LIMIT as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(Failure::Io)?;
    Ok(bytes)
}

fn guide_bytes(file: &PostFile) -> Result<Vec<u8>, Failure> {
    GUIDE
        .get_file(file.os_path())
        .map(|file| file.contents().to_owned())
        .ok_or_else(|| Failure::Io(io::ErrorKind::NotFound.into()))
}

/// The posts of the guide.
fn guide_files() -> Vec<PostFile> {
    let mut files = Vec::new();
    let mut dirs = vec![&GUIDE];
    while let Some(dir) = dirs.pop() {
        for entry in dir.entries() {
            match entry {
                DirEntry::Dir(dir) => dirs.push(dir),
                DirEntry::File(file) => files.extend(guide_file(file.path())),
            }
        }
    }
    files
}

fn guide_file(path: &Path) -> Option<PostFile> {
    let folder = path
        .iter()
        .find_map(|part| file::folder_named(part.as_encoded_bytes()))?;
    let name = path.file_name()?.to_string_lossy();
    names::why_not_a_post(&name, folder == Folder::Posts)
        .is_none()
        .then(|| PostFile::new(path.as_os_str().as_encoded_bytes(), folder))
}
