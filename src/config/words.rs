//! Everything the interface says, in Chinese and English. One struct of words, so that a language
//! that lacks one does not compile.

/// The words of one language. Functions where a number or a name stands inside.
#[derive(Debug)]
#[allow(
    missing_docs,
    reason = "each field is named after what it says, and says it below, twice"
)]
pub struct Words {
    pub all: &'static str,
    pub bookmarks: &'static str,
    pub categories: &'static str,
    pub page: &'static str,
    pub undated: &'static str,
    pub weekdays: [&'static str; 7],
    pub total: fn(usize) -> String,
    pub today: fn(usize) -> String,
    pub unread: fn(usize) -> String,
    pub loading: fn(usize) -> String,
    pub checking: fn(usize) -> String,
    pub problems: fn(usize) -> String,
    pub reading_time: fn(usize) -> String,
    pub links: fn(usize) -> String,
    pub source: &'static str,
    pub copies: &'static str,
    pub stocks: &'static str,
    pub notes: &'static str,
    pub image: &'static str,
    pub next: &'static str,
    pub previous: &'static str,
    pub search: fn(&str) -> String,
    pub everywhere: &'static str,
    pub prompt_category: &'static str,
    pub tab_searches: &'static str,
    pub prompt_search: &'static str,
    pub prompt_everywhere: &'static str,
    pub prompt_find: &'static str,
    pub prompt_date: &'static str,
    pub prompt_command: &'static str,
    pub help_title: &'static str,
    pub help_close: &'static str,
    pub problems_title: &'static str,
    pub problems_none: &'static str,
    pub problems_more: fn(usize) -> String,
    pub help_motions: &'static str,
    pub help_places: &'static str,
    pub help_search: &'static str,
    pub help_article: &'static str,
    pub help_program: &'static str,
    pub empty_archive: &'static str,
    pub empty_loading: &'static str,
    pub empty_bookmarks: &'static str,
    pub empty_search: fn(&str) -> String,
    pub empty_here: fn(&str, &str) -> String,
    pub empty_doubt: fn(&str, &str) -> String,
    pub empty_nearest: fn(&str, &str, &str, (usize, bool)) -> String,
    pub spelled: fn(usize) -> String,
    pub searching: &'static str,
    pub to_read: fn(usize) -> String,
    pub no_order: &'static str,
    pub no_words: &'static str,
    pub index_whole: &'static str,
    pub by_date: &'static str,
    pub by_relevance: &'static str,
    pub last_month: &'static str,
    pub first_month: &'static str,
    pub indexing: fn(usize) -> String,
    pub index_begins: &'static str,
    pub index_paused: &'static str,
    pub index_estimating: &'static str,
    pub index_impossible: &'static str,
    pub index_offer: fn(&str, &str) -> String,
    pub index_no_room: fn(&str, &str) -> String,
    pub empty_page: &'static str,
    pub article_gone: &'static str,
    pub no_body: &'static str,
    pub too_small: fn(u16, u16) -> String,
    pub no_source: &'static str,
    pub opened: &'static str,
    pub copied_instead: &'static str,
    pub copied: &'static str,
    pub bookmarked: &'static str,
    pub bookmarked_for_now: &'static str,
    pub keeps_nothing: &'static str,
    pub press_for_why: &'static str,
    pub unsaved: &'static str,
    pub unreadable: fn(&str) -> String,
    pub cut_short: &'static str,
    pub unbookmarked: &'static str,
    pub marked_read: &'static str,
    pub marked_unread: &'static str,
    pub no_unread: &'static str,
    pub no_hits: fn(&str) -> String,
    pub no_search_yet: &'static str,
    pub from_top: &'static str,
    pub from_end: &'static str,
    pub heading: &'static str,
    pub no_headings: &'static str,
    pub last_heading: &'static str,
    pub first_heading: &'static str,
    pub link: &'static str,
    pub no_links: &'static str,
    pub no_mark: &'static str,
    pub no_site: &'static str,
    pub last_article: &'static str,
    pub first_article: &'static str,
    pub bad_date: fn(&str) -> String,
    pub no_such_date: fn(&str) -> String,
    pub going: fn(&str) -> String,
    pub looking_for_unread: &'static str,
    pub article_removed: &'static str,
    pub looked_at: fn(usize, &str) -> String,
    pub search_saved: fn(&str) -> String,
    pub search_saved_for_now: fn(&str) -> String,
    pub search_replaced: fn(&str) -> String,
    pub search_forgotten: fn(&str) -> String,
    pub nothing_to_save: &'static str,
    pub name_too_long: fn(usize) -> String,
    pub no_saved: fn(&str) -> String,
    pub unknown_command: fn(&str, &str) -> String,
    pub no_category: fn(&str) -> String,
    pub reloading: &'static str,
    pub reading_again: &'static str,
    pub reloaded: fn(usize) -> String,
    pub arrived: fn(usize) -> String,
    pub archive_gone: fn(&str) -> String,
    pub not_kept: fn(&str) -> String,
    pub nothing_behind: &'static str,
    pub unknown_key: fn(&str) -> String,
    pub candidates: fn(usize) -> String,
    pub settings_odd: fn(usize) -> String,
    pub no_such_file: &'static str,
    pub settings_right: &'static str,
    pub settings_absent: &'static str,
}

/// `number` with a comma between thousands: `1,204`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// In English: `1 article`, `2 articles`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// Chinese.
pub static ZH: Words = Words {
    all: "全部",
    bookmarks: "收藏",
    categories: "分类",
    page: "正文",
    undated: "日期不详",
    weekdays: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    total: |n| format!("{} 篇", grouped(n)),
    today: |n| format!("今日 {}", grouped(n)),
    unread: |n| format!("未读 {}", grouped(n)),
    loading: |n| format!("载入 {}", grouped(n)),
    checking: |n| match n {
        0 => "核对中".to_owned(),
        n => format!("核对中，已读 {}", grouped(n)),
    },
    problems: |n| format!("问题 {}", grouped(n)),
    reading_time: |n| format!("约 {n} 分钟"),
    links: |n| format!("{n} 个链接"),
    source: "原文",
    copies: "其他副本",
    stocks: "提及股票",
    notes: "链接",
    image: "图",
    next: "下一篇",
    previous: "上一篇",
    search: |query| format!("搜索“{query}”"),
    everywhere: "全部",
    prompt_category: "分类",
    tab_searches: "Tab 搜文章",
    prompt_search: "搜索",
    prompt_everywhere: "搜索全部",
    prompt_find: "查找",
    prompt_date: "日期",
    prompt_command: "命令",
    help_title: "这里可用的按键",
    help_close: "j k 滚动  / 查找  q 关闭",
    problems_title: "档案里的问题",
    problems_none: "没有发现问题",
    problems_more: |n| format!("另有 {} 条未列出，finews check 可列出全部", grouped(n)),
    help_motions: "移动",
    help_places: "窗格与去处",
    help_search: "查找与跳转",
    help_article: "文章",
    help_program: "程序",
    empty_archive: "这个档案里没有文章。R 重新载入",
    empty_loading: "正在载入…",
    empty_bookmarks: "还没有收藏。在文章上按 b 收藏",
    empty_search: |query| format!("没有找到“{query}”。q 返回"),
    empty_here: |query, place| format!("“{place}”里没有找到“{query}”。搜索时按 Tab 可找全部文章，q 返回"),
    empty_doubt: |piece, why| format!("没有找到。“{piece}”没有计入：{why}"),
    empty_nearest: |query, nearest, place, (n, exact)| {
        let place = if place.is_empty() {
            String::new()
        } else {
            format!("{place}文章里")
        };
        let least = if exact { "" } else { "至少" };
        format!(
            "没有找到“{query}”。{place}“{nearest}”{least}有 {} 篇，按 Enter 看这些；q 返回",
            grouped(n)
        )
    },
    spelled: |n| format!("读音 {}", grouped(n)),
    searching: "正在查找……",
    to_read: |n| format!("还要读 {}", grouped(n)),
    no_order: "这个键用在搜索结果里",
    no_words: "这次搜索没有可比较的词，只能按日期排列",
    index_whole: "全文索引已经建好，新来的文章自己进去",
    by_date: "按日期排列，新的在前",
    by_relevance: "按相关度排列",
    last_month: "后面没有结果了",
    first_month: "前面没有结果了",
    indexing: |percent| format!("索引 {percent}%"),
    index_begins: "开始建全文索引。再按 I 暂停",
    index_paused: "全文索引已暂停，没建完的部分搜索时直接读。再按 I 继续",
    index_estimating: "正在估算全文索引的大小……",
    index_impossible: "按现在的设置，或因缓存无处可存，不能建全文索引。搜索时直接读文件",
    index_offer: |takes, free| format!("全文索引{takes}，空余 {free}。再按 I 开始建"),
    index_no_room: |takes, free| {
        format!("放不下全文索引：{takes}，空余 {free}。可设置 index_years 只收最近几年")
    },
    empty_page: "选一篇文章，按 Enter 阅读",
    article_gone: "这篇文章已不在档案里，书签仍保留着。",
    no_body: "没有正文",
    too_small: |w, h| format!("窗口太小，要 {w}×{h}"),
    no_source: "这篇文章没有原文链接",
    opened: "已在浏览器中打开",
    copied_instead: "这里打不开浏览器，链接已复制",
    copied: "链接已复制",
    bookmarked: "已收藏",
    bookmarked_for_now: "已收藏，但退出后不保留。按 ! 看原因",
    keeps_nothing: "收藏、已读、位置和搜索没有保存",
    press_for_why: "按 ! 看原因",
    unsaved: "不保存",
    unreadable: |path| format!("读不出 {path}：它可能已被移走，或者没有读取的权限。按 R 重新载入档案。"),
    cut_short: "文件太大，只显示开头",
    unbookmarked: "已取消收藏",
    marked_read: "已标为已读",
    marked_unread: "已标为未读",
    no_unread: "没有未读文章",
    no_hits: |query| format!("没有找到“{query}”"),
    no_search_yet: "先按 / 查找",
    from_top: "从头接着找",
    from_end: "从末尾接着找",
    heading: "小标题",
    no_headings: "这篇文章没有小标题",
    last_heading: "后面没有小标题了",
    first_heading: "前面没有小标题了",
    link: "链接",
    no_links: "这篇文章里没有链接",
    no_mark: "没有选中链接。按 } 选下一个，o 打开原文",
    no_site: "不知道本站的网址，打不开站内链接",
    last_article: "已是最后一篇",
    first_article: "已是第一篇",
    bad_date: |text| format!("看不懂日期“{text}”。可以写 2022-01-05、01-05、5、昨天、上周"),
    no_such_date: |text| format!("{text} 没有文章，已到最近的一天"),
    going: |text| format!("去 {text}，正在载入…"),
    looking_for_unread: "找未读文章，正在载入…",
    article_removed: "这篇文章的文件已从档案里删掉",
    looked_at: |articles, when| format!("{} 篇文章，上次从头核对：{when}", grouped(articles)),
    search_saved: |name| format!("已存为“{name}”，排在收藏下面"),
    search_saved_for_now: |name| format!("已存为“{name}”，但退出后不保留。按 ! 看原因"),
    search_replaced: |name| format!("“{name}”已换成这次搜索"),
    search_forgotten: |name| format!("已删掉搜索“{name}”"),
    nothing_to_save: "还没有搜索过。先按 / 搜索，再用 :存 名字",
    name_too_long: |cells| format!("没有保存：名字最多 {} 个汉字。用 :存 名字 起个短的", cells / 2),
    no_saved: |name| format!("没有保存过名为“{name}”的搜索"),
    unknown_command: |name, known| format!("没有“{name}”这个命令。可用：{known}"),
    no_category: |text| format!("没有名为“{text}”的分类"),
    reloading: "正在看有没有变化…",
    reading_again: "正在重读所有文件…",
    reloaded: |n| format!("没有新文章，共 {} 篇", grouped(n)),
    arrived: |n| format!("↑ {} 新", grouped(n)),
    archive_gone: |why| format!("无法读取档案，显示的是已载入的内容：{why}"),
    not_kept: |why| format!("改动没有保存：{why}"),
    nothing_behind: "已在最外层。按 Q 退出",
    unknown_key: |key| format!("{key} 在这里没有作用。按 ? 看可用的按键"),
    candidates: |n| format!("{} 篇", grouped(n)),
    settings_odd: |n| format!("设置文件有 {n} 处没有生效"),
    no_such_file: "没有这个文件",
    settings_right: "没有错误",
    settings_absent: "没有这个文件，全部设置为默认值",
};

/// English.
pub static EN: Words = Words {
    all: "All",
    bookmarks: "Bookmarks",
    categories: "Categories",
    page: "Page",
    undated: "No date",
    weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    total: |n| count(n, "article", "articles"),
    today: |n| format!("{} today", grouped(n)),
    unread: |n| format!("{} unread", grouped(n)),
    loading: |n| format!("loading {}", grouped(n)),
    checking: |n| match n {
        0 => "checking".to_owned(),
        n => format!("checking, {} read", grouped(n)),
    },
    problems: |n| count(n, "problem", "problems"),
    reading_time: |n| format!("about {n} min"),
    links: |n| count(n, "link", "links"),
    source: "Source",
    copies: "Other copies",
    stocks: "Stocks named",
    notes: "Links",
    image: "image",
    next: "Next",
    previous: "Previous",
    search: |query| format!("Search “{query}”"),
    everywhere: "everything",
    prompt_category: "Category",
    tab_searches: "Tab: articles",
    prompt_search: "Search",
    prompt_everywhere: "Search all",
    prompt_find: "Find",
    prompt_date: "Date",
    prompt_command: "Command",
    help_title: "Keys that work here",
    help_close: "j k scroll  / find  q close",
    problems_title: "Problems in the archive",
    problems_none: "No problem was found",
    problems_more: |n| {
        format!(
            "{} more are not listed here; finews check lists them all",
            grouped(n)
        )
    },
    help_motions: "Moving",
    help_places: "Panes and places",
    help_search: "Searching and jumping",
    help_article: "The article",
    help_program: "The program",
    empty_archive: "This archive holds no articles. R reloads it",
    empty_loading: "Loading…",
    empty_bookmarks: "No bookmarks yet. Press b on an article to keep it",
    empty_search: |query| format!("Nothing was found for “{query}”. q goes back"),
    empty_here: |query, place| {
        format!(
            "Nothing in {place} for “{query}”. While searching, Tab looks through everything; q goes back"
        )
    },
    empty_doubt: |piece, why| format!("Nothing was found. “{piece}” was left out: {why}"),
    empty_nearest: |query, nearest, place, (n, exact)| {
        let place = if place.is_empty() {
            String::new()
        } else {
            format!(" in {place}")
        };
        let least = if exact { "" } else { "at least " };
        let found = count(n, "article", "articles");
        format!(
            "Nothing was found for “{query}”. “{nearest}” finds {least}{found}{place}: Enter shows them, q goes back"
        )
    },
    spelled: |n| format!("{} by pinyin", grouped(n)),
    searching: "Looking …",
    to_read: |n| format!("{} to read", grouped(n)),
    no_order: "This key is for the results of a search",
    no_words: "This search has no words to rank by; it stays by date",
    index_whole: "The index of texts is complete; new articles go into it by themselves",
    by_date: "By date, newest first",
    by_relevance: "By relevance",
    last_month: "No results after this",
    first_month: "No results before this",
    indexing: |percent| format!("indexing {percent}%"),
    index_begins: "Building the index of texts. I again pauses",
    index_paused: "Paused: what is not indexed is read when it is searched. I again goes on",
    index_estimating: "Estimating the size of the index of texts …",
    index_impossible: "The settings, or a cache that cannot be kept, allow no index of texts; posts are read when they are searched",
    index_offer: |takes, free| {
        format!("The index of texts takes {takes}; {free} are free. I again builds it")
    },
    index_no_room: |takes, free| {
        format!(
            "No room for the index of texts: {takes}, {free} are free. index_years takes the last years only"
        )
    },
    empty_page: "Choose an article and press Enter to read it",
    article_gone: "This article is no longer in the archive. The bookmark is kept.",
    no_body: "no text",
    too_small: |w, h| format!("Too small: min {w}×{h}"),
    no_source: "This article has no source link",
    opened: "Opened in the browser",
    copied_instead: "No browser here: the link is copied",
    copied: "Link copied",
    bookmarked: "Bookmarked",
    bookmarked_for_now: "Bookmarked, but only until you quit. ! says why",
    keeps_nothing: "Bookmarks, read marks, places and searches are not kept",
    press_for_why: "! says why",
    unsaved: "not saved",
    unreadable: |path| {
        format!(
            "{path} cannot be read: it may have been moved, or may not be readable. R reads the archive again."
        )
    },
    cut_short: "too large: beginning only",
    unbookmarked: "Bookmark removed",
    marked_read: "Marked read",
    marked_unread: "Marked unread",
    no_unread: "Nothing is unread",
    no_hits: |query| format!("“{query}” was not found"),
    no_search_yet: "Press / to search first",
    from_top: "on from the top",
    from_end: "on from the end",
    heading: "heading",
    no_headings: "This article has no headings",
    last_heading: "No heading further on",
    first_heading: "No heading further back",
    link: "link",
    no_links: "There are no links in this article",
    no_mark: "No link is marked. } marks the next, o opens the source",
    no_site: "The site's address is not known, so its own links cannot be opened",
    last_article: "This is the last article",
    first_article: "This is the first article",
    bad_date: |text| format!("“{text}” is not a date. Write 2022-01-05, 01-05, 5, yesterday or last week"),
    no_such_date: |text| format!("Nothing on {text}: this is the nearest day"),
    going: |text| format!("Going to {text}, loading…"),
    looking_for_unread: "Looking for an unread article, loading…",
    article_removed: "The file of this article is gone from the archive",
    looked_at: |articles, when| {
        format!(
            "{}, looked at whole: {when}",
            count(articles, "article", "articles")
        )
    },
    search_saved: |name| format!("Saved as “{name}”, below the bookmarks"),
    search_saved_for_now: |name| format!("Saved as “{name}”, but only until you quit. ! says why"),
    search_replaced: |name| format!("“{name}” is this search now"),
    search_forgotten: |name| format!("Search “{name}” is forgotten"),
    nothing_to_save: "Nothing was searched for yet. Press / to search, then :save NAME",
    name_too_long: |cells| {
        format!("Not saved: a name has {cells} columns at most. :save NAME takes a shorter one")
    },
    no_saved: |name| format!("No search is saved as “{name}”"),
    unknown_command: |name, known| format!("There is no command “{name}”. There are: {known}"),
    no_category: |text| format!("No category is named “{text}”"),
    reloading: "Looking for changes…",
    reading_again: "Reading every file again…",
    reloaded: |n| format!("Nothing new: {}", count(n, "article", "articles")),
    arrived: |n| format!("↑ {} new", grouped(n)),
    archive_gone: |why| format!("The archive cannot be read; what was loaded is still shown: {why}"),
    not_kept: |why| format!("The change is not kept: {why}"),
    nothing_behind: "Nothing to go back to. Press Q to quit",
    unknown_key: |key| format!("{key} does nothing here. Press ? for the keys that do"),
    candidates: |n| count(n, "article", "articles"),
    settings_odd: |n| {
        count(
            n,
            "line of the settings is not followed",
            "lines of the settings are not followed",
        )
    },
    no_such_file: "no such file",
    settings_right: "no mistake",
    settings_absent: "no such file; every setting is as by default",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1204), "1,204");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn one_article_is_not_articles() {
        assert_eq!((EN.total)(1), "1 article");
        assert_eq!((ZH.total)(1204), "1,204 篇");
    }
}
