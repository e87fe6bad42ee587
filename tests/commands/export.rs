//! `finews export` and `finews cite`: what they write, where, and what they refuse.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use finews::library::{ArticleFacts, ArticleKey, Library, LibraryOp};
use finews::post::{DatePrecision, PostId};
use serde_json::Value;

use super::support::{Home, Screen};
use super::{FIRST, archive, error, run, text};

const ID: &str = "202201050000000001";
const OTHER: &str = "202201050000000002";

#[test]
fn an_article_goes_to_standard_output() {
    let (home, archive) = (Home::new(), archive());
    let markdown = run(&home, &archive, &["export", ID]);
    assert_eq!(
        markdown,
        "# 第一条\n\n实验日报 · 2022-01-05 10:01 · <https://example.com/202201050000000001>\n\n> 摘要。\n\n\
         正文一。[链接](https://example.com/a)\n"
    );
    let html = run(&home, &archive, &["export", "--format", "html", ID, OTHER]);
    assert!(
        html.contains("<h1>第一条</h1>") && html.contains("<h1>第二条</h1>"),
        "{html}"
    );
    let plain = run(&home, &archive, &["export", "--format", "text", ID]);
    assert_eq!(plain, run(&home, &archive, &["show", "--plain", ID]));
    let book = home.run(&["--archive", archive.path(), "export", "--format", "epub", ID]);
    assert!(book.stdout.starts_with(b"PK\x03\x04"), "a pipe takes a book");
}

