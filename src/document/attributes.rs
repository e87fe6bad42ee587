//! The attributes of a start tag.

use memchr::memchr;

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
}
