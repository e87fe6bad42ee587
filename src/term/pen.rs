//! Writing cells as bytes: the cursor moved only where it is not already, colours and modifiers
//! only where they change.

use std::io::Write as _;

use ratatui::style::{Color, Modifier};

use crate::text::cells::Cells;
use crate::text::clean::clean;

use super::grid::{NOWHERE, SEEN_ON_BLANK, Spot, is_blank, is_blank_on, width};
use super::hyperlinks::{self, Targets};

/// SGR numbers (ECMA-48) that begin and end the modifiers.
const MODIFIERS: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// So many blanks take more bytes than erasing them and going over them.
const WORTH_ERASING: usize = 11;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    fg: Color,
    bg: Color,
    underline: Color,
    modifier: Modifier,
}

const PLAIN: Look = Look {
    fg: Color::Reset,
    bg: Color::Reset,
    underline: Color::Reset,
    modifier: Modifier::empty(),
};

/// Bytes under way to the terminal, and what state they leave it in.
#[derive(Debug)]
pub(super) struct Pen<'a> {
    bytes: Vec<u8>,
    /// Column and row of the cursor, where it is known.
    at: Option<(u16, u16)>,
    look: Look,
    /// The link that is open.
    link: u32,
    /// Where links lead.
    targets: &'a Targets,
    /// Whether characters of ambiguous width take two cells, where the terminal has said so.
    ambiguous_wide: Option<bool>,
    /// Whether erasing fills with the background that is set.
    fills: bool,
}

impl<'a> Pen<'a> {
    /// A pen on a terminal with plain attributes and the cursor somewhere.
    pub(super) fn new(ambiguous_wide: Option<bool>, fills: bool, targets: &'a Targets) -> Self {
        Self {
            bytes: Vec::new(),
            at: None,
            look: PLAIN,
            link: NOWHERE,
            targets,
            ambiguous_wide,
            fills,
        }
    }

