//! The one-line prompt at the bottom: what is asked for, and the text typed so far.

use tui_input::{Input, InputRequest};
use uuid::Uuid;

use super::{Key, KeyCode};

/// What stands in the prompt for the end of a line of a note.
const LINE_END: char = '⏎';

/// What the prompt asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A category, in the category pane.
    Category,
    /// Articles, in the list or everywhere.
    Search,
    /// Words in the page.
    Find,
    /// A date to go to.
    Date,
    /// A command.
    Command,
    /// A command that reads the text of the article.
    Pipe,
    /// A note on an article.
    Note,
    /// A note on this passage.
    PassageNote(Uuid),
    /// A file to write the article into.
    Export,
    /// The same, where the one that stands there is there already: it is written over.
    Overwrite,
}

/// An open prompt.
#[derive(Debug)]
pub struct Prompt {
    /// What is asked for.
    pub ask: Ask,
    input: Input,
    /// What was typed here before, the last at the end.
    past: Vec<String>,
    /// Which of them is shown, untouched, and what was being typed.
    recalled: Option<(usize, String)>,
}

/// What a key did to the prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The text has changed.
    Changed,
    /// Only the cursor moved, or nothing happened.
    Same,
    /// The answer is complete.
    Done,
    /// The prompt is to be left without a trace.
    Left,
    /// The cursor of what the prompt narrows is to move by so many rows.
    Move(isize),
    /// More, or less again, is to be looked through: from the categories, everything for articles.
    Widen,
    /// What is suggested behind the text is to be taken.
    Accept,
    /// The text is to be completed.
    Complete,
}

impl Prompt {
    /// An empty prompt; the arrows bring back what was typed in the `past`, the last of it first.
    pub fn new(ask: Ask, past: Vec<String>) -> Self {
        Self {
            ask,
            input: Input::default(),
            past,
            recalled: None,
        }
    }

    /// What has been typed.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Puts `text` in place of what has been typed.
    pub fn set(&mut self, text: String) {
        self.input = Input::new(text);
        self.edited();
    }

    /// Puts a text of several lines in place of what has been typed.
    pub fn set_lines(&mut self, text: &str) {
        self.set(text.replace('\n', LINE_END.encode_utf8(&mut [0; 4])));
    }

    /// What has been typed where it may have several lines; each is without white space at its ends.
    pub fn lines(&self) -> String {
        let lines: Vec<&str> = self.text().split(LINE_END).map(str::trim).collect();
        lines.join("\n").trim_matches('\n').to_owned()
    }

    /// Whether what is asked for may have several lines.
    fn has_lines(&self) -> bool {
        matches!(self.ask, Ask::Note | Ask::PassageNote(_))
    }

    /// The text before the cursor.
    pub fn before_cursor(&self) -> String {
        self.input.value().chars().take(self.input.cursor()).collect()
    }

