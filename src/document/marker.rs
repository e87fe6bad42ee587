//! What stands before the items of a list: bullets, numbers, nothing (HTML, "The `ol` element"; CSS Lists 3; CSS Counter
//! Styles 3).

use std::borrow::Cow;

/// What stands before a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// Nothing.
    None,
    /// A bullet.
    Bullet,
    /// A number, any that `start` or `value` gave, and how it is written.
    Number(i64, Numbering),
}

/// How numbers before items are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbering {
    /// `1.`
    Decimal,
    /// `01.`
    LeadingZero,
    /// `a.`
    LowerLetters,
    /// `A.`
    UpperLetters,
    /// `α.`
    Greek,
    /// `i.`
    LowerRoman,
    /// `I.`
    UpperRoman,
    /// `一、`
    Ideographs,
    /// `壹、`
    Formal,
    /// `甲、`
    Stems,
    /// `子、`
    Branches,
}

/// The letters of the numberings that count with such.
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const GREEK: &str = "αβγδεζηθικλμνξοπρστυφχψω";
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";
/// The largest number that Roman and Chinese numerals of these styles write.
const LARGEST_ROMAN: i64 = 3_999;
const LARGEST_CHINESE: i64 = 9_999;

impl Marker {
    /// The marker as text, with what parts it from the item: `• `, `1. `, `一、`.
    pub fn text(self) -> Cow<'static, str> {
        let Self::Number(number, numbering) = self else {
            return Cow::Borrowed(if self == Self::Bullet { "• " } else { "" });
        };
        let chinese = match numbering {
            Numbering::Ideographs => chinese(number, "零一二三四五六七八九", "十百千"),
            Numbering::Formal => chinese(number, "零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
            Numbering::Stems => counted(number, STEMS),
            Numbering::Branches => counted(number, BRANCHES),
            _ => None,
        };
        if let Some(number) = chinese {
            return Cow::Owned(format!("{number}、"));
        }
        let written = match numbering {
            Numbering::LeadingZero => Some(format!("{number:02}")),
            Numbering::LowerLetters => lettered(number, LOWER),
            Numbering::UpperLetters => lettered(number, UPPER),
            Numbering::Greek => lettered(number, GREEK),
            Numbering::LowerRoman => roman(number).map(|number| number.to_lowercase()),
            Numbering::UpperRoman => roman(number),
            _ => None,
        };
        // Outside its range each style writes decimals.
        let written = written.unwrap_or_else(|| number.to_string());
        Cow::Owned(format!("{written}. "))
    }
}

/// `number` in letters: a to z, aa, ab and so on.
fn lettered(number: i64, letters: &str) -> Option<String> {
    let letters: Vec<char> = letters.chars().collect();
    let mut rest = usize::try_from(number).ok().filter(|number| *number > 0)?;
    let mut written = Vec::new();
    while rest > 0 {
        rest -= 1;
        written.push(*letters.get(rest % letters.len())?);
        rest /= letters.len();
    }
    Some(written.into_iter().rev().collect())
}

/// The `number`th of `signs`.
fn counted(number: i64, signs: &str) -> Option<String> {
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    signs.chars().nth(at).map(String::from)
}

fn roman(number: i64) -> Option<String> {
    const SIGNS: [(i64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = Some(number).filter(|number| (1..=LARGEST_ROMAN).contains(number))?;
    let mut written = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            written.push_str(sign);
            rest -= value;
        }
    }
    Some(written)
}

/// `number` in Chinese numerals (CSS Counter Styles 3, 7.1), informal ones with 十 for 一十 at the beginning.
fn chinese(number: i64, digits: &str, units: &str) -> Option<String> {
    if !(0..=LARGEST_CHINESE).contains(&number) {
        return None;
    }
    let digit = |value: i64| digits.chars().nth(usize::try_from(value).ok()?);
    if number == 0 {
        return digit(0).map(String::from);
    }
    let mut written = String::new();
    let mut gap = false;
    for (power, unit) in [
        (1000, units.chars().nth(2)),
        (100, units.chars().nth(1)),
        (10, units.chars().next()),
        (1, None),
    ] {
        let value = number / power % 10;
        if value == 0 {
            gap = !written.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            written.extend(digit(0));
        }
        if !(units.starts_with('十') && (10..20).contains(&number) && power == 10) {
            written.extend(digit(value));
        }
        written.extend(unit);
    }
    Some(written)
}

/// What stands before each item, not counted yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Nothing,
    Bullet,
    Number(Numbering),
}

impl Sign {
    /// The marker of the item with this number.
    pub(super) fn marker(self, number: i64) -> Marker {
        match self {
            Self::Nothing => Marker::None,
            Self::Bullet => Marker::Bullet,
            Self::Number(numbering) => Marker::Number(number, numbering),
        }
    }

    /// What the word of `list-style-type` means that [`declared`] gave.
    pub(super) fn named(name: &str) -> Option<Self> {
        SIGNS
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, sign)| *sign)
    }

    /// What the attribute `type` of a list or an item means.
    pub(super) fn of_type(value: &str) -> Option<Self> {
        Some(match value.trim() {
            "1" => Self::Number(Numbering::Decimal),
            "a" => Self::Number(Numbering::LowerLetters),
            "A" => Self::Number(Numbering::UpperLetters),
            "i" => Self::Number(Numbering::LowerRoman),
            "I" => Self::Number(Numbering::UpperRoman),
            value => {
                let value = value.to_ascii_lowercase();
                let known = ["none", "disc", "circle", "square"].contains(&value.as_str());
                Self::named(&value).filter(|_| known)?
            }
        })
    }
}

