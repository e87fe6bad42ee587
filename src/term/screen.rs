//! Frames on the terminal. ratatui lays them out in its buffer; its backend here is mute, and what was
//! drawn is compared with what the terminal shows (ratatui keeps its previous buffer to itself, so
//! this keeps one) and sent in one write. A part that only moved is scrolled by region ([`super::scroll`]).
//!
//! Where characters of ambiguous width take two cells, the drawing code says so by
//! `CellDiffOption::ForcedWidth(2)` on the cell; where the terminal has not said, the cursor is
//! placed anew after each such character, so that no guess can shift a line.

use std::io;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size as RatatuiSize};
use ratatui::{Frame, Terminal};

use crate::app::{Size, TerminalFacts};
use crate::ui::Linked;

use super::grid::Grid;
use super::hyperlinks::{self, Targets};
use super::pen::Pen;
use super::scroll;

/// Begin and end of a synchronised update (mode 2026).
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// What the terminal shows, and how to make it show something else.
pub(super) struct Screen {
    terminal: Terminal<Mute>,
    shown: Grid,
    wanted: Grid,
    /// Whether the screen is to be erased first.
    clear: bool,
    /// Where the cursor shows.
    cursor: Option<Position>,
    /// Whether the terminal scrolls by region (SU and SD), which the Linux console does not.
    regions: bool,
    /// Whether erasing fills with the background that is set, which GNU screen does not.
    fills: bool,
    facts: TerminalFacts,
}

impl Screen {
    /// An empty screen of `size` with a hidden cursor.
    pub(super) fn new(size: Size, regions: bool, fills: bool) -> io::Result<Self> {
        Ok(Self {
            terminal: Terminal::new(Mute { size, cursor: None })?,
            shown: Grid::blank(size),
            wanted: Grid::blank(size),
            clear: false,
            cursor: None,
            regions,
            fills,
            facts: TerminalFacts::default(),
        })
    }

    /// What the terminal said about itself.
    pub(super) fn learn(&mut self, facts: TerminalFacts) {
        self.facts = facts;
    }

    /// The terminal has another size, or had one for a moment: what it shows may be cut off, even where the
    /// size is the same again.
    pub(super) fn resize(&mut self, size: Size) {
        if size != self.wanted.size() {
            self.terminal.backend_mut().size = size;
            self.wanted = Grid::blank(size);
            self.shown = Grid::blank(size);
        }
        self.clear = true;
    }

    /// Forgets what the terminal shows: the next frame starts with an erased screen and a hidden cursor.
    pub(super) fn forget(&mut self) {
        self.clear = true;
        self.cursor = None;
    }

    /// Draws a frame and returns the bytes that make the terminal show it; none, if it does.
    pub(super) fn frame(&mut self, draw: impl FnOnce(&mut Frame<'_>) -> Vec<Linked>) -> io::Result<Vec<u8>> {
        let mut links = Vec::new();
        let drawn = self.terminal.draw(|frame| links = draw(frame))?;
        self.wanted.load(drawn.buffer);
        let targets = self.link(&links);
        let cursor = self.terminal.backend().cursor;
        let mut bytes = self.difference(cursor, &targets);
        if self.facts.synchronised == Some(true) && !bytes.is_empty() {
            bytes.splice(0..0, BEGIN.iter().copied());
            bytes.extend_from_slice(END);
        }
        Ok(bytes)
    }

    /// Has what is wanted lead where `links` say; returns where that is, link by link.
    fn link(&mut self, links: &[Linked]) -> Targets {
        let mut targets = Targets::new();
        if self.facts.hyperlinks != Some(true) {
            return targets;
        }
        for linked in links {
            if let Some(target) = hyperlinks::target(&linked.address) {
                let tag = hyperlinks::tag(linked.number, &target);
                self.wanted.link(linked.x, linked.y, linked.width, tag);
                targets.insert(tag, target);
            }
        }
        targets
    }

    fn difference(&mut self, cursor: Option<Position>, targets: &Targets) -> Vec<u8> {
        let mut pen = Pen::new(self.facts.ambiguous_wide, self.fills, targets);
        if self.clear {
            self.clear = false;
            pen.clear();
            self.shown = Grid::blank(self.shown.size());
        } else if self.regions
            && let Some(found) = scroll::find(&self.shown, &self.wanted)
        {
            pen.scroll(found.top, found.bottom, found.lines);
            self.shown.scroll(found.top, found.bottom, found.lines);
        }
        for y in 0..self.wanted.size().height {
            pen.row(y, self.shown.row_mut(y), self.wanted.row(y));
        }
        match cursor {
            Some(Position { x, y }) => {
                if !pen.is_unused() || self.cursor != cursor {
                    pen.go(x, y);
                }
                if self.cursor.is_none() {
                    pen.raw("\x1b[?25h");
                }
            }
            None if self.cursor.is_some() => pen.raw("\x1b[?25l"),
            None => {}
        }
        self.cursor = cursor;
        pen.finish()
    }
}

/// The backend that ratatui is given: it sends nothing and asks nothing of the terminal.
struct Mute {
    size: Size,
    /// Where the frame wants the cursor.
    cursor: Option<Position>,
}

impl Backend for Mute {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, _: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        // The iterator is ratatui's comparison, made as it is asked: leaving it costs nothing.
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.cursor = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.cursor.get_or_insert(Position::ORIGIN);
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.unwrap_or(Position::ORIGIN))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        if let Some(place) = &mut self.cursor {
            *place = position.into();
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        Ok(())
    }

