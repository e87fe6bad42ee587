//! Everything a reader can do.

use super::Select;

/// One thing to do, whatever key asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Down a row or line, as often as the count says.
    Down,
    /// Up a row or line.
    Up,
    /// Half a pane down.
    HalfPageDown,
    /// Half a pane up.
    HalfPageUp,
    /// A pane down, two lines kept in view.
    PageDown,
    /// A pane up.
    PageUp,
    /// As [`Action::PageDown`] in the page, and from its end to the next unread article.
    ReadOn,
    /// To the first row or line, or to the one the count names.
    First,
    /// To the last row or line, or to the one the count names.
    Last,
    /// Focus the pane on the left.
    FocusLeft,
    /// Focus the pane on the right.
    FocusRight,
    /// Focus the next pane, round and round.
    FocusNext,
    /// Focus the previous pane.
    FocusPrevious,
    /// Go into what the cursor stands on.
    Enter,
    /// Go back where one came from.
    Back,
    /// Open the next article of the list.
    NextArticle,
    /// Open the previous article of the list.
    PreviousArticle,
    /// Go to the next unread article.
    NextUnread,
    /// Bookmark the article, or take the bookmark away.
    ToggleBookmark,
    /// Mark the article read or unread.
    ToggleRead,
    /// Mark all of the list read.
    CatchUp,
    /// Mark rows: begin a range, or end it.
    MarkRow,
    /// Mark all rows, or none.
    MarkAll,
    /// Write a note on the passage in view, or on the article.
    Note,
    /// Undo the last change of the library.
    Undo,
    /// Back to where one was before.
    GoBack,
    /// Forward again.
    GoForward,
    /// Open the source link.
    OpenSource,
    /// Copy the marked link or the passage stood at, or where there is none the source link.
    CopyLink,
    /// Copy the citation of the article.
    CopyCitation,
    /// Ask for a file to write the article into.
    Export,
    /// Put letters over the links in view, to open or copy one.
    LabelLinks,
    /// Show the marked link or, where there is none, the source link as a QR code.
    ShowCode,
    /// Ask for a command that reads the text of the article.
    Pipe,
    /// Open the text of the article in the user's editor or pager.
    Edit,
    /// Ask what to look for in the focused pane.
    Search,
    /// To the next hit in the page.
    NextHit,
    /// To the previous hit in the page.
    PreviousHit,
    /// Another order: of the categories, or of the results of a search.
    ChangeOrder,
    /// Pin the category, or no longer.
    Pin,
    /// Hide the category, or no longer.
    Hide,
    /// Show the hidden categories too, or no longer.
    ShowHidden,
    /// Show the categories of the group, or no longer.
    Fold,
    /// Only the next month with results.
    LaterMonth,
    /// Only the previous month with results.
    EarlierMonth,
    /// Build the index of texts, or pause.
    BuildIndex,
    /// To the next heading in the page.
    NextHeading,
    /// To the previous heading in the page, at last to the title.
    PreviousHeading,
    /// Mark the next link in the page.
    NextLink,
    /// Mark the previous link in the page.
    PreviousLink,
    /// Select a passage in the page.
    Select(Select),
    /// To the next passage in the page.
    NextPassage,
    /// To the previous passage in the page.
    PreviousPassage,
    /// No longer highlight the passage.
    RemovePassage,
    /// Ask for a category to go to.
    GoCategory,
    /// Show what is known of the article beside its text.
    About,
    /// Ask for a date to go to.
    GoDate,
    /// List the archives, to go to one.
    Archives,
    /// Ask for a command.
    Command,
    /// Look for what has changed in the archive.
    Reload,
    /// Read every file of the archive again.
    ReadAgain,
    /// Give the page the whole screen, or take it back.
    Zoom,
    /// The pane that has the focus becomes larger.
    Grow,
    /// The pane that has the focus becomes smaller.
    Shrink,
    /// The panes share the screen as the program has it.
    RestorePanes,
    /// Show the problems found in the archive.
    Problems,
    /// Show the keys that work here.
    Help,
    /// To the next theme.
    NextTheme,
    /// Draw every cell anew.
    Redraw,
    /// Stop as Ctrl-Z does.
    Suspend,
    /// Leave.
    Quit,
}
