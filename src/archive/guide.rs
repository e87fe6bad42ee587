//! The built-in guide: an archive like any other, embedded in the program.

use include_dir::{Dir, DirEntry, File, include_dir};

use super::PostFile;
use super::file::folder_named;
use super::names::why_not_a_post;
use crate::post::Folder;

static GUIDE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets/guide");

/// Its `_config.yml`, empty if it has none.
pub(super) fn config() -> &'static [u8] {
    GUIDE.get_file("_config.yml").map_or(b"", File::contents)
}

/// The bytes of one of its posts.
pub(super) fn bytes(file: &PostFile) -> Option<&'static [u8]> {
    GUIDE.get_file(file.os_path()).map(File::contents)
}

/// The names of the files under `category/`.
pub(super) fn category_pages() -> Vec<String> {
    let pages = GUIDE.get_dir("category").into_iter().flat_map(Dir::files);
    pages
        .filter_map(|page| Some(page.path().file_name()?.to_string_lossy().into_owned()))
        .collect()
}

/// Its posts, in no order.
pub(super) fn files() -> Vec<PostFile> {
    let mut files = Vec::new();
    let mut dirs = vec![&GUIDE];
    while let Some(dir) = dirs.pop() {
        for entry in dir.entries() {
            match entry {
                DirEntry::Dir(dir) => dirs.push(dir),
                DirEntry::File(file) => files.extend(post(file)),
            }
        }
    }
    files
}

fn post(file: &File<'_>) -> Option<PostFile> {
    let path = file.path();
    let folder = path
        .iter()
        .find_map(|part| folder_named(part.as_encoded_bytes()))?;
    let name = path.file_name()?.to_string_lossy();
    why_not_a_post(&name, folder == Folder::Posts)
        .is_none()
        .then(|| PostFile::new(path.as_os_str().as_encoded_bytes(), folder))
}
