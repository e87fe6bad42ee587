//! The same prose, set by other means: the named references of the measure.

use finews::text::cells::Cells;
use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;

use super::flow::{Flow, Form, Set};
use super::marks::hangs;
use super::rules::{self, clean_places};
use super::{Edges, MARGIN, Verdict};

/// How a peer breaks lines.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Peer {
    /// As late as the Unicode line breaking algorithm allows, untailored (as textwrap and Emacs do).
    Greedy,
    /// Anywhere between two grapheme clusters (as a terminal does).
    Anywhere,
    /// At the judge's own clean places, with marks in the margin, so that the fewest lines possible end short of the
    /// edge: what cannot be bettered without spaces between Chinese and Latin.
    Best,
}

impl Peer {
    pub(crate) const ALL: [Self; 3] = [Self::Greedy, Self::Anywhere, Self::Best];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Greedy => "greedy, UAX #14 as it stands",
            Self::Anywhere => "breaks anywhere",
            Self::Best => "the fewest lines short, with a margin",
        }
    }
}

/// The lines of `flow` as `peer` sets them at `width`.
pub(crate) fn set(flow: &Flow, peer: Peer, width: usize, cells: Cells) -> Vec<Set> {
    let indent = flow.lines.get(1).or(flow.lines.first()).map_or(0, |l| l.indent);
    if let Peer::Best = peer {
        best(flow, edges(peer, width), indent, cells)
    } else {
        lines(
            &flow.text,
            peer,
            width.saturating_sub(indent).max(2),
            indent,
            cells,
        )
    }
}

fn edges(peer: Peer, width: usize) -> Edges {
    let margin = if let Peer::Best = peer { MARGIN } else { 0 };
    Edges {
        text: width.saturating_sub(margin),
        marks: width,
    }
}

/// What the judge says of `flow` set by `peer` at `width`. Only prose is judged.
pub(crate) fn judge(flow: &Flow, peer: Peer, width: usize, cells: Cells) -> Verdict {
    if flow.form != Form::Prose {
        return Verdict::default();
    }
    let mut own = flow.clone();
    own.lines = set(flow, peer, width, cells);
    let mut verdict = rules::judge(&own, edges(peer, width), cells);
    verdict.lines = own.lines.len();
    verdict
}

/// Lines short of the edge by more than one cell, by more than two, and all lines.
type Cost = (usize, usize, usize);

/// Lines that end at clean places, the fewest of them short of the edge; by dynamic programming over all of them.
fn best(flow: &Flow, edges: Edges, indent: usize, cells: Cells) -> Vec<Set> {
    let text = &flow.text;
    let room = Edges {
        text: edges.text.saturating_sub(indent).max(2),
        marks: edges.marks.saturating_sub(indent).max(2),
    };
    let mut places = vec![0];
    places.extend(clean_places(flow, room.text, cells));
    places.push(text.len());
    let forced = |at: usize| text[..at].trim_end_matches(' ').ends_with('\n');
    // For each place: what the lines up to it cost, and where the last of them begins.
    let mut reached: Vec<Option<(Cost, usize)>> = vec![None; places.len()];
    reached[0] = Some(((0, 0, 0), 0));
    for from in 0..places.len() {
        let Some((cost, _)) = reached[from] else { continue };
        for to in from + 1..places.len() {
            let own = text[places[from]..places[to]].trim_end();
            let (width, fits) = measure(own, room, cells);
            if !fits && to > from + 1 {
                break;
            }
            let ends = to + 1 == places.len() || forced(places[to]);
            let short = |within: usize| usize::from(!ends && width + within < room.text);
            let new = (cost.0 + short(1), cost.1 + short(2), cost.2 + 1);
            if reached[to].is_none_or(|(old, _)| new < old) {
                reached[to] = Some((new, from));
            }
            if ends {
                break;
            }
        }
    }
    let mut lines = Vec::new();
    let mut to = places.len() - 1;
    while to > 0 {
        let from = reached[to].map_or(0, |(_, from)| from);
        let start = places[from];
        let end = start + text[start..places[to]].trim_end().len();
        let ends = to + 1 == places.len() || forced(places[to]);
        lines.push(Set {
            range: start..end,
            indent,
            gaps: Vec::new(),
            ends,
        });
        to = from;
    }
    lines.reverse();
    lines
}

/// The cells of `line`, and whether it fits `room`.
fn measure(line: &str, room: Edges, cells: Cells) -> (usize, bool) {
    let width = cells.width(line);
    let inner = line.trim_end_matches(hangs);
    let fits = width <= room.text || (width <= room.marks && cells.width(inner) <= room.text);
    (width, fits)
}

fn lines(text: &str, peer: Peer, room: usize, indent: usize, cells: Cells) -> Vec<Set> {
    let breaks: Vec<usize> = match peer {
        Peer::Greedy => linebreaks(text).map(|(at, _)| at).collect(),
        Peer::Anywhere | Peer::Best => text
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
            gaps: Vec::new(),
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
