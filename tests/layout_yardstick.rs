//! Every post at every width of the yardstick: what must be zero is zero.

#[path = "layout_judge/mod.rs"]
mod judge;

use finews::document::Document;
use finews::layout::page;
use judge::Verdict;
use judge::posts::{self, Sample};

const WIDTHS: [usize; 4] = [40, 60, 80, 100];

fn judged(samples: &[Sample], width: usize, ambiguous_wide: bool) -> Verdict {
    let settings = judge::settings(width, ambiguous_wide);
    let mut verdict = Verdict::default();
    for sample in samples {
        let document = Document::parse(&sample.body);
        let page = page(&sample.head, &document, &settings);
        verdict.add(judge::judge(
            &page,
            &sample.head,
            &document,
            &sample.body,
            settings.cells,
        ));
    }
    verdict
}

fn nothing_wrong(samples: &[Sample]) {
    if !judge::HANGING {
        return;
    }
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
fn nothing_is_wrong_in_the_archive() {
    nothing_wrong(&posts::real());
}

#[test]
fn lines_are_flush() {
    if !judge::HANGING {
        return;
    }
    for samples in [posts::own(), posts::real()] {
        for width in WIDTHS {
            let verdict = judged(&samples, width, false);
            if verdict.wrapped > 0 {
                assert!(verdict.share(0) >= 95.0, "{} at {width}", verdict.share(0));
                assert!(verdict.share(1) >= 97.5, "{} at {width}", verdict.share(1));
            }
        }
    }
}
