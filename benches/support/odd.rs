//! What is odd about a few files, at about the rates of `_posts` folders in the wild: some hundred of each
//! 100,000 posts no YAML library reads as they stand.

use super::facts::{Facts, Role};
use super::random::Random;

/// The path and content of a file once chance has had its say.
pub fn file(facts: &Facts, text: String, mut random: Random) -> (String, Vec<u8>) {
    let path = facts.path();
    if facts.role != Role::First {
        return (path, text.into_bytes());
    }
    // Of each 100,000, one after the other.
    let mut roll = random.below(100_000);
    let mut is = |rate: usize| {
        let hit = roll < rate;
        roll = if hit { usize::MAX } else { roll - rate.min(roll) };
        hit
    };
    let title = format!("title: \"{}\"", facts.title);
    let bytes = if is(85) {
        // No front matter (18).
        let body = text.rsplit("---\n").next().unwrap_or_default();
        body.as_bytes().to_vec()
    } else if is(95) {
        Vec::new()
    } else if is(89) {
        encoding_rs::GB18030.encode(&text).0.into_owned()
    } else if is(88) {
        // Unescaped quotes (20).
        text.replacen(&title, &format!("title: \"他说\"{}\"了\"", facts.title), 1)
            .into_bytes()
    } else if is(93) {
        // Control characters (40).
        text.replacen("\"\ndate", "\u{1b}[31m\"\ndate", 1).into_bytes()
    } else if is(81) {
        // Plain titles that YAML refuses (21).
        text.replacen(&title, &format!("title: *ST {}: 快讯", facts.title), 1)
            .into_bytes()
    } else if is(60) {
        // BOM and CRLF (13).
        format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes()
    } else if is(40) {
        // A title twice (23).
        text.replacen("layout: post", "title: 旧题\nlayout: post", 1)
            .into_bytes()
    } else if is(20) {
        // In a code fence (17).
        format!("```yaml\n{text}").into_bytes()
    } else if is(30) {
        // Cut in the middle of a character.
        let mut bytes = text.into_bytes();
        bytes.truncate(bytes.len() * 2 / 3);
        while bytes.last().is_some_and(u8::is_ascii) {
            bytes.pop();
        }
        bytes.pop();
        bytes
    } else if is(50) {
        // No title, no date, no source, no date in the name (1, 2).
        let text = text.replacen(&title, "title: \"\"", 1);
        let start = text.find("date: ").unwrap_or_default();
        let end = text.find("\ncategories").unwrap_or(start);
        let mut text = text;
        text.replace_range(start..end, "date:  +0800");
        let path = path.replacen(&facts.time.strftime("%Y-%m-%d").to_string(), "", 1);
        return (path, text.into_bytes());
    } else if is(25) {
        // One-digit month and day (9), and a slug that is no number.
        let (folder, _) = path.split_once('/').unwrap_or_default();
        let date = facts.time.strftime("%Y-%-m-%-d");
        return (
            format!("{folder}/{date}-post-{}.md", facts.index),
            text.into_bytes(),
        );
    } else {
        text.into_bytes()
    };
    (path, bytes)
}
