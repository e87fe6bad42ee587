//! What must hold for any bytes as a post's body at any width: the body of the fuzz target, and of a test
//! with the seeds.

use finews::document::Document;
use finews::layout::{Page, PageHead, Settings, Words, page};
use finews::text::cells::Cells;

/// Reads `data` (a byte of width, a byte of switches, a body in UTF-8 or nearly so) and lays it out.
///
/// # Panics
///
/// Where the document is unsound, or the page loses, doubles or overflows something.
// The test with hostile bodies uses only what follows.
#[allow(dead_code)]
pub(crate) fn body(data: &[u8]) {
    let (width, switches, body) = match data {
        [width, switches, body @ ..] => (usize::from(*width) % 128, *switches, body),
        _ => return,
    };
    let document = Document::parse(&String::from_utf8_lossy(body));
    sound(&document);
    let mut settings = settings();
    settings.width = width;
    settings.cells.ambiguous_wide = switches & 1 != 0;
    settings.link_notes = switches & 4 == 0;
    if switches & 2 != 0 {
        settings.measure = usize::MAX;
    }
    let page = page(&PageHead::default(), &document, &settings);
    whole(&page, &document, &settings);
    for line in [0, page.body.start, page.lines.len() / 2, page.lines.len()] {
        let anchor = page.anchor_at(line);
        assert!(document.text.is_char_boundary(anchor.offset));
        assert!(page.line_of(&anchor, &document) < page.lines.len().max(1));
    }
}

/// Settings with words for all that the program adds.
pub(crate) fn settings() -> Settings {
    Settings {
        width: 80,
        cells: Cells::default(),
        measure: 80,
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

/// Every range is of the text, and in order.
pub(crate) fn sound(document: &Document) {
    let text = |range: &std::ops::Range<usize>| {
        document
            .text
            .get(range.clone())
            .expect("a range on character boundaries")
    };
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.range.start >= end, "{block:?} overlaps");
        end = block.range.end;
        assert!(!text(&block.range).contains(|c: char| c.is_control() && c != '\n'));
        assert!(block.container.is_none_or(|at| at < document.containers.len()));
    }
    for (index, container) in document.containers.iter().enumerate() {
        assert!(container.parent.is_none_or(|parent| parent < index));
    }
    assert!(document.inlines.is_sorted_by_key(|inline| inline.range.start));
    for inline in &document.inlines {
        text(&inline.range);
        let first = document
            .blocks
            .partition_point(|block| block.range.end < inline.range.start);
        let mut near = document.blocks[first..]
            .iter()
            .take_while(|block| block.range.start <= inline.range.start);
        assert!(
            near.any(|block| inline.range.end <= block.range.end),
            "{inline:?} crosses blocks"
        );
    }
    for link in &document.links {
        text(&link.range);
    }
    for table in &document.tables {
        assert!(table.header_rows <= table.rows.len() && table.columns > 0);
        for cell in table.rows.iter().flatten() {
            text(&cell.range);
            assert!(cell.column + cell.colspan <= table.columns && cell.colspan > 0);
        }
    }
}

/// No line is too wide, none drives the terminal, and every character of the text stands on the page once.
pub(crate) fn whole(page: &Page, document: &Document, settings: &Settings) {
    let width = settings.width.min(settings.measure).max(2);
    assert_eq!(page.width, width);
    let mut times = vec![0_u8; document.text.len()];
    for line in &page.lines {
        let shown = line.text();
        assert!(
            settings.cells.width(&shown) <= width,
            "{shown:?} is wider than {width}"
        );
        assert!(!shown.contains(char::is_control), "{shown:?}");
        for span in &line.spans {
            let Some(at) = span.at() else { continue };
            let range = at..at + span.text.len();
            assert_eq!(document.text.get(range.clone()), Some(span.text.as_str()));
            times[range].iter_mut().for_each(|n| *n = n.saturating_add(1));
        }
    }
    for (at, c) in document.text.char_indices() {
        assert!(
            times[at] <= 1 && (times[at] == 1 || c.is_whitespace()),
            "{c:?} at {at} {} times",
            times[at]
        );
    }
}
