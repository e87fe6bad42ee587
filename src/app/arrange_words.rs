//! What is said of the arrangement of categories.

use crate::config::Lang;
use crate::config::words::grouped;

/// The words of one language.
#[derive(Debug)]
#[allow(
    missing_docs,
    reason = "each field is named after what it says, and says it below, twice"
)]
pub struct ArrangeWords {
    pub by_name: &'static str,
    pub by_use: &'static str,
    pub with_hidden: &'static str,
    pub ordered_by_articles: &'static str,
    pub ordered_by_name: &'static str,
    pub ordered_by_use: &'static str,
    pub pinned: fn(&str) -> String,
    pub unpinned: fn(&str) -> String,
    pub hidden: fn(&str) -> String,
    pub unhidden: fn(&str) -> String,
    pub fixed_stay: &'static str,
    pub groups_stay: &'static str,
    pub nothing_hidden: &'static str,
    pub hidden_shown: fn(usize) -> String,
    pub hidden_again: &'static str,
    pub no_group: &'static str,
    pub unknown_members: fn(&str) -> String,
}

static ZH: ArrangeWords = ArrangeWords {
    by_name: "按名称",
    by_use: "按最近",
    with_hidden: "含隐藏",
    ordered_by_articles: "分类按文章多少排列",
    ordered_by_name: "分类按名称排列",
    ordered_by_use: "分类按最近用过排列",
    pinned: |name| format!("置顶了“{name}”。再按取消"),
    unpinned: |name| format!("不再置顶“{name}”。U 撤销"),
    hidden: |name| format!("隐藏了“{name}”。U 撤销，X 显示隐藏的"),
    unhidden: |name| format!("不再隐藏“{name}”。U 撤销"),
    fixed_stay: "只有分类和保存的搜索可以置顶、隐藏",
    groups_stay: "分组写在设置文件里，不能置顶、隐藏",
    nothing_hidden: "没有隐藏的分类",
    hidden_shown: |n| format!("显示隐藏的 {} 个，名字在括号里；x 取消隐藏", grouped(n)),
    hidden_again: "隐藏的不再显示",
    no_group: "这里没有分组；分组写在设置文件的 [groups] 里",
    unknown_members: |names| format!("档案里没有这样的分类：{names}"),
};

static EN: ArrangeWords = ArrangeWords {
    by_name: "by name",
    by_use: "by use",
    with_hidden: "all",
    ordered_by_articles: "Categories by number of articles",
    ordered_by_name: "Categories by name",
    ordered_by_use: "Categories by last use",
    pinned: |name| format!("Pinned {name}; again to unpin"),
    unpinned: |name| format!("{name} is no longer pinned. U undoes"),
    hidden: |name| format!("Hidden: {name}. U undoes, X shows what is hidden"),
    unhidden: |name| format!("{name} is no longer hidden. U undoes"),
    fixed_stay: "Only categories and saved searches can be pinned or hidden",
    groups_stay: "Groups stand in the settings file; they cannot be pinned or hidden",
    nothing_hidden: "No category is hidden",
    hidden_shown: |n| format!("Showing the {} hidden, in brackets; x takes back", grouped(n)),
    hidden_again: "What is hidden is out of sight again",
    no_group: "No group here; groups stand in the settings file under [groups]",
    unknown_members: |names| format!("the archive has no such category: {names}"),
};

/// The words of `lang`.
pub fn arrange_words(lang: Lang) -> &'static ArrangeWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}
