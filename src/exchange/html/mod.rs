//! An article as HTML that is well-formed XML too, so that a page of its own and a chapter of a book are written by
//! one hand: HTML in the syntax of XML (HTML standard, 14). Nothing in it is fetched from anywhere, no script runs;
//! an image is a link to it.

mod inlines;
mod table;

use std::collections::HashMap;

use crate::document::{Align, Block, BlockKind, Document, Marker, Numbering};

use super::Facts;
use super::outline::{Part, Step, markers, steps};
use inlines::text;

pub(super) use inlines::escape;
pub(super) use table::table;

/// How a page looks, in a browser and in a book.
pub(super) const STYLE: &str = include_str!("style.css");

/// What stands before the articles of a page with this title.
pub(super) fn head(title: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        escape(title)
    )
}

/// What stands after them.
pub(super) const FOOT: &str = "</body>\n</html>\n";

/// The element of one article: its title, a line of facts, its text. Places of the archive's own site stand at
/// `site`.
pub(super) fn article(facts: &Facts, document: &Document, site: &str) -> String {
    let mut out = format!("<article>\n<h1>{}</h1>\n", escape(&facts.title));
    let mut line: Vec<String> = Vec::new();
    line.extend(facts.outlet.as_ref().map(|outlet| escape(outlet).into_owned()));
    if let (Some(shown), Some(stamp)) = (facts.date_line(), facts.date_stamp()) {
        line.push(format!("<time datetime=\"{stamp}\">{shown}</time>"));
    }
    // A reader of Chinese reads this, in whatever language the program speaks.
    line.extend((facts.source_url.as_ref()).map(|url| format!("<a href=\"{}\">原文</a>", escape(url))));
    if !line.is_empty() {
        out.extend(["<p class=\"facts\">", &line.join(" · "), "</p>\n"]);
    }
    let mut writer = Writer {
        document,
        site,
        markers: markers(document),
        lists: Vec::new(),
        out,
    };
    for step in steps(document) {
        match step {
            Step::Enter(part) => writer.enter(part),
            Step::Leave(part) => writer.leave(part),
            Step::Block(block) => writer.block(block),
        }
    }
    writer.out.push_str("</article>\n");
    writer.out
}

struct Writer<'a> {
    document: &'a Document,
    site: &'a str,
    markers: HashMap<usize, Vec<Marker>>,
    /// The markers by which the lists that are open are styled.
    lists: Vec<Marker>,
    out: String,
}

impl Writer<'_> {
    fn enter(&mut self, part: Part) {
        match part {
            Part::Quote(_) => self.out.push_str("<blockquote>\n"),
            Part::Description(_) => self.out.push_str("<div class=\"description\">\n"),
            Part::List(list) => {
                let markers = self.markers.get(&list).map(Vec::as_slice).unwrap_or_default();
                let number = markers.iter().find(|marker| matches!(marker, Marker::Number(..)));
                let marker = number.or(markers.first()).copied().unwrap_or(Marker::Bullet);
                self.out.extend(["<", element(marker), style(marker), ">\n"]);
                self.lists.push(marker);
            }
            Part::Item(_, _, marker) => {
                let list = self.lists.last().copied().unwrap_or(Marker::Bullet);
                let value = match marker {
                    Marker::Number(number, _) if element(list) == "ol" => format!(" value=\"{number}\""),
                    _ => String::new(),
                };
                let own = if style(marker) == style(list) {
                    ""
                } else {
                    style(marker)
                };
                self.out.extend(["<li", &value, own, ">\n"]);
            }
        }
    }

    fn leave(&mut self, part: Part) {
        let end = match part {
            Part::Quote(_) => "</blockquote>\n",
            Part::Description(_) => "</div>\n",
            Part::Item(..) => "</li>\n",
            Part::List(_) => match self.lists.pop() {
                Some(marker) if element(marker) == "ol" => "</ol>\n",
                _ => "</ul>\n",
            },
        };
        self.out.push_str(end);
    }

    fn block(&mut self, block: &Block) {
        let text = |breaks| text(self.document, &block.range, self.site, breaks);
        let (name, class) = match block.kind {
            BlockKind::Rule => return self.out.push_str("<hr/>\n"),
            BlockKind::Table(index) => {
                if let Some(data) = self.document.tables.get(index) {
                    self.out.push_str(&table(self.document, data, self.site));
                }
                return;
            }
            BlockKind::Code => {
                let code = text(false);
                return self.out.extend(["<pre><code>", &code, "</code></pre>\n"]);
            }
            BlockKind::Heading(level) => (HEADINGS.get(usize::from(level)).copied().unwrap_or("h6"), ""),
            BlockKind::Caption => ("p", "caption"),
            BlockKind::Term | BlockKind::Summary => ("p", "term"),
            BlockKind::Paragraph | BlockKind::Image => ("p", ""),
        };
        let content = text(true);
        if content.is_empty() {
            return;
        }
        let align = match block.align {
            Align::Start => "",
            Align::Center => "center",
            Align::End => "end",
        };
        let classes: Vec<&str> = [class, align]
            .into_iter()
            .filter(|class| !class.is_empty())
            .collect();
        let classes = if classes.is_empty() {
            String::new()
        } else {
            format!(" class=\"{}\"", classes.join(" "))
        };
        self.out
            .extend(["<", name, &classes, ">", &content, "</", name, ">\n"]);
    }
}

/// The elements of headings by their level. The title alone is of the first.
const HEADINGS: [&str; 7] = ["h2", "h2", "h2", "h3", "h4", "h5", "h6"];

/// The element of a list with this marker.
fn element(marker: Marker) -> &'static str {
    if matches!(marker, Marker::Number(..)) {
        "ol"
    } else {
        "ul"
    }
}

/// The attribute that sets this marker (CSS Counter Styles 3, 6 and 7).
fn style(marker: Marker) -> &'static str {
    match marker {
        Marker::Bullet => " style=\"list-style-type: disc\"",
        Marker::None => " style=\"list-style-type: none\"",
        Marker::Number(_, numbering) => match numbering {
            Numbering::Decimal => " style=\"list-style-type: decimal\"",
            Numbering::LeadingZero => " style=\"list-style-type: decimal-leading-zero\"",
            Numbering::LowerLetters => " style=\"list-style-type: lower-alpha\"",
            Numbering::UpperLetters => " style=\"list-style-type: upper-alpha\"",
            Numbering::Greek => " style=\"list-style-type: lower-greek\"",
            Numbering::LowerRoman => " style=\"list-style-type: lower-roman\"",
            Numbering::UpperRoman => " style=\"list-style-type: upper-roman\"",
            Numbering::Ideographs => " style=\"list-style-type: simp-chinese-informal\"",
            Numbering::Formal => " style=\"list-style-type: simp-chinese-formal\"",
            Numbering::Stems => " style=\"list-style-type: cjk-heavenly-stem\"",
            Numbering::Branches => " style=\"list-style-type: cjk-earthly-branch\"",
        },
    }
}
