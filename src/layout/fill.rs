//! Fills lines: a text, the places where it may break, a width. The lines of a paragraph are chosen together, so
//! that they reach as far as they can (the least sum of what each lacks, as Knuth and Plass choose them: "Breaking
//! Paragraphs into Lines", 1981), a closing mark hangs in the margin where that fills
//! the line (CLREQ 3.1.7), and a single character is left alone on the last one only where that spares ragged lines (CLREQ 3.2.1, "widows").

use std::ops::Range;

use super::breaks::Break;
use super::gap::{Gaps, Tally, tallies};
use super::segment::{Manner, Measure, Segment, segments};
use crate::text::cells::Cells;

/// Segments that are broken into lines together. A paragraph of more is taken in parts, so that memory stays bounded.
const TOGETHER: usize = 4_096;
/// Cells that a line may lack and still be weighed against fuller ones.
const SLACK: usize = 12;
/// What a last line of one character costs, where a line has room for some ten.
const WIDOW: u64 = 90;

/// A line, chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filled {
    /// Its text, without the white space at its end.
    pub(super) range: Range<usize>,
    /// Where in it a space is to be set that fills it.
    pub(super) gaps: Vec<usize>,
}

/// Hands out the lines of `text` in order, as byte ranges without the white space at their ends.
///
/// A line ends at one of `breaks` (in order, see [`super::breaks::breaks`]) or at a `\n`. What fits no line is cut at
/// the boundary of a grapheme cluster, where it costs least ([`super::segment`]).
pub(super) fn fill(
    text: &str,
    breaks: &[Break],
    measure: Measure,
    cells: Cells,
    mut sink: impl FnMut(Filled),
) {
    let mut filler = Filler {
        measure,
        segments: Vec::new(),
        nodes: Vec::new(),
        tallies: Vec::new(),
        ragged: false,
        lines: Vec::new(),
    };
    segments(text, breaks, measure, cells, |segment| {
        filler.segments.push(segment);
        if segment.forced {
            filler.solve(true);
        } else if filler.segments.len() >= TOGETHER.max(4 * measure.edge) {
            filler.solve(false);
        }
        filler.lines.drain(..).for_each(&mut sink);
    });
    filler.solve(true);
    filler.lines.drain(..).for_each(sink);
}

/// The best way to the place before a segment.
#[derive(Clone, Copy)]
struct Node {
    /// Cells of all segments before it, with their white space.
    before: usize,
    /// Cells up to the end of the last content before it.
    edge: usize,
    /// The end of that content, in bytes.
    end: usize,
    /// What the lines up to here cost at least.
    cost: u64,
    /// Where the last of them begins.
    from: usize,
}

struct Filler {
    measure: Measure,
    segments: Vec<Segment>,
    /// One for each segment, and one after the last.
    nodes: Vec<Node>,
    /// The gaps before each segment, where lines are filled with them.
    tallies: Vec<Tally>,
    /// Whether they hold no Han: Western text alone is set ragged, since in a terminal its edge costs less than holes
    /// between words, and evenly so.
    ragged: bool,
    lines: Vec<Filled>,
}

impl Filler {
    /// Breaks the segments gathered into lines. Unless `ends`, the paragraph goes on: its last lines so far
    /// stay undecided.
    fn solve(&mut self, ends: bool) {
        self.prepare();
        let count = self.segments.len();
        let mut furthest = 0;
        for from in 0..count {
            furthest = furthest.max(from + 1);
            while furthest < count
                && self.cells(from, furthest + 1) <= self.measure.edge + self.measure.margin
            {
                furthest += 1;
            }
            self.lines_from(from, furthest, ends);
        }
        let mut starts = Vec::new();
        let mut at = count;
        while at > 0 {
            let Some(node) = self.nodes.get(at) else { break };
            at = node.from;
            starts.push(at);
        }
        starts.reverse();
        let kept = if ends {
            0
        } else {
            3.min(starts.len().saturating_sub(1))
        };
        let decided = starts.len() - kept;
        let mut ends = starts.iter().copied().skip(1).chain(std::iter::once(count));
        for &start in starts.iter().take(decided) {
            let next = ends.next().unwrap_or(count);
            let line = self.line(start, next);
            self.lines.extend(line);
        }
        let done = starts.get(decided).copied().unwrap_or(count);
        self.segments.drain(..done);
    }

