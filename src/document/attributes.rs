//! The attributes of a start tag, and what an inline style says that matters here.

use memchr::memchr;

use super::marker;
use crate::text::entities::decode;

/// The attributes of the start tag `rest`, read from byte `at` on, and the tag's length. `None` if the tag
/// does not end, or if what stands in it are no attributes (`a<b 且 c>d`).
pub(super) fn attributes(rest: &str, mut at: usize) -> Option<(Vec<(&str, &str)>, usize)> {
    let bytes = rest.as_bytes();
    let mut found = Vec::new();
    loop {
        while bytes
            .get(at)
            .is_some_and(|b| b.is_ascii_whitespace() || *b == b'/')
        {
            at += 1;
        }
        let first = *bytes.get(at)?;
        if first == b'>' {
            return Some((found, at + 1));
        }
        if !first.is_ascii() {
            return None;
        }
        let name = at;
        while bytes
            .get(at)
            .is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'>' | b'/') || at == name)
        {
            at += 1;
        }
        let name = rest.get(name..at)?;
        let mut next = at;
        while bytes.get(next).is_some_and(u8::is_ascii_whitespace) {
            next += 1;
        }
        let mut value = "";
        if bytes.get(next) == Some(&b'=') {
            at = next + 1;
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            if let Some(quote @ (b'"' | b'\'')) = bytes.get(at) {
                let length = memchr(*quote, bytes.get(at + 1..)?)?;
                value = rest.get(at + 1..at + 1 + length)?;
                at += length + 2;
            } else {
                let tail = bytes.get(at..)?;
                let length = tail.iter().position(|b| b.is_ascii_whitespace() || *b == b'>')?;
                value = rest.get(at..at + length)?;
                at += length;
            }
        }
        if found.len() < 64 {
            found.push((name, value));
        }
    }
}

/// What of an inline style matters here.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// Whether a browser shows nothing of the element, whatever stands in it.
    pub(super) hidden: bool,
    /// Whether what stands in it is visible until something in it says otherwise (CSS Display 3, `visibility`).
    pub(super) visible: Option<bool>,
    /// Whether its text has a size, until something in it says otherwise.
    pub(super) sized: Option<bool>,
    /// `center` or `right`.
    pub(super) align: Option<&'static str>,
    /// What stands before the items of a list, as [`marker::Sign::named`] has it.
    pub(super) list: Option<&'static str>,
}

impl Style {
    /// Reads the value of a `style` attribute, references and comments still in it. Of several declarations of one
    /// property the last holds, but for those marked as important (CSS Cascade, "Cascade Sorting Order").
    pub(super) fn of(css: &str) -> Self {
        let css = without_comments(&decode(css));
        let mut style = Self::default();
        let (mut displayed, mut opaque) = (true, true);
        let mut firm = Vec::new();
        for declaration in css.split(';').take(64) {
            let Some((property, value)) = declaration.split_once(':') else {
                continue;
            };
            let property = property.trim().to_ascii_lowercase();
            let value = value.trim().to_ascii_lowercase();
            let (value, important) = match value.strip_suffix("!important") {
                Some(value) => (value.trim_end(), true),
                None => (value.as_str(), false),
            };
            if firm.contains(&property) && !important {
                continue;
            }
            match property.as_str() {
                "display" => displayed = value != "none",
                "content-visibility" => displayed &= value != "hidden",
                "opacity" => opaque = !is_zero(value),
                "visibility" => style.visible = Some(!matches!(value, "hidden" | "collapse")),
                "font" if value.split([' ', '/']).any(is_zero) => style.sized = Some(false),
                "font-size" if is_zero(value) => style.sized = Some(false),
                // A part of nothing is nothing: only a size of its own is one.
                "font-size" if !is_relative(value) => style.sized = Some(true),
                "text-align" => style.align = alignment(value),
                property @ ("list-style" | "list-style-type") => {
                    style.list = marker::declared(property, value).or(style.list);
                }
                _ => {}
            }
            if important {
                firm.push(property);
            }
        }
        style.hidden = !displayed || !opaque;
        style
    }
}

/// `css` without its comments.
fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// Whether a length or number is nought.
fn is_zero(value: &str) -> bool {
    value.starts_with('0')
        && value
            .trim_matches(|c: char| matches!(c, '0' | '.' | '%') || c.is_ascii_alphabetic())
            .is_empty()
}

/// Whether a size depends on that of the element around.
fn is_relative(value: &str) -> bool {
    let unit = value.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    matches!(unit, "em" | "%" | "ex" | "ch" | "larger" | "smaller" | "inherit")
}

/// `center` or `right`, if `value` is one of them.
pub(super) fn alignment(value: &str) -> Option<&'static str> {
    let value = value.trim();
    ["center", "right"]
        .into_iter()
        .find(|a| value.eq_ignore_ascii_case(a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_in_every_notation() {
        let tag = "<p a = \"1 >\" b='2'c=3/4 d/>x";
        let (found, length) = attributes(tag, 2).unwrap();
        assert_eq!(found, [("a", "1 >"), ("b", "2"), ("c", "3/4"), ("d", "")]);
        assert_eq!(tag.get(length..), Some("x"));
        for text in ["<b 且 c>", "<p a=\"1>", "<p a", "<p a="] {
            assert!(attributes(text, 2).is_none(), "{text}");
        }
    }

    #[test]
    fn styles_that_hide() {
        for css in ["display: none", "x:y;DISPLAY:None", "opacity:0.0 !important"] {
            assert!(Style::of(css).hidden, "{css}");
        }
        for css in [
            "opacity:0%",
            "/*x*/display:none",
            "display:&#110;one",
            "display:block;display:none",
            "display:none!important;display:block",
            "content-visibility:hidden",
        ] {
            assert!(Style::of(css).hidden, "{css}");
        }
        assert!(!Style::of("display:none;display:block").hidden);
        assert_eq!(Style::of("font:0/0 a").sized, Some(false));
        assert_eq!(Style::of("font: 12px/1 a").sized, None);
        assert_eq!(Style::of("visibility:hidden").visible, Some(false));
        assert_eq!(Style::of("visibility: visible").visible, Some(true));
        assert_eq!(Style::of("font-size:0px").sized, Some(false));
        assert_eq!(Style::of("font-size:12px").sized, Some(true));
        assert_eq!(Style::of("list-style: NONE;color:red").list, Some("none"));
        let style = Style::of("font-size:0.9em;text-align:center");
        assert!(!style.hidden && style.sized.is_none() && style.align == Some("center"));
    }
}
