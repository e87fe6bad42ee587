//! Files to posts: which files of a folder are posts, and what each of them says. Everything that real
//! archives do to their files (`archive-format`, A and B, and 34, 37, 38, 40) is met here; what is odd
//! becomes a [`Problem`](crate::post::Problem), nothing is skipped in silence.
//!
//! An [`Archive`] is listed by names alone, which gives groups of files by article, newest first; each
//! file is then read on its own, in any order and from any thread.

mod bytes;
mod content;
mod date;
mod encoding;
mod error;
mod file;
mod front;
mod guide;
mod identity;
mod listing;
mod lists;
mod names;
mod open;
mod parse;
mod report;
mod tail;
mod title;
mod touched;
mod walk;

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, OnceLock};

pub use error::OpenError;
pub use file::PostFile;
pub use listing::{Files, Group, Listing};
pub use touched::Touched;

use crate::post::{Post, ProblemKind, without_extension};
use content::LIMIT;
use identity::Site;
use parse::Context;
use walk::{Found, walk};

/// Offset from UTC, in minutes, of dates that say none: Beijing time (archive-format 25).
pub const DEFAULT_ZONE: i16 = 480;

/// Raised whenever the same bytes are read into another post, so that what was kept of them is read again.
pub const PARSER: u32 = 1;

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

    /// Whether the folder `path` holds `_posts` or `old_post` itself. A look, no more: it may still hold no post.
    pub fn is_at(path: &Path) -> bool {
        open::is_archive(path)
    }

    /// The guide that is built into the program.
    pub fn guide() -> Self {
        Self::with(None, Site::read(guide::config()))
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

    /// The offset from UTC, in minutes, of dates that say none.
    pub fn zone(&self) -> i16 {
        self.zone
    }

    /// What the file system says of a post's file; of a symlink itself.
    ///
    /// # Errors
    /// Where it is gone or cannot be asked; always for the guide, which has no files.
    pub fn metadata(&self, file: &PostFile) -> io::Result<fs::Metadata> {
        let root = self.root().ok_or(io::ErrorKind::Unsupported)?;
        fs::symlink_metadata(root.join(file.os_path()))
    }

    /// Whether it is still there and can be read.
    ///
    /// # Errors
    /// As [`Archive::open`].
    pub fn check(&self) -> Result<(), OpenError> {
        self.root().map_or(Ok(()), open::check)
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

    /// Where its site stands on the web, by its `_config.yml` (`url` and `baseurl`), without a slash at its
    /// end; empty where that is not said. Clean, not checked.
    pub fn site_url(&self) -> &str {
        &self.inner.site.url
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
        self.files(|| true).map(Files::group).unwrap_or_default()
    }

    /// Its post files, the first step of a listing, or `None` as soon as `go_on` says that they are not wanted any more.
    pub fn files(&self, go_on: impl Fn() -> bool) -> Option<Files> {
        /// Names that are handed over at once.
        const MANY: usize = 1_024;
        let mut files = Files::default();
        let Some(root) = self.root() else {
            for file in guide::files() {
                files.add(Found::File(file));
            }
            return Some(files);
        };
        // Reading names and making something of them take the same time: two threads halve it.
        std::thread::scope(|scope| {
            let (sender, names) = sync_channel(MANY);
            scope.spawn(move || {
                let mut many = Vec::with_capacity(MANY);
                walk(root, |found| {
                    many.push(found);
                    if many.len() < MANY {
                        return ControlFlow::Continue(());
                    }
                    match sender.send(std::mem::replace(&mut many, Vec::with_capacity(MANY))) {
                        Ok(()) => ControlFlow::Continue(()),
                        Err(_) => ControlFlow::Break(()),
                    }
                });
                // Where nobody wants them, nobody misses them.
                let _ = sender.send(many);
            });
            for many in names {
                if !go_on() {
                    return None;
                }
                for found in many {
                    files.add(found);
                }
            }
            files.in_order();
            Some(files)
        })
    }

    /// Reads one post. What cannot be read becomes a post with a title from its name, an empty body and a problem.
    pub fn read(&self, file: &PostFile) -> Post {
        self.read_with_metadata(file).0
    }

    /// Reads one post, with what the file system said of the file before: what changes while it is read says something else
    /// afterwards. `None` where it could not be read, and for the guide.
    pub fn read_with_metadata(&self, file: &PostFile) -> (Post, Option<fs::Metadata>) {
        let is_category = |name: &str| self.categories().contains(name);
        let context = Context {
            zone: self.zone,
            is_category: &is_category,
        };
        let unreadable = |kind, message: &str| parse::unreadable(file, kind, message, &context);
        let Some(root) = self.root() else {
            let post = match guide::bytes(file) {
                Some(bytes) => parse::parse(file, bytes, &context),
                None => unreadable(ProblemKind::Unreadable, "there is no such file in the guide"),
            };
            return (post, None);
        };
        match bytes::read(&root.join(file.os_path())) {
            Ok((bytes, metadata)) => (parse::parse(file, &bytes, &context), Some(metadata)),
            Err(failure) => {
                let (kind, message) = failure.describe();
                (unreadable(kind, &message), None)
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
                None => guide::category_pages(),
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