    /// The bytes, with attributes back to plain and no link open.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.lead(NOWHERE);
        self.wear(PLAIN);
        self.bytes
    }

    pub(super) fn is_unused(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Sends a sequence as it is. It must leave the attributes alone; the cursor is lost.
    pub(super) fn raw(&mut self, sequence: &str) {
        self.bytes.extend_from_slice(sequence.as_bytes());
        self.at = None;
    }

    /// Erases the screen with plain attributes.
    pub(super) fn clear(&mut self) {
        self.lead(NOWHERE);
        self.wear(PLAIN);
        self.raw("\x1b[2J");
    }

    /// Moves rows `top..bottom` up by `lines` (down, if negative) with a scroll region (DECSTBM, SU, SD).
    pub(super) fn scroll(&mut self, top: u16, bottom: u16, lines: i16) {
        self.lead(NOWHERE);
        self.wear(PLAIN);
        let amount = lines.unsigned_abs();
        let direction = if lines > 0 { 'S' } else { 'T' };
        self.print(format_args!("\x1b[{};{bottom}r\x1b[", top + 1));
        if amount > 1 {
            self.print(format_args!("{amount}"));
        }
        self.print(format_args!("{direction}\x1b[r"));
        // Setting the region brings the cursor home.
        self.at = Some((0, 0));
    }

    /// Moves the cursor to column `x` of row `y`.
    pub(super) fn go(&mut self, x: u16, y: u16) {
        match self.at {
            Some(at) if at == (x, y) => return,
            Some((from, row)) if row == y && from < x => match x - from {
                1 => self.print(format_args!("\x1b[C")),
                n => self.print(format_args!("\x1b[{n}C")),
            },
            _ if x == 0 => self.print(format_args!("\x1b[{}H", y + 1)),
            _ => self.print(format_args!("\x1b[{};{}H", y + 1, x + 1)),
        }
        self.at = Some((x, y));
    }

    /// Makes row `y`, which shows `shown`, show `wanted`; `shown` is brought up to date.
    pub(super) fn row(&mut self, y: u16, shown: &mut [Spot], wanted: &[Spot]) {
        if shown == wanted {
            return;
        }
        let ground = wanted.last().filter(|_| self.fills);
        let ground = ground.map_or(Color::Reset, |cell| cell.bg);
        if ground != Color::Reset && shown.iter().all(|spot| is_blank(spot)) {
            // Filled in one stroke, not blank by blank.
            self.lead(NOWHERE);
            self.wear(Look { bg: ground, ..PLAIN });
            self.go(0, y);
            self.bytes.extend_from_slice(b"\x1b[K");
            for spot in shown.iter_mut() {
                spot.blank(ground);
            }
        }
        let blank_from = wanted
            .iter()
            .rposition(|cell| !is_blank_on(cell, ground))
            .map_or(0, |last| last + wanted.get(last).map_or(1, |spot| width(spot)));
        // What follows a half of a glyph that was written over is no longer what it was.
        let mut spoiled = 0;
        let mut x = 0;
        while let Some(cell) = wanted.get(x) {
            let covers = width(cell);
            let last_covered = x + covers - 1;
            let differs = x < spoiled || shown.get(x) != Some(cell);
            if x >= blank_from {
                let rest = shown.get(x..).unwrap_or_default();
                let stale = rest.iter().any(|cell| !is_blank_on(cell, ground));
                if stale || x < spoiled {
                    self.lead(NOWHERE);
                    if !self.leaves_blanks_on(ground) {
                        self.wear(Look { bg: ground, ..PLAIN });
                    }
                    self.go(x as u16, y);
                    self.bytes.extend_from_slice(b"\x1b[K");
                }
                break;
            }
            let erased = if differs {
                self.erase(x, y, shown, wanted)
            } else {
                0
            };
            if erased > 0 {
                let last = x + erased - 1;
                if shown.get(last).is_some_and(|cell| width(cell) == 2) {
                    spoiled = last + 2;
                }
                x += erased;
                continue;
            }
            if differs {
                self.cross(x, y, wanted);
                self.go(x as u16, y);
                self.cell(cell, x, y, wanted.len());
                if shown.get(last_covered).is_some_and(|cell| width(cell) == 2) {
                    spoiled = last_covered + 2;
                }
            }
            x += covers;
        }
        shown.clone_from_slice(wanted);
    }

    /// Erases the blanks that begin at column `x` of row `y` as far as they are not shown (ECH), where that is shorter than
    /// writing them; returns how many.
    fn erase(&mut self, x: usize, y: u16, shown: &[Spot], wanted: &[Spot]) -> usize {
        let Some(ground) = wanted.get(x).map(|cell| cell.bg) else {
            return 0;
        };
        if ground != Color::Reset && !self.fills {
            return 0;
        }
        let (shown, wanted) = (shown.iter().skip(x), wanted.iter().skip(x));
        let run = shown
            .zip(wanted)
            .take_while(|(_, wanted)| is_blank_on(wanted, ground));
        let mut stale = 0;
        for (number, (shown, wanted)) in run.enumerate() {
            if shown != wanted {
                stale = number + 1;
            }
        }
        if stale < WORTH_ERASING {
            return 0;
        }
        self.lead(NOWHERE);
        if !self.leaves_blanks_on(ground) {
            self.wear(Look { bg: ground, ..PLAIN });
        }
        self.go(x as u16, y);
        self.print(format_args!("\x1b[{stale}X"));
        stale
    }

    /// Writes the blanks before column `x` of row `y`, where that is shorter than going over them.
    fn cross(&mut self, x: usize, y: u16, row: &[Spot]) {
        let Some((from, _)) = self.at.filter(|(_, at)| *at == y) else {
            return;
        };
        let gap = row.get(usize::from(from)..x).unwrap_or_default();
        let ground = self.look.bg;
        let blank = || gap.iter().all(|cell| is_blank_on(cell, ground));
        if self.link == NOWHERE && self.leaves_blanks_on(ground) && (1..=3).contains(&gap.len()) && blank() {
            self.bytes.resize(self.bytes.len() + gap.len(), b' ');
            self.at = Some((x as u16, y));
        }
    }

    /// Whether blanks written or erased now are blanks on `ground`.
    fn leaves_blanks_on(&self, ground: Color) -> bool {
        self.look.bg == ground && !self.look.modifier.intersects(SEEN_ON_BLANK)
    }

    /// Writes `cell` at the cursor.
    fn cell(&mut self, cell: &Spot, x: usize, y: u16, columns: usize) {
        self.lead(cell.link);
        // Of a blank only the background shows.
        if !(is_blank_on(cell, cell.bg) && self.leaves_blanks_on(cell.bg)) {
            self.wear(Look {
                fg: cell.fg,
                bg: cell.bg,
                underline: cell.underline_color,
                modifier: cell.modifier,
            });
        }
        let symbol = cell.symbol();
        let covers = width(cell);
        // The last of several fences: whatever a widget put into a cell, it does not drive the terminal.
        if clean(symbol) != symbol || symbol.contains('\n') || symbol.is_empty() {
            self.bytes.resize(self.bytes.len() + covers, b' ');
        } else {
            self.bytes.extend_from_slice(symbol.as_bytes());
        }
        let next = x + covers;
        // Behind the last column terminals differ on where the cursor is.
        self.at = (next < columns && self.agreed(symbol, covers)).then_some((next as u16, y));
    }

    /// Whether it is sure that the terminal moved its cursor by `covers` columns for `symbol`.
    fn agreed(&self, symbol: &str, covers: usize) -> bool {
        let mut chars = symbol.chars();
        let (Some(c), None) = (chars.next(), chars.next()) else {
            return false;
        };
        let [narrow, wide] = [false, true].map(|ambiguous_wide| Cells { ambiguous_wide }.char(c));
        match (narrow, wide) {
            (1, 1) => covers == 1,
            // Emoji are wide by the tables, but not by every terminal's.
            (2, 2) => covers == 2 && c < '\u{1F000}',
            (1, 2) => match self.ambiguous_wide {
                Some(wide) => covers == if wide { 2 } else { 1 },
                None => false,
            },
            _ => false,
        }
    }

    /// What is written from here on belongs to `link`.
    fn lead(&mut self, link: u32) {
        let target = self.targets.get(&link);
        let link = target.map_or(NOWHERE, |_| link);
        if link == self.link {
            return;
        }
        match target {
            Some(target) => self.print(format_args!("{}", hyperlinks::opening(link, target))),
            None => self.bytes.extend_from_slice(hyperlinks::CLOSING),
        }
        self.link = link;
    }

    /// Sets colours and modifiers to `look`.
    fn wear(&mut self, look: Look) {
        let from = self.look;
        if look == from {
            return;
        }
        self.look = look;
        if look == PLAIN {
            self.bytes.extend_from_slice(b"\x1b[m");
            return;
        }
        let mut numbers = Numbers(Vec::new());
        let mut base = from;
        let ended = from.modifier.difference(look.modifier);
        for (modifier, _, end) in MODIFIERS {
            // Bold and dim share the number that ends them: it ends both.
            if ended.contains(modifier) && base.modifier.contains(modifier) {
                numbers.push(end);
                let same = MODIFIERS.iter().filter(|(.., other)| *other == end);
                same.for_each(|(other, ..)| base.modifier.remove(*other));
            }
        }
        numbers.change(base, look);
        let mut anew = Numbers(vec![b'0']);
        anew.change(PLAIN, look);
        // True colours are long, and are kept where they stay.
        let anew_is_shorter = !ended.is_empty() && anew.0.len() <= numbers.0.len();
        let numbers = if anew_is_shorter { anew } else { numbers };
        self.bytes.extend_from_slice(b"\x1b[");
        self.bytes.extend_from_slice(&numbers.0);
        self.bytes.push(b'm');
    }

    fn print(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to memory does not fail.
        let _ = self.bytes.write_fmt(text);
    }
}

