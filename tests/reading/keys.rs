//! What keys do: typed into the program without a terminal, on the built-in guide.

use std::time::Duration;

use crate::desk::Desk;
use finews::app::{Event, Pane};
use finews::work::Report;

const REST: Duration = Duration::from_millis(150);

fn cursor(desk: &Desk) -> usize {
    desk.app.list().cursor
}

/// The title of the article under the cursor.
fn selected(desk: &Desk) -> String {
    desk.app
        .list()
        .selected(&desk.app.store)
        .unwrap()
        .title()
        .to_owned()
}

/// The title of the article in the page.
fn shown(desk: &Desk) -> String {
    desk.app.reader.article().unwrap().post.title.clone()
}

#[test]
fn motions_take_counts() {
    let mut desk = Desk::new(100, 30);
    let last = desk.app.store.len() - 1;
    for (keys, row) in [
        ("j", 1),
        ("10j", 11),
        ("3k", 8),
        ("gg", 0),
        ("G", last),
        ("5G", 4),
        ("7gg", 6),
        ("<Home>", 0),
        ("<End>", last),
        ("99999999999k", 0),
        ("<Down>", 1),
        ("<Up>", 0),
    ] {
        desk.keys(keys);
        assert_eq!(cursor(&desk), row, "after {keys}");
    }
}

#[test]
fn paging_keeps_two_rows_in_view() {
    let mut desk = Desk::new(60, 20);
    desk.keys("<^f>");
    let page = cursor(&desk);
    assert!((10..=16).contains(&page), "{page}");
    desk.keys("<^b>");
    assert_eq!(cursor(&desk), 0);
    desk.keys("<^d><^u>");
    assert_eq!(cursor(&desk), 0);
}

#[test]
fn an_escape_forgets_what_was_typed() {
    let mut desk = Desk::new(100, 30);
    desk.keys("12");
    assert!(desk.status().contains("12"));
    desk.keys("<Esc>j");
    assert_eq!(cursor(&desk), 1);
    desk.keys("g<Esc>j");
    assert_eq!(cursor(&desk), 2);
}

#[test]
fn full_width_keys_are_understood() {
    let mut desk = Desk::new(100, 30);
    desk.keys("ｊｊ");
    assert_eq!(cursor(&desk), 2);
    desk.keys("？");
    assert!(desk.app.overlay.is_some());
}

#[test]
fn the_page_follows_the_cursor_once_it_rests_and_marks_nothing_read() {
    let mut desk = Desk::new(160, 45);
    let unread = desk.app.unread.count(finews::store::Scope::All);
    assert!(unread > 0);
    desk.keys("jj");
    assert!(desk.app.reader.article().is_none(), "before it rests");
    desk.wait(Duration::from_millis(100));
    assert!(desk.app.reader.article().is_none(), "before it rests");
    desk.wait(REST);
    assert_eq!(shown(&desk), selected(&desk));
    assert_eq!(desk.app.unread.count(finews::store::Scope::All), unread);
    desk.keys("<Enter>");
    assert_eq!(desk.app.focus, Pane::Reader);
    assert_eq!(desk.app.unread.count(finews::store::Scope::All), unread);
    desk.keys("q");
    assert_eq!(
        desk.app.unread.count(finews::store::Scope::All),
        unread - 1,
        "read when it was gone into and left"
    );
}

#[test]
fn the_page_follows_at_once_where_the_settings_say_so() {
    let mut desk = Desk::new(160, 45);
    desk.app.settings.preview_delay = Duration::ZERO;
    desk.keys("jj").wait(Duration::ZERO);
    assert_eq!(shown(&desk), selected(&desk));
    assert_eq!(desk.app.deadline(), None);
}

#[test]
fn next_and_previous_article_from_inside_the_page() {
    let mut desk = Desk::new(100, 30);
    desk.keys("<Enter>");
    let first = shown(&desk);
    desk.keys("J");
    let second = shown(&desk);
    assert_ne!(first, second);
    assert_eq!(cursor(&desk), 1, "the list follows");
    desk.keys("K");
    assert_eq!(shown(&desk), first);
    desk.keys("K");
    assert!(desk.status().contains("已是第一篇"));
    desk.keys("q");
    assert_eq!(desk.app.focus, Pane::List);
    assert_eq!(selected(&desk), first);
}

