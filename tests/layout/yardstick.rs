//! Every post at every width of the yardstick: what must be zero is zero.

use crate::judge::peers::Peer;
use crate::judge::posts::{self, Sample};
use crate::judge::{self, Verdict};
use finews::document::Document;
use finews::layout::page;

const WIDTHS: [usize; 4] = [40, 60, 80, 100];

fn judged(samples: &[Sample], width: usize, ambiguous_wide: bool) -> Verdict {
    let settings = judge::settings(width, ambiguous_wide);
    let mut verdict = Verdict::default();
    for sample in samples {
        let document = Document::parse(&sample.body);
        let page = page(&sample.head, &document, &settings);
        verdict.add(judge::judge(&page, sample, &document, settings.cells));
    }
    verdict
}

fn nothing_wrong(samples: &[Sample]) {
    for width in WIDTHS {
        for ambiguous_wide in [false, true] {
            let verdict = judged(samples, width, ambiguous_wide);
            let findings: Vec<_> = verdict.findings.iter().take(20).collect();
            assert!(findings.is_empty(), "at {width}: {findings:#?}");
        }
    }
}

#[test]
fn nothing_is_wrong_in_our_posts() {
    let samples = posts::own();
    assert!(samples.len() >= 24);
    nothing_wrong(&samples);
}

#[test]
fn nothing_is_wrong_in_the_guide() {
    nothing_wrong(&posts::guide());
}

#[test]
fn nothing_is_wrong_in_the_archive() {
    nothing_wrong(&posts::real());
}

/// At least these shares of wrapped lines end within one and within two cells of the edge.
fn flush(samples: &[Sample], least: [f64; 2]) {
    for width in WIDTHS {
        let verdict = judged(samples, width, false);
        for (within, least) in least.into_iter().enumerate() {
            let share = verdict.share(within);
            assert!(share >= least, "{share} within {} at {width}", within + 1);
        }
    }
}

#[test]
fn lines_are_flush() {
    let (own, guide, archive) = (posts::own(), posts::guide(), posts::real());
    // Dense with what cannot be broken, most of them.
    flush(&own, [94.0, 95.5]);
    flush(&guide, [95.0, 97.0]);
    if !archive.is_empty() {
        flush(&archive, [95.0, 97.5]);
        let all: Vec<Sample> = own.into_iter().chain(guide).chain(archive).collect();
        flush(&all, [95.0, 97.5]);
    }
}

/// Our posts are dense with what cannot be broken: their lines are to be as flush as they can be without spaces
/// between Chinese and Latin.
#[test]
fn lines_of_hard_prose_are_as_flush_as_can_be() {
    let samples: Vec<Sample> = posts::own().into_iter().chain(posts::guide()).collect();
    for width in WIDTHS {
        let settings = judge::settings(width, false);
        let (mut ours, mut best) = (Verdict::default(), Verdict::default());
        for sample in &samples {
            let document = Document::parse(&sample.body);
            let page = page(&sample.head, &document, &settings);
            for flow in judge::flow::flows(&page, &sample.head, &document, settings.cells) {
                best.add(judge::peers::judge(&flow, Peer::Best, width, settings.cells));
            }
            ours.add(judge::judge_lines(&page, &sample.head, &document, settings.cells));
        }
        for within in [0, 1] {
            let (ours, best) = (ours.share(within), best.share(within));
            assert!(ours >= best, "{ours} of {best} at {width}");
        }
    }
}
