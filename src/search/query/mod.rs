//! The query language a hand can type, the same in the reader, in `finews search` and in saved searches.
//!
//! - `茅台 涨停`: both. `茅台 OR 五粮液`, `茅台 | 五粮液`, `茅台 或 五粮液`: one of them. `-茅台`, `NOT 茅台`: not this one.
//!   `OR` binds more tightly than white space, so that `date:2022 茅台 OR 五粮液` is one or the other, in 2022.
//!   Brackets say otherwise: `(茅台 涨停) OR 五粮液`. `AND` between words says what white space says.
//! - `"exact phrase"`, also in `“”`, `「」` and `『』`. Quotes make text of anything: `"OR"`.
//! - `title:` `outlet:` `category:` `stock:` `tag:` `note:` (`标题:` `来源:` `分类:` `股票:` `标签:` `笔记:`) before a word, a phrase or a
//!   bracket, which hands the field to what is in it: `title:(茅台 OR 五粮液)`. White space may follow the colon.
//! - `date:2022-01`, `date:2022-01..2022-03`, `date:上周`, `date:last week` (`日期:`); `after:2022-01` (`之后:`) from the first
//!   day of January on, that day included; `before:2022-01` (`之前:`) up to the last day before January.
//! - `is:unread`, `is:bookmarked`, `has:table` (`是:未读`, `是:收藏`, `有:表格`), or the word itself with its colon: `未读:`,
//!   `收藏:`. Hidden articles are found only by a query that names them somewhere: `is:hidden` (`是:隐藏`, `隐藏:`). Without a colon it is text, as is a word with a colon that names no field: `12:30`, `https://…`.
//!
//! All signs may be full-width. Nothing typed is an error: what is unfinished or not understood is left out, or
//! taken for what it seems to become, and told as a [`Doubt`].

#[cfg(test)]
mod arbitrary;
mod doubt;
mod field;
mod lex;
mod node;
mod parse;
mod print;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

pub use doubt::{Doubt, Why};
pub use node::{Node, Term};

use super::pattern::Pattern;
use crate::text::pinyin::Spelling;

/// A query as it was understood. It prints in canonical form, with dates in place of `昨天` and the like; to keep
/// a search for another day, keep what was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// What an article must be; `None` where nothing was asked for.
    pub root: Option<Node>,
    /// What was not understood, in the order of the text; no two overlap.
    pub doubts: Vec<Doubt>,
}

impl Query {
    /// The query that `text` is, `today` being known. The word that `text` ends with, no white space after it, may
    /// go on and is a prefix.
    pub fn parse(text: &str, today: Date) -> Self {
        parse::parse(text, today)
    }

    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        self.root.is_none()
    }

    /// What those words match, as far as there is anything to be found in them.
    pub fn patterns(&self) -> Vec<Pattern> {
        self.words().into_iter().filter_map(Term::pattern).collect()
    }

    /// What is read as those words are written.
    pub fn spellings(&self) -> Vec<Spelling> {
        self.words().into_iter().filter_map(Term::spelling).collect()
    }

    /// The words and phrases that are looked for in text and title, in order; not those that must be absent.
    pub fn words(&self) -> Vec<&Term> {
        let mut words = Vec::new();
        if let Some(root) = &self.root {
            root.collect_words(&mut words);
        }
        words
    }
}
