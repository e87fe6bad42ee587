//! Archives on disk, made once and kept below cargo's folder for temporary files.

use std::path::{Path, PathBuf};

use super::archive;
use super::facts::Plan;

/// The archive of so many posts, written now where it does not lie there yet.
pub fn archive_of(posts: usize) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("archive-{posts}"));
    let complete = folder.join("complete");
    if !complete.exists() {
        std::fs::remove_dir_all(&folder).ok();
        archive::write(&Plan { posts, seed: 1 }, &folder).expect("an archive on disk");
        std::fs::write(complete, "").expect("a mark beside it");
    }
    folder
}

/// The first post of that archive whose body holds the full article as HTML.
pub fn long_post(folder: &Path) -> PathBuf {
    let posts = std::fs::read_dir(folder.join("_posts")).expect("a folder of posts");
    posts
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.metadata()
                .is_ok_and(|metadata| (6_000..20_000).contains(&metadata.len()))
        })
        .min()
        .expect("a post of ordinary length")
}
