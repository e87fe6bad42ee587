//! The commands of the line mode, one table in both languages, and what is said around lists and pages.

use crate::config::Lang;
use crate::config::words::{count, grouped};
use crate::text::fold::fold;

/// What a line asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    More,
    Next,
    Previous,
    Bookmark,
    Mark,
    Search,
    SearchAll,
    Source,
    Links,
    Unread,
    Date,
    Categories,
    Back,
    Quit,
    Facts,
    Cite,
    Again,
    Top,
    Help,
}

impl Wish {
    /// The letter that stands for it.
    pub(super) fn letter(self) -> &'static str {
        let row = ROWS.iter().find(|(wish, ..)| *wish == self);
        row.and_then(|(_, words, _)| words.first().copied())
            .unwrap_or_default()
    }
}

/// A command: what it asks for, its words, and what it does, in Chinese and English.
type Row = (Wish, &'static [&'static str], (&'static str, &'static str));

/// The commands, in the order of the help. The first word is the short one, then come English and Chinese.
#[rustfmt::skip]
static ROWS: &[Row] = &[
    (Wish::More, &["", "more", "继续"], ("Enter：接着读或列下去；文章读完转到下一篇未读", "Enter: read or list on; from the end of an article to the next unread one")),
    (Wish::Next, &["n", "next", "下一篇"], ("n 下一篇；在列表里是下一屏", "n: the next article; in a list the next screenful")),
    (Wish::Previous, &["p", "previous", "上一篇"], ("p 上一篇；在列表里是上一屏", "p: the previous article; in a list the previous screenful")),
    (Wish::Back, &["q", "back", "返回"], ("q 返回：从文章到列表，从列表到分类", "q: back, from an article to the list, from a list to the categories")),
    (Wish::Categories, &["c", "categories", "分类"], ("c 列出分类；c 名字 去那个分类，名字可以用拼音", "c: the categories; c NAME goes to one, in pinyin too")),
    (Wish::Search, &["/", "search", "搜索"], ("/ 词 在这个列表里搜索", "/ WORDS: search in this list")),
    (Wish::SearchAll, &["//", "everywhere", "全搜"], ("// 词 在全部文章里搜索", "// WORDS: search in everything")),
    (Wish::Date, &["g", "date", "日期"], ("g 日期 去那一天，如 g 2022-01-05、g 昨天", "g DATE: go to a day, as g 2022-01-05, g yesterday")),
    (Wish::Unread, &["u", "unread", "未读"], ("u 下一篇未读", "u: the next unread article")),
    (Wish::Bookmark, &["b", "bookmark", "收藏"], ("b 收藏或取消；在列表里写上编号，如 b 3", "b: bookmark or no longer; in a list with a number, as b 3")),
    (Wish::Mark, &["m", "mark", "已读"], ("m 标为已读或未读；在列表里写上编号，如 m 3", "m: mark read or unread; in a list with a number, as m 3")),
    (Wish::Source, &["o", "source", "原文"], ("o 在浏览器里打开原文", "o: open the source in a browser")),
    (Wish::Links, &["f", "links", "链接"], ("f 列出文中的链接；f 3 打开第 3 个", "f: list the links of the article; f 3 opens the third")),
    (Wish::Facts, &["i", "facts", "详情"], ("i 这篇文章的详情：来源、日期、文件、标签", "i: the facts of the article, its outlet, date, files and tags")),
    (Wish::Cite, &["y", "cite", "引文"], ("y 写出引文", "y: print the citation")),
    (Wish::Again, &["r", "again", "再念"], ("r 这一屏再来一遍", "r: this screenful again")),
    (Wish::Top, &["t", "top", "从头"], ("t 从头读，或从头列", "t: from the beginning")),
    (Wish::Help, &["?", "help", "帮助"], ("? 列出命令", "?: list the commands")),
    (Wish::Quit, &["Q", "quit", "退出"], ("Q 退出，下次从这里继续", "Q: quit; the next time goes on here")),
];

/// What `word` asks for: letters in their case, longer words in any.
pub(super) fn wish(word: &str) -> Option<Wish> {
    let folded = fold(word);
    let is_named = |name: &&'static str| match name.len() {
        0..=2 => *name == word,
        _ => *name == folded,
    };
    let mut rows = ROWS.iter();
    rows.find(|(_, names, _)| names.iter().any(is_named))
        .map(|(wish, ..)| *wish)
}