#[test]
fn space_reads_the_whole_morning() {
    let mut desk = Desk::new(100, 30);
    desk.keys("<Enter>");
    let first = shown(&desk);
    let finished = desk.app.reader.article().unwrap().post.id.clone();
    for _ in 0..30 {
        desk.keys(" ");
        if shown(&desk) != first {
            break;
        }
    }
    assert_ne!(
        shown(&desk),
        first,
        "the end of the page leads to the next unread article"
    );
    assert!(desk.app.unread.is_read(&finished), "paged past");
}

#[test]
fn bookmarks_toggle_and_are_listed() {
    let mut desk = Desk::new(160, 45);
    desk.keys("jjb");
    let title = selected(&desk);
    assert!(desk.screen().contains('★'));
    desk.keys("hj");
    assert!(desk.screen().contains("收藏 · 1"), "{}", desk.screen());
    desk.keys("<Enter>");
    assert_eq!(selected(&desk), title);
    desk.keys("bhkj");
    assert!(desk.screen().contains("还没有收藏"), "{}", desk.screen());
}

#[test]
fn a_row_stays_under_the_cursor_when_its_bookmark_goes() {
    let mut desk = Desk::new(160, 45);
    desk.keys("bjbjb").keys("hj<Enter>j");
    let title = selected(&desk);
    desk.keys("b");
    assert_eq!((selected(&desk), desk.app.bookmarks.len()), (title.clone(), 2));
    desk.keys("b");
    assert_eq!(
        (selected(&desk), desk.app.bookmarks.len()),
        (title, 3),
        "again brings it back"
    );
    desk.keys("bhkj");
    assert_eq!(
        desk.app.list().list.len(&desk.app.store),
        2,
        "the list is made anew when it is opened again"
    );
}

#[test]
fn what_cannot_be_kept_is_not_called_kept() {
    let mut desk = Desk::new(100, 30);
    desk.lose_library();
    assert!(desk.status().contains("没有保存"), "{}", desk.status());
    desk.keys("b");
    assert!(desk.status().contains("退出后不保留"), "{}", desk.status());
    assert!(desk.lines()[0].contains("不保存"), "{}", desk.lines()[0]);
    desk.keys("!");
    assert!(desk.screen().contains("/nowhere/library.db"), "{}", desk.screen());
}

#[test]
fn what_is_kept_again_is_no_longer_called_lost() {
    let mut desk = Desk::new(100, 30);
    desk.lose_library();
    desk.event(Event::Report(Report::KeepsAgain));
    assert!(desk.status().contains("都已保存"), "{}", desk.status());
    assert!(!desk.lines()[0].contains("不保存"), "{}", desk.lines()[0]);
    desk.keys("b");
    assert!(!desk.status().contains("退出后不保留"), "{}", desk.status());
}

#[test]
fn an_article_read_to_its_end_opens_at_its_beginning() {
    let mut desk = Desk::new(100, 30);
    desk.keys("/一升雾水<Enter><Enter>  q<Enter>");
    assert!(desk.app.reader.top > 0, "left in the middle, it opens there");
    desk.keys("Gq<Enter>");
    assert_eq!(desk.app.reader.top, 0, "at once");
    desk.keys("Gqqjj<Enter>q/一升雾水<Enter><Enter>");
    assert_eq!(desk.app.reader.top, 0, "and after another");
}

#[test]
fn a_change_made_before_the_library_answers_stays_on_the_screen() {
    let mut desk = Desk::new(160, 45);
    desk.stall_library().keys("jb").resume_library();
    assert!(desk.screen().contains('★'), "{}", desk.screen());
    desk.stall_library().keys("b").resume_library();
    assert!(!desk.screen().contains('★'), "{}", desk.screen());
}

#[test]
fn marking_read_and_unread() {
    let mut desk = Desk::new(100, 30);
    let all = finews::store::Scope::All;
    let unread = desk.app.unread.count(all);
    desk.keys("m");
    assert_eq!(desk.app.unread.count(all), unread - 1);
    desk.keys("m");
    assert_eq!(desk.app.unread.count(all), unread);
    desk.keys("Gm");
    assert_eq!(
        desk.app.unread.count(all),
        unread + 1,
        "an old article can be marked unread"
    );
    desk.keys("ggu");
    assert_eq!(cursor(&desk), 1);
}

