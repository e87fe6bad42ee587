//! Chinese text found by how it is read: `yanghang`, `yh` or `yhang` for 央行, without choosing characters
//! first.

use std::ops::Range;

use super::syllables::{GAP, Sign, Syllable, bit, masks, sign, syllables};

/// The longest query, in letters: states are bits of a number, with one more for the end.
const LONGEST: usize = 63;

/// A query in pinyin, prepared.
///
/// Each Han character of a run that spells it takes a whole syllable of it in any of its readings, or its first
/// letter, or its `zh`, `ch`, `sh`; the last one may take any beginning of a syllable. Letters and digits of
/// the text stand for themselves. White space and punctuation of the text are passed over.
///
/// Matching goes through the characters of the text with the set of all places in the query that are reached,
/// one bit each: every step is some operations on a number, and no run is longer than the query.
#[derive(Debug)]
pub struct Spelling {
    /// By letter or digit, the places of the query where it stands.
    letters: Box<[u64; 128]>,
    /// By number of the syllable.
    syllables: Box<[Places]>,
    /// The bit of the place behind the query.
    end: u64,
    /// For each character of the BMP, [`BEGINS`] and [`FOLLOWS`]. Few pairs of characters in a text pass.
    sieve: Box<[u8]>,
}

/// The character may stand after the first of a run.
const FOLLOWS: u8 = 1;
/// A run may begin with it.
const BEGINS: u8 = 2;

/// Where a syllable stands in a query, a bit for each place.
#[derive(Clone, Copy, Debug)]
struct Places {
    /// Its first letter.
    initial: u64,
    /// Its first two letters, of `zh`, `ch`, `sh`.
    retroflex: u64,
    /// All of it.
    whole: u64,
    /// Its letters.
    len: u32,
    /// A beginning of it, with which the query ends.
    last: u64,
}

impl Spelling {
    /// A query: ASCII letters, at least two, in any case, and digits; an apostrophe parts syllables (`xi'an`).
    /// `None` for anything else, and for more than 63 letters.
    ///
    /// ```
    /// use finews::text::pinyin::Spelling;
    ///
    /// assert_eq!(Spelling::new("yhang").unwrap().find("看央行"), Some(3..9));
    /// assert!(Spelling::new("央行").is_none());
    /// ```
    pub fn new(query: &str) -> Option<Self> {
        let mut letters = Vec::new();
        let mut parted = 0_u64;
        for b in query.bytes().map(|b| b.to_ascii_lowercase()) {
            match b {
                b'\'' => parted |= 1 << letters.len(),
                b'a'..=b'z' | b'0'..=b'9' if letters.len() < LONGEST => letters.push(b),
                _ => return None,
            }
        }
        if letters.iter().filter(|b| b.is_ascii_alphabetic()).count() < 2 {
            return None;
        }
        let mut spelling = Self {
            letters: Box::new([0; 128]),
            syllables: syllables()
                .map(|spelt| Places::new(spelt, &letters, parted))
                .collect(),
            end: 1 << letters.len(),
            sieve: Box::default(),
        };
        for (at, b) in letters.iter().enumerate() {
            if let Some(places) = spelling.letters.get_mut(usize::from(*b)) {
                *places |= 1 << at;
            }
        }
        spelling.sieve = spelling.sieve(&letters);
        Some(spelling)
    }

