//! What a query asks for, as a tree in normal form: nothing of all or of any has fewer than two members or
//! another of its kind among them, and nothing is denied twice.

use jiff::civil::Date;

use super::super::pattern::Pattern;
use crate::text::fold::fold;
use crate::text::pinyin::Spelling;

/// What an article must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// All of these.
    All(Vec<Node>),
    /// One of these at least.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// This one thing.
    Term(Term),
}

/// One thing that an article has or has not. Words and names stand as they were typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Words in the title or the text.
    Text {
        /// One word, or a phrase.
        words: String,
        /// Whether it was quoted.
        exact: bool,
        /// Whether the word may go on: it is still being typed.
        prefix: bool,
    },
    /// Words in the title.
    Title {
        /// One word, or a phrase.
        words: String,
        /// Whether it was quoted.
        exact: bool,
        /// Whether the word may go on: it is still being typed.
        prefix: bool,
    },
    /// The outlet's name.
    Outlet(String),
    /// The category's folder name or label.
    Category(String),
    /// A stock's code or name.
    Stock(String),
    /// A tag of the user's.
    Tag(String),
    /// What stands in a note of the user's.
    Note(String),
    /// From one day to another, both included, one of the two at least.
    Days {
        /// The first day.
        from: Option<Date>,
        /// The last day.
        until: Option<Date>,
    },
    /// Not read yet.
    Unread,
    /// In the user's bookmarks.
    Bookmarked,
    /// With a table in it.
    Table,
    /// Hidden, by a rule or by hand.
    Hidden,
}

impl Term {
    /// What the words of a term match; `None` where it has none, or there is nothing to be found in them.
    pub fn pattern(&self) -> Option<Pattern> {
        match self {
            Self::Text { words, prefix, .. } | Self::Title { words, prefix, .. } => {
                Pattern::new(words, *prefix)
            }
            _ => None,
        }
    }

    /// What is read as its word is written; `None` where it has none of letters, or it was quoted.
    pub fn spelling(&self) -> Option<Spelling> {
        match self {
            Self::Text {
                words, exact: false, ..
            } => Spelling::new(&fold(words)),
            _ => None,
        }
    }
}

impl Node {
    /// Whether `pred` holds of a term in it.
    pub fn holds(&self, pred: &dyn Fn(&Term) -> bool) -> bool {
        match self {
            Self::All(members) | Self::Any(members) => members.iter().any(|member| member.holds(pred)),
            Self::Not(denied) => denied.holds(pred),
            Self::Term(term) => pred(term),
        }
    }

    /// All of `members`, in normal form; `None` of none.
    pub fn all(members: Vec<Self>) -> Option<Self> {
        let spliced = members.into_iter().flat_map(|member| match member {
            Self::All(members) => members,
            other => vec![other],
        });
        one_or(spliced.collect(), Self::All)
    }

    /// Any of `members`, in normal form; `None` of none.
    pub fn any(members: Vec<Self>) -> Option<Self> {
        let spliced = members.into_iter().flat_map(|member| match member {
            Self::Any(members) => members,
            other => vec![other],
        });
        one_or(spliced.collect(), Self::Any)
    }

    /// Not `node`, in normal form.
    pub fn denied(node: Self) -> Self {
        match node {
            Self::Not(node) => *node,
            other => Self::Not(Box::new(other)),
        }
    }

    /// The term that stands last.
    pub(super) fn last_term(&self) -> Option<&Term> {
        match self {
            Self::All(members) | Self::Any(members) => members.last()?.last_term(),
            Self::Not(node) => node.last_term(),
            Self::Term(term) => Some(term),
        }
    }

    pub(super) fn collect_words<'a>(&'a self, words: &mut Vec<&'a Term>) {
        match self {
            Self::All(members) | Self::Any(members) => {
                for member in members {
                    member.collect_words(words);
                }
            }
            Self::Term(term @ (Term::Text { .. } | Term::Title { .. })) => words.push(term),
            Self::Not(_) | Self::Term(_) => {}
        }
    }
}

fn one_or(mut members: Vec<Node>, several: fn(Vec<Node>) -> Node) -> Option<Node> {
    match members.len() {
        0 | 1 => members.pop(),
        _ => Some(several(members)),
    }
}
