//! Links that the terminal itself can open (OSC 8): which terminals take them, and how they are written.
//!
//! Nothing tells whether a terminal knows them. It is judged by its name, which it says when asked (XTVERSION) or has put
//! into the environment; where neither names one that is known to take them, none are sent. What stands between may
//! swallow them: tmux passes them on from 3.4, screen never.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::browser;
use super::grid::NOWHERE;

/// Ends a link.
pub(super) const CLOSING: &[u8] = b"\x1b]8;;\x1b\\";

/// VTE takes no longer address; bytes.
const LONGEST: usize = 2083;

/// How `TERM` begins where the terminal takes links.
const TERMS: [&str; 8] = [
    "xterm-kitty",
    "xterm-ghostty",
    "foot",
    "alacritty",
    "wezterm",
    "contour",
    "rio",
    "mintty",
];

/// Where the links of a frame lead, as it is sent.
pub(super) type Targets = HashMap<u32, String>;

/// The same for every stretch of a link, also in the next frame: the `number` it has on its page, and where it leads.
pub(super) fn tag(number: usize, target: &str) -> u32 {
    let mut hasher = DefaultHasher::new();
    (number, target).hash(&mut hasher);
    (hasher.finish() as u32).max(NOWHERE + 1)
}

/// The address as it may be sent, only of what is printed in ASCII; none for what cannot be opened, or is too long.
pub(super) fn target(address: &str) -> Option<String> {
    // No more is read of what is longer than that however it is written.
    let url = browser::address(address.get(..).filter(|all| all.len() <= LONGEST)?)?;
    let mut target = String::with_capacity(url.as_str().len());
    for byte in url.as_str().bytes() {
        if (b'!'..=b'~').contains(&byte) {
            target.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(target, "%{byte:02X}");
        }
    }
    (target.len() <= LONGEST).then_some(target)
}

/// Begins the link of this tag.
pub(super) fn opening(link: u32, target: &str) -> String {
    format!("\x1b]8;id={link:x};{target}\x1b\\")
}

/// Whether what calls itself so, with its version, takes links: the answer to XTVERSION.
pub(super) fn are_taken_by(name: &str) -> bool {
    const TAKE: [&str; 13] = [
        "vte",
        "kitty",
        "foot",
        "wezterm",
        "ghostty",
        "iterm2",
        "konsole",
        "contour",
        "mintty",
        "rio",
        "alacritty",
        "xterm.js",
        "windows terminal",
    ];
    let name = name.trim().to_ascii_lowercase();
    match name.strip_prefix("tmux ") {
        Some(version) => is_at_least(version, (3, 4)),
        None => TAKE.iter().any(|one| name.starts_with(one)),
    }
}

/// Whether the environment names a terminal that takes links. `variable` looks it up.
pub fn are_taken(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let value = |name: &str| {
        variable(name)
            .and_then(|value| value.into_string().ok())
            .unwrap_or_default()
    };
    let is_set = |name: &str| !value(name).is_empty();
    let number = |name: &str| value(name).parse::<u32>().unwrap_or_default();
    let (term, program, version) = (
        value("TERM"),
        value("TERM_PROGRAM"),
        value("TERM_PROGRAM_VERSION"),
    );
    if is_set("STY") || matches!(term.as_str(), "" | "dumb" | "linux") {
        return false;
    }
    // What the terminal around tmux has set is there too.
    if is_set("TMUX") {
        return program == "tmux" && is_at_least(&version, (3, 4));
    }
    TERMS.iter().any(|name| term.starts_with(name))
        || match program.as_str() {
            "WezTerm" | "ghostty" | "rio" | "mintty" | "WarpTerminal" => true,
            "iTerm.app" => is_at_least(&version, (3, 1)),
            "vscode" => is_at_least(&version, (1, 72)),
            _ => false,
        }
        || ["KITTY_WINDOW_ID", "WT_SESSION", "WEZTERM_PANE", "ALACRITTY_WINDOW_ID"]
            .iter()
            .any(|name| is_set(name))
        // The first version of VTE that had them fell over them.
        || number("VTE_VERSION") > 5000
        || number("KONSOLE_VERSION") >= 201_200
}

