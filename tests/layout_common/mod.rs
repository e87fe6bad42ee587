//! What the tests of pages share.

use finews::document::{BlockKind, Document};
use finews::layout::{Page, PageHead, Role, Settings, Words, page};
use finews::text::cells::Cells;

pub(crate) fn settings(width: usize, ambiguous_wide: bool) -> Settings {
    Settings {
        width,
        cells: Cells { ambiguous_wide },
        measure: 200,
        link_notes: true,
        justify: true,
        words: Words {
            image: "图".to_owned(),
            source: "来源".to_owned(),
            copies: "副本".to_owned(),
            stocks: "股票".to_owned(),
            links: "链接".to_owned(),
        },
    }
}

pub(crate) fn head(title: &str) -> PageHead {
    PageHead {
        title: title.to_owned(),
        facts: ["某某通讯社", "2022-01-05 13:31", "约 6 分钟"]
            .map(str::to_owned)
            .to_vec(),
        source_url: Some("http://finance.example.com/news/1353,202201072239307540.html".to_owned()),
        copies: vec!["old_post/2022-01-05-202201072239307540.md".to_owned()],
    }
}

const STARTS: &str = "，。、；：？！）》」』】”’…·％";
const ENDS: &str = "（《「『【“‘￥";

/// Cells from which on a line can always keep its marks: a run of them longer than that is no text.
const ROOM: usize = 12;

/// Holds a page to the rules that hold for every page.
pub(crate) fn check(page: &Page, document: &Document, settings: &Settings) {
    let cells = settings.cells;
    let width = settings.width.max(2).min(settings.measure.max(2));
    let mut before: Option<usize> = None;
    for (number, line) in page.lines.iter().enumerate() {
        let text = line.text();
        assert!(cells.width(&text) <= width, "{number}: {text:?} at {width}");
        assert!(text.chars().all(|c| !c.is_control()), "{text:?}");
        for span in &line.spans {
            if let Some(at) = span.at {
                assert_eq!(
                    document.text.get(at..at + span.text.len()),
                    Some(span.text.as_str())
                );
            }
            assert!(span.link.is_none_or(|link| link < document.links.len()));
        }
        // A line that goes on from the one above, in the same paragraph.
        let own = || line.spans.iter().filter(|s| s.at.is_some());
        let goes_on = line.range.clone().is_some_and(|range| {
            before.is_some_and(|end| end <= range.start && !document.text[end..range.start].contains('\n'))
        });
        let code = own().any(|span| span.role == Role::Code);
        let lead = line.spans.iter().take_while(|span| span.at.is_none());
        let indent: usize = lead.map(|span| cells.width(&span.text)).sum();
        // Where marks stand in a row that is longer than the line, some must begin one: no two letters of the
        // line above stand together, so there was no better place.
        let letters: Vec<bool> = match number.checked_sub(1) {
            Some(above) => page.lines[above]
                .text()
                .chars()
                .map(char::is_alphabetic)
                .collect(),
            None => Vec::new(),
        };
        let choice = letters.windows(2).any(|pair| pair[0] && pair[1]);
        if goes_on && width - indent >= ROOM && choice && !code {
            // By the text, for beside a cell that goes on there may be others.
            let at = line.range.clone().unwrap().start;
            let start = document.text[at..].chars().next().unwrap();
            let above = document.text[..before.unwrap()].chars().next_back().unwrap();
            assert!(!STARTS.contains(start), "{start} begins {text:?} at {width}");
            assert!(
                !ENDS.contains(above),
                "{above} ends the line above {text:?} at {width}"
            );
        }
        before = line.range.clone().map(|range| range.end);
    }
    // Nothing is lost, nothing twice, all in order (tables in columns set their cells side by side).
    let mut bytes = vec![0_u8; document.text.len()];
    for span in page.lines.iter().flat_map(|line| &line.spans) {
        if let Some(at) = span.at {
            bytes[at..at + span.text.len()].iter_mut().for_each(|b| *b += 1);
        }
    }
    let in_block = |at: usize| {
        document
            .blocks
            .iter()
            .find(|b| b.range.contains(&at))
            .map(|b| b.kind)
    };
    for (at, c) in document.text.char_indices() {
        let times = bytes[at];
        if c.is_whitespace() {
            assert!(times <= 1);
        } else {
            assert_eq!(times, 1, "{c:?} at {at} in {:?}", in_block(at));
        }
    }
    if !document
        .blocks
        .iter()
        .any(|b| matches!(b.kind, BlockKind::Table(_)))
    {
        let ranges: Vec<_> = page.lines.iter().filter_map(|line| line.range.clone()).collect();
        assert!(ranges.is_sorted_by_key(|range| range.start));
    }
}

/// Lays `document` out and checks the page.
pub(crate) fn checked(document: &Document, settings: &Settings) -> Page {
    let page = page(&head("标题"), document, settings);
    check(&page, document, settings);
    page
}
