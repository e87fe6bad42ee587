//! What is said of the user's own data: marking, undoing, notes, tags, the history.

use crate::config::words::grouped;
use crate::config::{Lang, Rule};
use crate::library::{Acted, Undone};

/// The words of one language.
#[derive(Debug)]
#[allow(
    missing_docs,
    reason = "each field is named after what it says, and says it below, twice"
)]
pub struct OwnWords {
    pub history: &'static str,
    pub article_gone: &'static str,
    pub marked: fn(usize) -> String,
    pub nothing_unread: &'static str,
    pub caught_up: fn(usize) -> String,
    pub bookmarked: fn(usize) -> String,
    pub unbookmarked: fn(usize) -> String,
    pub marked_read: fn(usize) -> String,
    pub marked_unread: fn(usize) -> String,
    pub no_place_here: fn(&str) -> String,
    pub undoing: &'static str,
    pub nothing_to_undo: &'static str,
    pub prompt_note: &'static str,
    pub prompt_pipe: &'static str,
    pub press_enter: &'static str,
    pub labels: &'static str,
    pub no_such_label: &'static str,
    pub no_code: &'static str,
    pub noted: &'static str,
    pub note_removed: &'static str,
    pub tagged: fn(&str) -> String,
    pub tagged_all: fn(usize) -> String,
    pub untagged: &'static str,
    pub tags_as_they_are: &'static str,
    pub text_kept: &'static str,
    pub texts_kept: fn(usize) -> String,
    pub text_let_go: &'static str,
    pub text_let_go_for_good: &'static str,
    pub texts_let_go: fn(usize) -> String,
    pub only_for_now: &'static str,
    pub not_kept: &'static str,
    pub note_of_two: &'static str,
    pub text_unreadable: &'static str,
    pub no_article: &'static str,
    pub empty_history: &'static str,
    pub no_further_back: &'static str,
    pub no_further_forward: &'static str,
    pub one_pane: &'static str,
    pub by_adding: &'static str,
    pub hidden: &'static str,
    pub left_out: fn(usize) -> String,
    pub only_hidden: fn(usize) -> String,
    pub nothing_hidden: &'static str,
    pub how_to_show: &'static str,
    pub hidden_by_hand: fn(usize) -> String,
    pub shown_again: fn(usize) -> String,
    pub empty_hidden: &'static str,
    pub ruled: fn(usize, &Acted) -> String,
    pub not_ruled: &'static str,
    pub rules_title: &'static str,
    pub no_rules: &'static str,
    pub rule_does: fn(&Rule) -> String,
    pub rule_since: fn(&str, usize, usize) -> String,
    pub rule_begins: &'static str,
}

/// What rules did, each with its words, of which there is any.
fn acts(words: [&str; 4], between: &str, acted: &Acted) -> String {
    let counts = [acted.read, acted.starred, acted.tagged, acted.hidden];
    let acts = words.iter().zip(counts).filter(|(_, count)| *count > 0);
    let acts: Vec<String> = acts
        .map(|(words, count)| format!("{words} {}", grouped(count)))
        .collect();
    acts.join(between)
}

/// What a rule does, in these words.
fn does(words: [&str; 4], between: &str, rule: &Rule) -> String {
    let [read, star, tag, hide] = words;
    let tags = format!("{tag} #{}", rule.tags.join(" #"));
    let acts = [
        (rule.read, read),
        (rule.star, star),
        (!rule.tags.is_empty(), &tags),
        (rule.hide, hide),
    ];
    let acts = acts.iter().filter(|(does, _)| *does);
    let acts: Vec<&str> = acts.map(|(_, words)| *words).collect();
    acts.join(between)
}

/// `1 article`, `2 articles`.
fn articles(number: usize) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { "article" } else { "articles" }
    )
}