    fn size(&self) -> io::Result<RatatuiSize> {
        Ok(RatatuiSize {
            width: self.size.width,
            height: self.size.height,
        })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size()?,
            pixels: RatatuiSize::ZERO,
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use proptest::prelude::*;
    use ratatui::buffer::{Buffer, CellDiffOption};
    use ratatui::style::{Color, Modifier, Style};

    use super::*;

    /// A screen and an emulated terminal.
    struct Bench {
        screen: Screen,
        emulator: vt100::Parser,
    }

    impl Bench {
        fn new(width: u16, height: u16) -> Self {
            let mut emulator = vt100::Parser::new(height.try_into().unwrap(), width.try_into().unwrap(), 0);
            emulator.process(b"\x1b[?25l");
            Self {
                screen: Screen::new(Size { width, height }, true, true).unwrap(),
                emulator,
            }
        }

        /// Draws and returns the number of bytes that it took.
        fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> usize {
            let bytes = self.screen.frame(|frame| {
                draw(frame);
                Vec::new()
            });
            let bytes = bytes.unwrap();
            self.emulator.process(&bytes);
            bytes.len()
        }

        fn row(&self, y: u16) -> String {
            let (_, width) = self.emulator.screen().size();
            let row = self.emulator.screen().rows(0, width.get()).nth(y.into());
            row.unwrap_or_default().trim_end().to_owned()
        }
    }

    const ARTICLE: [&str; 12] = [
        "央行今日开展两千亿元逆回购操作，利率维持不变。",
        "市场人士认为，流动性将保持合理充裕；",
        "“稳字当头”仍是全年主基调——不搞大水漫灌。",
        "",
        "从数据看，社会融资规模增量为 2.37 万亿元，",
        "同比多增 7,200 亿元，好于预期。",
        "分析认为，企业中长期贷款回升，",
        "显示实体经济融资需求正在改善。",
        "",
        "下一阶段，政策将更加注重精准有力，",
        "支持科技创新、绿色发展和中小微企业。",
        "（完）",
    ];

    fn page(frame: &mut Frame<'_>, offset: usize) {
        let buffer = frame.buffer_mut();
        buffer.set_string(0, 0, "标题", Style::new().add_modifier(Modifier::BOLD));
        for (y, line) in (1..8).zip(ARTICLE.iter().skip(offset)) {
            buffer.set_string(10, y, line, Style::new());
        }
        buffer.set_string(0, 8, format!("{offset}/12"), Style::new().fg(Color::DarkGray));
    }

    #[test]
    fn a_page_scrolls_for_the_price_of_a_line() {
        let mut bench = Bench::new(80, 9);
        bench.screen.learn(TerminalFacts {
            ambiguous_wide: Some(false),
            ..TerminalFacts::default()
        });
        bench.draw(|frame| page(frame, 0));
        for offset in [1, 2, 3, 4, 3, 2, 1, 0] {
            let bytes = bench.draw(|frame| page(frame, offset));
            assert!(bytes <= 120, "{bytes} bytes at {offset}");
            assert_eq!(bench.row(0), "标题");
            for y in 1..8_u16 {
                assert_eq!(bench.row(y).trim_start(), ARTICLE[offset + usize::from(y) - 1]);
            }
            assert_eq!(bench.row(8), format!("{offset}/12"));
        }
    }

    #[test]
    fn a_page_on_a_background_scrolls_for_little_more() {
        for fills in [true, false] {
            let mut bench = Bench::new(80, 9);
            bench.screen.fills = fills;
            bench.screen.learn(TerminalFacts {
                ambiguous_wide: Some(false),
                ..TerminalFacts::default()
            });
            let paper = Style::new()
                .fg(Color::Rgb(58, 52, 43))
                .bg(Color::Rgb(250, 244, 230));
            let draw = |frame: &mut Frame<'_>, offset| {
                let area = frame.buffer_mut().area;
                frame.buffer_mut().set_style(area, paper);
                page(frame, offset);
            };
            let whole = bench.draw(|frame| draw(frame, 0));
            assert!(!fills || whole <= 900, "{whole}");
            for offset in [1, 2, 3, 4, 3, 2, 1, 0] {
                let bytes = bench.draw(|frame| draw(frame, offset));
                assert!(
                    bytes <= if fills { 200 } else { 280 },
                    "{bytes} bytes at {offset}"
                );
                for y in 0..9 {
                    for x in 0..80 {
                        let seen = bench.emulator.screen().cell(y, x).unwrap();
                        let paper = vt100::Color::Rgb(250, 244, 230);
                        assert!(seen.is_wide_continuation() || seen.bgcolor() == paper, "{x},{y}");
                    }
                }
            }
            // And back to none.
            bench.draw(|frame| page(frame, 0));
            assert_eq!(
                bench.emulator.screen().cell(3, 79).unwrap().bgcolor(),
                vt100::Color::Default
            );
        }
    }

