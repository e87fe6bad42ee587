//! The judge of pages. It knows the lines of a page, the document they set, and the rules of the printed
//! page (CLREQ 3.1.6, GB/T 15834—2011, UAX #14); of the line breaker it knows nothing, so that one may be
//! held to the other.
//!
//! [`flow`] finds out what was set as one stretch of running text, [`rules`] says what is wrong with its
//! lines, [`text`] what is wrong with the whole page: lost, doubled, hidden, markup. [`posts`] finds the posts,
//! [`peers`] sets the same text by other means.

#![allow(dead_code, reason = "each test and the command use what they need of it")]

pub(crate) mod flow;
pub(crate) mod marks;
pub(crate) mod peers;
pub(crate) mod posts;
pub(crate) mod rules;
pub(crate) mod text;
pub(crate) mod units;

use finews::document::Document;
use finews::layout::{Page, PageHead, Settings, Words};
use finews::text::cells::Cells;
use posts::Sample;

/// Cells at the right edge in which closing marks alone may stand.
pub(crate) const MARGIN: usize = 2;

/// The least width of a page with such a margin.
pub(crate) const LEAST_WITH_MARGIN: usize = 20;

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A line wider than the page.
    Width,
    /// A line that starts with what may not start one.
    Start,
    /// A line that ends with what may not end one.
    End,
    /// `——` or `……` on two lines.
    Pair,
    /// A Latin, Korean or other spaced word on two lines.
    Word,
    /// A number, or its sign, on two lines.
    Number,
    /// A number and what it counts on two lines: `6.54亿元`, `12月`.
    Amount,
    /// A number and its `%`, `℃` and the like on two lines.
    Percent,
    /// The code of a stock on two lines.
    Code,
    /// A grapheme cluster on two lines.
    Cluster,
    /// What is no closing mark, in the margin.
    Margin,
    /// A space set to fill a line where none may be.
    Gap,
    /// A character of the text that is not on the page.
    Lost,
    /// A character of the text that is there twice.
    Doubled,
    /// Text of one block or cell that does not follow what stands before it.
    Order,
    /// Hidden text of the source on the page.
    Hidden,
    /// Markup of the source on the page.
    Markup,
}

impl Kind {
    pub(crate) const ALL: [Self; 17] = [
        Self::Width,
        Self::Start,
        Self::End,
        Self::Pair,
        Self::Word,
        Self::Number,
        Self::Amount,
        Self::Percent,
        Self::Code,
        Self::Cluster,
        Self::Margin,
        Self::Gap,
        Self::Lost,
        Self::Doubled,
        Self::Order,
        Self::Hidden,
        Self::Markup,
    ];

    pub(crate) fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// One thing wrong.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) kind: Kind,
    /// What is to be seen of it.
    pub(crate) shown: String,
}

/// What the judge says of a page, or of many.
#[derive(Clone, Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) lines: usize,
    pub(crate) findings: Vec<Finding>,
    /// Wrapped lines of Chinese prose.
    pub(crate) wrapped: usize,
    /// Those of them that end within one cell and within two cells of the edge.
    pub(crate) flush: [usize; 2],
}

impl Verdict {
    pub(crate) fn add(&mut self, other: Self) {
        self.lines += other.lines;
        self.findings.extend(other.findings);
        self.wrapped += other.wrapped;
        self.flush[0] += other.flush[0];
        self.flush[1] += other.flush[1];
    }

    pub(crate) fn count(&self, kind: Kind) -> usize {
        self.findings.iter().filter(|found| found.kind == kind).count()
    }

    /// The share of wrapped lines of Chinese prose that are flush within one cell (`0`) or two (`1`), in percent.
    pub(crate) fn share(&self, within: usize) -> f64 {
        100.0 * self.flush[within] as f64 / self.wrapped.max(1) as f64
    }

    pub(crate) fn found(&mut self, kind: Kind, shown: impl Into<String>) {
        let shown = shown.into();
        self.findings.push(Finding { kind, shown });
    }
}

/// The edges of a page: the cells up to which text may stand, and up to which closing marks may.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edges {
    pub(crate) text: usize,
    pub(crate) marks: usize,
}

impl Edges {
    pub(crate) fn of(width: usize) -> Self {
        let margin = if width >= LEAST_WITH_MARGIN { MARGIN } else { 0 };
        Self {
            text: width - margin,
            marks: width,
        }
    }
}

/// Judges a page of `document`, the lines alone.
pub(crate) fn judge_lines(page: &Page, head: &PageHead, document: &Document, cells: Cells) -> Verdict {
    let mut verdict = Verdict {
        lines: page.lines.len(),
        ..Verdict::default()
    };
    for line in &page.lines {
        let text = line.text();
        if cells.width(&text) > page.width {
            verdict.found(Kind::Width, text);
        }
    }
    let edges = Edges::of(page.width);
    for flow in flow::flows(page, head, document, cells) {
        verdict.add(rules::judge(&flow, edges, cells));
    }
    text::judge_page(page, document, &mut verdict);
    verdict
}

/// Judges the page of a post: its lines, and what it shows of the body. Posts made to hold markup as text are
/// judged in that by a browser (`.ci/against-browser`), for nothing short of one knows.
pub(crate) fn judge(page: &Page, sample: &Sample, document: &Document, cells: Cells) -> Verdict {
    let mut verdict = judge_lines(page, &sample.head, document, cells);
    if !sample.path.components().any(|part| part.as_os_str() == "markup") {
        text::judge_source(page, &sample.body, &mut verdict);
    }
    verdict
}

/// The settings of a page that is judged.
pub(crate) fn settings(width: usize, ambiguous_wide: bool) -> Settings {
    Settings {
        width,
        cells: Cells { ambiguous_wide },
        measure: usize::MAX,
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
