//! Themes as their files say them: colours and looks as plain values, without a terminal. Those that come with
//! finews stand in `assets/themes`, the user's own in `themes` of the config folder.

mod parse;
mod rgb;
mod shelf;

pub use parse::{SchemeMistake, parse};
pub use rgb::Rgb;
pub use shelf::{ThemeChoice, ThemeSetting, ThemeTrouble, Themes, Worn};

/// What a theme gives a look to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Text that steps back.
    Dim,
    /// Headings of panes.
    Heading,
    /// The heading of the pane that has the focus.
    HeadingFocused,
    /// Thin rules.
    Rule,
    /// Headings of days.
    Day,
    /// The row under the cursor in the pane that has the focus.
    Cursor,
    /// The row under the cursor in another pane.
    CursorResting,
    /// The mark of an unread article.
    Unread,
    /// The title of an unread article.
    UnreadTitle,
    /// The mark of a bookmark.
    Bookmark,
    /// A hit of a search.
    Hit,
    /// The hit the reader stands at.
    HitCurrent,
    /// A message that something went wrong.
    Problem,
    /// A message.
    Message,
    /// Amounts, percentages, stock codes.
    Figure,
    /// The link that was jumped to.
    Mark,
    /// A highlighted passage.
    Passage,
    /// The passage the reader stands at.
    PassageCurrent,
    /// What is being selected.
    Selection,
}

impl Part {
    /// Every part with the key that files call it by.
    pub const ALL: [(Self, &'static str); 19] = [
        (Self::Dim, "dim"),
        (Self::Heading, "heading"),
        (Self::HeadingFocused, "heading_focused"),
        (Self::Rule, "rule"),
        (Self::Day, "day"),
        (Self::Cursor, "cursor"),
        (Self::CursorResting, "cursor_resting"),
        (Self::Unread, "unread"),
        (Self::UnreadTitle, "unread_title"),
        (Self::Bookmark, "bookmark"),
        (Self::Hit, "hit"),
        (Self::HitCurrent, "hit_current"),
        (Self::Problem, "problem"),
        (Self::Message, "message"),
        (Self::Figure, "figure"),
        (Self::Mark, "mark"),
        (Self::Passage, "passage"),
        (Self::PassageCurrent, "passage_current"),
        (Self::Selection, "selection"),
    ];
}

/// How one part looks, as far as the file says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The colour of the text.
    pub fg: Option<Rgb>,
    /// The colour behind it.
    pub bg: Option<Rgb>,
    /// Heavier.
    pub bold: Option<bool>,
    /// Fainter, as the terminal does it.
    pub dim: Option<bool>,
    /// Slanted.
    pub italic: Option<bool>,
    /// Underlined.
    pub underline: Option<bool>,
    /// The two colours exchanged.
    pub reverse: Option<bool>,
}

/// A theme as its file says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// What the settings call it: the name of its file without `.toml`.
    pub id: String,
    /// What it is called in Chinese and in English.
    pub names: (String, String),
    /// What fills the screen; the terminal's own where it is not said.
    pub background: Option<Rgb>,
    /// The colour of ordinary text.
    pub text: Option<Rgb>,
    looks: Vec<(Part, Look)>,
}

impl Scheme {
    /// How `part` looks, where the file says anything of it.
    pub fn look(&self, part: Part) -> Option<Look> {
        let said = self.looks.iter().find(|(own, _)| *own == part);
        said.map(|(_, look)| *look)
    }

    /// What it is called in `lang`.
    pub fn name(&self, lang: super::Lang) -> &str {
        match lang {
            super::Lang::Zh => &self.names.0,
            super::Lang::En => &self.names.1,
        }
    }
}
