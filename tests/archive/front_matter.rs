//! Front matter and titles (archive-format 12 to 24): what a reader would get of each
//! quirk. All posts here are made up.

use crate::temp::{Temp, day, kinds, read, template, titled};
use finews::post::ProblemKind as Kind;
use finews::post::{DateFrom, TitleFrom};

#[test]
fn entry_12_blank_line_before_the_front_matter() {
    let post = read("\n \n---\ntitle: 甲\ndate: 2022-05-26 10:00:00\n---\n\n正文\n");
    assert_eq!(
        (post.title.as_str(), post.body.as_str(), post.body_line),
        ("甲", "正文", 8)
    );
    assert_eq!(kinds(&post), [Kind::BeforeFrontMatter]);
}

#[test]
fn entry_13_bom_and_crlf() {
    let post = read("\u{feff}---\r\ntitle: 甲\r\ndate: 2022-05-26 10:00:00 +0800\r\n---\r\n一\r\n二\r\n");
    assert_eq!(
        (post.title.as_str(), post.body.as_str(), post.body_line),
        ("甲", "一\n二", 5)
    );
    assert_eq!(kinds(&post), [Kind::BeforeFrontMatter], "the mark alone is odd");
}

#[test]
fn entry_14_the_file_ends_at_the_closing_line() {
    let post = read("---\ntitle: 甲\ndate: 2022-05-26\n---");
    assert_eq!((post.title.as_str(), post.body.as_str()), ("甲", ""));
    assert_eq!(kinds(&post), []);
}

#[test]
fn entry_15_other_closing_lines_and_none() {
    for file in ["---\ntitle: 甲\n...\n正文", "---  \ntitle: 甲\n---\t \n正文"] {
        assert_eq!(
            (read(file).title.as_str(), read(file).body.as_str()),
            ("甲", "正文"),
            "{file}"
        );
    }
    for file in ["----\ntitle: 甲\n----\n正文", " ---\ntitle: 甲\n---\n正文"] {
        let post = read(file);
        assert_eq!(
            (post.title.as_str(), post.body.as_str()),
            ("202205261000000001", file),
            "all of it is text"
        );
        assert_eq!(kinds(&post), [Kind::NoFrontMatter]);
    }
    let unclosed = read("---\ntitle: 甲\ndate: 2022-05-26\n\n正文一\n正文二");
    assert_eq!(
        (
            unclosed.title.as_str(),
            unclosed.body.as_str(),
            unclosed.body_line
        ),
        ("甲", "正文一\n正文二", 5)
    );
    assert_eq!(kinds(&unclosed), [Kind::UnclosedFrontMatter]);
    let text = "---\n只是一条线，然后是文字\n";
    assert_eq!(read(text).body, text.trim_end());
    let rules = "---\n线与线之间的文字\n---\n正文";
    assert_eq!(read(rules).body, rules, "what is between two lines is not lost");
}

#[test]
fn entry_16_no_opening_line() {
    for file in [
        "title: 甲\ndate: 2022-05-26\n---\n正文",
        "# ---\ntitle: 甲\ndate: 2022-05-26\n---\n正文",
    ] {
        let post = read(file);
        assert_eq!(
            (post.title.as_str(), post.body.as_str(), day(&post).as_str()),
            ("甲", "正文", "2022-05-26")
        );
        assert_eq!(kinds(&post), [Kind::UnclosedFrontMatter]);
    }
    let text = "说明: 这不是键\n\n---\n正文";
    assert_eq!(read(text).body, text);
}

#[test]
fn entry_17_front_matter_in_a_code_fence() {
    let whole = read("```markdown\n---\ntitle: 甲\ndate: 2022-05-26\n---\n正文\n\n```sh\nls\n```\n\n```\n");
    assert_eq!(
        (whole.title.as_str(), whole.body.as_str()),
        ("甲", "正文\n\n```sh\nls\n```")
    );
    let front = read("```yaml\n---\ntitle: 甲\ndate: 2022-05-26\n---\n```\n\n正文");
    assert_eq!((front.title.as_str(), front.body.as_str()), ("甲", "正文"));
    assert_eq!(kinds(&front), [Kind::BeforeFrontMatter]);
}

#[test]
fn entry_18_other_formats() {
    let toml = read(
        "+++\ntitle = \"甲 \\\"乙\\\"\"\ndate = 2022-05-25\n[taxonomies]\ntags = [\"丙\", \"丁\"]\n+++\n正文",
    );
    assert_eq!(
        (toml.title.as_str(), toml.body.as_str(), toml.tag.as_deref()),
        ("甲 \"乙\"", "正文", Some("丙"))
    );
    assert_eq!(
        (day(&toml).as_str(), toml.date.from),
        ("2022-05-25", DateFrom::FrontMatter)
    );
    let heading = read("[#]: subject: (甲)\n[#]: via: (乙)\n\n# 标题\n\n正文");
    assert_eq!(
        (heading.title.as_str(), heading.title_from),
        ("标题", TitleFrom::Heading)
    );
    assert!(heading.body.starts_with("[#]"), "nothing is lost");
    assert_eq!(kinds(&heading), [Kind::NoFrontMatter]);
    let none = Temp::with("old_post/20221022.md", "新闻联播文字\n").post();
    assert_eq!(
        (none.title.as_str(), none.body.as_str(), none.title_from),
        ("20221022", "新闻联播文字", TitleFrom::Name)
    );
}

