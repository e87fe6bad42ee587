//! `finews read --line-mode`: what is said to lines that come through a pipe, and on a terminal.

use std::fs;
use std::io::Write as _;
use std::process::{Output, Stdio};

use super::support::{Archive, Home, Screen};
use super::{error, text};

/// Three articles, one of them hostile, one long with links.
fn archive() -> Archive {
    let archive = Archive::new();
    let paragraphs: Vec<String> = (1..=60).map(|n| format!("<p>第{n}段的文字。</p>")).collect();
    let long = paragraphs.concat();
    archive
        .post("2099-01-20", 209_901_202_600_000_001, "央行降准", "<p>降准的正文，见<a href=\\\"https://example.org/a\\\">甲</a>和<a href=\\\"https://example.org/b\\\">乙</a>。</p>".replace('\\', "").as_str())
        .post("2099-01-21", 209_901_212_600_000_002, "很长的文章", &long)
        .file(
            "_posts/2099-01-22-209901222600000003.md",
            "---\ntitle: \"坏\\e[31m标题\\x07\\u202e\"\ndate: 2099-01-22 10:00:00 +0800\ncategories: shiyan\n---\n<p>a\u{1b}[2Jb\u{9b}c\tq</p>",
        )
        .file("_config.yml", "title: 试验\n");
    archive
}

