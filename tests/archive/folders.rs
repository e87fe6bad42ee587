//! Folders and files that are not as they should be: what opens, what is said, and that nothing hangs or is
//! lost in silence. What root may do and others may not is tested without root's rights.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::temp::{ARTICLE, Temp, kinds, template};
use finews::archive::{Archive, OpenError, PostFile, parse_from};
use finews::post::ProblemKind as Kind;
use finews::post::{Folder, PostId, TitleFrom};

fn open_error(path: &Path) -> OpenError {
    Archive::open(path).unwrap_err()
}

/// Runs `test` where modes are obeyed: in a thread without root's rights, if the process has them.
fn without_rights<T: Send>(test: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            if rustix::process::geteuid().is_root() {
                // These change the calling thread alone, and for good; it ends with the test.
                rustix::thread::set_thread_groups(&[]).unwrap();
                rustix::thread::set_thread_gid(rustix::process::Gid::from_raw(65534)).unwrap();
                rustix::thread::set_thread_uid(rustix::process::Uid::from_raw(65534)).unwrap();
            }
            test()
        });
        thread
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

// Opening

#[test]
fn no_such_folder() {
    let temp = Temp::new();
    let path = temp.path("mis\u{1b}[31msing");
    let error = open_error(&path);
    assert!(matches!(&error, OpenError::NotFound { path: named } if *named == path));
    assert!(
        error.to_string().contains("mis[31msing"),
        "named, and clean: {error}"
    );
}

#[test]
fn a_file_instead_of_a_folder() {
    let temp = Temp::with(ARTICLE, "");
    let error = open_error(&temp.path(ARTICLE));
    let OpenError::NotAFolder { nearby, .. } = &error else {
        panic!("{error}")
    };
    assert_eq!(
        *nearby,
        [temp.root().canonicalize().unwrap()],
        "the archive it stands in"
    );
    assert!(matches!(
        open_error(&temp.path(format!("{ARTICLE}/x"))),
        OpenError::NotAFolder { .. }
    ));
}

#[test]
fn a_folder_without_posts_says_what_was_looked_for() {
    let temp = Temp::with("notes/todo.txt", "");
    let error = open_error(temp.root());
    let message = error.to_string();
    assert!(matches!(error, OpenError::NoPosts { odd: None, skipped: 0, nearby, .. } if nearby.is_empty()));
    assert!(
        message.contains("_posts") && message.contains("old_post") && !message.contains('\n'),
        "{message}"
    );
}

#[test]
fn archives_one_level_up_and_down_are_named() {
    let temp = Temp::with("b/_posts/2022-01-01-x.md", "")
        .add("a/old_post/x.md", "")
        .add("c/x.md", "")
        .add(".hidden/_posts/2022-01-01-x.md", "");
    let OpenError::NoPosts { nearby, .. } = open_error(temp.root()) else {
        panic!()
    };
    assert_eq!(nearby, [temp.path("a"), temp.path("b")]);
    let below = open_error(&temp.path("b/_posts"));
    let OpenError::NoPosts { nearby, .. } = &below else {
        panic!()
    };
    assert_eq!(*nearby, [temp.path("b").canonicalize().unwrap()]);
    assert!(below.to_string().contains("did you mean"), "{below}");
}

#[test]
fn post_folders_without_posts() {
    let temp = Temp::with("_posts/template.md", "").add("_config.yml", "title: 站");
    let error = open_error(temp.root());
    assert!(
        matches!(error, OpenError::NoPosts { skipped: 1, .. }) && error.to_string().contains("(1 entries"),
        "the one file there is counted: {error}"
    );
    let temp = Temp::with("elsewhere/2022-01-01-x.md", "");
    symlink(temp.path("elsewhere"), temp.path("_posts")).unwrap();
    assert!(open_error(temp.root()).to_string().contains("(_posts: a symlink"));
}

#[test]
fn a_folder_that_is_no_site_is_not_searched_through() {
    let temp = Temp::with("deep/down/site/_posts/2022-01-01-x.md", "");
    assert!(matches!(open_error(temp.root()), OpenError::NoPosts { .. }));
}