    /// Where the first run stands in `text` that spells the query, in bytes.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        let (mut begun, mut start) = (0, 0);
        for (at, c) in text.char_indices() {
            let may = self.sieve.get(c as usize).copied().unwrap_or(FOLLOWS);
            if begun & may != 0
                && let Some(end) = self.run(text, start)
            {
                return Some(start..end);
            }
            begun = if may & BEGINS == 0 { 0 } else { FOLLOWS };
            start = at;
        }
        if begun == 0 {
            return None;
        }
        Some(start..self.run(text, start)?)
    }

    /// Whether a run of `text` spells the query.
    pub fn is_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// Where a run from byte `start` on ends that spells the query.
    fn run(&self, text: &str, start: usize) -> Option<usize> {
        let mut reached = 1;
        for (at, c) in text.get(start..)?.char_indices() {
            reached = match sign(c) {
                Sign::Gap => continue,
                Sign::Other => 0,
                Sign::Letter(letter) => self.after_letter(reached, letter),
                Sign::Han(readings) => {
                    let after = |reading: &Syllable| self.after_syllable(reached, *reading);
                    readings.iter().map(after).fold(0, |a, b| a | b)
                }
            };
            if reached & self.end != 0 {
                return Some(start + at + c.len_utf8());
            }
            if reached == 0 {
                return None;
            }
        }
        None
    }

    /// The places reached from `reached` by a letter of the text.
    fn after_letter(&self, reached: u64, letter: u8) -> u64 {
        let places = self.letters.get(usize::from(letter)).copied();
        (reached & places.unwrap_or_default()) << 1
    }

    /// The places reached by a character read as `syllable`.
    fn after_syllable(&self, reached: u64, syllable: Syllable) -> u64 {
        let Some(places) = self.syllables.get(usize::from(syllable)) else {
            return 0;
        };
        let last = if reached & places.last == 0 { 0 } else { self.end };
        (reached & places.initial) << 1
            | (reached & places.retroflex) << 2
            | (reached & places.whole) << places.len
            | last
    }

    /// What each character of the BMP may be in a run that spells `letters`, by its first letters.
    fn sieve(&self, letters: &[u8]) -> Box<[u8]> {
        let first = letters.first().map_or(0, |letter| bit(*letter));
        let by_letter = letters.first().map_or(0, |letter| self.after_letter(1, *letter));
        let reached = (0..self.syllables.len())
            .map(|syllable| self.after_syllable(1, syllable as Syllable))
            .fold(by_letter, |a, b| a | b);
        let next = letters
            .iter()
            .enumerate()
            .filter(|(at, _)| reached & 1 << at != 0);
        let next = next.map(|(_, letter)| bit(*letter)).fold(0, |a, b| a | b);
        // After a run of one character anything may stand.
        let alone = reached & self.end != 0;
        let may = |mask: u32| {
            let begins = mask & first != 0 && mask != GAP;
            let follows = mask & next != 0 || alone;
            (if begins { BEGINS } else { 0 }) | (if follows { FOLLOWS } else { 0 })
        };
        masks().iter().map(|mask| may(*mask)).collect()
    }
}

impl Places {
    /// Those of `syllable` in `letters`, where bit n of `parted` stands for an apostrophe before letter n.
    fn new(syllable: &str, letters: &[u8], parted: u64) -> Self {
        let mut places = Self {
            initial: 0,
            retroflex: 0,
            whole: 0,
            len: syllable.len() as u32,
            last: 0,
        };
        let retroflex = ["zh", "ch", "sh"].iter().any(|two| syllable.starts_with(two));
        for (at, _) in letters.iter().enumerate() {
            let rest = letters.get(at..).unwrap_or_default();
            let pairs = rest.iter().zip(syllable.as_bytes()).enumerate();
            let same = pairs.take_while(|(n, (a, b))| a == b && (*n == 0 || parted >> (at + n) & 1 == 0));
            let common = same.count();
            let place = |here: bool| u64::from(here) << at;
            places.initial |= place(common > 0);
            places.retroflex |= place(retroflex && common > 1);
            places.whole |= place(common == syllable.len());
            places.last |= place(common == rest.len());
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'a>(query: &str, text: &'a str) -> Option<&'a str> {
        Spelling::new(query)?.find(text).map(|range| &text[range])
    }

    #[test]
    fn syllables_and_initials_find_characters() {
        for query in ["yanghang", "yh", "yhang", "yangh", "YangHa", "yangq"] {
            let hit = (query != "yangq").then_some("央行");
            assert_eq!(found(query, "中国央行降准"), hit, "{query}");
        }
        assert_eq!(found("jjckw", "看经济参考网"), Some("经济参考网"));
        assert_eq!(found("jjckw", "經濟參考網"), Some("經濟參考網"));
        for query in ["cq", "chongqing", "chq", "zq", "zhongq"] {
            assert_eq!(found(query, "去重庆"), Some("重庆"), "{query}");
        }
        assert_eq!(found("shzq", "上海证券报"), Some("上海证券"));
        assert_eq!(found("nvxing", "女性"), Some("女性"));
        assert_eq!(found("zh", "重ね"), Some("重"));
    }

