//! Raised and lowered text on a page that has but one height.

use crate::text::fold::is_cjk;

/// Raised or lowered text.
#[derive(Clone, Copy)]
pub(super) enum Script {
    Sub,
    Sup,
}

/// Characters of the longest text that counts as an index or a power; what is longer is a small remark.
const LONGEST: usize = 16;

impl Script {
    /// `text`, which stands behind `base`, in characters that are raised or lowered by themselves where all of it has
    /// such; else, where a reader would take `10²·⁵` for 102.5, behind a `^` or `_`: `10^(2.5)`, `V_(T1)`, `Q_D`.
    /// `None` where it may stay as it is.
    pub(super) fn replaced(self, base: Option<char>, text: &str) -> Option<String> {
        if matches!(self, Self::Sup) && text.len() > 1 && text.bytes().all(|b| b.is_ascii_alphabetic()) {
            // The end of a word: `1st`, `TM`.
            return None;
        }
        let moved: Option<String> = text.chars().map(|c| self.moved(c)).collect();
        if moved.as_deref().is_some_and(|moved| moved != text) {
            return moved;
        }
        let sign = match self {
            Self::Sub => '_',
            Self::Sup => '^',
        };
        let symbol = |c: char| c.is_alphanumeric() && !is_cjk(c);
        let behind = base.is_some_and(|c| symbol(c) || matches!(c, ')' | ']' | '）'));
        // What is raised in Chinese is a note.
        let word = |c: char| symbol(c) || (matches!(self, Self::Sub) && c.is_alphanumeric());
        let counts = |c: &char| word(*c) || "+-−*/.,=()".contains(*c);
        let signs: Vec<char> = text.chars().take(LONGEST + 1).collect();
        match signs.as_slice() {
            [single] if behind && word(*single) => Some(format!("{sign}{text}")),
            [_, _, ..] if behind && signs.len() <= LONGEST && signs.iter().all(counts) => {
                Some(format!("{sign}({text})"))
            }
            _ => None,
        }
    }

    /// The raised or lowered form of `c`; a comma between such stays.
    fn moved(self, c: char) -> Option<char> {
        let (from, to) = match self {
            Self::Sub => (
                "0123456789+-−=(),aehijklmnoprstuvx",
                "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎,ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ",
            ),
            Self::Sup => (
                "0123456789+-−=(),abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
                "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾,ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
            ),
        };
        from.chars()
            .zip(to.chars())
            .find(|(f, _)| *f == c)
            .map(|(_, to)| to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_index_runs_into_what_stands_before_it() {
        for (base, text, written) in [
            ('O', "2", Some("₂")),
            ('X', "t+1", Some("ₜ₊₁")),
            ('X', "i,j", Some("ᵢ,ⱼ")),
            ('Q', "D", Some("_D")),
            ('V', "T1", Some("_(T1)")),
            ('P', "收盘", Some("_(收盘)")),
            ('β', "市场,t", Some("_(市场,t)")),
            // A small remark is text.
            ('元', "单位", None),
            ('a', "b c", None),
            ('a', "（单位：元）", None),
            ('a', "bbbbbbbbbbbbbbbbb", None),
        ] {
            assert_eq!(
                Script::Sub.replaced(Some(base), text).as_deref(),
                written,
                "{text}"
            );
        }
        for (base, text, written) in [
            ('0', "8", Some("⁸")),
            ('0', "-3", Some("⁻³")),
            ('0', "−3", Some("⁻³")),
            ('x', "2k", Some("²ᵏ")),
            ('A', "T", Some("ᵀ")),
            ('0', "2.5", Some("^(2.5)")),
            ('x', "q", Some("^q")),
            ('e', "x²", Some("^(x²)")),
            ('e', "σ√t", None),
            // Marks of notes, and the ends of words.
            ('文', "[1]", None),
            ('文', "*", None),
            ('3', "注1", None),
            ('文', "1,2", Some("¹,²")),
            ('1', "st", None),
            ('N', "TM", None),
            ('N', "®", None),
            ('a', ",", None),
        ] {
            assert_eq!(
                Script::Sup.replaced(Some(base), text).as_deref(),
                written,
                "{text}"
            );
        }
        assert_eq!(Script::Sub.replaced(None, "D1"), None);
    }
}
