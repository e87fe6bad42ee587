//! From tokens to a query. Every token is either understood or doubted; none stops the rest from being understood.

use std::ops::Range;

use jiff::civil::Date;

use crate::post::{NoDays, Period, parse_period};

use super::field::{Field, flag};
use super::lex::{Lexeme, Token, is_blank, lex};
use super::{Doubt, Node, Query, Term, Why};

/// Characters beyond which a query is cut: an article that was pasted by mistake.
const MAX_CHARS: usize = 4096;
/// Terms beyond which it is cut.
const MAX_TERMS: usize = 1024;
/// Brackets in brackets beyond which it is cut.
const MAX_DEPTH: usize = 64;
/// Words that may together be one date: `last week`, `last 7 days`.
const MAX_DATE_WORDS: usize = 3;

/// See [`Query::parse`].
pub(super) fn parse(text: &str, today: Date) -> Query {
    let end = text.char_indices().nth(MAX_CHARS).map(|(at, _)| at);
    let (kept, _) = text.split_at(end.unwrap_or(text.len()));
    let mut parser = Parser {
        lexemes: lex(kept),
        at: 0,
        end: text.len(),
        today,
        terms: 0,
        cut: false,
        doubts: Vec::new(),
    };
    if let Some(end) = end {
        parser.cut_from(end, parser.lexemes.len());
    }
    let root = parser.all(None, 0);
    let mut doubts = parser.doubts;
    doubts.sort_by_key(|doubt| doubt.range.start);
    doubts.dedup_by(|next, previous| next.range.start < previous.range.end);
    Query { root, doubts }
}

