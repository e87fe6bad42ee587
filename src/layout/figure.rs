//! Figures in running text: numbers with their sign, their parts, their multiplier and their unit
//! (`+0.37%`, `3,595.18点`, `15%-20%`, `6.54亿元`, `（600519.SH）`). No line is broken within one that fits a line
//! (GB/T 15835—2011 forbids it for the digits; for sign and unit CLREQ 3.2.3, by analogy), and amounts,
//! percentages and codes can be told from the text around them.

use std::ops::Range;

use crate::text::fold::is_cjk;

use super::units::{LATIN_UNITS, MONEY, MULTIPLIERS, PERCENT, UNITS};

/// A figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    /// What it counts.
    pub(super) kind: Kind,
    /// Where in it a line may be broken if that spares a ragged edge: after the connector of two whole figures
    /// (`15%—|20%`; GB/T 15834—2011, 5.1.8, keeps a connector off the start of a line only).
    pub(super) seams: Vec<usize>,
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Money, or anything by the ten thousand and more.
    Amount,
    /// Parts of a hundred.
    Percent,
    /// The code of a stock.
    Code,
    /// Dates, ordinals, small counts.
    Plain,
}

/// The figures of `text`, in order.
pub(super) fn figures(text: &str) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(digit) = text.get(at..).and_then(first_digit) {
        let digit = at + digit;
        let begins = digit - prefix(text.get(at..digit).unwrap_or_default());
        let figure = read(text, begins, digit);
        at = figure.range.end;
        found.push(figure);
    }
    found
}

