//! The 128 real posts, which are not part of the project: `FINEWS_TEST_ARCHIVE` names their folder.
//! Not set: a printed skip. Set, but not there, or not these posts: a failure.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use finews::archive::{Archive, Group};
use finews::post::{DateFrom, DatePrecision, Folder, Post, ProblemKind, TitleFrom};

const FILES: usize = 128;
const ARTICLES: usize = 117;

fn archive() -> Option<Archive> {
    let Some(path) = std::env::var_os("FINEWS_TEST_ARCHIVE") else {
        // Not by `println!`, which the test runner keeps to itself.
        let said = std::io::stderr()
            .write_all(b"skipped: FINEWS_TEST_ARCHIVE is not set, so the real posts are not read\n");
        said.unwrap();
        return None;
    };
    let archive = Archive::open(&PathBuf::from(path)).unwrap();
    Some(archive)
}

fn posts(archive: &Archive) -> Vec<Post> {
    let groups = archive.list().groups;
    groups
        .iter()
        .flat_map(|group| &group.files)
        .map(|file| archive.read(file))
        .collect()
}

fn paths(group: &Group) -> Vec<String> {
    group.files.iter().map(finews::archive::PostFile::shown).collect()
}

#[test]
fn every_file_is_listed_once_and_nothing_is_passed_over() {
    let Some(archive) = archive() else { return };
    let listing = archive.list();
    assert_eq!(listing.files(), FILES);
    assert_eq!(listing.groups.len(), ARTICLES);
    assert_eq!(listing.problems, []);
    let mut listed: Vec<String> = listing.groups.iter().flat_map(paths).collect();
    listed.sort();
    let root = archive.root().unwrap();
    let mut on_disk: Vec<String> = ["_posts", "old_post"]
        .into_iter()
        .flat_map(|folder| {
            std::fs::read_dir(root.join(folder))
                .unwrap()
                .map(move |entry| (folder, entry.unwrap()))
        })
        .map(|(folder, entry)| format!("{folder}/{}", entry.file_name().to_str().unwrap()))
        .collect();
    on_disk.sort();
    assert_eq!(listed, on_disk);
}

/// Eleven articles have two files each: a hollow copy (archive-format 2), an article under two names (3) and
/// nine that stand in both folders (4).
#[test]
fn what_is_merged_and_why() {
    let Some(archive) = archive() else { return };
    let mut why: BTreeMap<&str, usize> = BTreeMap::new();
    for group in archive.list().groups.iter().filter(|group| group.files.len() > 1) {
        let names = paths(group);
        let reason = match names.as_slice() {
            [a, b] if Path::new(a).file_name() == Path::new(b).file_name() => "in both folders",
            [a, b] if a.contains("/-") || b.contains("/-") => "a hollow copy",
            [a, b] if a.contains("NW") != b.contains("NW") => "under two names",
            _ => panic!("merged without a reason: {names:?}"),
        };
        *why.entry(reason).or_default() += 1;
    }
    assert_eq!(
        why,
        BTreeMap::from([
            ("in both folders", 9),
            ("a hollow copy", 1),
            ("under two names", 1)
        ])
    );
    assert_eq!(FILES - ARTICLES, why.values().sum::<usize>());
}

#[test]
fn every_post_is_understood() {
    let Some(archive) = archive() else { return };
    assert_eq!(archive.name(), "金融消息");
    for post in posts(&archive) {
        let path = &post.path;
        assert!(!post.body.is_empty(), "{path}");
        assert!(!post.body.contains("[返回"), "{path}: navigation is left");
        assert!(
            !post.body.contains("<http") && !post.body.contains('\r') && !post.body.contains("<>"),
            "{path}"
        );
        assert_eq!(post.categories.len(), 1, "{path}");
        assert!(post.tag.is_some() && post.outlet.is_some(), "{path}");
        let hollow = path.contains("/-");
        assert_eq!(
            post.title_from,
            if hollow {
                TitleFrom::Body
            } else {
                TitleFrom::FrontMatter
            },
            "{path}"
        );
        assert_eq!(
            post.date.from,
            if hollow {
                DateFrom::Id
            } else {
                DateFrom::FrontMatter
            },
            "{path}"
        );
        assert_eq!(post.date.precision == DatePrecision::Second, !hollow, "{path}");
        assert_eq!(
            post.folder == Folder::OldPost,
            path.starts_with("old_post/"),
            "{path}"
        );
        let unlinked = hollow || path.ends_with("2021-12-01-init.md");
        let empty = post
            .problems
            .iter()
            .any(|problem| problem.kind == ProblemKind::EmptySource);
        assert_eq!(post.source_url.is_none(), unlinked || empty, "{path}");
    }
}

#[test]
fn its_oddities_are_told() {
    let Some(archive) = archive() else { return };
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in posts(&archive).iter().flat_map(|post| &post.problems) {
        *kinds.entry(problem.kind.name()).or_default() += 1;
    }
    let expected = BTreeMap::from([
        ("bad-date", 1),
        ("before-front-matter", 2),
        ("empty-source", 2),
        ("no-date-in-name", 1),
        ("no-title", 1),
    ]);
    assert_eq!(kinds, expected);
}
