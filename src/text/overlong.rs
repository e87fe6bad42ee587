//! Grapheme clusters without end: millions of combining marks on one letter are one cluster, of one cell. No text has
//! more than a few, so that the Stream-Safe Text Format (UAX #15, 13) takes thirty in a row for the most.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// Characters of a cluster beyond its first (UAX #15, UAX15-D3, counts nonstarters alone).
const MOST: usize = 30;

/// What ends a cluster without being seen: ZERO WIDTH NON-JOINER.
const SEPARATOR: char = '\u{200C}';

/// `text` with no cluster of more than 31 characters: further marks are dropped, further letters (conjoining jamo,
/// Indic consonants, signs that stand before a number) begin a cluster of their own, after U+200C.
pub(super) fn shorten(text: Cow<'_, str>) -> Cow<'_, str> {
    if !may_have_long(&text) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for cluster in text.graphemes(true) {
        if cluster.len() <= MOST || cluster.chars().nth(MOST + 1).is_none() {
            out.push_str(cluster);
            continue;
        }
        let mut room = MOST + 1;
        for c in cluster.chars() {
            if room == 0 && !joins_anything(c) {
                out.push(SEPARATOR);
                room = MOST;
            }
            if room > 0 {
                out.push(c);
                room -= 1;
            }
        }
    }
    Cow::Owned(out)
}

/// Whether some characters in a row may all be of one cluster, and are too many.
fn may_have_long(text: &str) -> bool {
    let mut row = 0;
    text.chars().any(|c| {
        row = if stands_alone(c) { 0 } else { row + 1 };
        row > MOST
    })
}

/// Whether `c` always begins a cluster and never takes a letter into it: most of a page of Chinese.
fn stands_alone(c: char) -> bool {
    matches!(c, ..'\u{300}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3029}' | '\u{3041}'..='\u{3096}')
        || matches!(c, '\u{309B}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FF9D}')
        // Greek and Cyrillic letters.
        || matches!(c, '\u{370}'..='\u{482}' | '\u{48A}'..='\u{52F}')
}

/// Whether `c` goes on any cluster (UAX #29, GB9 and GB9a): marks, joiners, and the letters that are `Extend` or
/// `SpacingMark`.
fn joins_anything(c: char) -> bool {
    is_combining_mark(c)
        || matches!(
            c,
            '\u{200C}' | '\u{200D}' | '\u{E33}' | '\u{EB3}' | '\u{FF9E}' | '\u{FF9F}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn longest(text: &str) -> usize {
        text.graphemes(true).map(|g| g.chars().count()).max().unwrap_or(0)
    }

    #[test]
    fn clusters_without_end_are_ended() {
        let marks = |n: usize| format!("甲e{}乙", "\u{301}".repeat(n));
        assert_eq!(shorten(marks(30).into()), marks(30));
        assert_eq!(shorten(marks(90_000).into()), marks(30));
        for unit in [
            "\u{1100}",
            "\u{1161}",
            "\u{600}",
            "क\u{94D}",
            "\u{200D}",
            "\u{FF9E}",
            "\u{E33}",
            "\u{20E3}",
            "ก\u{E33}\u{301}",
            "\u{1F1E8}",
            "\u{93F}",
            "😀\u{200D}",
        ] {
            let text = unit.repeat(5_000);
            let short = shorten(text.as_str().into());
            assert!(longest(&short) <= MOST + 2, "{unit:?}: {}", longest(&short));
            // Letters stay.
            let letters = |text: &str| text.chars().filter(|&c| !joins_anything(c)).count();
            assert_eq!(letters(&short), letters(&text), "{unit:?}");
        }
    }

    #[test]
    fn what_people_write_is_left_alone() {
        for text in [
            "ประเทศไทยมีระบบเศรษฐกิจแบบผสมผสานและเป็นประเทศอุตสาหกรรมใหม่",
            "क्षत्रियों की अर्थव्यवस्था का विकास",
            "한국은행이 기준금리를 동결했다",
            "Việt Nam điều chỉnh lãi suất",
            "Z\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}algo",
        ] {
            assert_eq!(shorten(text.into()), text);
        }
        // Korean decomposed is a long row of jamo in many clusters.
        let jamo = "\u{1112}\u{1161}\u{11AB}".repeat(100);
        assert_eq!(shorten(jamo.as_str().into()), jamo);
        assert!(matches!(shorten("央行，上证".into()), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn what_stands_alone_begins_a_cluster(before in "\\PC", c in any::<char>(), after in "\\PC") {
            let first = |text: String| text.graphemes(true).next().map(str::len);
            let alone = |text: &str| text.chars().all(|c| stands_alone(c) && !c.is_control());
            if stands_alone(c) && !c.is_control() {
                // What stands before takes it in only if it takes in anything (`Prepend`).
                let begins = first(format!("{before}{c}")) == Some(before.len());
                prop_assert!(begins || !alone(&before));
                let ends = first(format!("{c}{after}")) == Some(c.len_utf8());
                prop_assert!(ends || !alone(&after));
            }
        }
    }
}
