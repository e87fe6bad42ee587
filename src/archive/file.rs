//! One file of an archive by its name alone: what a listing of a million of them consists of.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::names::Name;
use crate::post::{Folder, PostId, without_extension};
use crate::text::clean::clean;

/// The name under which standard input is read.
const STDIN: &[u8] = b"-";

/// A post before it is read. Small: one allocation, 24 bytes beside it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PostFile {
    /// Raw bytes of the path relative to the archive: what is not UTF-8 must still open (archive-format 7, 8).
    path: Box<[u8]>,
    folder: Folder,
}

impl PostFile {
    /// The file at `path`, relative to the archive, `/` between folders.
    pub(super) fn new(path: impl Into<Box<[u8]>>, folder: Folder) -> Self {
        Self {
            path: path.into(),
            folder,
        }
    }

    /// One file outside any archive: it is named from its `_posts` or `old_post` on, else by its file name.
    pub fn from_path(path: &Path) -> Self {
        let bytes = path.as_os_str().as_bytes();
        let mut at = 0;
        for part in bytes.split(|&b| b == b'/') {
            let named = bytes.get(at..).unwrap_or_default();
            match folder_named(part) {
                Some(folder) if named.len() > part.len() => return Self::new(named, folder),
                _ => at += part.len() + 1,
            }
        }
        Self::new(split(bytes).1, Folder::Posts)
    }

    /// Standard input, shown as `-`.
    pub fn stdin() -> Self {
        Self::new(STDIN, Folder::Posts)
    }

    /// The post of an archive at these raw bytes, as [`PostFile::raw`] gave them.
    pub fn from_raw(path: &[u8]) -> Self {
        let folder = path.split(|&b| b == b'/').find_map(folder_named);
        Self::new(path, folder.unwrap_or(Folder::Posts))
    }

    /// The path relative to the archive, in the bytes that open it.
    pub fn raw(&self) -> &[u8] {
        &self.path
    }

    /// Where it is, relative to the archive.
    pub fn os_path(&self) -> &Path {
        Path::new(OsStr::from_bytes(&self.path))
    }

    /// The folder it stands in.
    pub fn folder(&self) -> Folder {
        self.folder
    }

    /// The path to show: lossy, cleaned, one line.
    pub fn shown(&self) -> String {
        shown(&self.path)
    }

    /// The article it belongs to (`design.md`, 1).
    pub fn id(&self) -> PostId {
        let (_, file_name) = split(&self.path);
        let number = std::str::from_utf8(file_name)
            .ok()
            .and_then(|name| PostId::from_slug(Name::of(name).slug));
        number.unwrap_or_else(|| PostId::from_path(&path_id(&self.path)))
    }

    pub(super) fn is_stdin(&self) -> bool {
        &*self.path == STDIN
    }

    pub(super) fn is_utf8(&self) -> bool {
        std::str::from_utf8(&self.path).is_ok()
    }

    /// Its name without folders, lossy.
    pub(super) fn file_name(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(split(&self.path).1)
    }

    /// The folders in front of `_posts` or `old_post`, which are categories (archive-format 11).
    pub(super) fn folders_in_front(&self) -> Vec<String> {
        let (folders, _) = split(&self.path);
        let mut parts: Vec<&[u8]> = folders.split(|&b| b == b'/').collect();
        let at = parts.iter().position(|part| folder_named(part).is_some());
        parts.truncate(at.unwrap_or(0));
        parts.iter().map(|part| shown(part)).collect()
    }
}

/// The post folder of that name, if it is one.
pub(super) fn folder_named(name: &[u8]) -> Option<Folder> {
    match name {
        b"_posts" => Some(Folder::Posts),
        b"old_post" => Some(Folder::OldPost),
        _ => None,
    }
}

/// A name or path as it may be shown: clean, on one line, runs of spaces kept, for it may be typed again.
pub(super) fn shown(path: &[u8]) -> String {
    clean(&String::from_utf8_lossy(path)).replace('\n', " ")
}

/// Folders and file name.
fn split(path: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memrchr(b'/', path).and_then(|at| path.split_at_checked(at)) {
        Some((folders, name)) => (folders, name.get(1..).unwrap_or_default()),
        None => (&[], path),
    }
}

/// The path without extension as an id: no two paths give the same one, and it can be typed and shown.
/// What is not UTF-8 and what may not be shown stands as `%1B`; a `%` that looks so stands as `%25`.
fn path_id(path: &[u8]) -> String {
    let mut out = String::with_capacity(path.len());
    for chunk in path.utf8_chunks() {
        let mut rest = chunk.valid().chars();
        while let Some(c) = rest.next() {
            let escaped = match c {
                '%' => rest.clone().take(2).filter(char::is_ascii_hexdigit).count() == 2,
                // Clean on their own, but not in every place.
                '\n' | '\u{200D}' => true,
                _ => clean(c.encode_utf8(&mut [0; 4])).chars().ne([c]),
            };
            if escaped {
                c.encode_utf8(&mut [0; 4])
                    .bytes()
                    .for_each(|b| percent(&mut out, b));
            } else {
                out.push(c);
            }
        }
        chunk.invalid().iter().for_each(|&b| percent(&mut out, b));
    }
    let stem = without_extension(&out).map(str::len);
    out.truncate(stem.unwrap_or(out.len()));
    out
}

fn percent(out: &mut String, byte: u8) {
    // Writing to a String cannot fail.
    let _ = write!(out, "%{byte:02X}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_file_is_named_from_its_post_folder_on() {
        let named = |path: &str| PostFile::from_path(Path::new(path)).shown();
        assert_eq!(
            named("/home/u/archive/_posts/2022-01-05-x.md"),
            "_posts/2022-01-05-x.md"
        );
        assert_eq!(named("a/old_post/web/x.md"), "old_post/web/x.md");
        assert_eq!(named("_posts/x.md"), "_posts/x.md");
        assert_eq!(named("/tmp/x.md"), "x.md");
        assert_eq!(named("/tmp/_posts"), "_posts");
        assert_eq!(
            PostFile::from_path(Path::new("a/old_post/x.md")).folder(),
            Folder::OldPost
        );
    }

    #[test]
    fn ids_never_collide() {
        let id = |path: &[u8]| PostFile::new(path, Folder::Posts).id().to_string();
        let paths: [&[u8]; 7] = [
            b"_posts/2022-01-05-a\xff.md",
            b"_posts/2022-01-05-a\xfe.md",
            b"_posts/2022-01-05-a%FF.md",
            b"_posts/2022-01-05-a%25FF.md",
            "_posts/2022-01-05-a\u{FFFD}.md".as_bytes(),
            b"_posts/2022-01-05-a\x1b.md",
            b"_posts/2022-01-05-a%.md",
        ];
        let mut ids: Vec<String> = paths.iter().map(|path| id(path)).collect();
        assert_eq!(ids[0], "_posts/2022-01-05-a%FF");
        assert_eq!(ids[6], "_posts/2022-01-05-a%");
        assert!(ids.iter().all(|id| crate::text::clean::clean(id) == *id));
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), paths.len());
    }

    #[test]
    fn numbers_are_ids_in_every_folder_and_form() {
        for path in [
            "_posts/2022-01-07-202201072239307540.md",
            "old_post/2022-01-07-NW202201072239307540.md",
            "_posts/-202201072239307540.md",
            "old_post/202201072239307540.html",
        ] {
            let id = PostFile::new(path.as_bytes(), Folder::Posts).id();
            assert_eq!(id, PostId::Number(202_201_072_239_307_540), "{path}");
        }
    }
}
