//! The links of an article.

use std::collections::BTreeMap;
use std::io;

use crate::app::{Effect, Pane};

use super::session::Session;
use super::typed::number_in;
use super::words::{self, text};

impl Session<'_> {
    /// The links of the article that is read, by the numbers that stand in its text: what each says, and where it leads.
    pub(super) fn links_here(&self) -> BTreeMap<usize, (String, String)> {
        let mut links = BTreeMap::new();
        if let (Pane::Reader, Some(article)) = (self.app.focus, self.app.reader.article()) {
            for link in &article.document.links {
                if let Some(number) = link.note {
                    let said = article.document.slice(&link.range).trim().to_owned();
                    links.entry(number).or_insert((said, link.url.clone()));
                }
            }
        }
        links
    }

    /// Lists the links, or opens the one of this number.
    pub(super) fn links(&mut self, number: &str) -> io::Result<()> {
        let links = self.links_here();
        if !number.is_empty() {
            let link = number_in(number).and_then(|number| links.get(&number));
            let Some((_, url)) = link else {
                return self.say(&words::no_number(self.lang, &self.app.shortened(number)));
            };
            return self.carry(Effect::Open(url.clone()));
        }
        if links.is_empty() {
            return self.say(text(self.lang, ("没有链接。", "There are no links.")));
        }
        for (number, (said, url)) in links {
            let said = if said == url {
                String::new()
            } else {
                format!("{said} ")
            };
            self.say(&format!("{number} {said}{url}"))?;
        }
        self.say(text(
            self.lang,
            ("f 编号 打开，如 f 1。", "f and a number opens one, as f 1."),
        ))
    }
}
