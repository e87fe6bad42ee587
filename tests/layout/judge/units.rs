//! What stays whole on one line where it fits: words of scripts with spaces, numbers with their signs,
//! decimals and units, the codes of stocks (UAX #14, LB25 to LB30; CLREQ 3.2.3).

use std::ops::Range;

use super::Kind;

/// Something that stays whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) range: Range<usize>,
    pub(crate) kind: Kind,
}

const MULTIPLIERS: &str = "十百千万亿兆";

/// Units of money, the longer before those they begin with.
const MONEY: [&str; 16] = [
    "元",
    "美元",
    "港元",
    "欧元",
    "日元",
    "英镑",
    "韩元",
    "澳元",
    "加元",
    "港币",
    "美分",
    "澳门元",
    "新台币",
    "卢布",
    "卢比",
    "泰铢",
];

/// Of time, shares, goods, and of an index.
const COUNTED: &str = "年月日时分秒号股手吨倍点";

const AFTER_NUMBER: &str = "％‰℃℉°′″";
const SIGNS: &str = "−±＋－￥¥＄£￡€";
const CONNECTORS: &str = "—–～〜~";

/// Whether `c` is of a script whose words stand between spaces, and no mark.
fn is_letter(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c, '\u{41}'..='\u{2AF}' | '\u{370}'..='\u{587}' | '\u{5D0}'..='\u{5EA}'
            | '\u{620}'..='\u{64A}' | '\u{10A0}'..='\u{10FF}' | '\u{1E00}'..='\u{1FFF}')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}')
}

fn in_run(c: char) -> bool {
    c.is_ascii_graphic() || is_letter(c) || c == '’' || matches!(c, '\u{300}'..='\u{36F}')
}

/// The units of `text`, ordered by their ends; ranges of numbers come after their parts. `added` are stretches
/// that are no part of any, in order.
pub(crate) fn units(text: &str, added: &[Range<usize>]) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut from = 0;
    let ends = added.iter().map(|a| (a.start, a.end));
    for (end, next) in ends.chain([(text.len(), text.len())]) {
        runs(text, from..end, &mut units);
        from = next;
    }
    let mut whole = ranges(text, &units);
    units.append(&mut whole);
    units.sort_by_key(|unit| (unit.range.end, unit.range.start));
    units
}

/// The runs of letters, digits and what is typed with them.
fn runs(text: &str, within: Range<usize>, units: &mut Vec<Unit>) {
    let mut at = within.start;
    while let Some(c) = text[at..within.end].chars().next() {
        let test: fn(char) -> bool = if in_run(c) {
            in_run
        } else if is_hangul(c) {
            is_hangul
        } else {
            at += c.len_utf8();
            continue;
        };
        let rest = &text[at..within.end];
        let mut end = at + rest.find(|c| !test(c)).unwrap_or(rest.len());
        // A quote at either end of a run is a mark.
        at += text[at..end].len() - text[at..end].trim_start_matches('’').len();
        while text[at..end].ends_with('’') {
            end -= '’'.len_utf8();
        }
        words(text, at..end, within.end, units);
        at = end;
    }
}

/// The words and numbers of one run.
fn words(text: &str, run: Range<usize>, limit: usize, units: &mut Vec<Unit>) {
    let own = &text[run.clone()];
    let mailable = |c: char| c.is_ascii_alphanumeric() || "._-@".contains(c);
    let mail = own.contains('@') && own.trim_matches(|c| !mailable(c)).chars().all(mailable);
    // Where an address begins: at the letters before its `://`.
    let scheme = own.find("://").map(|at| {
        let letters = own[..at].trim_end_matches(|c: char| c.is_ascii_alphabetic());
        run.start + letters.len()
    });
    let address = if mail || own.starts_with("www.") {
        run.start
    } else {
        scheme.unwrap_or(run.end)
    };
    let mut from = run.start;
    let mut before = None;
    for (at, c) in own.char_indices() {
        let at = run.start + at;
        let divides = match before {
            Some('-') => is_letter(c),
            Some('!' | '?' | '}' | '|') => is_letter(c) || c.is_ascii_digit(),
            Some(')' | ']') => "([{".contains(c),
            _ => false,
        };
        if divides && at <= address {
            word(text, from..at, limit, units);
            from = at;
        }
        before = Some(c);
    }
    word(text, from..run.end, limit, units);
}

