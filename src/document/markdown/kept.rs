//! What is kept out of the Markdown while it is read, and put back into the HTML that it becomes: blocks of HTML, and
//! kramdown's attribute lists (syntax, "Attribute List Definitions", "Inline Attribute Lists").
//!
//! A comment stands in the place of each. That of an attribute list is moved, once there is a tree, before the element
//! it is for ([`super::nodes`]), and here its attributes go into the tag that follows.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::PLACEHOLDER;

/// Bytes of the attributes that one list gives.
const MAX_ATTRIBUTES: usize = 512;
/// Bytes between the tag of an item and its text.
const LONGEST_ITEM: usize = 128;
/// Attributes that a definition gives under its name.
const MAX_DEFINED: usize = 16;

/// What an attribute list is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum For {
    /// The block before it, for it follows at once.
    Previous,
    /// The block after it.
    Next,
    /// What makes no element, such as the definition of a link.
    Nothing,
    /// The stretch of text before it, or the item that begins with it.
    Span,
}

/// What a comment stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Html,
    List,
    /// The attributes of the element that follows.
    Attributes,
    /// Those of the item that begins here.
    Item,
}

impl Place {
    fn sign(self) -> &'static str {
        match self {
            Self::Html => "",
            Self::List => "l",
            Self::Attributes => "a",
            Self::Item => "i",
        }
    }

    /// The comment for the thing with this number.
    pub(super) fn comment(self, number: usize) -> String {
        format!("<!--{PLACEHOLDER}{}{number}-->", self.sign())
    }

    /// What stands after the placeholder at the beginning of `text`, and its bytes.
    fn read(text: &str) -> (Self, Option<usize>, usize) {
        let (place, digits) = match text.as_bytes().first() {
            Some(b'l') => (Self::List, text.get(1..)),
            Some(b'a') => (Self::Attributes, text.get(1..)),
            Some(b'i') => (Self::Item, text.get(1..)),
            _ => (Self::Html, Some(text)),
        };
        let digits = digits.unwrap_or_default();
        let count = digits.bytes().take_while(u8::is_ascii_digit).count();
        let number = digits.get(..count).and_then(|digits| digits.parse().ok());
        (place, number, text.len() - digits.len() + count)
    }

    /// The number of the attribute list that `comment` stands for.
    pub(super) fn list(comment: &str) -> Option<usize> {
        let inside = comment.trim().strip_prefix("<!--")?.strip_prefix(PLACEHOLDER)?;
        match Self::read(inside) {
            (Self::List, number, _) => number,
            _ => None,
        }
    }
}

/// An attribute list as it is written, and what it is for.
#[derive(Debug)]
pub(super) struct List {
    pub(super) text: String,
    pub(super) is_for: For,
}

/// What is kept of a body.
#[derive(Debug, Default)]
pub(super) struct Kept<'a> {
    html: Vec<std::borrow::Cow<'a, str>>,
    pub(super) lists: Vec<List>,
    definitions: HashMap<String, Vec<(String, String)>>,
    /// Whether the body has a style sheet, for which classes and names matter.
    styled: bool,
}

impl<'a> Kept<'a> {
    pub(super) fn of(body: &str) -> Self {
        let style = |at: usize| {
            body.get(at + 1..at + 6)
                .is_some_and(|name| name.eq_ignore_ascii_case("style"))
        };
        Self {
            styled: memchr::memchr_iter(b'<', body.as_bytes()).any(style),
            ..Self::default()
        }
    }

    /// Keeps HTML; gives the comment for it.
    pub(super) fn html(&mut self, html: impl Into<std::borrow::Cow<'a, str>>) -> String {
        self.html.push(html.into());
        Place::Html.comment(self.html.len() - 1)
    }

    /// Keeps the attribute list `{: … }`; gives the comment for it. `None` for one of no consequence, and for a
    /// definition.
    pub(super) fn list(&mut self, text: &str, is_for: For) -> Option<String> {
        let inside = text.strip_prefix("{:")?.strip_suffix('}')?;
        if let Some((name, list)) = inside.split_once(':')
            && is_name(name)
            && is_for != For::Span
        {
            let given = Given::read(list);
            let defined = self.definitions.entry(name.to_owned()).or_default();
            defined.extend(given.attributes);
            defined.truncate(MAX_DEFINED);
            return None;
        }
        let given = Given::read(inside);
        let matters =
            !given.references.is_empty() || given.attributes.iter().any(|(name, _)| self.matters(name));
        if !matters && is_for != For::Span {
            return None;
        }
        let text = text.to_owned();
        self.lists.push(List { text, is_for });
        Some(Place::List.comment(self.lists.len() - 1))
    }