/// Whether a version such as `3.3a` or `next-3.4` is the one wanted, or a later one.
fn is_at_least(version: &str, wanted: (u32, u32)) -> bool {
    let digits = version.trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut numbers = digits
        .split(|c: char| !c.is_ascii_digit())
        .map(|digits| digits.parse::<u32>().unwrap_or_default());
    (
        numbers.next().unwrap_or_default(),
        numbers.next().unwrap_or_default(),
    ) >= wanted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::{Modifier, Style};

    use super::super::screen::Screen;
    use super::*;
    use crate::app::{Size, TerminalFacts};
    use crate::ui::Linked;

    const SIZE: Size = Size { width: 24, height: 8 };

    /// A terminal that knows links: where each cell leads.
    struct Opener {
        emulator: vt100::Parser,
        leads: Vec<Vec<String>>,
        open: String,
        region: (usize, usize),
    }

    impl Opener {
        fn new() -> Self {
            let (rows, columns) = (SIZE.height.try_into().unwrap(), SIZE.width.try_into().unwrap());
            Self {
                emulator: vt100::Parser::new(rows, columns, 0),
                leads: vec![vec![String::new(); SIZE.width.into()]; SIZE.height.into()],
                open: String::new(),
                region: (0, SIZE.height.into()),
            }
        }

        fn take(&mut self, bytes: &[u8]) {
            let mut rest = std::str::from_utf8(bytes).unwrap();
            while let Some(c) = rest.chars().next() {
                let (row, column) = self.emulator.screen().cursor_position();
                let (row, column) = (usize::from(row), usize::from(column));
                let unit = if let Some(string) = rest.strip_prefix("\x1b]") {
                    let (string, _) = string.split_once("\x1b\\").unwrap();
                    let link = string.strip_prefix("8;").unwrap();
                    assert!(link == ";" || self.open != link, "opened twice: {link}");
                    assert!(link != ";" || !self.open.is_empty(), "closed twice");
                    self.open = if link == ";" {
                        String::new()
                    } else {
                        link.to_owned()
                    };
                    &rest[..string.len() + 4]
                } else if let Some(sequence) = rest.strip_prefix("\x1b[") {
                    let end = sequence.find(|c: char| c.is_ascii_alphabetic()).unwrap();
                    let numbers: Vec<usize> = sequence[..end]
                        .split(';')
                        .filter_map(|n| n.parse().ok())
                        .collect();
                    let first = numbers.first().copied();
                    match &sequence[end..=end] {
                        "J" => self.leads.iter_mut().for_each(|row| row.fill(String::new())),
                        "K" => self.leads[row][column..].fill(String::new()),
                        "X" => self.leads[row][column..column + first.unwrap()].fill(String::new()),
                        "r" => {
                            self.region = first.map_or((0, SIZE.height.into()), |top| (top - 1, numbers[1]));
                        }
                        "S" | "T" => {
                            let rows = &mut self.leads[self.region.0..self.region.1];
                            let by = first.unwrap_or(1);
                            if sequence[end..].starts_with('S') {
                                rows.rotate_left(by);
                                rows.iter_mut()
                                    .rev()
                                    .take(by)
                                    .for_each(|row| row.fill(String::new()));
                            } else {
                                rows.rotate_right(by);
                                rows.iter_mut().take(by).for_each(|row| row.fill(String::new()));
                            }
                        }
                        _ => {}
                    }
                    assert!(
                        self.open.is_empty() || "mHC".contains(&sequence[end..=end]),
                        "erased within a link"
                    );
                    &rest[..end + 3]
                } else {
                    self.leads[row][column].clone_from(&self.open);
                    &rest[..c.len_utf8()]
                };
                self.emulator.process(unit.as_bytes());
                rest = &rest[unit.len()..];
            }
            assert!(self.open.is_empty(), "a link is left open");
        }
    }

    fn screen() -> Screen {
        let mut screen = Screen::new(SIZE, true, true).unwrap();
        screen.learn(TerminalFacts {
            ambiguous_wide: Some(false),
            hyperlinks: Some(true),
            ..TerminalFacts::default()
        });
        screen
    }

    fn linked(x: u16, y: u16, width: u16, number: usize) -> Linked {
        let address = format!("https://example.com/{number}");
        Linked {
            x,
            y,
            width,
            number,
            address,
        }
    }

    #[test]
    fn a_wrapped_link_is_one() {
        let mut screen = screen();
        let mut draw = |width: u16| {
            let bytes = screen.frame(|frame| {
                let buffer = frame.buffer_mut();
                buffer.set_string(0, 1, "见央行的公告，", Style::new());
                buffer.set_string(0, 2, "全文与细则。", Style::new());
                vec![linked(2, 1, width, 0), linked(0, 2, 10, 0)]
            });
            String::from_utf8(bytes.unwrap()).unwrap()
        };
        let sent = draw(10);
        let (opening, _) = sent.split_once("]8;id=").unwrap().1.split_once("央").unwrap();
        assert!(opening.ends_with(";https://example.com/0\x1b\\"), "{sent:?}");
        let opening = format!("\x1b]8;id={opening}");
        let wanted =
            format!("\x1b[2H见{opening}央行的公告\x1b]8;;\x1b\\，\x1b[3H{opening}全文与细则\x1b]8;;\x1b\\。");
        assert_eq!(sent, wanted);
        assert_eq!(draw(10), "", "what leads there already is not sent again");
        // Ends one character earlier: that alone is sent.
        assert_eq!(draw(8), "\x1b[2;11H告");
    }

    #[test]
    fn terminals_that_are_not_known_are_sent_none() {
        for known in [None, Some(false)] {
            let mut screen = screen();
            screen.learn(TerminalFacts {
                hyperlinks: known,
                ..TerminalFacts::default()
            });
            let bytes = screen.frame(|frame| {
                frame.buffer_mut().set_string(0, 1, "abc", Style::new());
                vec![linked(0, 1, 3, 0)]
            });
            assert!(!String::from_utf8(bytes.unwrap()).unwrap().contains("]8;"));
        }
    }

    fn taken(environment: &[(&str, &str)]) -> bool {
        are_taken(|name| {
            let found = environment.iter().find(|(set, _)| *set == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn only_terminals_that_are_known_get_links() {
        let xterm = ("TERM", "xterm-256color");
        assert!(!taken(&[xterm]) && !taken(&[]));
        assert!(taken(&[xterm, ("VTE_VERSION", "7600")]) && !taken(&[xterm, ("VTE_VERSION", "5000")]));
        assert!(taken(&[("TERM", "xterm-kitty")]) && taken(&[("TERM", "foot-extra")]));
        assert!(taken(&[
            xterm,
            ("TERM_PROGRAM", "iTerm.app"),
            ("TERM_PROGRAM_VERSION", "3.5.1")
        ]));
        assert!(!taken(&[xterm, ("TERM_PROGRAM", "Apple_Terminal")]));
        assert!(taken(&[xterm, ("WT_SESSION", "1")]));
        assert!(!taken(&[("TERM", "dumb"), ("VTE_VERSION", "7600")]));
    }

    #[test]
    fn what_stands_between_counts() {
        let tmux = |version: &'static str| {
            taken(&[
                ("TERM", "tmux-256color"),
                ("TMUX", "/tmp/tmux"),
                ("TERM_PROGRAM", "tmux"),
                ("TERM_PROGRAM_VERSION", version),
                ("VTE_VERSION", "7600"),
            ])
        };
        assert!(tmux("3.4") && tmux("next-3.5") && tmux("10.0") && !tmux("3.3a") && !tmux(""));
        assert!(!taken(&[
            ("TERM", "xterm-kitty"),
            ("STY", "1.pts-0"),
            ("KITTY_WINDOW_ID", "1")
        ]));
    }

    #[test]
    fn what_the_terminal_calls_itself() {
        for name in [
            "VTE(7600)",
            "kitty(0.31.0)",
            "WezTerm 20240203",
            "foot(1.16)",
            "tmux 3.4",
            "iTerm2 3.5",
        ] {
            assert!(are_taken_by(name), "{name}");
        }
        for name in ["XTerm(390)", "tmux 3.3a", "GNU Screen(5.0)", "", "mlterm"] {
            assert!(!are_taken_by(name), "{name}");
        }
    }

    #[test]
    fn addresses_are_sent_as_the_terminal_wants_them() {
        let sent = |address| target(address).unwrap();
        assert_eq!(
            sent("https://example.com/央;x=1?a b"),
            "https://example.com/%E5%A4%AE;x=1?a%20b"
        );
        for address in ["javascript:alert(1)", "file:///etc/passwd", "", "https://"] {
            assert_eq!(target(address), None, "{address}");
        }
        assert_eq!(
            target(&format!("https://example.com/{}", "a".repeat(100_000))),
            None
        );
        assert_eq!(target(&format!("https://example.com/{}", "央".repeat(600))), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        /// Whatever was shown: each cell leads where it is to lead, after scrolling and erasing too.
        #[test]
        fn cells_lead_where_they_should(
            frames in proptest::collection::vec(
                (proptest::collection::vec((0..20_u16, 0..8_u16, "[a-c央 ]{1,9}", 0..4_usize), 0..8), -3..4_i16, any::<bool>()), 1..8),
        ) {
            let (mut screen, mut terminal) = (screen(), Opener::new());
            let mut puts: Vec<(u16, u16, String, usize)> = Vec::new();
            for (more, moved, keep) in frames {
                if keep {
                    for put in &mut puts {
                        put.1 = put.1.saturating_add_signed(moved);
                    }
                } else {
                    puts.clear();
                }
                puts.extend(more);
                // One in a row: text over text is the panes' business.
                let mut rows: Vec<Option<&(u16, u16, String, usize)>> = vec![None; SIZE.height.into()];
                for put in puts.iter().filter(|put| put.1 < SIZE.height) {
                    rows[usize::from(put.1)] = Some(put);
                }
                let bytes = screen.frame(|frame| {
                    let mut links = Vec::new();
                    for (x, y, text, number) in rows.iter().flatten().copied() {
                        let style = Style::new().add_modifier(Modifier::UNDERLINED);
                        let (end, _) = frame.buffer_mut().set_stringn(*x, *y, text, usize::MAX, style);
                        if *number > 0 {
                            links.push(linked(*x, *y, end - x, *number));
                        }
                    }
                    links
                });
                terminal.take(&bytes.unwrap());
                for (y, row) in rows.iter().enumerate() {
                    for x in 0..SIZE.width {
                        let cell = terminal.emulator.screen().cell(y as u16, x).unwrap();
                        let number = row.filter(|put| put.3 > 0 && cell.underline()).map(|put| put.3);
                        let target = number.map(|number| format!("https://example.com/{number}"));
                        let leads = &terminal.leads[y][usize::from(x)];
                        if !cell.is_wide_continuation() {
                            prop_assert_eq!(leads.split_once(';').map(|(_, to)| to.to_owned()), target, "{},{}", x, y);
                        }
                    }
                }
            }
        }

        #[test]
        fn no_address_breaks_out(tail in any::<String>(), bytes in proptest::collection::vec(0_u8..32, 0..9)) {
            let control: String = bytes.into_iter().map(char::from).collect();
            for address in [format!("https://example.com/{tail}{control}"), format!("https://e.com/#{control}\x1b\\{tail}")] {
                if let Some(target) = target(&address) {
                    prop_assert!(target.bytes().all(|b| (33..127).contains(&b)) && target.len() <= LONGEST);
                }
            }
        }
    }
}
