//! The user's own data under the keys: marking rows, undoing, notes and tags, the history, going back and forward, beginning
//! again where one left.

use crate::desk::Desk;
use finews::app::{Pane, Source};
use finews::archive::Archive;
use finews::config::{Lang, MarkRead};
use finews::library::LibraryOp;
use finews::store::Scope;

fn unread(desk: &Desk) -> usize {
    desk.app.unread.count(Scope::All)
}

fn selected(desk: &Desk) -> String {
    let id = desk.app.list().selected_id(&desk.app.store).unwrap();
    id.to_string()
}

fn title(desk: &Desk) -> String {
    desk.app.reader.article().unwrap().post.title.clone()
}

/// Rows that are drawn as marked.
fn marked(desk: &Desk) -> usize {
    desk.app.list().marked_count(&desk.app.store)
}

#[test]
fn a_range_is_marked_acted_on_together_and_undone_together() {
    let mut desk = Desk::new(100, 30);
    let before = unread(&desk);
    desk.keys("v3j");
    assert_eq!(marked(&desk), 4);
    let drawn = desk.lines().iter().filter(|line| line.contains("●+")).count();
    assert_eq!(drawn, 4, "{}", desk.screen());
    assert!(desk.status().contains("选中 4 篇"), "{}", desk.status());
    desk.keys("b");
    assert_eq!(desk.app.bookmarks.len(), 4);
    assert!(desk.status().contains("收藏了 4 篇"), "{}", desk.status());
    assert_eq!(marked(&desk), 0, "the marks have served");
    desk.keys("U");
    assert!(desk.status().contains("已撤销：收藏，4 项"), "{}", desk.status());
    assert_eq!(desk.app.bookmarks.len(), 0);

    // Two single rows and a range, marked read.
    desk.keys("ggvvjjvvjjvjvm");
    assert_eq!(before - unread(&desk), 4, "{}", desk.screen());
    desk.keys("U");
    assert_eq!(unread(&desk), before);
    desk.keys("U");
    assert!(desk.status().contains("没有可撤销"), "{}", desk.status());
}

#[test]
fn all_are_marked_and_some_left_out() {
    let mut desk = Desk::new(100, 30);
    let all = desk.app.store.len();
    desk.keys("V");
    assert_eq!(marked(&desk), all);
    desk.keys("jv");
    assert_eq!(marked(&desk), all - 1);
    desk.keys("b");
    assert_eq!(desk.app.bookmarks.len(), all - 1);
    desk.keys("VV");
    assert_eq!(marked(&desk), 0);
    desk.keys("v<Esc>");
    assert_eq!(
        (marked(&desk), desk.app.focus),
        (0, Pane::List),
        "Esc unmarks first"
    );
}

#[test]
fn a_list_is_caught_up_and_that_is_undone() {
    let mut desk = Desk::new(100, 30);
    let before = unread(&desk);
    desk.keys("A");
    assert_eq!(unread(&desk), 0);
    assert!(
        desk.status().contains(&format!("{before} 篇标为已读。U 撤销")),
        "{}",
        desk.status()
    );
    desk.keys("A");
    assert!(desk.status().contains("没有未读"), "{}", desk.status());
    desk.keys("U");
    assert_eq!(unread(&desk), before);
}

#[test]
fn a_note_bookmarks_its_article_and_comes_back_to_be_changed() {
    let mut desk = Desk::new(100, 30);
    desk.keys("a值得再读<Enter>");
    assert_eq!(desk.app.bookmarks.len(), 1);
    assert_eq!(desk.app.bookmarks[0].note.as_deref(), Some("值得再读"));
    desk.keys("a");
    assert!(desk.status().contains("值得再读"), "{}", desk.status());
    desk.keys("两遍<Enter>");
    assert_eq!(desk.app.bookmarks[0].note.as_deref(), Some("值得再读两遍"));
    // It stands in the list of bookmarks and after the text.
    desk.keys(":tag 雾<Enter>hj<Enter>");
    assert!(desk.screen().contains("#雾 值得再读两遍"), "{}", desk.screen());
    desk.keys("<Enter>G");
    assert!(desk.screen().contains("  值得再读两遍"), "{}", desk.screen());
    desk.keys("qUhk<Enter>");
    assert!(
        desk.app.bookmarks[0].tags.is_empty(),
        "what was asked for, not that it was read"
    );
    desk.keys("U");
    assert_eq!(desk.app.bookmarks[0].note.as_deref(), Some("值得再读"));
    desk.keys("U");
    assert!(desk.app.bookmarks.is_empty(), "note and bookmark came together");
    desk.keys("U").keys("a值得再读<Enter>/笔记:再读 <Enter>");
    assert_eq!(desk.app.list().list.len(&desk.app.store), 1);
    desk.keys("qU");
    desk.keys("a不要<Esc>");
    assert!(desk.app.bookmarks.is_empty());
}