struct Parser<'a> {
    lexemes: Vec<Lexeme<'a>>,
    /// The number of the next lexeme.
    at: usize,
    /// Where the text ends.
    end: usize,
    today: Date,
    /// How many terms there have been.
    terms: usize,
    /// Whether the query was cut: what is open is then no fault of the hand's.
    cut: bool,
    doubts: Vec<Doubt>,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&Lexeme<'a>> {
        self.lexemes.get(self.at)
    }

    fn doubt(&mut self, range: Range<usize>, why: Why) {
        self.doubts.push(Doubt { range, why });
    }

    /// Forgets what stands from byte `start` on, which is lexeme `from`.
    fn cut_from(&mut self, start: usize, from: usize) {
        self.lexemes.truncate(from);
        self.cut = true;
        self.doubt(start..self.end, Why::TooLong);
    }

    /// What stands side by side, up to the end or the closing bracket.
    fn all(&mut self, field: Option<Field>, depth: usize) -> Option<Node> {
        let mut members = Vec::new();
        while let Some(Lexeme { token, range }) = self.peek().cloned() {
            match token {
                Token::Close if depth > 0 => break,
                Token::Close => {
                    self.at += 1;
                    self.doubt(range, Why::UnopenedBracket);
                }
                Token::And | Token::Or => {
                    self.at += 1;
                    let goes_on = self
                        .peek()
                        .is_some_and(|next| !matches!(next.token, Token::And | Token::Or | Token::Close));
                    if token == Token::Or || members.is_empty() || !goes_on {
                        self.doubt(range, Why::LoneOperator);
                    }
                }
                _ => members.extend(self.any(field, depth)),
            }
        }
        Node::all(members)
    }

    /// What stands between `OR`s.
    fn any(&mut self, field: Option<Field>, depth: usize) -> Option<Node> {
        let mut members: Vec<Node> = self.maybe_denied(field, depth).into_iter().collect();
        while let Some(Lexeme {
            token: Token::Or,
            range,
        }) = self.peek().cloned()
        {
            self.at += 1;
            let member = self.or_doubt(range, |parser| parser.maybe_denied(field, depth));
            members.extend(member);
        }
        Node::any(members)
    }

    /// What `operand` makes of what follows; where that is nothing, and no other reason was given, the operator
    /// at `range` stands alone.
    fn or_doubt(
        &mut self,
        range: Range<usize>,
        operand: impl FnOnce(&mut Self) -> Option<Node>,
    ) -> Option<Node> {
        let doubts = self.doubts.len();
        let node = operand(self);
        if node.is_none() && self.doubts.len() == doubts {
            self.doubt(range, Why::LoneOperator);
        }
        node
    }

    /// An operand with the signs before it.
    fn maybe_denied(&mut self, field: Option<Field>, depth: usize) -> Option<Node> {
        let mut denied = false;
        let mut signs: Option<Range<usize>> = None;
        while let Some(Lexeme { token, range }) = self.peek().cloned()
            && matches!(token, Token::Dash | Token::Not)
        {
            self.at += 1;
            let start = signs.map_or(range.start, |signs| signs.start);
            signs = Some(start..range.end);
            denied = !denied;
            // A dash between spaces is a dash, not a sign.
            let touches = self.peek().is_some_and(|next| next.range.start == range.end);
            if token == Token::Dash && !touches {
                self.doubt(start..range.end, Why::LoneOperator);
                return None;
            }
        }
        let Some(signs) = signs else {
            return self.operand(field, depth);
        };
        let node = self.or_doubt(signs, |parser| parser.operand(field, depth))?;
        Some(if denied { Node::denied(node) } else { node })
    }

    /// A term or a bracket, with its field if it has one; otherwise that of the bracket around it.
    fn operand(&mut self, field: Option<Field>, depth: usize) -> Option<Node> {
        let Lexeme { token, range } = self.peek()?.clone();
        if matches!(
            token,
            Token::Close | Token::Or | Token::And | Token::Dash | Token::Not
        ) {
            return None;
        }
        self.at += 1;
        match token {
            Token::Open => self.group(field, depth, range),
            Token::Field(field) => {
                if self.is_apart_from_its_date(field, range.end) {
                    self.doubt(range, Why::Empty);
                    return None;
                }
                let next = self.peek().map(|next| &next.token);
                if matches!(next, Some(Token::Open | Token::Word(_) | Token::Phrase { .. })) {
                    return self.operand(Some(field), depth);
                }
                self.doubt(range, Why::Empty);
                None
            }
            Token::Flag(term) => self.count(term, range.start),
            Token::Phrase { inner, closed } => {
                if !closed && !self.cut {
                    let quote = inner.len();
                    self.doubt(range.start..range.end - quote, Why::UnclosedQuote);
                }
                self.term(field, inner, true, range)
            }
            Token::Word(word) => self.term(field, word, false, range),
            _ => None,
        }
    }

    /// Whether a field of dates, which ends at byte `end`, has white space and a word behind it that is no date: the date
    /// is still to be typed, and the word is one to look for.
    fn is_apart_from_its_date(&mut self, field: Field, end: usize) -> bool {
        let is_of_dates = matches!(field, Field::Date | Field::After | Field::Before);
        let Some(Lexeme {
            token: Token::Word(word),
            range,
        }) = self.peek().filter(|_| is_of_dates)
        else {
            return false;
        };
        let (word, apart) = ((*word).to_owned(), range.start > end);
        let before = self.at;
        self.at += 1;
        let is_none = apart && self.days(field, word, false) == Err(Why::UnknownDate);
        self.at = before;
        is_none
    }

    /// What stands in brackets, the opening one, at `open`, being past.
    fn group(&mut self, field: Option<Field>, depth: usize, open: Range<usize>) -> Option<Node> {
        if depth == MAX_DEPTH {
            self.cut_from(open.start, self.at);
            return None;
        }
        let doubts = self.doubts.len();
        let node = self.all(field, depth + 1);
        let close = self.peek().map(|close| close.range.end);
        match close {
            None if self.cut => {}
            None => self.doubt(open, Why::UnclosedBracket),
            Some(end) => {
                self.at += 1;
                if node.is_none() && self.doubts.len() == doubts {
                    self.doubt(open.start..end, Why::Empty);
                }
            }
        }
        node
    }

    /// The term that `content` is in `field`.
    fn term(
        &mut self,
        field: Option<Field>,
        content: &str,
        exact: bool,
        range: Range<usize>,
    ) -> Option<Node> {
        let words: Vec<&str> = content.split(is_blank).filter(|word| !word.is_empty()).collect();
        let words = words.join(" ");
        if words.is_empty() {
            self.doubt(range, Why::Empty);
            return None;
        }
        let prefix = !exact && range.end == self.end;
        let term = match field {
            Some(field @ (Field::Date | Field::After | Field::Before)) => self.days(field, words, exact),
            _ if !words.contains(char::is_alphanumeric) => Err(Why::OnlyPunctuation),
            None => Ok(Term::Text { words, exact, prefix }),
            Some(Field::Title) => Ok(Term::Title { words, exact, prefix }),
            Some(Field::Outlet) => Ok(Term::Outlet(words)),
            Some(Field::Category) => Ok(Term::Category(words)),
            Some(Field::Stock) => Ok(Term::Stock(words)),
            Some(Field::Tag) => Ok(Term::Tag(words)),
            Some(Field::Note) => Ok(Term::Note(words)),
            Some(Field::Is) => flag(&words).ok_or(Why::UnknownValue),
        };
        match term {
            Ok(term) => self.count(term, range.start),
            Err(why) => {
                self.doubt(range, why);
                None
            }
        }
    }

    /// `term`, which begins at byte `start`, unless there are too many.
    fn count(&mut self, term: Term, start: usize) -> Option<Node> {
        if self.terms == MAX_TERMS {
            self.cut_from(start, self.at);
            return None;
        }
        self.terms += 1;
        Some(Node::Term(term))
    }

    /// The days that `words` name, with the words behind them if it takes these to make a date.
    fn days(&mut self, field: Field, mut words: String, exact: bool) -> Result<Term, Why> {
        let one_word = days(field, &words, self.today);
        if exact || one_word.is_ok() {
            return one_word;
        }
        for ahead in 1..MAX_DATE_WORDS {
            let next = self.lexemes.get(self.at + ahead - 1);
            let Some(Token::Word(word)) = next.map(|next| &next.token) else {
                break;
            };
            words.push(' ');
            words.push_str(word);
            if let Ok(term) = days(field, &words, self.today) {
                self.at += ahead;
                return Ok(term);
            }
        }
        one_word
    }
}

/// The days that `words` name in one of the three fields of dates.
fn days(field: Field, words: &str, today: Date) -> Result<Term, Why> {
    let Period { from, until } = parse_period(words, today).map_err(|why| match why {
        NoDays::Unknown => Why::UnknownDate,
        NoDays::NotInCalendar => Why::NotInCalendar,
    })?;
    let (from, until) = match field {
        Field::After => (from, None),
        Field::Before => {
            let last = from.and_then(|first| first.yesterday().ok());
            (None, last.filter(|last| last.year() >= 0))
        }
        _ => (from, until),
    };
    if from.or(until).is_none() {
        return Err(Why::UnknownDate);
    }
    Ok(Term::Days { from, until })
}
