//! A line as it was typed: what an input method made of it undone, a command split from what it is about.

use crate::text::clean::clean_line;

use super::words;

/// A line as it was typed, clean; a command or a number that an input method has made full-width is plain.
pub(super) fn narrow(line: &str) -> String {
    let line = clean_line(line);
    let whole: String = line.trim().chars().map(half_width).collect();
    let (word, rest) = split(&whole);
    let is_command = words::wish(word).is_some() && (rest.is_empty() || number_in(rest).is_some());
    if number_in(&whole).is_some() || is_command {
        return whole;
    }
    // What stands behind the command is text, and stays as it is.
    let mut chars = line.trim().chars();
    let first = chars.next().map(|c| if c == '、' { '/' } else { half_width(c) });
    first.into_iter().chain(chars).collect()
}

/// The ASCII twin of a full-width form.
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

/// The number that `text` is.
pub(super) fn number_in(text: &str) -> Option<usize> {
    let text = text.trim();
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // One that is too large is still a number.
    digits.then(|| text.parse().unwrap_or(usize::MAX))
}

/// The command and what stands behind it: `/` and a letter before a number need no blank.
pub(super) fn split(line: &str) -> (&str, &str) {
    let slashes = line.len() - line.trim_start_matches('/').len();
    if slashes > 0
        && let Some((word, rest)) = line.split_at_checked(slashes.min(2))
    {
        return (word, rest.trim());
    }
    let letter = line.chars().next().map_or(0, char::len_utf8);
    if let Some((word, rest)) = line.split_at_checked(letter)
        && number_in(rest).is_some()
    {
        return (word, rest.trim());
    }
    match line.split_once(char::is_whitespace) {
        Some((word, rest)) => (word, rest.trim()),
        None => (line, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_split_from_what_it_is_about() {
        assert_eq!(split("/降准 芯片"), ("/", "降准 芯片"));
        assert_eq!(split("// a"), ("//", "a"));
        assert_eq!(split("b3"), ("b", "3"));
        assert_eq!(split("b 3"), ("b", "3"));
        assert_eq!(split("more"), ("more", ""));
        assert_eq!(split("g 2022-01"), ("g", "2022-01"));
        assert_eq!(split(""), ("", ""));
    }

    #[test]
    fn full_width_commands_are_commands() {
        assert_eq!(narrow("１２"), "12");
        assert_eq!(narrow("？"), "?");
        assert_eq!(narrow("ｂ　３"), "b 3");
        assert_eq!(narrow("／降准"), "/降准");
        assert_eq!(narrow("、降准"), "/降准");
        assert_eq!(narrow("：标签 芯片"), ":标签 芯片");
        assert_eq!(narrow("ｃ 证券（上）"), "c 证券（上）");
    }
}
