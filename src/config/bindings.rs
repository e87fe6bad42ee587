//! The user's own keys, as the settings file has them. What they may be the key table of the program says.

/// In which pane keys hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyPane {
    /// The categories.
    Categories,
    /// The list of articles.
    List,
    /// The page.
    Page,
    /// The page while a passage is selected.
    Selection,
}

impl KeyPane {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Categories, Self::List, Self::Page, Self::Selection];

    /// What the settings file calls it, after `keys.`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Categories => "categories",
            Self::List => "list",
            Self::Page => "page",
            Self::Selection => "selection",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pane| pane.name() == name)
    }
}

/// One line of `[keys]` or `[keys.list]`: `"x" = "bookmark"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySetting {
    /// Its line in the file, from 1.
    pub line: usize,
    /// In which pane alone; `None` in all where the action has a place.
    pub pane: Option<KeyPane>,
    /// The keys, as they are written.
    pub keys: String,
    /// The name of the action, or `none`.
    pub action: String,
}