    /// Sums up the segments, with no way to any node but the first.
    fn prepare(&mut self) {
        self.nodes.clear();
        let start = self.segments.first().map_or(0, |segment| segment.start);
        let mut node = Node {
            before: 0,
            edge: 0,
            end: start,
            cost: 0,
            from: 0,
        };
        self.nodes.push(node);
        node.cost = u64::MAX;
        for segment in &self.segments {
            if segment.content > 0 || segment.end > segment.start {
                node.edge = node.before + segment.content;
                node.end = segment.end;
            }
            node.before += segment.full;
            self.nodes.push(node);
        }
        self.ragged = !self.segments.iter().any(|segment| segment.han);
        self.tallies = match self.measure.manner {
            Manner::Filled if !self.ragged => tallies(&self.segments),
            _ => Vec::new(),
        };
    }

    /// The cells of a line of the segments `from..to`.
    fn cells(&self, from: usize, to: usize) -> usize {
        match (self.nodes.get(from), self.nodes.get(to)) {
            (Some(from), Some(to)) => to.edge.saturating_sub(from.before),
            _ => 0,
        }
    }

    /// What gaps to open in that line if it lacks so many cells, and what it then costs.
    fn stretched(&self, from: usize, to: usize, lacks: usize) -> (Gaps, u64) {
        let gap = self
            .segments
            .get(from)
            .is_some_and(|segment| segment.gap.is_some());
        Gaps::of(&self.tallies, from, to, gap).open(lacks, badness)
    }

    /// The line of the segments `from..to`.
    fn line(&self, from: usize, to: usize) -> Option<Filled> {
        let start = self.segments.get(from)?.start;
        let range = start..self.nodes.get(to)?.end.max(start);
        let lacks = self.measure.edge.saturating_sub(self.cells(from, to));
        let last = to + 1 == self.nodes.len();
        let gaps = if last {
            Vec::new()
        } else {
            self.stretched(from, to, lacks)
                .0
                .places(self.segments.get(from..to)?)
        };
        Some(Filled { range, gaps })
    }

    /// Whether white space or a closing mark stands before the segment `to`.
    fn ends_sense(&self, to: usize) -> bool {
        let before = to.checked_sub(1).and_then(|before| self.segments.get(before));
        before.is_some_and(|segment| segment.full > segment.content || segment.hang > 0)
    }

    /// Weighs the lines that begin with the segment `from` and end before one up to `furthest`.
    fn lines_from(&mut self, from: usize, furthest: usize, ends: bool) {
        let Some(cost) = self
            .nodes
            .get(from)
            .map(|node| node.cost)
            .filter(|cost| *cost < u64::MAX)
        else {
            return;
        };
        let edge = self.measure.edge;
        // Whether a line that ends at no cost has been weighed.
        let mut free = false;
        for to in (from + 1..=furthest).rev() {
            let cells = self.cells(from, to);
            let hang = self.segments.get(to - 1).map_or(0, |segment| segment.hang);
            // A single segment fits by itself.
            if cells > edge && cells - hang.min(cells) > edge && to > from + 1 {
                continue;
            }
            let lacks = edge.saturating_sub(cells);
            if free && lacks > SLACK {
                break;
            }
            let penalty = self.segments.get(to).map_or(0, |segment| segment.penalty);
            let last = to + 1 == self.nodes.len();
            free |= penalty == 0 && !last && self.measure.manner != Manner::Balanced;
            let costs = match self.measure.manner {
                // One line needs no other of its length.
                Manner::Balanced if last && from == 0 => 0,
                Manner::Balanced => {
                    let sense = last || self.ends_sense(to);
                    penalty + square(lacks) + if sense { 0 } else { square(edge / 2) }
                }
                _ if last => {
                    let widow = ends && from > 0 && edge >= 20 && cells - hang.min(cells) <= 2;
                    u64::from(widow) * WIDOW
                }
                _ if self.ragged => penalty + square(lacks),
                _ => penalty + self.stretched(from, to, lacks).1,
            };
            let total = cost.saturating_add(costs);
            if let Some(node) = self.nodes.get_mut(to)
                && total <= node.cost
            {
                node.cost = total;
                node.from = from;
            }
        }
    }
}

fn square(cells: usize) -> u64 {
    cells as u64 * cells as u64
}

/// What a line costs that lacks so many cells. One cell cannot be helped where Han and Latin mix; from two on the
/// edge looks ragged, and each cell more is worse by less.
fn badness(lacks: usize) -> u64 {
    let lacks = lacks as u64;
    match lacks {
        0 | 1 => lacks,
        2 => 60,
        _ => 400 + lacks * lacks,
    }
}

#[cfg(test)]
mod tests {
    use super::super::breaks::{Ease, breaks};
    use super::super::figure::figures;
    use super::*;

