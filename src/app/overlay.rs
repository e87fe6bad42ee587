//! What lies over the panes: the keys that work here and now, and the problems found in the archive.
//! Both are lists of lines that can be scrolled and searched.

use tui_input::{Input, InputRequest};

use crate::text::fold::fold;

use super::{App, Group, Key, KeyCode, Pane, TABLE, keymap};

/// Which overlay it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverlayKind {
    /// The keys that work in this pane.
    Help(Pane),
    /// The problems of the archive.
    Problems,
}

/// An open overlay.
#[derive(Debug)]
pub struct Overlay {
    /// Which it is.
    pub kind: OverlayKind,
    /// The first line in view.
    pub top: usize,
    /// Only lines that hold this text are shown.
    filter: Input,
    /// Whether the filter is being typed.
    pub typing: bool,
}

/// One line of an overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OverlayLine {
    /// A blank line.
    Blank,
    /// A group of lines begins.
    Heading(String),
    /// Keys and what they do.
    Key {
        /// As `j  Down`.
        keys: String,
        /// What they do.
        help: &'static str,
    },
    /// Where something is odd.
    Place(String),
    /// A line of text.
    Text(String),
}

impl Overlay {
    /// The keys that work in `pane`.
    pub(super) fn help(pane: Pane) -> Self {
        Self {
            kind: OverlayKind::Help(pane),
            top: 0,
            filter: Input::default(),
            typing: false,
        }
    }

    /// The problems of the archive.
    pub(super) fn problems() -> Self {
        Self {
            kind: OverlayKind::Problems,
            top: 0,
            filter: Input::default(),
            typing: false,
        }
    }

    /// The text that narrows the lines.
    pub fn filter(&self) -> &str {
        self.filter.value()
    }

    /// The lines, narrowed. Their number is bounded by the key table or the problems that are kept.
    pub fn lines(&self, app: &App) -> Vec<OverlayLine> {
        let needle = fold(self.filter());
        match self.kind {
            OverlayKind::Help(pane) => help_lines(app, pane, &needle),
            OverlayKind::Problems => problem_lines(app, &needle),
        }
    }
}

fn help_lines(app: &App, pane: Pane, needle: &str) -> Vec<OverlayLine> {
    let words = app.words();
    let mut lines = Vec::new();
    for group in Group::ALL {
        let heading = match group {
            Group::Motion => words.help_motions,
            Group::Place => words.help_places,
            Group::Search => words.help_search,
            Group::Article => words.help_article,
            Group::Program => words.help_program,
        };
        let mut keys = TABLE
            .iter()
            .filter(|binding| binding.group == group && binding.holds.holds(pane))
            .map(|binding| (binding.keys.join("  "), binding.help(app.lang)))
            .filter(|(keys, help)| {
                needle.is_empty() || fold(keys).contains(needle) || fold(help).contains(needle)
            })
            .map(|(keys, help)| OverlayLine::Key { keys, help })
            .peekable();
        if keys.peek().is_some() {
            if !lines.is_empty() {
                lines.push(OverlayLine::Blank);
            }
            lines.push(OverlayLine::Heading(heading.to_owned()));
            lines.extend(keys);
        }
    }
    lines
}

fn problem_lines(app: &App, needle: &str) -> Vec<OverlayLine> {
    let words = app.words();
    let mut lines = Vec::new();
    for problem in &app.problems.listed {
        let line = problem.line.map_or_else(String::new, |line| format!(":{line}"));
        let place = format!("{}{line}  {}", problem.path, problem.kind.name());
        let text = format!("{}; {} {}", problem.message, words.shown_as, problem.shown_as);
        if needle.is_empty() || fold(&place).contains(needle) || fold(&text).contains(needle) {
            lines.push(OverlayLine::Place(place));
            lines.push(OverlayLine::Text(text));
        }
    }
    if lines.is_empty() {
        lines.push(OverlayLine::Text(words.problems_none.to_owned()));
    }
    let unlisted = app.problems.total - app.problems.listed.len();
    if unlisted > 0 {
        lines.push(OverlayLine::Blank);
        lines.push(OverlayLine::Text((words.problems_more)(unlisted)));
    }
    lines
}

impl App {
    /// Rows of the overlay's body: the screen less its heading and the status line.
    pub fn overlay_height(&self) -> usize {
        usize::from(self.size.height).saturating_sub(2).max(1)
    }

    /// A key while an overlay is open.
    pub(super) fn overlay_key(&mut self, key: Key) {
        let Some(mut overlay) = self.overlay.take() else {
            return;
        };
        let keep = if overlay.typing {
            filter_key(&mut overlay, key)
        } else {
            self.scroll_key(&mut overlay, key)
        };
        if keep {
            let last = overlay.lines(self).len().saturating_sub(self.overlay_height());
            overlay.top = overlay.top.min(last);
            self.overlay = Some(overlay);
        }
    }

    /// Scrolls the overlay; says whether it stays open.
    fn scroll_key(&mut self, overlay: &mut Overlay, key: Key) -> bool {
        let page = self.overlay_height().saturating_sub(2).max(1);
        match keymap::notation(key).as_str() {
            "j" | "Down" | "Enter" => overlay.top += 1,
            "k" | "Up" => overlay.top = overlay.top.saturating_sub(1),
            "Space" | "^f" | "PgDn" => overlay.top += page,
            "^b" | "PgUp" => overlay.top = overlay.top.saturating_sub(page),
            "^d" => overlay.top += page / 2,
            "^u" => overlay.top = overlay.top.saturating_sub(page / 2),
            "g" | "Home" => overlay.top = 0,
            "G" | "End" => overlay.top = usize::MAX,
            "/" => overlay.typing = true,
            "Q" | "^c" => {
                self.act(super::Action::Quit, None);
                return false;
            }
            "^z" => self.act(super::Action::Suspend, None),
            "^l" => self.act(super::Action::Redraw, None),
            "q" | "Esc" | "?" | "!" => return false,
            _ => {}
        }
        true
    }
}

/// Types into the filter; the overlay stays open.
fn filter_key(overlay: &mut Overlay, key: Key) -> bool {
    let request = match (key.code, key.ctrl) {
        (KeyCode::Enter, _) => {
            overlay.typing = false;
            return true;
        }
        (KeyCode::Esc, _) | (KeyCode::Char('c' | 'g'), true) => {
            overlay.typing = false;
            overlay.filter.reset();
            return true;
        }
        (KeyCode::Backspace, _) if overlay.filter().is_empty() => {
            overlay.typing = false;
            return true;
        }
        (KeyCode::Backspace, _) => InputRequest::DeletePrevChar,
        (KeyCode::Char('u'), true) => InputRequest::DeleteLine,
        (KeyCode::Char('w'), true) => InputRequest::DeletePrevWord,
        (KeyCode::Char(c), false) => InputRequest::InsertChar(c),
        _ => return true,
    };
    overlay.filter.handle(request);
    overlay.top = 0;
    true
}
