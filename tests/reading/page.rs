//! What is done within a page: finding, jumping, keeping one's place.

use crate::desk::Desk;
use finews::app::Pane;
use finews::layout::{Line, Page};
use proptest::prelude::*;
use ratatui::style::{Color, Modifier};

/// Colours of hits in the default theme: any, and the one the reader stands at.
const HIT: Color = Color::Yellow;
const CURRENT: Color = Color::Cyan;

/// An article in which `needle` stands in running text, over a line's end, in pieces, in a table.
fn scattered() -> String {
    format!(
        "<p>{}北向资金{}</p><p>北向\n<strong>资</strong><a href=\"https://a.example/\">金</a>流出。</p>\
         <table><tr><th>项目</th><th>说明</th></tr><tr><td>甲</td><td>北 向　资金</td></tr>\
         <tr><td>乙</td><td>ＡＢＣ</td></tr></table><p>{}</p><p>末尾的北向资金。</p>",
        "文".repeat(26),
        "字".repeat(20),
        "长句，".repeat(200),
    )
}

#[test]
fn hits_are_found_over_lines_and_spans_and_in_tables() {
    let mut desk = Desk::reading(60, 30, "北向资金动向", &scattered());
    desk.keys("/北向资金<Enter>");
    assert!(desk.status().contains("1/5 北向资金"), "{}", desk.status());
    assert_eq!(desk.on(CURRENT), "北向资金", "the title's");
    assert_eq!(
        desk.on(HIT),
        "北向资金".repeat(3),
        "all in view are marked, {}",
        desk.screen()
    );
    for (keys, number) in [("n", 2), ("n", 3), ("n", 4), ("n", 5), ("3N", 2), ("3n", 5)] {
        desk.keys(keys);
        assert!(
            desk.status().contains(&format!("{number}/5")),
            "{}",
            desk.status()
        );
        assert_eq!(desk.on(CURRENT), "北向资金", "{number}");
    }
}

#[test]
fn hits_are_folded_and_stay_right_over_a_resize() {
    let mut desk = Desk::reading(60, 30, "标题", &scattered());
    desk.keys("/abc<Enter>");
    assert_eq!(desk.on(CURRENT), "ＡＢＣ");
    for (width, height) in [(30, 40), (200, 60), (24, 12), (60, 30)] {
        desk.resize(width, height);
        if desk.screen().contains("ＡＢＣ") {
            assert_eq!(desk.on(CURRENT), "ＡＢＣ", "{width}x{height}");
        }
    }
    assert_eq!(desk.on(CURRENT), "ＡＢＣ");
}

#[test]
fn a_step_goes_on_from_where_the_page_was_moved_to() {
    let mut desk = Desk::reading(60, 20, "标题", &scattered());
    desk.keys("/北向资金<Enter>");
    assert!(desk.status().contains("1/4"));
    desk.keys("Gn");
    assert!(desk.status().contains("4/4"), "{}", desk.status());
    desk.keys("n");
    assert!(
        desk.status().contains("1/4") && desk.status().contains("从头"),
        "{}",
        desk.status()
    );
    desk.keys("N");
    assert!(
        desk.status().contains("4/4") && desk.status().contains("从末尾"),
        "{}",
        desk.status()
    );
}

#[test]
fn a_title_has_hits_only_in_its_own_lines() {
    let mut desk = Desk::reading(40, 30, &"甲乙，".repeat(60), &"<p>甲乙丙。</p>".repeat(40));
    desk.keys("/甲<Enter>");
    let reader = &desk.app.reader;
    let page = reader.page().unwrap();
    let (text, end) = (page.body.start, page.lines.len());
    let in_lines = |lines| reader.hits_in(lines).collect::<Vec<usize>>();
    assert_eq!(in_lines(text..end), (60..100).collect::<Vec<_>>());
    assert_eq!(in_lines(0..end), (0..100).collect::<Vec<_>>());
    assert_eq!(in_lines(text - 2..text), [0; 0], "the facts are no title");
    for line in 0..text {
        let here = |hit: &usize| reader.hit_parts(*hit).iter().any(|part| part.line == line);
        let there: Vec<usize> = (0..100).filter(here).collect();
        assert_eq!(in_lines(line..line + 1), there, "line {line}");
    }
}

#[test]
fn the_mark_moves_though_its_line_is_in_view() {
    let mut desk = Desk::reading(60, 20, "标题", "<p>甲乙甲乙甲。</p>");
    desk.keys("/甲<Enter>");
    let screen = |desk: &Desk| {
        let buffer = desk.buffer();
        buffer.content.iter().position(|cell| cell.bg == CURRENT).unwrap()
    };
    let first = screen(&desk);
    desk.keys("n");
    assert_eq!((screen(&desk) - first, desk.app.reader.top), (4, 0));
}