#[test]
fn a_category_is_found_by_name_and_left_without_a_trace() {
    let mut desk = Desk::new(160, 45);
    desk.keys("jjc").keys("yangli");
    assert!(desk.screen().contains("样例 · "), "{}", desk.screen());
    desk.keys("<Esc>");
    assert_eq!((desk.app.focus, cursor(&desk)), (Pane::List, 2));
    assert!(desk.screen().contains("全部 · "));
    desk.keys("c样例<Enter>");
    assert_eq!(desk.app.focus, Pane::List);
    assert!(desk.app.list_title().starts_with("样例"));
    desk.keys("c全部<Enter>cyangl<Enter>");
    assert!(
        desk.app.list_title().starts_with("样例"),
        "by its folder's name or as it is read"
    );
    desk.keys("c全部<Enter>cyl<Enter>");
    assert!(desk.app.list_title().starts_with("样例"), "by its initials");
    desk.keys("c没有的分类<Enter>");
    assert!(
        desk.status().contains("没有名为“没有的分类”的分类"),
        "{}",
        desk.status()
    );
    assert!(desk.app.list_title().starts_with("样例"));
}

#[test]
fn coming_back_to_a_list_lands_on_the_same_row() {
    let mut desk = Desk::new(100, 30);
    desk.keys("9j");
    let title = selected(&desk);
    desk.keys("c样例<Enter>jc全部<Enter>");
    assert_eq!(selected(&desk), title);
    desk.keys("c样例<Enter>");
    assert_eq!(cursor(&desk), 1);
}

#[test]
fn a_list_narrows_at_each_key() {
    let mut desk = Desk::new(100, 30);
    desk.keys("4j");
    let title = selected(&desk);
    desk.keys("/雾");
    let some = desk.app.list().list.len(&desk.app.store);
    desk.keys("水");
    let fewer = desk.app.list().list.len(&desk.app.store);
    assert!(0 < fewer && fewer < some, "{fewer} of {some}");
    desk.keys("<Esc>");
    assert_eq!(selected(&desk), title, "Esc leaves no trace");
    desk.keys("/雾水<Enter>");
    assert!(desk.app.list_title().starts_with("搜索“雾水”"));
    desk.keys("<Enter>qq");
    assert_eq!(selected(&desk), title, "back to the list the results came from");
    desk.keys("/查无此事<Enter>");
    assert!(desk.screen().contains("没有找到“查无此事”"));
}

#[test]
fn a_long_paste_is_no_trouble() {
    let mut desk = Desk::new(100, 30);
    desk.keys("/");
    desk.event(finews::app::Event::Paste("央行降准，".repeat(10_000)));
    assert!(desk.status().ends_with("没有计入"), "{}", desk.status());
    assert!(
        desk.status().contains("央行降准，央行降准，"),
        "its end is in view"
    );
}

#[test]
fn search_ignores_width_and_case() {
    let mut desk = Desk::new(100, 30);
    desk.keys("/START ｈｅｒｅ<Enter>");
    assert_eq!(desk.app.list().list.len(&desk.app.store), 1, "{}", desk.screen());
}

#[test]
fn finding_in_the_page() {
    let mut desk = Desk::new(100, 30);
    desk.keys("/一升雾水<Enter><Enter>/凌晨<Enter>");
    assert!(desk.status().contains("1/3"), "{}", desk.status());
    let first = desk.app.reader.top;
    desk.keys("nn");
    assert!(desk.status().contains("3/3"));
    assert!(desk.app.reader.top > first);
    desk.keys("n");
    assert!(desk.status().contains("1/3") && desk.status().contains("从头"));
    desk.keys("N");
    assert!(desk.status().contains("3/3") && desk.status().contains("从末尾"));
    desk.keys("/没有这样的话<Enter>");
    assert!(desk.status().contains("没有找到"));
}

#[test]
fn going_to_a_date() {
    let mut desk = Desk::new(100, 30);
    desk.keys("d11-20<Enter>");
    assert!(desk.lines()[2].contains("2026-11-20 周五"), "{}", desk.screen());
    desk.keys("d昨天<Enter>");
    assert!(desk.lines()[2].contains("2026-11-23"), "{}", desk.screen());
    desk.keys("d2020-01-01<Enter>");
    assert!(desk.status().contains("没有文章"), "{}", desk.status());
    desk.keys("d不是日期<Enter>");
    assert!(desk.status().contains("看不懂日期"), "{}", desk.status());
}

