//! Which stars stress what stands between them, by kramdown's rules (its parser, `parse_emphasis`), which differ from
//! CommonMark's: what counts is the white space beside a star, not the marks. They become tags; the others are escaped.
//!
//! In one thing the news has its own: the star before `ST` is part of a stock's name (archive-format 39).

/// How often a star is looked at, on average.
const EFFORT: usize = 16;
const LEAST_EFFORT: usize = 4_096;
/// Characters of the longest name of a stock that stands between two stars.
const LONGEST_NAME: usize = 8;

/// A star in the Markdown that is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Star {
    /// The byte where it stands.
    pub(super) at: usize,
    /// Whether it is meant as itself.
    pub(super) plain: bool,
}

/// What becomes of a star.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Itself,
    Gone,
    /// With the star behind it, if it is one of two.
    Open(Kind),
    Close(Kind),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Emphasis,
    Strong,
}

impl Kind {
    fn stars(self) -> usize {
        match self {
            Self::Emphasis => 1,
            Self::Strong => 2,
        }
    }
}

/// Puts tags for stars in `out`. `ends` are the bytes where what belongs together ends: an item, a cell.
pub(super) fn mark(out: &mut String, stars: &[Star], ends: &[usize]) {
    let Some(first) = stars.first().map(|star| star.at) else {
        return;
    };
    let mut marks = vec![Mark::Itself; stars.len()];
    let mut rest = stars;
    let mut done = 0;
    for &end in ends.iter().chain(&[usize::MAX]) {
        let count = rest.partition_point(|star| star.at < end);
        let (these, others) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        if let Some(marks) = marks.get_mut(done..done + these.len()) {
            Scope::read(out, these, marks);
        }
        done += these.len();
        rest = others;
    }
    let text = out.split_off(first);
    let mut from = 0;
    for (star, mark) in stars.iter().zip(marks) {
        out.push_str(text.get(from..star.at - first).unwrap_or_default());
        out.push_str(match mark {
            Mark::Itself => "\\*",
            Mark::Gone => "",
            Mark::Open(Kind::Emphasis) => "<em>",
            Mark::Close(Kind::Emphasis) => "</em>",
            Mark::Open(Kind::Strong) => "<strong>",
            Mark::Close(Kind::Strong) => "</strong>",
        });
        from = star.at - first + 1;
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

/// The stars that belong together and are not meant as themselves.
struct Scope<'a> {
    text: &'a str,
    /// Where they stand, and their places among all.
    stars: Vec<(usize, usize)>,
    /// The marks found so far, by the same places.
    found: Vec<(usize, Mark)>,
    effort: usize,
}

impl<'a> Scope<'a> {
    fn read(text: &'a str, stars: &[Star], marks: &mut [Mark]) {
        let mut free = Vec::with_capacity(stars.len());
        let mut named = None;
        for (place, star) in stars.iter().enumerate() {
            if star.plain {
                named = Some(star.at + 1);
                continue;
            }
            let single = stars.get(place + 1).is_none_or(|next| next.at != star.at + 1);
            let name = named
                .take()
                .filter(|_| single)
                .and_then(|from| text.get(from..star.at));
            if name.is_some_and(is_stock) {
                // Who writes `*ST甲*` means both stars, and one of them is the name's.
                if let Some(mark) = marks.get_mut(place) {
                    *mark = Mark::Gone;
                }
            } else {
                free.push((star.at, place));
            }
        }
        let mut scope = Self {
            text,
            effort: EFFORT * free.len() + LEAST_EFFORT,
            stars: free,
            found: Vec::new(),
        };
        scope.spans(0, None, [false; 2]);
        for (place, mark) in scope.found {
            if let Some(found) = marks.get_mut(place) {
                *found = mark;
            }
        }
    }

    fn at(&self, index: usize) -> Option<usize> {
        self.stars.get(index).map(|star| star.0)
    }

    /// Whether another star follows at once.
    fn is_double(&self, index: usize) -> bool {
        self.at(index)
            .is_some_and(|at| self.at(index + 1) == Some(at + 1))
    }

    /// Reads from the star `index` on, until what `opened` stands for is closed; gives the star that does so. `open` says
    /// what is open, emphasis and strong importance: each of them once at most, so that this goes three deep.
    fn spans(&mut self, mut index: usize, opened: Option<(Kind, usize)>, open: [bool; 2]) -> Option<usize> {
        while let Some(at) = self.at(index) {
            self.effort = self.effort.checked_sub(1)?;
            if opened.is_some_and(|(kind, content)| at > content && self.closes(index, at, kind)) {
                return Some(index);
            }
            let kind = if self.is_double(index) {
                Kind::Strong
            } else {
                Kind::Emphasis
            };
            let spaced = |at: usize| {
                let after = self.text.get(at..).and_then(|text| text.chars().next());
                after.is_some_and(char::is_whitespace)
            };
            let is_open = open.get(kind as usize).copied().unwrap_or(true);
            if is_open || spaced(at + kind.stars()) {
                index += kind.stars();
                continue;
            }
            let within = opened.map(|(kind, _)| kind);
            let next = self.pair(index, at, kind, open).or_else(|| {
                let single = kind == Kind::Strong && within != Some(Kind::Emphasis);
                single
                    .then(|| self.pair(index, at, Kind::Emphasis, open))
                    .flatten()
            });
            index = next.unwrap_or(index + kind.stars());
        }
        None
    }

    /// What the star opens, if that is closed; gives the star behind it.
    fn pair(&mut self, index: usize, at: usize, kind: Kind, mut open: [bool; 2]) -> Option<usize> {
        let before = self.found.len();
        if let Some(open) = open.get_mut(kind as usize) {
            *open = true;
        }
        let content = (kind, at + kind.stars());
        let Some(close) = self.spans(index + kind.stars(), Some(content), open) else {
            self.found.truncate(before);
            return None;
        };
        for (first, mark) in [(index, Mark::Open(kind)), (close, Mark::Close(kind))] {
            for (star, mark) in (first..first + kind.stars()).zip([mark, Mark::Gone]) {
                self.found.extend(self.stars.get(star).map(|star| (star.1, mark)));
            }
        }
        Some(close + kind.stars())
    }

    fn closes(&self, index: usize, at: usize, kind: Kind) -> bool {
        let before = self.text.get(..at).and_then(|text| text.chars().next_back());
        let double = self.is_double(index);
        !before.is_some_and(char::is_whitespace)
            && match kind {
                Kind::Strong => double,
                Kind::Emphasis => !double || self.is_double(index + 1),
            }
    }
}

/// Whether `text` is the name of a stock, from its `ST` on.
fn is_stock(text: &str) -> bool {
    let name = text.strip_prefix("ST").unwrap_or_default();
    !name.is_empty() && name.chars().all(char::is_alphanumeric) && name.chars().nth(LONGEST_NAME).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> String {
        let stars = text.match_indices('*').map(|(at, _)| Star {
            at,
            plain: text.get(at..).is_some_and(|rest| rest.starts_with("*ST"))
                && !text.get(..at).is_some_and(|t| t.ends_with('*')),
        });
        let stars: Vec<Star> = stars.collect();
        let mut out = text.to_owned();
        mark(&mut out, &stars, &[]);
        let out = out.replace("<strong>", "[").replace("</strong>", "]");
        out.replace("<em>", "(").replace("</em>", ")").replace("\\*", "*")
    }

    #[test]
    fn as_kramdown() {
        for (text, expected) in [
            ("甲*乙*丙*丁", "甲(乙)丙*丁"),
            ("*“甲”*乙**“丙”**丁", "(“甲”)乙[“丙”]丁"),
            (
                "***甲***、**乙*丙*丁**、*乙**丙**丁*",
                "[(甲)]、[乙(丙)丁]、(乙[丙]丁)",
            ),
            ("***粗**斜*与***斜*粗**", "[(粗**斜)与](斜)粗**"),
            ("****戊****、*****己*****", "[**戊][、][(己)]**"),
            ("* 甲 * 乙 ** 丙 **", "* 甲 * 乙 ** 丙 **"),
            ("甲*乙 * 丙*丁", "甲(乙 * 丙)丁"),
            ("甲**乙、**甲*乙", "甲[乙、]甲*乙"),
            ("**甲*乙", "(*甲)乙"),
        ] {
            assert_eq!(marked(text), expected, "{text}");
        }
    }

    #[test]
    fn names_of_stocks_keep_their_star() {
        for (text, expected) in [
            ("*ST康美*涨停，***粗斜***", "*ST康美涨停，[(粗斜)]"),
            ("*ST康美、*ST海航，*重点*", "*ST康美、*ST海航，(重点)"),
            ("**ST康美**与*ST海航*和*ST远山", "[ST康美]与*ST海航和*ST远山"),
        ] {
            assert_eq!(marked(text), expected, "{text}");
        }
    }

    #[test]
    fn hostile_stars() {
        for text in ["*甲".repeat(100_000), "**甲*".repeat(50_000), "*".repeat(200_000)] {
            assert_eq!(marked(&text).replace(['*', '(', ')', '[', ']'], "").len() % 3, 0);
        }
    }
}