#[test]
fn tags_are_given_found_and_taken_away() {
    let mut desk = Desk::new(100, 30);
    desk.keys(":标签 雾 周报<Enter>");
    assert_eq!(desk.app.bookmarks[0].tags, ["周报", "雾"]);
    desk.keys("vj:tag 雾<Enter>");
    assert!(
        desk.status().contains("1 篇改了标签。U 撤销"),
        "{}",
        desk.status()
    );
    let mut tags: Vec<_> = desk.app.bookmarks.iter().map(|it| it.tags.join(" ")).collect();
    tags.sort();
    assert_eq!(tags, ["周报 雾", "雾"]);
    desk.keys("/tag:周报 <Enter>");
    assert_eq!(desk.app.list().list.len(&desk.app.store), 1);
    desk.keys("qgg:tag -周报 -雾<Enter>");
    assert!(desk.app.bookmarks.iter().any(|it| it.tags.is_empty()));
    desk.keys("U");
    assert!(desk.app.bookmarks.iter().any(|it| it.tags == ["周报", "雾"]));
}

#[test]
fn bookmarks_stand_in_the_order_of_bookmarking_where_that_is_asked_for() {
    let mut desk = Desk::new(100, 30);
    desk.keys("jjb");
    let first = selected(&desk);
    desk.keys("kkb");
    let second = selected(&desk);
    desk.keys("jb");
    let third = selected(&desk);
    desk.keys("hj<Enter>");
    assert_eq!(desk.app.list().source, Source::Bookmarks);
    let rows = |desk: &Desk| -> Vec<String> {
        let list = &desk.app.list().list;
        (0..list.len(&desk.app.store))
            .map(|index| list.id(&desk.app.store, index).unwrap().to_string())
            .collect()
    };
    assert_eq!(rows(&desk), [second.clone(), third.clone(), first.clone()]);
    desk.keys("s");
    assert_eq!(rows(&desk), [third, second.clone(), first.clone()]);
    assert!(desk.status().contains("收藏的先后"), "{}", desk.status());
    desk.keys("s");
    assert_eq!(rows(&desk)[0], second);
}

#[test]
fn what_was_read_is_listed_the_last_first() {
    let mut desk = Desk::new(100, 30);
    desk.keys("<Enter>");
    let first = title(&desk);
    desk.keys("J");
    let second = title(&desk);
    desk.keys("qhjj<Enter>");
    assert_eq!(desk.app.list().source, Source::History);
    let listed: Vec<_> = (0..2)
        .map(|index| desk.app.row_text(desk.app.list(), index))
        .collect();
    assert_eq!((&listed[0].title, &listed[1].title), (&second, &first));
    assert_eq!(listed[0].time.trim(), "20:00", "when it was read");
    // The list stands while one reads on in it, and is new when it is opened again.
    desk.keys("j<Enter>");
    assert_eq!(title(&desk), first);
    assert_eq!(desk.app.row_text(desk.app.list(), 0).title, second);
    desk.keys("qh<Enter>hk<Enter>hj<Enter>");
    assert_eq!(desk.app.row_text(desk.app.list(), 0).title, first);
}