#[test]
fn source_links_open_and_copy() {
    let mut desk = Desk::new(60, 20);
    desk.keys("oy");
    assert_eq!(desk.opened.len(), 1);
    assert_eq!(desk.opened, desk.copied);
    assert!(desk.opened[0].starts_with("https://"));
}

#[test]
fn other_copies_are_counted_after_the_title() {
    let mut desk = Desk::new(100, 30);
    desk.keys("/复航首日<Enter>");
    assert!(desk.screen().contains("平均上座率76.2% +1"), "{}", desk.screen());
}

#[test]
fn help_lists_the_keys_of_the_pane_and_can_be_searched() {
    let mut desk = Desk::new(100, 60);
    desk.keys("<Enter>?");
    assert!(desk.screen().contains("在正文里查找"));
    assert!(!desk.screen().contains("在这个列表里找标题"));
    desk.keys("/收藏");
    assert!(!desk.screen().contains("在正文里查找"));
    assert!(desk.screen().contains("收藏，再按取消"));
    desk.keys("<Esc>q");
    assert!(desk.app.overlay.is_none());
    assert_eq!(
        desk.app.focus,
        Pane::Reader,
        "the key that closes help does nothing else"
    );
}

#[test]
fn reloading_keeps_the_cursor() {
    let mut desk = Desk::new(100, 30);
    desk.keys("7j");
    let title = selected(&desk);
    desk.keys("R");
    assert_eq!(selected(&desk), title);
    assert!(desk.status().contains("没有新文章"), "{}", desk.status());
}

#[test]
fn quitting_asks_to_be_left() {
    let mut desk = Desk::new(100, 30);
    desk.keys("qqq");
    assert!(!desk.ended);
    assert!(desk.status().contains("按 Q 退出"), "{}", desk.status());
    desk.keys("Q");
    assert!(desk.ended);
}

/// The line of the category pane, and its count, that begins with `name`.
fn entry(desk: &Desk, name: &str) -> Option<String> {
    let lines = desk.lines();
    let line = lines.iter().find(|line| line.trim_start().starts_with(name))?;
    let pane: Vec<&str> = line.split(['│', '|']).next()?.split_whitespace().collect();
    Some(pane.join(" "))
}

#[test]
fn a_search_is_saved_listed_opened_and_forgotten() {
    let mut desk = Desk::new(160, 45);
    desk.keys(":save 雾<Enter>");
    assert!(desk.status().contains("还没有搜索过"), "{}", desk.status());
    desk.keys("/title:雾水<Enter>:");
    assert!(desk.status().contains("命令"), "{}", desk.status());
    desk.keys("save 大 雾<Enter>");
    assert!(desk.status().contains("已存为“大 雾”"), "{}", desk.status());
    let found = desk.app.list().list.len(&desk.app.store);
    assert!(found > 0);
    desk.keys("qh");
    assert_eq!(
        entry(&desk, "大 雾"),
        Some(format!("大 雾 {found}")),
        "{}",
        desk.screen()
    );
    // It stands below the bookmarks and the history, and above the rule.
    let lines = desk.lines();
    let at = |text: &str| lines.iter().position(|line| line.trim_start().starts_with(text));
    assert_eq!(at("历史"), at("收藏").map(|row| row + 1));
    assert_eq!(at("大 雾"), at("收藏").map(|row| row + 2));
    assert_eq!(at("─"), at("收藏").map(|row| row + 3), "{}", desk.screen());

    desk.keys("jjj<Enter>");
    assert!(
        desk.app.list_title().starts_with(&format!("大 雾 · {found}")),
        "{}",
        desk.app.list_title()
    );
    desk.keys("s");
    assert!(desk.status().contains("按相关度"), "{}", desk.status());
    desk.keys("s<<");
    assert!(
        desk.app.list_title().contains("2026-"),
        "{}",
        desk.app.list_title()
    );
    desk.keys("q");
    assert!(!desk.app.list_title().contains("2026-"), "q leaves the month");
    desk.keys("<Enter>");
    assert!(desk.app.reader.find().is_some(), "its hits are marked");
    desk.keys("qq");
    assert_eq!(desk.app.focus, Pane::Categories);

    desk.keys("l/的");
    assert!(
        desk.app.list().list.len(&desk.app.store) > found,
        "everything is searched"
    );
    desk.keys("<Tab>");
    assert!(
        desk.app.list().list.len(&desk.app.store) <= found,
        "Tab: only what was found"
    );
    desk.keys("<Esc>");
    assert!(desk.app.list_title().starts_with("大 雾 · "));
    desk.keys("/的<Enter>q");
    assert!(
        desk.app.list_title().starts_with("大 雾 · "),
        "back in the saved search"
    );

    desk.keys(":forget 没有的<Enter>");
    assert!(desk.status().contains("没有保存过"), "{}", desk.status());
    desk.keys(":forget dw<Tab><Enter>");
    assert!(desk.status().contains("已删掉搜索“大 雾”"), "{}", desk.status());
    assert_eq!(entry(&desk, "大 雾"), None);
    assert!(desk.app.list_title().starts_with("全部"));
}

