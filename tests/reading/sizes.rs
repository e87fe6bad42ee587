//! What the size of the screen does: panes come and go, a page keeps its place, nothing is lost.

use std::time::Duration;

use crate::desk::Desk;
use finews::app::{Pane, Shape};

const REST: Duration = Duration::from_millis(150);

#[test]
fn the_whole_screen_for_the_page_and_back() {
    let mut desk = Desk::new(160, 45);
    desk.keys("z");
    assert_eq!(desk.app.areas().shape, Shape::Zoomed);
    assert_eq!(desk.lines()[0].trim(), "从这里开始");
    desk.keys("z");
    assert_eq!(
        (desk.app.areas().shape, desk.app.focus),
        (Shape::Wide, Pane::Reader)
    );
}

#[test]
fn one_pane_at_a_time_on_a_narrow_screen() {
    let mut desk = Desk::new(60, 20);
    desk.keys("h<Enter>");
    assert_eq!(desk.app.focus, Pane::List);
    desk.keys("l");
    assert_eq!(desk.app.focus, Pane::Reader);
    desk.keys("<Tab>");
    assert_eq!(desk.app.focus, Pane::Categories);
    assert!(desk.screen().contains("雾屿晚报"));
    desk.keys("<BackTab>");
    assert_eq!(desk.app.focus, Pane::Reader);
}

#[test]
fn a_narrow_list_shows_the_selected_title_whole() {
    let mut desk = Desk::new(30, 12);
    desk.keys("/售水量<Enter>");
    let screen = desk.screen();
    assert!(
        screen.contains("北坡水业：前十个月\n") && screen.contains("售水量同比下降6.2%\n"),
        "{screen}"
    );
}

#[test]
fn problems_are_listed_whole() {
    for width in [60, 100, 160] {
        let mut desk = Desk::new(width, 30);
        desk.keys("!");
        let screen = desk.screen();
        for part in [
            "not-yaml",
            "_posts/2026-11-16-202611162613200111.md:3",
            "_posts/2026-11-19-202611192614300148.md",
        ] {
            assert!(screen.contains(part), "{part} at {width}: {screen}");
        }
        assert!(!screen.contains('…'), "{screen}");
    }
}

#[test]
fn a_resize_keeps_the_words_at_the_top() {
    let mut desk = Desk::new(100, 30);
    desk.keys("/一升雾水<Enter><Enter>z20j");
    let words = |desk: &Desk| {
        let reader = &desk.app.reader;
        let line = &reader.page().unwrap().lines[reader.top];
        reader.article().unwrap().document.text[line.range().unwrap()]
            .chars()
            .take(8)
            .collect::<String>()
    };
    let before = words(&desk);
    for (width, height) in [(60, 20), (160, 45), (30, 10), (20, 6), (100, 30)] {
        desk.resize(width, height);
        let reader = &desk.app.reader;
        let line = reader.page().unwrap().lines[reader.top].range().unwrap();
        let text = &reader.article().unwrap().document.text;
        assert!(
            text[line.start..].contains(&before) && text[line].contains(before.chars().next().unwrap()),
            "{width}"
        );
    }
    assert_eq!(words(&desk), before);
}

#[test]
fn the_place_comes_back_however_the_screen_was_changed() {
    for keys in ["20j", "G", "G3k", "40j"] {
        let mut desk = Desk::new(100, 30);
        desk.keys("/一升雾水<Enter><Enter>").keys(keys);
        let before = (desk.app.reader.top, desk.screen());
        for round in [
            &[(60, 20), (100, 30)][..],
            &[(100, 90), (100, 30)],
            &[(160, 200), (30, 10), (100, 30)],
        ] {
            for (width, height) in round {
                desk.resize(*width, *height);
            }
            assert_eq!(desk.app.reader.top, before.0, "{keys} and {round:?}");
        }
        desk.keys("zz");
        assert_eq!((desk.app.reader.top, desk.screen()), before, "{keys} and zoom");
    }
}

#[test]
fn every_size_draws() {
    let mut desk = Desk::new(100, 30);
    for (width, height) in [
        (1, 1),
        (2, 1),
        (19, 6),
        (20, 5),
        (20, 6),
        (69, 9),
        (70, 10),
        (119, 15),
        (120, 6),
        (300, 80),
    ] {
        for keys in ["", "<Tab>", "<Tab>", "<Tab>", "?", "q", "/x", "<Esc>"] {
            desk.resize(width, height).keys(keys).wait(REST);
            assert_eq!(desk.lines().len(), usize::from(height));
        }
    }
}