#[test]
fn names_and_roots() {
    let temp = Temp::with("site/_posts/2022-01-01-x.md", "");
    assert!(Archive::is_at(&temp.path("site")) && !Archive::is_at(temp.root()));
    let archive = Archive::open(&temp.path("site")).unwrap();
    assert_eq!(
        (archive.name().as_str(), archive.root()),
        ("site", Some(temp.path("site").as_path()))
    );
    let temp = temp.add(
        "site/_config.yml",
        "title: \"金融&amp;消息\u{1b}\"\nurl: https://a.example\n",
    );
    let archive = Archive::open(&temp.path("site")).unwrap();
    assert_eq!(archive.name(), "金融&消息");
    assert!(archive.identity().starts_with("site-"));
}

#[test]
fn a_linked_folder_opens() {
    let temp = Temp::with("real/_posts/2022-01-01-x.md", "");
    symlink(temp.path("real"), temp.path("link")).unwrap();
    assert_eq!(Archive::open(&temp.path("link")).unwrap().list().files(), 1);
}

// Rights

#[test]
fn a_folder_that_may_not_be_read() {
    let temp =
        Temp::with("site/_posts/2022-01-01-x.md", "").add("site/old_post/y.md", template("title: 甲", ""));
    let root = temp.path("site");
    set_mode(&root, 0o000);
    assert!(matches!(without_rights(|| open_error(&root)), OpenError::Denied { path } if path == root));
    set_mode(&root, 0o755);

    set_mode(&root.join("_posts"), 0o000);
    let problems = without_rights(|| Archive::open(&root).unwrap().list().problems);
    let found: Vec<_> = problems
        .iter()
        .map(|problem| (problem.path.as_str(), problem.kind))
        .collect();
    assert_eq!(
        found,
        [("_posts", Kind::Unreadable)],
        "old_post is there to be read"
    );

    set_mode(&root.join("old_post"), 0o000);
    let error = without_rights(|| open_error(&root));
    assert!(
        matches!(&error, OpenError::Denied { path } if path.starts_with(&root)),
        "{error}"
    );
    for folder in ["_posts", "old_post"] {
        set_mode(&root.join(folder), 0o755);
    }
}

#[test]
fn a_post_that_may_not_be_read() {
    let temp = Temp::with(ARTICLE, template("title: 甲", "正文"));
    set_mode(&temp.path(ARTICLE), 0o000);
    let post = without_rights(|| temp.post());
    assert_eq!(
        (post.title.as_str(), post.title_from, post.body.as_str()),
        ("202205261000000001", TitleFrom::Name, "")
    );
    assert_eq!(kinds(&post), [Kind::Unreadable]);
    assert!(post.problems[0].message.contains("permission"));
    assert!(post.date.timestamp.is_some(), "the name gives a day");
}

// What stands among the posts

#[test]
fn symlinks_are_told_and_not_followed() {
    let temp = Temp::with(ARTICLE, "")
        .add("outside.md", "")
        .add("files/readme.txt", "");
    for (target, link) in [
        ("../outside.md", "_posts/2022-01-01-good.md"),
        ("nowhere", "_posts/2022-01-01-dangling.md"),
        ("2022-01-01-loop.md", "_posts/2022-01-01-loop.md"),
        ("..", "_posts/up"),
        ("_posts", "old_post"),
        ("files", "linked"),
        ("files/readme.txt", "harmless.txt"),
    ] {
        symlink(target, temp.path(link)).unwrap();
    }
    let listing = temp.open().list();
    let found: Vec<_> = listing
        .problems
        .iter()
        .map(|problem| (problem.path.as_str(), problem.kind))
        .collect();
    let expected = [
        "_posts/2022-01-01-dangling.md",
        "_posts/2022-01-01-good.md",
        "_posts/2022-01-01-loop.md",
        "_posts/up",
        "linked",
        "old_post",
    ];
    assert_eq!(found, expected.map(|path| (path, Kind::Symlink)));
    assert!(listing.problems[0].message.contains("nowhere"));
    assert!(listing.problems[2].message.contains("circle"));
    assert_eq!(listing.files(), 1);
}

