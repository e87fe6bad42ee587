//! Character references (`&amp;`, `&#20013;`, `&#x4E2D;`) decoded once, after the table and the rules
//! of the HTML standard. For text that is not parsed as HTML: titles, names.

use std::borrow::Cow;

use markup5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// Bytes of the longest reference there is between `&` and `;` (`CounterClockwiseContourIntegral`).
const LONGEST: usize = 31;

/// `text` with every character reference that ends in `;` decoded, once: `&amp;lt;` becomes `&lt;`.
/// What is no reference stays as it stands (`AT&T`, `a && b`). The result is not clean: `&#27;` is ESC.
pub fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else {
        return Cow::Borrowed(text);
    };
    let (before, mut rest) = text.split_at(first);
    let mut out = String::with_capacity(text.len());
    out.push_str(before);
    while let Some((between, after)) = rest.split_once('&') {
        out.push_str(between);
        if let Some((decoded, length)) = reference(after) {
            out.extend(decoded.into_iter().filter_map(char::from_u32));
            rest = after.get(length..).unwrap_or_default();
        } else {
            out.push('&');
            rest = after;
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The one or two characters (0 for none) that the reference after `&` stands for, and its bytes with the `;`.
fn reference(after: &str) -> Option<([u32; 2], usize)> {
    let end = after.bytes().take(LONGEST + 1).position(|b| b == b';')?;
    let decoded = if let Some(number) = after.get(..end)?.strip_prefix('#') {
        [u32::from(numbered(number)?), 0]
    } else {
        let &(first, second) = NAMED_ENTITIES.get(after.get(..=end)?)?;
        [first, second]
    };
    // The table also holds the beginnings of names, as (0, 0), and NUL stands for "no second one".
    (decoded != [0, 0]).then_some((decoded.map(|c| if c == 0 { u32::MAX } else { c }), end + 1))
}

/// The character of a numeric reference (HTML standard, "numeric character reference end state").
fn numbered(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    // Only a number too large for u32 fails here, and no such character exists.
    let code = u32::from_str_radix(digits, radix).unwrap_or(u32::MAX);
    if let Some(replacement) = code
        .checked_sub(0x80)
        .and_then(|at| C1_REPLACEMENTS.get(at as usize))
    {
        return replacement.or_else(|| char::from_u32(code));
    }
    Some(char::from_u32(code).filter(|&c| c != '\0').unwrap_or('\u{FFFD}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers() {
        assert_eq!(decode("S&amp;P&nbsp;500&hellip;"), "S&P\u{a0}500…");
        assert_eq!(decode("&#20013;&#x56FD;&#X4e2d;"), "中国中");
        assert_eq!(decode("&ngE;"), "≧\u{338}", "two characters");
    }

    #[test]
    fn once_only() {
        assert_eq!(decode("&amp;lt;b&amp;gt;"), "&lt;b&gt;");
    }

    #[test]
    fn what_is_no_reference_stays() {
        for text in [
            "AT&T", "a && b", "&", "&;", "&#;", "&#x;", "&#+1;", "&nosuch;", "&am;", "&amp", "&中;",
        ] {
            assert_eq!(decode(text), text);
        }
        assert!(matches!(decode("央行降准"), Cow::Borrowed(_)));
    }

    #[test]
    fn impossible_characters_are_replaced() {
        assert_eq!(
            decode("&#0;&#xD800;&#x110000;&#99999999999;"),
            "\u{FFFD}".repeat(4)
        );
        assert_eq!(decode("&#150;"), "–", "windows-1252, as in HTML");
    }

    #[test]
    fn many_ampersands_take_linear_time() {
        let text = "&".repeat(1 << 20);
        assert_eq!(decode(&text).len(), text.len());
    }
}
