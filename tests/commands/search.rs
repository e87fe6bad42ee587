//! `finews search`: what is found and how it is told, and what a hand can type wrongly.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Output, Stdio};

use finews::library::{Library, LibraryOp};

use super::support::{Archive, Home};
use super::{FIRST, bookmark, both, error, json, output, run, text};

/// Three articles of one outlet, one of another, with a table, a stock and a word in traditional characters.
fn archive() -> Archive {
    let archive = super::archive();
    archive
        .post(
            "2022-02-07",
            FIRST + 10,
            "国产芯片上涨",
            "<p>开盘平稳。午后国产芯片指数走高，成交放大！收盘回落。</p>\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n",
        )
        .post(
            "2022-03-08",
            FIRST + 11,
            "晚间公告",
            "<p>芯片厂<span class=\"keytip\" data-code=\"1,600001\">远山机械</span>说，apples 与 ETF 都有。</p>",
        )
        .file(
            "_posts/2022-03-09-202203090000000099.md",
            "---\ntitle: 另一家\ndate: 2022-03-09 09:00:00 +0800\ncategories: cailianshe\ntags: 财联社新闻\n---\n\n降准传闻。芯片。\n",
        );
    archive
}

/// What `query` finds, by the last two digits of the articles' numbers, in the order given, and what is said of it.
fn found(home: &Home, archive: &Archive, query: &[&str]) -> (Vec<String>, String) {
    let (found, said) = both(home, archive, &[&["search", "--json"], query].concat());
    let id = |line: &str| {
        let article: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = article["id"].as_str().unwrap();
        id[id.len() - 2..].to_owned()
    };
    (found.lines().map(id).collect(), said)
}

#[test]
fn a_phrase_is_found_in_a_text_with_its_sentence() {
    let (home, archive) = (Home::new(), archive());
    assert_eq!(
        run(&home, &archive, &["search", "国产芯片指数"]),
        "2022-02-07 10:11  202201050000000011  实验日报  国产芯片上涨\n    午后国产芯片指数走高，成交放大！\n"
    );
    let styled = run(&home, &archive, &["--color", "always", "search", "芯片指数"]);
    assert!(
        styled.contains("午后国产\u{1b}[1m芯片指数\u{1b}[m走高"),
        "{styled:?}"
    );
    // What stands in the title alone has no sentence.
    assert_eq!(
        run(&home, &archive, &["search", "国产芯片上涨"]).lines().count(),
        1
    );
}

#[test]
fn found_articles_have_the_keys_of_lists_and_two_more() {
    let (home, archive) = (Home::new(), archive());
    let found = json(&home, &archive, &["search", "--json", "成交放大"]);
    let listed = json(
        &home,
        &archive,
        &["list", "--json", "--since", "2022-02", "--until", "2022-02"],
    );
    let mut first = found[0].as_object().unwrap().clone();
    assert_eq!(
        first.remove("snippet").unwrap(),
        "午后国产芯片指数走高，成交放大！"
    );
    assert!(first.remove("score").unwrap().is_null());
    assert_eq!(serde_json::Value::Object(first), listed[0]);
    let ranked = json(
        &home,
        &archive,
        &["search", "--json", "--sort", "relevance", "芯片"],
    );
    let scores: Vec<f64> = ranked
        .iter()
        .map(|line| line["score"].as_f64().unwrap())
        .collect();
    assert!(
        scores.len() == 3 && scores.is_sorted_by(|a, b| a >= b),
        "{scores:?}"
    );
    assert_eq!(
        ranked[0]["title"], "国产芯片上涨",
        "a title counts for more than a text"
    );
}