/// The words of `list-style-type` that are known.
const SIGNS: [(&str, Sign); 21] = [
    ("none", Sign::Nothing),
    ("disc", Sign::Bullet),
    ("circle", Sign::Bullet),
    ("square", Sign::Bullet),
    ("decimal", Sign::Number(Numbering::Decimal)),
    ("decimal-leading-zero", Sign::Number(Numbering::LeadingZero)),
    ("lower-alpha", Sign::Number(Numbering::LowerLetters)),
    ("lower-latin", Sign::Number(Numbering::LowerLetters)),
    ("upper-alpha", Sign::Number(Numbering::UpperLetters)),
    ("upper-latin", Sign::Number(Numbering::UpperLetters)),
    ("lower-greek", Sign::Number(Numbering::Greek)),
    ("lower-roman", Sign::Number(Numbering::LowerRoman)),
    ("upper-roman", Sign::Number(Numbering::UpperRoman)),
    ("cjk-ideographic", Sign::Number(Numbering::Ideographs)),
    ("simp-chinese-informal", Sign::Number(Numbering::Ideographs)),
    ("trad-chinese-informal", Sign::Number(Numbering::Ideographs)),
    ("japanese-informal", Sign::Number(Numbering::Ideographs)),
    ("simp-chinese-formal", Sign::Number(Numbering::Formal)),
    ("cjk-heavenly-stem", Sign::Number(Numbering::Stems)),
    ("cjk-earthly-branch", Sign::Number(Numbering::Branches)),
    // `list-style: inside`, and what has an image.
    ("initial", Sign::Bullet),
];

/// The word for what `property: value` says, in lower case, of the markers of a list; `None` if it says nothing.
pub(super) fn declared(property: &str, value: &str) -> Option<&'static str> {
    let words = || value.split_ascii_whitespace();
    let known = |word: &str| SIGNS.iter().map(|(name, _)| *name).find(|name| *name == word);
    match property {
        // Names of other styles are counted in decimals.
        "list-style-type" if value.starts_with(['"', '\'']) || value == "inherit" => None,
        "list-style-type" => Some(known(value).unwrap_or("decimal")),
        "list-style" if value == "inherit" => None,
        // `none` may be the image's.
        "list-style" => words()
            .filter_map(known)
            .find(|name| *name != "none")
            .or_else(|| words().find_map(known))
            .or(Some("initial")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(number: i64, numbering: Numbering) -> String {
        Marker::Number(number, numbering).text().into_owned()
    }

    #[test]
    fn numbers_in_every_style() {
        for (numbering, numbers) in [
            (Numbering::Decimal, [(-1, "-1. "), (1, "1. "), (100, "100. ")]),
            (Numbering::LeadingZero, [(-1, "-1. "), (1, "01. "), (10, "10. ")]),
            (Numbering::LowerLetters, [(0, "0. "), (26, "z. "), (28, "ab. ")]),
            (
                Numbering::UpperLetters,
                [(-3, "-3. "), (1, "A. "), (703, "AAA. ")],
            ),
            (Numbering::Greek, [(1, "α. "), (24, "ω. "), (25, "αα. ")]),
            (
                Numbering::LowerRoman,
                [(0, "0. "), (4, "iv. "), (1994, "mcmxciv. ")],
            ),
            (
                Numbering::UpperRoman,
                [(9, "IX. "), (3999, "MMMCMXCIX. "), (4000, "4000. ")],
            ),
            (
                Numbering::Formal,
                [(1, "壹、"), (10, "壹拾、"), (205, "贰佰零伍、")],
            ),
            (Numbering::Stems, [(1, "甲、"), (10, "癸、"), (11, "11. ")]),
            (Numbering::Branches, [(1, "子、"), (12, "亥、"), (0, "0. ")]),
        ] {
            for (number, written) in numbers {
                assert_eq!(text(number, numbering), written);
            }
        }
        for (number, written) in [
            (0, "零、"),
            (10, "十、"),
            (12, "十二、"),
            (20, "二十、"),
            (101, "一百零一、"),
            (110, "一百一十、"),
            (1001, "一千零一、"),
            (2030, "二千零三十、"),
            (10_000, "10000. "),
            (i64::MIN, "-9223372036854775808. "),
        ] {
            assert_eq!(text(number, Numbering::Ideographs), written);
        }
    }

    #[test]
    fn styles_as_declared() {
        assert_eq!(declared("list-style-type", "upper-roman"), Some("upper-roman"));
        assert_eq!(declared("list-style-type", "hebrew"), Some("decimal"));
        assert_eq!(declared("list-style", "none inside"), Some("none"));
        assert_eq!(
            declared("list-style", "url(a.png) none lower-alpha"),
            Some("lower-alpha")
        );
        assert_eq!(declared("list-style", "inside"), Some("initial"));
        assert_eq!(declared("list-style-type", "\"- \""), None);
        assert_eq!(declared("list-style-image", "none"), None);
        assert_eq!(Sign::of_type("I"), Some(Sign::Number(Numbering::UpperRoman)));
        assert_eq!(Sign::of_type("Square"), Some(Sign::Bullet));
        assert_eq!(Sign::of_type("upper-roman"), None);
    }
}
