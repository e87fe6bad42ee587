//! Screens beyond those of `every_screen`: what only some sizes have, and what every glyph on any screen must be.

use std::time::Duration;

use crate::desk::Desk;
use insta::assert_snapshot;
use ratatui::buffer::CellWidth;

const REST: Duration = Duration::from_millis(150);

#[test]
fn saved_searches() {
    let mut desk = Desk::new(160, 45);
    desk.keys("/title:雾水<Enter>:save 大雾<Enter>q/凌晨<Enter>:存<Enter>qhjj")
        .wait(REST);
    assert_snapshot!("saved_160x45", desk.screen());
    desk.resize(60, 20).keys(":save 雾");
    assert_snapshot!("command_60x20", desk.screen());
}

#[test]
fn help_on_a_screen_as_small_as_it_may_be() {
    let mut desk = Desk::new(24, 8);
    desk.keys("<Enter>?");
    assert_snapshot!("page_help_24x8", desk.screen());
}

/// The terminal says how many cells ambiguous characters take.
fn answer(desk: &mut Desk, wide: bool) {
    let facts = finews::app::TerminalFacts {
        ambiguous_wide: Some(wide),
        ..Default::default()
    };
    desk.event(finews::app::Event::Terminal(facts));
}

#[test]
fn ambiguous_characters_two_cells_wide() {
    let mut desk = Desk::new(100, 30);
    answer(&mut desk, true);
    desk.keys("b").wait(REST);
    assert_snapshot!("ambiguous_100x30", desk.screen());
}

/// Checks that every glyph stands in as many cells as the terminal will give it, and none in another's.
fn every_glyph_has_its_cells(desk: &Desk, what: &str) {
    let (buffer, cells) = (desk.buffer(), desk.app.settings.cells);
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let cell = buffer.cell((x, y)).unwrap();
            let width = cells.width(cell.symbol()) as u16;
            assert_eq!(cell.cell_width(), width, "{what}: {:?} at {x},{y}", cell.symbol());
            assert!(width > 0 && x + width <= buffer.area.width, "{what}: {x},{y}");
            for covered in 1..width {
                assert_eq!(
                    buffer.cell((x + covered, y)).unwrap().symbol(),
                    " ",
                    "{what}: {x},{y}"
                );
            }
            x += width;
        }
    }
}

#[test]
fn every_glyph_takes_the_cells_it_is_given() {
    let screens = [
        "", "j", "b", "<Tab>", "jj", "<Tab>", "<Enter>", "20j", "z", "/的", "<Enter>", "n", "}", "?", "G",
        "q", "q", "q", "q", "d", "<Esc>", "c", "yangli", "<Esc>", "/雾", "<Enter>", ":", "save 雾",
        "<Enter>", "h", "!", "q", "6j", "<Enter>", "G",
    ];
    for wide in [false, true] {
        for (width, height) in [(20, 6), (60, 20), (71, 15), (100, 30), (160, 45)] {
            let mut desk = Desk::new(width, height);
            answer(&mut desk, wide);
            for keys in screens {
                desk.keys(keys).wait(REST);
                every_glyph_has_its_cells(&desk, &format!("{keys} at {width}x{height}, wide: {wide}"));
                if wide {
                    let screen = desk.screen();
                    let drawn = screen.chars().find(|c| ('\u{2500}'..='\u{257F}').contains(c));
                    assert_eq!(drawn, None, "a rule is ASCII where it would take two cells");
                }
            }
            for row in 0..desk.app.store.len() {
                desk.keys(&format!("qqq{}GzG", row + 1));
                every_glyph_has_its_cells(&desk, &format!("article {row}"));
                desk.keys("zq");
            }
        }
    }
}