#[test]
fn a_saved_search_is_left_and_found_again_like_any_list() {
    let mut desk = Desk::new(160, 45);
    desk.keys("/的<Enter>:存 的字<Enter>qc的字<Enter>");
    assert!(
        desk.app.list_title().starts_with("的字 · "),
        "{}",
        desk.app.list_title()
    );
    desk.keys("4j");
    let title = selected(&desk);
    desk.keys("c全部<Enter>jcdezi<Enter>");
    assert_eq!((selected(&desk), cursor(&desk)), (title.clone(), 4));
    desk.keys("R");
    assert_eq!(
        (selected(&desk), cursor(&desk)),
        (title, 4),
        "the archive is looked at again"
    );
    // The name takes another query, and its list follows.
    let before = desk.app.list().list.len(&desk.app.store);
    desk.keys("/title:雾水<Enter>:save 的字<Enter>");
    assert!(desk.status().contains("已换成这次搜索"), "{}", desk.status());
    assert!(desk.app.list().list.len(&desk.app.store) < before);
    assert!(
        desk.app.list_title().starts_with("的字 · "),
        "{}",
        desk.app.list_title()
    );
    desk.keys(":删<Enter>");
    assert!(
        desk.app.list_title().starts_with("全部"),
        "the one shown, where none is named"
    );
}

#[test]
fn a_search_is_its_own_name_and_what_is_not_read_may_be_more() {
    let mut desk = Desk::new(160, 45);
    desk.keys("/凌晨<Enter>q:sa<Tab>");
    assert!(
        desk.status().contains("save NAME") || desk.status().contains("存 名字"),
        "{}",
        desk.status()
    );
    desk.keys("<Enter>h");
    let entry = entry(&desk, "凌晨").unwrap();
    assert!(entry.ends_with('+'), "{entry}");
    desk.keys(":frobnicate<Enter>");
    assert!(
        desk.status().contains("没有“frobnicate”这个命令"),
        "{}",
        desk.status()
    );
    assert!(
        desk.status()
            .contains("存、标签、留、删、规则、已隐藏、隐藏、主题、档案"),
        "{}",
        desk.status()
    );
    desk.keys(":<Up>");
    assert!(desk.status().contains("frobnicate"), "{}", desk.status());
    desk.keys("<Esc>");
    assert!(desk.app.prompt.is_none());
}

#[test]
fn marks_count_in_a_search_for_them() {
    let mut desk = Desk::new(160, 45);
    desk.keys("/is:bookmarked<Enter>:save 存着<Enter>qb");
    assert_eq!(desk.app.searches[0].count.unwrap().articles, 1);
    desk.keys("b");
    assert_eq!(desk.app.searches[0].count.unwrap().articles, 0);
}

#[test]
fn a_search_saved_before_the_library_answers_stays_on_the_screen() {
    let mut desk = Desk::new(160, 45);
    desk.keys("/title:雾水<Enter>").stall_library();
    desk.keys(":save 大雾<Enter>c大雾<Enter>").resume_library();
    assert!(
        desk.app.list_title().starts_with("大雾 · "),
        "{}",
        desk.app.list_title()
    );
    desk.stall_library().keys(":forget 大雾<Enter>").resume_library();
    assert_eq!(entry(&desk, "大雾"), None);
    assert!(
        desk.app.list_title().starts_with("全部"),
        "{}",
        desk.app.list_title()
    );
}

