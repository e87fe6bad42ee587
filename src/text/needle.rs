//! One folded text to be looked for in very many: a million titles between two keys. Folds a haystack
//! only where folding could make a difference.

use std::collections::HashSet;
use std::sync::OnceLock;

use memchr::{memchr, memchr3_iter, memmem};
use unicode_normalization::UnicodeNormalization;

use super::fold::fold;

/// A text to look for, compared as [`fold`] has it.
#[derive(Debug)]
pub struct Needle {
    folded: String,
    /// Its bytes, for a plain search; `None` where only a fold of the haystack can decide.
    quick: Option<Quick>,
}

/// What a needle of Han characters, ASCII letters and digits is found by.
#[derive(Debug)]
struct Quick {
    /// In lower case.
    lower: memmem::Finder<'static>,
    /// In upper case, where it has letters.
    letters: bool,
    /// Its first character, for haystacks with spaces between Han characters.
    first: memmem::Finder<'static>,
    han: bool,
    /// Whether nothing but the first character itself folds into it.
    first_is_sure: bool,
}

impl Needle {
    /// What `text` says, to be looked for.
    pub fn new(text: &str) -> Self {
        let folded = fold(text);
        let is_han = |c: char| matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}');
        let simple = !folded.is_empty() && folded.chars().all(|c| is_han(c) || c.is_ascii_alphanumeric());
        let quick = simple.then(|| Quick {
            lower: memmem::Finder::new(folded.as_bytes()).into_owned(),
            letters: folded.bytes().any(|b| b.is_ascii_lowercase()),
            first: memmem::Finder::new(folded.as_bytes().get(..first_len(&folded)).unwrap_or_default())
                .into_owned(),
            han: folded.chars().any(is_han),
            first_is_sure: folded
                .chars()
                .next()
                .is_some_and(|c| is_han(c) && !twins().contains(&c)),
        });
        Self { folded, quick }
    }

    /// Whether it occurs in `text`. Everything holds an empty needle.
    pub fn is_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let Some(quick) = &self.quick else {
            return fold(text).contains(&self.folded);
        };
        // Most titles end here.
        if quick.first_is_sure && !quick.begins_in(bytes) {
            return false;
        }
        if folds_into_letters(bytes) {
            return fold(text).contains(&self.folded);
        }
        if quick.finds(bytes) {
            return true;
        }
        // Folding takes away spaces between Han characters; nothing else could make a hit now.
        let spaced = quick.han && memchr(b' ', bytes).is_some() && quick.begins_in(bytes);
        spaced && fold(text).contains(&self.folded)
    }
}

impl Quick {
    fn finds(&self, haystack: &[u8]) -> bool {
        if !self.letters {
            return self.lower.find(haystack).is_some();
        }
        let needle = self.lower.needle();
        haystack
            .windows(needle.len())
            .any(|window| window.eq_ignore_ascii_case(needle))
    }

    fn begins_in(&self, haystack: &[u8]) -> bool {
        let first = self.first.needle();
        match first {
            [letter] if letter.is_ascii_lowercase() => {
                haystack.iter().any(|b| b.eq_ignore_ascii_case(letter))
            }
            _ => self.first.find(haystack).is_some(),
        }
    }
}

/// The characters that others fold into: `上` of `㊤`, `金` of a compatibility ideograph. All of them lie
/// in these blocks of Unicode, from radicals to the supplement of compatibility ideographs.
fn twins() -> &'static HashSet<char> {
    static TWINS: OnceLock<HashSet<char>> = OnceLock::new();
    TWINS.get_or_init(|| {
        let blocks = [
            0x2E80..=0x2FDF,
            0x3000..=0x33FF,
            0xF900..=0xFAFF,
            0x1F200..=0x1F2FF,
            0x2F800..=0x2FA1F,
        ];
        let others = blocks.into_iter().flatten().filter_map(char::from_u32);
        others
            .flat_map(|other| other.nfkc().filter(move |c| *c != other))
            .collect()
    })
}

/// Bytes of the first character of `text`.
fn first_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// Whether folding could make a Han character, letter or digit of something else in `text`, or take
/// one away. Says yes too often for rare characters, never too seldom.
fn folds_into_letters(text: &[u8]) -> bool {
    // Two-byte characters and U+1000 to U+1FFF (accents, marks, other scripts), beyond the BMP, and line
    // breaks, which fold like spaces.
    let rare = |b: u8| matches!(b, 0xC2..0xE2 | 0xF0.. | ..b' ');
    // Without an early end, which the compiler makes wide instructions of.
    let other = text.iter().fold(0, |rares, &b| rares + usize::from(rare(b))) > 0;
    other
        || memchr3_iter(0xE2, 0xE3, 0xEF, text).any(|at| {
            let rest = |n: usize| text.get(at + n).copied().unwrap_or_default();
            match (text.get(at), rest(1)) {
                // General punctuation without spaces and marks: — “ ” … ‘ ’ ‰ and their like.
                (Some(0xE2), 0x80) => !(0x90..=0xA7).contains(&rest(2)),
                // CJK punctuation 、。〈〉《》「」『』【】.
                (Some(0xE3), 0x80) => !(0x81..=0x91).contains(&rest(2)),
                // Full-width punctuation ！＂＃ to ／, and ： to ＠.
                (Some(0xEF), 0xBC) => !matches!(rest(2), 0x81..=0x8F | 0x9A..=0xA0),
                _ => true,
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ordinary_titles_are_not_folded() {
        for title in [
            "“专精特新”企业再迎政策利好，A股3股涨停？",
            "龙虎榜：6.54亿抢筹 外资净买3股",
            "《规划》（全文）——解读…",
        ] {
            assert!(!folds_into_letters(title.as_bytes()), "{title}");
        }
        assert!(folds_into_letters("Ａ股".as_bytes()));
    }

    #[test]
    fn space_case_and_width_make_no_difference() {
        assert!(Needle::new("北向资金").is_in("今日 北 向 资金流入"));
        assert!(Needle::new("a股").is_in("今日A 股收涨") == fold("今日A 股收涨").contains(&fold("a股")));
        assert!(Needle::new("hfo").is_in("ＨＦＯ制冷剂"));
        assert!(Needle::new("").is_in("任何"));
    }

    #[test]
    fn every_character_that_folds_into_another_is_known() {
        for other in '\u{0}'..=char::MAX {
            let folded = fold(other.encode_utf8(&mut [0; 4]));
            let han = |c: &char| matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}');
            if let Some(c) = folded.chars().filter(han).find(|c| *c != other) {
                assert!(twins().contains(&c), "{other} folds into {c}");
            }
        }
    }

    proptest! {
        #[test]
        fn quick_answers_are_those_of_the_fold(
            needle in "[中国银行aA1９Ｂ ，.“㊤é]{0,3}",
            text in "[中国银行aAbB12９Ｂ ，。“”…㊤é\u{301}\u{3000}\n]{0,12}",
        ) {
            prop_assert_eq!(Needle::new(&needle).is_in(&text), fold(&text).contains(&fold(&needle)));
        }

        #[test]
        fn and_so_for_any_text(needle in "\\PC{0,2}", text in "\\PC{0,20}") {
            prop_assert_eq!(Needle::new(&needle).is_in(&text), fold(&text).contains(&fold(&needle)));
        }
    }
}
