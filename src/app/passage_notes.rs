//! Notes on passages: asked for in the prompt, and said after the text, with the passages that are no longer found in it, behind
//! the tags of the article and the note on it.

use uuid::Uuid;

use crate::layout::wrap;
use crate::library::NoteEdit;
use crate::work::Change;

use super::passages::said;
use super::{App, Ask, Reader};

/// Cells in front of a note: its sign and a space.
const INDENT: usize = 2;

/// A line after the text: what a passage with a note begins with, or the note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteLine {
    /// What it says, its indent included.
    pub text: String,
    /// Whether these are the reader's own words.
    pub own: bool,
}

impl Reader {
    /// The lines after the text that say the notes on its passages, and which of these are no longer found in it.
    pub fn notes(&self) -> &[NoteLine] {
        &self.passages.notes
    }
}

impl App {
    /// What is said of the passages after the text.
    pub(super) fn note_lines(&self) -> Vec<NoteLine> {
        let Some(fit) = self.reader.fit else {
            return Vec::new();
        };
        let gone = self
            .reader
            .shown_id()
            .is_some_and(|id| self.store.locate(id).is_none());
        let width = fit.width.saturating_sub(INDENT);
        let mut lines = Vec::new();
        let bookmark = self.reader.shown_id().and_then(|id| self.bookmark_kept(id));
        if let Some(bookmark) = bookmark {
            let tags: Vec<String> = bookmark.tags.iter().map(|tag| format!("#{tag}")).collect();
            let tags = (!tags.is_empty()).then(|| (tags.join(" "), false));
            let note = bookmark.note.clone().map(|note| (note, true));
            for (text, own) in tags.into_iter().chain(note) {
                let wrapped = text.lines().flat_map(|line| wrap(line, width, fit.cells));
                lines.extend(wrapped.map(|line| (format!("  {line}"), own)));
            }
        }
        for found in self.reader.passages.found.iter().flatten() {
            let lost = found.range.is_none();
            let Some(passage) = self.passages.get(found.uuid).filter(|_| lost || found.noted) else {
                continue;
            };
            // Of a passage that stands in the text, its beginning will do.
            let quote = if lost {
                wrap(&said(passage), width, fit.cells)
            } else {
                vec![fit.cells.truncate(&said(passage), width)]
            };
            lines.extend(quote.into_iter().enumerate().map(|(number, text)| {
                let sign = match (number, lost) {
                    (0, true) if !gone => "? ",
                    (0, _) => "* ",
                    _ => "  ",
                };
                (format!("{sign}{text}"), false)
            }));
            let remark = (lost && !gone).then(|| (self.words().passage_lost, false));
            let note = passage.note.as_deref().map(|note| (note, true));
            for (text, own) in remark.into_iter().chain(note) {
                let wrapped = text.lines().flat_map(|line| wrap(line, width, fit.cells));
                lines.extend(wrapped.map(|line| (format!("  {line}"), own)));
            }
        }
        if !lines.is_empty() {
            lines.insert(0, (String::new(), false));
        }
        (lines.into_iter())
            .map(|(text, own)| NoteLine { text, own })
            .collect()
    }

    /// Asks for a note on the passage that is meant; says whether there is one in view.
    pub(super) fn ask_note_in_view(&mut self) -> bool {
        let meant = self.meant_passage();
        if let Some(uuid) = meant {
            self.ask_passage_note(uuid);
        }
        meant.is_some()
    }

    /// Asks for a note on `uuid`, beginning with the one it has.
    pub(super) fn ask_passage_note(&mut self, uuid: Uuid) {
        self.ask(Ask::PassageNote(uuid));
        let note = self.passages.get(uuid).and_then(|passage| passage.note.clone());
        if let (Some(note), Some(open)) = (note, &mut self.prompt) {
            open.prompt.set_lines(&note);
            open.note = Some(note);
        }
    }

    /// `text` was given as the note on `uuid`; none where it is empty. `before` is the note that stood in the prompt.
    pub(super) fn passage_noted(&mut self, uuid: Uuid, before: Option<String>, text: &str) {
        let Some(passage) = self.passages.get(uuid) else {
            return;
        };
        if before.as_deref().unwrap_or_default().trim() == text {
            return;
        }
        let elsewhere = passage.note != before;
        let after = Some(text.to_owned()).filter(|note| !note.is_empty());
        let words = self.words();
        let said = if after.is_some() {
            words.passage_noted
        } else {
            words.passage_note_removed
        };
        self.say_kept(if elsewhere {
            self.own_words().note_of_two
        } else {
            said
        });
        self.change(Change::NotePassage(uuid, NoteEdit { before, after }));
    }
}
