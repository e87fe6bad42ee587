//! Posts of ours that hold every kind of markup: what is read of them is what a browser shows, as
//! `.ci/against-browser` found, and stays so.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use finews::archive::{PostFile, parse};
use finews::document::{BlockKind, Document};

#[test]
fn every_kind_of_markup() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/posts/markup");
    let mut posts: Vec<_> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("a post").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    posts.sort();
    assert!(posts.len() >= 20);
    let mut all = String::new();
    for path in posts {
        let post = parse(&PostFile::stdin(), &fs::read(&path).expect("a post"));
        let document = Document::parse(&post.body);
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        writeln!(all, "== {name}").unwrap();
        for block in &document.blocks {
            let kind = match block.kind {
                BlockKind::Paragraph => String::new(),
                kind => format!("{kind:?}: "),
            };
            writeln!(all, "{kind}{}", &document.text[block.range.clone()]).unwrap();
        }
        for link in &document.links {
            writeln!(all, "  <{}> {}", link.url, &document.text[link.range.clone()]).unwrap();
        }
    }
    insta::assert_snapshot!(all);
}
