//! Just enough of HTML to read bookmark files, which no browser writes by the standard: tags, their attributes, text. It takes
//! whatever comes and goes over it once.

use crate::text::entities::decode;

/// A piece of markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Markup<'a> {
    /// The tag that begins an element, its name in lower case.
    Open(String, Attributes<'a>),
    /// The tag that ends one.
    Close(String),
    /// Text, its character references not decoded.
    Text(&'a str),
    /// A tag within which the text ends, its name in lower case.
    Cut(String),
}

/// The attributes of a tag, as they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes<'a>(Vec<(&'a str, &'a str)>);

impl Attributes<'_> {
    /// The first of this name in whatever case.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let (_, value) = self
            .0
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(decode(value).into_owned())
    }
}

/// Gives the pieces of a text one after the other, each with the place where it begins.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Pieces<'a> {
    /// Those of `text`.
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Reads as far as `take` goes.
    fn take(&mut self, take: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !take(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    /// Goes behind the next `end`, or to the end of the text.
    fn skip_behind(&mut self, end: &str) {
        let rest = self.rest();
        self.at +=
            memchr::memmem::find(rest.as_bytes(), end.as_bytes()).map_or(rest.len(), |at| at + end.len());
    }

    /// A value and the `quote` that ends it; `None` where the text ends within. A quote that is not closed on the line where
    /// the tag ends was forgotten: the value ends with the tag.
    fn quoted(&mut self, quote: char) -> Option<&'a str> {
        let rest = self.rest();
        let mut sign = None;
        for (at, c) in rest.char_indices() {
            if c == quote {
                self.at += at + 1;
                return rest.get(..at);
            }
            match c {
                '>' if sign.is_none() => sign = Some(at),
                '\n' if sign.is_some() => break,
                _ => {}
            }
        }
        self.at += sign.unwrap_or(rest.len());
        rest.get(..sign?)
    }

    /// The tag that begins here, behind its name.
    fn tag(&mut self, name: String) -> Markup<'a> {
        let mut attributes = Attributes::default();
        loop {
            self.take(|c| c.is_whitespace() || c == '/');
            let rest = self.rest();
            if rest.is_empty() {
                return Markup::Cut(name);
            }
            if rest.starts_with('>') {
                self.at += 1;
                return Markup::Open(name, attributes);
            }
            // The standard lets a name begin with `=`.
            let sign = usize::from(rest.starts_with('='));
            self.at += sign;
            let key = self.take(|c| !c.is_whitespace() && !matches!(c, '=' | '>' | '/'));
            self.take(char::is_whitespace);
            let mut value = "";
            if self.rest().starts_with('=') {
                self.at += 1;
                self.take(char::is_whitespace);
                let quote = self.rest().chars().next().filter(|c| matches!(c, '"' | '\''));
                if let Some(quote) = quote {
                    self.at += 1;
                    match self.quoted(quote) {
                        Some(quoted) => value = quoted,
                        None => return Markup::Cut(name),
                    }
                } else {
                    value = self.take(|c| !c.is_whitespace() && c != '>');
                }
            }
            attributes.0.push((key, value));
        }
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = (usize, Markup<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start = self.at;
            let rest = self.rest();
            let Some(behind) = rest.strip_prefix('<') else {
                let text = self.take(|c| c != '<');
                return (!text.is_empty()).then_some((start, Markup::Text(text)));
            };
            if behind.starts_with("!--") {
                // It may end with the signs with which it begins.
                self.at += 2;
                self.skip_behind("-->");
                continue;
            }
            if behind.starts_with(['!', '?']) {
                self.skip_behind(">");
                continue;
            }
            let close = behind.starts_with('/');
            let name = behind.strip_prefix('/').unwrap_or(behind);
            self.at += 1;
            if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                // A sign in the text.
                return Some((start, Markup::Text("<")));
            }
            self.at += usize::from(close);
            let name = self.take(|c| !c.is_whitespace() && !matches!(c, '>' | '/'));
            let name = name.to_ascii_lowercase();
            let tag = self.tag(name);
            return Some((
                start,
                match tag {
                    Markup::Open(name, _) if close => Markup::Close(name),
                    tag => tag,
                },
            ));
        }
    }
}
