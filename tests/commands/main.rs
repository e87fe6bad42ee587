//! The commands, run as programs run them: standard output, standard error, exit codes.

mod archives;
mod bookmark;
mod completions;
mod doctor;
mod errors;
mod export;
mod help;
mod library;
mod man;
mod read;
mod rules;
mod search;
mod settings;
#[path = "../support/mod.rs"]
mod support;
mod text_index;
mod trend;

use std::io::Write;
use std::process::{Output, Stdio};

use finews::library::{ArticleFacts, ArticleKey, EntryKey, Library, LibraryOp, Prominence};
use finews::post::{DatePrecision, PostId};
use serde_json::Value;
use support::{Archive, Home};

const FIRST: u64 = 202_201_050_000_000_001;

fn archive() -> Archive {
    let archive = Archive::new();
    archive
        .post("2022-01-05", FIRST, "第一条", "> 摘要。\n\n<p>正文一。<a href=\"https://example.com/a\">链接</a></p>")
        .post("2022-01-06", FIRST + 1, "第二条", "正文二。")
        .file("old_post/2022-01-05-202201050000000001.md", "---\ntitle: 第一条\ndate: 2022-01-05 10:01:00\ncategories: emnews\ntags: 滚动新闻\n---\n\n正文一。\n")
        .file("_posts/2021-12-01-init.md", "---\nlayout: post\ntitle: \"开站\"\ndate: 2021-12-01 13:33:50\ncategories: sitenews\ntags: 站长消息\n---\n\n祝贺\n")
        .file("_posts/README.md", "not a post");
    archive
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn run(home: &Home, archive: &Archive, args: &[&str]) -> String {
    let output = home.run(&[&["--archive", archive.path()], args].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// What comes of `args`, told in English.
fn output(home: &Home, archive: &Archive, args: &[&str]) -> Output {
    home.run(&[&["--archive", archive.path(), "--lang", "en"], args].concat())
}

/// What a run that does its work puts out, and what it says in English.
fn both(home: &Home, archive: &Archive, args: &[&str]) -> (String, String) {
    let output = output(home, archive, args);
    assert_eq!(output.status.code(), Some(0), "{args:?} {}", text(&output.stderr));
    (text(&output.stdout), text(&output.stderr))
}

fn json(home: &Home, archive: &Archive, args: &[&str]) -> Vec<Value> {
    run(home, archive, args)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The error of a run that must fail with `code`.
fn error(output: &Output, code: i32) -> String {
    assert_eq!(
        output.status.code(),
        Some(code),
        "{} {}",
        text(&output.stdout),
        text(&output.stderr)
    );
    assert!(
        output.stdout.is_empty(),
        "data on standard output of a failed run"
    );
    text(&output.stderr)
}

#[test]
fn list_is_newest_first() {
    let (home, archive) = (Home::new(), archive());
    let list = run(&home, &archive, &["list"]);
    let titles: Vec<&str> = list
        .lines()
        .map(|line| line.rsplit("  ").next().unwrap())
        .collect();
    assert_eq!(titles, ["第二条", "第一条", "开站"]);
    assert!(
        list.starts_with("2022-01-06 10:02  202201050000000002  实验日报  第二条\n"),
        "{list}"
    );
}

#[test]
fn list_narrows() {
    let (home, archive) = (Home::new(), archive());
    let count = |args: &[&str]| run(&home, &archive, &[&["list"], args].concat()).lines().count();
    assert_eq!(count(&["--limit", "1"]), 1);
    assert_eq!(count(&["--limit", "0"]), 0);
    assert_eq!(count(&["--category", "shiyan"]), 2);
    assert_eq!(count(&["--category", "实验日报"]), 2);
    assert_eq!(count(&["--category", "emnews"]), 1);
    assert_eq!(count(&["--since", "2022-01-06"]), 1);
    assert_eq!(count(&["--until", "2022-01-05"]), 2);
    assert_eq!(count(&["--since", "2022-01", "--until", "2022-01"]), 2);
    assert_eq!(count(&["--unread"]), 0);
    assert_eq!(count(&["--bookmarked"]), 0);
}

#[test]
fn articles_as_json() {
    let (home, archive) = (Home::new(), archive());
    let articles = json(&home, &archive, &["list", "--json"]);
    assert_eq!(articles.len(), 3);
    let first = &articles[1];
    assert_eq!(first["id"], "202201050000000001");
    assert_eq!(first["title"], "第一条");
    assert_eq!(first["date"], "2022-01-05T10:01:00+08:00");
    assert_eq!(first["date_precision"], "second");
    assert_eq!(first["date_from"], "front-matter");
    assert_eq!(first["categories"], serde_json::json!(["shiyan", "emnews"]));
    assert_eq!(first["outlet"], "实验日报");
    assert_eq!(first["source_url"], "https://example.com/202201050000000001");
    assert_eq!(first["path"], "_posts/2022-01-05-202201050000000001.md");
    assert_eq!(
        first["copies"],
        serde_json::json!(["old_post/2022-01-05-202201050000000001.md"])
    );
    assert_eq!(
        (&first["unread"], &first["bookmarked"]),
        (&Value::Bool(false), &Value::Bool(false))
    );
    assert_eq!(articles[2]["source_url"], Value::Null);
    assert_eq!(articles[2]["id"], "_posts/2021-12-01-init");
}

#[test]
fn categories_are_counted_and_labelled_from_tags() {
    let (home, archive) = (Home::new(), archive());
    let categories = json(&home, &archive, &["categories", "--json"]);
    assert_eq!(
        categories[0],
        serde_json::json!({
            "id": "shiyan", "label": "实验日报", "articles": 2, "unread": 0, "pinned": false, "hidden": false, "groups": []
        })
    );
    assert_eq!(categories.len(), 3);
    assert!(run(&home, &archive, &["categories"]).contains("站长消息"));
}

#[test]
fn categories_tell_their_order_what_the_user_made_of_them_and_their_groups() {
    let (home, archive) = (Home::new(), archive());
    let config = home.path().join("config/finews");
    std::fs::create_dir_all(&config).unwrap();
    let groups = "[groups]\n\"宏观\" = [\"实验日报\", \"emnews\", \"nowhere\"]\n\"空\" = [\"nowhere\"]\n";
    std::fs::write(config.join("config.toml"), groups).unwrap();
    let identity = finews::archive::Archive::open(archive.path().as_ref())
        .unwrap()
        .identity()
        .to_owned();
    let key = |name: &str| EntryKey::Category {
        archive: identity.clone(),
        name: name.to_owned(),
    };
    let mut library = Library::open(&home.library()).unwrap();
    for op in [
        LibraryOp::SetProminence(key("emnews"), Some(Prominence::Pinned)),
        LibraryOp::SetProminence(key("sitenews"), Some(Prominence::Hidden)),
        LibraryOp::Use(key("emnews")),
        LibraryOp::Use(key("sitenews")),
    ] {
        library.apply(&op, 1).unwrap();
    }
    drop(library);
    let ids = |sort: &str| -> Vec<String> {
        let all = json(&home, &archive, &["categories", "--json", "--sort", sort]);
        all.iter()
            .map(|it| it["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids("articles")[0], "shiyan");
    // 滚动, 实验日报, 站长消息.
    assert_eq!(ids("name"), ["emnews", "shiyan", "sitenews"]);
    assert_eq!(ids("used"), ["sitenews", "emnews", "shiyan"]);
    let plain = run(&home, &archive, &["categories", "--sort", "used"]);
    assert!(plain.lines().next().unwrap().contains("sitenews"), "{plain}");
    let all = json(&home, &archive, &["categories", "--json", "--sort", "name"]);
    let told: Vec<_> = (all.iter())
        .map(|it| {
            (
                it["pinned"] == true,
                it["hidden"] == true,
                it["groups"].to_string(),
            )
        })
        .collect();
    let group = || "[\"宏观\"]".to_owned();
    assert_eq!(
        told,
        [
            (true, false, group()),
            (false, false, group()),
            (false, true, "[]".to_owned())
        ]
    );
    // The first article is in both of its categories, and is listed once.
    let listed = run(&home, &archive, &["list", "--category", "宏观"]);
    assert_eq!(listed.lines().count(), 2, "{listed}");
    assert!(listed.contains("第一条") && listed.contains("第二条"));
    let none = output(&home, &archive, &["list", "--category", "空"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(text(&none.stderr).contains("no category is named 空"));
}

#[test]
fn show_takes_an_id_a_file_and_standard_input() {
    let (home, archive) = (Home::new(), archive());
    let by_id = run(&home, &archive, &["show", "202201050000000001"]);
    assert!(
        by_id.starts_with("第一条\n") && by_id.contains("正文一。"),
        "{by_id}"
    );
    assert_eq!(by_id, run(&home, &archive, &["show", "NW202201050000000001"]));
    assert!(run(&home, &archive, &["show", "_posts/2021-12-01-init"]).starts_with("开站\n"));

    let file = format!("{}/_posts/2022-01-05-202201050000000001.md", archive.path());
    let by_file = home.run(&["show", &file]);
    assert_eq!(by_file.status.code(), Some(0));
    assert!(text(&by_file.stdout).contains("正文一。"));

    let mut child = home
        .command(&["show", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(&std::fs::read(&file).unwrap())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        text(&output.stdout).starts_with("第一条\n"),
        "{}",
        text(&output.stdout)
    );
}

#[test]
fn plain_pages_begin_with_title_facts_and_a_blank_line() {
    let (home, archive) = (Home::new(), archive());
    let page = run(&home, &archive, &["show", "--plain", "202201050000000001"]);
    let lines: Vec<&str> = page.lines().collect();
    assert_eq!(lines[0], "第一条");
    assert!(lines[1].contains("2022-01-05 10:01"), "{page}");
    assert_eq!(lines[2], "");
    assert!(!lines[3].is_empty(), "{page}");
}

#[test]
fn plain_pages_have_no_escape_sequence_and_keep_their_width() {
    let (home, archive) = (Home::new(), archive());
    for width in ["2", "7", "20", "80"] {
        let page = run(
            &home,
            &archive,
            &[
                "show",
                "--plain",
                "--color",
                "always",
                "--width",
                width,
                "202201050000000001",
            ],
        );
        assert!(!page.contains('\u{1b}'));
        let cells = finews::text::cells::Cells::default();
        for line in page.lines() {
            assert!(cells.width(line) <= width.parse().unwrap(), "{line:?} at {width}");
        }
    }
    let styled = run(
        &home,
        &archive,
        &["show", "--color", "always", "202201050000000001"],
    );
    assert!(styled.contains("\u{1b}["), "{styled:?}");
}

/// What follows the `m` of an escape sequence.
fn after_look(part: &str) -> &str {
    part.split_once('m').unwrap().1
}

#[test]
fn plain_pages_fill_no_line_with_spaces_a_styled_one_does() {
    let home = Home::new();
    let archive = Archive::new();
    let text = "公司在3家门店推出A股产品，共12款，另有5家门店跟进B股产品，约8款。".repeat(12);
    archive.post("2022-01-05", FIRST, "第一条", &text);
    let mut filled = 0;
    for width in 20..60 {
        let width = width.to_string();
        let show = |args: &[&str]| {
            let show = ["show", "--width", &width, "202201050000000001"];
            run(&home, &archive, &[&show, args].concat())
        };
        let joined = |page: String| page.lines().map(str::trim_end).collect::<String>();
        for args in [&["--plain"][..], &["--plain", "--color", "always"], &[]] {
            assert!(joined(show(args)).contains(&text), "{args:?} at {width}");
        }
        let styled = joined(show(&["--color", "always"]));
        let looks = styled
            .split('\u{1b}')
            .map(|part| part.strip_prefix('[').map_or(part, after_look));
        filled += usize::from(!looks.collect::<String>().contains(&text));
    }
    assert!(filled > 10, "{filled} pages of 40 are filled");
}

#[test]
fn show_as_json_adds_the_text() {
    let (home, archive) = (Home::new(), archive());
    let shown = json(&home, &archive, &["show", "--json", "202201050000000001"]);
    assert_eq!(shown.len(), 1);
    assert!(shown[0]["text"].as_str().unwrap().contains("正文一。"));
    assert_eq!(shown[0]["links"][0]["url"], "https://example.com/a");
    assert_eq!(shown[0]["stocks"], serde_json::json!([]));
    assert_eq!(
        shown[0]["copies"],
        serde_json::json!(["old_post/2022-01-05-202201050000000001.md"])
    );
}

#[test]
fn check_names_what_is_odd() {
    let (home, archive) = (Home::new(), archive());
    let problems = json(&home, &archive, &["check", "--json"]);
    let readme = problems
        .iter()
        .find(|problem| problem["path"] == "_posts/README.md")
        .expect("README.md is named");
    assert_eq!(readme["kind"], "not-a-post");
    assert!(readme["shown_as"].as_str().is_some_and(|shown| !shown.is_empty()));
    assert!(run(&home, &archive, &["check"]).contains("_posts/README.md: not-a-post: "));
}

#[test]
fn a_damaged_library_is_set_aside_by_what_needs_it() {
    let (home, archive) = (Home::new(), archive());
    let noise = "noise".repeat(2000);
    std::fs::create_dir_all(home.library().parent().unwrap()).unwrap();
    for needs in [
        &["list", "--unread"][..],
        &["list", "--bookmarked"],
        &["list", "--json"],
        &["categories", "--json"],
    ] {
        std::fs::write(home.library(), &noise).unwrap();
        assert_eq!(run(&home, &archive, &["list"]).lines().count(), 3);
        assert_eq!(run(&home, &archive, &["categories"]).lines().count(), 3);
        assert!(std::fs::read_to_string(home.library()).unwrap() == noise);
        let output = home.run(&[&["--archive", archive.path()], needs].concat());
        assert_eq!(output.status.code(), Some(0), "{needs:?}");
        assert!(
            text(&output.stderr).contains("library-damaged-"),
            "{}",
            text(&output.stderr)
        );
    }
}

#[test]
fn a_command_makes_no_library() {
    let (home, archive) = (Home::new(), archive());
    run(&home, &archive, &["list"]);
    run(&home, &archive, &["bookmark", "list"]);
    assert!(!home.library().exists());
}

#[test]
fn the_guide_is_an_archive_like_any_other() {
    let home = Home::new();
    let output = home.run(&["--archive", "guide", "list", "--limit", "1"]);
    assert!(
        text(&output.stdout).contains("从这里开始"),
        "{}",
        text(&output.stderr)
    );
    let output = home.run(&["--archive", "guide", "check"]);
    for kind in ["not-yaml", "empty-source", "copies"] {
        assert!(
            text(&output.stdout).contains(kind),
            "{kind} in {}",
            text(&output.stdout)
        );
    }
}

#[test]
fn the_archive_is_named_in_three_ways() {
    let (home, archive) = (Home::new(), archive());
    let lines = |output: Output| text(&output.stdout).lines().count();
    assert_eq!(
        lines(
            home.command(&["list"])
                .env("FINEWS_ARCHIVE", archive.path())
                .output()
                .unwrap()
        ),
        3
    );
    assert_eq!(
        lines(
            home.command(&["list"])
                .current_dir(archive.path())
                .output()
                .unwrap()
        ),
        3
    );
    assert_eq!(lines(home.run(&["list", "--archive", archive.path()])), 3);
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let home = Home::new();
    let mut child = home
        .command(&["--archive", "guide", "list", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), text(&output.stderr).as_str()),
        (Some(0), "")
    );
}

#[test]
fn hostile_names_and_text_are_cleaned_on_standard_output_too() {
    let (home, archive) = (Home::new(), Archive::new());
    archive.post(
        "2022-01-05",
        FIRST,
        "题\u{1b}[31m目\u{202e}",
        "正\u{1b}]0;x\u{7}文\u{9b}2J",
    );
    archive.file("_posts/2022-01-05-\u{1b}[2Jx.md", "---\ntitle: \n---\n");
    for args in [
        &["list"][..],
        &["list", "--json"],
        &["check"],
        &["show", "202201050000000001"],
        &["export", "202201050000000001"],
        &["export", "--format", "html", "202201050000000001"],
        &["cite", "202201050000000001"],
        &["categories"],
    ] {
        let out = run(&home, &archive, args);
        assert!(
            !out.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']),
            "{args:?}: {out:?}"
        );
    }
    let error = error(&home.run(&["--archive", "/no/\u{1b}[31m", "list"]), 1);
    assert!(!error.contains('\u{1b}'));
}

/// Bookmarks the first article, an article of another archive and one that no archive holds.
fn bookmark(home: &Home) {
    let mut library = Library::open(&home.library()).unwrap();
    for (at, (id, identity)) in [
        ("202201050000000001", "any"),
        ("notes/one", "another"),
        ("202001010000000001", "any"),
    ]
    .into_iter()
    .enumerate()
    {
        let article = ArticleFacts {
            article: ArticleKey::of(&PostId::parse(id), identity),
            title: format!("收藏{at}"),
            outlet: Some("某报".to_owned()),
            date: Some(1_640_000_000),
            date_offset: 480,
            date_precision: DatePrecision::Minute,
            source_url: (at == 2).then(|| "https://example.org/kept".to_owned()),
        };
        library
            .apply(&LibraryOp::AddBookmark(article), at as i64)
            .unwrap();
    }
}

#[test]
fn bookmarks_are_listed_without_an_archive() {
    let home = Home::new();
    let list = |args: &[&str]| {
        let output = home.run(&[&["bookmark", "list"], args].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    assert_eq!(list(&[]), "");
    assert!(!home.library().exists());
    bookmark(&home);
    assert_eq!(
        list(&[]).lines().next(),
        Some("2021-12-20 19:33  202001010000000001  某报  收藏2")
    );
    let lines: Vec<Value> = list(&["--json"])
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let all = |key: &str| lines.iter().map(|line| &line[key]).collect::<Vec<_>>();
    assert_eq!(
        all("id"),
        ["202001010000000001", "notes/one", "202201050000000001"]
    );
    assert_eq!(all("path"), [&Value::Null; 3]);
    assert_eq!(all("date"), ["2021-12-20T19:33:20+08:00"; 3]);
    assert_eq!(lines[0]["source_url"], "https://example.org/kept");
    assert_eq!(lines[0]["bookmarked"], true);
}

#[test]
fn a_bookmark_takes_its_source_from_the_post() {
    let (home, archive) = (Home::new(), archive());
    bookmark(&home);
    let lines = json(&home, &archive, &["bookmark", "list", "--json"]);
    let all = |key: &str| lines.iter().map(|line| &line[key]).collect::<Vec<_>>();
    assert_eq!(all("id"), ["202001010000000001", "202201050000000001"]);
    assert_eq!(
        all("source_url"),
        [
            "https://example.org/kept",
            "https://example.com/202201050000000001"
        ]
    );
}

#[test]
fn check_counts_in_both_languages() {
    let (home, archive) = (Home::new(), archive());
    let count = |lang| {
        let output = home.run(&["--lang", lang, "--archive", archive.path(), "check"]);
        text(&output.stderr)
    };
    assert!(
        count("en").starts_with("finews: 4 posts, 3 articles, "),
        "{}",
        count("en")
    );
    assert!(
        count("zh").starts_with("finews: 读取 4 个文件，共 3 篇文章，"),
        "{}",
        count("zh")
    );
}

#[test]
fn index_reads_what_has_changed_and_says_what_it_knows() {
    let (home, archive) = (Home::new(), archive());
    let index = |arguments: &[&str]| both(&home, &archive, &[&["index"], arguments].concat()).0;
    assert!(index(&["--status"]).starts_with("no catalogue yet"));
    assert_eq!(index(&[]), "3 articles, 0 new, 4 files read\n");
    archive.post("2022-02-02", 202_202_020_000_000_001, "新的", "正文");
    assert!(index(&[]).starts_with("4 articles, 1 new, "));
    let status = index(&["--status"]);
    assert!(status.contains("4 articles, 5 files, complete"), "{status}");
    assert!(status.contains("no program writes it"), "{status}");
    assert_eq!(index(&["--rebuild"]), "4 articles, 0 new, 5 files read\n");
    // Damage is told by who only looks, and told and mended by who reads.
    let cache = home.path().join("cache/finews");
    let folder = std::fs::read_dir(&cache).unwrap().next().unwrap().unwrap().path();
    let noise: Vec<u8> = (0..40_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    std::fs::write(folder.join("catalogue.db"), noise).unwrap();
    for _ in 0..2 {
        assert!(index(&["--status"]).starts_with("the catalogue is damaged"));
    }
    let (list, said) = both(&home, &archive, &["list"]);
    assert_eq!(list.lines().count(), 4);
    assert!(said.contains("was made anew"), "{said}");
    assert!(index(&["--status"]).contains("4 articles, 5 files, complete"));
    let output = home.run(&["--archive", "guide", "index"]);
    assert_eq!(output.status.code(), Some(1));
}