static ZH: OwnWords = OwnWords {
    history: "历史",
    article_gone: "这篇文章已不在档案里，只知道读过它。",
    marked: |n| match n {
        0 => "没有选中的文章".to_owned(),
        n => format!(
            "选中 {} 篇。移动扩大，v 停在这里，b m e 一起处理，Esc 取消",
            grouped(n)
        ),
    },
    nothing_unread: "这里没有未读文章",
    caught_up: |n| format!("{} 篇标为已读。U 撤销", grouped(n)),
    bookmarked: |n| format!("收藏了 {} 篇。U 撤销", grouped(n)),
    unbookmarked: |n| format!("取消收藏 {} 篇。U 撤销", grouped(n)),
    marked_read: |n| format!("{} 篇标为已读。U 撤销", grouped(n)),
    marked_unread: |n| format!("{} 篇标为未读。U 撤销", grouped(n)),
    no_place_here: |name| format!("“{name}”在这里用不上"),
    undoing: "正在撤销…",
    nothing_to_undo: "没有可撤销的改动",
    prompt_note: "笔记",
    prompt_pipe: "交给命令",
    press_enter: "[按 Enter 回到 finews]",
    labels: "按字母打开链接，按大写字母复制，Esc 取消",
    no_such_label: "没有这个字母的链接",
    no_code: "链接太长，做不成二维码",
    noted: "笔记已记下，文章在收藏里",
    note_removed: "笔记已删掉。U 撤销",
    tagged: |tags| format!("标签：{tags}"),
    tagged_all: |n| format!("{} 篇改了标签。U 撤销", grouped(n)),
    untagged: "标签已去掉。U 撤销",
    tags_as_they_are: "标签本来就是这样",
    text_kept: "正文也存下了，文章从档案里消失后仍能读",
    texts_kept: |n| format!("{} 篇的正文也存下了。U 撤销", grouped(n)),
    text_let_go: "不再存正文。U 撤销",
    text_let_go_for_good: "不再存正文，档案里也没有这篇了。U 撤销",
    texts_let_go: |n| format!("{} 篇不再存正文。U 撤销", grouped(n)),
    only_for_now: "退出后不保留，! 看原因",
    not_kept: "改动没有保存",
    note_of_two: "别处也改了这条笔记，两边的都留着",
    text_unreadable: "读不出这篇文章，没有存下正文",
    no_article: "先选一篇文章",
    empty_history: "还没有读过文章。读过的会列在这里",
    no_further_back: "前面没有去过的地方了",
    no_further_forward: "后面没有去过的地方了",
    one_pane: "这样的屏幕上窗格不分大小",
    by_adding: "按收藏的先后排列，新收藏的在前",
    hidden: "隐藏",
    left_out: |n| format!("隐藏 {}", grouped(n)),
    only_hidden: |n| format!("找到的 {} 篇都是隐藏的。查询里加 隐藏: 可看，q 返回", grouped(n)),
    nothing_hidden: "没有隐藏的文章",
    how_to_show: "用 :hide 恢复光标下或选中的文章",
    hidden_by_hand: |n| format!("隐藏了 {} 篇，:hidden 可看。U 撤销", grouped(n)),
    shown_again: |n| format!("{} 篇不再隐藏。U 撤销", grouped(n)),
    empty_hidden: "没有隐藏的文章",
    ruled: |n, acted| {
        let acts = acts(["已读", "收藏", "加标签", "隐藏"], "，", acted);
        format!("规则：{} 篇新文章，{acts}。U 撤销", grouped(n))
    },
    not_ruled: "规则没有执行，下次再做",
    rules_title: "规则",
    no_rules: "没有规则。写在设置文件里，例子见 finews config default",
    rule_does: |rule| does(["标为已读", "收藏", "加标签", "隐藏"], "，", rule),
    rule_since: |since, handled, hidden| {
        let hidden = match hidden {
            0 => String::new(),
            n => format!("，现在隐藏 {} 篇", grouped(n)),
        };
        format!("{since} 起，处理了 {} 篇{hidden}", grouped(handled))
    },
    rule_begins: "只管从现在起到来的文章",
};