#[test]
fn all_fields_narrow_in_both_languages() {
    let (home, archive) = (Home::new(), archive());
    bookmark(&home);
    tag(&home, "要看");
    for (query, expected) in [
        ("芯片", &["99", "12", "11"][..]),
        ("國產晶片 OR 國產芯片", &["11"]),
        ("title:芯片", &["11"]),
        ("标题：芯片", &["11"]),
        ("outlet:财联社", &["99"]),
        ("来源:财联社 芯片", &["99"]),
        ("category:cailianshe", &["99"]),
        ("分类:shiyanribao 芯片", &["12", "11"]),
        ("分类:syrb 芯片", &["12", "11"]),
        ("stock:600001", &["12"]),
        ("股票:远山", &["12"]),
        ("600001", &["12"]),
        ("date:2022-02", &["11"]),
        ("日期:2022-02..2022-03 芯片", &["99", "12", "11"]),
        ("after:2022-03-09", &["99"]),
        ("之后:2022-03 芯片", &["99", "12"]),
        ("before:2022", &["it"]),
        ("之前:2022-01-06", &["01", "it"]),
        ("is:bookmarked", &["01"]),
        ("收藏:", &["01"]),
        ("tag:要看", &["01"]),
        ("标签:别的", &[]),
        ("has:table", &["11"]),
        ("有:表格", &["11"]),
        ("芯片 -公告 -降准", &["11"]),
        ("芯片 ( 公告 | 降准 )", &["99", "12"]),
        ("is:unread", &[]),
    ] {
        let (found, said) = found(&home, &archive, &[query]);
        assert_eq!(found, expected, "{query}");
        assert_eq!(said.is_empty(), !expected.is_empty(), "{query}: {said}");
    }
    // Several arguments are one query.
    assert_eq!(found(&home, &archive, &["芯片", "-公告", "-降准"]).0, ["11"]);
}

/// Gives the bookmarked articles a tag of the user's.
fn tag(home: &Home, tag: &str) {
    let library = rusqlite::Connection::open(home.library()).unwrap();
    let sql = "INSERT INTO tag (scope, post, tag, uuid, time, machine) \
               SELECT scope, post, ?1, randomblob(16), time, machine FROM bookmark";
    library.execute(sql, [tag]).unwrap();
}

#[test]
fn saved_searches_are_listed_and_asked() {
    let (home, archive) = (Home::new(), archive());
    let none = output(&home, &archive, &["search", "--saved", "芯"]);
    assert_eq!(
        error(&none, 1),
        "finews: no search is saved as 芯; none is saved yet: search in the reader, then :save NAME\n"
    );
    assert!(found(&home, &archive, &["--saved"]).0.is_empty());
    let mut library = Library::open(&home.library()).unwrap();
    for (at, (name, query)) in [("芯", "芯片 -公告"), ("ap", "appl")].into_iter().enumerate() {
        let (name, query) = (name.to_owned(), query.to_owned());
        let op = LibraryOp::SaveSearch { name, query };
        library.apply(&op, at as i64).unwrap();
    }
    assert_eq!(
        run(&home, &archive, &["search", "--saved"]),
        "芯  芯片 -公告\nap  appl\n"
    );
    // No archive is needed to say which there are.
    let listed = home.run(&["search", "--json", "--saved"]);
    assert!(text(&listed.stdout).starts_with("{\"name\":\"芯\",\"query\":\"芯片 -公告\"}\n"));
    assert_eq!(found(&home, &archive, &["--saved", "芯"]).0, ["99", "11"]);
    assert_eq!(
        found(&home, &archive, &["--limit", "1", "--saved", "芯"]).0,
        ["99"]
    );
    // As the screen finds it, where the last word may go on.
    assert_eq!(found(&home, &archive, &["--saved", "ap"]).0, ["12"]);
    let unknown = |lang| {
        home.run(&[
            "--lang",
            lang,
            "--archive",
            archive.path(),
            "search",
            "--saved",
            "没有",
        ])
    };
    assert_eq!(
        error(&unknown("en"), 1),
        "finews: no search is saved as 没有; there are: 芯, ap\n"
    );
    assert_eq!(
        error(&unknown("zh"), 1),
        "finews: 没有名为“没有”的搜索。存着的有：芯、ap\n"
    );
    let both = home.run(&["--archive", archive.path(), "search", "--saved", "芯", "芯片"]);
    assert!(error(&both, 2).contains("--saved"));
}

#[test]
fn a_limit_is_kept_and_said() {
    let (home, archive) = (Home::new(), archive());
    let (ids, said) = found(&home, &archive, &["--limit", "1", "芯片"]);
    assert_eq!(
        (ids.len(), said.as_str()),
        (1, "finews: 1 of 3 shown; --limit N shows more\n")
    );
    let (ids, _) = found(&home, &archive, &["--limit", "0", "芯片"]);
    assert!(ids.is_empty());
    let chinese = home.run(&["--archive", archive.path(), "search", "--limit", "2", "芯片"]);
    assert_eq!(
        text(&chinese.stderr),
        "finews: 共 3 篇，显示 2 篇；--limit N 可多看\n"
    );
}