    fn matters(&self, name: &str) -> bool {
        match name {
            "style" | "hidden" => true,
            "class" | "id" => self.styled,
            _ => false,
        }
    }

    /// The attributes that the list with this number gives, as they stand in a tag.
    fn attributes(&self, number: usize) -> String {
        let mut out = String::new();
        let Some(list) = self.lists.get(number) else {
            return out;
        };
        let given = Given::read(list.text.trim_start_matches("{:").trim_end_matches('}'));
        let referred = given
            .references
            .iter()
            .filter_map(|name| self.definitions.get(name));
        // Of an attribute that stands twice, a browser takes the first: the list's own.
        for (name, value) in given.attributes.iter().rev().chain(referred.flatten()) {
            if self.matters(name) && out.len() + value.len() < MAX_ATTRIBUTES {
                let value = value.replace('&', "&amp;").replace('"', "&quot;");
                // Writing to a string does not fail.
                let _ = write!(out, " {name}=\"{value}\"");
            }
        }
        out
    }

    /// `html` with everything in its place.
    pub(super) fn put_back(&self, html: &str) -> String {
        let kept: usize = self.html.iter().map(|block| block.len()).sum();
        let mut out = String::with_capacity(html.len() + kept);
        let mut attributes = String::new();
        let mut rest = html;
        while let Some((before, after)) = rest.split_once(PLACEHOLDER) {
            let (place, number, length) = Place::read(after);
            let after = after.get(length..).unwrap_or_default();
            let html = match (place, number) {
                (Place::Html, Some(number)) => self.html.get(number).map_or("", |html| html),
                _ => "",
            };
            if let (Some(before), Some(after)) = (before.strip_suffix("<!--"), after.strip_prefix("-->")) {
                write_with(before, &mut attributes, &mut out);
                write_with(html, &mut attributes, &mut out);
                match (place, number) {
                    (Place::Attributes, Some(number)) => attributes.push_str(&self.attributes(number)),
                    (Place::Item, Some(number)) => write_back(&self.attributes(number), &mut out),
                    _ => {}
                }
                rest = after;
                continue;
            }
            // Where CommonMark sees code that the pass before did not, what was kept is code too.
            let text = match (place, number) {
                (Place::List, Some(number)) => self.lists.get(number).map_or("", |list| &list.text),
                _ => html,
            };
            write_with(
                before.strip_suffix("&lt;!--").unwrap_or(before),
                &mut attributes,
                &mut out,
            );
            for part in text.split_inclusive('<') {
                out.push_str(part.strip_suffix('<').unwrap_or(part));
                out.push_str(if part.ends_with('<') { "&lt;" } else { "" });
            }
            rest = after.strip_prefix("--&gt;").unwrap_or(after);
        }
        write_with(rest, &mut attributes, &mut out);
        out
    }
}

/// Writes `html`, and `attributes` into its first tag if it begins with one.
fn write_with(html: &str, attributes: &mut String, out: &mut String) {
    let inside = html.trim_start();
    if inside.is_empty() || attributes.is_empty() {
        out.push_str(html);
        return;
    }
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':');
    let name = inside.bytes().skip(1).take_while(is_name).count();
    let split = html.len() - inside.len() + 1 + name;
    match html.split_at_checked(split) {
        Some((tag, rest)) if name > 0 && inside.starts_with('<') => {
            out.push_str(tag);
            out.push_str(attributes);
            out.push_str(rest);
        }
        _ => out.push_str(html),
    }
    attributes.clear();
}

/// Writes `attributes` into the tag of the item that `out` ends with, a paragraph's tag or a box to tick behind it.
fn write_back(attributes: &str, out: &mut String) {
    let from = out.len().saturating_sub(LONGEST_ITEM);
    let tail = (from..out.len())
        .find_map(|from| out.get(from..))
        .unwrap_or_default();
    let tag = ["<li", "<dd"].into_iter().filter_map(|tag| tail.rfind(tag)).max();
    if let Some(tag) = tag {
        out.insert_str(out.len() - tail.len() + tag + "<li".len(), attributes);
    }
}

