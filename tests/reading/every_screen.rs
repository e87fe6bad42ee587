//! Every screen as a reader sees it: at the three sizes the program is made for, in both languages, in two themes.
//!
//! Below the text of a screen stand its looks: for each row runs of cells, `-` an ordinary one, each other look by a letter,
//! and what that letter is in the terminal's own colours and in those of the theme paper.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::time::Duration;

use finews::app::Size;
use finews::archive::Archive;
use finews::config::Lang;
use finews::config::theme::{self, Worn};
use finews::ui::{self, Depth, Theme};
use insta::assert_snapshot;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use crate::desk::{Desk, text_of};

/// What each screen is called, and the keys that lead to it.
const SCREENS: &[(&str, &str)] = &[
    ("first", ""),
    ("unfound", "/没有这个词<Enter>"),
    ("categories", "hj"),
    ("category-prompt", "c灯"),
    ("bookmarks", "jbjjb<Tab>"),
    ("help", "?"),
    ("search-prompt", "/雾水"),
    ("results", "/雾水<Enter>j"),
    ("month", "/雾水<Enter><gt>"),
    ("rows-marked", "jvjj"),
    ("page", "10jl"),
    ("page-zoomed", "10jlz "),
    ("page-help", "10jl?"),
    ("find-prompt", "10jl/凌晨"),
    ("hits", "10jl/凌晨<Enter>n"),
    ("link", "10jlgg}"),
    ("labels", "10jlf"),
    ("code", "10jlO"),
    ("selecting", "10jlv"),
    ("passage", "10jlv<Enter>"),
    ("note", "10jlao"),
    ("facts", "10jli"),
    ("command", ":th"),
    ("problems", "!"),
    ("after-a-prefix", "g"),
];

const SIZES: [(u16, u16); 3] = [(60, 20), (100, 30), (160, 45)];

/// The looks of `cell`, of foreground, background and modifiers.
type Look = (Color, Color, Modifier);

fn look(buffer: &Buffer, x: u16, y: u16) -> Look {
    let cell = buffer.cell((x, y)).unwrap();
    (cell.fg, cell.bg, cell.modifier)
}

fn told((fg, bg, modifier): Look) -> String {
    let color = |color: Color| match color {
        Color::Reset => "own".to_owned(),
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        other => other.to_string(),
    };
    let modifier = if modifier.is_empty() {
        String::new()
    } else {
        format!(" {modifier:?}").to_lowercase()
    };
    format!("{} on {}{modifier}", color(fg), color(bg))
}

fn drawn(desk: &Desk, worn: Worn<'_>) -> Buffer {
    let Size { width, height } = desk.app.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    ui::render(&desk.app, &Theme::of(worn, Depth::True), &mut buffer);
    buffer
}

/// The looks of two drawings of one screen: rows of runs, then what each letter is.
fn looks(own: &Buffer, paper: &Buffer) -> String {
    let mut letters = HashMap::new();
    let mut names = ('a'..='z').chain('A'..='Z');
    letters.insert((look(own, 0, 0), look(paper, 0, 0)), '-');
    let mut out = String::new();
    for y in 0..own.area.height {
        let mut runs: Vec<(char, usize)> = Vec::new();
        for x in 0..own.area.width {
            let look = (look(own, x, y), look(paper, x, y));
            let letter = *letters.entry(look).or_insert_with(|| names.next().unwrap());
            match runs.last_mut() {
                Some((last, count)) if *last == letter => *count += 1,
                _ => runs.push((letter, 1)),
            }
        }
        if runs.last().is_some_and(|(letter, _)| *letter == '-') {
            runs.pop();
        }
        let row: Vec<String> = runs
            .iter()
            .map(|(letter, count)| format!("{count}{letter}"))
            .collect();
        writeln!(out, "{}", row.join(" ")).unwrap();
    }
    let mut told: Vec<_> = letters.into_iter().map(|(look, letter)| (letter, look)).collect();
    told.sort_unstable_by_key(|(letter, _)| *letter);
    for (letter, (own, paper)) in told {
        writeln!(out, "{letter}  {}  |  {}", self::told(own), self::told(paper)).unwrap();
    }
    out
}

#[test]
fn every_screen_in_three_sizes_two_languages_and_two_themes() {
    let paper = theme::parse("paper", include_str!("../../assets/themes/paper.toml")).unwrap();
    for (name, keys) in SCREENS {
        for lang in [Lang::Zh, Lang::En] {
            let mut out = String::new();
            for (width, height) in SIZES {
                let mut desk = Desk::with(Archive::guide(), lang, Size { width, height });
                desk.keys(keys).wait(Duration::from_millis(150));
                let own = drawn(&desk, Worn::Terminal { on_light: false });
                let paper = drawn(&desk, Worn::Scheme(&paper));
                // A theme changes how it looks, and not what is said where.
                let text = text_of(&own);
                assert_eq!(text_of(&paper), text);
                write!(out, "{width}x{height}\n{text}{}", looks(&own, &paper)).unwrap();
            }
            let lang = match lang {
                Lang::Zh => "zh",
                Lang::En => "en",
            };
            assert_snapshot!(format!("{name}_{lang}"), out);
        }
    }
}
