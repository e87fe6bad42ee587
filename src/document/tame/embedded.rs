//! What a browser shows from elsewhere: videos, sounds, frames, objects. One empty tag stands for each, with its
//! address and its title.

use memchr::memmem;

use super::super::attributes::attributes;
use super::super::tags;
use super::{Tamer, attribute};

impl<'a> Tamer<'a> {
    /// A video, a frame; gives the bytes of its content, which a browser shows only where it cannot show the thing.
    pub(super) fn embedded(&mut self, content: &'a str, name: &str, given: &[(&'a str, &'a str)]) -> usize {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        let (empty, object) = (is("embed"), is("object"));
        let length = if empty || object {
            0
        } else {
            self.end_of(content, name).unwrap_or(0)
        };
        let attribute = |wanted: &str| attribute(given, wanted).filter(|value| !value.trim().is_empty());
        // Without controls, sound shows nothing.
        if is("audio")
            && !given
                .iter()
                .any(|(name, _)| name.eq_ignore_ascii_case("controls"))
        {
            return length;
        }
        let side = |name: &str| attribute(name).and_then(|value| value.trim().parse::<u32>().ok());
        if side("width").max(side("height")).is_some_and(|size| size <= 1) {
            return length;
        }
        let inside = content.get(..length).unwrap_or_default();
        let source = attribute("src")
            .or_else(|| attribute("data").filter(|_| object))
            .or_else(|| first_source(inside));
        let mut kept: Vec<(&str, &str)> = given
            .iter()
            .copied()
            .filter(|(name, _)| {
                ["style", "hidden", "class", "id"]
                    .iter()
                    .any(|kept| name.eq_ignore_ascii_case(kept))
            })
            .collect();
        kept.extend(source.map(|source| ("src", source)));
        kept.extend(
            attribute("title")
                .or_else(|| attribute("aria-label"))
                .map(|title| ("title", title)),
        );
        if kept.iter().any(|(name, _)| matches!(*name, "src" | "title")) {
            self.element(&tags::EMBED, name, &kept);
        }
        length
    }
}

/// The address of the first `source` in the content of a video.
fn first_source(content: &str) -> Option<&str> {
    let at = memmem::find(content.as_bytes(), b"<source")?;
    let (found, _) = attributes(content.get(at..)?, "<source".len())?;
    let source = found
        .into_iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("src"));
    source.map(|(_, value)| value)
}
