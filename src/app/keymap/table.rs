//! The one table of keys: what each does, where, and how the help says it. Dispatch, `?`, the hints of the status line,
//! the `:` prompt and `finews keys` are all read from it, with what the user binds otherwise.

use crate::app::{Action, Pane, Select};
use crate::config::Lang;

/// The group under which the help lists a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Moving the cursor or the page.
    Motion,
    /// Going between panes and places.
    Place,
    /// Searching.
    Search,
    /// Doing something with an article.
    Article,
    /// The program itself.
    Program,
}

impl Group {
    /// All groups, in the order of the help.
    pub const ALL: [Self; 5] = [
        Self::Article,
        Self::Motion,
        Self::Place,
        Self::Search,
        Self::Program,
    ];
}

/// In which panes a binding holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Where {
    categories: bool,
    list: bool,
    reader: bool,
}

impl Where {
    const EVERYWHERE: Self = Self {
        categories: true,
        list: true,
        reader: true,
    };
    const LISTS: Self = Self {
        categories: true,
        list: true,
        reader: false,
    };
    const ARTICLE: Self = Self {
        categories: false,
        list: true,
        reader: true,
    };
    pub(in crate::app) const READER: Self = Self {
        categories: false,
        list: false,
        reader: true,
    };
    const LIST: Self = Self {
        categories: false,
        list: true,
        reader: false,
    };
    const CATEGORIES: Self = Self {
        categories: true,
        list: false,
        reader: false,
    };

    /// Whether it holds in `pane`.
    pub fn holds(self, pane: Pane) -> bool {
        match pane {
            Pane::Categories => self.categories,
            Pane::List => self.list,
            Pane::Reader => self.reader,
        }
    }
}

/// One row of the table.
#[derive(Debug)]
pub struct Row {
    /// Key sequences, unless the user binds others, as they are written in the help: `j`, `gg`, `^d`, `Enter`.
    pub keys: &'static [&'static str],
    /// What they do.
    pub action: Action,
    /// Where.
    pub holds: Where,
    /// The group in the help.
    pub group: Group,
    /// One or two words for the status line, Chinese and English; empty where it is not shown there.
    pub hint: (&'static str, &'static str),
    /// What it does, Chinese and English, for the help.
    pub help: (&'static str, &'static str),
}

impl Row {
    /// What it does, in `lang`.
    pub fn help(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.help.0,
            Lang::En => self.help.1,
        }
    }

    /// Its words in the status line, in `lang`; empty where it is not shown there.
    pub fn hint(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.hint.0,
            Lang::En => self.hint.1,
        }
    }
}

/// A table row; a function, since a row of named fields would take eight lines.
pub(in crate::app) const fn row(
    keys: &'static [&'static str],
    action: Action,
    holds: Where,
    group: Group,
    hint: (&'static str, &'static str),
    help: (&'static str, &'static str),
) -> Row {
    Row {
        keys,
        action,
        holds,
        group,
        hint,
        help,
    }
}

pub(in crate::app) const NO_HINT: (&str, &str) = ("", "");