#[test]
fn a_post_on_standard_input_is_exported_too() {
    let home = Home::new();
    let mut child = home
        .command(&["export", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let post = "---\ntitle: 题\n---\n<p>文</p>";
    child.stdin.take().unwrap().write_all(post.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(&output.stdout), "# 题\n\n文\n");
}

#[test]
fn the_name_of_the_file_tells_its_format() {
    let (home, archive) = (Home::new(), archive());
    let beginning = |name: &str| {
        let said = run(&home, &archive, &["export", ID, "--output", name]);
        assert_eq!(said, "");
        fs::read(home.path().join(name)).unwrap()[..4].to_vec()
    };
    assert_eq!(beginning("a.md"), b"# \xe7\xac");
    assert_eq!(beginning("a.HTML"), b"<!DO");
    assert_eq!(beginning("a.epub"), b"PK\x03\x04");
    let unknown = error(
        &home.run(&["--archive", archive.path(), "export", ID, "--output", "a.pdf"]),
        1,
    );
    assert!(
        unknown.contains("a.pdf") && unknown.contains("--format"),
        "{unknown}"
    );
    run(
        &home,
        &archive,
        &["export", ID, "--format", "text", "-o", "a.pdf"],
    );
}

#[test]
fn bookmarks_and_what_a_query_finds_are_exported() {
    let (home, archive) = (Home::new(), archive());
    let found = run(&home, &archive, &["export", "--search", "正文"]);
    assert!(
        found.starts_with("# 第二条") && found.contains("# 第一条"),
        "{found}"
    );
    let one = run(&home, &archive, &["export", "--search", "正文", "--limit", "1"]);
    assert!(!one.contains("第一条"), "{one}");
    let nothing = |args: &[&str]| {
        let all = [&["--archive", archive.path(), "export"], args].concat();
        error(&home.run(&all), 1)
    };
    assert!(nothing(&["--bookmarked"]).contains("没有可导出"));
    assert!(nothing(&["--search", "查无此事"]).contains("没有可导出"));
    super::bookmark(&home);
    let kept = home.run(&["--archive", archive.path(), "export", "--bookmarked"]);
    assert!(text(&kept.stdout).starts_with("# 第一条"));
    assert!(!text(&kept.stdout).contains("第二条"));
    // Of the one that is gone, what the library knows.
    assert!(text(&kept.stdout).contains("\n# "), "{}", text(&kept.stdout));
    assert!(
        text(&kept.stderr).contains("1 条收藏的文章已不在档案里"),
        "{}",
        text(&kept.stderr)
    );
}

#[test]
fn what_the_archive_no_longer_has_comes_from_the_library() {
    let (home, archive) = (Home::new(), archive());
    let gone = FIRST + 7;
    let key = ArticleKey::of(&PostId::Number(gone), "");
    let mut library = Library::open(&home.library()).unwrap();
    let facts = ArticleFacts {
        article: key.clone(),
        title: "删去的一条".to_owned(),
        outlet: Some("证券时报".to_owned()),
        date: Some(1_641_355_200),
        date_offset: 480,
        date_precision: DatePrecision::Second,
        source_url: None,
    };
    library.apply(&LibraryOp::AddBookmark(facts), 1).unwrap();
    let id = gone.to_string();
    let both = |args: &[&str]| super::both(&home, &archive, args);
    let (cited, told) = both(&["cite", &id]);
    assert!(
        cited.starts_with("删去的一条[N]. 证券时报, 2022-01-05"),
        "{cited}"
    );
    assert!(
        told.contains("no longer in the archive") && told.contains("not kept"),
        "{told}"
    );
    let text_kept = LibraryOp::KeepText(key, Some("只剩这里的正文。".to_owned()));
    library.apply(&text_kept, 2).unwrap();
    drop(library);
    let (shown, told) = both(&["show", &id]);
    assert!(shown.contains("只剩这里的正文。"), "{shown}");
    assert!(told.contains("the one the library keeps"), "{told}");
    let (exported, told) = both(&["export", "--bookmarked"]);
    assert!(exported.contains("只剩这里的正文。"), "{exported}");
    assert_eq!(told, "");
    // Of an archive that is gone altogether too.
    let nowhere = home.run(&["--archive", "nowhere", "show", &id]);
    assert!(text(&nowhere.stdout).contains("只剩这里的正文。"));
    let unknown = home.run(&["--archive", "nowhere", "show", "1"]);
    assert!(error(&unknown, 1).contains("nowhere"));
    // It leaves with all the rest, and comes back.
    let (records, _) = both(&["bookmark", "export"]);
    let other = Home::new();
    fs::write(other.path().join("a.jsonl"), records).unwrap();
    let imported = other.run(&["bookmark", "import", "a.jsonl"]);
    assert_eq!(imported.status.code(), Some(0), "{}", text(&imported.stderr));
    let shown = super::run(&other, &archive, &["show", &id]);
    assert!(shown.contains("只剩这里的正文。"), "{shown}");
}

#[test]
fn nothing_is_overwritten_unasked() {
    let (home, archive) = (Home::new(), archive());
    let path = home.path().join("a.md");
    fs::write(&path, "mine").unwrap();
    let arguments = [
        "--archive",
        archive.path(),
        "--lang",
        "en",
        "export",
        ID,
        "--output",
        "a.md",
    ];
    let refused = error(&home.run(&arguments), 1);
    assert!(
        refused.contains("a.md") && refused.contains("--force"),
        "{refused}"
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    run(&home, &archive, &["export", ID, "--output", "a.md", "--force"]);
    assert!(fs::read_to_string(&path).unwrap().starts_with("# 第一条"));
}

#[test]
fn no_archive_is_written_to() {
    let (home, archive) = (Home::new(), archive());
    for place in ["x.md", "_posts/x.md", "category/../x.md"] {
        fs::create_dir_all(format!("{}/category", archive.path())).unwrap();
        let place = format!("{}/{place}", archive.path());
        for force in [&[][..], &["--force"]] {
            let arguments = ["--archive", archive.path(), "export", ID, "--output", &place];
            let refused = error(&home.run(&[&arguments[..], force].concat()), 1);
            assert!(refused.contains("档案"), "{refused}");
        }
        assert!(!fs::exists(&place).unwrap());
    }
}

#[test]
fn a_book_is_nothing_for_a_terminal() {
    let (home, archive) = (Home::new(), archive());
    let arguments = ["--archive", archive.path(), "export", "--format", "epub", ID];
    let mut screen = Screen::start(&home, &arguments, (100, 10));
    assert_eq!(screen.wait_end().exit_code(), 1);
    let said = String::from_utf8_lossy(&screen.bytes()).into_owned();
    assert!(said.contains("--output"), "{said}");
}

#[test]
fn citations_in_every_style() {
    let (home, archive) = (Home::new(), archive());
    let cite = |args: &[&str]| {
        let rest = [&["cite", "--accessed", "2026-11-28"], args].concat();
        run(&home, &archive, &rest)
    };
    assert_eq!(
        cite(&[ID]),
        "第一条[N/OL]. 实验日报, 2022-01-05[2026-11-28]. https://example.com/202201050000000001.\n"
    );
    assert_eq!(cite(&[ID, OTHER]).lines().count(), 2);
    assert!(cite(&["--style", "bibtex", ID]).starts_with("@article{finews202201050000000001,\n"));
    assert!(cite(&["--style", "ris", ID]).ends_with("ER  - \r\n"));
    let items: Value = serde_json::from_str(&cite(&["--style", "csl-json", ID, OTHER])).unwrap();
    assert_eq!(items[1]["title"], "第二条");
    assert_eq!(items[0]["accessed"]["date-parts"][0][0], 2026);
    fs::create_dir_all(home.path().join("config/finews")).unwrap();
    fs::write(
        home.path().join("config/finews/config.toml"),
        "citation = \"ris\"\n",
    )
    .unwrap();
    assert!(cite(&[ID]).starts_with("TY  - NEWS\r\n"), "the setting holds");
    assert!(
        cite(&["--style", "gb7714", ID]).starts_with("第一条"),
        "the argument goes before"
    );
}

#[test]
fn what_cannot_be_exported_or_cited_is_said() {
    let (home, archive) = (Home::new(), archive());
    let failing = |code: i32, args: &[&str]| {
        let all = [&["--archive", archive.path()], args].concat();
        error(&home.run(&all), code)
    };
    let missing = "209901010000000001";
    assert!(failing(1, &["export", missing]).contains(missing));
    assert!(failing(1, &["cite", ID, missing]).contains(missing));
    failing(2, &["export"]);
    failing(2, &["cite"]);
    failing(2, &["export", "--bookmarked", ID]);
    failing(2, &["export", ID, "--force"]);
    failing(2, &["export", ID, "--format", "pdf"]);
    assert!(failing(2, &["cite", "--accessed", "2022", ID]).contains("2022-01-05"));
}