#[test]
fn escape_takes_back_what_typing_found() {
    let mut desk = Desk::reading(60, 20, "标题", &scattered());
    desk.keys("8j");
    let before = desk.screen();
    desk.keys("/末尾");
    assert_ne!(desk.screen(), before, "found as it is typed");
    assert!(desk.status().contains("1/1"), "{}", desk.status());
    desk.resize(40, 12).resize(60, 20).keys("<Esc>");
    assert_eq!(desk.screen(), before);
}

#[test]
fn an_empty_query_repeats_the_last_and_the_arrows_bring_back_any() {
    let mut desk = Desk::reading(60, 30, "标题", &scattered());
    desk.keys("/资金<Enter>/<Enter>");
    assert!(desk.status().contains("2/4 资金"), "{}", desk.status());
    desk.keys("<Esc>/<Enter>");
    assert!(desk.status().contains("/4 资金"), "{}", desk.status());
    desk.keys("/乙<Enter>/<Up><Up><Enter>");
    assert!(desk.status().contains("/4 资金"), "{}", desk.status());
    desk.keys("/没有这样的话<Enter>");
    assert!(desk.status().contains("没有找到"), "{}", desk.status());
    assert_eq!(desk.on(CURRENT), "");
}

#[test]
fn the_next_page_is_searched_for_the_same_words() {
    let mut desk = Desk::new(100, 30);
    desk.keys("<Enter>n");
    assert!(desk.status().contains("先按 / 查找"), "{}", desk.status());
    desk.keys("/按<Enter>Jn");
    assert!(
        desk.status().contains("按") && !desk.status().contains("先按"),
        "{}",
        desk.status()
    );
}

/// Three headings, two of them bold paragraphs, the last at the very end.
fn chapters() -> String {
    let text = "正文，".repeat(300);
    format!(
        "<p>{text}</p><h2>起因</h2><p>{text}</p><p><strong>影响有多大？</strong></p><p>{text}</p><h3>尾声</h3><p>完。</p>"
    )
}

#[test]
fn headings_are_jumped_to_and_fro() {
    let mut desk = Desk::reading(60, 20, "标题", &chapters());
    let top = |desk: &Desk| {
        let reader = &desk.app.reader;
        reader.page().unwrap().lines[reader.top].text()
    };
    desk.keys("]");
    assert_eq!(top(&desk), "起因");
    assert!(desk.status().contains("小标题 1/3 · 起因"), "{}", desk.status());
    desk.keys("】");
    assert_eq!(top(&desk), "影响有多大？");
    desk.keys("]");
    assert!(
        desk.status().contains("3/3 · 尾声"),
        "though it cannot come to the top: {}",
        desk.status()
    );
    desk.keys("]");
    assert!(desk.status().contains("后面没有小标题了"));
    desk.keys("[");
    assert_eq!(top(&desk), "影响有多大？");
    desk.keys("3j[");
    assert_eq!(
        top(&desk),
        "影响有多大？",
        "first to the one that one reads under"
    );
    desk.keys("[[");
    assert_eq!(desk.app.reader.top, 0, "at last to the title");
    desk.keys("[");
    assert!(desk.status().contains("前面没有小标题了"));
    desk.keys("2]");
    assert_eq!(top(&desk), "影响有多大？");
    desk.keys("k]");
    assert_eq!(top(&desk), "影响有多大？", "from the blank line above it");
    desk.keys("k[");
    assert_eq!(top(&desk), "起因");
    let mut desk = Desk::reading(60, 20, "标题", "<p>正文。</p>");
    desk.keys("]");
    assert!(desk.status().contains("没有小标题"), "{}", desk.status());
}

fn linked() -> String {
    format!(
        "<p>{}<a href=\"https://a.example/x\">第一个链接很长会折到下一行去还要更长一些</a>，然后</p>\
         <p><img src=\"https://img.example/1.png\" alt=\"示意图\"></p><p>{}</p>\
         <p>又一个<a href=\"/emnews/1.html\">站内</a>，没了。</p>",
        "文".repeat(20),
        "长句，".repeat(200),
    )
}