#[test]
fn the_last_word_may_go_on_as_in_the_reader() {
    let (home, archive) = (Home::new(), archive());
    assert_eq!(found(&home, &archive, &["apples"]).0, ["12"]);
    assert_eq!(found(&home, &archive, &["appl"]).0, ["12"]);
    assert!(found(&home, &archive, &["appl "]).0.is_empty(), "it has ended");
    assert!(
        found(&home, &archive, &["appl", "芯"]).0.is_empty(),
        "not the last"
    );
    assert_eq!(found(&home, &archive, &["etf"]).0, ["12"]);
    // Han has no words.
    assert_eq!(found(&home, &archive, &["芯"]).0.len(), 3);
}

#[test]
fn nothing_found_is_no_failure_and_is_said() {
    let (home, archive) = (Home::new(), archive());
    let (ids, said) = found(&home, &archive, &["不存在的词"]);
    assert_eq!((ids.len(), said.as_str()), (0, "finews: nothing was found\n"));
    let chinese = home.run(&["--archive", archive.path(), "search", "不存在的词"]);
    assert_eq!(
        (chinese.status.code(), text(&chinese.stderr).as_str()),
        (Some(0), "finews: 没有找到\n")
    );
}

#[test]
fn what_is_not_understood_is_said_and_the_rest_is_searched() {
    let (home, archive) = (Home::new(), archive());
    let long = "长".repeat(10_000);
    for (query, piece, why) in [
        ("芯片 (成交", "“(”", "a bracket is not closed"),
        ("芯片 成交)", "“)”", "a bracket that closes none"),
        ("\"芯片 成交", "“\"”", "a quote is not closed"),
        (
            "芯片 date:2022-02-30",
            "“2022-02-30”",
            "no such day in the calendar",
        ),
        ("芯片 date:nonsense", "“nonsense”", "no date"),
        ("芯片 is:nonsense", "“nonsense”", "write unread"),
        ("芯片 。。。", "“。。。”", "only punctuation"),
        ("芯片 OR", "“OR”", "a word is missing beside it"),
        (&long, "…”", "too long"),
    ] {
        let (ids, said) = found(&home, &archive, &[query]);
        assert!(
            said.starts_with("finews: ") && said.contains(piece) && said.contains(why),
            "{said}"
        );
        assert!(said.lines().all(|line| line.chars().count() < 120), "{said}");
        assert!(ids.len() < 4, "{query}: {ids:?}");
    }
    let said = home.run(&["--archive", archive.path(), "search", "芯片 date:2022-02-30"]);
    assert_eq!(text(&said.stderr), "finews: “2022-02-30”：日历上没有这一天\n");
    assert_eq!(text(&said.stdout).matches("芯片").count(), 4);
}

#[test]
fn a_query_with_nothing_to_look_for_is_a_failure() {
    let (home, archive) = (Home::new(), archive());
    for query in [
        "",
        "  ",
        "，。！？",
        "()",
        "\u{1b}\u{7}\u{1}",
        "date:2022-02-30",
        "\u{202e}",
    ] {
        for command in ["search", "trend"] {
            let english = output(&home, &archive, &[command, query]);
            let said = error(&english, 1);
            assert!(
                said.ends_with("finews: there is nothing to look for in the query\n"),
                "{query:?} {said}"
            );
            let chinese = error(&home.run(&["--archive", archive.path(), command, query]), 1);
            assert!(chinese.ends_with("finews: 查询里没有可找的内容\n"), "{chinese}");
        }
    }
}

#[test]
fn a_word_with_a_dash_is_denied_and_an_option_is_none_that_is_mistyped() {
    let (home, archive) = (Home::new(), archive());
    assert_eq!(found(&home, &archive, &["-公告", "芯片"]).0, ["99", "11"]);
    assert_eq!(
        found(&home, &archive, &["芯片", "-公告", "--limit", "1", "OR", "-etf"]).0,
        ["99"]
    );
    let lines = json(&home, &archive, &["trend", "-公告", "--json"]);
    assert_eq!(lines[0]["query"], "-公告");
    for command in ["search", "trend"] {
        let said = error(
            &home.run(&[
                "--archive",
                archive.path(),
                "--lang",
                "en",
                command,
                "芯片",
                "--jsn",
            ]),
            2,
        );
        assert!(said.contains("--jsn") && said.contains("'--json'"), "{said}");
        assert!(text(&home.run(&[command, "-h"]).stdout).contains("例子："));
    }
}

