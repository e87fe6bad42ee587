//! The posts that pages are judged by: our own in `tests/posts`, made hard, the guide's, and those of the archive
//! that `FINEWS_TEST_ARCHIVE` names.

use std::path::{Path, PathBuf};

use finews::archive::{PostFile, parse};
use finews::layout::PageHead;

/// A post to be set.
pub(crate) struct Sample {
    pub(crate) path: PathBuf,
    pub(crate) head: PageHead,
    pub(crate) body: String,
}

/// Our own posts, in all folders below `tests/posts`.
pub(crate) fn own() -> Vec<Sample> {
    below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/posts"))
}

/// The Chinese articles of the built-in guide: ordinary prose of ours. (English is set ragged.)
pub(crate) fn guide() -> Vec<Sample> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/guide");
    let folders = ["_posts", "old_post"].map(|folder| below(&root.join(folder)));
    let chinese = |sample: &Sample| {
        let han = sample
            .body
            .chars()
            .filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c));
        han.count() * 4 > sample.body.chars().count()
    };
    folders.into_iter().flatten().filter(chinese).collect()
}

/// The posts of the real archive, or none where none is named.
pub(crate) fn real() -> Vec<Sample> {
    let Some(root) = std::env::var_os("FINEWS_TEST_ARCHIVE") else {
        return Vec::new();
    };
    let folders = ["_posts", "old_post"].map(|folder| below(&Path::new(&root).join(folder)));
    folders.into_iter().flatten().collect()
}

/// The posts in `folder` and below it, by path.
pub(crate) fn below(folder: &Path) -> Vec<Sample> {
    let mut folders = vec![folder.to_owned()];
    let mut paths = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths.into_iter().filter_map(sample).collect()
}

fn sample(path: PathBuf) -> Option<Sample> {
    let bytes = std::fs::read(&path).ok()?;
    let post = parse(&PostFile::stdin(), &bytes);
    let head = PageHead {
        title: post.title,
        facts: vec!["某某通讯社".to_owned(), "2022-01-05 13:31".to_owned()],
        source_url: post.source_url,
        copies: Vec::new(),
    };
    Some(Sample {
        path,
        head,
        body: post.body,
    })
}