#[test]
fn links_are_marked_opened_and_copied() {
    let mut desk = Desk::reading(60, 20, "标题", &linked());
    desk.keys("<Enter>");
    assert!(desk.status().contains("没有选中链接"), "{}", desk.status());
    desk.keys("}");
    assert!(
        desk.status().contains("链接 1/3 · https://a.example/x"),
        "{}",
        desk.status()
    );
    let marked = desk.styled(Modifier::REVERSED);
    assert!(
        marked.starts_with("第一个链接很长会折到下一行去还要更长一些"),
        "whole, over the line's end: {marked}"
    );
    desk.keys("<Enter>y");
    assert_eq!(desk.opened, ["https://a.example/x"]);
    assert_eq!(desk.copied, ["https://a.example/x"]);
    desk.keys("}");
    assert!(
        desk.styled(Modifier::REVERSED).contains("图"),
        "{}",
        desk.screen()
    );
    desk.keys("}<Enter>");
    assert!(desk.app.reader.top > 0);
    assert_eq!(desk.opened[1], "https://site.example/emnews/1.html");
    desk.keys("}");
    assert!(
        desk.status().contains("1/3") && desk.status().contains("从头"),
        "{}",
        desk.status()
    );
    desk.keys("{");
    assert!(
        desk.status().contains("3/3") && desk.status().contains("从末尾"),
        "{}",
        desk.status()
    );
}

#[test]
fn the_mark_outlives_a_resize_but_not_the_article() {
    let mut desk = Desk::reading(60, 20, "标题", &linked());
    desk.keys("}");
    for (width, height) in [(30, 20), (160, 45), (60, 20)] {
        desk.resize(width, height);
        let marked = desk.styled(Modifier::REVERSED);
        assert!(
            marked.contains("第一个链接很长会折到下一行去还要更长一些"),
            "{width}x{height}: {marked}"
        );
    }
    desk.keys("<Esc>");
    assert_eq!(
        desk.styled(Modifier::REVERSED),
        "",
        "and the page is still there: {}",
        desk.screen()
    );
    desk.keys("}ql");
    assert_eq!(desk.styled(Modifier::REVERSED), "", "left and entered again");
    let mut desk = Desk::reading(60, 20, "标题", "<p>正文。</p>");
    desk.keys("}");
    assert!(desk.status().contains("没有链接"), "{}", desk.status());
}

#[test]
fn a_link_out_of_view_is_not_opened() {
    let mut desk = Desk::reading(60, 20, "标题", &linked());
    desk.keys("}G<Enter>");
    assert!(desk.opened.is_empty());
    desk.keys("gg<Enter>");
    assert_eq!(desk.opened, ["https://a.example/x"], "it is marked still");
}

#[test]
fn a_site_without_an_address_has_no_links_of_its_own() {
    let mut desk = Desk::reading(60, 20, "标题", "<p><a href=\"/emnews/\">站内</a></p>");
    desk.app.site_url.clear();
    desk.keys("}<Enter>");
    assert!(desk.opened.is_empty() && desk.status().contains("不知道本站的网址"));
}

/// A long article with all that takes lines without text of their own.
fn long() -> String {
    let paragraph = |n: usize| {
        let clauses = [
            "央行开展100亿元逆回购操作",
            "利率持平于2.10%",
            "（见附表）",
            "hfo-1234yf",
            "“专精特新”企业",
        ];
        (0..n % 9 + 3).fold(String::new(), |text, at| {
            text + clauses[(n + at) % clauses.len()] + "，"
        })
    };
    (0..60).fold(String::new(), |body, n| {
        let extra = match n % 7 {
            0 => "<p><img src=\"https://i.example/x.png\"></p>",
            2 => "<hr>",
            3 => "<table><tr><th>股票</th><th>涨幅</th></tr><tr><td>甲</td><td>3.5%</td></tr></table>",
            5 => "<blockquote><p>引文一段，引文又一段。</p></blockquote><ul><li>其一</li><li>其二</li></ul>",
            _ => "",
        };
        format!("{body}<p>第{n}段。{}完。</p>{extra}\n", paragraph(n))
    })
}

/// The first thing at or below the top line that stays when the page is laid out anew: a byte of the text,
/// or a letter of what stands before and after it. And how many lines below the top it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Word {
    Text(usize),
    Head(usize),
    Foot(usize),
}

fn letters(line: &Line) -> usize {
    line.text().chars().filter(|c| c.is_alphanumeric()).count()
}

fn word_at_top(desk: &Desk) -> Option<(Word, usize)> {
    let reader = &desk.app.reader;
    let page = reader.page().unwrap();
    let (top, body) = (reader.top, page.body.clone());
    let next = |from: usize, made: fn(usize) -> Word| {
        let above = page.lines[from..top].iter().map(letters).sum();
        let below = page.lines[top..].iter().position(|line| letters(line) > 0);
        below.map(|below| (made(above), below))
    };
    if top < body.start {
        return next(0, Word::Head).filter(|(_, below)| top + below < body.start);
    }
    if top >= body.end {
        return next(body.end, Word::Foot);
    }
    let below = page.lines[top..].iter().enumerate();
    below
        .filter_map(|(below, line)| Some((below, line.spans.iter().find_map(finews::layout::Span::at)?)))
        .map(|(below, at)| (Word::Text(at), below))
        .next()
}

