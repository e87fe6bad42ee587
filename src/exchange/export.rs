//! Articles, one after the other, in one of the forms.

use std::io::{self, Write};

use crate::document::Document;
use crate::layout::{Page, PageHead, Settings as PageSettings, page};

use super::epub::Book;
use super::markdown::markdown;
use super::{Facts, Format, html};

/// What holds for all articles of an export.
#[derive(Clone, Debug)]
pub struct Manner {
    /// The title of the whole.
    pub title: String,
    /// Where the archive's own site stands on the web, without a slash at its end; empty where that is not known.
    pub site: String,
    /// How the pages of plain text are set.
    pub page: PageSettings,
}

/// An export under way.
pub struct Export<W> {
    manner: Manner,
    form: Form<W>,
    /// Whether an article has been added.
    begun: bool,
}

enum Form<W> {
    Markdown(W),
    Html(W),
    Text(W),
    Epub(Book<W>),
}

impl<W: Write> Export<W> {
    /// Begins what `out` is to hold.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn begin(mut out: W, format: Format, manner: Manner) -> io::Result<Self> {
        let form = match format {
            Format::Markdown => Form::Markdown(out),
            Format::Text => Form::Text(out),
            Format::Html => {
                out.write_all(html::head(&manner.title).as_bytes())?;
                Form::Html(out)
            }
            Format::Epub => Form::Epub(Book::begin(out)?),
        };
        Ok(Self {
            manner,
            form,
            begun: false,
        })
    }

    /// Adds an article; `head` is what its page says in plain text.
    ///
    /// # Errors
    /// Those of the writer; a book may hold 65,000 articles and 4 GiB.
    pub fn add(&mut self, facts: &Facts, document: &Document, head: &PageHead) -> io::Result<()> {
        let follows = std::mem::replace(&mut self.begun, true);
        let Manner {
            site, page: settings, ..
        } = &self.manner;
        match &mut self.form {
            Form::Markdown(out) => {
                if follows {
                    out.write_all(b"\n* * *\n\n")?;
                }
                markdown(out, facts, document, site)
            }
            Form::Html(out) => out.write_all(html::article(facts, document, site).as_bytes()),
            Form::Text(out) => {
                if follows {
                    out.write_all(b"\n\n")?;
                }
                plain(out, &page(head, document, settings))
            }
            Form::Epub(book) => book.add(facts, document, site),
        }
    }

    /// Ends it.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn finish(self) -> io::Result<()> {
        match self.form {
            Form::Markdown(mut out) | Form::Text(mut out) => out.flush(),
            Form::Html(mut out) => {
                out.write_all(html::FOOT.as_bytes())?;
                out.flush()
            }
            Form::Epub(book) => book.finish(&self.manner.title),
        }
    }
}

/// Writes `page` as lines of text: title, facts, a blank line, the text. What reads them counts on it; on the screen the
/// title stands apart.
///
/// # Errors
/// Those of `out`.
pub fn plain(out: &mut impl Write, page: &Page) -> io::Result<()> {
    let head = page.lines.iter().take(page.body.start);
    let gap = head.into_iter().position(|line| line.spans.is_empty());
    for (number, line) in page.lines.iter().enumerate() {
        if Some(number) != gap || number + 1 == page.body.start {
            writeln!(out, "{}", line.text())?;
        }
    }
    Ok(())
}
