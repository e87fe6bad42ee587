//! What is known of one article beside its text (`i`): where it comes from, which files hold it, what the user has added.

use std::fmt::Write as _;

use crate::config::Lang;
use crate::config::words::grouped;
use crate::document::Document;
use crate::post::{DateFrom, DatePrecision, PostDate, PostId, TitleFrom, wall_time};
use crate::store::{Category, Row};
use crate::work::{Article, ExportArticle, Request};

use super::{App, Overlay};

/// What each fact is called, and what some say.
struct AboutWords {
    title: &'static str,
    id: &'static str,
    date: &'static str,
    outlet: &'static str,
    categories: &'static str,
    source: &'static str,
    file: &'static str,
    copies: &'static str,
    size: &'static str,
    stocks: &'static str,
    bookmarked: &'static str,
    tags: &'static str,
    note: &'static str,
    passages: &'static str,
    read: &'static str,
    problems: &'static str,
    from_heading: &'static str,
    from_body: &'static str,
    from_name: &'static str,
    from_id: &'static str,
    no_date: &'static str,
    not_there: &'static str,
    text_kept: &'static str,
    unread: &'static str,
    last_read: &'static str,
    characters: fn(&str) -> String,
    links: fn(usize) -> String,
    tables: fn(usize) -> String,
}

static ZH: AboutWords = AboutWords {
    title: "标题",
    id: "编号",
    date: "日期",
    outlet: "来源",
    categories: "分类",
    source: "原文",
    file: "文件",
    copies: "其他文件",
    size: "篇幅",
    stocks: "股票",
    bookmarked: "收藏",
    tags: "标签",
    note: "笔记",
    passages: "摘录",
    read: "阅读",
    problems: "问题",
    from_heading: "取自正文的标题",
    from_body: "取自正文",
    from_name: "取自文件名",
    from_id: "取自编号",
    no_date: "没有日期",
    not_there: "档案里已经没有",
    text_kept: "正文已存下",
    unread: "未读",
    last_read: "上次读是",
    characters: |number| format!("{number} 字"),
    links: |number| format!("{number} 个链接"),
    tables: |number| format!("{number} 张表"),
};

static EN: AboutWords = AboutWords {
    title: "Title",
    id: "Number",
    date: "Date",
    outlet: "Outlet",
    categories: "Categories",
    source: "Source",
    file: "File",
    copies: "Other files",
    size: "Length",
    stocks: "Stocks",
    bookmarked: "Bookmarked",
    tags: "Tags",
    note: "Note",
    passages: "Passages",
    read: "Read",
    problems: "Problems",
    from_heading: "from a heading of its text",
    from_body: "from its text",
    from_name: "from the name of its file",
    from_id: "from its number",
    no_date: "none",
    not_there: "no longer in the archive",
    text_kept: "its text is kept",
    unread: "unread",
    last_read: "last read",
    characters: |number| format!("{number} characters"),
    links: |number| format!("{number} link{}", if number == 1 { "" } else { "s" }),
    tables: |number| format!("{number} table{}", if number == 1 { "" } else { "s" }),
};

fn about_words(lang: Lang) -> &'static AboutWords {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