fn word(text: &str, range: Range<usize>, limit: usize, units: &mut Vec<Unit>) {
    let own = &text[range.clone()];
    if !own.chars().any(char::is_alphanumeric) {
        return;
    }
    let letters = own.chars().any(|c| is_letter(c) || is_hangul(c));
    let mut kind = match () {
        () if is_code(own) => Kind::Code,
        () if letters => Kind::Word,
        () if own.ends_with('%') => Kind::Percent,
        () => Kind::Number,
    };
    let mut start = range.start;
    let number_first = own.starts_with(|c: char| c.is_ascii_digit() || "+-$.".contains(c));
    if let Some(sign) = text[..start].chars().next_back()
        && number_first
        && (SIGNS.contains(sign) || sign == '第')
    {
        start -= sign.len_utf8();
    }
    let mut end = range.end;
    let rest = &text[end..limit];
    if own.ends_with(|c: char| c.is_ascii_digit())
        && let Some((after, length)) = after_number(rest)
    {
        kind = after;
        end += length;
    }
    // `A股`
    let mut back = own.chars().rev();
    if back.next().is_some_and(|c| c.is_ascii_uppercase())
        && !back.next().is_some_and(char::is_alphabetic)
        && rest.starts_with('股')
    {
        end += '股'.len_utf8();
    }
    units.push(Unit {
        range: start..end,
        kind,
    });
}

/// The same where a space stands before the unit: `200 万元`, `12.5 %`.
fn after_number(rest: &str) -> Option<(Kind, usize)> {
    let spaced = rest.strip_prefix(' ').and_then(|rest| {
        let (kind, length) = beside_number(rest)?;
        Some((kind, length + 1))
    });
    spaced.or_else(|| beside_number(rest))
}

/// What a number that `rest` follows is, and the bytes of `rest` that belong to it.
fn beside_number(rest: &str) -> Option<(Kind, usize)> {
    let trimmed = rest.trim_start_matches(|c| MULTIPLIERS.contains(c));
    let multiplied = rest.len() - trimmed.len();
    let first = trimmed.chars().next();
    if let Some(sign) = first.filter(|c| multiplied == 0 && AFTER_NUMBER.contains(*c)) {
        return Some((Kind::Percent, sign.len_utf8()));
    }
    let money = MONEY.iter().filter(|unit| trimmed.starts_with(**unit));
    let counted = first.filter(|c| COUNTED.contains(*c)).map(char::len_utf8);
    let unit = money.map(|unit| unit.len()).max().or(counted).unwrap_or(0);
    (multiplied + unit > 0).then_some((Kind::Amount, multiplied + unit))
}

/// `600519.SH`, `00700.HK`, `SH600519`, `600519`.
fn is_code(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    let letters: String = word.chars().filter(|c| !c.is_ascii_digit()).collect();
    matches!(digits.len(), 5 | 6)
        && matches!(
            letters.as_str(),
            "" | ".SH" | ".SZ" | ".HK" | ".BJ" | "SH" | "SZ" | "sh" | "sz"
        )
        && (word.starts_with(&digits) || word.ends_with(&digits))
}

/// Numbers on both sides of a connector, where the first has its unit from the second: `1—2月`, `3～5年`. After
/// `50%—` a line may end (CLREQ forbids connectors at its start).
fn ranges(text: &str, units: &[Unit]) -> Vec<Unit> {
    let mut found = Vec::new();
    for pair in units.windows(2) {
        let between = text.get(pair[0].range.end..pair[1].range.start);
        let mut between = between.unwrap_or_default().chars();
        let connects = between.next().is_some_and(|c| CONNECTORS.contains(c)) && between.next().is_none();
        if connects && pair[0].kind == Kind::Number && pair[1].kind != Kind::Word {
            found.push(Unit {
                range: pair[0].range.start..pair[1].range.end,
                kind: Kind::Number,
            });
        }
    }
    found
}
