//! The categories and the lists of articles, a screenful at a time.

use std::collections::BTreeMap;
use std::io;
use std::time::Instant;

use crate::app::{Action, App, doubt};
use crate::config::Lang;
use crate::post::{DatePrecision, PostId, wall_time};

use super::session::{Choices, Session};
use super::words::{self, Wish, text};

impl Session<'_> {
    /// Says the categories from row `from` on.
    pub(super) fn say_categories(&mut self, from: usize) -> io::Result<()> {
        let len = self.app.categories.len();
        let last = (from + self.rows).min(len);
        let mut lines = Vec::new();
        let mut sources = Vec::new();
        for row in 0..last {
            let Some(entry) = self.app.categories.entry(row) else {
                continue;
            };
            sources.push(entry.source.clone());
            if row >= from {
                let name = self.app.source_name(&entry.source);
                let between = text(self.lang, ("，", ", "));
                let number = entry
                    .count
                    .map(|count| format!("{between}{}", words::articles(self.lang, count.articles)));
                lines.push(format!("{} {name}{}", row + 1, number.unwrap_or_default()));
            }
        }
        self.say(text(self.lang, ("分类", "Categories")))?;
        for line in lines {
            self.say(&line)?;
        }
        self.choices = Choices::Lists(sources);
        (self.first_row, self.next_row) = (from, last);
        self.say(&words::range(self.lang, from + 1, last, len))
    }

    /// Says the list that is shown, from the row of its cursor on.
    pub(super) fn say_list(&mut self) -> io::Result<()> {
        let from = self.app.list().cursor;
        let title = self.app.list_title();
        self.say(&title)?;
        self.say_doubts()?;
        self.choices = Choices::None;
        self.say_rows(from)
    }

    /// What of a query was not taken as it was meant.
    fn say_doubts(&mut self) -> io::Result<()> {
        let after = text(self.lang, ("：", ": "));
        let doubts: Vec<String> = self.app.search().map_or_else(Vec::new, |search| {
            let doubts = search.doubts.iter();
            let said = doubts.map(|left_out| {
                let piece = search.typed.get(left_out.range.clone()).unwrap_or_default();
                let why = doubt(self.lang, left_out.why);
                format!("{}{after}{why}", self.app.shortened(piece))
            });
            said.collect()
        });
        doubts.iter().try_for_each(|doubt| self.say(doubt))
    }

    /// Says a screenful of the list from row `from` on.
    fn say_rows(&mut self, from: usize) -> io::Result<()> {
        let len = self.app.list().list.len(&self.app.store);
        if len == 0 {
            (self.first_row, self.next_row) = (0, 0);
            return self.say(text(
                self.lang,
                (
                    "这里没有文章。q 返回，c 列出分类。",
                    "There is no article here. q goes back, c lists the categories.",
                ),
            ));
        }
        let last = (from + self.rows).min(len);
        // What was said of this list before can still be chosen.
        let mut said = match std::mem::take(&mut self.choices) {
            Choices::Articles(said) => said,
            _ => BTreeMap::new(),
        };
        for row in from..last {
            let (line, id) = row_line(&self.app, self.lang, row);
            self.say(&line)?;
            said.extend(id.map(|id| (row + 1, id)));
        }
        self.choices = Choices::Articles(said);
        (self.first_row, self.next_row) = (from, last);
        self.say(&words::range(self.lang, from + 1, last, len))
    }

    /// Lists on, or back, or again.
    pub(super) fn list_on(&mut self, wish: Wish) -> io::Result<()> {
        let in_categories = self.app.focus == crate::app::Pane::Categories;
        let len = if in_categories {
            self.app.categories.len()
        } else {
            self.app.list().list.len(&self.app.store)
        };
        let from = match wish {
            Wish::Again => self.first_row,
            Wish::Top => 0,
            Wish::Previous => self.first_row.saturating_sub(self.rows),
            _ if self.next_row >= len => {
                return self.say(text(
                    self.lang,
                    ("到底了。t 从头列。", "That is the end. t lists from the top."),
                ));
            }
            _ => self.next_row,
        };
        if in_categories {
            return self.say_categories(from);
        }
        for effect in self.app.list_from(from, Instant::now()) {
            self.carry(effect)?;
        }
        self.wait()?;
        self.say_rows(from)
    }

    /// Opens the article beside the one that is read.
    pub(super) fn step(&mut self, wish: Wish) -> io::Result<()> {
        self.perform(if wish == Wish::Next {
            Action::NextArticle
        } else {
            Action::PreviousArticle
        })
    }
}

/// `3 title，未读，收藏，2022-01-05 13:31，经济参考网`, and the article of it.
fn row_line(app: &App, lang: Lang, index: usize) -> (String, Option<PostId>) {
    let view = app.list();
    let row = app.row_text(view, index);
    let id = view.list.id(&app.store, index);
    let mut said = vec![format!("{} {}", index + 1, row.title)];
    let marks = [
        (row.unread, ("未读", "unread")),
        (row.bookmarked, ("收藏", "bookmarked")),
        (row.gone, ("已不在档案里", "no longer in the archive")),
    ];
    let marks = marks.into_iter().filter(|(is_so, _)| *is_so);
    said.extend(marks.map(|(_, mark)| text(lang, mark).to_owned()));
    let known = view.list.row(&app.store, index);
    let when = known.and_then(|row| date(row.timestamp(), app.settings.zone, row.precision()));
    let bookmark = id.as_ref().and_then(|id| app.bookmark(id));
    let when = when.or_else(|| {
        let bookmark = bookmark?;
        date(bookmark.date, app.settings.zone, bookmark.date_precision)
    });
    said.extend(when);
    said.extend(row.outlet);
    if row.copies > 0 {
        said.push(match lang {
            Lang::Zh => format!("另有 {} 份副本", row.copies),
            Lang::En => format!("{} more copies", row.copies),
        });
    }
    let mut line = said.join(text(lang, ("，", ", ")));
    let snippet = id
        .as_ref()
        .and_then(|id| app.search().and_then(|search| search.snippet(id)));
    if let Some(snippet) = snippet {
        line = format!("{line}{}{}", text(lang, ("：", ": ")), snippet.text);
    }
    (line, id)
}

/// A moment as exactly as it is known.
fn date(timestamp: Option<i64>, zone: i16, precision: DatePrecision) -> Option<String> {
    let time = wall_time(timestamp?, zone)?;
    let form = if precision >= DatePrecision::Minute {
        "%Y-%m-%d %H:%M"
    } else {
        "%Y-%m-%d"
    };
    Some(time.strftime(form).to_string())
}
