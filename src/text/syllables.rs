//! How each Han character of the BMP is read: its syllables in pinyin without tones, all that a dictionary
//! has (the data of `pinyin-data`, with the readings of Unihan).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use pinyin::ToPinyinMulti;

/// The mask of what stands between characters: every bit.
pub(super) const GAP: u32 = u32::MAX;

/// Built when the first spelling is looked for, in about 5 ms.
static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

/// What a character is to a spelling.
pub(super) enum Sign {
    /// Read as one of these syllables.
    Han(&'static [Syllable]),
    /// An ASCII letter in lower case, or a digit.
    Letter(u8),
    /// White space or punctuation.
    Gap,
    /// Another letter, which no spelling has.
    Other,
}

/// The number of a syllable, its place in [`syllables`].
pub(super) type Syllable = u16;

struct Table {
    syllables: Box<[Cow<'static, str>]>,
    /// The readings of each character of the BMP, one after the other.
    readings: Box<[Syllable]>,
    /// Where those of each character end.
    ends: Box<[u32]>,
    /// The mask of each character.
    masks: Box<[u32]>,
}

impl Table {
    fn new() -> Self {
        let mut numbers: BTreeMap<Cow<'static, str>, Syllable> = BTreeMap::new();
        let (mut readings, mut ends, mut masks) = (Vec::new(), Vec::new(), Vec::new());
        for number in 0..=u32::from(u16::MAX) {
            // In the place of a surrogate stands what is never asked for.
            let c = char::from_u32(number).unwrap_or_default();
            let first = readings.len();
            let mut mask = 0;
            let spelt = c.to_pinyin_multi().into_iter().flatten();
            for spelt in spelt.flat_map(|reading| as_typed(reading.plain())) {
                mask |= spelt.bytes().next().map_or(0, bit);
                let next = numbers.len() as Syllable;
                let number = *numbers.entry(spelt).or_insert(next);
                let known = readings.iter().skip(first).any(|known| *known == number);
                readings.extend((!known).then_some(number));
            }
            ends.push(readings.len() as u32);
            masks.push(if mask == 0 { unread_mask(c) } else { mask });
        }
        let mut syllables: Vec<_> = numbers.into_iter().collect();
        syllables.sort_unstable_by_key(|(_, number)| *number);
        Self {
            syllables: syllables.into_iter().map(|(spelt, _)| spelt).collect(),
            readings: readings.into(),
            ends: ends.into(),
            masks: masks.into(),
        }
    }

    fn readings(&self, c: char) -> &[Syllable] {
        let end = |at: usize| self.ends.get(at).map(|end| *end as usize);
        let start = (c as usize).checked_sub(1).map_or(Some(0), end);
        let range = start.zip(end(c as usize));
        range
            .and_then(|(start, end)| self.readings.get(start..end))
            .unwrap_or_default()
    }
}

/// A syllable as it is typed: `ü` as `v`, and in `lüe` and `nüe` as `u` too.
fn as_typed(plain: &'static str) -> impl Iterator<Item = Cow<'static, str>> {
    let also = match plain {
        "lüe" => Some("lue"),
        "nüe" => Some("nue"),
        _ => None,
    };
    let first = match plain {
        "ê" => "e".into(),
        _ if plain.contains('ü') => plain.replace('ü', "v").into(),
        _ => plain.into(),
    };
    std::iter::once(first).chain(also.map(Cow::from))
}

/// Every syllable, by number.
pub(super) fn syllables() -> impl Iterator<Item = &'static str> {
    TABLE.syllables.iter().map(|spelt| &**spelt)
}

/// How the syllable of this number is spelt.
pub(super) fn spelt(syllable: Syllable) -> &'static str {
    TABLE
        .syllables
        .get(usize::from(syllable))
        .map_or("", |spelt| &**spelt)
}

/// The bit of a letter in lower case or a digit in a mask; some digits share one.
pub(super) fn bit(letter: u8) -> u32 {
    match letter {
        b'a'..=b'z' => 1 << (letter - b'a'),
        b'0'..=b'9' => 1 << (26 + letter % 5),
        _ => 0,
    }
}

/// For each character of the BMP, by code point, the bits of the letters with which what it reads as may begin;
/// [`GAP`] for what stands between characters, 0 for what no spelling has.
pub(super) fn masks() -> &'static [u32] {
    &TABLE.masks
}

/// The mask of a character without a reading.
fn unread_mask(c: char) -> u32 {
    match letter(c) {
        Some(letter) => bit(letter),
        None if c.is_alphanumeric() => 0,
        None => GAP,
    }
}

/// What `c` is.
pub(super) fn sign(c: char) -> Sign {
    let readings = TABLE.readings(c);
    if !readings.is_empty() {
        return Sign::Han(readings);
    }
    match (letter(c), masks().get(c as usize)) {
        (Some(letter), _) => Sign::Letter(letter),
        (None, Some(&GAP)) => Sign::Gap,
        (None, None) if !c.is_alphanumeric() => Sign::Gap,
        (None, _) => Sign::Other,
    }
}

/// The ASCII letter, in lower case, or digit that `c` is, of whatever width.
fn letter(c: char) -> Option<u8> {
    let narrow = match c {
        '\u{FF01}'..='\u{FF5E}' => u32::from(c) - 0xFEE0,
        _ => u32::from(c),
    };
    let letter = u8::try_from(narrow).ok()?.to_ascii_lowercase();
    letter.is_ascii_alphanumeric().then_some(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(c: char) -> Vec<&'static str> {
        let Sign::Han(readings) = sign(c) else {
            return Vec::new();
        };
        let all: Vec<&str> = syllables().collect();
        readings.iter().map(|number| all[usize::from(*number)]).collect()
    }

    #[test]
    fn characters_have_all_their_readings() {
        assert!(read('重').starts_with(&["zhong", "chong"]));
        assert_eq!(read('经'), read('經'));
        assert!(read('女').contains(&"nv"));
        assert_eq!(read('略'), ["lve", "lue"]);
        assert!(read('〇').contains(&"ling"));
    }

    #[test]
    fn masks_say_what_may_begin() {
        for c in '\0'..=char::MAX {
            let Some(&mask) = masks().get(c as usize) else {
                assert!(matches!(sign(c), Sign::Gap | Sign::Other), "{c}");
                continue;
            };
            match sign(c) {
                Sign::Han(_) => {
                    let first = read(c)
                        .iter()
                        .map(|spelt| bit(spelt.as_bytes()[0]))
                        .fold(0, |a, b| a | b);
                    assert!(mask == first && mask != 0, "{c}");
                }
                Sign::Letter(letter) => assert_eq!(mask, bit(letter), "{c}"),
                Sign::Gap => assert_eq!(mask, GAP, "{c}"),
                Sign::Other => assert_eq!(mask, 0, "{c}"),
            }
        }
        assert!(syllables().all(|spelt| spelt.bytes().all(|b| b.is_ascii_lowercase())));
    }
}
