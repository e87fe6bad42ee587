//! What the tests of pages share.

use crate::judge::Kind;
use finews::document::{Block, BlockKind, Document};
use finews::layout::{Line, Page, PageHead, Settings, page};

pub(crate) fn settings(width: usize, ambiguous_wide: bool) -> Settings {
    crate::judge::settings(width, ambiguous_wide)
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

/// What holds for any text. The rest the judge holds real text to (`yardstick`).
const HELD: [Kind; 6] = [
    Kind::Width,
    Kind::Pair,
    Kind::Margin,
    Kind::Lost,
    Kind::Doubled,
    Kind::Order,
];

/// Holds a page to the rules that hold for every page.
pub(crate) fn check(page: &Page, document: &Document, settings: &Settings) {
    let title = PageHead::default();
    let mut verdict = crate::judge::judge_lines(page, &title, document, settings.cells);
    verdict.findings.retain(|found| HELD.contains(&found.kind));
    assert!(
        verdict.findings.is_empty(),
        "at {}: {:#?} in {:?}",
        settings.width,
        verdict.findings.iter().take(9).collect::<Vec<_>>(),
        document.text.chars().take(2000).collect::<String>()
    );
    for line in &page.lines {
        let text = line.text();
        assert!(text.chars().all(|c| !c.is_control()), "{text:?}");
        // That after the last link of the text is where the article stands.
        assert!(
            line.spans
                .iter()
                .all(|span| span.link().is_none_or(|link| link <= document.links.len()))
        );
    }
    let is_table = |block: &Block| matches!(block.kind, BlockKind::Table(_));
    if !document.blocks.iter().any(is_table) {
        let ranges: Vec<_> = page.lines.iter().filter_map(Line::range).collect();
        assert!(ranges.is_sorted_by_key(|range| range.start));
    }
}

/// Lays `document` out and checks the page.
pub(crate) fn checked(document: &Document, settings: &Settings) -> Page {
    let page = page(&head("标题"), document, settings);
    check(&page, document, settings);
    page
}
