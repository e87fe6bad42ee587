//! What a reader may want otherwise, with the values that hold unless told. `file` reads them.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::theme::ThemeSetting;
use super::{GroupSetting, KeySetting, Lang, NamedArchive, Rule};
use crate::text::cells::Cells;

/// The settings of one run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a line of the file, and no two hang together"
)]
pub struct Settings {
    /// The archive that is opened where no other is named; as written, but for a home folder written `~`.
    pub archive: Option<PathBuf>,
    /// The archives that have a name, in the order of their names.
    pub archives: Vec<NamedArchive>,
    /// Whether characters of ambiguous width take two cells; `None` asks the terminal.
    pub ambiguous_wide: Option<bool>,
    /// Cells that characters take: as `ambiguous_wide` says or, where it says nothing, one until the
    /// terminal has answered.
    pub cells: Cells,
    /// Whether links are sent for the terminal to open.
    pub hyperlinks: Hyperlinks,
    /// Widest line of the page, in cells.
    pub measure: usize,
    /// How amounts, percentages and stock codes look.
    pub figures: Figures,
    /// Whether links are numbered in the text and their addresses listed after it.
    pub link_notes: bool,
    /// Whether a short line of a page may be filled by spaces between Han and Western letters or numbers.
    pub justify: bool,
    /// How long the cursor of a list rests before the page beside it follows.
    pub preview_delay: Duration,
    /// The theme that is asked for; `None`: the terminal's own colours, with regard to its background.
    pub theme: Option<ThemeSetting>,
    /// The interface's language; `None` is that of the locale.
    pub lang: Option<Lang>,
    /// How texts are searched.
    pub text_search: TextSearch,
    /// When an article that is gone into is read.
    pub mark_read: MarkRead,
    /// How many days what was read is remembered; 0: not at all.
    pub history_days: u16,
    /// Whether the mouse is listened to.
    pub mouse: bool,
    /// Whether the program begins where it was left.
    pub reopen: bool,
    /// Only articles of so many years back are indexed; `None`: all.
    pub index_years: Option<u16>,
    /// How a copied citation is written.
    pub citation: CitationStyle,
    /// Offset from UTC in which days are counted and lists tell the time, in minutes (the archive's +08:00).
    pub zone: i16,
    /// The order of the categories, until another is chosen.
    pub category_order: CategoryOrder,
    /// So many of the categories that were used last stand at hand, where there are more than fit on the screen.
    pub recent_categories: usize,
    /// Categories that are listed together, in the order of the file.
    pub groups: Vec<GroupSetting>,
    /// The user's own keys.
    pub keys: Vec<KeySetting>,
    /// What is to be done with articles that arrive.
    pub rules: Vec<Rule>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            archive: None,
            archives: Vec::new(),
            ambiguous_wide: None,
            cells: Cells::default(),
            hyperlinks: Hyperlinks::default(),
            measure: 80,
            figures: Figures::default(),
            link_notes: true,
            justify: true,
            preview_delay: Duration::from_millis(150),
            theme: None,
            lang: None,
            text_search: TextSearch::default(),
            mark_read: MarkRead::default(),
            history_days: 365,
            mouse: true,
            reopen: true,
            index_years: None,
            citation: CitationStyle::default(),
            zone: 480,
            category_order: CategoryOrder::default(),
            recent_categories: 5,
            groups: Vec::new(),
            keys: Vec::new(),
            rules: Vec::new(),
        }
    }
}

/// Whether links are sent for the terminal to open (OSC 8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hyperlinks {
    /// Where it is known to take them.
    #[default]
    Auto,
    /// Whatever is known of it.
    Always,
    /// To none.
    Never,
}

/// The order of the categories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CategoryOrder {
    /// Those with the most articles first.
    #[default]
    Articles,
    /// By name, Chinese ones as they are read.
    Name,
    /// Those used last first.
    Used,
}

impl CategoryOrder {
    /// The one that the settings file calls `name`.
    pub fn named(name: &str) -> Option<Self> {
        let all = [Self::Articles, Self::Name, Self::Used];
        all.into_iter().find(|one| one.name() == name)
    }

    /// What the settings file calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Name => "name",
            Self::Used => "used",
        }
    }

    /// The one after it, round and round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Articles => Self::Name,
            Self::Name => Self::Used,
            Self::Used => Self::Articles,
        }
    }
}

/// How amounts, percentages and stock codes look in running text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Figures {
    /// Told by weight.
    #[default]
    Bold,
    /// As the text around them.
    Plain,
}

/// When an article that is gone into is marked read. A preview never marks one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MarkRead {
    /// When it is left, or paged past.
    #[default]
    Left,
    /// At once.
    Opened,
    /// Only by hand.
    Never,
}

/// How texts are searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextSearch {
    /// By an index once the user has it built, until then by reading.
    #[default]
    Ask,
    /// By an index, which is built unasked.
    Index,
    /// By reading the posts, without an index.
    Read,
    /// Not at all: titles only.
    Titles,
}

impl TextSearch {
    /// The one that the settings file calls `name`.
    pub fn named(name: &str) -> Option<Self> {
        let all = [Self::Ask, Self::Index, Self::Read, Self::Titles];
        all.into_iter().find(|one| one.name() == name)
    }

    /// What the settings file calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Index => "index",
            Self::Read => "read",
            Self::Titles => "titles",
        }
    }

    /// Whether an index is asked where there is one.
    pub fn uses_index(self) -> bool {
        matches!(self, Self::Ask | Self::Index)
    }
}

/// How citations are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CitationStyle {
    /// As GB/T 7714—2015 has it.
    #[default]
    Gb7714,
    /// BibTeX.
    Bibtex,
    /// RIS.
    Ris,
    /// CSL-JSON.
    CslJson,
}