#[test]
fn entry_19_empty_titles() {
    for line in [
        "title: \"\"",
        "title:",
        "title: ~",
        "title: '  '",
        "title: \"<b></b>\"",
        "subtitle: x",
    ] {
        let post = read(template(
            &format!("{line}\ndate: 2022-05-26"),
            "> 摘要第一句。第二句。\n\n<p>正文</p>",
        ));
        assert_eq!(
            (post.title.as_str(), post.title_from),
            ("摘要第一句", TitleFrom::Body),
            "{line}"
        );
        assert_eq!(kinds(&post), [Kind::NoTitle]);
        assert!(!post.has_title());
    }
    let bare = read(template("title: \"\"\ndate: 2022-05-26", ""));
    assert_eq!(
        (bare.title.as_str(), bare.title_from),
        ("202205261000000001", TitleFrom::Name)
    );
    assert_eq!(bare.problems[0].line, Some(3));
}

#[test]
fn entry_20_quotes_and_backslashes_not_escaped() {
    for (line, title) in [
        ("title: \"他说\"你好\"了\"", "他说\"你好\"了"),
        ("title: \"C:\\新闻\"", "C:\\新闻"),
        ("title: 'it's'", "it's"),
        ("title: \"缺一个引号", "\"缺一个引号"),
    ] {
        let post = titled(line);
        assert_eq!(
            (post.title.as_str(), post.body.as_str()),
            (title, "正文。"),
            "{line}"
        );
        assert_eq!(day(&post), "2022-05-26", "the other keys are kept");
        assert_eq!(
            (kinds(&post), post.problems[0].line),
            (vec![Kind::NotYaml], Some(3)),
            "{line}"
        );
    }
}

#[test]
fn entry_21_plain_titles_that_yaml_refuses() {
    for title in [
        "*ST天润 跌停",
        "里昂: 下调",
        "[快讯] 涨停",
        "@微博 发布",
        "%5 涨幅",
        "`代码` 二",
        "! 注意: 一",
        "|深市",
        ">大盘",
        "- 一: 二",
        "? 问",
        "{甲} 乙",
        "&乙 丙 &",
        "[快讯]",
        "{甲}",
    ] {
        let post = titled(&format!("title: {title}"));
        assert_eq!((post.title.as_str(), day(&post).as_str()), (title, "2022-05-26"));
    }
}

#[test]
fn entry_22_plain_titles_that_yaml_changes() {
    for (line, title) in [
        ("title: C# 语言 # 注释", "C# 语言"),
        ("title: 2022", "2022"),
        ("title: 0x1F", "0x1F"),
        ("title: 1.10", "1.10"),
        ("title: yes", "yes"),
        ("title: true", "true"),
        ("title: 1e3 # x", "1e3"),
        ("title: '~'", "~"),
    ] {
        let post = titled(line);
        assert_eq!((post.title.as_str(), kinds(&post)), (title, vec![]), "{line}");
    }
    assert_eq!(titled("title: ~").title_from, TitleFrom::Body);
}

#[test]
fn entry_23_odd_but_legal_yaml() {
    for (lines, title) in [
        ("title: ! 'Rails 0.9.1: 新'", "Rails 0.9.1: 新"),
        ("title: |-\n  甲\n  乙", "甲 乙"),
        ("title: >\n  甲\n  乙\n", "甲 乙"),
        ("title:\t甲", "甲"),
        ("title : 甲", "甲"),
        ("title: \"\\u7532\\n乙\"", "甲 乙"),
        ("\"title\": 甲", "甲"),
        ("title: 甲\n  乙", "甲 乙"),
    ] {
        assert_eq!(titled(lines).title, title, "{lines}");
        assert_eq!(kinds(&titled(lines)), [], "{lines}");
    }
    let twice = titled("title: 甲\ntitle: 乙");
    assert_eq!(
        (twice.title.as_str(), kinds(&twice)),
        ("乙", vec![Kind::RepeatedKey])
    );
    assert_eq!(twice.problems[0].line, Some(4));
}

#[test]
fn entry_24_entities_tags_and_emoji_in_titles() {
    for (line, title) in [
        ("title: \"S&amp;P 500&nbsp;&#20013;\"", "S&P 500 中"),
        ("title: \"&amp;lt;\"", "&lt;"),
        ("title: \"<strike>65%</strike> 折 <1%\"", "65% 折 <1%"),
        (
            "title: \":registered: 甲\u{3000}\u{3000} 乙\"",
            ":registered: 甲 乙",
        ),
        ("title: \"甲&#27;[31m乙\"", "甲[31m乙"),
    ] {
        assert_eq!(titled(line).title, title, "{line}");
    }
}
