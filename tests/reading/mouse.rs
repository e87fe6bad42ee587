//! The mouse: the wheel, clicks in every pane, and what is typed meanwhile.

use crate::desk::Desk;
use finews::app::MouseUse::{Click, Drag, Release, WheelDown, WheelUp};
use finews::app::{Pane, Source};

/// The row and column at which `text` stands on the screen.
fn find(desk: &Desk, text: &str) -> (u16, u16) {
    let lines = desk.lines();
    let (y, line) = lines
        .iter()
        .enumerate()
        .find(|(_, line)| line.contains(text))
        .unwrap();
    let before = line.split_once(text).unwrap().0;
    (
        finews::text::cells::Cells::default().width(before) as u16,
        y as u16,
    )
}

#[test]
fn a_click_goes_to_a_row_and_a_second_one_opens_it() {
    let mut desk = Desk::new(160, 45);
    let row = desk
        .app
        .list()
        .list
        .row(&desk.app.store, 4)
        .unwrap()
        .title()
        .to_owned();
    let start: String = row.chars().take(6).collect();
    let (x, y) = find(&desk, &start);
    desk.mouse(Click, x, y);
    assert_eq!((desk.app.list().cursor, desk.app.focus), (4, Pane::List));
    assert!(!desk.app.reader.entered);
    desk.mouse(Click, x, y);
    assert_eq!(desk.app.focus, Pane::Reader);
    assert_eq!(desk.app.reader.article().unwrap().post.title, row);
}

#[test]
fn a_click_chooses_a_category() {
    let mut desk = Desk::new(160, 45);
    desk.keys("b");
    let (x, y) = find(&desk, "收藏");
    desk.mouse(Click, x, y);
    assert_eq!(
        (&desk.app.list().source, desk.app.focus),
        (&Source::Bookmarks, Pane::Categories)
    );
    desk.mouse(Click, x, y);
    assert_eq!(desk.app.focus, Pane::List);
    // The rule between them is nothing.
    let rule = (0..45)
        .find(|y| desk.lines()[usize::from(*y)].starts_with(" ────"))
        .unwrap();
    desk.keys("h").mouse(Click, 3, rule);
    assert_eq!(desk.app.list().source, Source::Bookmarks);
}

#[test]
fn the_wheel_turns_what_lies_under_it() {
    let mut desk = Desk::new(160, 45);
    desk.keys("l");
    desk.mouse(WheelDown, 40, 20);
    assert_eq!((desk.app.list().cursor, desk.app.focus), (3, Pane::Reader));
    desk.mouse(WheelUp, 40, 20).mouse(WheelUp, 40, 20);
    assert_eq!(desk.app.list().cursor, 0);
    let mut desk = Desk::new(60, 20);
    desk.keys("/键盘<Enter><Enter>gg");
    desk.mouse(WheelDown, 10, 10);
    assert_eq!(desk.app.reader.top, 3);
    desk.mouse(WheelUp, 10, 10);
    assert_eq!(desk.app.reader.top, 0);
    desk.keys("?").mouse(WheelDown, 10, 10);
    assert_eq!(desk.app.overlay.as_ref().unwrap().top, 3);
}

#[test]
fn a_click_marks_a_link_and_a_second_one_opens_it() {
    let body = "<p>前面的字<a href=\"https://example.com/1\">这一处</a>后面</p>";
    let mut desk = Desk::reading(100, 30, "题", body);
    let (x, y) = find(&desk, "这一处");
    desk.mouse(Click, x + 2, y);
    assert!(
        desk.status().contains("https://example.com/1"),
        "{}",
        desk.status()
    );
    assert!(desk.opened.is_empty());
    desk.mouse(Click, x + 2, y);
    assert_eq!(desk.opened, ["https://example.com/1"]);
    desk.mouse(Click, x - 2, y);
    assert_eq!(desk.opened.len(), 1);
}

/// The column of the upright rule in a row that has two.
fn rules(desk: &Desk) -> Vec<usize> {
    let buffer = desk.buffer();
    let row = 20;
    let is_rule = |x: &u16| buffer[(*x, row)].symbol() == "│";
    (0..buffer.area.width).filter(is_rule).map(usize::from).collect()
}

#[test]
fn the_rules_between_panes_are_dragged() {
    let mut desk = Desk::new(160, 45);
    let (first, second) = match rules(&desk)[..] {
        [first, second] => (first, second),
        ref other => panic!("{other:?}"),
    };
    desk.mouse(Click, second as u16, 20).mouse(Drag, 90, 21);
    assert_eq!(rules(&desk), [first, 90]);
    // Every pane keeps room.
    desk.mouse(Drag, 159, 20);
    assert_eq!(rules(&desk), [first, 139]);
    desk.mouse(Drag, 0, 20).mouse(Release, 0, 20).mouse(Drag, 80, 20);
    assert_eq!(rules(&desk), [first, first + 21]);
    desk.mouse(Click, first as u16, 20)
        .mouse(Drag, 40, 20)
        .mouse(Release, 40, 20);
    assert_eq!(rules(&desk), [40, 61]);
    // What is dragged elsewhere is nothing.
    desk.mouse(Click, 50, 20).mouse(Drag, 90, 20);
    assert_eq!(rules(&desk), [40, 61]);
    let mut desk = desk.again();
    assert_eq!(rules(&desk), [40, 61]);
    desk.keys("=");
    assert_eq!(rules(&desk), [first, second]);
}

#[test]
fn panes_are_resized_by_keys() {
    let mut desk = Desk::new(160, 45);
    let before = rules(&desk);
    desk.keys("5+");
    assert_eq!(rules(&desk), [before[0], before[1] + 10]);
    desk.keys("l-");
    assert_eq!(rules(&desk), [before[0], before[1] + 12]);
    desk.keys("hh10-");
    assert_eq!(rules(&desk), [20, before[1] + 12 + 20 - before[0]]);
    // The first step after one that could not be taken moves the rule.
    desk.keys("+");
    assert_eq!(rules(&desk)[0], 22);
    // The list above the page.
    let mut desk = Desk::new(100, 30);
    let level = |desk: &Desk| {
        desk.lines()
            .iter()
            .position(|line| line.starts_with("──"))
            .unwrap()
    };
    let before = level(&desk);
    desk.keys("2+");
    assert_eq!(level(&desk), before + 2);
    desk.mouse(Click, 10, before as u16 + 2).mouse(Drag, 10, 8);
    assert_eq!(level(&desk), 8);
    let mut desk = Desk::new(60, 20);
    desk.keys("+");
    assert!(desk.status().contains("窗格"), "{}", desk.status());
}

#[test]
fn a_click_beside_everything_or_while_typing_is_nothing() {
    for (width, height) in [(20, 6), (10, 3), (60, 20), (160, 45)] {
        let mut desk = Desk::new(width, height);
        for (x, y) in [
            (0, 0),
            (0, height - 1),
            (width - 1, height - 1),
            (width, height),
            (999, 999),
        ] {
            for what in [Click, Drag, Release, WheelUp, WheelDown] {
                desk.mouse(what, x, y);
            }
        }
    }
    let mut desk = Desk::new(100, 30);
    desk.keys("/雾").mouse(Click, 10, 8);
    assert!(desk.status().contains("雾"), "{}", desk.status());
}
