//! What stands in a cell of a table: a figure, a range, a date, a mark for nothing, or words. Heads are told
//! from bodies by it, and figures are aligned on their points.

/// What the text of a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry<'a> {
    /// No text at all.
    Blank,
    /// A mark or word that says there is nothing: `—`, `--`, `N/A`, `不适用`.
    Nothing,
    /// A number.
    Figure(Figure<'a>),
    /// From one number to another: `10%-15%`.
    Range,
    /// A year, a date, a time of day.
    Time,
    /// Anything else.
    Words,
}

/// A number, perhaps with signs before it and a unit after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Figure<'a> {
    /// The bytes up to the end of its whole part, where its decimal point stands if it has one.
    pub(crate) point: usize,
    /// Whether it is digits alone, which may be a code, or what may be a year with its month.
    pub(crate) bare: bool,
    /// What follows its digits.
    pub(crate) unit: &'a str,
}

/// Characters of the longest unit after a number (`个百分点`, `万元/吨`).
const LONGEST_UNIT: usize = 6;
/// Characters of the longest text that may be anything but words.
const LONGEST_ENTRY: usize = 64;
/// Letters of the longest one in Latin script (`bps`).
const MOST_LETTERS: usize = 3;

/// Money that is written in letters before a number.
const MONEY: [&str; 8] = ["US$", "HK$", "NT$", "RMB", "USD", "CNY", "HKD", "EUR"];

impl<'a> Entry<'a> {
    /// Reads the text of one line of a cell.
    pub(crate) fn of(text: &'a str) -> Self {
        let inner = text.trim();
        if inner.is_empty() {
            Self::Blank
        } else if is_nothing(inner) {
            Self::Nothing
        } else if inner.chars().nth(LONGEST_ENTRY).is_some() {
            Self::Words
        } else if is_time(inner) {
            Self::Time
        } else {
            number(text)
        }
    }
}

fn is_nothing(text: &str) -> bool {
    let marks = |c: char| matches!(c, '-' | '—' | '–' | '−' | '－' | '…' | '─' | '/' | '*');
    let words = ["N/A", "NA", "n.a.", "nan", "null"];
    text.chars().all(marks)
        || words.iter().any(|word| text.eq_ignore_ascii_case(word))
        || matches!(text, "无" | "不适用" | "未披露" | "暂无" | "不详")
}

/// Whether `c` is a digit, of full width too.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Whether `text` is a year alone, or one with its month (`2021.05`), which heads a column as often as it counts
/// something.
pub(crate) fn is_year_or_month(text: &str) -> bool {
    let (year, month) = text.split_once('.').unwrap_or((text, "01"));
    is_year(year) && is_month(month)
}

/// Whether `text` is the two digits of a month.
fn is_month(text: &str) -> bool {
    text.len() == 2 && text.parse().is_ok_and(|month: u8| (1..=12).contains(&month))
}

fn is_year(text: &str) -> bool {
    text.len() == 4
        && text.bytes().all(|b| b.is_ascii_digit())
        && (text.starts_with("19") || text.starts_with("20"))
}

fn is_time(text: &str) -> bool {
    let plain = text.trim_end_matches(['E', 'A', 'F']);
    if plain.len() < text.len() && is_year(plain) {
        return true; // A year expected or reported: 2022E.
    }
    if is_quarter(text) {
        return true;
    }
    if text.contains(['年', '月', '日', '季', '时']) {
        let part = |c: char| {
            c.is_ascii_digit()
                || "年月日号时点分秒季度半上下前末初中报第一二三四周至、-—–~～/.:： ()（）".contains(c)
        };
        return text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(part);
    }
    // What a name would have between its digits is no date.
    if !text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | ':' | '：' | ' '))
    {
        return false;
    }
    let groups: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
    let short = |group: &&str| matches!(group.len(), 1..=2);
    if text.contains([':', '：']) {
        return groups.iter().all(|group| !group.is_empty());
    }
    match groups.as_slice() {
        [year, month, day] => (is_year(year) || short(year)) && short(month) && short(day),
        // `2021.05` may as well be a price, which only its column can tell.
        [year, month] if is_year(year) => {
            (short(month) && !text.contains(['.', ' '])) || (is_month(month) && !text.contains('.'))
        }
        [month, day] => short(month) && short(day) && text.contains(['-', '/']),
        _ => false,
    }
}

