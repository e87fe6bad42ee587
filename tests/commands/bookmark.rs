//! `finews bookmark`: added and removed, carried from one home to another, and what is told of bad files.

use std::fs;

use finews::library::{ArticleFacts, ArticleKey, Library, LibraryOp, Quote, Reason, backups, folder_of};
use finews::post::{DatePrecision, PostId};

use super::support::{Archive, Home, Screen};
use super::{FIRST, text};

/// The id of the article of this number.
fn number(n: u64) -> String {
    (FIRST + n).to_string()
}

/// What was said on standard error.
fn error(output: &std::process::Output) -> String {
    text(&output.stderr)
}

/// An archive of ten articles.
fn archive() -> Archive {
    let archive = Archive::new();
    for n in 0..10 {
        archive.post("2022-01-05", FIRST + n, &format!("第{n}条"), "正文。");
    }
    archive
}

fn run(home: &Home, archive: &Archive, args: &[&str]) -> String {
    let output = home.run(&[args, &["--archive", archive.path()]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn listed(home: &Home) -> Vec<String> {
    let listed = text(&home.run(&["bookmark", "list", "--sort", "date"]).stdout);
    listed.lines().map(ToOwned::to_owned).collect()
}

#[test]
fn articles_are_bookmarked_with_tags_and_a_note() {
    let (home, archive) = (Home::new(), archive());
    let add = [
        "bookmark",
        "add",
        "--tag",
        "芯片",
        "--tag",
        "待读",
        "--note",
        "看数字",
    ];
    run(
        &home,
        &archive,
        &[&add[..], &[&number(1), &number(2), &number(1)]].concat(),
    );
    run(&home, &archive, &["bookmark", "add", "--tag", "周报", &number(2)]);
    let object = |n: usize| -> serde_json::Value {
        let listed = run(&home, &archive, &["bookmark", "list", "--json", "--sort", "date"]);
        serde_json::from_str(listed.lines().nth(n).unwrap()).unwrap()
    };
    assert_eq!(object(0)["id"], number(2));
    assert_eq!(object(0)["tags"], serde_json::json!(["周报", "待读", "芯片"]));
    assert_eq!(object(1)["note"], "看数字");
    let tagged = run(&home, &archive, &["bookmark", "list", "--tag", "周报"]);
    assert_eq!(tagged.lines().count(), 1);
    let shown = listed(&home);
    assert!(
        shown[0].ends_with("第2条 #周报 #待读 #芯片 · 看数字"),
        "{shown:?}"
    );
    run(&home, &archive, &["bookmark", "remove", &number(2)]);
    assert_eq!(listed(&home).len(), 1);
    run(&home, &archive, &["bookmark", "add", &number(3)]);
    assert!(listed(&home)[0].ends_with("第3条"), "nothing where there is none");
    run(&home, &archive, &["bookmark", "remove", &number(3)]);
    for (args, told) in [
        (["bookmark", "remove", "202201010000009999"], "没有收藏"),
        (["bookmark", "add", "202201010000009999"], "202201010000009999"),
    ] {
        let output = home.run(&[&args[..], &["--archive", archive.path()]].concat());
        assert_eq!(output.status.code(), Some(1));
        assert!(error(&output).contains(told), "{}", error(&output));
    }
    assert_eq!(listed(&home).len(), 1, "what fails changes nothing");
}

#[test]
fn bookmarks_go_to_another_home_and_back() {
    let (office, home, archive) = (Home::new(), Home::new(), archive());
    run(
        &office,
        &archive,
        &["bookmark", "add", "--tag", "甲", &number(1), &number(2)],
    );
    run(
        &home,
        &archive,
        &["bookmark", "add", "--note", "乙", &number(2), &number(3)],
    );
    let file = |name: &str| office.path().join(name).to_str().unwrap().to_owned();
    let (one, two) = (file("office.jsonl"), file("home.jsonl"));
    run(&office, &archive, &["bookmark", "export", "--output", &one]);
    run(&home, &archive, &["bookmark", "export", "--output", &two]);
    let again = office.run(&["bookmark", "export", "--output", &one]);
    assert_eq!(again.status.code(), Some(1), "it is there");

    let dry = home.run(&["bookmark", "import", "--dry-run", &one]);
    assert!(error(&dry).contains("会新增 3 项"), "{}", error(&dry));
    assert_eq!(listed(&home).len(), 2);
    let taken = home.run(&["bookmark", "import", &one]);
    assert!(error(&taken).contains("按 U 可撤销"), "{}", error(&taken));
    office.run(&["bookmark", "import", &two]);
    assert_eq!(listed(&home), listed(&office));
    assert_eq!(listed(&home).len(), 3);
    let all = |home: &Home| text(&home.run(&["bookmark", "export"]).stdout);
    assert_eq!(all(&home), all(&office), "they are one library now");

    // What one takes away stays in the other until that is asked for.
    run(&office, &archive, &["bookmark", "remove", &number(1)]);
    run(
        &office,
        &archive,
        &["bookmark", "export", "--force", "--output", &one],
    );
    let kept = home.run(&["bookmark", "import", &one]);
    assert!(error(&kept).contains("--allow-removals"), "{}", error(&kept));
    assert_eq!(listed(&home).len(), 3);
    home.run(&["bookmark", "import", "--allow-removals", &one]);
    assert_eq!(listed(&home).len(), 2);
}

#[test]
fn bad_files_are_told_and_what_is_good_in_them_is_taken() {
    let (office, home, archive) = (Home::new(), Home::new(), archive());
    run(&office, &archive, &["bookmark", "add", &number(1), &number(2)]);
    let good = text(&office.run(&["bookmark", "export"]).stdout);
    let path = home.path().join("mixed.jsonl");
    let cut = &good[..good.len() - 20];
    fs::write(
        &path,
        format!("\u{feff}{{\"kind\":\"newsboat\"}}\r\nnoise\u{1b}[2J\n{cut}"),
    )
    .unwrap();
    let output = home.run(&["bookmark", "import", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    let told = error(&output);
    for part in [
        "第 1 行没有收：不是 finews 认得的记录，没有 newsboat 这一种",
        "第 2 行没有收：不是 JSON",
        "第 4 行没有收：这一行不完整",
        "新增 1 项（收藏 1）",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains('\u{1b}'));
    assert_eq!(listed(&home).len(), 1);

    fs::write(&path, "").unwrap();
    let nothing = home.run(&["bookmark", "import", path.to_str().unwrap()]);
    assert_eq!(nothing.status.code(), Some(1));
    assert!(error(&nothing).contains("mixed.jsonl"), "{}", error(&nothing));
    let missing = home.run(&["bookmark", "import", "/no/such.jsonl"]);
    assert_eq!(missing.status.code(), Some(1));
}

#[test]
fn other_programs_files_are_written_and_read() {
    let (home, other, archive) = (Home::new(), Home::new(), archive());
    let add = ["bookmark", "add", "--tag", "芯片", "--note", "=一行"];
    run(&home, &archive, &[&add[..], &[&number(1), &number(2)]].concat());
    let file = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    for name in ["a.csv", "a.html", "a.md"] {
        run(&home, &archive, &["bookmark", "export", "--output", &file(name)]);
    }
    let markdown = fs::read_to_string(file("a.md")).unwrap();
    assert!(
        markdown.contains("第2条") && markdown.contains("#芯片"),
        "{markdown}"
    );
    let csv = fs::read_to_string(file("a.csv")).unwrap();
    assert!(csv.contains("'=一行"), "no formula for a spreadsheet: {csv}");

    let back = other.run(&["bookmark", "import", &file("a.csv")]);
    assert!(error(&back).contains("新增 2 条"), "{}", error(&back));
    let all = |home: &Home| run(home, &archive, &["bookmark", "list", "--json", "--sort", "date"]);
    assert_eq!(all(&other), all(&home));
    let again = other.run(&["bookmark", "import", &file("a.html")]);
    assert!(
        error(&again).contains("新增 0 条收藏；2 条已有"),
        "{}",
        error(&again)
    );
    assert_eq!(all(&other), all(&home), "nothing is there twice");
    let refused = other.run(&["bookmark", "import", &file("a.md")]);
    assert_eq!(refused.status.code(), Some(1));
    let help = text(&other.run(&["bookmark", "import", "--help"]).stdout);
    assert!(help.contains("netscape") && !help.contains("markdown"), "{help}");

    // A browser's: one link is of an article, one is not.
    let browser = format!(
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><A HREF=\"https://example.com/a/{}.html\" TAGS=\"甲\">一</A>\n\
         <DT><A HREF=\"https://example.com/else\">二</A>\n</DL>",
        number(5)
    );
    fs::write(file("b.html"), browser).unwrap();
    let dry = other.run(&[
        "bookmark",
        "import",
        "--dry-run",
        &file("b.html"),
        "--archive",
        archive.path(),
    ]);
    assert!(error(&dry).contains("会新增 1 条"), "{}", error(&dry));
    let taken = other.run(&["bookmark", "import", &file("b.html"), "--archive", archive.path()]);
    assert!(
        error(&taken).contains("https://example.com/else"),
        "{}",
        error(&taken)
    );
    assert!(all(&other).contains("第5条"));
}

#[test]
fn the_first_change_of_a_day_is_backed_up() {
    let (home, other, archive) = (Home::new(), Home::new(), archive());
    let made = |home: &Home| backups(&home.library());
    run(&home, &archive, &["bookmark", "list"]);
    assert_eq!(made(&home), []);
    run(&home, &archive, &["bookmark", "add", &number(1)]);
    assert_eq!(made(&home).len(), 1);
    assert_eq!(made(&home)[0].reason, Reason::Daily);
    assert_eq!(
        Library::open(&made(&home)[0].path)
            .unwrap()
            .bookmarks()
            .unwrap()
            .len(),
        1
    );
    run(&home, &archive, &["bookmark", "add", &number(2)]);
    let before = made(&home);
    assert_eq!(before.len(), 1, "once a day");
    fs::remove_file(&before[0].path).unwrap();
    run(&home, &archive, &["bookmark", "remove", &number(2)]);
    assert_eq!(made(&home).len(), 1);

    for name in ["a.jsonl", "a.csv"] {
        let file = home.path().join(name);
        run(
            &home,
            &archive,
            &["bookmark", "export", "--output", file.to_str().unwrap()],
        );
        let _ = fs::remove_dir_all(folder_of(&other.library()));
        other.run(&["bookmark", "import", "--dry-run", file.to_str().unwrap()]);
        assert_eq!(made(&other), [], "{name}: nothing was changed");
        other.run(&["bookmark", "import", file.to_str().unwrap()]);
        assert_eq!(made(&other).len(), 1, "{name}");
    }
}

#[test]
fn a_backup_that_fails_is_a_warning() {
    let (home, archive) = (Home::new(), archive());
    drop(Library::open(&home.library()).unwrap());
    // A file where the folder should be.
    fs::write(folder_of(&home.library()), "").unwrap();
    for (lang, says) in [("zh", "今天没能备份资料库"), ("en", "was not backed up today")] {
        let output = home.run(&[
            "--archive",
            archive.path(),
            "bookmark",
            "add",
            &number(1),
            "--lang",
            lang,
        ]);
        assert_eq!(output.status.code(), Some(0));
        assert!(error(&output).contains(says), "{}", error(&output));
    }
    assert_eq!(listed(&home).len(), 1);
}

#[test]
fn articles_are_known_by_any_number_in_an_address_and_by_whole_ids_only() {
    let (home, archive) = (Home::new(), archive());
    let path = home.path().join("links.csv");
    let import = |table: &str| {
        fs::write(&path, table).unwrap();
        error(&home.run(&[
            "bookmark",
            "import",
            path.to_str().unwrap(),
            "--archive",
            archive.path(),
        ]))
    };
    let [one, two, three] = [1, 2, 3].map(number);
    let told = import(&format!(
        "url\n\"http://finance.eastmoney.com/news/1344,{one}.html\"\nhttp://x.example/s.html?infoCode=NW{two}\n\
         http://x.example/2022/{three}/1641360674000000.html\nhttp://x.example/1641360674000000\n"
    ));
    assert!(told.contains("新增 3 条"), "{told}");
    assert!(
        told.contains("没有收，不知道是哪篇文章：http://x.example/1641360674000000"),
        "{told}"
    );
    assert_eq!(listed(&home).len(), 3);
    // Of an article that the archive does not have the number must be one of the site's.
    let told =
        import("id,title\n2021120822,\n202112082206704122,别处的\n999999999999999999,假\n_posts/没有,假\n");
    assert!(told.contains("新增 1 条"), "{told}");
    for left in ["2021120822", "999999999999999999", "_posts/没有"] {
        assert!(told.contains(&format!("是哪篇文章：{left}\n")), "{told}");
    }
    let told = import(&format!("id,title\n{},四\n2021120822", number(4)));
    assert!(
        told.contains("第 3 行没有收") && told.contains("新增 1 条"),
        "{told}"
    );
    assert_eq!(listed(&home).len(), 5);
}

#[test]
fn a_tag_is_one_word_wherever_it_goes() {
    let (home, other, archive) = (Home::new(), Home::new(), archive());
    run(
        &home,
        &archive,
        &[
            "bookmark",
            "add",
            "--tag",
            "a b",
            "--tag",
            "甲，乙",
            "--tag",
            " ,",
            &number(1),
        ],
    );
    assert!(listed(&home)[0].ends_with(" #a-b #甲-乙"), "{:?}", listed(&home));
    let tagged = run(&home, &archive, &["bookmark", "list", "--tag", "a b"]);
    assert_eq!(tagged.lines().count(), 1);
    for name in ["a.csv", "a.html"] {
        let path = home.path().join(name);
        let path = path.to_str().unwrap();
        run(&home, &archive, &["bookmark", "export", "--output", path]);
        other.run(&["bookmark", "import", path]);
        assert_eq!(listed(&other), listed(&home), "{name}");
    }
}

#[test]
fn what_an_import_replaces_and_removes_is_told() {
    let (home, other, archive) = (Home::new(), Home::new(), archive());
    let path = home.path().join("a.jsonl");
    let path = path.to_str().unwrap();
    let export = |home: &Home| {
        run(
            home,
            &archive,
            &["bookmark", "export", "--force", "--output", path],
        );
    };
    run(
        &home,
        &archive,
        &[
            "bookmark",
            "add",
            "--note",
            "原来\n两行",
            "--tag",
            "甲",
            &number(1),
        ],
    );
    export(&home);
    let told = error(&other.run(&["bookmark", "import", path]));
    assert!(told.contains("新增 3 项（收藏 1，标签 1，笔记 1）"), "{told}");
    run(
        &home,
        &archive,
        &["bookmark", "add", "--note", "后来", &number(1)],
    );
    export(&home);
    for (dry, what) in [(true, "会换掉"), (false, "换掉了")] {
        let args = ["bookmark", "import", path, "--dry-run"];
        let told = error(&other.run(&args[..if dry { 4 } else { 3 }]));
        let line = format!("《第1条》的笔记{what}，原来是：原来 ⏎ 两行\n");
        assert!(
            told.contains(&line) && told.contains("更新 1 项（笔记 1）"),
            "{told}"
        );
    }
    run(&home, &archive, &["bookmark", "remove", &number(1)]);
    export(&home);
    let told = error(&other.run(&["bookmark", "import", "--lang", "en", "--allow-removals", path]));
    assert!(told.contains("bookmark removed: 第1条\n"), "{told}");
    assert!(
        told.contains("0 items added, 0 changed, 1 removed (1 bookmark);"),
        "{told}"
    );
}

#[test]
fn one_record_of_an_impossible_time_harms_nothing() {
    let (office, home, archive) = (Home::new(), Home::new(), archive());
    run(&office, &archive, &["bookmark", "add", &number(1), &number(2)]);
    let good = text(&office.run(&["bookmark", "export"]).stdout);
    let (first, rest) = good.split_once('\n').unwrap();
    let mut first: serde_json::Value = serde_json::from_str(first).unwrap();
    let path = home.path().join("far.jsonl");
    for time in [i64::MAX, i64::MAX - 1, -1] {
        first["time"] = time.into();
        fs::write(&path, format!("{first}\n{rest}")).unwrap();
        let told = error(&home.run(&["bookmark", "import", path.to_str().unwrap()]));
        assert!(told.contains("1 项有误，没有收"), "{told}");
    }
    run(&home, &archive, &["bookmark", "add", "--tag", "之后", &number(3)]);
    assert_eq!(listed(&home).len(), 2);
}

#[test]
fn an_article_that_has_only_a_passage_was_not_bookmarked() {
    let (home, archive) = (Home::new(), archive());
    let op = LibraryOp::AddPassage {
        uuid: uuid::Uuid::from_u128(1),
        article: ArticleFacts {
            article: ArticleKey::of(&PostId::Number(FIRST + 1), ""),
            title: "第1条".to_owned(),
            outlet: None,
            date: None,
            date_offset: 480,
            date_precision: DatePrecision::None,
            source_url: None,
        },
        place: Quote {
            offset: 0,
            quote: "正文。".to_owned(),
            ..Quote::default()
        },
    };
    Library::open(&home.library())
        .unwrap()
        .apply(&op, 1_641_400_000)
        .unwrap();
    let written = run(&home, &archive, &["bookmark", "export", "--format", "markdown"]);
    assert!(written.contains("摘录于 2022-01-06"), "{written}");
    assert!(!written.contains("收藏于"), "{written}");
}

#[test]
fn a_long_import_counts_on_a_terminal_and_nowhere_else() {
    let home = Home::new();
    let path = home.path().join("many.jsonl");
    let record = |n: u64| {
        format!(
            "{{\"kind\":\"mark\",\"read\":true,\"at\":1,\"scope\":\"site\",\"post\":{}}}\n",
            FIRST + n
        )
    };
    fs::write(&path, (0..2_500).map(record).collect::<String>()).unwrap();
    let path = path.to_str().unwrap();
    let mut screen = Screen::start(&home, &["bookmark", "import", "--dry-run", path], (80, 24));
    assert!(screen.wait_end().success());
    screen.wait_for("会新增 2,500 项（已读标记 2,500）");
    assert!(
        text(&screen.bytes()).contains("合并 1,000 / 2,500 项…\u{1b}[K"),
        "{}",
        screen.text()
    );
    assert!(!screen.text().contains("合并"), "{}", screen.text());
    let piped = error(&home.run(&["bookmark", "import", "--dry-run", path]));
    assert!(piped.starts_with("finews: 会新增 2,500 项"), "{piped}");
}

#[test]
fn an_article_that_a_file_names_twice_has_what_is_said_of_it_both_times() {
    let (home, archive) = (Home::new(), archive());
    let path = home.path().join("twice.csv");
    let id = number(1);
    fs::write(&path, format!("id,tags,note\n{id},甲,一\n{id},乙,二\n")).unwrap();
    let told = error(&home.run(&[
        "bookmark",
        "import",
        path.to_str().unwrap(),
        "--archive",
        archive.path(),
    ]));
    assert!(told.contains("新增 1 条收藏；1 条已有"), "{told}");
    let object = run(&home, &archive, &["bookmark", "list", "--json"]);
    let object: serde_json::Value = serde_json::from_str(&object).unwrap();
    assert_eq!(object["tags"], serde_json::json!(["乙", "甲"]));
    assert_eq!(object["note"], "一\n二");
}
