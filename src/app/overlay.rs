//! What lies over the panes: the keys that work here and now, the problems found in the archive, the rules.
//! All are lists of lines that can be scrolled and searched.

use tui_input::{Input, InputRequest};

use super::{App, ArchiveChoice, Fact, Key, KeyCode, Pane, code, keymap, overlay_lines};
use crate::text::clean::clean_line;

/// Cells of the column that holds the keys.
pub const KEYS_WIDTH: usize = 14;

/// Which overlay it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OverlayKind {
    /// The keys that work in this pane.
    Help(Pane),
    /// The problems of the archive.
    Problems,
    /// What is known of an article.
    About(Vec<Fact>),
    /// The rules, and what each has done.
    Rules,
    /// The archives that can be gone to.
    Archives,
    /// A link as a QR code: the link, and whether each row of lines is one of modules.
    Code(String, bool),
}

/// An open overlay.
#[derive(Debug)]
pub struct Overlay {
    /// Which it is.
    pub kind: OverlayKind,
    /// The first line in view.
    pub top: usize,
    /// The line that is to be chosen, where there is something to choose.
    pub cursor: usize,
    /// Only lines that hold this text are shown.
    filter: Input,
    /// Whether the filter is being typed.
    pub typing: bool,
    lines: Vec<OverlayLine>,
    /// What the lines were made for: the width, the filter, the number of what is told.
    made_for: Option<(u16, String, usize)>,
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
        /// As `j  Down`, in a column of [`KEYS_WIDTH`]; empty where the help goes on.
        keys: String,
        /// What they do.
        help: String,
    },
    /// Where something is odd.
    Place(String),
    /// A line of what is known.
    Fact(String),
    /// A line of text.
    Text(String),
    /// Something that can be chosen: its number, and what it is.
    Choice(String),
    /// A row of a QR code: for each column the upper and the lower module, light or dark.
    Code(Vec<(bool, bool)>),
}

impl Overlay {
    /// The keys that work in `pane`.
    pub(super) fn help(pane: Pane) -> Self {
        Self::new(OverlayKind::Help(pane))
    }

    /// The problems of the archive.
    pub(super) fn problems() -> Self {
        Self::new(OverlayKind::Problems)
    }

    /// What is known of an article.
    pub(super) fn about(facts: Vec<Fact>) -> Self {
        Self::new(OverlayKind::About(facts))
    }

    /// The rules.
    pub(super) fn rules() -> Self {
        Self::new(OverlayKind::Rules)
    }

    /// The archives, the cursor on the first of `all` that is not open.
    pub(super) fn archives(all: &[ArchiveChoice]) -> Self {
        Self {
            cursor: all.iter().position(|choice| !choice.is_open).unwrap_or(0),
            ..Self::new(OverlayKind::Archives)
        }
    }

    /// `url` as a QR code; `None` where it is too long for one. `wide_blocks`: half blocks take two cells.
    pub(super) fn code(url: &str, wide_blocks: bool) -> Option<Self> {
        code::rows(url, wide_blocks)?;
        Some(Self::new(OverlayKind::Code(clean_line(url), wide_blocks)))
    }

    fn new(kind: OverlayKind) -> Self {
        Self {
            kind,
            top: 0,
            cursor: 0,
            filter: Input::default(),
            typing: false,
            lines: Vec::new(),
            made_for: None,
        }
    }

    /// The text that narrows the lines.
    pub fn filter(&self) -> &str {
        self.filter.value()
    }

    /// The lines, narrowed, none wider than the screen.
    pub fn lines(&self) -> &[OverlayLine] {
        &self.lines
    }
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
        } else if overlay.kind == OverlayKind::Archives {
            self.choosing_key(&mut overlay, key)
        } else {
            self.scroll_key(&mut overlay, key)
        };
        if keep {
            self.overlay = Some(overlay);
        }
    }

    /// Makes the overlay's lines anew where what they depend on has changed, and keeps its top inside them.
    pub(super) fn renew_overlay(&mut self) {
        let Some(mut overlay) = self.overlay.take() else {
            return;
        };
        let handled: usize = self.rules.records.iter().map(|rule| rule.handled).sum();
        let told = self.problem_count() + handled + self.hiding.ids().len();
        let made_for = Some((self.size.width, overlay.filter().to_owned(), told));
        if overlay.made_for != made_for {
            overlay.lines = overlay_lines::lines(self, &overlay.kind, overlay.filter());
            overlay.made_for = made_for;
        }
        let last = overlay.lines.len().saturating_sub(self.overlay_height());
        overlay.top = overlay.top.min(last);
        if overlay.kind == OverlayKind::Archives {
            let height = self.overlay_height();
            overlay.cursor = overlay.cursor.min(overlay.lines.len().saturating_sub(1));
            overlay.top = overlay
                .top
                .clamp((overlay.cursor + 1).saturating_sub(height), overlay.cursor);
        }
        self.overlay = Some(overlay);
    }

    /// Moves the cursor of what can be chosen, or chooses; says whether the overlay stays open.
    fn choosing_key(&mut self, overlay: &mut Overlay, key: Key) -> bool {
        let page = self.overlay_height().saturating_sub(1).max(1);
        let at = overlay.cursor;
        overlay.cursor = match keymap::notation(key).as_str() {
            "j" | "Down" => at + 1,
            "k" | "Up" => at.saturating_sub(1),
            "Space" | "^f" | "PgDn" => at + page,
            "^b" | "PgUp" => at.saturating_sub(page),
            "^d" => at + page / 2,
            "^u" => at.saturating_sub(page / 2),
            "g" | "Home" => 0,
            "G" | "End" => usize::MAX,
            "Enter" | "l" | "Right" => return !self.choose_from(overlay, at),
            "h" | "Left" => return false,
            other => match other.parse::<usize>() {
                Ok(number @ 1..) => return !self.choose_from(overlay, number - 1),
                _ => return self.scroll_key(overlay, key),
            },
        };
        true
    }

    /// Goes to the archive in row `at` of `overlay`; whether there is one.
    pub(super) fn choose_from(&mut self, overlay: &Overlay, at: usize) -> bool {
        let chosen = self.archives_with(overlay.filter()).get(at).copied().cloned();
        let found = chosen.is_some();
        if let Some(choice) = chosen {
            self.go_to_archive(choice);
        }
        found
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
            "q" | "Esc" | "?" | "!" | "i" => return false,
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
    overlay.cursor = 0;
    true
}