    #[test]
    fn wide_glyphs_cost_their_own_bytes() {
        let mut bench = Bench::new(80, 2);
        let bytes = bench.draw(|frame| frame.buffer_mut().set_string(0, 0, "央".repeat(40), Style::new()));
        assert!(bytes <= 120 + 8, "{bytes}");
    }

    #[test]
    fn nothing_changed_costs_nothing() {
        let mut bench = Bench::new(40, 9);
        bench.draw(|frame| page(frame, 0));
        assert_eq!(bench.draw(|frame| page(frame, 0)), 0);
    }

    #[test]
    fn the_cursor_shows_where_it_is_wanted() {
        let mut bench = Bench::new(40, 9);
        bench.draw(|frame| frame.set_cursor_position((3, 8)));
        assert!(!bench.emulator.screen().hide_cursor());
        assert_eq!(bench.emulator.screen().cursor_position(), (8, 3));
        assert_eq!(bench.draw(|frame| frame.set_cursor_position((3, 8))), 0);
        bench.draw(|frame| {
            page(frame, 0);
            frame.set_cursor_position((4, 8));
        });
        assert_eq!(bench.emulator.screen().cursor_position(), (8, 4));
        bench.draw(|frame| page(frame, 0));
        assert!(bench.emulator.screen().hide_cursor());
    }

    #[test]
    fn a_cell_cannot_drive_the_terminal() {
        let mut bench = Bench::new(10, 1);
        bench.draw(|frame| {
            let buffer = frame.buffer_mut();
            buffer[(0, 0)].set_symbol("\u{9b}31m");
            buffer[(3, 0)].set_symbol("a\u{202e}");
            buffer[(5, 0)].set_symbol("z");
        });
        assert_eq!(bench.row(0), "     z");
    }

    #[test]
    fn frames_are_framed_only_where_that_is_known() {
        let mut bench = Bench::new(10, 1);
        let plain = bench.draw(|frame| frame.buffer_mut().set_string(0, 0, "a", Style::new()));
        bench.screen.learn(TerminalFacts {
            synchronised: Some(true),
            ..TerminalFacts::default()
        });
        let framed = bench.draw(|frame| frame.buffer_mut().set_string(0, 0, "b", Style::new()));
        assert_eq!(framed, plain + BEGIN.len() + END.len());
        assert_eq!(
            bench.draw(|frame| frame.buffer_mut().set_string(0, 0, "b", Style::new())),
            0
        );
    }

