//! Files that the user names: written whole or not at all, never over another unasked, never into an archive.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use crate::archive::Archive;

/// Why a file was not written. What stood there stands there still.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// There is one of that name.
    #[error("{file} is there already; choose another name, or overwrite it with --force", file = .0.display())]
    Exists(PathBuf),
    /// There is something of that name that is no file.
    #[error("{file} is not a file; choose another name", file = .0.display())]
    NotAFile(PathBuf),
    /// It would lie in an archive.
    #[error("{file} lies in an archive, and finews writes into none; choose another folder", file = .0.display())]
    InArchive(PathBuf),
    /// There is no folder for it.
    #[error("there is no folder {file}; make it first, or choose another", file = .0.display())]
    NoFolder(PathBuf),
    /// An article that was to go into it cannot be read.
    #[error("{0} cannot be read, and so nothing was written; look whether it is still there")]
    Unreadable(String),
    /// Writing failed.
    #[error("cannot write {file}: {1}", file = .0.display())]
    Io(PathBuf, #[source] io::Error),
}

/// Writes a file at `path` with what `write` puts into it, over another only where that is to be replaced. Gives the path in
/// full.
///
/// # Errors
/// Nothing is written then, and a file that stood there is as it was.
pub fn write_file(
    path: &Path,
    replace: bool,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<PathBuf, NotWritten> {
    let path = place(path, replace)?;
    let folder = path.parent().unwrap_or(Path::new("/"));
    let failed = |error| NotWritten::Io(path.clone(), error);
    let (temporary, file) = Temporary::create(folder).map_err(failed)?;
    let mut out = BufWriter::new(file);
    write(&mut out)
        .and_then(|()| out.into_inner()?.sync_all())
        .map_err(failed)?;
    match temporary.put(&path, replace) {
        Ok(()) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(NotWritten::Exists(path)),
        Err(error) => Err(NotWritten::Io(path, error)),
    }
}

/// Where `path` stands in full, if a file may be written there.
fn place(path: &Path, replace: bool) -> Result<PathBuf, NotWritten> {
    let Some(name) = path.file_name() else {
        return Err(NotWritten::NotAFile(path.to_owned()));
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let full = match folder.canonicalize() {
        Ok(full) if full.is_dir() => full,
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(NotWritten::Io(path.to_owned(), error));
        }
        _ => return Err(NotWritten::NoFolder(folder.to_owned())),
    };
    let place = full.join(name);
    if full.ancestors().any(Archive::is_at) {
        return Err(NotWritten::InArchive(place));
    }
    match fs::metadata(&place) {
        Ok(found) if !found.is_file() => Err(NotWritten::NotAFile(place)),
        _ if !replace && place.symlink_metadata().is_ok() => Err(NotWritten::Exists(place)),
        _ => Ok(place),
    }
}

/// A file beside the one that is to be, which goes away unless it is put in its place.
struct Temporary {
    path: PathBuf,
}

impl Temporary {
    fn create(folder: &Path) -> io::Result<(Self, File)> {
        let mut number = 0_u32;
        loop {
            let name = format!(".finews-{}-{number}.part", std::process::id());
            let path = folder.join(name);
            match File::create_new(&path) {
                Ok(file) => return Ok((Self { path }, file)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1_000 => number += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// Gives it the name `path`, over another only where that is to be replaced.
    fn put(self, path: &Path, replace: bool) -> io::Result<()> {
        if !replace {
            // Fails where there is one by now, which a renaming would not.
            match fs::hard_link(&self.path, path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
                // Not every file system has them.
                Err(_) => {}
                Ok(()) => return Ok(()),
            }
        }
        fs::rename(&self.path, path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Where it has another name by now there is nothing to remove.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        let text = |text: &'static str| move |out: &mut BufWriter<File>| out.write_all(text.as_bytes());
        write_file(&path, false, text("一")).unwrap();
        let again = write_file(&path, false, text("二"));
        assert!(matches!(again, Err(NotWritten::Exists(_))), "{again:?}");
        let broken = write_file(&path, true, |out| {
            out.write_all(b"half")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert!(matches!(broken, Err(NotWritten::Io(..))), "{broken:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "一");
        write_file(&path, true, text("三")).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "三");
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[test]
    fn no_file_is_written_where_none_may_stand() {
        let folder = tempfile::tempdir().unwrap();
        let posts = folder.path().join("archive/_posts");
        fs::create_dir_all(&posts).unwrap();
        let archive = folder.path().join("archive");
        std::os::unix::fs::symlink(&posts, folder.path().join("link")).unwrap();
        let write = |path: &str, replace| write_file(&folder.path().join(path), replace, |_| Ok(()));
        for path in ["archive/a.md", "archive/_posts/a.md", "link/a.md", "link/../a.md"] {
            let refused = write(path, true);
            assert!(
                matches!(refused, Err(NotWritten::InArchive(_))),
                "{path}: {refused:?}"
            );
        }
        assert!(matches!(write("no/a.md", true), Err(NotWritten::NoFolder(_))));
        assert!(matches!(write("archive", true), Err(NotWritten::NotAFile(_))));
        assert!(matches!(write("..", true), Err(NotWritten::NotAFile(_))));
        assert_eq!(names(&archive), ["_posts"]);
        assert!(names(&posts).is_empty());
        write("a.md", false).unwrap();
    }
}