static EN: OwnWords = OwnWords {
    history: "History",
    article_gone: "This article is no longer in the archive. All that is known is that it was read.",
    marked: |n| match n {
        0 => "Nothing is marked".to_owned(),
        n => format!("{} marked: v ends here, b m e act, Esc unmarks", articles(n)),
    },
    nothing_unread: "Nothing here is unread",
    caught_up: |n| format!("{} marked read. U undoes", articles(n)),
    bookmarked: |n| format!("{} bookmarked. U undoes", articles(n)),
    unbookmarked: |n| format!("Bookmarks of {} removed. U undoes", articles(n)),
    marked_read: |n| format!("{} marked read. U undoes", articles(n)),
    marked_unread: |n| format!("{} marked unread. U undoes", articles(n)),
    no_place_here: |name| format!("{name} means nothing here"),
    undoing: "Undoing…",
    nothing_to_undo: "Nothing to undo",
    prompt_note: "Note",
    prompt_pipe: "Pipe to",
    press_enter: "[Enter goes back to finews]",
    labels: "Type a letter to open its link, a capital to copy it, Esc to leave",
    no_such_label: "No link has that letter",
    no_code: "The link is too long for a QR code",
    noted: "Noted, and bookmarked",
    note_removed: "Note removed. U undoes",
    tagged: |tags| format!("Tags: {tags}"),
    tagged_all: |n| format!("Tags of {} changed. U undoes", articles(n)),
    untagged: "Tags removed. U undoes",
    tags_as_they_are: "The tags are so already",
    text_kept: "The text is kept too, for when the archive loses it",
    texts_kept: |n| format!("The texts of {} are kept too. U undoes", articles(n)),
    text_let_go: "The text is no longer kept. U undoes",
    text_let_go_for_good: "No longer kept, and not in the archive either. U undoes",
    texts_let_go: |n| format!("The texts of {} are no longer kept. U undoes", articles(n)),
    only_for_now: "only until you quit, ! says why",
    not_kept: "The change is not kept",
    note_of_two: "The note was changed elsewhere too: both are kept",
    text_unreadable: "The article cannot be read: its text is not kept",
    no_article: "Choose an article first",
    empty_history: "Nothing was read yet. What you read is listed here",
    no_further_back: "Nowhere to go back to",
    no_further_forward: "Nowhere to go forward to",
    one_pane: "No panes share the screen here",
    by_adding: "In the order of bookmarking, newest first",
    hidden: "Hidden",
    left_out: |n| format!("{} hidden", grouped(n)),
    only_hidden: |n| {
        format!(
            "Only hidden articles were found, {}: is:hidden shows them, q goes back",
            grouped(n)
        )
    },
    nothing_hidden: "Nothing is hidden",
    how_to_show: ":hide shows the article again",
    hidden_by_hand: |n| format!("{} hidden, :hidden lists them. U undoes", articles(n)),
    shown_again: |n| format!("{} shown again. U undoes", articles(n)),
    empty_hidden: "Nothing is hidden",
    ruled: |n, acted| {
        let acts = acts(["read", "bookmarked", "tagged", "hidden"], ", ", acted);
        format!("Rules, {} new: {acts}. U undoes", grouped(n))
    },
    not_ruled: "Rules not followed, they will be next time",
    rules_title: "Rules",
    no_rules: "There are no rules. They stand in the settings file; finews config default has an example",
    rule_does: |rule| does(["mark read", "bookmark", "tag", "hide"], ", ", rule),
    rule_since: |since, handled, hidden| {
        let hidden = match hidden {
            0 => String::new(),
            n => format!(", hides {} now", grouped(n)),
        };
        format!("since {since}, handled {}{hidden}", articles(handled))
    },
    rule_begins: "acts on what arrives from now on",
};

/// The words of `lang`.
pub fn own_words(lang: Lang) -> &'static OwnWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

