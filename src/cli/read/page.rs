//! The article, a screenful at a time.

use std::io;
use std::sync::Arc;
use std::time::Instant;

use crate::app::Action;
use crate::layout::{Line, Page, Role};

use super::session::Session;
use super::words::{self, Wish, text};

/// How far the page has been said.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Progress {
    /// The line with which the last screenful began.
    from: usize,
    /// The line that comes next.
    next: usize,
}

impl Session<'_> {
    /// Says title and facts of the article that was opened, and the first screenful from where it was left.
    pub(super) fn say_article(&mut self) -> io::Result<()> {
        let Some(page) = self.app.reader.page().cloned() else {
            return Ok(());
        };
        let title = self.app.reader.article().map(|shown| shown.post.title.clone());
        self.say(&title.unwrap_or_default())?;
        let facts = self.app.reader.article().map(|article| {
            let head = crate::work::page_head(article, self.app.words(), self.app.settings.zone);
            head.facts
        });
        let mut facts = facts.unwrap_or_default();
        let id = self.app.reader.id();
        if id.is_some_and(|id| self.app.is_bookmarked(id)) {
            facts.push(text(self.lang, ("已收藏", "bookmarked")).to_owned());
        }
        self.say(&facts.join(text(self.lang, ("，", ", "))))?;
        let top = self.app.reader.top;
        let from = if top > page.body.start && top < page.body.end {
            self.say(text(
                self.lang,
                (
                    "从上次读到的地方接着读。t 从头读。",
                    "It goes on where it was left. t reads from the top.",
                ),
            ))?;
            top
        } else {
            page.body.start
        };
        self.say_page(&page, from)
    }

    /// Says a screenful of the page from the line `from` on.
    fn say_page(&mut self, page: &Arc<Page>, from: usize) -> io::Result<()> {
        let mut next = from;
        let mut said = 0;
        let mut blank = true;
        let mut quoted = false;
        for line in page.lines.iter().take(page.body.end).skip(from) {
            if said == self.rows {
                break;
            }
            next += 1;
            let line = spoken(line, &mut quoted, text(self.lang, ("引文：", "Quote: ")));
            // One blank line parts what is parted.
            if line.is_empty() && std::mem::replace(&mut blank, true) {
                continue;
            }
            blank = line.is_empty();
            self.say_set(&line)?;
            said += 1;
        }
        let ended = next >= page.body.end;
        self.page = Progress { from, next };
        let place = if ended { usize::MAX } else { from };
        for effect in self.app.read_to(place, Instant::now()) {
            self.carry(effect)?;
        }
        let lines = page.body.len().max(1);
        let percent = (next.saturating_sub(page.body.start) * 100 / lines).min(100);
        let links = self.links_here().len();
        self.say(&words::page_end(self.lang, percent, ended, links))
    }

    /// Reads on, or goes to the article beside.
    pub(super) fn page_on(&mut self, wish: Wish) -> io::Result<()> {
        let Some(page) = self.app.reader.page().cloned() else {
            return Ok(());
        };
        match wish {
            Wish::Next | Wish::Previous => self.step(wish),
            Wish::Again => self.say_page(&page, self.page.from),
            Wish::Top => self.say_page(&page, page.body.start),
            _ if self.page.next >= page.body.end => self.perform(Action::ReadOn),
            _ => self.say_page(&page, self.page.next),
        }
    }
}

/// A line as it is to be heard: without what is only drawn; where a quotation begins, that is said.
fn spoken(line: &Line, quoted: &mut bool, quote: &str) -> String {
    let mut out = String::new();
    let mut in_quote = false;
    for span in &line.spans {
        match span.role {
            Role::Rule => out.push(' '),
            Role::Quote if span.at().is_none() => in_quote |= !span.text.trim().is_empty(),
            _ => out.push_str(&span.text),
        }
    }
    let text = out.trim().to_owned();
    let begins = in_quote && !std::mem::replace(quoted, in_quote);
    if !in_quote {
        *quoted = false;
    }
    if begins { format!("{quote}{text}") } else { text }
}
