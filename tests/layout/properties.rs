//! Any text, any markup, any width: the rules that hold for every page, held by the judge of pages.

use crate::common::{checked, settings};
use crate::judge;
use finews::document::{BlockKind, Document};
use finews::layout::{Page, PageHead};
use proptest::prelude::*;

/// What the news is made of, in pieces that bite each other.
const PIECES: [&str; 72] = [
    "央行",
    "公告",
    "的",
    "净利润",
    "同比增长",
    "称",
    "在",
    "，",
    "。",
    "、",
    "；",
    "：",
    "？",
    "！",
    "“",
    "”",
    "‘",
    "’",
    "（",
    "）",
    "《",
    "》",
    "〈",
    "〉",
    "【",
    "】",
    "「",
    "」",
    "——",
    "……",
    "—",
    "…",
    "·",
    "～",
    "％",
    "￥",
    "6.54亿元",
    "-3.5%",
    "15%-20%",
    "1—2月",
    "1,234.5万股",
    "US$3bn",
    "600519.SH",
    "(00700.HK)",
    "2022年1月5日",
    "41.6℃",
    "第3名",
    "12",
    "A股",
    "5G",
    "C++",
    "AT&T",
    "e-mail",
    "New York",
    "don’t",
    "Société",
    "https://a.example.com/b/c?d=e-f&g=1",
    "me@example.org",
    "한국은행",
    "은행",
    "ไทย",
    "ร้อยละ",
    "עברית",
    "مصر",
    "かな",
    "カー",
    "😂",
    "❤️",
    "👨‍👩‍👧",
    "e\u{301}",
    " ",
    "　",
];

const PHRASES: [&str; 18] = [
    "央行公告",
    "净利润6.54亿元",
    "同比增长15.2%",
    "（记者某某）",
    "“双碳”",
    "《‘活着’之后》",
    "约翰·史密斯",
    "称A股",
    "在New York",
    "用C++",
    "（609519.SH）",
    "报￥12.50",
    "于2022年1月5日",
    "涨60％",
    "达41.6℃",
    "在1—2月",
    "个",
    "的",
];

const ENDS: [&str; 9] = ["", "", "，", "。", "：“", "”，", "——", "……", "？！"];

const TAGS: [&str; 30] = [
    "<p>",
    "</p>",
    "<br>",
    "<b>",
    "</b>",
    "<a href=//h/p>",
    "</a>",
    "<del>",
    "</del>",
    "<h2>",
    "</h2>",
    "<ul><li>",
    "<li>",
    "</ul>",
    "<ol start=99><li>",
    "</ol>",
    "<blockquote>",
    "</blockquote>",
    "<pre>",
    "</pre>",
    "<table><tr><th>甲<th>乙<tr>",
    "<td>",
    "<tr><td>",
    "</table>",
    "<center>",
    "</center>",
    "<dl><dt>",
    "<dd>",
    "<ruby>字<rt>zì</rt></ruby>",
    "<img src=//h/i alt=图样>",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 1..40).prop_map(|pieces| pieces.concat())
}

fn mixed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        5 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        2 => prop::sample::select(&TAGS[..]).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
    ];
    prop::collection::vec(piece, 1..60).prop_map(|pieces| pieces.concat())
}

/// The text of the page without white space, block by block and cell by cell.
fn said(page: &Page) -> Vec<(usize, String)> {
    let spans = page.lines.iter().flat_map(|line| &line.spans);
    let mut said: Vec<(usize, String)> = spans
        .filter_map(|span| Some((span.at()?, span.text.to_string())))
        .collect();
    said.sort();
    said
}