#[test]
fn a_fifo_is_never_opened() {
    let temp = Temp::with(ARTICLE, "");
    let fifo = |path: &str| {
        let mode = rustix::fs::Mode::from_raw_mode(0o644);
        rustix::fs::mknodat(
            rustix::fs::CWD,
            temp.path(path),
            rustix::fs::FileType::Fifo,
            mode,
            0,
        )
        .unwrap();
    };
    fifo("_posts/2022-01-01-fifo.md");
    fifo("old_post");
    assert_eq!(
        temp.listed_problems(),
        [
            ("_posts/2022-01-01-fifo.md".to_owned(), Kind::NotAFile),
            ("old_post".to_owned(), Kind::NotAFile),
        ]
    );
    // It may take a post's place after the posts were listed.
    let archive = temp.open();
    let file = archive.list().groups[0].files[0].clone();
    fs::remove_file(temp.path(ARTICLE)).unwrap();
    fifo(ARTICLE);
    assert_eq!(kinds(&archive.read(&file)), [Kind::NotAFile]);
    fs::remove_file(temp.path(ARTICLE)).unwrap();
    symlink("/dev/zero", temp.path(ARTICLE)).unwrap();
    assert_eq!(kinds(&archive.read(&file)), [Kind::Symlink]);
}

#[test]
fn names_that_are_not_utf8_open() {
    let temp = Temp::with(
        b"_posts/2022-01-01-a\xff.md",
        template("title: 甲\ndate: 2022-01-01", "一"),
    )
    .add(
        b"_posts/2022-01-01-a\xfe.md",
        template("title: 乙\ndate: 2022-01-01", "二"),
    );
    let posts = temp.posts();
    assert_eq!(
        temp.open().list().groups.len(),
        2,
        "two articles, though they look alike"
    );
    let mut titles: Vec<_> = posts.iter().map(|post| post.title.as_str()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["乙", "甲"]);
    assert_eq!(posts[0].path, "_posts/2022-01-01-a\u{FFFD}.md");
    assert_eq!(kinds(&posts[0]), [Kind::NameNotUtf8]);
}

#[test]
fn names_that_drive_terminals_are_clean() {
    let temp = Temp::with("_posts/2022-01-01-a\u{1b}[2J\n\u{202e}b.md", "# 甲");
    let post = temp.post();
    assert_eq!(post.path, "_posts/2022-01-01-a[2J b.md");
    assert_eq!(post.title, "甲", "it opens all the same");
    assert_eq!(post.id.to_string(), "_posts/2022-01-01-a%1B[2J%0A%E2%80%AEb");
}

#[test]
fn an_empty_file() {
    for content in ["", "\n \r\n", "\u{feff}"] {
        let post = Temp::with(ARTICLE, content).post();
        assert_eq!(
            (post.title.as_str(), post.body.as_str()),
            ("202205261000000001", "")
        );
        assert!(kinds(&post).contains(&Kind::Empty), "{content:?}");
    }
}

#[test]
fn a_post_of_50_mb_shows_its_beginning() {
    let mut content = template("title: 甲\ndate: 2022-05-26", "");
    content.push_str(&"很长的正文。".repeat(3_000_000));
    let temp = Temp::with(ARTICLE, &content);
    let start = Instant::now();
    let post = temp.post();
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert_eq!((post.title.as_str(), kinds(&post)), ("甲", vec![Kind::TooLarge]));
    assert!(post.body.len() > 7 << 20 && post.body.len() <= 8 << 20);
    assert!(post.body.starts_with("很长的正文。"));
}

#[test]
fn what_vanishes_is_told() {
    let temp = Temp::with("site/_posts/2022-01-01-x.md", template("title: 甲", ""));
    let archive = Archive::open(&temp.path("site")).unwrap();
    let file = archive.list().groups[0].files[0].clone();
    fs::remove_dir_all(temp.path("site")).unwrap();
    let post = archive.read(&file);
    assert_eq!((post.title.as_str(), kinds(&post)), ("x", vec![Kind::Unreadable]));
    let listing = archive.list();
    assert_eq!((listing.files(), listing.problems[0].kind), (0, Kind::Unreadable));
}

