//! Raised and lowered text on a page that has but one height.

/// Raised or lowered text.
#[derive(Clone, Copy)]
pub(super) enum Script {
    Sub,
    Sup,
}

impl Script {
    /// `text` in characters that are raised or lowered by themselves where they exist; where a reader would take
    /// `10⁸` for 108, with a `^`. `None` where it may stay as it is.
    pub(super) fn replaced(self, text: &str) -> Option<String> {
        let moved: Option<String> = text.chars().map(|c| self.moved(c)).collect();
        match (moved, self) {
            (Some(moved), _) => Some(moved),
            (None, Self::Sup) if is_power(text) => Some(format!("^{text}")),
            _ => None,
        }
    }

    /// The raised or lowered form of `c`.
    fn moved(self, c: char) -> Option<char> {
        let (from, to) = match self {
            Self::Sub => ("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
            Self::Sup => ("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"),
        };
        from.chars()
            .zip(to.chars())
            .find(|(f, _)| *f == c)
            .map(|(_, to)| to)
    }
}

/// Whether raised text is a power rather than a note's mark or the end of a word (`1st`, `TM`).
fn is_power(text: &str) -> bool {
    let plain = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-'));
    plain && (text.len() == 1 || text.contains(|c: char| c.is_ascii_digit()))
}
