//! The yardstick: how right and how flush the lines of pages are. A program, no measurement of time.
//!
//! ```text
//! cargo bench --bench typeset                       tests/posts, the guide, the archive FINEWS_TEST_ARCHIVE names
//! cargo bench --bench typeset -- --posts DIR        the posts below DIR instead
//! cargo bench --bench typeset -- --show KIND        what was found of KIND, or of `all`
//! ```
//!
//! Exits with 1 where a count that must be zero is not, or fewer lines of all the posts are flush than must be.

#[path = "../tests/layout/judge/mod.rs"]
mod judge;

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use finews::document::Document;
use finews::layout::page;
use judge::peers::Peer;
use judge::posts::{self, Sample};
use judge::{Kind, Verdict};

const WIDTHS: [usize; 4] = [40, 60, 80, 100];
/// The shares of wrapped lines of prose that must end within one and within two cells of the edge, in percent.
const FLUSH: [f64; 2] = [95.0, 97.5];

/// What was measured at one width.
#[derive(Default)]
struct Measured {
    ours: Verdict,
    peers: [Verdict; 3],
    layout: Duration,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let mut folder = None;
    let mut show = None;
    for pair in arguments.chunks(2) {
        match pair {
            [option, value] if option == "--posts" => folder = Some(value),
            [option, value] if option == "--show" => show = Some(value.as_str()),
            _ => {
                eprintln!("usage: cargo bench --bench typeset -- [--posts DIR] [--show KIND|all]");
                return ExitCode::from(2);
            }
        }
    }
    let groups = match folder {
        Some(folder) => vec![(folder.as_str(), posts::below(Path::new(folder)))],
        None => vec![
            ("tests/posts", posts::own()),
            ("the guide", posts::guide()),
            ("the archive", posts::real()),
        ],
    };
    let mut wrong = Vec::new();
    let mut all = WIDTHS.map(|_| Verdict::default());
    for (name, samples) in groups {
        if samples.is_empty() {
            println!("{name}: no posts\n");
            continue;
        }
        let measured = WIDTHS.map(|width| measure(&samples, width, show));
        report(name, samples.len(), &measured);
        for kind in Kind::ALL {
            let count: usize = measured.iter().map(|measured| measured.ours.count(kind)).sum();
            if count > 0 {
                wrong.push(format!("{} {count} ({name})", kind.name()));
            }
        }
        for (all, measured) in all.iter_mut().zip(measured) {
            all.add(measured.ours);
        }
    }
    if folder.is_none() && posts::real().is_empty() {
        println!("without the archive: how flush all posts together are is not judged");
    } else {
        flush(&all, &mut wrong);
    }
    if wrong.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("wrong: {}", wrong.join(", "));
    ExitCode::FAILURE
}

/// Prints how flush the lines of all posts are, and adds to `wrong` what falls short.
fn flush(all: &[Verdict; 4], wrong: &mut Vec<String>) {
    println!("all together");
    for (within, least) in FLUSH.into_iter().enumerate() {
        let shares = all.each_ref().map(|verdict| verdict.share(within));
        let label = format!("flush within {}, %, at least {least}", within + 1);
        let values = shares.map(|share| format!("{share:>9.1}")).concat();
        println!("  {label:<36}{values}");
        if shares.into_iter().any(|share| share < least) {
            wrong.push(format!("flush within {}", within + 1));
        }
    }
}

fn measure(samples: &[Sample], width: usize, show: Option<&str>) -> Measured {
    let settings = judge::settings(width, false);
    let mut measured = Measured::default();
    for sample in samples {
        let document = Document::parse(&sample.body);
        let start = Instant::now();
        let page = page(&sample.head, &document, &settings);
        measured.layout += start.elapsed();
        let verdict = judge::judge(&page, sample, &document, settings.cells);
        for finding in &verdict.findings {
            if show.is_some_and(|show| show == "all" || show == finding.kind.name()) {
                let name = sample.path.file_name().unwrap_or_default().display();
                println!("{width:3} {name} {}: {}", finding.kind.name(), finding.shown);
            }
        }
        measured.ours.add(verdict);
        for flow in judge::flow::flows(&page, &sample.head, &document, settings.cells) {
            for (peer, sum) in Peer::ALL.iter().zip(&mut measured.peers) {
                sum.add(judge::peers::judge(&flow, *peer, width, settings.cells));
            }
        }
    }
    measured
}

fn report(name: &str, posts: usize, measured: &[Measured; 4]) {
    let row = |label: &str, value: &dyn Fn(&Measured) -> String| {
        let values: Vec<String> = measured.iter().map(|m| format!("{:>9}", value(m))).collect();
        println!("  {label:<36}{}", values.concat());
    };
    let title = format!("{name}, {posts} posts");
    let widths = WIDTHS.map(|width| format!("{width:>9}"));
    println!("{title:<38}{}", widths.concat());
    row("lines", &|m| m.ours.lines.to_string());
    for kind in Kind::ALL {
        row(&kind.name(), &|m| m.ours.count(kind).to_string());
    }
    row("wrapped lines of prose", &|m| m.ours.wrapped.to_string());
    row("flush within one cell, %", &|m| format!("{:.1}", m.ours.share(0)));
    row("flush within two cells, %", &|m| {
        format!("{:.1}", m.ours.share(1))
    });
    row("layout, µs a post", &|m| {
        (m.layout.as_micros() / posts as u128).to_string()
    });
    for (index, peer) in Peer::ALL.iter().enumerate() {
        println!("  {}, prose alone", peer.name());
        let peer = |m: &Measured, kinds: &[Kind]| -> usize {
            kinds.iter().map(|kind| m.peers[index].count(*kind)).sum()
        };
        row("  lines", &|m| m.peers[index].lines.to_string());
        row("  start or end wrongly", &|m| {
            peer(m, &[Kind::Start, Kind::End]).to_string()
        });
        row("  pairs, words, numbers split", &|m| {
            let split = [
                Kind::Pair,
                Kind::Word,
                Kind::Number,
                Kind::Amount,
                Kind::Percent,
                Kind::Code,
            ];
            peer(m, &split).to_string()
        });
        row("  flush within one cell, %", &|m| {
            format!("{:.1}", m.peers[index].share(0))
        });
        row("  flush within two cells, %", &|m| {
            format!("{:.1}", m.peers[index].share(1))
        });
    }
    println!();
}