    /// What a terminal does that gives “ two cells: ours must not drift on it.
    #[test]
    fn a_forced_width_moves_the_next_cell() {
        let draw = |frame: &mut Frame<'_>| {
            let buffer = frame.buffer_mut();
            buffer[(0, 0)].set_symbol("“");
            buffer[(0, 0)].set_diff_option(CellDiffOption::ForcedWidth(NonZeroU16::new(2).unwrap()));
            buffer[(2, 0)].set_symbol("a");
            Vec::new()
        };
        let wide = |known| {
            let mut screen = Screen::new(Size { width: 9, height: 1 }, true, false).unwrap();
            screen.learn(TerminalFacts {
                ambiguous_wide: known,
                ..TerminalFacts::default()
            });
            String::from_utf8(screen.frame(draw).unwrap()).unwrap()
        };
        assert_eq!(wide(Some(true)), "\u{1b}[1H“a");
        assert_eq!(wide(None), "\u{1b}[1H“\u{1b}[1;3Ha");
    }

    #[test]
    fn a_resize_starts_over() {
        let mut bench = Bench::new(40, 9);
        bench.draw(|frame| page(frame, 0));
        bench.screen.resize(Size { width: 30, height: 5 });
        bench
            .emulator
            .screen_mut()
            .set_size(5.try_into().unwrap(), 30.try_into().unwrap());
        bench.emulator.process("乱".repeat(40).as_bytes());
        bench.draw(|frame| frame.buffer_mut().set_string(1, 1, "新", Style::new()));
        assert_eq!((bench.row(0), bench.row(1)), (String::new(), " 新".to_owned()));
    }

    #[derive(Clone, Debug)]
    struct Put {
        x: u16,
        y: u16,
        text: String,
        style: Style,
    }

    fn put() -> impl Strategy<Value = Put> {
        let style = (0..4_u8, any::<bool>(), any::<bool>()).prop_map(|(color, bold, reversed)| {
            let mut style = Style::new();
            match color {
                1 => style = style.fg(Color::Red).add_modifier(Modifier::UNDERLINED),
                2 => style = style.bg(Color::LightBlue),
                3 => style = style.fg(Color::Rgb(1, 2, 3)).bg(Color::Indexed(200)),
                _ => {}
            }
            if bold {
                style = style.add_modifier(Modifier::BOLD);
            }
            if reversed {
                style = style.add_modifier(Modifier::REVERSED);
            }
            style
        });
        (0..24_u16, 0..8_u16, "[a-c央行“ ]{0,12}", style).prop_map(|(x, y, text, style)| Put {
            x,
            y,
            text,
            style,
        })
    }

    fn same(buffer: &Buffer, screen: &vt100::Screen) -> Result<(), TestCaseError> {
        for y in 0..buffer.area.height {
            let mut x = 0;
            while x < buffer.area.width {
                let wanted = &buffer[(x, y)];
                let seen = screen.cell(y, x).unwrap();
                let contents = if seen.has_contents() { seen.contents() } else { " " };
                prop_assert_eq!(wanted.symbol(), contents, "at {},{}", x, y);
                prop_assert_eq!(wanted.modifier.contains(Modifier::REVERSED), seen.inverse());
                prop_assert_eq!(wanted.modifier.contains(Modifier::UNDERLINED), seen.underline());
                if wanted.symbol() != " " {
                    prop_assert_eq!(wanted.modifier.contains(Modifier::BOLD), seen.bold());
                }
                let bg = match wanted.bg {
                    Color::LightBlue => vt100::Color::Idx(12),
                    Color::Indexed(index) => vt100::Color::Idx(index),
                    _ => vt100::Color::Default,
                };
                prop_assert_eq!(bg, seen.bgcolor(), "at {},{}", x, y);
                x += super::super::grid::width(wanted) as u16;
            }
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        /// Whatever was shown, the emulator shows the new frame: scrolled, wide over narrow, erased.
        #[test]
        fn the_terminal_shows_the_frame(
            frames in proptest::collection::vec(
                (proptest::collection::vec(put(), 0..10), -3..4_i16, any::<bool>()), 1..8),
            fills in any::<bool>(), ground in any::<bool>(),
        ) {
            let mut bench = Bench::new(24, 8);
            bench.screen.fills = fills;
            let mut puts: Vec<Put> = Vec::new();
            for (more, moved, keep) in frames {
                if keep {
                    for put in &mut puts {
                        put.y = put.y.saturating_add_signed(moved);
                    }
                } else {
                    puts.clear();
                }
                puts.extend(more);
                let mut drawn = Buffer::default();
                bench.draw(|frame| {
                    if ground {
                        let area = frame.buffer_mut().area;
                        frame.buffer_mut().set_style(area, Style::new().bg(Color::LightBlue));
                    }
                    for put in puts.iter().filter(|put| put.y < 8) {
                        // As the panes do: what lies half under the new text goes.
                        let buffer = frame.buffer_mut();
                        if let Some(left) = put.x.checked_sub(1)
                            && super::super::grid::width(&buffer[(left, put.y)]) == 2
                        {
                            buffer[(left, put.y)].set_symbol(" ");
                        }
                        buffer.set_string(put.x, put.y, &put.text, put.style);
                    }
                    drawn = frame.buffer_mut().clone();
                });
                same(&drawn, bench.emulator.screen())?;
            }
        }
    }
}
