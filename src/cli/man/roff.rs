//! Manual pages in roff, with the macros of man(7).

use std::fmt::Write as _;

use unicode_linebreak::linebreaks;

/// A page that is being written.
pub(super) struct Page {
    out: String,
}

impl Page {
    /// The page of `name` in section 1.
    pub(super) fn new(name: &str, source: &str, manual: &str) -> Self {
        let mut out = "'\\\" -*- coding: UTF-8 -*-\n".to_owned();
        // Writing to a string cannot fail, here and below. Words are not filled up: between Han no blank may grow.
        let _ = writeln!(
            out,
            ".TH {} 1 \"\" {} {}\n.ad l\n.nh",
            quoted(name),
            quoted(source),
            quoted(manual)
        );
        Self { out }
    }

    pub(super) fn section(&mut self, title: &str) {
        let _ = writeln!(self.out, ".SH {}", quoted(title));
    }

    pub(super) fn subsection(&mut self, title: &str) {
        let _ = writeln!(self.out, ".SS {}", quoted(title));
    }

    /// The name and what it is, in the one form that indexes of pages read.
    pub(super) fn name(&mut self, name: &str, about: &str) {
        let _ = writeln!(self.out, "{} \\- {}", escaped(name), escaped(about));
    }

    /// Running text that goes on where the page is.
    pub(super) fn text(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", broken(text));
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        let _ = writeln!(self.out, ".PP\n{}", broken(text));
    }

    /// What is typed, on a line of its own.
    pub(super) fn typed(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", bold(text));
    }

    /// `title`, which is escaped, and what it is.
    pub(super) fn item(&mut self, title: &str, text: &str) {
        let _ = writeln!(self.out, ".TP\n{title}\n{}", broken(text));
    }

    /// What `items` writes, without blank lines between.
    pub(super) fn close(&mut self, items: impl FnOnce(&mut Self)) {
        self.out.push_str(".PD 0\n");
        items(self);
        self.out.push_str(".PD\n");
    }

    /// Lines as they are.
    pub(super) fn block(&mut self, lines: &str) {
        self.out.push_str(".PP\n.nf\n");
        for line in lines.lines() {
            let _ = writeln!(self.out, "{}", escaped(line));
        }
        self.out.push_str(".fi\n");
    }

    /// The page as it is now.
    pub(super) fn end(self) -> String {
        self.out
    }
}

/// `text` as roff takes it for nothing but text.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // What begins with one of these would be a request.
    if text.starts_with(['.', '\'']) {
        out.push_str("\\&");
    }
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\e"),
            '-' => out.push_str("\\-"),
            '\'' => out.push_str("\\(aq"),
            '`' => out.push_str("\\(ga"),
            '^' => out.push_str("\\(ha"),
            '~' => out.push_str("\\(ti"),
            c => out.push(c),
        }
    }
    out
}

/// `text` in bold type.
pub(super) fn bold(text: &str) -> String {
    format!("\\fB{}\\fR", escaped(text))
}

/// `text`, which may be broken between Han: roff knows no place for that but the blank, unless it is told.
fn broken(text: &str) -> String {
    let (mut out, mut from) = (String::new(), 0);
    for (at, _) in linebreaks(text) {
        let (piece, rest) = (
            text.get(from..at).unwrap_or_default(),
            text.get(at..).unwrap_or_default(),
        );
        from = at;
        let escaped = escaped(piece);
        // Only where a line of roff begins can there be a request.
        out.push_str(if out.is_empty() {
            &escaped
        } else {
            escaped.trim_start_matches("\\&")
        });
        let around = [piece.chars().next_back(), rest.chars().next()];
        let is_latin = around.iter().all(|c| c.is_none_or(|c| c.is_ascii()));
        if !is_latin && !rest.is_empty() && !piece.ends_with(' ') {
            out.push_str("\\:");
        }
    }
    out
}

/// `text` as the argument of a macro.
fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text).replace('"', "\\(dq"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_a_request() {
        assert_eq!(escaped(".so x"), "\\&.so x");
        assert_eq!(
            escaped("a\\b --c 'd' `e` ^f ~/g"),
            "a\\eb \\-\\-c \\(aqd\\(aq \\(gae\\(ga \\(haf \\(ti/g"
        );
        assert_eq!(quoted("a \"b\""), "\"a \\(dqb\\(dq\"");
    }

    #[test]
    fn han_may_be_broken_and_marks_stay() {
        assert_eq!(broken("读档案，见 a.b"), "读\\:档\\:案，\\:见 a.b");
        assert_eq!(broken("see a .b"), "see a .b");
        assert_eq!(broken("用 --json 和--x-y"), "用 \\-\\-json 和\\-\\-x\\-y");
    }
}
