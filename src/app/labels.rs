//! Letters over the links in view: typed, they open their link; with a capital among them, they copy it.

use std::collections::HashSet;

use crate::work::LinkUse;

use super::{App, Key, KeyCode, Pane, Reader};

/// Letters of labels, those under the fingers first.
const LETTERS: [char; 26] = [
    'f', 'j', 'd', 'k', 's', 'l', 'a', 'g', 'h', 'r', 'u', 'e', 'i', 'w', 'o', 'q', 'p', 't', 'y', 'v', 'n',
    'c', 'm', 'x', 'b', 'z',
];

/// One label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What is still to be typed.
    pub text: String,
    /// The line of the page on which its link begins.
    pub line: usize,
    /// The cell in that line, from the left edge of the page.
    pub cell: usize,
    /// The link, by its place in [`crate::document::Document::links`].
    link: usize,
}

/// The labels on the page, as long as one is to be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    shown: Vec<Label>,
    /// Whether a capital was typed.
    copies: bool,
    /// The first line in view when they were put there.
    top: usize,
}

/// The label of number `at` of `of`: one letter, or two where there are more links than letters.
fn letters(at: usize, of: usize) -> String {
    let letter = |at: usize| LETTERS.get(at % LETTERS.len()).copied().unwrap_or('z');
    if of <= LETTERS.len() {
        letter(at).to_string()
    } else {
        [letter(at / LETTERS.len()), letter(at)].iter().collect()
    }
}

impl Reader {
    /// The links that begin in the text in view, each once, with the line and the cell of its beginning.
    fn links_in_view(&self, height: usize) -> Vec<(usize, usize, usize)> {
        let (Some(page), Some(fit)) = (&self.page, self.fit) else {
            return Vec::new();
        };
        let lines = self.top.max(page.body.start)..(self.top + height).min(page.body.end);
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for number in lines {
            let mut cell = 0;
            for span in page.lines.get(number).into_iter().flat_map(|line| &line.spans) {
                if let Some(link) = span.link()
                    && seen.insert(link)
                {
                    found.push((number, cell, link));
                }
                cell += fit.cells.width(&span.text);
            }
        }
        found.truncate(LETTERS.len() * LETTERS.len());
        found
    }
}

impl App {
    /// The labels that are on the page.
    pub fn labels(&self) -> &[Label] {
        self.labels.as_ref().map_or(&[], |labels| &labels.shown)
    }

    /// Puts labels over the links in view.
    pub(super) fn label_links(&mut self) {
        let links = self.reader.links_in_view(self.reader_height());
        if links.is_empty() {
            self.say(self.words().no_links);
            return;
        }
        let of = links.len();
        let shown = links
            .into_iter()
            .enumerate()
            .map(|(at, (line, cell, link))| Label {
                text: letters(at, of),
                line,
                cell,
                link,
            });
        self.labels = Some(Labels {
            shown: shown.collect(),
            copies: false,
            top: self.reader.top,
        });
        self.say(self.own_words().labels);
    }

    /// A key while labels are shown: the next letter of one, or anything else to be rid of them.
    pub(super) fn label_key(&mut self, key: Key) {
        let Some(mut labels) = self.labels.take() else {
            return;
        };
        let Key {
            code: KeyCode::Char(letter),
            ctrl: false,
            alt: false,
        } = key
        else {
            return;
        };
        labels.copies |= letter.is_uppercase();
        let letter = letter.to_ascii_lowercase();
        labels.shown.retain_mut(|label| {
            let rest = label.text.strip_prefix(letter).map(str::to_owned);
            let is_meant = rest.is_some();
            label.text = rest.unwrap_or_default();
            is_meant
        });
        match labels.shown.as_slice() {
            [] => self.say(self.own_words().no_such_label),
            [only] if only.text.is_empty() => {
                let then = if labels.copies {
                    LinkUse::Copy
                } else {
                    LinkUse::Open
                };
                self.use_labelled(only.link, then);
            }
            _ => self.labels = Some(labels),
        }
    }

    fn use_labelled(&mut self, link: usize, then: LinkUse) {
        let links = self.reader.article().map(|article| &article.document.links);
        let Some(link) = links.and_then(|links| links.get(link)) else {
            return;
        };
        match link.address(&self.site_url) {
            Some(url) => self.use_link(Some(url), then),
            None => self.say(self.words().no_site),
        }
    }

    /// Labels stand where they were put: on another page, or another part of it, there are none.
    pub(super) fn keep_labels(&mut self) {
        let top = self.reader.top;
        let stay = |labels: &Labels| labels.top == top && self.focus == Pane::Reader;
        if !self.labels.as_ref().is_some_and(stay) {
            self.labels = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_short_and_each_another() {
        assert_eq!(letters(0, 26), "f");
        for of in [1, 26, 27, 676] {
            let all: HashSet<String> = (0..of).map(|at| letters(at, of)).collect();
            assert_eq!(all.len(), of);
            let length = all.iter().next().unwrap().len();
            assert!(all.iter().all(|label| label.len() == length));
        }
    }
}