#[test]
fn an_article_is_read_when_the_setting_says() {
    for (setting, on_opening, on_leaving) in [
        (MarkRead::Left, 0, 1),
        (MarkRead::Opened, 1, 1),
        (MarkRead::Never, 0, 0),
    ] {
        let mut desk = Desk::new(100, 30);
        desk.app.settings.mark_read = setting;
        let before = unread(&desk);
        desk.keys("<Enter>");
        assert_eq!(before - unread(&desk), on_opening, "{setting:?}");
        desk.keys("q");
        assert_eq!(before - unread(&desk), on_leaving, "{setting:?}");
    }
    // What the reader says himself holds.
    let mut desk = Desk::new(100, 30);
    let before = unread(&desk);
    desk.keys("<Enter>mmq");
    assert_eq!(unread(&desk), before);
}

#[test]
fn one_goes_back_and_forward_through_lists_and_articles() {
    let mut desk = Desk::new(100, 30);
    desk.keys("2j<Enter>");
    let first = title(&desk);
    desk.keys("J");
    let second = title(&desk);
    desk.keys("q/雾水<Enter>");
    let found = desk.app.list().list.len(&desk.app.store);
    desk.keys("<Enter>");
    let third = title(&desk);
    desk.keys("H");
    assert!(desk.app.search().is_some() && desk.app.focus == Pane::List);
    assert_eq!(desk.app.list().list.len(&desk.app.store), found);
    desk.keys("H");
    assert_eq!((title(&desk), desk.app.focus), (second.clone(), Pane::Reader));
    desk.keys("H");
    assert_eq!(title(&desk), first);
    desk.keys("2L");
    assert!(desk.app.search().is_some());
    desk.keys("L");
    assert_eq!((title(&desk), desk.app.focus), (third, Pane::Reader));
    desk.keys("L");
    assert!(desk.status().contains("后面没有"), "{}", desk.status());
    desk.keys("99H");
    desk.keys("H");
    assert!(desk.status().contains("前面没有"), "{}", desk.status());
}

#[test]
fn the_program_begins_where_it_was_left() {
    // In an article.
    let mut desk = Desk::new(100, 30);
    desk.keys("hjjjj<Enter>jj<Enter>");
    let (source, article) = (desk.app.list().source.clone(), title(&desk));
    let desk = desk.again();
    assert_eq!((&desk.app.list().source, desk.app.focus), (&source, Pane::Reader));
    assert_eq!(title(&desk), article);
    // In a list.
    let mut desk = desk;
    desk.keys("q3j");
    let row = selected(&desk);
    let mut desk = desk.again();
    assert_eq!((selected(&desk), desk.app.focus), (row, Pane::List));
    // In the results of a search.
    desk.keys("/雾<Enter>j");
    let row = selected(&desk);
    let desk = desk.again();
    assert!(desk.app.search().is_some_and(|search| search.typed == "雾"));
    assert_eq!(selected(&desk), row);
}

#[test]
fn it_begins_in_the_article_that_was_found_and_where_one_was_in_it() {
    let mut desk = Desk::new(60, 20);
    desk.keys("/一升雾水的账<Enter><Enter>");
    let article = title(&desk);
    desk.keys("<^f><^f>");
    let top = desk.app.reader.top;
    assert!(top > 0, "{}", desk.screen());
    let desk = desk.again();
    assert_eq!((title(&desk), desk.app.focus), (article, Pane::Reader));
    // A blank line on top is not kept: the text below it is.
    assert!(desk.app.reader.top.abs_diff(top) <= 1, "{}", desk.screen());
}

#[test]
fn the_list_that_was_left_through_the_categories_is_one_to_come_back_to() {
    let mut desk = Desk::new(160, 45);
    desk.keys("5j");
    let row = selected(&desk);
    desk.keys("h3j<Enter>");
    assert_ne!(desk.app.list().source, Source::All);
    desk.keys("H");
    assert_eq!((&desk.app.list().source, selected(&desk)), (&Source::All, row));
}

#[test]
fn the_list_in_another_order_is_scrolled_no_further_than_need_be() {
    let mut desk = Desk::new(60, 20);
    for _ in 0..12 {
        desk.keys("bj");
    }
    desk.keys("hgj<Esc>hggj<Enter>gg");
    let first = selected(&desk);
    desk.keys("s");
    assert_eq!(selected(&desk), first);
    assert_eq!(desk.app.list().top, 0, "{}", desk.screen());
}

