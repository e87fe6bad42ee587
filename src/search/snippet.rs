//! The sentence that matched: of a text the one in which most of what was looked for stands, cut to what a line holds.

use std::ops::Range;

use super::pattern::{Pattern, Text};
use crate::text::cells::Cells;

/// Stands for what was cut off.
const CUT: char = '…';

/// A piece of a text with its hits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// One line.
    pub text: String,
    /// Where the hits stand in it, in bytes, in order.
    pub hits: Vec<Range<usize>>,
}

/// The sentence of `text` that holds most of `patterns`, the first of such, in at most `width` cells; `None` where none
/// stands in it.
pub fn snippet(text: &str, patterns: &[Pattern], cells: Cells, width: usize) -> Option<Snippet> {
    let ready = Text::new(text);
    let mut hits: Vec<(Range<usize>, usize)> = Vec::new();
    for (number, pattern) in patterns.iter().enumerate() {
        hits.extend(ready.hits([pattern]).into_iter().map(|hit| (hit, number)));
    }
    hits.sort_by_key(|(hit, _)| (hit.start, hit.end));
    let sentence = best_sentence(text, &hits)?;
    let first = hits
        .iter()
        .map(|(hit, _)| hit)
        .find(|hit| hit.start >= sentence.start)?;
    let shown = fit(text, &sentence, first, cells, width);
    let mut snippet = Snippet::default();
    if shown.start > sentence.start {
        snippet.text.push(CUT);
    }
    let before = snippet.text.len();
    // Line ends within a sentence are forced ones, of the same length as a space.
    snippet
        .text
        .push_str(&text.get(shown.clone())?.replace(['\n', '\t'], " "));
    if shown.end < sentence.end {
        snippet.text.push(CUT);
    }
    for hit in ready.hits(patterns) {
        let (start, end) = (hit.start.max(shown.start), hit.end.min(shown.end));
        if start < end {
            snippet
                .hits
                .push(before + start - shown.start..before + end - shown.start);
        }
    }
    Some(snippet)
}

/// The beginning of `text`, in at most `width` cells.
pub fn lead(text: &str, cells: Cells, width: usize) -> Snippet {
    let line = text.lines().find(|line| !line.trim().is_empty());
    Snippet {
        text: cells.truncate(line.unwrap_or_default().trim(), width),
        hits: Vec::new(),
    }
}

/// The sentence in which most of the patterns of `hits` stand.
fn best_sentence(text: &str, hits: &[(Range<usize>, usize)]) -> Option<Range<usize>> {
    let mut best: Option<(usize, Range<usize>)> = None;
    let mut rest = hits;
    while let Some((hit, _)) = rest.first() {
        let sentence = sentence_around(text, hit);
        let within = rest.partition_point(|(hit, _)| hit.start < sentence.end).max(1);
        let (these, later) = rest.split_at_checked(within).unwrap_or((rest, &[]));
        let mut patterns: Vec<usize> = these.iter().map(|(_, number)| *number).collect();
        patterns.sort_unstable();
        patterns.dedup();
        if best.as_ref().is_none_or(|(most, _)| patterns.len() > *most) {
            best = Some((patterns.len(), sentence));
        }
        rest = later;
    }
    best.map(|(_, sentence)| sentence)
}

/// The sentence that `hit` begins in, without white space at its ends.
fn sentence_around(text: &str, hit: &Range<usize>) -> Range<usize> {
    let before = text.get(..hit.start).unwrap_or_default();
    let start = before
        .char_indices()
        .rev()
        .find(|(at, c)| ends_sentence(*c, before.get(at + c.len_utf8()..).unwrap_or_default()))
        .map_or(0, |(at, c)| at + c.len_utf8());
    let after = text.get(hit.end..).unwrap_or_default();
    let end = after
        .char_indices()
        .find(|(at, c)| ends_sentence(*c, after.get(at + c.len_utf8()..).unwrap_or_default()))
        .map_or(text.len(), |(at, c)| {
            let end = hit.end + at;
            if c == '\n' { end } else { end + c.len_utf8() }
        });
    let sentence = text.get(start..end).unwrap_or_default();
    // A closing quote belongs to the sentence before.
    let closing = |c: char| c.is_whitespace() || matches!(c, '”' | '’' | '」' | '』' | '）' | '》');
    let start = end - sentence.trim_start_matches(closing).len();
    let start = start.min(hit.start);
    let end = start + text.get(start..end).unwrap_or_default().trim_end().len();
    start..end.max(hit.end)
}

