//! What a browser hides is not shown, and nothing else is lost. Each case was seen in Chromium, of what kramdown made
//! of it (`.ci/against-browser`).

use finews::document::Document;
use proptest::prelude::*;

/// Bodies and the text of their documents.
fn read(cases: &[(&str, &str)]) {
    for (body, text) in cases {
        assert_eq!(Document::parse(body).text, *text, "{body}");
    }
}

#[test]
fn by_size_colour_and_place() {
    read(&[
        (
            "<p>甲<span style=\"height:0;overflow:hidden\">乙</span></p><p style=\"height:0;overflow:hidden\">藏</p><p style=\"height:0\">丙</p>",
            "甲乙\n丙",
        ),
        (
            "<p style=\"color:transparent\">藏<b style=\"color:red\">露</b></p><p style=\"max-height:0;overflow:hidden\">藏</p>",
            "露",
        ),
        (
            "<p style=\"text-indent:-9999px\">藏</p><p style=\"position:absolute;left:-9999px\">藏</p><p style=\"position:relative;left:-5px\">露</p>",
            "露",
        ),
        (
            "<p>露<span style=\"position:absolute;clip:rect(0 0 0 0)\">藏</span><span style=\"dis\\play:none\">藏</span><span style=\"display/**/:none\">藏</span></p>",
            "露",
        ),
        (
            "<div style=\"height:0;padding-bottom:20%;overflow:hidden\">甲</div><p style=\"opacity:0.5\">乙</p>",
            "甲\n乙",
        ),
        (
            "<ul><li style=\"height:0;overflow:hidden\">藏</li><li>露</li></ul><p>甲<input type=checkbox style=\"display:none\">乙</p>",
            "露\n甲乙",
        ),
    ]);
}

#[test]
fn by_a_style_sheet() {
    read(&[
        (
            "<style>.x{display:none} #y{visibility:hidden} p.z{font-size:0} .c,.d{opacity:0!important} @media print{p{display:none}}</style>\n<p class=\"x\">藏</p><p id=\"y\">藏</p><p class=\"z\">藏</p><div class=\"z\">甲</div><span class=\"q d\" style=\"opacity:1\">藏</span>",
            "甲",
        ),
        (
            "<p class=\"x\">藏</p>\n<style>.x{display:none}</style>\n<!-- <style>p{display:none}</style> -->\n<p>露</p>",
            "露",
        ),
        (
            "~~~\n<style>p{display:none}</style>\n~~~\n\n露",
            "<style>p{display:none}</style>\n露",
        ),
        (
            "<style media=\"print\">p{display:none}</style><style>p.x{display:none}</style>\n<p>露</p><p class=x>藏</p>",
            "露",
        ),
    ]);
}

#[test]
fn in_elements_of_somebodys_own() {
    read(&[
        (
            "<div><my-tag style=\"display:none\">藏<b>藏</b></my-tag>甲<o:p hidden>藏<o:p>藏</o:p>藏</o:p>乙<marquee style=\"display:none\">藏</marquee></div>",
            "甲乙",
        ),
        (
            "<p>甲<font style=\"display:none\"><div>藏</div>藏</font>乙</p>",
            "甲\n乙",
        ),
        ("<p hidden style=\"display:block\">露</p>", "露"),
    ]);
}

#[test]
fn by_attribute_lists() {
    for block in [
        "# 藏",
        "* 藏\n* 藏",
        "1. 藏",
        "> 藏",
        "|藏|\n|-|\n|藏|",
        "~~~\n藏\n~~~",
        "---",
        "藏",
        "<p>藏</p>",
        "词\n: 藏",
    ] {
        for list in ["{: style=\"display:none\"}", "{: hidden=''}", "{:gone}", "{: .x}"] {
            for body in [
                format!("甲\n\n{block}\n{list}\n\n乙"),
                format!("甲\n\n{list}\n{block}\n\n乙"),
            ] {
                let body = format!("{{:gone: hidden=\"\"}}\n\n<style>.x{{display:none}}</style>\n\n{body}");
                assert_eq!(Document::parse(&body).text, "甲\n乙", "{body}");
            }
        }
    }
    read(&[
        (
            "* {: hidden=\"\"}藏\n* 露\n1. {: style=\"display:none\"} 藏\n2. 露",
            "露\n露",
        ),
        (
            "文*藏*{: style=\"display:none\"}、[藏](http://a.b/){:r}、`藏`{: hidden=\"\"}、<b>藏</b>{:r}尾\n\n{:r: hidden=\"\"}",
            "文、、、尾",
        ),
        (
            "# 题\n{: hidden}\n\n文{: hidden=\"\"}字",
            "题\n文{: hidden=\"\"}字",
        ),
        ("{: hidden=\"\"}\n\n文", "文"),
        ("甲\n{: .a}\n乙\n{: hidden=\"\"}\n{: .b}\n丙", "甲\n丙"),
        ("- [ ] {: hidden=\"\"}办", "☐ 办"),
        (
            "甲{::comment}藏{:/comment}乙{::nomarkdown}<b>*丙*</b>{:/}{::options a=\"b\" /}",
            "甲乙*丙*",
        ),
    ]);
}

#[test]
fn by_a_stretch_around_blocks() {
    read(&[
        ("<span style=\"display:none\"><p>藏</p></span>文", "文"),
        ("<font hidden><p>藏</p></font>文", "文"),
        ("前<a style=\"display:none\">藏<div>藏</div>藏</a>文", "前文"),
        ("<b hidden>藏\n\n文", "文"),
        ("<span hidden><p>藏\n\n文", "文"),
    ]);
}

#[test]
fn tags_of_a_word_processor() {
    read(&[
        (
            "段落<o:p></o:p>里<st1:chsdate w:st=\"on\" year=\"2026\">二〇二六年</st1:chsdate>，<v:shape id=\"x\">*形*</v:shape><w:x/>尾",
            "段落里二〇二六年，*形*尾",
        ),
        (
            "<o:p></o:p>\n\n<o:p>&nbsp;</o:p>\n\n<st1:date>日</st1:date>",
            "日",
        ),
    ]);
}

#[test]
fn what_is_struck() {
    read(&[
        (
            "<s><p>甲</p></s>\n\n<strike><p>乙</p><p>丙</p></strike>丁",
            "~~甲~~\n~~乙~~\n~~丙~~\n丁",
        ),
        ("<del><p>甲</p></del>", "~~甲~~"),
    ]);
}

proptest! {
    /// Names of stocks change nothing in the emphasis around them, and their stars stay.
    #[test]
    fn stars_of_stocks(pieces in proptest::collection::vec(0..6_usize, 1..12)) {
        const PIECES: [(&str, &str); 6] = [
            ("*ST远山、", "*ST远山、"),
            ("**粗**、", "粗、"),
            ("*斜*、", "斜、"),
            ("***粗斜***，", "粗斜，"),
            ("文字。", "文字。"),
            ("*ST近海*涨", "*ST近海涨"),
        ];
        let body: String = pieces.iter().map(|&piece| PIECES[piece].0).collect();
        let text: String = pieces.iter().map(|&piece| PIECES[piece].1).collect();
        prop_assert_eq!(Document::parse(&body).text, text);
    }
}
