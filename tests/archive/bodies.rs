//! Line ends, tail lines, odd characters and encodings (archive-format 34, 37, 38, 40): what a reader would get of each
//! quirk. All posts here are made up.

use finews::text::clean::clean;
use proptest::prelude::*;

use crate::temp::{kinds, read, template, titled};
use finews::post::ProblemKind as Kind;

#[test]
fn entry_34_mixed_line_ends() {
    let post = read(template(
        "title: 甲",
        "<p>一</p>\r\n <p>二</p>\n<p>三</p>\r\n\r\n<http://a.example/>\r\n",
    ));
    assert_eq!(post.body, "<p>一</p>\n <p>二</p>\n<p>三</p>");
    assert_eq!(post.source_url.as_deref(), Some("http://a.example/"));
}

#[test]
fn entry_37_tail_lines_of_every_age() {
    for tail in [
        "",
        "\n[返回滚动新闻](./emnews/)\n[返回首页](../)\n",
        "\n[返回滚动新闻](../emnews/)\n[返回首页](../)",
        "\n[返回滚动新闻](//f.example/emnews/)\n[返回首页](//f.example/)",
        "\n[返回滚动新闻](//f.example/emnews/)｜[返回首页](//f.example/)",
        "\n[返回安信(香港)新闻](//f.example/category/anxin(xianggang).html)｜[返回首页](//f.example/)",
    ] {
        let post = read(template(
            "title: 甲",
            &format!("正文，见 [返回](http://b.example)。\n\n<http://a.example/n,1.html>\n{tail}"),
        ));
        assert_eq!(post.body, "正文，见 [返回](http://b.example)。", "{tail}");
        assert_eq!(
            post.source_url.as_deref(),
            Some("http://a.example/n,1.html"),
            "{tail}"
        );
    }
    let empty = read(template(
        "title: 甲\ndate: 2022-05-26",
        "正文\n\n<>\n\n[返回首页](//f.example/)\n",
    ));
    assert_eq!((empty.body.as_str(), empty.source_url.as_deref()), ("正文", None));
    assert_eq!(
        (kinds(&empty), empty.problems[0].line),
        (vec![Kind::EmptySource], Some(8))
    );
    for text in [
        "<javascript:alert(1)>",
        "<ftp://a.example/>",
        "正文\n<http://a.example/> 后",
        "[首页](/)",
    ] {
        let post = read(template("title: 甲", text));
        assert_eq!(
            (post.body.as_str(), post.source_url.as_deref()),
            (text, None),
            "left as text"
        );
    }
}

#[test]
fn entry_38_a_less_than_sign_that_is_no_tag() {
    assert_eq!(titled("title: 精度满足<1%").title, "精度满足<1%");
    assert_eq!(titled("title: \"a<b 且 c>d\"").title, "a<b 且 c>d");
    assert_eq!(titled("title: 《&lt;蒙约&gt;修正案》").title, "《<蒙约>修正案》");
}

#[test]
fn entry_40_hostile_and_odd_characters() {
    let post = read(template(
        "title: \"甲\u{1b}[2J\u{202e}乙\"\ndate: 2022-05-26\ntags: \"\u{9b}丙\"",
        "正\u{8}文",
    ));
    assert_eq!(
        (post.title.as_str(), post.tag.as_deref()),
        ("甲[2J乙", Some("丙"))
    );
    assert_eq!(
        post.problems
            .iter()
            .find(|problem| problem.kind == Kind::ControlCharacters)
            .unwrap()
            .line,
        Some(3)
    );
    assert_eq!(
        post.body, "正\u{8}文",
        "the body is cleaned where it becomes a document"
    );
    assert_eq!(
        read(template(
            "title: 甲\ndate: 2022-05-26",
            "{% raw %} \u{200b}\u{a0}"
        ))
        .problems,
        []
    );

    let gbk = encoding_rs::GB18030
        .encode(&template("title: 央行降准\ndate: 2022-05-26", "市场普遍上涨。"))
        .0
        .into_owned();
    let post = read(&gbk);
    assert_eq!(
        (post.title.as_str(), post.body.as_str(), kinds(&post)),
        ("央行降准", "市场普遍上涨。", vec![Kind::Encoding])
    );

    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend(
        template("title: 甲\ndate: 2022-05-26", "正文\r\n")
            .encode_utf16()
            .flat_map(u16::to_le_bytes),
    );
    let post = read(&utf16);
    assert_eq!(
        (post.title.as_str(), post.body.as_str(), kinds(&post)),
        ("甲", "正文", vec![Kind::Encoding])
    );

    let mut cut = template("title: 央行降准\ndate: 2022-05-26", "市场普遍上涨").into_bytes();
    cut.pop();
    let post = read(&cut);
    assert_eq!(
        (post.title.as_str(), post.body.as_str(), kinds(&post)),
        ("央行降准", "市场普遍上", vec![Kind::Encoding])
    );
    assert_eq!(post.problems[0].line, Some(6));

    let mut lossy = template("title: 央行降准\ndate: 2022-05-26", "市场普遍上涨").into_bytes();
    lossy.extend(b"\xFF\xFE\xFF");
    assert_eq!(read(&lossy).title, "央行降准");
}

// Whatever is written

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_a_body_is_lost(body in "([-#<>\\[\\]()`~ a{}|\"央。\u{3000}\u{1b}\n]|---\n|<http://a\\.example/>\n|\\[返回\\]\\(/\\)\n){0,40}") {
        let post = read(template("title: 甲", &format!("{body}\n完")));
        let whole = format!("{body}\n完");
        let expected: Vec<&str> = whole.split('\n').skip_while(|line| line.trim().is_empty()).collect();
        prop_assert_eq!(&post.body, &expected.join("\n"));
        let line = template("title: 甲", &whole).lines().nth(post.body_line as usize - 1).unwrap().to_owned();
        prop_assert_eq!(line.as_str(), post.body.lines().next().unwrap(), "body_line");
    }

    #[test]
    fn what_is_shown_is_clean(text in "(---\n)?(title: |date: |tags: \\[|categories: |\\PC|\\p{Cc}|\n|&#27;|&lrm;|<b>){0,60}(\n---\n)?\\PC{0,20}") {
        let post = read(&text);
        let shown = [Some(&post.title), post.tag.as_ref(), post.outlet.as_ref(), post.date.raw.as_ref(), post.source_url.as_ref()];
        for text in shown.into_iter().flatten().chain(&post.categories) {
            prop_assert_eq!(clean(text), text.as_str());
            prop_assert!(!text.contains('\n') && !text.is_empty());
        }
        for problem in &post.problems {
            prop_assert_eq!(clean(&problem.message), problem.message.as_str());
            prop_assert!(!problem.message.contains('\n') && !problem.shown_as.is_empty());
        }
    }
}
