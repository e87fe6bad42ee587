//! The mouse: the wheel turns what lies under it, a click goes to what it hits, a second one opens it, and a rule between
//! panes is dragged.

use super::list::ListLine;
use super::{Action, App, Area, CategoryLine, Overlay, OverlayKind, Pane, motion};

/// Rows that one notch of the wheel turns.
const NOTCH: usize = 3;

/// Something that the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub what: MouseUse,
    /// The column, from 0.
    pub x: u16,
    /// The row, from 0.
    pub y: u16,
}

/// What a mouse does that means something here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseUse {
    /// The left button was pressed.
    Click,
    /// It was moved, the left button being held.
    Drag,
    /// The left button was let go.
    Release,
    /// The wheel was turned away from the user.
    WheelUp,
    /// The wheel was turned towards the user.
    WheelDown,
}

impl Area {
    /// Whether the cell at `x`, `y` is in it.
    pub(super) fn holds(self, x: u16, y: u16) -> bool {
        (self.x..self.x + self.width).contains(&x) && (self.y..self.y + self.height).contains(&y)
    }
}

impl App {
    /// Takes what the mouse did. While something is typed, it does nothing.
    pub(super) fn mouse(&mut self, mouse: Mouse) {
        match mouse.what {
            MouseUse::Drag => return self.drag_rule(mouse.x, mouse.y),
            MouseUse::Release => return self.drop_rule(),
            MouseUse::Click | MouseUse::WheelUp | MouseUse::WheelDown => {}
        }
        if self.prompt.is_some() {
            return;
        }
        let wheel = match mouse.what {
            MouseUse::WheelUp => Some(Action::Up),
            MouseUse::WheelDown => Some(Action::Down),
            _ => None,
        };
        if let Some(overlay) = self.overlay.take() {
            self.overlay = self.mouse_over(overlay, wheel, mouse.y.into());
            return;
        }
        self.journey.touched = true;
        if wheel.is_none() && self.hold_rule(mouse.x, mouse.y) {
            return;
        }
        let areas = self.areas();
        let hit = |pane: Option<super::PaneArea>| {
            pane.filter(|pane| pane.body.holds(mouse.x, mouse.y) || pane.heading.holds(mouse.x, mouse.y))
        };
        // The drawer of the categories lies over the rest.
        let (pane, area) = if let Some(area) = hit(areas.categories) {
            (Pane::Categories, area)
        } else if let Some(area) = hit(areas.list) {
            (Pane::List, area)
        } else if let Some(area) = hit(areas.reader) {
            (Pane::Reader, area)
        } else {
            return;
        };
        if let Some(action) = wheel {
            self.turn(pane, action);
        } else {
            self.message = None;
            self.goal = None;
            let row = mouse.y.checked_sub(area.body.y).map(usize::from);
            self.click(pane, row, mouse.x, area.body);
        }
    }

    /// Turns what lies over the panes, or chooses from it what the row `y` of the screen shows; it comes back where it
    /// stays open.
    fn mouse_over(&mut self, mut overlay: Overlay, wheel: Option<Action>, y: usize) -> Option<Overlay> {
        let chooses = overlay.kind == OverlayKind::Archives;
        let at = if chooses {
            &mut overlay.cursor
        } else {
            &mut overlay.top
        };
        match wheel {
            Some(Action::Up) => *at = at.saturating_sub(NOTCH),
            Some(_) => *at += NOTCH,
            None if chooses && y > 0 => {
                let row = overlay.top + y - 1;
                if row == overlay.cursor && self.choose_from(&overlay, row) {
                    return None;
                }
                if row < overlay.lines().len() {
                    overlay.cursor = row;
                }
            }
            None => {}
        }
        Some(overlay)
    }

    /// Turns what `pane` shows; the focus stays where it is.
    fn turn(&mut self, pane: Pane, action: Action) {
        match pane {
            Pane::Categories => {
                let (at, len) = (self.categories.cursor, self.categories.len());
                self.move_category(motion::target(action, Some(NOTCH), at, len, 1));
            }
            Pane::List => {
                let store = self.store.clone();
                let view = self.list_mut();
                let at = motion::target(action, Some(NOTCH), view.cursor, view.list.len(&store), 1);
                view.move_to(&store, at);
            }
            Pane::Reader => {
                let rows = self.reader.scroll_len(self.reader_height());
                self.reader.top = motion::target(action, Some(NOTCH), self.reader.top, rows, 1);
            }
        }
    }

    /// A click on `row` of `pane`, from the top of its body; on its heading where that is `None`.
    fn click(&mut self, pane: Pane, row: Option<usize>, x: u16, body: Area) {
        let had_focus = self.focus == pane;
        match pane {
            Pane::Categories => {
                if !had_focus {
                    self.focus_categories();
                }
                let lines = self.categories.lines(body.height.into());
                let Some(CategoryLine::Entry(index)) = row.and_then(|row| lines.get(row).copied()) else {
                    return;
                };
                let again = had_focus && index == self.categories.cursor;
                self.move_category(index);
                if again {
                    self.enter();
                }
            }
            Pane::List => {
                let lines = self.list().lines(&self.store, self.list_frame());
                if !had_focus {
                    self.focus(Pane::List);
                }
                let (ListLine::Row { index, .. } | ListLine::Snippet(index)) =
                    (match row.and_then(|row| lines.get(row).copied()) {
                        Some(line) => line,
                        None => return,
                    })
                else {
                    return;
                };
                let again = had_focus && index == self.list().cursor;
                let store = self.store.clone();
                self.list_mut().move_to(&store, index);
                if again {
                    self.enter();
                }
            }
            Pane::Reader => self.click_page(had_focus, row, x, body),
        }
    }

    /// A click in the page: goes into it, and marks the link that it hits; a click on the marked one opens it.
    fn click_page(&mut self, had_focus: bool, row: Option<usize>, x: u16, body: Area) {
        if !had_focus && self.reader.id().is_some() {
            // What is shown beside the list is the article under its cursor.
            if self.focus == Pane::Categories {
                self.focus(Pane::List);
            }
            self.enter();
        }
        let (Some(row), Some(cell)) = (row, x.checked_sub(self.reader.column(body).x)) else {
            return;
        };
        let Some(link) = self.reader.link_at(self.reader.top + row, cell.into()) else {
            return;
        };
        if self.marked_link().is_some_and(|(mark, _)| mark.link == link) {
            self.with_marked_link(crate::work::LinkUse::Open);
        } else {
            self.reader.mark_link(link);
        }
    }
}
