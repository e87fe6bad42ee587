//! Whole pages of our posts, as they stand at the widths of the yardstick.

use crate::judge::posts;
use finews::document::Document;
use finews::layout::page;

/// Holds the page of the post `file` at each width to its snapshot.
fn pages(name: &str, file: &str) {
    let samples = posts::own();
    let sample = samples
        .iter()
        .find(|sample| sample.path.ends_with(file))
        .expect("the post");
    let document = Document::parse(&sample.body);
    for width in [40, 60, 80, 100] {
        let page = page(&sample.head, &document, &crate::judge::settings(width, false));
        let text: String = page.lines.iter().map(|line| line.text() + "\n").collect();
        insta::assert_snapshot!(format!("{name}_{width}"), text);
    }
}

#[test]
fn a_plain_post() {
    pages("plain", "2022-03-14-202203142305318801.md");
}

#[test]
fn a_post_of_hard_cases() {
    pages("hard", "2022-05-05-202205052370021406.md");
}

#[test]
fn lists_quotes_terms_and_ruby() {
    pages("structure", "2022-08-30-202208302498811020.md");
}

#[test]
fn markdown_with_a_table() {
    pages("markdown", "2022-06-20-markdown-weekly.md");
}