/// The first digit of a number: one that no letter stands before (`HFO-1234` is a word), unless a unit follows the
/// digits that end the word (`RMB500万元`).
fn first_digit(text: &str) -> Option<usize> {
    let mut before = ' ';
    let mut word = false;
    // The digits that end the word so far.
    let mut ending = None;
    for (at, c) in text.char_indices() {
        let digit = is_digit(c);
        // A word goes on over hyphens; a digit within it is none of a number.
        word = !is_cjk(c) && c.is_alphabetic()
            || word
                && (digit
                    || matches!(c, '-' | '_' | '.' | '/' | '&' | '=' | '+' | '~' | '%')
                    || c == before && c == ':');
        if digit && !word {
            return Some(at);
        }
        if !word && ending.is_some() && text.get(at..).is_some_and(|rest| suffix(rest).0 > 0) {
            return ending;
        }
        ending = ending.filter(|_| digit && word).or((digit && word).then_some(at));
        before = c;
    }
    None
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// The bytes of the signs and the currency that end `before`.
fn prefix(before: &str) -> usize {
    let rest = before.trim_end_matches(is_sign);
    let currencies = if before.ends_with('$') {
        &["US", "HK", "NT", "A", "C", "S"][..]
    } else {
        &[]
    };
    let rest = currencies
        .iter()
        .find_map(|currency| {
            rest.strip_suffix(currency)
                .filter(|head| !head.ends_with(|c: char| c.is_ascii_alphanumeric()))
        })
        .unwrap_or(rest);
    // `第` belongs to its number.
    let rest = ["第", "第 "]
        .iter()
        .find_map(|ordinal| rest.strip_suffix(*ordinal))
        .unwrap_or(rest);
    before.len() - rest.len()
}

/// Whether `c` says which way a number goes, or what money it counts.
pub(super) fn is_sign(c: char) -> bool {
    matches!(
        c,
        '+' | '-'
            | '−'
            | '±'
            | '＋'
            | '－'
            | '¥'
            | '￥'
            | '$'
            | '＄'
            | '£'
            | '￡'
            | '€'
            | '≈'
            | '≥'
            | '≤'
    )
}

/// The figure that begins at `begins` and whose first digit stands at `digit`.
fn read(text: &str, begins: usize, digit: usize) -> Figure {
    let mut at = digit;
    let mut kind = Kind::Plain;
    let mut seams = Vec::new();
    loop {
        let digits = number(text.get(at..).unwrap_or_default());
        let number_end = at + digits;
        let clock = text
            .get(at..number_end)
            .is_some_and(|number| number.contains(':'));
        let (unit, counts) = match suffix(text.get(number_end..).unwrap_or_default()) {
            // What follows a time is not counted by it: `15:30美元`.
            (_, Kind::Amount) if clock => (0, Kind::Plain),
            found => found,
        };
        at = number_end + unit;
        kind = stronger(kind, counts);
        // A range: its other end.
        let rest = text.get(at..).unwrap_or_default();
        let more = rest.trim_start_matches(['-', '—', '–', '～', '~', '/', '×', '∶', '−']);
        let joined = rest.len() - more.len();
        let next = more.trim_start_matches(is_sign);
        if joined > 0 && joined <= 6 && next.starts_with(is_digit) {
            at += joined;
            if unit > 0 {
                seams.push(at);
            }
            at += more.len() - next.len();
            continue;
        }
        break;
    }
    let before = text.get(begins..digit).unwrap_or_default();
    if before.contains(['¥', '￥', '$', '＄', '£', '￡', '€']) {
        kind = Kind::Amount;
    }
    if kind == Kind::Plain
        && let Some(end) = code(text, begins, at)
    {
        (at, kind) = (end, Kind::Code);
    }
    Figure {
        range: begins..at,
        kind,
        seams,
    }
}

fn stronger(a: Kind, b: Kind) -> Kind {
    if a == Kind::Plain { b } else { a }
}

/// The bytes of the number that `text` begins with: digits with `.`, `,` and `:` between them.
fn number(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let between =
            matches!(c, '.' | ',' | ':' | '．') && chars.peek().is_some_and(|&(_, next)| is_digit(next));
        if !is_digit(c) && !between {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// The bytes of the multipliers and the unit that `text` begins with, and what they say. A space may stand before
/// each, where the author sets numbers off (`200 万元`).
fn suffix(text: &str) -> (usize, Kind) {
    let mut large = false;
    let mut rest = text;
    loop {
        if let Some(spaced) = rest.strip_prefix(' ') {
            let many = spaced.starts_with(['万', '亿', '兆']);
            if many || unit(spaced).is_some() || latin_unit(spaced) > 0 {
                rest = spaced;
            }
        }
        let counts = if large { Kind::Amount } else { Kind::Plain };
        let before = text.len() - rest.len();
        // Before a multiplier is one, it may begin a unit: `千瓦时`, `百分点`.
        if let Some((unit, kind)) = unit(rest) {
            return (before + unit, if kind == Kind::Plain { counts } else { kind });
        }
        let mut chars = rest.chars();
        match chars.next() {
            Some(c) if MULTIPLIERS.contains(c) => large |= matches!(c, '万' | '亿' | '兆'),
            Some('+') if chars.as_str().starts_with(is_cjk) => {}
            _ => {
                // `5G`, `30bn`, `100km`: a Latin unit, with what else is typed as one word.
                let word = rest.find(|c: char| !c.is_ascii_alphanumeric());
                return (before + latin_unit(rest).max(word.unwrap_or(rest.len())), counts);
            }
        }
        rest = chars.as_str();
    }
}

/// The bytes of the Latin unit that `text` begins with as a word of its own.
fn latin_unit(text: &str) -> usize {
    let end = text
        .find(|c: char| !c.is_ascii_alphabetic() && c != '/')
        .unwrap_or(text.len());
    let word = text.get(..end).unwrap_or_default();
    if LATIN_UNITS.contains(&word) { end } else { 0 }
}

/// The bytes of the unit that `text` begins with, and what it counts.
fn unit(text: &str) -> Option<(usize, Kind)> {
    let of = |units: &[&str]| {
        units
            .iter()
            .find(|unit| text.starts_with(**unit))
            .map(|unit| unit.len())
    };
    let after = |length: usize| text.get(length..).and_then(|rest| rest.chars().next());
    // The 元 of 元旦 and 元宵 is no money.
    let money = of(&MONEY).filter(|length| !after(*length).is_some_and(|c| "旦宵年素首月".contains(c)));
    let percent = of(&PERCENT).filter(|length| {
        let latin = text.starts_with(|c: char| c.is_ascii_alphabetic());
        !latin || !after(*length).is_some_and(|c| c.is_ascii_alphanumeric())
    });
    money
        .map(|length| (length, Kind::Amount))
        .or(percent.map(|length| (length, Kind::Percent)))
        .or(of(&UNITS).map(|length| (length, Kind::Plain)))
}

/// The end of the code of a stock that `begins..end` is, or is the beginning of: four to six digits with the name of
/// a market, or six that stand alone in brackets and begin as those of shares and funds do.
fn code(text: &str, begins: usize, end: usize) -> Option<usize> {
    let digits = text.get(begins..end)?;
    let length = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let rest = text.get(begins + length..)?;
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let markets = [".SH", ".SZ", ".BJ", ".HK", ".SS", ".OF", ".IB"];
    let market = markets
        .iter()
        .find(|market| rest.strip_prefix(**market).is_some_and(ends));
    if let Some(market) = market.filter(|_| matches!(length, 4..=6)) {
        return Some(begins + length + market.len());
    }
    let opened = text.get(..begins)?.ends_with(['（', '(']);
    let alone = length == 6 && length == digits.len() && rest.starts_with(['）', ')']);
    (opened && alone && !digits.starts_with(['1', '2', '7'])).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Kind)> {
        figures(text)
            .into_iter()
            .map(|f| (&text[f.range], f.kind))
            .collect()
    }

    #[test]
    fn a_figure_is_whole() {
        use Kind::{Amount, Percent, Plain};
        assert_eq!(
            found("达6.54亿元，涨+0.37%至3,595.18点，2022年1月5日第3家"),
            [
                ("6.54亿元", Amount),
                ("+0.37%", Percent),
                ("3,595.18点", Plain),
                ("2022年", Plain),
                ("1月", Plain),
                ("5日", Plain),
                ("第3家", Plain)
            ]
        );
        assert_eq!(
            found("15%-20%，1—2月，3～5年"),
            [("15%-20%", Percent), ("1—2月", Plain), ("3～5年", Plain)]
        );
        assert_eq!(
            found("US$3bn，￥12.50，100多亿美元"),
            [("US$3bn", Amount), ("￥12.50", Amount), ("100多亿美元", Amount)]
        );
        assert_eq!(
            found("降25个基点，３．５％"),
            [("25个基点", Percent), ("３．５％", Percent)]
        );
        assert_eq!(
            found("5G、13:31、HFO-1234yf、A1"),
            [("5G", Plain), ("13:31", Plain)]
        );
    }

    #[test]
    fn codes_are_known_by_their_brackets_or_market() {
        use Kind::{Code, Plain};
        assert_eq!(
            found("甲（600519.SH）、乙(00700.HK)、丙（600519）、共600519"),
            [
                ("600519.SH", Code),
                ("00700.HK", Code),
                ("600519", Code),
                ("600519", Plain)
            ]
        );
        assert_eq!(
            found("（100031）（12345，12345.SHOP"),
            [("100031", Plain), ("12345", Plain), ("12345", Plain)]
        );
    }

    #[test]
    fn units_are_whole_and_what_they_say() {
        use Kind::{Amount, Percent, Plain};
        assert_eq!(
            found("500千瓦时，100万千瓦时，0.5百分点，500兆瓦"),
            [
                ("500千瓦时", Plain),
                ("100万千瓦时", Amount),
                ("0.5百分点", Percent),
                ("500兆瓦", Plain)
            ]
        );
        assert_eq!(
            found("1月1日元旦，2022元旦，截至15:30美元兑，120BPM，降5BP"),
            [
                ("1月", Plain),
                ("1日", Plain),
                ("2022", Plain),
                ("15:30", Plain),
                ("120BPM", Plain),
                ("5BP", Percent)
            ]
        );
        assert_eq!(
            found("合RMB500万元，USD5亿元，第21世纪，100+家"),
            [
                ("500万元", Amount),
                ("5亿元", Amount),
                ("第21世纪", Plain),
                ("100+家", Plain)
            ]
        );
    }
}
