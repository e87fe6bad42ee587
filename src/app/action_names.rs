//! The names of actions, by which they are bound in the settings and given at the `:` prompt.

use crate::config::Lang;
use crate::text::fold::fold;
use crate::text::likely::likely;

use super::{Action, Select};

/// Every action with its English and Chinese name.
#[rustfmt::skip]
static NAMES: &[(Action, &str, &str)] = &[
    (Action::Down, "down", "向下"),
    (Action::Up, "up", "向上"),
    (Action::HalfPageDown, "half-page-down", "下半屏"),
    (Action::HalfPageUp, "half-page-up", "上半屏"),
    (Action::PageDown, "page-down", "下一屏"),
    (Action::PageUp, "page-up", "上一屏"),
    (Action::ReadOn, "read-on", "读下去"),
    (Action::First, "first", "开头"),
    (Action::Last, "last", "末尾"),
    (Action::FocusLeft, "pane-left", "左窗格"),
    (Action::FocusRight, "pane-right", "右窗格"),
    (Action::FocusNext, "next-pane", "下一窗格"),
    (Action::FocusPrevious, "previous-pane", "上一窗格"),
    (Action::Enter, "open", "打开"),
    (Action::Back, "back", "返回"),
    (Action::NextArticle, "next-article", "下一篇"),
    (Action::PreviousArticle, "previous-article", "上一篇"),
    (Action::NextUnread, "next-unread", "下一篇未读"),
    (Action::ToggleBookmark, "bookmark", "收藏"),
    (Action::ToggleRead, "mark-read", "已读"),
    (Action::CatchUp, "catch-up", "全部已读"),
    (Action::MarkRow, "mark-row", "选中"),
    (Action::MarkAll, "mark-all", "选中全部"),
    (Action::Note, "note", "笔记"),
    (Action::Undo, "undo", "撤销"),
    (Action::About, "facts", "详情"),
    (Action::GoBack, "go-back", "后退"),
    (Action::GoForward, "go-forward", "前进"),
    (Action::OpenSource, "source", "原文"),
    (Action::CopyLink, "copy-link", "复制链接"),
    (Action::CopyCitation, "cite", "引文"),
    (Action::Export, "export", "导出"),
    (Action::LabelLinks, "label-links", "链接字母"),
    (Action::ShowCode, "qr-code", "二维码"),
    (Action::Pipe, "pipe", "管道"),
    (Action::Edit, "edit", "编辑器"),
    (Action::Search, "search", "搜索"),
    (Action::NextHit, "next-hit", "下一处"),
    (Action::PreviousHit, "previous-hit", "上一处"),
    (Action::ChangeOrder, "sort", "排列"),
    (Action::Pin, "pin", "置顶"),
    (Action::Hide, "hide", "隐藏"),
    (Action::ShowHidden, "show-hidden", "显示隐藏"),
    (Action::Fold, "fold", "展开收起"),
    (Action::LaterMonth, "later-month", "后一月"),
    (Action::EarlierMonth, "earlier-month", "前一月"),
    (Action::BuildIndex, "index", "索引"),
    (Action::NextHeading, "next-heading", "下一小标题"),
    (Action::PreviousHeading, "previous-heading", "上一小标题"),
    (Action::NextLink, "next-link", "下一链接"),
    (Action::PreviousLink, "previous-link", "上一链接"),
    (Action::NextPassage, "next-passage", "下一摘录"),
    (Action::PreviousPassage, "previous-passage", "上一摘录"),
    (Action::RemovePassage, "remove-passage", "删除摘录"),
    (Action::GoCategory, "category", "分类"),
    (Action::GoDate, "date", "日期"),
    (Action::Archives, "archives", "换档案"),
    (Action::Command, "command", "命令"),
    (Action::Reload, "reload", "刷新"),
    (Action::ReadAgain, "read-again", "重读"),
    (Action::Zoom, "zoom", "放大"),
    (Action::Grow, "larger", "变大"),
    (Action::Shrink, "smaller", "变小"),
    (Action::RestorePanes, "restore-panes", "还原窗格"),
    (Action::Problems, "problems", "问题"),
    (Action::Help, "help", "帮助"),
    (Action::NextTheme, "theme", "主题"),
    (Action::Redraw, "redraw", "重画"),
    (Action::Suspend, "suspend", "挂起"),
    (Action::Quit, "quit", "退出"),
    (Action::Select(Select::Begin), "select", "选取"),
    (Action::Select(Select::Highlight), "highlight", "摘录"),
    (Action::Select(Select::Note), "highlight-with-note", "摘录加批注"),
    (Action::Select(Select::Copy), "copy-selection", "复制选中"),
    (Action::Select(Select::SentenceOn), "longer", "加一句"),
    (Action::Select(Select::SentenceBack), "shorter", "减一句"),
    (Action::Select(Select::LineDown), "line-longer", "加一行"),
    (Action::Select(Select::LineUp), "line-shorter", "减一行"),
    (Action::Select(Select::Next), "next-sentence", "后一句"),
    (Action::Select(Select::Previous), "previous-sentence", "前一句"),
    (Action::Select(Select::Swap), "other-end", "换一头"),
    (Action::Select(Select::Leave), "select-nothing", "不选"),
];

impl Action {
    /// Every action, in the order in which they are listed.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|(action, ..)| *action)
    }

    /// Its English name, by which the settings bind it.
    pub fn name(self) -> &'static str {
        self.names().0
    }

    /// Its name in `lang`.
    pub fn name_in(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.names().1,
            Lang::En => self.names().0,
        }
    }

    fn names(self) -> (&'static str, &'static str) {
        let mut all = NAMES.iter();
        let named = all.find(|(action, ..)| *action == self);
        named.map_or(("", ""), |(_, en, zh)| (en, zh))
    }

    /// The action that goes by `name` in either language, in whatever case and width.
    pub fn named(name: &str) -> Option<Self> {
        let name = fold(name);
        let mut all = NAMES.iter();
        all.find(|(_, en, zh)| name == *en || name == fold(zh))
            .map(|(action, ..)| *action)
    }

    /// The English name that `name` was most likely meant to be, if any.
    pub fn nearest(name: &str) -> Option<&'static str> {
        likely(name, NAMES.iter().map(|(_, en, _)| *en))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_means_two_actions() {
        let mut seen = std::collections::HashSet::new();
        for (action, en, zh) in NAMES {
            assert!(
                seen.insert(en.to_owned()) && seen.insert(zh.to_owned()),
                "{en} {zh}"
            );
            assert_eq!(Action::named(en), Some(*action));
            assert_eq!(Action::named(zh), Some(*action));
        }
    }
}