    #[test]
    fn letters_and_digits_stand_for_themselves() {
        assert_eq!(found("5gxinpian", "新款5G芯片"), Some("5G芯片"));
        assert_eq!(found("agu", "Ａ 股收涨"), Some("Ａ 股"));
        assert_eq!(found("zgpa", "中国（平安）"), Some("中国（平安"));
        assert_eq!(found("zgpa", "中国ね平安"), None);
    }

    #[test]
    fn apostrophes_part_syllables() {
        assert_eq!(found("xian", "先进"), Some("先"));
        assert_eq!(found("xi'an", "先进"), None);
        assert_eq!(found("xi'an", "去西安"), Some("西安"));
        assert_eq!(found("xian", "去西安"), Some("西安"));
    }

    #[test]
    fn what_cannot_be_pinyin_is_none() {
        for query in ["", "y", "5g", "央行", "y h", "y.h", "ｙｈ", "2022"] {
            assert!(Spelling::new(query).is_none(), "{query}");
        }
        assert!(Spelling::new(&"a".repeat(63)).is_some());
        assert!(Spelling::new(&"a".repeat(64)).is_none());
        assert!(Spelling::new(&("ab".to_owned() + &"'".repeat(99))).is_some());
    }

    /// By the words of [`Spelling`], every way tried: where the first run that spells `query` from the
    /// beginning of `text` on ends. An apostrophe is kept in `query` and passed over before a character.
    fn naive(query: &str, text: &str, begun: bool) -> Option<usize> {
        let query = query.trim_start_matches('\'');
        if query.is_empty() {
            return Some(0);
        }
        let c = text.chars().next()?;
        let rest = &text[c.len_utf8()..];
        let then = |taken: &str| {
            let left = query.strip_prefix(taken)?;
            Some(c.len_utf8() + naive(left, rest, true)?)
        };
        match sign(c) {
            Sign::Gap if begun => Some(c.len_utf8() + naive(query, rest, true)?),
            Sign::Gap | Sign::Other => None,
            Sign::Letter(letter) => then(char::from(letter).encode_utf8(&mut [0; 4])),
            Sign::Han(readings) => {
                let all: Vec<&str> = syllables().collect();
                let spelt = readings.iter().map(|reading| all[usize::from(*reading)]);
                let ways = spelt.flat_map(|spelt| {
                    let two = ["zh", "ch", "sh"]
                        .into_iter()
                        .filter(|two| spelt.starts_with(two));
                    let query = query.trim_end_matches('\'');
                    let last = Some(query).filter(|query| spelt.starts_with(query));
                    [Some(spelt), spelt.get(..1), last]
                        .into_iter()
                        .flatten()
                        .chain(two)
                        .collect::<Vec<_>>()
                });
                ways.filter_map(then).min()
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_every_way_tried_finds(
            query in "[a-z]{2,3}|[angzhcoxi5']{2,7}|(zh|chong|qing|xi|an|xian|x|a|z|5|'){1,5}",
            text in "[重庆西安先长a5Ｎ ，ね]{0,8}",
        ) {
            if let Some(spelling) = Spelling::new(&query) {
                let starts = text.char_indices();
                let mut runs = starts.filter_map(|(at, _)| Some(at..at + naive(&query, &text[at..], false)?));
                prop_assert_eq!(spelling.find(&text), runs.next());
            }
        }

        #[test]
        fn any_text_can_be_looked_through(query in "[a-z0-9']{2,70}", text in "\\PC{0,40}") {
            if let Some(range) = Spelling::new(&query).and_then(|spelling| spelling.find(&text)) {
                prop_assert!(text.get(range).is_some_and(|run| !run.is_empty()));
            }
        }
    }
}