#[test]
fn hostile_text_never_reaches_the_terminal() {
    let (home, archive) = (Home::new(), Archive::new());
    archive.post(
        "2022-01-05",
        FIRST,
        "题\u{1b}[31m芯片\u{202e}",
        "正文里的芯片\u{1b}]0;x\u{7}文\u{9b}2J\u{202e}反。&#27;[2J &#x202e;芯片",
    );
    let hostile = ['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}'];
    let query = "芯片 \u{1b}[31m\u{202e}\u{9b}2J( date:\u{1b}[2J";
    for args in [
        &["search", "芯片"][..],
        &["search", "--json", "芯片"],
        &["search", query],
        &["trend", "芯片", "芯\u{1b}[31m\u{202e}片"],
        &["trend", "--json", "芯\u{1b}[31m\u{202e}片"],
    ] {
        let output = home.run(&[&["--archive", archive.path()], args].concat());
        assert_eq!(output.status.code(), Some(0));
        let all = text(&output.stdout) + &text(&output.stderr);
        assert!(!all.contains(hostile) && !all.is_empty(), "{args:?}: {all:?}");
    }
    assert!(run(&home, &archive, &["search", "芯片"]).contains("正文里的芯片"));
}

#[test]
fn an_archive_that_is_none_is_told() {
    let home = Home::new();
    fs::create_dir_all(home.path().join("empty/_posts")).unwrap();
    for folder in ["empty", "/no/such"] {
        for command in ["search", "trend"] {
            let said = error(&home.run(&["--archive", folder, command, "芯片"]), 1);
            assert!(
                said.starts_with("finews: ") && said.lines().count() == 1,
                "{said}"
            );
        }
    }
    let guide = home.run(&["--archive", "guide", "search", "阅读"]);
    assert!(!guide.stdout.is_empty(), "{}", text(&guide.stderr));
}

#[test]
fn a_closed_pipe_and_posts_deleted_meanwhile_are_no_errors() {
    let (home, archive) = (Home::new(), Archive::new());
    let posts = 1_500;
    for number in 0..posts {
        archive.post(
            "2022-01-05",
            FIRST + number,
            &"标题".repeat(20),
            &"正文里的芯片。".repeat(4),
        );
    }
    // On a busy machine the reading takes long enough for a word about it.
    let went_well = |output: &Output| {
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{told}");
        assert!(
            told.lines().all(|line| line.starts_with("finews: 还要读")),
            "{told}"
        );
    };
    let search = |args: &[&str]| {
        let args = [&["--archive", archive.path(), "search", "--limit", "9999"], args].concat();
        let mut command = home.command(&args);
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    for args in [&["芯片"][..], &["--json", "芯片"]] {
        let mut child = search(args);
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        went_well(&output);
    }
    // The pipe holds the search up between one article and the next, as one who reads page by page does.
    let mut child = search(&["芯片"]);
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    lines.read_line(&mut first).unwrap();
    fs::remove_dir_all(format!("{}/_posts", archive.path())).unwrap();
    let mut rest = String::new();
    lines.read_to_string(&mut rest).unwrap();
    let output = child.wait_with_output().unwrap();
    went_well(&output);
    let titles = rest.lines().filter(|line| line.contains("标题")).count() as u64;
    let sentences = rest.lines().filter(|line| line.starts_with("    ")).count() as u64;
    assert_eq!(titles + 1, posts);
    assert!(sentences < posts, "none was deleted in time");
}

#[test]
fn what_was_perhaps_meant_is_offered() {
    let (home, archive) = (Home::new(), archive());
    for (query, offer) in [
        ("2022-02-07", "date:2022-02-07"),
        ("2022年2月", "date:2022-02-01..2022-02-28"),
        ("未读", "未读"),
        ("月球 火星 芯片", "“芯片” finds at least 1"),
        ("月球 OR 火星 芯片", "“芯片” finds at least 1"),
    ] {
        let (ids, said) = found(&home, &archive, &[query]);
        assert!(ids.is_empty(), "{query}");
        if query == "未读" {
            // Nothing is unread here: there is nothing to offer.
            assert_eq!(said, "finews: nothing was found\n");
        } else {
            assert!(said.contains(offer), "{query}: {said}");
        }
    }
}