    /// One key. Whole characters; editing keys that hands know from the shell.
    pub fn key(&mut self, key: Key) -> Typed {
        let request = match (key.code, key.ctrl, key.alt) {
            (KeyCode::Enter, _, true) if self.has_lines() => InputRequest::InsertChar(LINE_END),
            (KeyCode::Enter, ..) => return Typed::Done,
            (KeyCode::Esc, ..) | (KeyCode::Char('c' | 'g'), true, _) => return Typed::Left,
            (KeyCode::Up, ..) if self.recalls() => return self.recall(-1),
            (KeyCode::Down, ..) if self.recalls() => return self.recall(1),
            (KeyCode::Right | KeyCode::End, ..) | (KeyCode::Char('f' | 'e'), true, _)
                if self.ask == Ask::Search && self.is_at_end() =>
            {
                return Typed::Accept;
            }
            (KeyCode::Tab | KeyCode::BackTab, ..) if self.ask == Ask::Search => return Typed::Widen,
            (KeyCode::Tab, ..) if self.ask == Ask::Category => return Typed::Widen,
            (KeyCode::Tab, ..) if self.ask == Ask::Command => return Typed::Complete,
            (KeyCode::Down, ..) | (KeyCode::Char('n'), true, _) => return Typed::Move(1),
            (KeyCode::Up | KeyCode::BackTab, ..) | (KeyCode::Char('p'), true, _) => return Typed::Move(-1),
            (KeyCode::Backspace, false, false) if self.input.value().is_empty() => return Typed::Left,
            (KeyCode::Char('w'), true, _) | (KeyCode::Backspace, _, true) => InputRequest::DeletePrevWord,
            (KeyCode::Backspace, ..) | (KeyCode::Char('h'), true, _) => InputRequest::DeletePrevChar,
            (KeyCode::Delete, ..) | (KeyCode::Char('d'), true, _) => InputRequest::DeleteNextChar,
            (KeyCode::Char('u'), true, _) => InputRequest::DeleteLine,
            (KeyCode::Char('k'), true, _) => InputRequest::DeleteTillEnd,
            (KeyCode::Left, ..) | (KeyCode::Char('b'), true, _) => InputRequest::GoToPrevChar,
            (KeyCode::Right, ..) | (KeyCode::Char('f'), true, _) => InputRequest::GoToNextChar,
            (KeyCode::Home, ..) | (KeyCode::Char('a'), true, _) => InputRequest::GoToStart,
            (KeyCode::End, ..) | (KeyCode::Char('e'), true, _) => InputRequest::GoToEnd,
            (KeyCode::Char(c), false, false) => InputRequest::InsertChar(c),
            _ => return Typed::Same,
        };
        self.request(request)
    }

    /// Pasted text, already cleaned; its line breaks become spaces, except in a note.
    pub fn paste(&mut self, text: &str) -> Typed {
        if text.is_empty() {
            return Typed::Same;
        }
        // All at once: character by character takes time quadratic in what is pasted.
        let line_end = if self.has_lines() { LINE_END } else { ' ' };
        let before = self.before_cursor() + &text.replace('\n', line_end.encode_utf8(&mut [0; 4]));
        let cursor = before.chars().count();
        let after: String = self.text().chars().skip(self.input.cursor()).collect();
        self.input = Input::new(before + &after).with_cursor(cursor);
        self.edited()
    }

    fn is_at_end(&self) -> bool {
        self.before_cursor().len() == self.text().len()
    }

    /// Whether the arrows bring back what was typed before. Where they also move the cursor of what is narrowed, they do
    /// so as long as nothing has been typed.
    fn recalls(&self) -> bool {
        match self.ask {
            Ask::Find | Ask::Command | Ask::Pipe => true,
            Ask::Search => !self.past.is_empty() && (self.text().is_empty() || self.recalled.is_some()),
            Ask::Category | Ask::Date | Ask::Note | Ask::Export | Ask::Overwrite | Ask::PassageNote(_) => {
                false
            }
        }
    }

    /// Shows what was typed before (-1) or after (1) what is shown; behind the last stands what was being
    /// typed.
    fn recall(&mut self, by: isize) -> Typed {
        let (at, draft) = match self.recalled.take() {
            Some(recalled) => recalled,
            None => (self.past.len(), self.text().to_owned()),
        };
        let to = at.saturating_add_signed(by).min(self.past.len());
        let text = self.past.get(to).unwrap_or(&draft).clone();
        let changed = text != self.text();
        self.input = Input::new(text);
        self.recalled = Some((to, draft));
        if changed { Typed::Changed } else { Typed::Same }
    }

    fn request(&mut self, request: InputRequest) -> Typed {
        match self.input.handle(request) {
            Some(change) if change.value => self.edited(),
            _ => Typed::Same,
        }
    }

