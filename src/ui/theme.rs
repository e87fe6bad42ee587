//! Roles to styles. The default uses the terminal's own colours, so that it looks right on any
//! background; colour never carries meaning alone.

use ratatui::style::{Color, Modifier, Style};

use crate::config::Figures;
use crate::config::theme::Worn;
use crate::layout::Role;

use super::depth::Depth;
use super::scheme;

/// The looks of everything on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// What fills the screen, and what all else is put on.
    pub base: Style,
    /// Ordinary text.
    pub text: Style,
    /// Text that steps back: times of day, facts, hints.
    pub dim: Style,
    /// Headings of panes.
    pub heading: Style,
    /// The heading of the pane that has the focus.
    pub heading_focused: Style,
    /// Thin rules.
    pub rule: Style,
    /// Headings of days.
    pub day: Style,
    /// The row under the cursor in the pane that has the focus.
    pub cursor: Style,
    /// The row under the cursor in another pane.
    pub cursor_resting: Style,
    /// The mark of an unread article.
    pub unread: Style,
    /// The title of an unread article.
    pub unread_title: Style,
    /// The mark of a bookmark.
    pub bookmark: Style,
    /// A hit of a search.
    pub hit: Style,
    /// The hit the reader stands at.
    pub hit_current: Style,
    /// A message that something went wrong.
    pub problem: Style,
    /// A message.
    pub message: Style,
    /// An amount, a percentage or a stock's code in running text.
    pub figure: Style,
    /// The link that was jumped to.
    pub mark: Style,
    /// A highlighted passage.
    pub passage: Style,
    /// The passage the reader stands at.
    pub passage_current: Style,
    /// What is being selected.
    pub selection: Style,
}

impl Theme {
    /// The looks of what is worn, in the colours that can be shown.
    pub fn of(worn: Worn<'_>, depth: Depth) -> Self {
        match worn {
            Worn::Terminal { on_light: false } => Self::terminal(),
            Worn::Terminal { on_light: true } => Self::terminal_on_light(),
            Worn::Scheme(scheme) => scheme::theme(scheme, depth),
        }
    }

    /// The terminal's own sixteen colours.
    pub fn terminal() -> Self {
        let plain = Style::new();
        let passage = plain.fg(Color::Green).add_modifier(Modifier::UNDERLINED);
        // One even bar, whatever colours its cells had.
        let bar = plain
            .fg(Color::Reset)
            .bg(Color::Reset)
            .add_modifier(Modifier::REVERSED)
            .remove_modifier(Modifier::DIM);
        Self {
            base: plain,
            text: plain,
            dim: plain.add_modifier(Modifier::DIM),
            heading: plain.add_modifier(Modifier::DIM),
            heading_focused: plain.fg(Color::Cyan).add_modifier(Modifier::BOLD),
            rule: plain.add_modifier(Modifier::DIM),
            day: plain.add_modifier(Modifier::DIM),
            cursor: bar,
            cursor_resting: plain.add_modifier(Modifier::UNDERLINED),
            unread: plain.fg(Color::Cyan),
            unread_title: plain.add_modifier(Modifier::BOLD),
            bookmark: plain.fg(Color::Yellow),
            hit: plain.fg(Color::Black).bg(Color::Yellow),
            hit_current: plain
                .fg(Color::Black)
                .bg(Color::Cyan)
                .add_modifier(Modifier::BOLD),
            problem: plain.fg(Color::Red).add_modifier(Modifier::BOLD),
            message: plain.fg(Color::Cyan),
            figure: plain.add_modifier(Modifier::BOLD),
            mark: plain.add_modifier(Modifier::REVERSED),
            passage,
            passage_current: passage.add_modifier(Modifier::BOLD),
            selection: bar,
        }
    }

    /// The terminal's own sixteen colours, less those that most terminals show too pale for a light background.
    fn terminal_on_light() -> Self {
        let theme = Self::terminal();
        let blue = |style: Style| style.fg(Color::Blue);
        Self {
            heading_focused: blue(theme.heading_focused),
            unread: blue(theme.unread),
            message: blue(theme.message),
            bookmark: theme.bookmark.fg(Color::Magenta),
            ..theme
        }
    }

    /// Weight, dimness and inversion alone (`NO_COLOR`).
    pub fn monochrome() -> Self {
        let plain = Style::new();
        let reversed = plain.add_modifier(Modifier::REVERSED);
        // Links are underlined already, and only that.
        let passage = plain.add_modifier(Modifier::UNDERLINED | Modifier::ITALIC);
        Self {
            passage,
            passage_current: passage.add_modifier(Modifier::BOLD),
            heading_focused: plain.add_modifier(Modifier::BOLD),
            unread: plain,
            bookmark: plain,
            // Links are underlined already.
            hit: reversed,
            hit_current: reversed.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            problem: plain.add_modifier(Modifier::BOLD),
            message: plain,
            ..Self::terminal()
        }
    }

    /// This theme with figures as the setting has them.
    #[must_use]
    pub fn with_figures(self, figures: Figures) -> Self {
        match figures {
            Figures::Bold => self,
            Figures::Plain => Self {
                figure: Style::new(),
                ..self
            },
        }
    }

    /// The look of a role, by weight and what steps back, so that it holds in any colours; `linked` where it
    /// leads somewhere.
    pub fn style_of(&self, role: Role, linked: bool) -> Style {
        let plain = Style::new();
        let style = match role {
            Role::Body | Role::Inserted | Role::Stock => plain,
            Role::Figure => self.figure,
            Role::Title | Role::Heading(_) | Role::Strong | Role::TableHead => {
                plain.add_modifier(Modifier::BOLD)
            }
            Role::Emphasis => plain.add_modifier(Modifier::ITALIC),
            Role::Link => plain.add_modifier(Modifier::UNDERLINED),
            Role::Deleted => plain.add_modifier(Modifier::CROSSED_OUT),
            Role::Quote
            | Role::Code
            | Role::Facts
            | Role::Image
            | Role::Caption
            | Role::Marker
            | Role::Note
            | Role::Rule => self.dim,
        };
        if linked && role != Role::Note {
            style.add_modifier(Modifier::UNDERLINED)
        } else {
            style
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_by_weight_unless_they_are_to_be_plain() {
        for theme in [Theme::terminal(), Theme::monochrome()] {
            let bold = theme.style_of(Role::Figure, false);
            assert!(bold.add_modifier.contains(Modifier::BOLD));
            let plain = theme.with_figures(Figures::Plain);
            assert_eq!(
                plain.style_of(Role::Figure, false),
                plain.style_of(Role::Body, false)
            );
        }
    }

    #[test]
    fn nothing_is_told_by_colour_alone() {
        let theme = Theme::monochrome();
        for style in [
            theme.mark,
            theme.hit,
            theme.hit_current,
            theme.cursor,
            theme.selection,
            theme.passage,
        ] {
            assert!(!style.add_modifier.is_empty());
        }
        assert_ne!(theme.hit, theme.hit_current);
        assert_ne!(theme.passage, theme.passage_current);
        assert_ne!(theme.passage, theme.style_of(Role::Body, true));
        for linked in [false, true] {
            let text = theme.style_of(Role::Body, linked);
            assert_ne!(text.patch(theme.hit), text);
            assert_ne!(text.patch(theme.hit), text.patch(theme.hit_current));
        }
    }
}
