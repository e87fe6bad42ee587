//! What is said, line by line: messages, what would lie over the panes, what is asked for, where one stands.

use std::io::{self, Write as _};
use std::time::Instant;

use crate::app::{OverlayKind, OverlayLine, Pane};
use crate::config::Lang;
use crate::layout::wrap;
use crate::text::clean::clean_line;

use super::session::Session;
use super::words::text;

impl Session<'_> {
    /// Where a search found nothing, what was looked for in its place.
    pub(super) fn say_nearest(&mut self) -> io::Result<()> {
        let Some((query, effects)) = self.app.search_nearest(Instant::now()) else {
            return Ok(());
        };
        self.say(&match self.lang {
            Lang::Zh => format!("没有找到，改找“{query}”。"),
            Lang::En => format!("Nothing was found; looking for {query} instead."),
        })?;
        self.carry_out(effects)?;
        self.wait()
    }

    /// What the status line would say.
    pub(super) fn say_message(&mut self) -> io::Result<()> {
        match self.app.message.take() {
            Some(message) => self.say(&message.text),
            None => Ok(()),
        }
    }

    /// What would lie over the panes.
    pub(super) fn say_overlay(&mut self) -> io::Result<()> {
        let Some(overlay) = self.app.overlay.take() else {
            return Ok(());
        };
        if let OverlayKind::Code(link, _) = &overlay.kind {
            return self.say(link);
        }
        if let OverlayKind::About(facts) = &overlay.kind {
            let after = text(self.lang, ("：", ": "));
            let mut facts = facts.iter();
            return facts.try_for_each(|(name, fact)| self.say_lines(&format!("{name}{after}{fact}")));
        }
        for line in overlay.lines() {
            match line {
                OverlayLine::Blank | OverlayLine::Code(_) => {}
                OverlayLine::Key { keys, help } => self.say(&format!("{keys} {help}"))?,
                OverlayLine::Heading(line)
                | OverlayLine::Place(line)
                | OverlayLine::Fact(line)
                | OverlayLine::Text(line)
                | OverlayLine::Choice(line) => self.say(line)?,
            }
        }
        if overlay.kind == OverlayKind::Archives {
            self.say(text(
                self.lang,
                ("用 档案 名字 换过去。", "archive NAME goes there."),
            ))?;
        }
        Ok(())
    }

    /// What is asked for, and what stands there now.
    pub(super) fn say_prompt(&mut self) -> io::Result<()> {
        let Some(open) = &self.app.prompt else {
            return Ok(());
        };
        let now = open.prompt.lines();
        self.say(text(
            self.lang,
            (
                "写一行；空行作罢。",
                "Write a line; an empty one changes nothing.",
            ),
        ))?;
        if now.is_empty() {
            return Ok(());
        }
        self.say(text(self.lang, ("现在是：", "As it is now:")))?;
        self.say_lines(&now)
    }

    /// The list or the article that one has come to.
    pub(super) fn say_standing(&mut self) -> io::Result<()> {
        match self.app.focus {
            Pane::Categories => self.say_categories(0),
            Pane::List => self.say_list(),
            Pane::Reader => self.say_article(),
        }
    }

    /// Says each line of `text`.
    pub(super) fn say_lines(&mut self, text: &str) -> io::Result<()> {
        text.lines().try_for_each(|line| self.say(line))
    }

    /// Says one line, clean, in the width there is. Everything that is said passes here.
    pub(super) fn say(&mut self, line: &str) -> io::Result<()> {
        let line = clean_line(line);
        for line in wrap(line.trim(), self.width, self.app.settings.cells) {
            writeln!(self.out, "{}", line.trim())?;
        }
        Ok(())
    }

    /// Says a line that is set already.
    pub(super) fn say_set(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{}", clean_line(line).trim())
    }
}
