//! The real archive, where `FINEWS_TEST_ARCHIVE` names it: every body at every width.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::common::{checked, settings};
use finews::document::Document;

/// The posts of the archive, or none with a word said where none is named.
fn posts() -> Option<Vec<PathBuf>> {
    let Some(root) = std::env::var_os("FINEWS_TEST_ARCHIVE") else {
        // Not by `eprintln!`, which the test runner keeps to itself.
        let said = std::io::stderr()
            .write_all(b"skipped: FINEWS_TEST_ARCHIVE is not set, so the real bodies are not laid out\n");
        said.unwrap();
        return None;
    };
    let mut posts = Vec::new();
    for folder in ["_posts", "old_post"] {
        let folder = Path::new(&root).join(folder);
        let entries =
            std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        posts.extend(entries.map(|entry| entry.unwrap().path()));
    }
    posts.retain(|path| path.extension().is_some_and(|e| e == "md"));
    posts.sort();
    assert_eq!(posts.len(), 128, "posts in {}", root.display());
    Some(posts)
}

/// What stands after the front matter.
fn body(post: &str) -> &str {
    let inner = post.trim_start().strip_prefix("---").unwrap();
    inner.split_once("\n---").map_or("", |(_, body)| body)
}

#[test]
fn every_body_at_every_width() {
    for path in posts().unwrap_or_default() {
        let post = std::fs::read_to_string(&path).unwrap();
        let document = Document::parse(body(&post));
        assert!(!document.text.is_empty(), "{}", path.display());
        for text in ["em_media", "<p", "display:", "EM_StockImg", "&lt;", "&nbsp;"] {
            assert!(!document.text.contains(text), "{text} in {}", path.display());
        }
        for width in 20..=120 {
            for wide in [false, true] {
                checked(&document, &settings(width, wide));
            }
        }
    }
}
