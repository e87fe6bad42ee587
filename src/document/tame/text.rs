//! Text on its way through the HTML parser. A `<` or `&` that is text travels as a character that no text of ours
//! has, for the parser is slow over references, and so is the one way there is to get a text out of its tree: over
//! each sign that it would escape it searches the rest of the text.

use memchr::memchr2;

/// Stand for `<` and `&` as text ([`super::super::legible`] keeps them out of bodies).
pub(in super::super) const LESS: char = '\u{FDD2}';
pub(in super::super) const AMPERSAND: char = '\u{FDD3}';

/// Signs times bytes in one text, above which it is divided.
const MAX_EFFORT: usize = 1 << 20;
/// Divides a text in two.
const DIVISION: &str = "<!---->";

/// The text since the last tag.
#[derive(Clone, Copy, Default)]
pub(super) struct Chunk {
    /// Bytes of it.
    length: usize,
    /// Signs in it that are escaped when it leaves the tree, or begin like one.
    signs: usize,
}

impl Chunk {
    /// Adds text, references still in it, to `out`. An `&` that begins no reference is itself, and so it is where
    /// an address stands in the text.
    pub(super) fn write(&mut self, text: &str, out: &mut String) {
        let mut rest = text;
        // The first byte of a no-break space in UTF-8 is that of other signs too.
        while let Some(at) = memchr2(b'&', 0xC2, rest.as_bytes()) {
            let (before, sign) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.push(before, out);
            let after = sign.strip_prefix('&');
            let known = after.and_then(|after| KNOWN.iter().find(|(name, _)| after.starts_with(name)));
            let length = if let Some((name, c)) = known {
                self.push(c.encode_utf8(&mut [0; 4]), out);
                1 + name.len()
            } else if after.is_some_and(|after| !is_reference(after)) {
                self.push(AMPERSAND.encode_utf8(&mut [0; 4]), out);
                1
            } else {
                self.signs += 1;
                let length = sign.chars().next().map_or(1, char::len_utf8);
                self.push(sign.get(..length).unwrap_or_default(), out);
                length
            };
            rest = sign.get(length..).unwrap_or_default();
        }
        self.push(rest, out);
    }

    fn push(&mut self, text: &str, out: &mut String) {
        if self.signs * (self.length + text.len()) > MAX_EFFORT {
            out.push_str(DIVISION);
            *self = Self::default();
        }
        self.length += text.len();
        out.push_str(text);
    }
}

/// The references that Markdown makes of signs.
const KNOWN: [(&str, char); 4] = [("amp;", AMPERSAND), ("lt;", LESS), ("gt;", '>'), ("quot;", '"')];

/// Whether what stands after an `&` makes it a reference (HTML, "Character reference state"). Without its `;` only
/// where no letter, digit or `=` follows, as in attributes, for `?a=1&copy=2` is an address.
fn is_reference(after: &str) -> bool {
    let digits = |text: &str, hex: bool| {
        let is_digit = |b: u8| {
            if hex {
                b.is_ascii_hexdigit()
            } else {
                b.is_ascii_digit()
            }
        };
        text.bytes().next().is_some_and(is_digit)
    };
    if let Some(number) = after.strip_prefix('#') {
        return number
            .strip_prefix(['x', 'X'])
            .map_or_else(|| digits(number, false), |hex| digits(hex, true));
    }
    let length = after
        .bytes()
        .take(32)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    length > 0 && after.as_bytes().get(length) != Some(&b'=')
}

/// A text as the parser's tree serialises it, with its four escapes undone (HTML, "Escaping a string", in text) and
/// the signs in their place.
pub(in super::super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', LESS, AMPERSAND]) {
        let (before, sign) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let found = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&nbsp;", '\u{A0}')]
            .into_iter()
            .find_map(|(name, c)| Some((c, sign.strip_prefix(name)?)));
        let (c, after) = found.unwrap_or_else(|| {
            let mut chars = sign.chars();
            let c = if chars.next() == Some(LESS) { '<' } else { '&' };
            (c, chars.as_str())
        });
        out.push(c);
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = String::new();
        Chunk::default().write(text, &mut out);
        out
    }

    #[test]
    fn signs_travel_and_come_back() {
        let travelling = written("a&lt;b&amp;lt;&copy;&x=1&;&#;&#x;·&quot;");
        assert!(
            !travelling.contains("&lt;") && travelling.contains("&copy;"),
            "{travelling}"
        );
        assert_eq!(plain(&travelling), "a<b&lt;&copy;&x=1&;&#;&#x;·\"");
        assert_eq!(plain("&nbsp;&gt;&amp;amp;"), "\u{A0}>&amp;");
    }

    #[test]
    fn texts_full_of_signs_are_divided() {
        let divided = written(&"&nbsp;·".repeat(20_000));
        let longest = divided.split(DIVISION).map(str::len).max();
        assert!(longest.is_some_and(|longest| longest < 8_192), "{longest:?}");
        assert!(!written(&"字".repeat(1_000_000)).contains(DIVISION));
    }
}
