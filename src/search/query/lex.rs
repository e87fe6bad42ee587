//! From what was typed to words, phrases and signs. Every sign may be full-width.

use std::ops::Range;

use super::Term;
use super::field::{Field, field, flag};

/// What a piece of a query is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open,
    Close,
    Or,
    And,
    Not,
    /// A `-` that may deny what it touches.
    Dash,
    /// A field's name with its colon.
    Field(Field),
    /// A word that says something of an article, with its colon: `未读:`.
    Flag(Term),
    Word(&'a str),
    /// What stands between quotes.
    Phrase {
        inner: &'a str,
        closed: bool,
    },
}

/// A token and where it stands, quotes and colon included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lexeme<'a> {
    pub(super) token: Token<'a>,
    pub(super) range: Range<usize>,
}

/// Whether `c` parts words: white space, and control characters, which nobody means to look for.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Whether `text`, as it stands, is one word; `after_field` where it touches the name of a field.
pub(super) fn is_word(text: &str, after_field: bool) -> bool {
    let first = next(text, 0, after_field);
    matches!(first, Some(Lexeme { token: Token::Word(word), .. }) if word == text)
}

/// The tokens of `text`, in order.
pub(super) fn lex(text: &str) -> Vec<Lexeme<'_>> {
    let mut lexemes: Vec<Lexeme> = Vec::new();
    let mut at = 0;
    let mut after_field = false;
    while let Some(lexeme) = next(text, at, after_field) {
        at = lexeme.range.end;
        after_field = matches!(lexeme.token, Token::Field(_));
        lexemes.push(lexeme);
    }
    lexemes
}

/// The token of `text` that begins at `at` or, after white space, behind it. What touches the name of a field is a
/// word whatever it looks like: `outlet:OR`, `title:12:30`.
fn next(text: &str, at: usize, after_field: bool) -> Option<Lexeme<'_>> {
    let rest = text.get(at..)?.trim_start_matches(is_blank);
    let start = text.len() - rest.len();
    let as_word = after_field && start == at;
    let mut chars = rest.chars();
    let first = chars.next()?;
    let behind = chars.as_str();
    let one = first.len_utf8();
    let (token, length) = match first {
        '(' | '（' => (Token::Open, one),
        ')' | '）' => (Token::Close, one),
        '|' | '｜' => (Token::Or, rest.len() - rest.trim_start_matches(['|', '｜']).len()),
        '-' | '－' if !as_word => (Token::Dash, one),
        _ => match closers(first) {
            Some(closers) => phrase(behind, closers, one),
            None => word(rest, as_word),
        },
    };
    Some(Lexeme {
        token,
        range: start..start + length,
    })
}

/// What closes a phrase that `opening` opens; `None` where it opens none. Input methods confuse `“` and `”`.
fn closers(opening: char) -> Option<&'static [char]> {
    match opening {
        '"' | '“' | '”' | '＂' => Some(&['"', '“', '”', '＂']),
        '「' => Some(&['」']),
        '『' => Some(&['』']),
        _ => None,
    }
}

/// The phrase that begins with `behind`, the `opening` quote (so many bytes) being past.
fn phrase<'a>(behind: &'a str, closers: &[char], opening: usize) -> (Token<'a>, usize) {
    let Some((inner, rest)) = behind.split_once(closers) else {
        let unclosed = Token::Phrase {
            inner: behind,
            closed: false,
        };
        return (unclosed, opening + behind.len());
    };
    (
        Token::Phrase { inner, closed: true },
        opening + behind.len() - rest.len(),
    )
}

/// The word that `rest` begins with: an operator, the name of a field, or just a word.
fn word(rest: &str, as_word: bool) -> (Token<'_>, usize) {
    let ends = |c| is_blank(c) || "()（）|｜".contains(c) || closers(c).is_some();
    let (word, _) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
    let token = match word {
        _ if as_word => Token::Word(word),
        "OR" | "ＯＲ" | "或" => Token::Or,
        "AND" => Token::And,
        "NOT" => Token::Not,
        _ => return named(word).unwrap_or((Token::Word(word), word.len())),
    };
    (token, word.len())
}

/// The field that `word` begins with.
fn named(word: &str) -> Option<(Token<'_>, usize)> {
    let (name, value) = word.split_once([':', '：'])?;
    let token = field(name)
        .map(Token::Field)
        .or_else(|| flag(name).map(Token::Flag))?;
    Some((token, word.len() - value.len()))
}