/// What was undone: one line.
pub(super) fn undone(lang: Lang, undone: &Undone) -> String {
    let what = match (undone.name.as_str(), lang) {
        ("add-bookmark", Lang::Zh) => "收藏",
        ("add-bookmark", Lang::En) => "bookmarking",
        ("remove-bookmark", Lang::Zh) => "取消收藏",
        ("remove-bookmark", Lang::En) => "removing a bookmark",
        ("mark-read", Lang::Zh) => "标为已读",
        ("mark-read", Lang::En) => "marking read",
        ("mark-unread", Lang::Zh) => "标为未读",
        ("mark-unread", Lang::En) => "marking unread",
        ("set-tags", Lang::Zh) => "改标签",
        ("set-tags", Lang::En) => "changing tags",
        ("set-note", Lang::Zh) => "改笔记",
        ("set-note", Lang::En) => "changing a note",
        ("add-passage", Lang::Zh) => "摘录",
        ("add-passage", Lang::En) => "highlighting a passage",
        ("note-passage", Lang::Zh) => "改摘录的批注",
        ("note-passage", Lang::En) => "changing the note on a passage",
        ("remove-passage", Lang::Zh) => "删掉摘录",
        ("remove-passage", Lang::En) => "removing a passage",
        ("keep-text", Lang::Zh) => "存正文",
        ("keep-text", Lang::En) => "keeping a text",
        ("let-text-go", Lang::Zh) => "不再存正文",
        ("let-text-go", Lang::En) => "keeping a text no longer",
        ("save-search", Lang::Zh) => "保存搜索",
        ("save-search", Lang::En) => "saving a search",
        ("forget-search", Lang::Zh) => "删掉搜索",
        ("forget-search", Lang::En) => "forgetting a search",
        ("rules", Lang::Zh) => "规则",
        ("rules", Lang::En) => "what rules did",
        ("hide", Lang::Zh) => "隐藏",
        ("hide", Lang::En) => "hiding",
        ("show", Lang::Zh) => "不再隐藏",
        ("show", Lang::En) => "showing again",
        ("pin", Lang::Zh) => "置顶",
        ("pin", Lang::En) => "pinning",
        ("put-back", Lang::Zh) => "取消置顶或隐藏",
        ("put-back", Lang::En) => "unpinning or showing again",
        ("import" | "merge", Lang::Zh) => "导入",
        ("import" | "merge", Lang::En) => "importing",
        (_, Lang::Zh) => "改动",
        (_, Lang::En) => "a change",
    };
    let (items, left) = (grouped(undone.items), grouped(undone.left));
    match (lang, undone.items, undone.left) {
        (Lang::Zh, 0, _) => format!("没有撤销“{what}”：后来又改过"),
        (Lang::En, 0, _) => format!("Not undone, {what}: it has been changed since"),
        (Lang::Zh, 1, 0) => format!("已撤销：{what}"),
        (Lang::En, 1, 0) => format!("Undone: {what}"),
        (Lang::Zh, _, 0) => format!("已撤销：{what}，{items} 项"),
        (Lang::En, _, 0) => format!("Undone: {what}, {items} items"),
        (Lang::Zh, _, _) => format!("已撤销：{what}，{items} 项；{left} 项后来又改过，没有动"),
        (Lang::En, _, _) => format!("Undone: {what}, {items} items; {left} were changed since and are left"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_undone_is_told_in_numbers() {
        let of = |items, left| Undone {
            name: "mark-read".to_owned(),
            at: 0,
            items,
            left,
        };
        assert_eq!(undone(Lang::Zh, &of(1, 0)), "已撤销：标为已读");
        assert_eq!(
            undone(Lang::En, &of(1_204, 0)),
            "Undone: marking read, 1,204 items"
        );
        assert_eq!(
            undone(Lang::Zh, &of(2, 1)),
            "已撤销：标为已读，2 项；1 项后来又改过，没有动"
        );
        assert_eq!(undone(Lang::Zh, &of(0, 1)), "没有撤销“标为已读”：后来又改过");
    }
}
