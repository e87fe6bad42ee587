//! Handing an article to other programs: its text to a command or an editor, its link to a phone.

use std::sync::Arc;

use crate::exchange::{Format, file_name};
use crate::post::PostId;
use crate::work::{ExportArticle, PlainText, Request, TextOf, TextUse};

use super::{App, Ask, Effect, Guest, Overlay};

impl App {
    /// Asks for the command that is to read the text of the article that is meant.
    pub(super) fn ask_pipe(&mut self) {
        if let Some(id) = self.meant() {
            self.ask(Ask::Pipe);
            if let Some(open) = &mut self.prompt {
                open.about = Some(id);
            }
        }
    }

    /// Has the text of `id` read by a command.
    pub(super) fn pipe_to(&mut self, id: &PostId, command: &str) {
        if !command.is_empty() {
            self.piped.retain(|past| past != command);
            self.piped.push(command.to_owned());
            self.ask_text(id, TextUse::Pipe(command.to_owned()));
        }
    }

    /// Opens the text of the article that is meant in the user's editor or pager.
    pub(super) fn edit(&mut self) {
        if let Some(id) = self.meant() {
            self.ask_text(&id, TextUse::Edit);
        }
    }

    fn ask_text(&mut self, id: &PostId, then: TextUse) {
        let shown = self.reader.article().filter(|shown| shown.post.id == *id);
        let of = match (shown, self.store.locate(id)) {
            (Some(shown), _) => TextOf::Shown(Arc::clone(shown)),
            (None, Some(row)) => TextOf::Listed(ExportArticle::of(&row)),
            (None, None) => {
                self.say_problem(self.words().article_removed);
                return;
            }
        };
        self.ask_work(Request::Text(Box::new(PlainText {
            of,
            then,
            words: self.words(),
            settings: self.settings.clone(),
        })));
    }

    /// The text has come.
    pub(super) fn use_text(&mut self, id: &PostId, title: &str, text: String, then: TextUse) {
        self.effects.push(Effect::Host(match then {
            TextUse::Pipe(command) => Guest::Pipe {
                command,
                text,
                done: self.own_words().press_enter,
            },
            TextUse::Edit => Guest::Edit {
                name: file_name(id, title, Format::Text),
                text,
            },
        }));
    }

    /// Shows `url` as a QR code.
    pub(super) fn show_code(&mut self, url: &str) {
        match Overlay::code(url, self.settings.cells.ambiguous_wide) {
            Some(overlay) => self.overlay = Some(overlay),
            None => self.say_problem(self.own_words().no_code),
        }
    }
}
