//! What the bytes of a post tell of its text before it is made a document of: that something cannot stand in it. Says
//! that it may too often, never too seldom.

use memchr::memmem;

use crate::search::Pattern;
use crate::text::forms::hides;
use crate::text::needle::Needle;

/// Signs that text may be joined, or made, by more than the tags and marks that are seen through: references,
/// comments, links, attribute lists, scripts.
const OPAQUE: [&[u8]; 8] = [b"&", b"<!", b"](", b"][", b"[^", b"{:", b"<s", b"<S"];

/// What a post must hold for its text to match a pattern.
pub(super) struct Hint {
    /// Han characters, each by itself: tags and marks may stand between any two.
    characters: Vec<Needle>,
    /// Words of ASCII letters and digits.
    words: Vec<String>,
}

/// A post's body with what was found out of it so far.
pub(super) struct Body<'a> {
    text: &'a str,
    /// Whether it holds letters, digits or Han characters in forms that are not looked for.
    hides: bool,
    /// Whether words may be joined in it by what is not seen through.
    opaque: bool,
    squeezed: Option<Vec<u8>>,
}

impl<'a> Body<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            hides: hides(text),
            opaque: OPAQUE
                .iter()
                .any(|sign| memmem::find(text.as_bytes(), sign).is_some()),
            squeezed: None,
        }
    }

    /// The letters and digits of its ASCII, in lower case and without its tags: where a word stands in the text shown,
    /// whatever marks stand within it, it stands here.
    fn squeezed(&mut self) -> &[u8] {
        self.squeezed.get_or_insert_with(|| squeeze(self.text.as_bytes()))
    }
}

impl Hint {
    /// That of `pattern`.
    pub(super) fn of(pattern: &Pattern) -> Self {
        let mut characters: Vec<&str> = pattern.characters().collect();
        characters.sort_unstable();
        characters.dedup();
        let words = pattern.words().filter(|word| word.is_ascii());
        Self {
            characters: characters.into_iter().map(Needle::new).collect(),
            words: words.map(str::to_owned).collect(),
        }
    }

    /// Whether it may stand in the text of a post with this `body`.
    pub(super) fn may_be_in(&self, body: &mut Body<'_>) -> bool {
        let bytes = body.text.as_bytes();
        let traced = |needle: &Needle| {
            let traces = needle.traces();
            traces.is_none_or(|traces| traces.iter().any(|trace| trace.find(bytes).is_some()))
        };
        if body.hides {
            return true;
        }
        // Only a reference makes a Han character of other bytes.
        if !self.characters.iter().all(traced) && memmem::find(bytes, b"&#").is_none() {
            return false;
        }
        if body.opaque || self.words.is_empty() {
            return true;
        }
        let squeezed = body.squeezed();
        self.words
            .iter()
            .all(|word| memmem::find(squeezed, word.as_bytes()).is_some())
            || self.words.iter().all(|word| holds(bytes, word.as_bytes()))
    }
}

/// Whether `bytes` hold `word`, in any case.
fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes
        .windows(word.len())
        .any(|window| window.eq_ignore_ascii_case(word))
}

fn squeeze(bytes: &[u8]) -> Vec<u8> {
    let mut squeezed = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte == b'<'
            && let Some(end) = tag(bytes.get(at..).unwrap_or_default())
        {
            at += end;
        } else if byte.is_ascii_alphanumeric() {
            squeezed.push(byte.to_ascii_lowercase());
        } else if !byte.is_ascii() {
            // What stands beside Han does not join across it.
            squeezed.push(b' ');
        }
    }
    squeezed
}

/// The bytes up to the end of a tag whose `<` stands in front; `None` where it is none for sure.
fn tag(bytes: &[u8]) -> Option<usize> {
    if !bytes
        .first()
        .is_some_and(|first| first.is_ascii_alphabetic() || *first == b'/')
    {
        return None;
    }
    tag_rest(bytes)
}

/// The bytes up to the end of a tag that has begun; the value of an attribute may hold anything but its quote.
fn tag_rest(mut bytes: &[u8]) -> Option<usize> {
    let mut passed = 0;
    loop {
        let end = memchr::memchr3(b'<', b'>', b'"', bytes)?;
        match bytes.get(end) {
            Some(b'>') => return Some(passed + end + 1),
            Some(b'"') => {
                let value = bytes.get(end + 1..)?;
                let closed = end + 1 + memchr::memchr(b'"', value)? + 1;
                passed += closed;
                bytes = bytes.get(closed..)?;
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::search::Text;
    use proptest::prelude::*;

    fn may(body: &str, words: &str) -> bool {
        let pattern = Pattern::new(words, true).unwrap();
        Hint::of(&pattern).may_be_in(&mut Body::new(body))
    }

    #[test]
    fn what_marks_and_tags_part_may_stand_there() {
        assert!(may("<p>Ap<b class=\"x>y\">pl</b>e", "apple"));
        assert!(may("A**p**ple", "apple"));
        assert!(may("芯<i>片</i>", "芯片"));
        assert!(may("&#x82AF;片", "芯片"));
        assert!(may("Ａpple", "apple"));
        assert!(!may("<p>苹果 pear <a href=\"x\">apples</a>", "peach"));
        assert!(!may("芯中", "芯片"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

        #[test]
        fn what_stands_in_the_text_is_never_denied(
            pieces in prop::collection::vec("[abAB芯片1]{1,2}|<b>|</b>|<p>|\\*\\*|_|`| |<|>|\"|<a href=\"|\\n|&amp;|&#97;|，|</|<br>|~~|\\\\", 0..14),
            words in "[ab芯片1]{1,3}",
        ) {
            let body = pieces.concat();
            let pattern = Pattern::new(&words, true).unwrap();
            let text = Document::parse(&body).text;
            if Text::new(&text).count(&pattern) > 0 {
                prop_assert!(may(&body, &words), "{:?} shows {:?}", body, text);
            }
        }
    }
}