/// `2021Q3`, `3Q21`, `2021H1`, `Q3`.
fn is_quarter(text: &str) -> bool {
    let Some((year, part)) = text.split_once(['Q', 'H']) else {
        return false;
    };
    let digits = |s: &str| s.len() <= 4 && s.bytes().all(|b| b.is_ascii_digit());
    digits(year) && digits(part) && !(year.is_empty() && part.is_empty())
}

/// What may stand before a number and belongs to it.
fn is_before(c: char) -> bool {
    matches!(
        c,
        ' ' | '+'
            | '-'
            | '−'
            | '－'
            | '–'
            | '＋'
            | '±'
            | '('
            | '（'
            | '¥'
            | '￥'
            | '$'
            | '＄'
            | '£'
            | '￡'
            | '€'
            | '≈'
            | '~'
            | '～'
            | '<'
            | '>'
            | '≥'
            | '≤'
            | '＜'
            | '＞'
            | '▲'
            | '▼'
            | '△'
            | '▽'
            | '↑'
            | '↓'
            | '约'
            | '超'
            | '近'
            | '逾'
    )
}

/// Reads `text`, spaces around it allowed, as a number, two of them, or words.
fn number(text: &str) -> Entry<'_> {
    let Some((figure, unit)) = figure_of(text) else {
        return Entry::Words;
    };
    if is_unit(unit) {
        return Entry::Figure(figure);
    }
    // In brackets the change, or the same in other terms.
    if let Some(inner) = unit.trim_start().strip_prefix(['(', '（'])
        && let Some(inner) = inner.strip_suffix([')', '）'])
        && figure_of(inner).is_some_and(|(_, unit)| is_unit(unit))
    {
        return Entry::Figure(figure);
    }
    if let Some(at) = unit.find(['-', '–', '—', '~', '～', '至', '/'])
        && let Some((first, rest)) = unit.split_at_checked(at)
        && is_unit(first.trim_end())
        && let mut second = rest.trim_start_matches(['-', '–', '—', '~', '～', '至', '/'])
        && let Some((_, end)) = digits(second)
    {
        second = second.get(end..).unwrap_or_default();
        if is_unit(second) {
            return Entry::Range;
        }
    }
    Entry::Words
}

/// The figure that `text` is if what follows its digits is a unit; that is given too, without notes.
fn figure_of(text: &str) -> Option<(Figure<'_>, &str)> {
    let (point, end) = digits(text)?;
    let whole = text.get(..point).unwrap_or_default().trim_start();
    // `000001` and `007`, but not `0` and `0.5`, name something.
    if whole.starts_with('0') && whole.len() > 1 && point == end {
        return None;
    }
    let unit = text.get(end..).unwrap_or_default().trim_end();
    let figure = Figure {
        point,
        bare: unit.is_empty()
            && (is_year_or_month(text.trim()) || (whole.bytes().all(|b| b.is_ascii_digit()) && point == end)),
        unit,
    };
    // Notes do not count: `12.3[1]`, `12.3①`.
    let unit = match unit.rfind('[') {
        Some(at) if unit.ends_with(']') => unit.get(..at).unwrap_or_default(),
        _ => unit,
    };
    Some((figure, unit))
}

/// Where the whole part and where all digits end of the number that `text` begins with, signs and money before it.
fn digits(text: &str) -> Option<(usize, usize)> {
    let mut rest = text.trim_start_matches(is_before);
    if let Some(after) = MONEY.iter().find_map(|money| rest.strip_prefix(money)) {
        rest = after.trim_start_matches(is_before);
    }
    let start = text.len() - rest.len();
    let mut whole = None;
    let mut end = start;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c).filter(|c| is_digit(*c));
        match c {
            c if is_digit(c) => end = start + at + c.len_utf8(),
            ',' | '，' | '\'' | ' ' | '\u{2009}' | '\u{A0}'
                if whole.is_none() && at > 0 && next.is_some() => {}
            '.' | '．' if whole.is_none() && next.is_some() => whole = Some(start + at),
            _ => break,
        }
    }
    (end > start).then_some((whole.unwrap_or(end), end))
}

