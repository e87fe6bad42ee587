//! Archives on disk, made once and kept below cargo's folder for temporary files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::archive;
use super::facts::Plan;

/// The archive of so many posts, written now where it does not lie there yet.
pub fn archive_of(posts: usize) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("archive-{posts}"));
    let complete = folder.join("complete");
    if !complete.exists() {
        fs::remove_dir_all(&folder).ok();
        archive::write(&Plan { posts, seed: 1 }, &folder).expect("an archive on disk");
        fs::write(complete, "").expect("a mark beside it");
    }
    folder
}

/// A copy of an archive whose files are links to its: what is put into it does not stand in the other.
pub fn linked(folder: &Path) -> io::Result<TempDir> {
    let copy = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    fs::copy(folder.join("_config.yml"), copy.path().join("_config.yml"))?;
    for name in ["_posts", "old_post", "category"] {
        fs::create_dir(copy.path().join(name))?;
        for entry in fs::read_dir(folder.join(name))? {
            let entry = entry?;
            fs::hard_link(entry.path(), copy.path().join(name).join(entry.file_name()))?;
        }
    }
    Ok(copy)
}

/// The first post of that archive whose body holds the full article as HTML.
pub fn long_post(folder: &Path) -> PathBuf {
    let posts = fs::read_dir(folder.join("_posts")).expect("a folder of posts");
    posts
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.metadata()
                .is_ok_and(|metadata| (6_000..20_000).contains(&metadata.len()))
        })
        .min()
        .expect("a post of ordinary length")
}