/// Whether a sentence ends with `c`, which `after` follows.
fn ends_sentence(c: char, after: &str) -> bool {
    match c {
        '。' | '！' | '？' | '；' | '\n' => true,
        '.' | '!' | '?' => after.starts_with(char::is_whitespace),
        _ => false,
    }
}

/// What of `sentence` stands around `hit` in `width` cells, marks of what is cut counted.
fn fit(text: &str, sentence: &Range<usize>, hit: &Range<usize>, cells: Cells, width: usize) -> Range<usize> {
    let whole = text.get(sentence.clone()).unwrap_or_default();
    if cells.width(whole) <= width {
        return sentence.clone();
    }
    let mark = cells.width(CUT.encode_utf8(&mut [0; 4]));
    let room = width.saturating_sub(2 * mark);
    // A third of the line in front of the hit, so that it is seen at once and most of what follows too.
    let before = text.get(sentence.start..hit.start).unwrap_or_default();
    let lead = cells.suffix(before, room / 3);
    let mut start = hit.start - lead.len();
    let mut rest = text.get(start..sentence.end).unwrap_or_default();
    let mut shown = cells.prefix(rest, room).0;
    if shown.len() == rest.len() {
        // The end fits: more of the beginning does too.
        let more = cells.suffix(before, room.saturating_sub(cells.width(rest)) + cells.width(lead));
        start = hit.start - more.len();
        rest = text.get(start..sentence.end).unwrap_or_default();
        shown = cells.prefix(rest, room).0;
    }
    start..start + shown.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, words: &[&str], width: usize) -> String {
        let patterns: Vec<Pattern> = words
            .iter()
            .filter_map(|words| Pattern::new(words, false))
            .collect();
        let snippet = snippet(text, &patterns, Cells::default(), width).unwrap_or_default();
        let mut marked = String::new();
        let mut at = 0;
        for hit in &snippet.hits {
            marked += &snippet.text[at..hit.start];
            marked = marked + "[" + &snippet.text[hit.clone()] + "]";
            at = hit.end;
        }
        marked + &snippet.text[at..]
    }

    #[test]
    fn the_sentence_with_most_of_the_words() {
        let text = "央行今日操作。国产芯片上涨，芯片指数收高！“光伏与芯片”并进；\n银行 ETF 与芯片。";
        assert_eq!(shown(text, &["芯片"], 80), "国产[芯片]上涨，[芯片]指数收高！");
        assert_eq!(shown(text, &["芯片", "光伏"], 80), "“[光伏]与[芯片]”并进；");
        assert_eq!(shown(text, &["etf"], 80), "银行 [ETF] 与芯片。");
        assert_eq!(shown(text, &["没有"], 80), "");
    }

    #[test]
    fn a_long_sentence_is_cut_around_the_hit() {
        let text = "一二三四五六七八九十一二三四五六七八九十芯片一二三四五六七八九十一二三四五六七八九十";
        assert_eq!(shown(text, &["芯片"], 24), "…八九十[芯片]一二三四五六…");
        assert_eq!(shown(text, &["一二三"], 12), "[一二三]四五…");
    }

    proptest! {
        #[test]
        fn it_fits_and_shows_a_hit(text in "[中国芯片aA1，。！ \n”“]{0,60}", words in "[中国芯片a]{1,3}", width in 12..60_usize) {
            let pattern = Pattern::new(&words, false).unwrap();
            let cells = Cells::default();
            if let Some(snippet) = snippet(&text, std::slice::from_ref(&pattern), cells, width) {
                prop_assert!(cells.width(&snippet.text) <= width, "{:?}", snippet);
                prop_assert!(!snippet.hits.is_empty());
                prop_assert!(!snippet.text.contains('\n'));
            } else {
                prop_assert_eq!(Text::new(&text).count(&pattern), 0);
            }
        }
    }
}