/// Whether `name` may stand for a definition.
fn is_name(name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    name.starts_with(is_word) && name.chars().all(|c| is_word(c) || c == '-')
}

/// What an attribute list gives.
#[derive(Debug, Default)]
struct Given {
    attributes: Vec<(String, String)>,
    /// The names of definitions.
    references: Vec<String>,
}

impl Given {
    /// Reads what stands between `{:` and `}`. What is nothing it could be is left out.
    fn read(list: &str) -> Self {
        let mut given = Self::default();
        let mut rest = list.trim_start();
        while !rest.is_empty() && given.attributes.len() + given.references.len() < MAX_DEFINED {
            let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let mut length = word;
            let pair = rest.split_once('=').filter(|(name, _)| is_name(name));
            let quoted = pair.and_then(|(name, value)| {
                let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
                let value = value.get(1..)?;
                let end = value.find(quote)?;
                let whole = name.len() + 1 + end + 2;
                let ends = rest.get(whole..)?.chars().next().is_none_or(char::is_whitespace);
                ends.then_some((name, value.get(..end)?, whole))
            });
            if let Some((name, value, whole)) = quoted {
                given.attributes.push((name.to_owned(), value.to_owned()));
                length = whole;
            } else if let Some(word) = rest.get(..word) {
                given.word(word);
            }
            rest = rest.get(length..).unwrap_or_default().trim_start();
        }
        given
    }

    /// A name of a definition, or classes and an identifier: `.a.b#c`.
    fn word(&mut self, word: &str) {
        if is_name(word) {
            self.references.push(word.to_owned());
            return;
        }
        let mut rest = word;
        while let Some(sign @ ('.' | '#')) = rest.chars().next() {
            let name = rest.get(1..).unwrap_or_default();
            let end = name.find(['.', '#']).unwrap_or(name.len());
            let key = if sign == '.' { "class" } else { "id" };
            self.attributes
                .push((key.to_owned(), name.get(..end).unwrap_or_default().to_owned()));
            rest = name.get(end..).unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_kramdown() {
        let given = Given::read(" a='x y' .b.c#d ref =1 e=\"}\" f=g");
        let pairs: Vec<String> = given.attributes.iter().map(|(n, v)| format!("{n}={v}")).collect();
        assert_eq!(pairs, ["a=x y", "class=b", "class=c", "id=d", "e=}"]);
        assert_eq!(given.references, ["ref"]);
    }

    #[test]
    fn attributes_go_into_the_tag_that_follows() {
        let mut kept = Kept::of("");
        assert_eq!(kept.list("{:r: style=\"display:none\"}", For::Next), None);
        assert_eq!(kept.list("{: .a}", For::Next), None);
        let html = kept.html("<p>a</p>");
        let list = kept.list("{: r hidden=\"\"}", For::Next);
        assert_eq!(list.as_deref().and_then(Place::list), Some(0));
        let before = Place::Attributes.comment(0);
        assert_eq!(
            kept.put_back(&format!("x{before}\n{html}<b>y</b>")),
            "x\n<p hidden=\"\" style=\"display:none\">a</p><b>y</b>"
        );
        assert_eq!(kept.put_back(&format!("{before}y<b>")), "y<b>");
        let item = Place::Item.comment(0);
        assert_eq!(
            kept.put_back(&format!("<li>\n<p>{item}y")),
            "<li hidden=\"\" style=\"display:none\">\n<p>y"
        );
        assert_eq!(kept.put_back(&list.unwrap_or_default()), "");
    }

    #[test]
    fn what_stands_in_code_is_code() {
        let mut kept = Kept::of("");
        let comment = kept.html("<p>a</p>");
        let code = comment.replace('<', "&lt;").replace('>', "&gt;");
        assert_eq!(
            kept.put_back(&format!("<p>x</p>\n{comment}\n<code>{code}</code>")),
            "<p>x</p>\n<p>a</p>\n<code>&lt;p>a&lt;/p></code>"
        );
    }
}
