//! How the panes share the screen where the user has it otherwise than the program: the rules between them are dragged, or
//! moved by keys. It is kept with the place at which the program begins again.

use serde::{Deserialize, Serialize};

use super::areas::Areas;
use super::{App, Area, Pane, Shape};

/// Columns that one step moves an upright rule; a level one moves by a row.
const STEP: u16 = 2;

/// The sizes that the user has given to panes; the others are the program's. Its field names are part of what is kept in
/// the library.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Split {
    /// Columns of the category pane.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub categories: Option<u16>,
    /// Columns of the list where the page stands beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<u16>,
    /// Rows of the list, with its heading, where the page stands below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub above: Option<u16>,
}

/// A rule between panes, by the size that it sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Divider {
    Categories,
    List,
    Above,
}

impl Split {
    /// Whether nothing is set.
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }

    fn set(&mut self, divider: Divider, to: Option<u16>) {
        *match divider {
            Divider::Categories => &mut self.categories,
            Divider::List => &mut self.list,
            Divider::Above => &mut self.above,
        } = to;
    }
}

impl Areas {
    /// What the two rules divide, if they are there.
    fn dividers(&self) -> [Option<(Divider, Area)>; 2] {
        let [first, second] = self.rules;
        let as_categories = |rule| (Divider::Categories, rule);
        let as_list = |rule: Area| match rule.width {
            1 => (Divider::List, rule),
            _ => (Divider::Above, rule),
        };
        match self.shape {
            Shape::Wide => [first.map(as_categories), second.map(as_list)],
            // The drawer lies over the rest.
            _ => [second.map(as_categories), first.map(as_list)],
        }
    }

    /// The rule at this column and row.
    fn divider_at(&self, x: u16, y: u16) -> Option<Divider> {
        let found = self
            .dividers()
            .into_iter()
            .flatten()
            .find(|(_, rule)| rule.holds(x, y));
        found.map(|(divider, _)| divider)
    }

    /// The size that `divider` sets, as it is now.
    fn size_at(&self, divider: Divider) -> Option<u16> {
        Some(match divider {
            Divider::Categories => self.categories?.heading.width,
            Divider::List => self.list?.heading.width,
            Divider::Above => self.list?.heading.height + self.list?.body.height,
        })
    }
}

impl App {
    /// The button was pressed at this column and row: whether a rule is held there now.
    pub(super) fn hold_rule(&mut self, x: u16, y: u16) -> bool {
        self.held_rule = self.areas().divider_at(x, y);
        self.held_rule.is_some()
    }

    /// The rule that is held goes to this column and row.
    pub(super) fn drag_rule(&mut self, x: u16, y: u16) {
        let Some(divider) = self.held_rule else { return };
        let areas = self.areas();
        let size = match divider {
            Divider::Categories => Some(x),
            Divider::List => areas.list.map(|pane| x.saturating_sub(pane.heading.x)),
            Divider::Above => areas.list.map(|pane| y.saturating_sub(pane.heading.y)),
        };
        self.split.set(divider, size);
        self.take_size(divider);
    }

    /// The rule that is held is let go.
    pub(super) fn drop_rule(&mut self) {
        self.held_rule = None;
    }

    /// The pane that has the focus takes so many steps from its neighbour, or gives them to it.
    pub(super) fn resize_pane(&mut self, larger: bool, steps: usize) {
        let areas = self.areas();
        let wanted = match self.focus {
            Pane::Categories => [Divider::Categories; 2],
            Pane::List | Pane::Reader => [Divider::List, Divider::Above],
        };
        let found = areas.dividers().into_iter().flatten();
        let Some((divider, size)) = found
            .map(|(divider, _)| divider)
            .find(|divider| wanted.contains(divider))
            .and_then(|divider| Some((divider, areas.size_at(divider)?)))
        else {
            self.say(self.own_words().one_pane);
            return;
        };
        let step = if divider == Divider::Above { 1 } else { STEP };
        let by = u16::try_from(steps).unwrap_or(u16::MAX).saturating_mul(step);
        // The page grows as the list gives way.
        let size = if larger == (self.focus != Pane::Reader) {
            size.saturating_add(by)
        } else {
            size.saturating_sub(by)
        };
        self.split.set(divider, Some(size));
        self.take_size(divider);
    }

    /// A size that cannot be is taken as what it came to, so that the next step moves the rule.
    fn take_size(&mut self, divider: Divider) {
        let size = self.areas().size_at(divider);
        self.split.set(divider, size);
        self.labels = None;
    }
}