/// The table. The order is that of the help and of the hints.
#[rustfmt::skip]
pub static TABLE: &[Row] = &[
    row(&["Enter"], Action::Enter, Where::CATEGORIES, Group::Place, ("打开", "open"), ("打开分类", "open the category")),
    row(&["Enter"], Action::Enter, Where::LIST, Group::Article, ("阅读", "read"), ("阅读文章", "read the article")),
    row(&["b"], Action::ToggleBookmark, Where::ARTICLE, Group::Article, ("收藏", "bookmark"), ("收藏，再按取消", "bookmark, again to remove")),
    row(&["m"], Action::ToggleRead, Where::ARTICLE, Group::Article, NO_HINT, ("标为已读或未读", "mark read or unread")),
    row(&["A"], Action::CatchUp, Where::LIST, Group::Article, NO_HINT, ("整个列表标为已读", "mark the whole list read")),
    row(&["a"], Action::Note, Where::LIST, Group::Article, NO_HINT, ("写笔记，文章随之收藏", "write a note; the article is bookmarked with it")),
    row(&["v"], Action::MarkRow, Where::LIST, Group::Article, NO_HINT, ("选中：移动扩大，再按停在这里；b m e 一起处理", "mark rows: move to widen, again to end; b m e act on all")),
    row(&["V"], Action::MarkAll, Where::LIST, Group::Article, NO_HINT, ("选中全部，再按取消", "mark all rows, again none")),
    row(&["U"], Action::Undo, Where::EVERYWHERE, Group::Article, NO_HINT, ("撤销上一次改动，可连按", "undo the last change; again for the one before")),
    row(&["o"], Action::OpenSource, Where::ARTICLE, Group::Article, ("原文", "source"), ("在浏览器中打开原文；没有浏览器则复制链接", "open the source in a browser; without one, copy the link")),
    row(&["y"], Action::CopyLink, Where::LIST, Group::Article, NO_HINT, ("复制原文链接", "copy the source link")),
    row(&["y"], Action::CopyLink, Where::READER, Group::Article, NO_HINT, ("复制选中的链接或摘录；没有选中则复制原文链接", "copy the marked link or passage; with none marked, the source link")),
    row(&["Y"], Action::CopyCitation, Where::ARTICLE, Group::Article, NO_HINT, ("复制引文；格式见设置 citation", "copy the citation, as the setting citation says")),
    row(&["e"], Action::Export, Where::ARTICLE, Group::Article, NO_HINT, ("导出为文件：.md、.html、.txt 或 .epub", "write to a file: .md, .html, .txt or .epub")),
    row(&["O"], Action::ShowCode, Where::ARTICLE, Group::Article, NO_HINT, ("用二维码显示链接，手机扫了就能看", "the link as a QR code, for a phone")),
    row(&["|"], Action::Pipe, Where::ARTICLE, Group::Article, NO_HINT, ("把正文交给一个命令", "give the text to a command")),
    row(&["E"], Action::Edit, Where::ARTICLE, Group::Article, NO_HINT, ("用编辑器或分页程序打开正文（VISUAL、EDITOR、PAGER）", "open the text in your editor or pager (VISUAL, EDITOR, PAGER)")),
    row(&["i"], Action::About, Where::ARTICLE, Group::Article, NO_HINT, ("这篇文章的详情：来自哪个文件、收藏、标签", "facts of the article: its files, date, bookmark, tags")),
    row(&["J"], Action::NextArticle, Where::ARTICLE, Group::Article, NO_HINT, ("下一篇", "next article")),
    row(&["K"], Action::PreviousArticle, Where::ARTICLE, Group::Article, NO_HINT, ("上一篇", "previous article")),
    row(&["u"], Action::NextUnread, Where::EVERYWHERE, Group::Article, NO_HINT, ("下一篇未读", "next unread article")),
    row(&["j", "Down"], Action::Down, Where::EVERYWHERE, Group::Motion, NO_HINT, ("向下，可加次数如 10j", "down; a count before it, as in 10j")),
    row(&["k", "Up"], Action::Up, Where::EVERYWHERE, Group::Motion, NO_HINT, ("向上", "up")),
    row(&["^d"], Action::HalfPageDown, Where::EVERYWHERE, Group::Motion, NO_HINT, ("向下半屏", "half a screen down")),
    row(&["^u"], Action::HalfPageUp, Where::EVERYWHERE, Group::Motion, NO_HINT, ("向上半屏", "half a screen up")),
    row(&["^f", "PgDn"], Action::PageDown, Where::EVERYWHERE, Group::Motion, NO_HINT, ("向下一屏", "a screen down")),
    row(&["^b", "PgUp"], Action::PageUp, Where::EVERYWHERE, Group::Motion, NO_HINT, ("向上一屏", "a screen up")),
    row(&["Space"], Action::PageDown, Where::LISTS, Group::Motion, NO_HINT, ("向下一屏", "a screen down")),
    row(&["Space"], Action::ReadOn, Where::READER, Group::Motion, ("翻页", "page"), ("翻页，到文末转到下一篇未读；都读过了就是下一篇", "page on; at the end, the next unread article or, with all read, the next")),
    row(&["gg", "Home"], Action::First, Where::EVERYWHERE, Group::Motion, NO_HINT, ("到开头，或第几行如 10gg", "to the first, or to a row, as in 10gg")),
    row(&["G", "End"], Action::Last, Where::EVERYWHERE, Group::Motion, NO_HINT, ("到末尾，或第几行如 10G", "to the last, or to a row, as in 10G")),
    row(&["h", "Left"], Action::FocusLeft, Where::EVERYWHERE, Group::Place, NO_HINT, ("左边的窗格", "the pane on the left")),
    row(&["l", "Right"], Action::FocusRight, Where::EVERYWHERE, Group::Place, NO_HINT, ("右边的窗格", "the pane on the right")),
    row(&["Tab"], Action::FocusNext, Where::EVERYWHERE, Group::Place, NO_HINT, ("下一个窗格", "the next pane")),
    row(&["Shift-Tab"], Action::FocusPrevious, Where::EVERYWHERE, Group::Place, NO_HINT, ("上一个窗格", "the previous pane")),
    row(&["H"], Action::GoBack, Where::EVERYWHERE, Group::Place, NO_HINT, ("回到之前看的列表或文章", "back to the list or article before")),
    row(&["L"], Action::GoForward, Where::EVERYWHERE, Group::Place, NO_HINT, ("再往前", "forward again")),
    row(&["z"], Action::Zoom, Where::EVERYWHERE, Group::Place, NO_HINT, ("正文占满窗口，再按还原", "the page on the whole screen, again to go back")),
    row(&["+"], Action::Grow, Where::EVERYWHERE, Group::Place, NO_HINT, ("这个窗格变大，可加次数如 5+", "a larger pane, as in 5+")),
    row(&["-"], Action::Shrink, Where::EVERYWHERE, Group::Place, NO_HINT, ("这个窗格变小", "a smaller pane")),
    row(&["="], Action::RestorePanes, Where::EVERYWHERE, Group::Place, NO_HINT, ("窗格还原", "panes as they were at first")),
    row(&["c"], Action::GoCategory, Where::ARTICLE, Group::Place, ("分类", "category"), ("去某个分类", "go to a category")),
    row(&["d"], Action::GoDate, Where::EVERYWHERE, Group::Place, NO_HINT, ("去某一天", "go to a date")),
    row(&["ga"], Action::Archives, Where::EVERYWHERE, Group::Place, NO_HINT, ("换一个档案；:档案 名字 直接换", "go to another archive; :archive NAME goes at once")),
    row(&["q", "Esc"], Action::Back, Where::EVERYWHERE, Group::Place, NO_HINT, ("返回", "back")),
    row(&["/", "c"], Action::Search, Where::CATEGORIES, Group::Search, ("找分类", "find"), ("找分类；Tab 改搜文章", "find a category; Tab searches articles instead")),
    row(&["/"], Action::Search, Where::LIST, Group::Search, ("搜索", "search"), ("搜索标题和正文；Tab 在本列表和全部之间切换", "search titles and texts; Tab switches between this list and everything")),
    row(&["s"], Action::ChangeOrder, Where::CATEGORIES, Group::Place, NO_HINT, ("换个次序：按文章多少、名称、最近用过", "another order: by articles, by name, by last use")),
    row(&["p"], Action::Pin, Where::CATEGORIES, Group::Place, NO_HINT, ("置顶分类或保存的搜索，再按取消", "pin the category or saved search, again to unpin")),
    row(&["x"], Action::Hide, Where::CATEGORIES, Group::Place, NO_HINT, ("隐藏分类或保存的搜索，再按取消", "hide the category or saved search, again to show it")),
    row(&["X"], Action::ShowHidden, Where::CATEGORIES, Group::Place, NO_HINT, ("显示隐藏的，再按收起", "show what is hidden, again not to")),
    row(&["o"], Action::Fold, Where::CATEGORIES, Group::Place, NO_HINT, ("展开分组，再按收起", "unfold the group, again to fold it")),
    row(&["s"], Action::ChangeOrder, Where::LIST, Group::Search, NO_HINT, ("搜索结果按日期或相关度排列", "results by date or by relevance")),
    row(&[">"], Action::LaterMonth, Where::LIST, Group::Search, NO_HINT, ("只看后一个有结果的月份；q 看全部", "only the next month with results; q for all")),
    row(&["<"], Action::EarlierMonth, Where::LIST, Group::Search, NO_HINT, ("只看前一个有结果的月份", "only the previous month with results")),
    row(&["I"], Action::BuildIndex, Where::EVERYWHERE, Group::Program, NO_HINT, ("建立全文索引，或暂停", "build the index of texts, or pause")),
    row(&["/"], Action::Search, Where::READER, Group::Search, ("查找", "find"), ("在正文里查找；不填则再找上一次的词", "find in the page; left empty, the same again")),
    row(&["n"], Action::NextHit, Where::READER, Group::Search, NO_HINT, ("下一处，可加次数如 3n；换了文章则再找同样的词", "next hit, as in 3n; in another article, the same words again")),
    row(&["N"], Action::PreviousHit, Where::READER, Group::Search, NO_HINT, ("上一处", "previous hit")),
    row(&["f"], Action::LabelLinks, Where::READER, Group::Search, NO_HINT, ("给链接标上字母，按字母打开，大写则复制", "letters over the links: typed, they open one, in capitals they copy it")),
    row(&["]"], Action::NextHeading, Where::READER, Group::Search, NO_HINT, ("下一个小标题", "next heading")),
    row(&["["], Action::PreviousHeading, Where::READER, Group::Search, NO_HINT, ("上一个小标题", "previous heading")),
    row(&["}"], Action::NextLink, Where::READER, Group::Search, NO_HINT, ("选中下一个链接，Esc 取消", "mark the next link; Esc unmarks it")),
    row(&["{"], Action::PreviousLink, Where::READER, Group::Search, NO_HINT, ("选中上一个链接", "mark the previous link")),
    row(&["Enter"], Action::Enter, Where::READER, Group::Search, NO_HINT, ("打开选中的链接，没有浏览器则复制；没有选中则给摘录写批注", "open the marked link or, without a browser, copy it; with none marked, note the passage")),
    row(&["v"], Action::Select(Select::Begin), Where::READER, Group::Article, NO_HINT, ("选取一段文字来摘录", "select a passage to highlight")),
    row(&["a"], Action::Note, Where::READER, Group::Article, NO_HINT, ("给屏幕上的摘录写批注；没有摘录则给文章写笔记", "write a note on the passage in view; with none, on the article")),
    row(&["x"], Action::RemovePassage, Where::READER, Group::Article, NO_HINT, ("删除屏幕上的摘录", "remove the passage in view")),
    row(&[")"], Action::NextPassage, Where::READER, Group::Search, NO_HINT, ("下一处摘录，Esc 取消", "the next passage; Esc leaves it")),
    row(&["("], Action::PreviousPassage, Where::READER, Group::Search, NO_HINT, ("上一处摘录", "the previous passage")),
    row(&[":"], Action::Command, Where::EVERYWHERE, Group::Program, NO_HINT, ("输入命令，如 存 名字，保存这次搜索；Tab 补全", "give a command, as save NAME, to keep this search; Tab completes")),
    row(&["R"], Action::Reload, Where::EVERYWHERE, Group::Program, NO_HINT, ("看档案有没有变化", "look for changes in the archive")),
    row(&["gR"], Action::ReadAgain, Where::EVERYWHERE, Group::Program, NO_HINT, ("把档案里的文件全部重读一遍", "read every file of the archive again")),
    row(&["!"], Action::Problems, Where::EVERYWHERE, Group::Program, NO_HINT, ("列出档案里的问题", "list the problems in the archive")),
    row(&["T"], Action::NextTheme, Where::EVERYWHERE, Group::Program, NO_HINT, ("换主题；:主题 名字 选一个", "the next theme; :theme NAME picks one")),
    row(&["^l"], Action::Redraw, Where::EVERYWHERE, Group::Program, NO_HINT, ("重画屏幕", "draw the screen anew")),
    row(&["^z"], Action::Suspend, Where::EVERYWHERE, Group::Program, NO_HINT, ("挂起，fg 恢复", "suspend; fg comes back")),
    row(&["?"], Action::Help, Where::EVERYWHERE, Group::Program, ("帮助", "help"), ("这里可用的按键", "the keys that work here")),
    row(&["Q", "^c"], Action::Quit, Where::EVERYWHERE, Group::Program, NO_HINT, ("退出", "quit")),
];
