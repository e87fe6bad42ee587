//! The one cleaning function: every byte that reaches the terminal from a post, a file name or a
//! URL has passed through here (`typography.md`, "Nothing from a post may drive the terminal").

use std::borrow::Cow;

use super::overlong::shorten;

/// Cells to which a tab advances when it becomes spaces.
const TAB: &str = "    ";

/// What becomes of one character.
enum Fate {
    Keep,
    Drop,
    Become(&'static str),
}

fn fate(c: char) -> Fate {
    match c {
        '\n' => Fate::Keep,
        '\t' => Fate::Become(TAB),
        // A form feed and a vertical tab separate lines, as do the three Unicode line separators.
        '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::Become("\n"),
        // C0 (CR among them), DEL, C1, soft hyphen, Arabic letter mark, zero width space, LRM and RLM, bidi embeddings and overrides,
        // word joiner and invisible operators, bidi isolates and deprecated format characters, BOM,
        // interlinear annotation, object replacement, tags, other "default ignorable" fillers.
        '\u{00}'..='\u{1F}'
        | '\u{7F}'..='\u{9F}'
        | '\u{AD}'
        | '\u{61C}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFC}'
        | '\u{E0000}'..='\u{E0FFF}'
        // Noncharacters and private use: no font has them and no terminal agrees on their width.
        | '\u{FDD0}'..='\u{FDEF}'
        | '\u{E000}'..='\u{F8FF}'
        | '\u{F0000}'..='\u{10FFFF}'
        // Variation selectors, emoji skin tones: terminals disagree on the width of what they make
        // (`typography.md`, "Widths"), the plain character is the same word.
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{1F3FB}'..='\u{1F3FF}' => Fate::Drop,
        _ => Fate::Keep,
    }
}

/// `text` without anything that could drive a terminal or confuse its widths: C0, C1, DEL, bidi
/// controls, BOM, soft hyphens, zero-width fillers, private use, variation selectors and skin tones
/// are dropped, tabs become four spaces, line separators `\n`. Of an emoji joined from several by
/// U+200D the first is kept; elsewhere the joiners (which Indic scripts need) stay. Of the marks on one letter thirty
/// are kept (`text::overlong`).
///
/// `\n` is kept; see [`clean_line`] for text that must stand on one line.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| (0x20..0x7F).contains(&b) || b == b'\n') {
        return Cow::Borrowed(text);
    }
    let mut out: Option<String> = None;
    let mut rest = text.char_indices().peekable();
    let mut previous = ' ';
    while let Some((at, c)) = rest.next() {
        // A joiner after an emoji ties the next emoji to it: both go.
        let joined = c == '\u{200D}' && is_pictographic(previous);
        let fate = if joined {
            if rest.peek().is_some_and(|&(_, next)| is_pictographic(next)) {
                rest.next();
                out.get_or_insert_with(|| text.get(..at).unwrap_or_default().to_owned());
                continue;
            }
            Fate::Drop
        } else {
            fate(c)
        };
        match fate {
            Fate::Keep => {
                previous = c;
                if let Some(out) = &mut out {
                    out.push(c);
                }
            }
            Fate::Drop => {
                out.get_or_insert_with(|| text.get(..at).unwrap_or_default().to_owned());
            }
            Fate::Become(with) => {
                previous = ' ';
                out.get_or_insert_with(|| text.get(..at).unwrap_or_default().to_owned())
                    .push_str(with);
            }
        }
    }
    shorten(out.map_or(Cow::Borrowed(text), Cow::Owned))
}

/// [`clean`], and then on one line: every run of white space (U+3000 and NBSP too) becomes one
/// space, none is left at either end. For titles, names, messages.
pub fn clean_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in clean(text).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether `c` is an emoji that a joiner could tie to another (the blocks that emoji sequences use).
fn is_pictographic(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_lose_their_teeth() {
        assert_eq!(clean("a\u{1b}[31mb\u{9b}2Jc\u{7f}\u{8}"), "a[31mb2Jc");
    }

    #[test]
    fn bidi_and_zero_width_go() {
        assert_eq!(clean("a\u{202e}b\u{2067}c\u{200b}d\u{feff}e\u{ad}f"), "abcdef");
    }

    #[test]
    fn line_ends_and_tabs() {
        assert_eq!(clean("a\r\nb\tc\u{2028}d"), "a\nb    c\nd");
        assert_eq!(clean_line(" a\r\n\u{3000}b\u{a0}\tc "), "a b c");
    }

    #[test]
    fn emoji_families_become_their_first() {
        assert_eq!(clean("👨\u{200d}👩\u{200d}👧 ❤\u{fe0f} 👍🏽"), "👨 ❤ 👍");
    }

    #[test]
    fn clean_text_is_borrowed() {
        assert!(matches!(clean("央行：降准0.5%"), Cow::Borrowed(_)));
    }
}
