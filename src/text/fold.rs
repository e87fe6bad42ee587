//! Folding: the form in which two texts are compared when a reader looks for one in the other.
//! Case, full width and compatibility forms, traditional and simplified characters, and white space beside
//! Han characters make no difference; [`Folded`] keeps the way back to the bytes of the original.

use std::ops::Range;

use memchr::memmem;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use super::forms::is_han;
use super::simplify::simplified;

/// Whether `c` is written without spaces around it: Han, kana, bopomofo and CJK punctuation,
/// full-width forms.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{312F}' | '\u{31A0}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF9F}' | '\u{FFE0}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// `text` as it is compared: NFKC (UAX #15), lower case, simplified characters, every run of white space one
/// space, and none at either end or beside CJK, where some set a space between Han and Latin and others do
/// not. A line end parts blocks (`document::Document::text`) and stays, as a space, between Han too: nothing is
/// found across it.
///
/// ```
/// assert_eq!(finews::text::fold::fold("ＡＢＣ　中　國 New  York"), "abc中国new york");
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out, |_, _| {});
    out
}

/// A folded text with the way back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The text as [`fold`] gives it.
    pub text: String,
    /// For each byte of `text`, where in the original what it was folded from begins and ends.
    origin: Vec<(u32, u32)>,
}

impl Folded {
    /// Folds `text`. Only the first 4 GiB can be found again.
    pub fn new(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len());
        let mut origin = Vec::with_capacity(text.len());
        fold_into(text, &mut folded, |bytes, from| {
            let from = (
                u32::try_from(from.start).unwrap_or(u32::MAX),
                u32::try_from(from.end).unwrap_or(u32::MAX),
            );
            origin.resize(origin.len() + bytes, from);
        });
        Self { text: folded, origin }
    }

    /// Where `needle`, itself folded, occurs: byte ranges of the original, in order, without overlap.
    /// None for an empty needle. A hit takes in the whole of a character it covers in part (`i` in `ﬁ`).
    pub fn find_all(&self, needle: &str) -> Vec<Range<usize>> {
        if needle.is_empty() {
            return Vec::new();
        }
        let mut hits: Vec<Range<usize>> = Vec::new();
        for at in memmem::find_iter(self.text.as_bytes(), needle.as_bytes()) {
            let Some(hit) = self.original(at..at + needle.len()) else {
                continue;
            };
            if hits.last().is_none_or(|before| before.end <= hit.start) {
                hits.push(hit);
            }
        }
        hits
    }

    /// The bytes of the original that `bytes` of [`Folded::text`] were folded from; `None` for none.
    pub fn original(&self, bytes: Range<usize>) -> Option<Range<usize>> {
        let first = self.origin.get(bytes.start)?;
        let last = self.origin.get(bytes.end.checked_sub(1)?)?;
        (first.0 <= last.1).then_some(first.0 as usize..last.1 as usize)
    }

    /// The same text without the spaces that folding has left.
    #[must_use]
    pub fn without_spaces(mut self) -> Self {
        let mut bytes = self.text.bytes();
        self.origin.retain(|_| bytes.next() != Some(b' '));
        self.text.retain(|c| c != ' ');
        self
    }

    /// Whether `needle`, itself folded, occurs.
    pub fn contains(&self, needle: &str) -> bool {
        memmem::find(self.text.as_bytes(), needle.as_bytes()).is_some()
    }
}

/// Folds `text` into `out`; `note(bytes, from)` is told of each addition how many bytes it has and
/// from which bytes of `text` it came.
fn fold_into(text: &str, out: &mut String, mut note: impl FnMut(usize, Range<usize>)) {
    let mut chars = text.char_indices().peekable();
    let mut last: Option<char> = None;
    let mut space: Option<Range<usize>> = None;
    let mut cluster = String::new();
    while let Some((at, c)) = chars.next() {
        let mut end = at + c.len_utf8();
        if c.is_whitespace() {
            space = Some(space.map_or(at, |s| s.start)..end);
            continue;
        }
        cluster.clear();
        let alone = c.is_ascii() || is_han(c);
        if alone && chars.peek().is_none_or(|&(_, n)| n < '\u{300}' || is_cjk(n)) {
            cluster.push(simplified(c.to_ascii_lowercase()));
        } else {
            // A character and the marks on it normalise together.
            let mut raw = String::from(c);
            while let Some(&(mark_at, mark)) = chars.peek() {
                if canonical_combining_class(mark) == 0 && !is_combining_mark(mark) && !is_conjoining(mark) {
                    break;
                }
                raw.push(mark);
                end = mark_at + mark.len_utf8();
                chars.next();
            }
            cluster.extend(raw.nfkc().flat_map(char::to_lowercase).map(simplified));
        }
        let Some(first) = cluster.chars().next() else {
            continue;
        };
        if let (Some(gap), Some(last)) = (space.take(), last)
            && (!(is_cjk(last) || is_cjk(first)) || text.get(gap.clone()).is_some_and(|s| s.contains('\n')))
        {
            out.push(' ');
            note(1, gap);
        }
        out.push_str(&cluster);
        note(cluster.len(), at..end);
        last = cluster.chars().next_back();
    }
}

