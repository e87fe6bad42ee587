//! Titles: one clean line of text, and what stands in where there is none (archive-format 18, 19, 24).

use crate::text::clean::clean_line;
use crate::text::entities;

/// Bytes of a body looked at for a title.
const LOOKED_AT: usize = 8 * 1024;
/// Characters of a sentence that stands in for a title.
const SENTENCE: usize = 60;
/// Bytes of the longest tag looked for, which keeps the search linear.
const TAG: usize = 1024;

/// Elements whose tags are dropped from a title. Any other `<…>` is text.
const ELEMENTS: [&str; 44] = [
    "a",
    "abbr",
    "article",
    "b",
    "big",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "del",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tt",
    "u",
    "wbr",
];

/// A title as it is shown: tags dropped, entities decoded once, clean, on one line. Perhaps empty.
pub(super) fn clean(written: &str) -> String {
    if memchr::memchr2(b'<', b'&', written.as_bytes()).is_none() {
        return clean_line(written);
    }
    clean_line(&entities::decode(&without_tags(written)))
}

/// The first `# heading` of a body (18).
pub(super) fn heading(body: &str) -> Option<String> {
    let heading = up_to(body, LOOKED_AT)
        .lines()
        .find_map(|line| line.strip_prefix("# "))?;
    Some(clean(heading.trim_end().trim_end_matches('#'))).filter(|title| !title.is_empty())
}

/// The first sentence of a body (19), without its full stop, shortened.
pub(super) fn sentence(body: &str) -> Option<String> {
    let text = up_to(body, LOOKED_AT)
        .split("\n\n")
        .flat_map(|block| block.split("</p>"))
        .map(|block| clean(block.trim_start_matches(['>', '#', ' ', '\n', '-', '*', '\u{3000}'])))
        .find(|text| text.chars().any(char::is_alphanumeric))?;
    let end = text
        .char_indices()
        .find(|(_, c)| matches!(c, '。' | '！' | '？'))
        .map(|(at, c)| match c {
            '。' => at,
            _ => at + c.len_utf8(),
        });
    let sentence = text.get(..end.unwrap_or(text.len())).unwrap_or(&text);
    Some(match sentence.char_indices().nth(SENTENCE) {
        Some((at, _)) => format!("{}…", sentence.get(..at).unwrap_or(sentence)),
        None => sentence.to_owned(),
    })
}

/// The first `max` bytes of `text`, a character fewer where they end inside one.
fn up_to(text: &str, max: usize) -> &str {
    (0..=max)
        .rev()
        .find_map(|end| text.get(..end.min(text.len())))
        .unwrap_or_default()
}

/// `text` without the tags of known elements and without comments.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let length = tag(up_to(after, TAG));
        if length.is_none() {
            out.push('<');
        }
        rest = after.get(length.unwrap_or(0)..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Bytes of the comment or of the known element's tag that `after`, which follows a `<`, begins with. A
/// tag holds nothing beside its name, or attributes: `a<b 且 c>d` has none (archive-format 38).
fn tag(after: &str) -> Option<usize> {
    if after.starts_with("!--") {
        return after.find("-->").map(|at| at + 3);
    }
    let name = after.strip_prefix('/').unwrap_or(after);
    let end = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (name, rest) = name.split_at_checked(end)?;
    if !ELEMENTS.iter().any(|known| name.eq_ignore_ascii_case(known)) {
        return None;
    }
    let (inside, rest) = rest.split_once('>')?;
    let bare = inside.trim_matches(['/', ' ', '\t', '\n']).is_empty();
    let attributes = inside.starts_with([' ', '\t', '\n']) && inside.contains('=');
    (bare || attributes).then(|| after.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_tags_and_what_only_looks_so() {
        for (written, shown) in [
            ("S&amp;P &amp;lt; 500", "S&P &lt; 500"),
            ("<strike>65%</strike> off", "65% off"),
            ("<a href=\"x\">甲</a><br/>乙<!-- 丙 -->", "甲乙"),
            ("精度满足<1%", "精度满足<1%"),
            ("a<b 且 c>d", "a<b 且 c>d"),
            ("a<bc 且 c>d", "a<bc 且 c>d"),
            ("Vec<String> 与 <T>", "Vec<String> 与 <T>"),
            ("《&lt;b&gt;议定书》", "《<b>议定书》"),
            (":registered: 甲\n\n 乙\u{3000}丙\u{1b}", ":registered: 甲 乙 丙"),
            ("未完<b", "未完<b"),
            ("未完<b 加粗 <1%", "未完<b 加粗 <1%"),
        ] {
            assert_eq!(clean(written), shown, "{written}");
        }
    }

    #[test]
    fn headings() {
        assert_eq!(heading("\n# 标题 &amp; 二 #\n"), Some("标题 & 二".to_owned()));
        assert_eq!(heading("## 二级\n#标签"), None);
    }

    #[test]
    fn first_sentences() {
        assert_eq!(
            sentence("> 央行降准。市场大涨。\n\n<p>正文</p>"),
            Some("央行降准".to_owned())
        );
        assert_eq!(
            sentence("<p style=\"display:none\"><br /></p><p>涨了！好</p>"),
            Some("涨了！".to_owned())
        );
        assert_eq!(sentence("> \n\n***\n"), None);
        let long = sentence(&"字".repeat(5000)).unwrap();
        assert_eq!(long.chars().count(), SENTENCE + 1);
    }

    #[test]
    fn hostile_titles_take_linear_time() {
        for part in ["<b", "<b ", "<!--", "<b <b>", "<", "&lt;", "</"] {
            let _ = clean(&part.repeat(300_000));
        }
    }
}
