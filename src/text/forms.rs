//! What else folds into a Han character, a letter or a digit: `臺`, `㊎`, `Ａ`, `①`. Tells where a text can
//! be searched as it stands, without folding it.

use std::sync::LazyLock;

use memchr::memchr3_iter;
use unicode_normalization::UnicodeNormalization;

use super::simplify::{simplified, traditional};

/// Each unified ideograph with each of the characters that have it, or a traditional form of it, in their
/// compatibility decomposition, ascending. All of those lie in these blocks of Unicode, from radicals to the
/// supplement of compatibility ideographs.
static TWINS: LazyLock<Box<[(char, char)]>> = LazyLock::new(|| {
    let blocks = [
        0x2E80..=0x2FDF,
        0x3000..=0x33FF,
        0xF900..=0xFAFF,
        0x1F200..=0x1F2FF,
        0x2F800..=0x2FA1F,
    ];
    let twins = blocks.into_iter().flatten().filter_map(char::from_u32);
    let mut pairs: Vec<(char, char)> = twins
        .flat_map(|twin| twin.nfkc().map(move |c| (simplified(c), twin)))
        .filter(|(c, _)| is_han(*c))
        .collect();
    pairs.sort_unstable();
    pairs.into()
});

/// Whether `c` is one of the unified ideographs of the BMP, which fold into their simplified forms and nothing
/// else.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

/// The characters that fold into the Han character `c`, itself the first.
pub(super) fn forms(c: char) -> impl Iterator<Item = char> {
    let first = TWINS.partition_point(|(han, _)| *han < c);
    let twins = TWINS.iter().skip(first).take_while(move |(han, _)| *han == c);
    std::iter::once(c)
        .chain(traditional(c))
        .chain(twins.map(|(_, twin)| *twin))
}

/// Whether folding only changes the case of letters, simplifies Han characters, and takes spaces away beside
/// them, in `text`: what else is there is punctuation that stays punctuation. Says no too often for rare
/// characters, never too seldom.
pub(super) fn is_plain(text: &[u8]) -> bool {
    // Two-byte characters and U+1000 to U+1FFF (accents, marks, other scripts), U+A000 to U+AFFF, beyond the
    // BMP, and line breaks.
    let rare = |b: u8| matches!(b, 0xC2..0xE2 | 0xEA | 0xF0.. | ..b' ');
    // Without an early end, which the compiler makes wide instructions of.
    if text.iter().fold(0, |rares, &b| rares + usize::from(rare(b))) > 0 {
        return false;
    }
    memchr3_iter(0xE2, 0xE3, 0xEF, text).all(|at| {
        let rest = |n: usize| text.get(at + n).copied().unwrap_or_default();
        match (text.get(at), rest(1)) {
            // General punctuation without spaces and marks: — “ ” … ‘ ’ ‰ and their like.
            (Some(0xE2), 0x80) => (0x90..=0xA7).contains(&rest(2)),
            // CJK punctuation 、。〈〉《》「」『』【】.
            (Some(0xE3), 0x80) => (0x81..=0x91).contains(&rest(2)),
            // Full-width punctuation ！＂＃ to ／, and ： to ＠.
            (Some(0xEF), 0xBC) => matches!(rest(2), 0x81..=0x8F | 0x9A..=0xA0),
            _ => false,
        }
    })
}

/// Whether `text` holds a character that is neither ASCII nor a unified ideograph and folds into letters, digits
/// or Han characters: `Ａ`, `②`, `㎡`, `㊎`.
pub fn hides(text: &str) -> bool {
    let hides = |c: char| {
        let mut folded = c.nfkc().flat_map(char::to_lowercase);
        !c.is_ascii() && !is_han(c) && folded.any(|c| c.is_ascii_alphanumeric() || is_han(c))
    };
    !is_plain(text.as_bytes()) && text.chars().any(hides)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;

    #[test]
    fn ordinary_titles_are_plain() {
        for title in [
            "“专精特新”企业再迎政策利好，A股3股涨停？",
            "龙虎榜：6.54亿抢筹 外资净买3股",
            "《规划》（全文）——解读…",
            "臺灣「加權指數」收漲",
        ] {
            assert!(is_plain(title.as_bytes()), "{title}");
        }
        assert!(!is_plain("Ａ股".as_bytes()));
    }

    #[test]
    fn every_character_that_folds_into_another_is_known() {
        for other in '\u{0}'..=char::MAX {
            let folded = fold(other.encode_utf8(&mut [0; 4]));
            for c in folded.chars().filter(|c| is_han(*c)) {
                assert!(forms(c).any(|form| form == other), "{other} folds into {c}");
            }
            let into = folded.contains(|c: char| c.is_ascii_alphanumeric() || is_han(c));
            let hidden = into && !other.is_ascii() && !is_han(other);
            assert_eq!(hides(other.encode_utf8(&mut [0; 4])), hidden, "{other}");
        }
    }
}