    const CELLS: Cells = Cells {
        ambiguous_wide: false,
    };

    fn filled(text: &str, breaks: &[Break], measure: Measure) -> Vec<Filled> {
        let mut lines = Vec::new();
        fill(text, breaks, measure, CELLS, |line| lines.push(line));
        lines
    }

    /// The lines of `text`, with `_` for each gap opened.
    fn set(text: &str, measure: Measure) -> Vec<String> {
        let lines = filled(text, &breaks(text, &figures(text)), measure);
        let line = |line: Filled| {
            let mut out = text[line.range.clone()].to_owned();
            for gap in line.gaps.iter().rev() {
                out.insert(gap - line.range.start, '_');
            }
            out
        };
        lines.into_iter().map(line).collect()
    }

    fn lines(text: &str, max: usize) -> Vec<String> {
        set(text, Measure::of(max))
    }

    #[test]
    fn as_much_as_fits() {
        assert_eq!(lines("人民银行公告。", 6), ["人民银", "行公", "告。"]);
        assert_eq!(lines("the quick fox", 9), ["the quick", "fox"]);
        assert_eq!(lines("甲\n\n乙 \n", 8), ["甲", "", "乙"]);
        assert_eq!(lines("", 8), [""; 0]);
        assert_eq!(lines("甲乙 \n  \n丙", 2), ["甲", "乙", "", "丙"]);
    }

    #[test]
    fn a_closing_mark_hangs_where_it_fills_the_line() {
        let page = Measure {
            edge: 8,
            margin: 2,
            manner: Manner::Even,
        };
        assert_eq!(set("人民银行，今天公告。", page), ["人民银行，", "今天公告。"]);
        // Two marks, if the second stands within the margin too.
        assert_eq!(set("人民a银。”今天公告", page), ["人民a银。”", "今天公告"]);
        assert_eq!(
            set("人民银行。）今天公告", page),
            ["人民银", "行。）今", "天公告"]
        );
        // What is no mark never does.
        assert_eq!(set("人民银行％今天", page), ["人民银", "行％今天"]);
    }

    /// What the lines but the last lack, as `badness` weighs it, when each takes as much as fits.
    fn greedy(text: &str, edge: usize) -> u64 {
        let mut starts = breaks(text, &figures(text));
        starts.retain(|place| place.ease != Ease::Tight);
        let ends = starts.iter().map(|place| place.at).chain([text.len()]);
        let (mut used, mut from, mut sum) = (0, 0, 0);
        for end in ends {
            let cells = CELLS.width(&text[from..end]);
            if used + cells > edge {
                sum += badness(edge - used);
                used = 0;
            }
            used += cells;
            from = end;
        }
        sum
    }

    proptest::proptest! {
        #[test]
        fn lines_chosen_together_lack_less(text in "[银行经济，。A1]{20,200}", edge in 20_usize..60) {
            let lines = lines(&text, edge);
            let full = lines.iter().rev().skip(1);
            let sum: u64 = full.map(|line| badness(edge - CELLS.width(line))).sum();
            let longest = lines.iter().map(|line| CELLS.width(line)).max();
            proptest::prop_assert!(longest <= Some(edge));
            proptest::prop_assert!(sum <= greedy(&text, edge) + WIDOW, "{lines:?}");
        }
    }