#[test]
fn what_was_searched_is_remembered_by_the_library() {
    let mut desk = Desk::new(100, 30);
    desk.keys("/雾水<Enter>q/凌晨<Enter>q");
    // What the library holds, and nothing else, is what there is.
    desk.stall_library().resume_library();
    desk.keys("/<Up>");
    assert!(desk.status().contains("凌晨"), "{}", desk.status());
    desk.keys("<Up>");
    assert!(desk.status().contains("雾水"), "{}", desk.status());
}

#[test]
fn a_search_saved_where_nothing_is_kept_is_not_called_kept() {
    let mut desk = Desk::new(100, 30);
    desk.lose_library();
    desk.keys("/雾水<Enter>:save<Enter>");
    assert!(desk.status().contains("退出后不保留"), "{}", desk.status());
}

#[test]
fn a_search_within_a_month_is_saved_so_and_none_of_an_earlier_run() {
    let mut desk = Desk::new(160, 45);
    desk.keys("/雾<Enter><<");
    let listed = desk.app.list().list.len(&desk.app.store);
    desk.keys(":save 当月<Enter>");
    assert!(desk.status().contains("date:2026-"), "{}", desk.status());
    let saved = &desk.app.searches[0];
    assert_eq!(saved.query, "雾 date:2026-11");
    desk.keys("qhjjj<Enter>");
    assert_eq!(desk.app.list().list.len(&desk.app.store), listed);
    assert_eq!(
        desk.app.searches[0].count.map(|count| count.articles),
        Some(listed),
        "what was found is counted"
    );
    let mut desk = desk.again();
    desk.keys("qqgg<Enter>:save 别的<Enter>");
    assert!(desk.status().contains("还没有搜索过"), "{}", desk.status());
}

#[test]
fn the_users_own_keys_work_and_are_shown() {
    use finews::config::{KeySetting, Settings};
    let bind = |keys: &str, action: &str| KeySetting {
        line: 1,
        pane: None,
        keys: keys.to_owned(),
        action: action.to_owned(),
    };
    let settings = Settings {
        keys: vec![
            bind("B", "bookmark"),
            bind("b", "none"),
            bind("zz", "undo"),
            bind("z", "none"),
        ],
        ..Settings::default()
    };
    let mut desk = Desk::new_with(100, 30, settings);
    desk.keys("b");
    assert!(desk.status().contains("没有"), "{}", desk.status());
    desk.keys("B");
    assert_eq!(desk.app.bookmarks.len(), 1);
    desk.keys("z");
    assert!(desk.status().contains("z 撤销"), "{}", desk.status());
    desk.keys("z");
    assert_eq!(desk.app.bookmarks.len(), 0);
    desk.keys("?");
    assert!(desk.screen().contains("B   "), "{}", desk.screen());
}

#[test]
fn after_a_prefix_the_line_says_what_may_follow() {
    let mut desk = Desk::new(100, 30);
    desk.keys("g");
    assert!(
        desk.status().contains("g 到开头") && desk.status().contains("R 把档案"),
        "{}",
        desk.status()
    );
    desk.keys("<Esc>");
    assert!(!desk.status().contains("到开头"), "{}", desk.status());
}

#[test]
fn whatever_a_key_does_can_be_given_by_its_name() {
    let mut desk = Desk::new(100, 30);
    desk.keys(":bookmark<Enter>");
    assert_eq!(desk.app.bookmarks.len(), 1);
    desk.keys(":收藏<Enter>");
    assert_eq!(desk.app.bookmarks.len(), 0);
    desk.keys(":down 3<Enter>");
    assert_eq!(desk.app.list().cursor, 3);
    desk.keys(":next-hit<Enter>");
    assert!(desk.status().contains("用不上"), "{}", desk.status());
    desk.keys(":book<Tab><Enter>");
    assert_eq!(desk.app.bookmarks.len(), 1);
    desk.keys(":zoom");
    assert!(desk.status().contains("占满窗口"), "{}", desk.status());
}
