//! Leaving with an article from the screen: its citation on the clipboard, the article in a file.

use std::fs;
use std::path::Path;

use crate::desk::Desk;
use finews::app::Size;
use finews::archive::Archive;
use finews::config::{CitationStyle, Lang};
use tempfile::TempDir;

const TITLE: &str = "央行：降准/降息";
const BODY: &str = "<p>正文。</p>（文章来源：券商中国）\n\n<https://example.com/a>";

/// One article, which is being read, and the folder it lies in.
fn desk() -> (TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let posts = folder.path().join("_posts");
    fs::create_dir(&posts).unwrap();
    let post = format!("---\ntitle: \"{TITLE}\"\ndate: 2026-11-20 10:00:00 +0800\n---\n{BODY}");
    fs::write(posts.join("2026-11-20-202611202610000001.md"), post).unwrap();
    let archive = Archive::open(folder.path()).unwrap();
    let size = Size {
        width: 100,
        height: 30,
    };
    let mut desk = Desk::with(archive, Lang::Zh, size);
    desk.keys("<Enter>");
    (folder, desk)
}

#[test]
fn a_citation_is_copied_from_the_page_and_from_the_list() {
    let (_archive, mut desk) = desk();
    desk.keys("Y");
    let cited = "央行：降准/降息[N/OL]. 券商中国, 2026-11-20[2026-11-24]. https://example.com/a.";
    assert_eq!(desk.copied, [cited]);
    // Of an article that is not shown too, which names its outlet in its text.
    let mut desk = Desk::new(60, 20);
    desk.keys("Y");
    assert_eq!(desk.copied.len(), 1);
    assert!(desk.copied[0].contains("[2026-11-24]"), "{:?}", desk.copied);
}

#[test]
fn the_setting_says_how() {
    let (_archive, mut desk) = desk();
    desk.app.settings.citation = CitationStyle::Bibtex;
    desk.keys("Y");
    assert!(desk.copied[0].starts_with("@article{"), "{:?}", desk.copied);
}

#[test]
fn an_article_goes_into_the_file_that_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (_archive, mut desk) = desk();
    desk.keys("e");
    assert!(desk.status().contains("央行：降准 降息.md"), "{}", desk.status());
    desk.keys("<Esc>");
    for (name, begins) in [
        ("a.md", "# 央行"),
        ("a.html", "<!DOCTYPE"),
        ("a.txt", "央行"),
        ("b", "# 央行"),
    ] {
        desk.keys("e<^u>")
            .keys(path(name).to_str().unwrap())
            .keys("<Enter>");
        let written = path(if name == "b" { "b.md" } else { name });
        assert!(desk.status().contains("已导出到"), "{}", desk.status());
        assert!(
            fs::read_to_string(&written).unwrap().starts_with(begins),
            "{name}"
        );
    }
    desk.keys("e<^u>")
        .keys(path("a.epub").to_str().unwrap())
        .keys("<Enter>");
    assert!(fs::read(path("a.epub")).unwrap().starts_with(b"PK"));
}

/// What is said when the article goes into this file.
fn export(desk: &mut Desk, file: &Path) -> String {
    desk.keys("e<^u>").keys(file.to_str().unwrap()).keys("<Enter>");
    desk.status()
}

#[test]
fn why_nothing_was_written_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let (_archive, mut desk) = desk();
    assert!(export(&mut desk, &file("a.pdf")).contains(".epub"));
    assert!(export(&mut desk, &file("no/a.md")).contains("没有"));
    fs::create_dir(file("_posts")).unwrap();
    assert!(export(&mut desk, &file("b.md")).contains("档案"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_file_that_is_there_is_written_over_only_when_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (file, other) = (folder.path().join("a.md"), folder.path().join("b.txt"));
    fs::write(&file, "mine").unwrap();
    let (_archive, mut desk) = desk();
    let is_asked = |said: &str| said.contains("覆盖文件") && said.contains("Enter");
    assert!(is_asked(&export(&mut desk, &file)));
    desk.keys("<Esc>");
    // One who asks anew is asked again.
    assert!(is_asked(&export(&mut desk, &file)));
    assert_eq!(fs::read(&file).unwrap(), b"mine");
    // Another name is no answer to that.
    fs::write(&other, "mine too").unwrap();
    desk.keys("<^u>").keys(other.to_str().unwrap()).keys("<Enter>");
    assert!(is_asked(&desk.status()), "{}", desk.status());
    assert_eq!(fs::read(&other).unwrap(), b"mine too");
    desk.keys("<Enter>");
    assert!(desk.status().contains("已导出"), "{}", desk.status());
    assert!(fs::read_to_string(&other).unwrap().starts_with("央行"));
    assert_eq!(fs::read(&file).unwrap(), b"mine");
}

#[test]
fn what_the_archive_no_longer_has_leaves_as_the_library_keeps_it() {
    let (archive, mut desk) = desk();
    desk.keys("b:keep<Enter>q");
    fs::remove_file(archive.path().join("_posts/2026-11-20-202611202610000001.md")).unwrap();
    let mut desk = desk.again();
    desk.keys("hgj<Esc>hggj<Enter><Enter>");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.md");
    assert!(export(&mut desk, &file).contains("已导出"), "{}", desk.status());
    let written = fs::read_to_string(&file).unwrap();
    assert!(
        written.contains("央行") && written.contains("正文。"),
        "{written}"
    );
    desk.keys("Y");
    assert!(desk.copied[0].starts_with("央行：降准/降息"), "{:?}", desk.copied);
}

#[test]
fn a_prompt_that_is_left_writes_nothing() {
    let (_archive, mut desk) = desk();
    desk.keys("e<Esc>e<^u><Enter>");
    assert!(!desk.status().contains("导出"), "{}", desk.status());
    // Nothing is meant among the categories.
    desk.keys("qhe");
    assert!(desk.app.prompt.is_none());
}

#[test]
fn the_text_goes_to_a_command_or_an_editor() {
    use finews::app::Guest;
    let (_archive, mut desk) = desk();
    desk.keys("|wc -m<Enter>E");
    let [
        Guest::Pipe { command, text, .. },
        Guest::Edit { name, text: edited },
    ] = &desk.hosted[..]
    else {
        panic!("{:?}", desk.hosted);
    };
    assert_eq!(command, "wc -m");
    assert!(
        text.starts_with("央行：降准/降息\n") && text.contains("\n正文。"),
        "{text}"
    );
    assert_eq!(text, edited);
    assert_eq!(name, "央行：降准 降息.txt");
    // From the list too, and the last command comes back.
    desk.keys("q|<Up>");
    assert!(desk.status().contains("wc -m"), "{}", desk.status());
    desk.keys("<Enter>");
    assert_eq!(desk.hosted.len(), 3);
    // None is nothing.
    desk.keys("|<Enter>");
    assert_eq!(desk.hosted.len(), 3);
}
