//! How keys are written: in the table, in the settings, on the screen.

use std::fmt;

use crate::app::{Key, KeyCode};

/// Keys that have names.
const NAMED: [&str; 14] = [
    "Enter",
    "Esc",
    "Tab",
    "Shift-Tab",
    "Space",
    "Backspace",
    "Delete",
    "Up",
    "Down",
    "Left",
    "Right",
    "Home",
    "End",
    "PgUp",
];

/// One key after the other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Keys(Vec<String>);

impl Keys {
    /// Reads keys as they are written: `j`, `gg`, `^d`, `Enter`, `Alt-x`, and after one another `g<Enter>`. `None` where that
    /// is none, or one that no terminal tells.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(one) = named(text) {
            return Some(Self(vec![one]));
        }
        let mut presses = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let bracketed = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            if let Some((name, after)) = bracketed
                && let Some(one) = named(name)
            {
                presses.push(one);
                rest = after;
                continue;
            }
            let after = rest.get(first.len_utf8()..).unwrap_or_default();
            let letter = after.chars().next().filter(char::is_ascii_alphabetic);
            if let ('^', Some(letter)) = (first, letter) {
                presses.push(format!("^{}", letter.to_ascii_lowercase()));
                rest = after.get(1..).unwrap_or_default();
            } else if first.is_control() {
                return None;
            } else {
                presses.push(notation(Key::char(first)));
                rest = after;
            }
        }
        (!presses.is_empty()).then_some(Self(presses))
    }

    /// The presses, each as the table writes it.
    pub fn presses(&self) -> &[String] {
        &self.0
    }

    /// Whether they are exactly `typed`.
    pub(super) fn are(&self, typed: &[String]) -> bool {
        self.0 == typed
    }

    /// What is still to be typed after `typed`; `None` where they do not begin so, or are no longer.
    pub(super) fn after(&self, typed: &[String]) -> Option<String> {
        let rest = self.0.strip_prefix(typed)?;
        (!rest.is_empty()).then(|| rest.concat())
    }

    /// Whether `other` begins with them and goes on.
    pub(super) fn begins(&self, other: &Self) -> bool {
        other.after(&self.0).is_some()
    }

    /// Whether the first key is a digit.
    pub(super) fn begins_with_digit(&self) -> bool {
        let is_digit = |key: &String| matches!(key.as_bytes(), [b'0'..=b'9']);
        self.0.first().is_some_and(is_digit)
    }
}

impl fmt::Display for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.concat())
    }
}

/// The one key of this name, as it is written: `pgdn` is `PgDn`, `Ctrl-d` is `^d`.
fn named(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    if let Some(rest) = lower.strip_prefix("alt-") {
        let cut = name.len() - rest.len();
        let Keys(presses) = Keys::parse(name.get(cut..)?)?;
        return match &presses[..] {
            [one] if !one.starts_with("Alt-") => Some(format!("Alt-{one}")),
            _ => None,
        };
    }
    if let Some(letter) = lower.strip_prefix("ctrl-") {
        return matches!(letter.as_bytes(), [b'a'..=b'z']).then(|| format!("^{letter}"));
    }
    let known = NAMED.iter().chain(&["PgDn"]);
    known
        .copied()
        .find(|known| known.eq_ignore_ascii_case(name))
        .map(str::to_owned)
}

/// How a key is written in the table: `j`, `^d`, `Enter`, `Alt-x`. Full-width letters and punctuation, which
/// a Chinese input method types, are their ASCII twins (`ui.md`, "Keys").
pub(in crate::app) fn notation(key: Key) -> String {
    if key.alt {
        return format!("Alt-{}", notation(Key { alt: false, ..key }));
    }
    match key.code {
        KeyCode::Char(' ' | '\u{3000}') => "Space".into(),
        KeyCode::Char(c) if key.ctrl => format!("^{}", half_width(c)),
        KeyCode::Char(c) => half_width(c).to_string(),
        KeyCode::Enter => "Enter".into(),
        KeyCode::Esc => "Esc".into(),
        KeyCode::Tab => "Tab".into(),
        KeyCode::BackTab => "Shift-Tab".into(),
        KeyCode::Backspace => "Backspace".into(),
        KeyCode::Delete => "Delete".into(),
        KeyCode::Up => "Up".into(),
        KeyCode::Down => "Down".into(),
        KeyCode::Left => "Left".into(),
        KeyCode::Right => "Right".into(),
        KeyCode::Home => "Home".into(),
        KeyCode::End => "End".into(),
        KeyCode::PageUp => "PgUp".into(),
        KeyCode::PageDown => "PgDn".into(),
    }
}

/// The ASCII twin of a full-width form (U+FF01 to U+FF5E) or of a mark that stands on the same key.
fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '。' => '.',
        '、' => '/',
        '【' => '[',
        '】' => ']',
        '「' => '{',
        '」' => '}',
        _ => c,
    }
}
