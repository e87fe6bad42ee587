//! Where the document means to differ from what a browser shows: every exception of the list, each by what it does.

use std::collections::BTreeSet;

use finews::archive::{PostFile, parse};
use finews::document::Document;

/// The list that `.ci/against-browser` goes by, too.
const LIST: &str = include_str!("../posts/markup/exceptions.txt");

/// Exception, body, the text and links of its document.
const CASES: [(&str, &str, &str, &[&str]); 38] = [
    (
        "bare-addresses",
        "见http://a.b/c，<p>又https://d.e/f。</p>",
        "见http://a.b/c，\n又https://d.e/f。",
        &["http://a.b/c", "https://d.e/f"],
    ),
    ("bars-as-typed", "甲 | 乙", "甲 | 乙", &[]),
    ("bars-as-typed", "甲 | 乙\n丙 | 丁", "甲 | 乙丙 | 丁", &[]),
    (
        "cleaned",
        "甲\u{202e}乙\u{200b}丙\u{1b}[31m，<p>丁\u{7}戊\u{e000}</p>",
        "甲乙丙[31m，\n丁戊",
        &[],
    ),
    (
        "declarations",
        "甲<?xml version=\"1.0\"?>乙<!DOCTYPE html>，<p>丙<?php echo ?>丁</p>",
        "甲乙，\n丙丁",
        &[],
    ),
    (
        "decorations-no-links",
        "<p><a href=\"http://q.e/\" class=\"keytip\" data-code=\"1,600001\">远山</a>与<a href=\"http://q.e/\" class=\"infokey\">板块</a></p>",
        "远山与板块",
        &[],
    ),
    (
        "deletion-marks",
        "<p>改<del>周三</del>为<s>周四</s></p>",
        "改~~周三~~为~~周四~~",
        &[],
    ),
    (
        "deletion-marks",
        "<del><p>一段。</p><ul><li>一项</ul></del>\n\n<del>\n\n又一**段**\n\n</del>",
        "~~一段。~~\n~~一项~~\n~~又一段~~",
        &[],
    ),
    (
        "deletion-marks",
        "<p>空<del></del><del> <q></q></del>的</p>",
        "空 的",
        &[],
    ),
    (
        "details-open",
        "<details><summary>要点</summary><p>内容</p></details>",
        "要点\n内容",
        &[],
    ),
    (
        "fields",
        "<p>甲<input value=\"填\"><input type=submit value=\"交\">乙</p>",
        "甲乙",
        &[],
    ),
    (
        "footnote-arrows",
        "正文[^1]。\n\n[^1]: 注文。",
        "正文¹。\n注文。",
        &[],
    ),
    (
        "footnote-arrows",
        "<ol><li>注文。<a href=\"#r\" class=\"reversefootnote\">↩</a></li></ol>",
        "注文。",
        &[],
    ),
    (
        "formulas",
        "式 $$a*b*c$$ 中，$5 与 $6",
        "式 a*b*c 中，$5 与 $6",
        &[],
    ),
    (
        "frame-links",
        "<p>前<iframe src=\"//v.e/1\" title=\"发布会\"></iframe>后</p><video><source src=\"http://v.e/2.mp4\">请换浏览器</video>",
        "前\n发布会\n后\nhttp://v.e/2.mp4",
        &["https://v.e/1", "http://v.e/2.mp4"],
    ),
    (
        "frame-links",
        "<object data=\"http://v.e/3.pdf\"><p>年报</p></object><audio src=\"http://v.e/4\"></audio><iframe src=\"about:blank\"></iframe>",
        "http://v.e/3.pdf\n年报",
        &["http://v.e/3.pdf"],
    ),
    (
        "image-links",
        "<p><img src=\"http://i.e/1.png\" alt=\"图说\"></p>",
        "图说",
        &["http://i.e/1.png"],
    ),
    ("image-text", "<p>前<img alt=\"图说\">后</p>", "前\n图说\n后", &[]),
    (
        "indented-text",
        "摘要\n\n    四格后的中文 *ST\n\n    <p>四格后的 HTML</p>",
        "摘要\n四格后的中文 *ST\n四格后的 HTML",
        &[],
    ),
    (
        "markers-in-cells",
        "<table><tr><td>甲</td><td><ol><li>乙</li><li>丙</li></ol></td></tr><tr><td>丁</td><td><ul><li>戊</li></ul></td></tr></table>",
        "甲\n1. 乙\n2. 丙\n丁\n• 戊",
        &[],
    ),
    (
        "marks-as-typed",
        "他说\"好\"...it's--",
        "他说\"好\"...it's--",
        &[],
    ),
    ("outlet", "<p>正文。</p><p>（文章来源：某报）</p>", "正文。", &[]),
    ("quotation-marks", "<p>他说<q>好</q></p>", "他说“好”", &[]),
    (
        "raised-and-lowered",
        "<p>CO<sub>2</sub>、10<sup>-3</sup>、x<sup>2k</sup>、X<sub><i>t</i>+1</sub>、Q<sub>D</sub>、P<sub>收盘</sub>、10<sup>2.5</sup>、e<sup>x<sup>2</sup></sup>、1<sup>st</sup>、商标<sup>TM</sup>、文<sup>[1]</sup></p>",
        "CO₂、10⁻³、x²ᵏ、Xₜ₊₁、Q_D、P_(收盘)、10^(2.5)、e^(x²)、1st、商标TM、文[1]",
        &[],
    ),
    (
        "references",
        "<p>&copy中，&nbsp&#X4E2D;&#150;</p>\n\n&#150;&#X4E2D;",
        "©中， 中–\n–中",
        &[],
    ),
    (
        "references",
        "<p>http://a.b/?x=1&copy=2</p>",
        "http://a.b/?x=1&copy=2",
        &["http://a.b/?x=1&copy=2"],
    ),
    (
        "ruby-brackets",
        "<p><ruby>漢<rp>(</rp><rt>hàn</rt></ruby>字<ruby>空<rt></rt></ruby></p>",
        "漢(hàn)字空",
        &[],
    ),
    ("rules", "甲\n***\n乙\n---\n丙", "甲\n乙\n丙", &[]),
    (
        "stars-as-typed",
        "*ST远山、*ST近海，3*4*5",
        "*ST远山、*ST近海，3*4*5",
        &[],
    ),
    (
        "strays-in-place",
        "<table><tr><td>甲</td>游离<td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>",
        "甲\n游离\n1\n乙\n2",
        &[],
    ),
    ("tags-are-tags", "甲</b>乙</p></div>丙", "甲乙\n丙", &[]),
    ("tags-are-tags", "<ins><p>新增</p></ins>", "新增", &[]),
    ("table-of-contents", "* TOC\n{:toc}\n\n## 甲", "甲", &[]),
    (
        "unclosed-blocks",
        "<div><p>甲</div>乙\n\n**丙**",
        "甲\n乙\n丙",
        &[],
    ),
    ("tick-boxes", "- [ ] 待办\n- [x] 已办", "☐ 待办\n☑ 已办", &[]),
    (
        "tick-boxes",
        "<p><input type=checkbox checked>选<input type=radio>不选</p>",
        "☑ 选☐ 不选",
        &[],
    ),
    (
        "unknown-tags",
        "<券商>与<foo>x</foo>",
        "<券商>与<foo>x</foo>",
        &[],
    ),
    (
        "unknown-tags",
        "<p><!重要>、<1%、a<b 且 c>d</p>",
        "<!重要>、<1%、a<b 且 c>d",
        &[],
    ),
];

#[test]
fn every_exception_does_what_it_says() {
    for (name, body, text, links) in CASES {
        let document = Document::parse(body);
        assert_eq!(document.text, text, "{name}: {body}");
        let urls: Vec<_> = document.links.iter().map(|link| link.url.as_str()).collect();
        assert_eq!(urls, links, "{name}: {body}");
    }
}

#[test]
fn source_and_navigation_are_no_text() {
    let post = "---\ntitle: 甲\n---\n正文。\n\n<http://a.b/c>\n\n[返回甲](../emnews/)｜[返回首页](../)\n";
    let post = parse(&PostFile::stdin(), post.as_bytes());
    assert_eq!(Document::parse(&post.body).text, "正文。");
    assert_eq!(post.source_url.as_deref(), Some("http://a.b/c"));
}

#[test]
fn every_exception_of_the_list_has_a_test() {
    let listed: BTreeSet<&str> = LIST
        .lines()
        .skip_while(|line| !line.is_empty())
        .filter_map(|line| Some(line.split_once(':')?.0))
        .collect();
    let mut tested: BTreeSet<&str> = CASES.iter().map(|case| case.0).collect();
    tested.insert("source-and-navigation");
    assert_eq!(tested, listed);
}
