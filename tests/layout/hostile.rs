//! Bodies made to break a reader, laid out: a page comes of each, with all its text and no line too wide. How long
//! that takes `cargo bench --bench page` measures.

mod bodies;

use finews::document::Document;
use finews::layout::{Page, PageHead, Settings, page};

/// The page of `body`, and its document: nothing is lost, no line is too wide.
fn laid_out(text: &str, width: usize) -> (Document, Page) {
    let document = Document::parse(text);
    let settings = Settings {
        width,
        measure: usize::MAX,
        ..crate::body::settings()
    };
    crate::body::sound(&document);
    let page = page(&PageHead::default(), &document, &settings);
    crate::body::whole(&page, &document, &settings);
    (document, page)
}

/// What the bodies' sizes are divided by: debug builds take much longer for everything.
const DIVISOR: usize = if cfg!(debug_assertions) { 150 } else { 1 };

#[test]
fn a_page_comes_of_each() {
    for (name, text) in bodies::bodies(DIVISOR) {
        let (document, page) = laid_out(&text, 80);
        assert!(!document.text.is_empty(), "{name}");
        assert!(
            page.lines.len() <= 2 * text.len() + 64,
            "{name}: {} lines of {} bytes",
            page.lines.len(),
            text.len()
        );
    }
}

#[test]
fn at_no_width_and_at_the_least() {
    for (_, text) in bodies::bodies(10 * DIVISOR) {
        for width in [0, 2] {
            let (_, page) = laid_out(&text, width);
            assert_eq!(page.width, 2);
        }
    }
}

#[test]
fn the_text_is_all_there() {
    let xs = |text: &str| laid_out(text, 40).0.text.matches('x').count();
    assert_eq!(xs(&"<ul><li>x".repeat(3_000)), 3_000);
    assert_eq!(xs(&"<table><tr><td>x".repeat(3_000)), 3_000);
    assert_eq!(xs(&"<font a=i><p>x".repeat(8_000)), 8_000);
    assert_eq!(xs(&"<b>x".repeat(1_000_000 / DIVISOR)), 1_000_000 / DIVISOR);
}

#[test]
fn a_line_takes_little_room() {
    // Pages of the narrowest pane have as many lines as half their bytes.
    assert!(size_of::<finews::layout::Line>() <= 48);
    for unit in ["a", "_a", "- ", "汉", "1.5%、", "> x\n"] {
        let (_, page) = laid_out(&unit.repeat(600_000 / DIVISOR), 2);
        assert!(page.lines.iter().all(|line| !line.spans.spilled()), "{unit}");
    }
}

#[test]
fn deep_nesting_is_one_span_before_a_line() {
    for unit in ["<blockquote>x", "<ul><li>x", "<dl><dt>x<dd>y"] {
        let (_, page) = laid_out(&unit.repeat(60_000 / DIVISOR), 100);
        assert!(page.lines.iter().all(|line| line.spans.len() <= 2), "{unit}");
    }
}
