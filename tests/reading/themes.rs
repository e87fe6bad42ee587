//! Themes: what fills the screen, and how they are changed.

use std::fmt::Write as _;

use finews::app::{Event, TerminalFacts};
use insta::assert_snapshot;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::style::{Color, Modifier};

use crate::desk::Desk;

fn background_is(dark: bool) -> Event {
    Event::Terminal(TerminalFacts {
        dark: Some(dark),
        ..TerminalFacts::default()
    })
}

/// A colour as themes write it.
fn hex(color: Color) -> String {
    match color {
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        other => other.to_string(),
    }
}

/// The colour of every cell of an otherwise empty corner.
fn ground(desk: &Desk) -> String {
    hex(desk.buffer().cell((0, 0)).unwrap().bg)
}

/// The rows of the screen as runs of one look: the look where it is not that of the corner, then the text.
fn runs(buffer: &Buffer) -> String {
    let look = |x, y| {
        let cell = buffer.cell((x, y)).unwrap();
        (cell.fg, cell.bg, cell.modifier)
    };
    let ordinary = look(0, 0);
    let mut out = format!("{} on {}\n", hex(ordinary.0), hex(ordinary.1));
    for y in 0..buffer.area.height {
        let (mut x, mut line, mut last) = (0, String::new(), ordinary);
        while x < buffer.area.width {
            let cell = buffer.cell((x, y)).unwrap();
            let now = look(x, y);
            if now != last {
                let mut said = String::new();
                if now.0 != ordinary.0 {
                    said += &hex(now.0);
                }
                if now.1 != ordinary.1 {
                    write!(said, " on {}", hex(now.1)).unwrap();
                }
                if now.2 != Modifier::empty() {
                    write!(said, " {}", format!("{:?}", now.2).to_lowercase()).unwrap();
                }
                write!(line, "[{}]", said.trim()).unwrap();
                last = now;
            }
            line.push_str(cell.symbol());
            x += cell.cell_width().max(1);
        }
        writeln!(out, "{}", line.trim_end()).unwrap();
    }
    out
}

#[test]
fn a_theme_fills_the_screen_at_every_size() {
    for (width, height) in [(20, 6), (60, 20), (100, 30), (160, 45)] {
        for theme in ["paper", "ink", "bamboo", "dusk", "night"] {
            let mut desk = Desk::new(width, height);
            desk.keys(&format!(":theme {theme}<Enter>"));
            for keys in ["", "l", "<Esc>h", "?", "<Esc>!", "<Esc>/央行", "<Esc>z"] {
                desk.keys(keys);
                let buffer = desk.buffer();
                let bare = buffer.content.iter().filter(|cell| cell.bg == Color::Reset);
                assert_eq!(bare.count(), 0, "{theme} {width}x{height} {keys}");
            }
        }
    }
}

#[test]
fn two_themes_in_three_shapes() {
    for (width, height) in [(48, 12), (80, 12), (120, 12)] {
        let mut desk = Desk::new(width, height);
        desk.keys(":theme paper<Enter>j/雾水<Enter>j");
        assert_snapshot!(format!("paper_{width}x{height}"), runs(&desk.buffer()));
        desk.keys("<Esc>:主题 夜<Enter>l");
        assert_snapshot!(format!("night_{width}x{height}"), runs(&desk.buffer()));
    }
}

#[test]
fn a_key_goes_from_theme_to_theme_and_says_how_to_keep_it() {
    let mut desk = Desk::new(100, 30);
    assert_eq!(ground(&desk), "Reset");
    desk.keys("T");
    assert_eq!(ground(&desk), "#faf4e6");
    assert!(desk.status().contains("主题：纸"), "{}", desk.status());
    assert!(desk.status().contains("theme = \"paper\""), "{}", desk.status());
    desk.keys("TTTT");
    assert_eq!(ground(&desk), "#16181a");
    desk.keys("T");
    assert_eq!(ground(&desk), "Reset");
    assert!(desk.status().contains("theme = \"auto\""), "{}", desk.status());
}

#[test]
fn a_theme_is_given_by_name_and_completed() {
    let mut desk = Desk::new(100, 30);
    desk.keys(":theme ni<Tab><Enter>");
    assert_eq!(ground(&desk), "#16181a");
    desk.keys(":主题 zhu<Tab><Enter>");
    assert_eq!(ground(&desk), "#eef4e6");
    desk.keys(":theme nowhere<Enter>");
    assert!(
        desk.status().contains("没有“nowhere”这个主题"),
        "{}",
        desk.status()
    );
    assert_eq!(ground(&desk), "#eef4e6");
    desk.keys(":theme 终端<Enter>");
    assert_eq!(ground(&desk), "Reset");
    desk.keys(":theme<Enter>");
    assert_eq!(ground(&desk), "#faf4e6");
}

#[test]
fn the_terminals_own_colours_heed_its_background() {
    let mut desk = Desk::new(100, 30);
    let heading = |desk: &Desk| desk.buffer().cell((1, 0)).unwrap().fg;
    assert_eq!(heading(&desk), Color::Cyan);
    desk.event(background_is(false));
    assert_eq!(heading(&desk), Color::Blue);
    desk.event(background_is(true));
    assert_eq!(heading(&desk), Color::Cyan);
}

#[test]
fn without_colours_there_is_nothing_to_choose() {
    let mut desk = Desk::new(100, 30);
    desk.app.themes.colourless = true;
    desk.keys("T");
    assert!(desk.status().contains("NO_COLOR"), "{}", desk.status());
    desk.keys(":theme night<Enter>");
    assert_eq!(ground(&desk), "Reset");
}