/// Kana voicing marks and Hangul vowels and finals, which compose though their class is zero.
fn is_conjoining(c: char) -> bool {
    matches!(c, '\u{FF9E}' | '\u{FF9F}' | '\u{1160}'..='\u{11FF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn width_case_and_form_make_no_difference() {
        assert_eq!(fold("ＨＦＯ－１２３４ｙｆ"), "hfo-1234yf");
        assert_eq!(fold("60％ ①"), "60% 1");
        assert_eq!(fold("CO₂ m²"), "co2 m2");
        assert_eq!(fold("Español"), fold("Espan\u{303}ol"));
        assert_eq!(fold("ｶﾞ"), "ガ");
    }

    #[test]
    fn space_beside_han_goes() {
        assert_eq!(fold(" 北 向\u{3000}资金  净 A 股 "), "北向资金净a股");
        assert_eq!(fold("AI 芯片"), fold("AI芯片"));
        assert_eq!(fold("New  York"), "new york");
        // These are no CJK once they are folded.
        assert_eq!(fold("Ａ Ｂ， Ｃ"), "a b, c");
    }

    #[test]
    fn line_ends_stay_as_spaces() {
        assert_eq!(fold("甲\n乙"), "甲 乙");
        assert_eq!(fold("甲 \n A"), "甲 a");
    }

    #[test]
    fn traditional_is_simplified() {
        assert_eq!(fold("臺灣證券 ㊎"), fold("台湾证券 金"));
        let folded = Folded::new("看臺灣 證券。");
        assert_eq!(folded.find_all(&fold("湾证")).first(), Some(&(6..13)));
        // A compatibility form of a traditional character.
        assert_eq!(fold("\u{F90A}\u{F95C}"), "金乐");
    }

    #[test]
    fn hits_lead_back_to_the_original() {
        let text = "看ＡＢＣ，再看 a b\u{300}c与 北 向。";
        let folded = Folded::new(text);
        let hit = |needle: &str| -> Vec<&str> {
            folded
                .find_all(&fold(needle))
                .into_iter()
                .map(|r| &text[r])
                .collect()
        };
        assert_eq!(hit("abc"), ["ＡＢＣ"]);
        assert_eq!(hit("看"), ["看", "看"]);
        assert_eq!(hit("北向"), ["北 向"]);
        assert_eq!(hit(""), [""; 0]);
        assert!(folded.contains(&fold("Ｃ，再")));
        let ligature = Folded::new("ﬁn").find_all("i");
        assert_eq!(ligature.first(), Some(&(0..3)));
    }

    proptest! {
        #[test]
        fn every_piece_of_a_text_is_found_where_it_stands(before in "[a-zA-Z０-９中文灣 ，]{0,9}", word in "[中文银銀行][a中文银銀行 ]{0,3}", after in "[a-zａ-ｚ行。 ]{0,9}") {
            let text = format!("{before}{word}{after}");
            let hits = Folded::new(&text).find_all(&fold(&word));
            prop_assert!(hits.iter().any(|hit| fold(&text[hit.clone()]) == fold(&word)));
        }

        #[test]
        fn what_is_folded_stays_so(text in "[a-zＡ中文銀行薴㊤， \u{3000}é]{0,20}") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
        }

        #[test]
        fn ranges_are_whole_characters_in_order(text in "\\PC{0,40}", needle in "\\PC{1,2}") {
            let mut end = 0;
            for hit in Folded::new(&text).find_all(&fold(&needle)) {
                prop_assert!(hit.start >= end && text.get(hit.clone()).is_some_and(|s| !s.is_empty()));
                end = hit.end;
            }
        }
    }
}
