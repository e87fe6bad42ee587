//! The last lines of a post (archive-format 37): the source link is lifted out, navigation is hidden.
//! Only whole lines at the very end count; a link anywhere else is text.

use url::Url;

/// How the text of a navigation link begins.
const BACK: &str = "返回";
/// What joins two links on one line.
const JOINTS: [char; 3] = ['｜', '|', ' '];

/// A body without its tail lines.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tail<'a> {
    pub(super) body: &'a str,
    pub(super) source: Option<Url>,
    /// Where in the body an empty link `<>` stood, as a count of lines before it.
    pub(super) empty_source: Option<usize>,
}

/// Takes the tail lines off `body`, from the end up: navigation, then at most one source link.
pub(super) fn lift(body: &str) -> Tail<'_> {
    let mut tail = Tail {
        body: body.trim_end(),
        source: None,
        empty_source: None,
    };
    loop {
        let (rest, line) = tail.body.rsplit_once('\n').unwrap_or(("", tail.body));
        let line = line.trim();
        let source = link(line);
        let empty = line == "<>";
        if source.is_none() && !empty && !is_navigation(line) {
            return tail;
        }
        if empty {
            tail.empty_source = Some(memchr::memchr_iter(b'\n', tail.body.as_bytes()).count());
        }
        tail.body = rest.trim_end();
        if empty || source.is_some() {
            tail.source = source;
            return tail;
        }
    }
}

/// The URL of a line that is an autolink and nothing else, if it is http or https.
fn link(line: &str) -> Option<Url> {
    let inside = line.strip_prefix('<')?.strip_suffix('>')?;
    if !inside.starts_with("http") || inside.contains(|c: char| c.is_whitespace() || c == '<' || c == '>') {
        return None;
    }
    Url::parse(inside)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Whether a line consists of links back and nothing else: `[返回…](…)`, several joined by `｜`.
fn is_navigation(line: &str) -> bool {
    let mut rest = line;
    let mut links = 0;
    while let Some(after) = rest.strip_prefix('[') {
        if !after.starts_with(BACK) {
            return false;
        }
        let Some((_, target)) = after.split_once("](") else {
            return false;
        };
        // A target may hold brackets and spaces (8): it ends where nothing or another link follows.
        let end = target.match_indices(')').find(|(at, _)| {
            let after = target.get(at + 1..).unwrap_or_default();
            let next = after.trim_start_matches(JOINTS);
            next.is_empty() || (next.len() < after.len() && next.starts_with('['))
        });
        let Some((end, _)) = end else {
            return false;
        };
        rest = target
            .get(end + 1..)
            .unwrap_or_default()
            .trim_start_matches(JOINTS);
        links += 1;
    }
    links > 0 && rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lifted(body: &str) -> (&str, Option<String>) {
        let tail = lift(body);
        (tail.body, tail.source.map(String::from))
    }

    #[test]
    fn every_age_of_the_template() {
        for navigation in [
            "",
            "\n",
            "\n\n[返回滚动新闻](./emnews/)\n[返回首页](../)",
            "\n\n[返回滚动新闻](../emnews/)\n[返回首页](../)\n",
            "\n\n[返回滚动新闻](//finews.example/emnews/)\n[返回首页](//finews.example/)",
            "\n\n[返回滚动新闻](//finews.example/emnews/)｜[返回首页](//finews.example/)",
            "\n\n[返回甲 乙新闻](//f.example/category/jia(yi)  bing.html)｜[返回首页](//f.example/)\n\n",
            "\n\n[返回[甲]](https://f.example/) | [返回首页](/)  ",
        ] {
            let body = format!("正文\n\n<http://a.example/n,1.html>{navigation}");
            assert_eq!(
                lifted(&body),
                ("正文", Some("http://a.example/n,1.html".to_owned())),
                "{body}"
            );
        }
    }

    #[test]
    fn empty_links_are_hidden_and_told() {
        let tail = lift("一\n二\n\n<>\n\n[返回首页](//f.example/)");
        assert_eq!(
            (tail.body, tail.source, tail.empty_source),
            ("一\n二", None, Some(3))
        );
        assert_eq!(lift("<>").empty_source, Some(0));
    }

    #[test]
    fn all_else_stays() {
        for body in [
            "见 <http://a.example/>",
            "<http://a.example/>\n正文",
            "<ftp://a.example/>",
            "<javascript:alert(1)>",
            "<http://>",
            "<http://a.example/ b>",
            "[返回首页](//f.example/) 正文",
            "[首页](//f.example/)",
            "[返回首页",
            "<p>正文</p>",
            "<>甲",
        ] {
            assert_eq!(lifted(body), (body, None), "{body}");
        }
        assert_eq!(
            lifted("<http://a.example/>\n<http://b.example/>").0,
            "<http://a.example/>",
            "one only"
        );
    }

    #[test]
    fn hostile_tails_take_linear_time() {
        let _ = lift(&"[返回](".repeat(200_000));
        let _ = lift(&format!("[返回]({}", ")".repeat(200_000)));
        let _ = lift(&"[返回首页](/)\n".repeat(200_000));
        let _ = lift(&"[返回](/)｜".repeat(200_000));
        let _ = lift(&format!("[返回]({}x", ") ".repeat(200_000)));
    }
}