/// A fact: what it is called, and what it is, perhaps on several lines.
pub type Fact = (&'static str, String);

impl App {
    /// Shows what is known of the article that is meant, as soon as its file has been read.
    pub(super) fn ask_about(&mut self) {
        let Some(id) = self.meant() else { return };
        if let Some(shown) = self.reader.article().filter(|shown| shown.post.id == id) {
            let shown = shown.clone();
            self.show_about(&shown);
        } else if let Some(row) = self.store.locate(&id) {
            let request = Request::About(ExportArticle::of(&row));
            self.ask_work(request);
        } else if let Some(known) = self.known(&id) {
            self.show_about(&Article::stand_in(&known, ""));
        }
    }

    /// Shows what is known of `article`.
    pub(super) fn show_about(&mut self, article: &Article) {
        self.overlay = Some(Overlay::about(self.about(article)));
    }

    fn about(&self, article: &Article) -> Vec<Fact> {
        let words = about_words(self.lang);
        let (post, document) = (&article.post, &article.document);
        let mut facts = vec![
            (words.title, title(post.title.clone(), post.title_from, words)),
            (words.id, post.id.to_string()),
            (words.date, date_about(&post.date, words)),
        ];
        let mut fact = |name, value: String| {
            if !value.is_empty() {
                facts.push((name, value));
            }
        };
        fact(
            words.outlet,
            (document.outlet.clone().or(post.outlet.clone())).unwrap_or_default(),
        );
        let row = self.store.locate(&post.id);
        let category = |category: &Category| {
            if category.label == category.name {
                category.name.to_string()
            } else {
                format!("{} ({})", category.label, category.name)
            }
        };
        let of_row = |row: Row<'_>| row.categories().map(category).collect::<Vec<_>>();
        fact(words.categories, row.map(of_row).unwrap_or_default().join("\n"));
        fact(words.source, post.source_url.clone().unwrap_or_default());
        match row {
            Some(_) => fact(words.file, post.path.clone()),
            None => fact(words.file, words.not_there.to_owned()),
        }
        fact(words.copies, article.copies.join("\n"));
        fact(words.size, size_about(document, words));
        let stock = |stock: &crate::document::Stock| format!("{} {}", stock.code, stock.name);
        fact(
            words.stocks,
            document.stocks.iter().map(stock).collect::<Vec<_>>().join("\n"),
        );
        self.own_about(&post.id, words, &mut fact);
        let problem = |problem: &crate::post::Problem| {
            let line = problem.line.map_or_else(String::new, |line| format!(":{line} "));
            format!("{line}{} → {}", problem.message, problem.shown_as)
        };
        fact(
            words.problems,
            post.problems.iter().map(problem).collect::<Vec<_>>().join("\n"),
        );
        facts
    }

    /// What the user has added to `id`.
    fn own_about(&self, id: &PostId, words: &AboutWords, fact: &mut impl FnMut(&'static str, String)) {
        if let Some(bookmark) = self.bookmark(id) {
            let kept = bookmark.has_text.then(|| words.text_kept.to_owned());
            let parts: Vec<String> = self.moment(bookmark.added).into_iter().chain(kept).collect();
            fact(words.bookmarked, parts.join(" · "));
            fact(words.tags, bookmark.tags.join(" "));
            fact(words.note, bookmark.note.clone().unwrap_or_default());
        }
        match self.passages.of(id).count() {
            0 => {}
            number => fact(words.passages, grouped(number)),
        }
        let unread = self
            .store
            .locate(id)
            .is_some_and(|row| self.unread.is_unread(&row));
        let visit = self.visits.iter().find(|visit| visit.facts.article.id == *id);
        let last = visit.and_then(|visit| Some(format!("{} {}", words.last_read, self.moment(visit.at)?)));
        let parts: Vec<String> = unread
            .then(|| words.unread.to_owned())
            .into_iter()
            .chain(last)
            .collect();
        fact(words.read, parts.join(" · "));
    }

    /// A moment (seconds since 1970) in the zone of the archive, to the minute.
    pub(super) fn moment(&self, at: i64) -> Option<String> {
        let time = wall_time(at, self.settings.zone)?;
        Some(time.strftime("%Y-%m-%d %H:%M").to_string())
    }
}

/// The date as exactly as it is known, with its zone, and where it comes from if not from the front matter.
fn date_about(date: &PostDate, words: &AboutWords) -> String {
    let Some(time) = date.timestamp.and_then(|at| wall_time(at, date.offset)) else {
        return words.no_date.to_owned();
    };
    let format = match date.precision {
        DatePrecision::Second => "%Y-%m-%d %H:%M:%S",
        DatePrecision::Minute => "%Y-%m-%d %H:%M",
        _ => "%Y-%m-%d",
    };
    let mut out = time.strftime(format).to_string();
    if date.precision >= DatePrecision::Minute {
        let sign = if date.offset < 0 { '-' } else { '+' };
        let minutes = date.offset.unsigned_abs();
        // Writing into a string cannot fail.
        let _ = write!(out, " {sign}{:02}:{:02}", minutes / 60, minutes % 60);
    }
    match date.from {
        DateFrom::FrontMatter | DateFrom::None => out,
        DateFrom::Name => format!("{out} · {}", words.from_name),
        DateFrom::Id => format!("{out} · {}", words.from_id),
    }
}

/// How long the text is, and what is in it.
fn size_about(document: &Document, words: &AboutWords) -> String {
    let mut parts = Vec::new();
    if document.characters > 0 {
        parts.push((words.characters)(&grouped(document.characters)));
    }
    match document.links.len() {
        0 => {}
        number => parts.push((words.links)(number)),
    }
    match document.tables.len() {
        0 => {}
        number => parts.push((words.tables)(number)),
    }
    parts.join(" · ")
}

/// The title, and where it comes from if not from the front matter.
fn title(title: String, from: TitleFrom, words: &AboutWords) -> String {
    match from {
        TitleFrom::FrontMatter => title,
        TitleFrom::Heading => format!("{title}\n{}", words.from_heading),
        TitleFrom::Body => format!("{title}\n{}", words.from_body),
        TitleFrom::Name => format!("{title}\n{}", words.from_name),
    }
}
