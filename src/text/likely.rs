//! The name that was most likely meant by a slip of the hand.

/// Likeness (Jaro and Winkler) from which two names may be meant to be one.
const LIKE: f64 = 0.75;

/// The one of `names` that `typed` was most likely meant to be, if any. Names are in lower case.
pub fn likely<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let scored = names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&typed, name), name));
    scored
        .filter(|(score, _)| *score >= LIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_known_and_another_word_is_not() {
        let names = ["measure", "mouse", "theme"];
        assert_eq!(likely("Mesure", names), Some("measure"));
        assert_eq!(likely("themes", names), Some("theme"));
        assert_eq!(likely("zzz", names), None);
    }
}