/// What is said to `lines`, all of which comes at once.
fn said_by(home: &Home, args: &[&str], lines: impl AsRef<[u8]>) -> Output {
    let mut child = home
        .command(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // One that has ended reads no more.
    let _ = child.stdin.take().unwrap().write_all(lines.as_ref());
    child.wait_with_output().unwrap()
}

/// The same in lines of text, which must be plain.
fn said(home: &Home, archive: &Archive, lang: &str, lines: impl AsRef<[u8]>) -> String {
    let args = ["--lang", lang, "read", "--line-mode", archive.path()];
    let output = said_by(home, &args, lines);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
    let out = text(&output.stdout);
    for line in out.lines() {
        assert!(!line.chars().any(char::is_control), "{line:?}");
        assert_eq!(line.trim(), line, "no blanks at the ends");
    }
    assert!(!out.contains('\u{202e}'), "{out}");
    out
}

#[test]
fn what_is_about_an_article_of_a_list_takes_its_number() {
    let (home, archive) = (Home::new(), archive());
    let out = said(
        &home,
        &archive,
        "en",
        "1\nnote 3 of this one\nnote\ntag 99 x\ntag 2 y\nQ\n",
    );
    assert!(out.contains("as note 3") && out.contains("no number 99"), "{out}");
    let list = text(&home.run(&["bookmark", "list", "--json"]).stdout);
    let bookmark = |number: &str| {
        list.lines()
            .find(|line| line.contains(number))
            .unwrap_or_default()
    };
    assert!(
        bookmark("209901202600000001").contains("\"note\":\"of this one\""),
        "{list}"
    );
    assert!(
        bookmark("209901212600000002").contains("\"tags\":[\"y\"]"),
        "{list}"
    );
    assert_eq!(list.lines().count(), 2);
}

#[test]
fn what_stands_behind_a_name_is_what_it_would_ask_for() {
    let (home, archive) = (Home::new(), archive());
    let out = said(&home, &archive, "en", "1\n3\nnote two words\nundo it\nQ\n");
    assert!(out.contains("undo it"), "{out}");
    let list = home.run(&["bookmark", "list", "--json"]);
    assert!(
        text(&list.stdout).contains("\"note\":\"two words\""),
        "{}",
        text(&list.stdout)
    );
}

#[test]
fn lists_and_pages_are_plain_lines_with_numbers() {
    let (home, archive) = (Home::new(), archive());
    let out = said(&home, &archive, "zh", "1\n3\nf\nf 9\ni\ny\nq\nq\nQ\n");
    for line in [
        "试验，3 篇。? 列出命令。",
        "1 全部，3 篇",
        "3 央行降准，未读，2099-01-20 10:41，实验日报",
        "第 1 到 3，共 3，到底了。编号打开，? 命令。",
        "央行降准",
        "降准的正文，见甲[1]和乙[2]。",
        "文章完。Enter 下一篇未读，n 下一篇，q 返回。链接 2 个，f 列出。",
        "1 甲 https://example.org/a",
        "没有编号 9。",
        "编号：209901202600000001",
    ] {
        assert!(out.lines().any(|own| own == line), "{line}:\n{out}");
    }
    let home = Home::new();
    let out = said(&home, &archive, "en", "1\n\nq\nQ\n");
    assert!(out.contains("1 to 3 of 3, the end."), "{out}");
    assert!(out.contains("2099-01-20 10:41"), "{out}");
}

#[test]
fn every_command_is_understood_in_both_languages() {
    let (home, archive) = (Home::new(), archive());
    let rows = [
        ("?", "help", "帮助", "Q 退出"),
        ("c", "categories", "分类", "1 全部"),
        ("u", "unread", "未读", "文章完。"),
        ("c 全部", "categories 全部", "分类 全部", "全部 · 3"),
        ("// 降准", "everywhere 降准", "全搜 降准", "搜索“降准”"),
        ("g 2099-01-20", "date 2099-01-20", "日期 2099-01-20", "3 央行降准"),
    ];
    for (short, english, chinese, expected) in rows {
        for line in [short, english, chinese] {
            let home = Home::new();
            let out = said(&home, &archive, "zh", format!("{line}\n"));
            assert!(out.contains(expected), "{line}:\n{out}");
        }
    }
    let of_list = [
        ("b 3", "bookmark 3", "收藏 3", "已收藏"),
        ("m 3", "mark 3", "已读 3", "已标为已读"),
        ("i 3", "facts 3", "详情 3", "编号：209901202600000001"),
        ("y 3", "cite 3", "引文 3", "央行降准[N/OL]"),
        (
            "o 3",
            "source 3",
            "原文 3",
            "https://example.com/209901202600000001",
        ),
        ("r", "again", "再念", "1 坏"),
        ("t", "top", "从头", "1 坏"),
        ("/ 降准", "search 降准", "搜索 降准", "搜索“降准”"),
        ("n", "next", "下一篇", "到底了"),
        ("p", "previous", "上一篇", "1 坏"),
        ("", "more", "继续", "到底了"),
        ("q", "back", "返回", "分类"),
        ("Q", "quit", "退出", "全部"),
        (":撤销", "undo", "撤销", "没有可撤销的改动"),
        ("!", "problems", ":问题", "control-characters"),
    ];
    for (short, english, chinese, expected) in of_list {
        for line in [short, english, chinese] {
            let home = Home::new();
            let before = said(&home, &archive, "zh", "1\n");
            let out = said(&home, &archive, "zh", format!("c\n1\n{line}\n"));
            let out = out.strip_prefix(&before).unwrap_or(&out);
            assert!(out.contains(expected), "{line}:\n{out}");
        }
    }
    drop(home);
}

#[test]
fn full_width_letters_and_digits_count() {
    let (home, archive) = (Home::new(), archive());
    let out = said(&home, &archive, "zh", "１\n３\n？\nｑ\n／降准\nＱ\n");
    assert!(
        out.contains("降准的正文") && out.contains("退出，下次从这里继续"),
        "{out}"
    );
    assert!(out.contains("搜索“降准”"), "{out}");
}

#[test]
fn a_page_comes_in_screenfuls_and_is_gone_on_with_where_it_was_left() {
    let (home, archive) = (Home::new(), archive());
    let out = said(&home, &archive, "zh", "1\n2\n\n");
    assert!(out.contains("第1段的文字。") && out.contains("读到 "), "{out}");
    assert!(!out.contains("第60段"), "{out}");
    let again = said(&home, &archive, "zh", "\n\n\n\n\nt\n");
    assert!(again.contains("从上次读到的地方接着读"), "{again}");
    assert!(again.contains("第60段的文字。"), "{again}");
    // What was read to its end is read, and the next unread one follows.
    let home = Home::new();
    let out = said(&home, &archive, "zh", "1\n3\n\nq\nt\n");
    assert!(out.contains("\n3 央行降准，2099-01-20"), "{out}");
}

#[test]
fn what_is_kept_is_kept_at_the_end_of_the_input() {
    let (home, archive) = (Home::new(), archive());
    said(&home, &archive, "zh", "1\nb 3\nm 2\n");
    let listed = |args: &[&str]| {
        text(
            &home
                .run(&[&["--archive", archive.path(), "list"], args].concat())
                .stdout,
        )
    };
    assert!(listed(&["--bookmarked"]).contains("央行降准"));
    let unread = listed(&["--unread"]);
    assert!(
        !unread.contains("很长的文章") && unread.contains("央行降准"),
        "{unread}"
    );
    // Left in the middle, without a word: what was read counts, as on the screen.
    said(&home, &archive, "zh", "1\n3\n");
    assert!(!listed(&["--unread"]).contains("央行降准"));
}

#[test]
fn notes_and_tags_are_asked_for_in_lines() {
    let (home, archive) = (Home::new(), archive());
    let out = said(
        &home,
        &archive,
        "zh",
        "1\n3\n笔记\n第一行\n标签 试试\ni\n笔记\n\ni\n",
    );
    assert!(
        out.contains("写一行；空行作罢。") && out.contains("现在是："),
        "{out}"
    );
    assert_eq!(out.matches("笔记：第一行").count(), 2, "{out}");
    assert!(out.contains("标签：试试"), "{out}");
}

#[test]
fn rubbish_is_told_and_harms_nothing() {
    let (home, archive) = (Home::new(), archive());
    let mut lines = Vec::new();
    for line in [
        &b"99"[..],
        b"0",
        b"-1",
        b"99999999999999999999999999",
        b"frobnicate",
        b"\x1b[31mred\x07\x00",
        b"\xff\xfe\xfd",
        b"b 99",
        b"f x",
        b"g nowhere",
        b"/",
        b"//",
        b"c nothing-of-this-name",
        b":",
        b": ",
        b"zoom",
        b"\t \t",
    ] {
        lines.extend_from_slice(line);
        lines.push(b'\n');
    }
    lines.extend_from_slice("长".repeat(10_000).as_bytes());
    lines.extend_from_slice(b"\n");
    lines.extend_from_slice(&vec![b'x'; 200_000]);
    lines.extend_from_slice(b"\nr\n");
    for start in ["", "1\n", "1\n3\n"] {
        let input = [start.as_bytes(), &lines[..]].concat();
        let out = said(&home, &archive, "zh", input);
        assert!(out.contains("没有编号 99。"), "{out}");
        assert!(out.contains("不认得“frobnicate”"), "{out}");
        assert!(out.len() < 60_000, "{}", out.len());
    }
}

#[test]
fn the_input_may_end_anywhere() {
    let (home, archive) = (Home::new(), archive());
    for lines in ["", "1", "1\n3", "1\n3\n笔记", "1\n3\n笔记\n", "/降准", "1\n2\n\n"] {
        said(&home, &archive, "en", lines);
    }
    // A closed pipe is no error.
    let mut child = home
        .command(&["read", "--line-mode", archive.path()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let _ = child.stdin.take().unwrap().write_all(b"1\n3\nb\n");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn lines_keep_to_the_width() {
    let (home, archive) = (Home::new(), archive());
    let args = ["read", "--line-mode", "--width", "20", archive.path()];
    let output = said_by(&home, &args, "1\n2\n?\n");
    for line in text(&output.stdout).lines() {
        let cells: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        assert!(cells <= 22, "{line}");
    }
    error(&home.run(&["read", "--width", "40"]), 2);
    error(&home.run(&["read", "--line-mode", "--width", "3"]), 2);
}

#[test]
fn another_archive_is_gone_to() {
    let (home, archive, other) = (Home::new(), archive(), Archive::new());
    other.post(
        "2099-01-23",
        209_901_232_600_000_009,
        "别处的新闻",
        "<p>别处。</p>",
    );
    let folder = home.path().join("config/finews");
    fs::create_dir_all(&folder).unwrap();
    let settings = format!("[archives]\nother = \"{}\"\ngone = \"/nowhere\"\n", other.path());
    fs::write(folder.join("config.toml"), settings).unwrap();
    let out = said(
        &home,
        &archive,
        "zh",
        "档案\n档案 gone\n档案 other\n1\n1\n档案 试验\nQ\n",
    );
    assert!(out.contains("没有换档案"), "{out}");
    assert!(out.contains("1 别处的新闻") && out.contains("别处。"), "{out}");
    assert!(
        out.rsplit("别处。").next().unwrap().contains("试验，3 篇"),
        "{out}"
    );
}

#[test]
fn a_terminal_is_told_the_same_and_a_signal_saves() {
    let (home, archive) = (Home::new(), archive());
    let args = ["read", "--line-mode", archive.path()];
    let mut screen = Screen::start(&home, &args, (60, 40));
    screen.wait_for("1 全部").keys("1\n").wait_for("3 央行降准");
    screen
        .keys("3\n")
        .wait_for("文章完")
        .keys("b\n")
        .wait_for("已收藏");
    assert!(!screen.alternate());
    assert!(!screen.bytes().contains(&0x1b), "no escape sequences");
    screen.keys("\x03");
    let status = screen.wait_end();
    assert!(status.success(), "{status:?}");
    let kept = home.run(&["--archive", archive.path(), "list", "--bookmarked"]);
    assert!(text(&kept.stdout).contains("央行降准"));
}