fn in_a_row(page: &Page) -> String {
    said(page)
        .into_iter()
        .flat_map(|(_, text)| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 384, ..ProptestConfig::default() })]

    #[test]
    fn a_paragraph_of_anything(text in text(), width in 2_usize..=120, wide: bool) {
        checked(&Document::parse(&format!("<p>{text}</p>")), &settings(width, wide));
    }

    /// Text as it is written, with its marks where they belong: all that the judge knows is held.
    #[test]
    fn prose_of_anything(phrases in prop::collection::vec((0..PHRASES.len(), 0..ENDS.len()), 1..60), width in 24_usize..=120, wide: bool) {
        let text: String = phrases.iter().flat_map(|(phrase, end)| [PHRASES[*phrase], ENDS[*end]]).collect();
        let document = Document::parse(&format!("<p>{text}</p>"));
        let page = checked(&document, &settings(width, wide));
        let verdict = judge::judge_lines(&page, &PageHead::default(), &document, settings(width, wide).cells);
        prop_assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    }

    #[test]
    fn a_paragraph_at_narrow_widths(text in text(), width in 2_usize..=30, wide: bool) {
        checked(&Document::parse(&format!("<p>{text}</p>")), &settings(width, wide));
    }

    #[test]
    fn a_page_of_anything(body in mixed(), width in 2_usize..=120, wide: bool) {
        checked(&Document::parse(&body), &settings(width, wide));
    }

    #[test]
    fn another_width_loses_nothing(body in mixed(), widths in prop::collection::vec(2_usize..=120, 2..4), wide: bool) {
        let document = Document::parse(&body);
        let rows: Vec<String> = widths
            .iter()
            .map(|width| in_a_row(&checked(&document, &settings(*width, wide))))
            .collect();
        prop_assert!(rows.windows(2).all(|pair| pair[0] == pair[1]), "{rows:#?}");
    }

    /// The word at the top of the view is at the top again, or in the line there, at any other width.
    #[test]
    fn places_are_found_again(body in mixed(), from in 2_usize..=120, to in 2_usize..=120, wide: bool, line in 0.0..1.0) {
        let document = Document::parse(&body);
        let old = checked(&document, &settings(from, wide));
        let new = checked(&document, &settings(to, wide));
        let line = (line * old.lines.len() as f64) as usize;
        let anchor = old.anchor_at(line);
        prop_assert!(anchor.offset <= document.text.len());
        prop_assert!(document.text.is_char_boundary(anchor.offset));
        let there = new.line_of(&anchor, &document);
        prop_assert!(there < new.lines.len());
        if anchor.quote.is_empty() {
            // The head or the foot.
            prop_assert!(there == 0 || there >= new.body.end.min(new.lines.len() - 1));
            return Ok(());
        }
        prop_assert!(document.text[anchor.offset..].starts_with(&anchor.quote));
        let sets = |page: &Page, line: usize| page.lines[line].spans.iter().any(|span| {
            span.at().is_some_and(|at| (at..at + span.text.len().max(1)).contains(&anchor.offset))
        });
        prop_assert!(sets(&old, old.line_of(&anchor, &document)));
        prop_assert!(sets(&new, there), "{anchor:?} not in {:?}", new.lines[there]);
    }

    /// What is found in the text is found on the page, all of it, once.
    #[test]
    fn hits_are_shown_whole(body in mixed(), width in 2_usize..=120, wide: bool, at in 0.0..1.0, length in 1_usize..30) {
        let document = Document::parse(&body);
        let page = checked(&document, &settings(width, wide));
        let mut bounds = document.text.char_indices().map(|(at, _)| at).chain([document.text.len()]);
        let count = document.text.chars().count();
        let first = (at * count as f64) as usize;
        let Some(start) = bounds.nth(first) else { return Ok(()) };
        let end = bounds.nth(length - 1).unwrap_or(document.text.len());
        for hit in page.highlights(&(start..end)) {
            let cells = settings(width, wide).cells;
            let text = page.lines[hit.line].spans.iter().map(|span| cells.width(&span.text)).sum::<usize>();
            prop_assert!(hit.cells.start <= hit.cells.end && hit.cells.end <= text, "{hit:?} of {text}");
        }
        if document.blocks.iter().any(|block| matches!(block.kind, BlockKind::Table(_))) {
            return Ok(());
        }
        let lines: Vec<usize> = page.highlights(&(start..end)).iter().map(|hit| hit.line).collect();
        prop_assert!(lines.is_sorted());
    }
}