    #[test]
    fn gaps_fill_a_line() {
        let page = |edge: usize| Measure {
            edge,
            margin: 0,
            manner: Manner::Filled,
        };
        // On both sides of a word or a number, or on neither.
        assert_eq!(set("甲乙A丙123456丁", page(9)), ["甲乙_A_丙", "123456丁"]);
        assert_eq!(lines("甲乙A丙123456丁", 9), ["甲乙A丙", "123456丁"]);
        assert_eq!(set("1段乙A丙123456丁", page(10)), ["1_段乙A丙", "123456丁"]);
        assert_eq!(set("甲1段乙123456丁", page(11)), ["甲_1_段乙", "123456丁"]);
        // On one alone in the last resort, and never within a date.
        assert_eq!(
            set("甲2022年1月5日12345678", page(17)),
            ["甲_2022年1月5日", "12345678"]
        );
        assert_eq!(set("甲22日—23日123456", page(13)), ["甲_22日—23日", "123456"]);
        // The end of a line and a mark need no space beside them.
        assert_eq!(set("1段甲乙123456丁", page(9)), ["1_段甲乙", "123456丁"]);
        assert_eq!(
            set("甲乙（Ab）丙AAAA123", page(16)),
            ["甲乙_（Ab）_丙", "AAAA123"]
        );
        assert_eq!(
            set("甲，A，乙丙AAAAA12345", page(14)),
            ["甲，_A，_乙丙", "AAAAA12345"]
        );
        // Western words first, then beside Han, then after stops.
        assert_eq!(
            set("ab cd，乙丙AAAAA1234", page(13)),
            ["ab _cd，乙丙", "AAAAA1234"]
        );
        assert_eq!(set("甲，乙A丙123456丁", page(11)), ["甲，乙_A_丙", "123456丁"]);
        assert_eq!(set("甲，乙丙AA123456", page(10)), ["甲，_乙丙", "AA123456"]);
        // A paragraph without Han is set ragged.
        assert_eq!(
            set("ab cd efg hijklmnop 甲", page(11)),
            ["ab cd _efg", "hijklmnop", "甲"]
        );
        assert_eq!(
            set("ab cd efg hijklmnop q", page(11)),
            ["ab cd efg", "hijklmnop q"]
        );
        // Two lines that are somewhat short rather than one that is very short.
        let text = "household in the north somewhatlonger x";
        assert_eq!(
            set(text, page(16)),
            ["household in", "the north", "somewhatlonger x"]
        );
    }

    #[test]
    fn headlines_are_balanced_and_end_with_the_sense() {
        let headline = |edge: usize| Measure::of(edge).with(Manner::Balanced);
        assert_eq!(
            set("央行今天公布十二月数据", headline(20)),
            ["央行今天公布", "十二月数据"]
        );
        assert_eq!(
            set("央行今天公布十二月数据 市场平静", headline(24)),
            ["央行今天公布十二月数据", "市场平静"]
        );
        assert_eq!(set("央行公布数据", headline(24)), ["央行公布数据"]);
    }

    #[test]
    fn no_character_is_left_alone() {
        let text = "甲乙丙丁戊己庚辛壬癸".repeat(2);
        assert_eq!(
            lines(&(text.clone() + "。"), 20),
            ["甲乙丙丁戊己庚辛壬", "癸甲乙丙丁戊己庚辛", "壬癸。"]
        );
        assert_eq!(
            lines(&(text + "甲。"), 20),
            ["甲乙丙丁戊己庚辛壬癸", "甲乙丙丁戊己庚辛壬", "癸甲。"]
        );
    }

    #[test]
    fn addresses_break_after_their_marks() {
        assert_eq!(
            lines("http://finance.example.com/news/1350,2021.html", 20),
            ["http://finance.", "example.com/news/", "1350,2021.html"]
        );
    }

    #[test]
    fn cuts_keep_marks_and_numbers() {
        assert_eq!(lines("abcdefgh，", 8), ["abcdefg", "h，"]);
        assert_eq!(lines("1234567890", 4), ["1234", "5678", "90"]);
        assert_eq!(lines("中\u{4e00}", 2), ["中", "一"]);
        assert_eq!(
            lines("e\u{301}e\u{301}e\u{301}", 2),
            ["e\u{301}e\u{301}", "e\u{301}"]
        );
    }

    #[test]
    fn a_word_without_end_is_cut_into_full_lines() {
        let text = format!("见{}，完", "a1-".repeat(3_000));
        let lines = lines(&text, 40);
        assert_eq!(lines.concat(), text);
        assert!(
            lines
                .iter()
                .all(|line| CELLS.width(line) <= 40 && !line.starts_with('，'))
        );
        assert!(lines.len() < 9_000 / 40 + 9);
        // Marks that none may begin a line with, in lines of a mark and a half.
        for edge in 2..12 {
            let lines = filled(&"aa！".repeat(1_500), &[], Measure::of(edge));
            let text = "aa！".repeat(1_500);
            assert!(
                lines
                    .iter()
                    .all(|line| CELLS.width(&text[line.range.clone()]) <= edge)
            );
            let text = format!("aa{}", "！".repeat(1_400));
            let lines = filled(&text, &[], Measure::of(edge));
            assert!(
                lines
                    .iter()
                    .all(|line| CELLS.width(&text[line.range.clone()]) <= edge)
            );
        }
    }

    #[test]
    fn a_long_paragraph_is_taken_in_parts() {
        let text = "国民经济运行平稳，".repeat(2_000);
        let lines = lines(&text, 40);
        assert_eq!(lines.concat(), text);
        assert!(
            lines
                .iter()
                .all(|line| CELLS.width(line) >= 34 || *line == lines[lines.len() - 1])
        );
    }
}