/// The line of `page` that holds `word`.
fn line_with(page: &Page, word: Word) -> usize {
    let (from, count) = match word {
        Word::Text(at) => return page.line_of_offset(at),
        Word::Head(count) => (0, count),
        Word::Foot(count) => (page.body.end, count),
    };
    let mut above = 0;
    let holds = |line: &Line| {
        above += letters(line);
        above > count
    };
    from + page.lines[from..].iter().position(holds).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn the_same_word_stays_at_the_top_over_any_resize(
        down in prop_oneof![0_usize..12, 0_usize..400, 400_usize..2000],
        zoom: bool,
        first in (20_u16..=200, 6_u16..=60),
        walk in proptest::collection::vec((20_u16..=200, 6_u16..=60), 1..12),
    ) {
        let title = "很长的标题，在窄的屏幕上要占许多行，在宽的屏幕上只占一两行，读者停在它中间也要认得回来";
        let mut desk = Desk::reading(first.0, first.1, title, &long());
        desk.keys(if zoom { "z" } else { "" }).keys(&format!("{}j", down + 1));
        let (top, screen, word) = (desk.app.reader.top, desk.screen(), word_at_top(&desk));
        for (width, height) in walk {
            desk.resize(width, height);
            let reader = &desk.app.reader;
            let rows = usize::from(desk.app.areas().reader.unwrap().body.height);
            let Some((word, below)) = word else { continue };
            let line = line_with(reader.page().unwrap(), word);
            if reader.top + rows >= reader.len() {
                // The end of the page is in view: there is nothing to move up into the place of the word's line.
                prop_assert!((reader.top..reader.top + rows.max(below + 1)).contains(&line));
            } else {
                prop_assert_eq!(line.saturating_sub(below), reader.top, "{}x{} {:?}", width, height, word);
            }
        }
        desk.resize(first.0, first.1);
        prop_assert_eq!((desk.app.reader.top, desk.screen()), (top, screen));
    }
}

const LINKS: &str = "<p><a href=\"https://example.com/1\">第一处</a>，中间的话，<a href=\"https://example.com/2\">第二处</a>。</p>";

#[test]
fn letters_open_and_copy_links() {
    let mut desk = Desk::reading(60, 20, "题", LINKS);
    desk.keys("f");
    assert_eq!(desk.app.labels().len(), 2);
    let screen = desk.screen();
    assert!(screen.contains("f 一处") && screen.contains("j 二处"), "{screen}");
    desk.keys("j");
    assert_eq!(desk.opened, ["https://example.com/2"]);
    assert!(desk.app.labels().is_empty());
    desk.keys("fF");
    assert_eq!(desk.copied, ["https://example.com/1"]);
    // Anything else leaves them, and does nothing.
    desk.keys("f<Esc>");
    assert!(desk.app.labels().is_empty());
    desk.keys("fx");
    assert!(desk.status().contains("没有这个字母"), "{}", desk.status());
    assert_eq!((desk.opened.len(), desk.copied.len()), (1, 1));
    desk.keys("fq");
    assert_eq!(desk.app.focus, Pane::Reader);
}

#[test]
fn where_there_are_many_links_a_label_has_two_letters() {
    let links: Vec<String> = (0..30)
        .map(|n| format!("<a href=\"https://example.com/{n}\">第{n}处</a> "))
        .collect();
    let body = links.concat();
    let mut desk = Desk::reading(100, 30, "题", &format!("<p>{body}</p>"));
    desk.keys("f");
    assert_eq!(desk.app.labels().len(), 30);
    desk.keys("j");
    assert_eq!(desk.app.labels().len(), 4, "{}", desk.screen());
    desk.keys("f");
    assert_eq!(desk.opened, ["https://example.com/26"]);
    // A page that has moved has none.
    desk.keys("f<^l>");
    assert!(desk.app.labels().is_empty());
}

#[test]
fn a_link_is_shown_as_a_code_for_a_phone() {
    let body = "正文。\n\n<https://finance.example.com/news/1344,202112082206704122.html>";
    for (width, height) in [(60, 20), (100, 30)] {
        let mut desk = Desk::reading(width, height, "题", body);
        desk.keys("O");
        let screen = desk.screen();
        assert!(
            screen
                .lines()
                .next()
                .unwrap()
                .contains("https://finance.example.com/news/1344"),
            "{screen}"
        );
        let rows = screen.lines().filter(|line| line.contains("▀▀▀▀▀▀▀▀▀▀")).count();
        assert_eq!(rows, 18, "all of it is to be seen: {screen}");
        desk.keys("q");
        assert!(desk.screen().contains("正文。"));
    }
}