#[test]
fn a_note_that_was_changed_elsewhere_too_keeps_both() {
    let mut desk = Desk::new(100, 30);
    desk.keys("a一<Enter>");
    let (id, scope) = (desk.app.bookmarks[0].id.clone(), desk.app.bookmarks[0].article());
    desk.keys("a二");
    // Another program changes it while it is being typed.
    desk.elsewhere(&LibraryOp::SetNote(scope, Some("三".to_owned())));
    desk.keys("<Enter>");
    assert!(desk.status().contains("两边"), "{}", desk.status());
    let desk = desk.again();
    let bookmark = desk.app.bookmarks.iter().find(|it| it.id == id).unwrap();
    assert_eq!(bookmark.note.as_deref(), Some("三\n一二"));
}

#[test]
fn a_text_that_is_let_go_comes_back() {
    let mut desk = Desk::new(100, 30);
    desk.keys("vjv:keep<Enter>");
    assert!(desk.status().contains("2 篇的正文"), "{}", desk.status());
    let kept = |desk: &Desk| desk.app.bookmarks.iter().filter(|it| it.has_text).count();
    assert_eq!(kept(&desk), 2);
    desk.keys(":keep<Enter>");
    assert_eq!(kept(&desk), 1);
    desk.keys("U");
    assert!(desk.status().contains("不再存正文"), "{}", desk.status());
    assert_eq!(kept(&desk), 2);
    desk.keys("U");
    assert_eq!((kept(&desk), desk.app.bookmarks.len()), (0, 0));
}

#[test]
fn what_is_said_of_a_change_is_dim_until_it_is_on_disk() {
    use ratatui::style::Modifier;
    let mut desk = Desk::new(100, 30);
    let dim = |desk: &Desk| {
        let buffer = desk.buffer();
        buffer.content()[100 * 29 + 1].modifier.contains(Modifier::DIM)
    };
    desk.stall_library();
    desk.keys("b");
    assert!(dim(&desk), "{}", desk.screen());
    desk.resume_library();
    assert!(!dim(&desk), "{}", desk.screen());
}

#[test]
fn a_change_is_dim_until_it_is_on_disk() {
    use ratatui::style::Modifier;
    let mut desk = Desk::new(100, 30);
    let star = |desk: &Desk| {
        let buffer = desk.buffer();
        let cell = buffer.content().iter().find(|cell| cell.symbol() == "★").unwrap();
        cell.modifier.contains(Modifier::DIM)
    };
    desk.stall_library();
    desk.keys("bj");
    assert!(star(&desk));
    desk.resume_library();
    assert!(!star(&desk), "{}", desk.screen());
}

#[test]
fn a_kept_text_outlives_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let posts = folder.path().join("_posts");
    std::fs::create_dir(&posts).unwrap();
    let path = posts.join("2026-11-20-202611202610000001.md");
    let post = "---\ntitle: \"一篇\"\ndate: 2026-11-20 10:00:00 +0800\ncategories: shiyan\n---\n<p>只在这里的正文</p>";
    std::fs::write(&path, post).unwrap();
    let archive = Archive::open(folder.path()).unwrap();
    let size = finews::app::Size {
        width: 100,
        height: 30,
    };
    let mut desk = Desk::with(archive, Lang::Zh, size);
    desk.keys(":keep<Enter>");
    assert!(desk.status().contains("正文也存下"), "{}", desk.status());
    std::fs::remove_file(&path).unwrap();
    let mut desk = desk.again();
    assert_eq!(desk.app.store.len(), 0);
    desk.keys("hgj<Esc>hgg");
    desk.keys("j<Enter><Enter>");
    assert_eq!(title(&desk), "一篇");
    assert!(desk.screen().contains("只在这里的正文"), "{}", desk.screen());
}

#[test]
fn marked_articles_are_written_into_one_book() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(100, 30);
    desk.app.proposed_folder = format!("{}/", folder.path().display());
    desk.keys("v2je");
    assert!(desk.status().contains(".epub"), "{}", desk.status());
    desk.keys("<Enter>");
    assert!(desk.status().contains("已导出到"), "{}", desk.status());
    assert_eq!(marked(&desk), 0);
    let written: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(written.len(), 1);
    let path = written.into_iter().next().unwrap().unwrap().path();
    assert!(std::fs::read(path).unwrap().starts_with(b"PK"));
}
