//! Screens of the guide as a reader sees them, at the three sizes the program is made for.

mod desk;

use std::time::Duration;

use desk::Desk;
use insta::assert_snapshot;

const REST: Duration = Duration::from_millis(150);

#[test]
fn first_screen() {
    for (width, height) in [(60, 20), (100, 30), (160, 45)] {
        let mut desk = Desk::new(width, height);
        desk.wait(REST);
        assert_snapshot!(format!("first_{width}x{height}"), desk.screen());
    }
}

#[test]
fn reading() {
    for (width, height) in [(60, 20), (100, 30), (160, 45)] {
        let mut desk = Desk::new(width, height);
        desk.keys("/一升雾水<Enter><Enter>");
        assert_snapshot!(format!("reading_{width}x{height}"), desk.screen());
        desk.keys("z ");
        assert_snapshot!(format!("zoomed_{width}x{height}"), desk.screen());
    }
}

#[test]
fn categories_and_help() {
    for (width, height) in [(60, 20), (100, 30), (160, 45)] {
        let mut desk = Desk::new(width, height);
        desk.keys("hj");
        assert_snapshot!(format!("categories_{width}x{height}"), desk.screen());
        desk.keys("?");
        assert_snapshot!(format!("help_{width}x{height}"), desk.screen());
    }
}

#[test]
fn finding_and_jumping() {
    for (width, height) in [(60, 20), (100, 30), (160, 45)] {
        let mut desk = Desk::new(width, height);
        desk.keys("/一升雾水<Enter><Enter>/凌晨<Enter>n");
        assert_snapshot!(format!("found_{width}x{height}"), desk.screen());
        desk.keys("gg}");
        assert_snapshot!(format!("link_{width}x{height}"), desk.screen());
        desk.keys("?");
        assert_snapshot!(format!("page_help_{width}x{height}"), desk.screen());
    }
    let mut desk = Desk::new(24, 8);
    desk.keys("<Enter>?");
    assert_snapshot!("page_help_24x8", desk.screen());
}

#[test]
fn english() {
    let size = finews::app::Size {
        width: 100,
        height: 30,
    };
    let mut desk = Desk::with(finews::archive::Archive::guide(), finews::config::Lang::En, size);
    desk.keys("jb").wait(REST);
    assert_snapshot!("english_100x30", desk.screen());
}

#[test]
fn ambiguous_characters_two_cells_wide() {
    let mut desk = Desk::new(100, 30);
    let facts = finews::app::TerminalFacts {
        ambiguous_wide: Some(true),
        ..Default::default()
    };
    desk.event(finews::app::Event::Terminal(facts))
        .keys("b")
        .wait(REST);
    assert_snapshot!("ambiguous_100x30", desk.screen());
}