/// The parameters of one SGR sequence.
struct Numbers(Vec<u8>);

impl Numbers {
    /// What makes `base`, which has no modifier that `look` has not, into `look`.
    fn change(&mut self, base: Look, look: Look) {
        for (modifier, number, _) in MODIFIERS {
            if look.modifier.difference(base.modifier).contains(modifier) {
                self.push(number);
            }
        }
        if look.fg != base.fg {
            self.color(look.fg, 30, 38, 39);
        }
        if look.bg != base.bg {
            self.color(look.bg, 40, 48, 49);
        }
        if look.underline != base.underline {
            self.color(look.underline, 0, 58, 59);
        }
    }

    fn push(&mut self, number: u8) {
        if !self.0.is_empty() {
            self.0.push(b';');
        }
        let _ = write!(self.0, "{number}");
    }

    fn all(&mut self, numbers: &[u8]) {
        for &number in numbers {
            self.push(number);
        }
    }

    /// `first` is the number of the first of the eight named colours (0: they go by index),
    /// `extended` introduces an indexed or true colour, `reset` is the terminal's own.
    fn color(&mut self, color: Color, first: u8, extended: u8, reset: u8) {
        let named = match color {
            Color::Reset => return self.push(reset),
            Color::Indexed(index) => return self.all(&[extended, 5, index]),
            Color::Rgb(r, g, b) => return self.all(&[extended, 2, r, g, b]),
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightBlue => 12,
            Color::LightMagenta => 13,
            Color::LightCyan => 14,
            Color::White => 15,
        };
        match named {
            _ if first == 0 => self.all(&[extended, 5, named]),
            0..8 => self.push(first + named),
            // aixterm's bright colours: 90 and 100 on.
            _ => self.push(first + 60 + (named - 8)),
        }
    }
}
