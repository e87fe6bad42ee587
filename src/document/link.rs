//! Which addresses are links, and in what form they leave this module.

use url::Url;

use super::Link;
use crate::text::clean::clean_line;

/// Bytes of the longest address that is kept.
const LONGEST: usize = 8_192;

/// An address worth keeping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) url: String,
    pub(super) internal: bool,
}

/// The address that `href` gives, if it is one that may be opened: http, https, or relative to the
/// archive's site. Anything else (`javascript:`, `#here`, nonsense) is none.
pub(super) fn target(href: &str) -> Option<Target> {
    let href = clean_line(href);
    if href.len() > LONGEST {
        return None;
    }
    if let Some(rest) = href.strip_prefix("//") {
        let url = web(&format!("https://{rest}"))?;
        return Some(Target { url, internal: true });
    }
    if href.starts_with('/') || href.starts_with("./") || href.starts_with("../") {
        return site(&href).map(|url| Target { url, internal: true });
    }
    web(&href).map(|url| Target { url, internal: false })
}

fn web(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let opens = matches!(url.scheme(), "http" | "https") && url.has_host();
    // The serialisation is ASCII but for what a hostile host name could hold.
    opens.then(|| clean_line(url.as_str()))
}

/// A path of the archive's own site, its dots at the front kept.
fn site(path: &str) -> Option<String> {
    let rest = path.trim_start_matches("../").trim_start_matches("./");
    let dots = path.get(..path.len() - rest.len())?;
    let base = Url::parse("https://site.invalid/").ok()?;
    let url = base.join(rest).ok()?;
    if url.host_str() != base.host_str() || url.scheme() != base.scheme() {
        return None;
    }
    let full = url.as_str().strip_prefix(base.as_str())?;
    let lead = if rest.starts_with('/') && dots.is_empty() {
        "/"
    } else {
        dots
    };
    Some(clean_line(&format!("{lead}{full}")))
}

impl Link {
    /// The address in full, http or https; `site` is where the archive's own site stands, without a slash at its end. None
    /// for a place of that site where it is not known.
    pub fn address(&self, site: &str) -> Option<String> {
        let full = match Url::parse(&self.url) {
            Ok(url) => url,
            // The site's own address ends where its paths begin.
            Err(_) => Url::parse(&format!("{site}/")).ok()?.join(&self.url).ok()?,
        };
        matches!(full.scheme(), "http" | "https").then(|| clean_line(full.as_str()))
    }
}

/// The bare addresses in running text: byte ranges of `http://…` and `https://…`. Only characters that
/// may stand in an address belong to it (RFC 3986), so that the Chinese after it stays out; punctuation
/// at its end belongs to the sentence.
pub(super) fn bare(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(next) = text
        .get(from..)
        .and_then(|t| memchr::memmem::find(t.as_bytes(), b"http"))
    {
        let start = from + next;
        let tail = text.get(start..).unwrap_or_default();
        let after_word = text
            .get(..start)
            .and_then(|t| t.chars().next_back())
            .is_some_and(|c| c.is_ascii_alphanumeric());
        from = start + 4;
        let scheme = if tail.starts_with("http://") {
            7
        } else if tail.starts_with("https://") {
            8
        } else {
            continue;
        };
        if after_word {
            continue;
        }
        let mut end = tail.bytes().position(|b| !is_address(b)).unwrap_or(tail.len());
        let address = tail.as_bytes().get(..end).unwrap_or_default();
        // Brackets that the address opens itself belong to it.
        let mut unopened = address.iter().fold(0_isize, |open, b| match b {
            b'(' => open - 1,
            b')' => open + 1,
            _ => open,
        });
        while let Some(last) = address.get(..end).and_then(<[u8]>::last) {
            match last {
                b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*' => {}
                b')' if unopened > 0 => unopened -= 1,
                _ => break,
            }
            end -= 1;
        }
        if end > scheme {
            found.push(start..start + end);
        }
        from = start + end.max(4);
    }
    found
}

fn is_address(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_be_opened() {
        let url = |href: &str| target(href).map(|t| (t.url, t.internal));
        let web = |url: &str| Some((url.to_owned(), false));
        let site = |url: &str| Some((url.to_owned(), true));
        assert_eq!(
            url("HTTP://A.b/新 闻?x=1"),
            web("http://a.b/%E6%96%B0%20%E9%97%BB?x=1")
        );
        assert_eq!(url("//h.me/emnews/"), site("https://h.me/emnews/"));
        assert_eq!(url("../emnews/"), site("../emnews/"));
        assert_eq!(url("../../"), site("../../"));
        assert_eq!(
            url("/emnews/2022/01/07/1.html"),
            site("/emnews/2022/01/07/1.html")
        );
        for none in [
            "javascript:alert(1)",
            " java\nscript:x",
            "data:text/html,x",
            "file:///etc/passwd",
            "#a",
            "",
            "http://",
            "/\\evil.com",
            "mailto:a@b",
        ] {
            assert_eq!(url(none), None, "{none}");
        }
    }

    #[test]
    fn places_of_the_site_have_an_address_where_the_site_has_one() {
        let address = |url: &str, site| {
            let url = url.to_owned();
            let link = Link {
                range: 0..0,
                url,
                internal: true,
                note: None,
            };
            link.address(site)
        };
        let full = |url| address(url, "https://news.example/base");
        assert_eq!(full("http://a.b/c").unwrap(), "http://a.b/c");
        assert_eq!(
            full("/emnews/1.html").unwrap(),
            "https://news.example/emnews/1.html"
        );
        assert_eq!(full("../emnews/").unwrap(), "https://news.example/emnews/");
        assert_eq!(address("/emnews/1.html", ""), None);
        assert_eq!(address("/x", "javascript:alert(1)"), None);
    }

    #[test]
    fn bare_addresses_end_where_chinese_begins() {
        let text = "见http://a.b/c?d=1，及(https://e.f/g_(h)).再http://看";
        let found: Vec<&str> = bare(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, ["http://a.b/c?d=1", "https://e.f/g_(h)"]);
    }
}