#[test]
fn bytes_of_any_kind_never_fail() {
    let mut state = 1_u32;
    let mut random = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let pieces: [&[u8]; 16] = [
        b"---\n",
        b"title: ",
        b"date: 2022",
        b"\n",
        b"+++\n",
        b"```yaml\n",
        "央行".as_bytes(),
        b"<>",
        b"<http://a>",
        b"[",
        b"\xff\xfe",
        b"\"",
        b"&#x",
        b"- a",
        b"\r",
        b": &a [*a, *a]",
    ];
    for _ in 0..3_000 {
        let mut bytes = Vec::new();
        for _ in 0..random() % 24 {
            let at = usize::from(random());
            bytes.extend(pieces.get(at % 20).copied().unwrap_or(&[at as u8]));
        }
        let post = finews::archive::parse(&PostFile::stdin(), &bytes);
        assert!(!post.title.is_empty());
    }
}

#[test]
fn hostile_yaml_ends() {
    let mut bomb = "---\na: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, of) in ["b", "c", "d", "e", "f", "g", "h", "i", "j"]
        .into_iter()
        .zip("abcdefghi".chars())
    {
        let aliases = vec![format!("*{of}"); 9].join(", ");
        bomb = format!("{bomb}{name}: &{name} [{aliases}]\n");
    }
    bomb.push_str("categories: *j\ntitle: 甲\n---\n正文");
    let deep = format!("---\ntitle: 甲\ncategories: {}\n---\n正文", "[".repeat(100_000));
    let long = format!("---\ntitle: 甲\nx: {}\n---\n正文", "{a: \"".repeat(500_000));
    for content in [bomb, deep, long] {
        let start = Instant::now();
        let post = finews::archive::parse(&PostFile::stdin(), content.as_bytes());
        assert_eq!((post.title.as_str(), post.body.as_str()), ("甲", "正文"));
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    }
}

// Listing

#[test]
fn groups_are_newest_first_and_undated_last() {
    let temp = Temp::with("_posts/2022-01-02-202201020000000001.md", "")
        .add("_posts/2022-01-02-202201020000000002.md", "")
        .add("old_post/2022-01-02-202201020000000002.md", "")
        .add("_posts/-202201030000000001.md", "")
        .add("old_post/undated.md", "")
        .add("_posts/2023-01-01-essay.md", "");
    let ids: Vec<String> = temp
        .open()
        .list()
        .groups
        .iter()
        .map(|group| group.id.to_string())
        .collect();
    assert_eq!(
        ids,
        [
            "_posts/2023-01-01-essay",
            "202201030000000001",
            "202201020000000002",
            "202201020000000001",
            "old_post/undated",
        ]
    );
}

#[test]
fn the_guide_is_an_archive_too() {
    let guide = Archive::guide();
    assert_eq!((guide.identity(), guide.root()), ("guide", None));
    assert!(!guide.name().is_empty());
    let listing = guide.list();
    assert!(listing.files() > 1 && listing.problems.is_empty());
    let mut kinds = Vec::new();
    for file in listing.groups.iter().flat_map(|group| &group.files) {
        let post = guide.read(file);
        assert_eq!(post.title_from, TitleFrom::FrontMatter, "{}", post.path);
        assert!(!post.body.is_empty());
        kinds.extend(post.problems.iter().map(|problem| problem.kind));
    }
    // Two posts are odd on purpose, to be shown as examples.
    kinds.sort();
    assert_eq!(kinds, [Kind::NotYaml, Kind::EmptySource]);
}

#[test]
fn one_file_and_standard_input() {
    let file = PostFile::from_path(Path::new(
        "/any/where/old_post/2022-05-26-NW202205261000000001.md",
    ));
    let post = parse_from(&file, template("title: 甲", "正文").as_bytes()).unwrap();
    assert_eq!(
        (post.id, post.folder),
        (PostId::Number(crate::temp::ID), Folder::OldPost)
    );
    assert_eq!(
        (post.path.as_str(), post.categories.len()),
        ("old_post/2022-05-26-NW202205261000000001.md", 0)
    );
    let post = parse_from(&PostFile::stdin(), b"text".as_slice()).unwrap();
    assert_eq!(
        (post.path.as_str(), post.title.as_str(), kinds(&post)),
        ("-", "standard input", vec![Kind::NoFrontMatter])
    );
}