/// The commands, a line each.
pub(super) fn help(lang: Lang) -> Vec<&'static str> {
    let own = match lang {
        Lang::Zh => [
            "编号：打开那个分类、那篇文章。",
            "也可以写界面里的命令和动作的名字，如 撤销、档案 名字；说一篇文章的，在列表里先写编号：标签 3 芯片、笔记 3 字、隐藏 3、导出 3。",
        ],
        Lang::En => [
            "A number opens that category or article.",
            "Commands and actions of the screen go by their names too: undo, archive NAME; those about an article take its number in a list: tag 3 chips, note 3 TEXT, hide 3, export 3.",
        ],
    };
    let rows = ROWS.iter().map(|(.., help)| text(lang, *help));
    rows.chain(own).collect()
}

/// The one of two texts that is in `lang`.
pub(super) fn text(lang: Lang, (zh, en): (&'static str, &'static str)) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// `1,204 篇`, `1 article`.
pub(super) fn articles(lang: Lang, number: usize) -> String {
    match lang {
        Lang::Zh => format!("{} 篇", grouped(number)),
        Lang::En => count(number, "article", "articles"),
    }
}

/// Says which of how many stand above, and what goes on.
pub(super) fn range(lang: Lang, first: usize, last: usize, of: usize) -> String {
    let (first, shown, all) = (grouped(first), grouped(last), grouped(of));
    match (lang, last < of) {
        (Lang::Zh, true) => format!("第 {first} 到 {shown}，共 {all}。Enter 更多，编号打开，? 命令。"),
        (Lang::Zh, false) => format!("第 {first} 到 {shown}，共 {all}，到底了。编号打开，? 命令。"),
        (Lang::En, true) => {
            format!("{first} to {shown} of {all}. Enter for more, a number opens, ? for commands.")
        }
        (Lang::En, false) => format!("{first} to {shown} of {all}, the end. A number opens, ? for commands."),
    }
}

/// Says how far the page is read, and what goes on.
pub(super) fn page_end(lang: Lang, percent: usize, ended: bool, links: usize) -> String {
    let said = match (lang, ended) {
        (Lang::Zh, false) => format!("读到 {percent}%。Enter 继续，q 返回。"),
        (Lang::En, false) => format!("{percent}% read. Enter goes on, q goes back."),
        (Lang::Zh, true) => "文章完。Enter 下一篇未读，n 下一篇，q 返回。".to_owned(),
        (Lang::En, true) => {
            "End of the article. Enter for the next unread one, n for the next, q goes back.".to_owned()
        }
    };
    match lang {
        _ if !ended || links == 0 => said,
        Lang::Zh => format!("{said}链接 {links} 个，f 列出。"),
        Lang::En => format!("{said} {}, f lists them.", count(links, "link", "links")),
    }
}

/// Says that the number is none of those.
pub(super) fn no_number(lang: Lang, number: &str) -> String {
    match lang {
        Lang::Zh => format!("没有编号 {number}。"),
        Lang::En => format!("There is no number {number}."),
    }
}

/// Says that an article must be named.
pub(super) fn needs_number(lang: Lang, word: &str) -> String {
    match lang {
        Lang::Zh => format!("写上文章的编号，如 {word} 3"),
        Lang::En => format!("Say the number of an article, as {word} 3"),
    }
}

/// Says that nothing is meant by it.
pub(super) fn unknown(lang: Lang, word: &str) -> String {
    match lang {
        Lang::Zh => format!("不认得“{word}”。? 列出命令。"),
        Lang::En => format!("{word} means nothing here. ? lists the commands."),
    }
}

/// Says that an action of the screen has no place here.
pub(super) fn of_the_screen(lang: Lang, name: &str) -> String {
    match lang {
        Lang::Zh => format!("“{name}”只在界面里有用。? 列出命令。"),
        Lang::En => format!("{name} is of use on the screen alone. ? lists the commands."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_means_two_commands() {
        let mut seen = std::collections::HashSet::new();
        for (wish_of, names, (zh, en)) in ROWS {
            assert!(names.len() == 3 && !zh.is_empty() && !en.is_empty());
            for name in *names {
                assert!(seen.insert(*name), "{name} twice");
                assert_eq!(wish(name), Some(*wish_of));
            }
        }
        assert_eq!(wish("QUIT"), Some(Wish::Quit));
        assert_ne!(wish("Q"), wish("q"));
    }
}
