//! The same prose, set by other means: the named references of the measure. None of them has a margin.

use finews::text::cells::Cells;
use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;

use super::flow::{Flow, Form, Set};
use super::rules;
use super::{Edges, Verdict};

/// How a peer breaks lines.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Peer {
    /// As late as the Unicode line breaking algorithm allows, untailored (as textwrap and Emacs do).
    Greedy,
    /// Anywhere between two grapheme clusters (as a terminal does).
    Anywhere,
}

impl Peer {
    pub(crate) const ALL: [Self; 2] = [Self::Greedy, Self::Anywhere];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Greedy => "greedy, UAX #14 as it stands",
            Self::Anywhere => "breaks anywhere",
        }
    }
}

/// What the judge says of `flow` set by `peer` at `width`. Only prose is judged.
pub(crate) fn judge(flow: &Flow, peer: Peer, width: usize, cells: Cells) -> Verdict {
    if flow.form != Form::Prose {
        return Verdict::default();
    }
    let indent = flow.lines.get(1).or(flow.lines.first()).map_or(0, |l| l.indent);
    let mut set = flow.clone();
    set.lines = lines(&flow.text, peer, width.saturating_sub(indent).max(2), indent, cells);
    let edges = Edges {
        text: width,
        marks: width,
    };
    let mut verdict = rules::judge(&set, edges, cells);
    verdict.lines = set.lines.len();
    verdict
}

fn lines(text: &str, peer: Peer, room: usize, indent: usize, cells: Cells) -> Vec<Set> {
    let breaks: Vec<usize> = match peer {
        Peer::Greedy => linebreaks(text).map(|(at, _)| at).collect(),
        Peer::Anywhere => text
            .grapheme_indices(true)
            .map(|(at, _)| at)
            .skip(1)
            .chain([text.len()])
            .collect(),
    };
    let mut lines = Vec::new();
    let mut start = 0;
    let mut add = |from: usize, to: usize| {
        let own = &text[from..to];
        lines.push(Set {
            range: from..from + own.trim_end().len(),
            indent,
            ends: own.ends_with('\n') || to == text.len(),
        });
    };
    let fits = |from: usize, to: usize| cells.width(text[from..to].trim_end()) <= room;
    let mut last = 0;
    for at in breaks {
        if !fits(start, at) && last > start {
            add(start, last);
            start = last;
        }
        while !fits(start, at) {
            let (piece, _) = cells.prefix(&text[start..at], room);
            let end = start + piece.len().max(1);
            add(start, end);
            start = end;
        }
        if text[..at].ends_with('\n') && start < at {
            add(start, at);
            start = at;
        }
        last = at;
    }
    if start < text.len() {
        add(start, text.len());
    }
    lines
}