    /// The text was edited: whatever it was, it is now what is being typed.
    fn edited(&mut self) -> Typed {
        self.recalled = None;
        Typed::Changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_in(prompt: &mut Prompt, text: &str) {
        for c in text.chars() {
            assert_eq!(prompt.key(Key::char(c)), Typed::Changed);
        }
    }

    #[test]
    fn whole_characters_are_typed_and_deleted() {
        let mut prompt = Prompt::new(Ask::Search, Vec::new());
        type_in(&mut prompt, "央行降准");
        prompt.key(Key::plain(KeyCode::Backspace));
        assert_eq!(prompt.text(), "央行降");
        prompt.key(Key::plain(KeyCode::Left));
        type_in(&mut prompt, "不");
        assert_eq!(
            (prompt.text(), prompt.before_cursor().as_str()),
            ("央行不降", "央行不")
        );
        assert_eq!(prompt.key(Key::ctrl('u')), Typed::Changed);
        assert_eq!(prompt.key(Key::plain(KeyCode::Backspace)), Typed::Left);
    }

    #[test]
    fn pasted_lines_become_one() {
        let mut prompt = Prompt::new(Ask::Find, Vec::new());
        assert_eq!(prompt.paste("a\n央行"), Typed::Changed);
        assert_eq!(prompt.text(), "a 央行");
        prompt.key(Key::plain(KeyCode::Left));
        prompt.paste("降");
        assert_eq!(
            (prompt.text(), prompt.before_cursor().as_str()),
            ("a 央降行", "a 央降")
        );
        assert_eq!(prompt.paste(""), Typed::Same);
    }

    #[test]
    fn a_note_keeps_its_lines() {
        let mut prompt = Prompt::new(Ask::Note, Vec::new());
        prompt.set_lines("一\n二");
        assert_eq!(prompt.text(), "一⏎二");
        let alt_enter = Key {
            alt: true,
            ..Key::plain(KeyCode::Enter)
        };
        assert_eq!(prompt.key(alt_enter), Typed::Changed);
        prompt.paste("三 \n\n四\n");
        assert_eq!(prompt.lines(), "一\n二\n三\n\n四");
        let mut search = Prompt::new(Ask::Search, Vec::new());
        assert_eq!(search.key(alt_enter), Typed::Done);
    }

    #[test]
    fn arrows_bring_back_what_was_looked_for() {
        let mut prompt = Prompt::new(Ask::Find, vec!["一".into(), "二".into()]);
        type_in(&mut prompt, "三");
        let mut shown = |key| {
            prompt.key(Key::plain(key));
            prompt.text().to_owned()
        };
        let up = KeyCode::Up;
        assert_eq!([shown(up), shown(up), shown(up)], ["二", "一", "一"]);
        let down = KeyCode::Down;
        assert_eq!([shown(down), shown(down), shown(down)], ["二", "三", "三"]);
    }

    #[test]
    fn a_recalled_text_that_was_edited_is_what_is_being_typed() {
        let past = || vec!["一".to_owned(), "二".to_owned()];
        let plain = Key::plain;
        let edits: [fn(&mut Prompt) -> Typed; 3] = [
            |prompt| prompt.key(Key::char('丙')),
            |prompt| prompt.key(Key::plain(KeyCode::Backspace)),
            |prompt| prompt.paste("丁"),
        ];
        for edit in edits {
            let mut prompt = Prompt::new(Ask::Find, past());
            type_in(&mut prompt, "三");
            prompt.key(plain(KeyCode::Up));
            prompt.key(plain(KeyCode::Up));
            assert_eq!(edit(&mut prompt), Typed::Changed);
            let edited = prompt.text().to_owned();
            assert_eq!(prompt.key(plain(KeyCode::Down)), Typed::Same);
            assert_eq!(prompt.text(), edited);
            prompt.key(plain(KeyCode::Up));
            assert_eq!(prompt.text(), "二", "the past itself is as it was");
            prompt.key(plain(KeyCode::Down));
            assert_eq!(prompt.text(), edited);
        }
        // The cursor's moves are no edits.
        let mut prompt = Prompt::new(Ask::Find, past());
        type_in(&mut prompt, "三");
        for key in [KeyCode::Up, KeyCode::Left, KeyCode::Down] {
            prompt.key(plain(key));
        }
        assert_eq!(prompt.text(), "三");
    }
}