/// Whether `text` may stand after a number as its unit.
fn is_unit(text: &str) -> bool {
    text.chars().count() <= LONGEST_UNIT
        && text.chars().filter(char::is_ascii_alphabetic).count() <= MOST_LETTERS
        && !text.starts_with(['.', ',', '-', ':'])
        && !text.contains(|c: char| is_digit(c) || matches!(c, '，' | '。' | '；' | '：' | '、' | '\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole part and the unit of a figure.
    fn figure(text: &str) -> Option<(&str, &str)> {
        match Entry::of(text) {
            Entry::Figure(figure) => Some((&text[..figure.point], figure.unit)),
            _ => None,
        }
    }

    #[test]
    fn figures() {
        for (text, whole, unit) in [
            ("1,234.5", "1,234", ""),
            ("0.37", "0", ""),
            ("12", "12", ""),
            ("-3.25%", "-3", "%"),
            ("+1.2亿元", "+1", "亿元"),
            ("(1.2)", "(1", ")"),
            ("（1,203）", "（1,203", "）"),
            ("６０．５％", "６０", "％"),
            ("US$12.5", "US$12", ""),
            ("0.3个百分点", "0", "个百分点"),
            ("25BP", "25", "BP"),
            ("1 234 567.8", "1 234 567", ""),
            ("3,595.18(+1.2%)", "3,595", "(+1.2%)"),
            ("12.3[1]", "12", "[1]"),
            ("约3万", "约3", "万"),
            ("7.25万元/吨", "7", "万元/吨"),
            (".5", "", ""),
        ] {
            assert_eq!(figure(text), Some((whole, unit)), "{text}");
        }
    }

    #[test]
    fn prices_are_no_months() {
        let bare = |text: &str| match Entry::of(text) {
            Entry::Figure(figure) => Some(figure.bare),
            _ => None,
        };
        assert_eq!(bare("1985.50"), Some(false));
        assert_eq!(bare("2034.75"), Some(false));
        assert_eq!(bare("2034.00"), Some(false));
        // What may be either is a number, and may be a code.
        assert_eq!(bare("2034.05"), Some(true));
        assert!(is_year_or_month("2021") && is_year_or_month("2021.12"));
        assert!(!is_year_or_month("2021.13") && !is_year_or_month("2021.1") && !is_year_or_month("3021.12"));
    }

    #[test]
    fn times_ranges_and_nothing() {
        for text in [
            "2022-01-05",
            "1/5",
            "09:30",
            "9:30-11:30",
            "2022年1月5日",
            "2021年",
            "2021E",
            "2021Q3",
            "1Q22",
            "一季度1月",
            "2021年1-9月",
            "2022-01",
            "2022.01.05",
        ] {
            assert_eq!(Entry::of(text), Entry::Time, "{text}");
        }
        for text in ["10%-15%", "18.00/18.05", "3.5～4亿元", "1,000至2,000股"] {
            assert_eq!(Entry::of(text), Entry::Range, "{text}");
        }
        for text in ["-", "—", "——", "N/A", "不适用", "/"] {
            assert_eq!(Entry::of(text), Entry::Nothing, "{text}");
        }
        for text in [
            "000001",
            "600160.SH",
            "HFO-1234",
            "3家公司，停牌",
            "v1.2.3",
            "1.2.3.4",
            "甲12",
            "增加0.5个百分点",
            "1(2(3))",
            "12 items sold",
        ] {
            assert_eq!(Entry::of(text), Entry::Words, "{text}");
        }
        assert_eq!(Entry::of("  "), Entry::Blank);
    }
}
