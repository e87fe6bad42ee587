//! What was not understood of a query, and why.

use std::ops::Range;

/// A piece of a query that was left out, or not taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Where it stands, in bytes of what was typed.
    pub range: Range<usize>,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with a piece of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A field, a pair of quotes or of brackets with nothing in it; left out.
    Empty,
    /// `OR`, `AND`, `NOT`, `|` or `-` without what it needs beside it; left out.
    LoneOperator,
    /// A bracket that is not closed; it ends with the query.
    UnclosedBracket,
    /// A bracket that closes none; left out.
    UnopenedBracket,
    /// A quote that is not closed; it ends with the query.
    UnclosedQuote,
    /// No letter, digit or ideograph in it; left out.
    OnlyPunctuation,
    /// Not a date; left out.
    UnknownDate,
    /// A date that the calendar does not have; left out.
    NotInCalendar,
    /// Nothing that `is:` or `has:` knows; left out.
    UnknownValue,
    /// From here on the query was cut: it is too long, has too many terms or too many brackets in brackets.
    TooLong,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Query;
    use super::super::arbitrary::typed;
    use super::super::lex::is_blank;
    use super::super::tests::TODAY;
    use super::Why::{self, *};

    /// `text` is understood as `canonical`, with doubts about these pieces of it.
    fn understood(text: &str, canonical: &str, doubts: &[(&str, Why)]) {
        let query = Query::parse(text, TODAY);
        assert_eq!(query.to_string(), canonical, "{text}");
        let found: Vec<(&str, Why)> = query
            .doubts
            .iter()
            .map(|doubt| (&text[doubt.range.clone()], doubt.why))
            .collect();
        assert_eq!(found, doubts, "{text}");
    }

    #[test]
    fn an_unfinished_query_is_its_finished_part() {
        understood("a OR", "a ", &[("OR", LoneOperator)]);
        understood("a |", "a ", &[("|", LoneOperator)]);
        understood("a -", "a ", &[("-", LoneOperator)]);
        understood("a NOT", "a ", &[("NOT", LoneOperator)]);
        understood("a AND", "a ", &[("AND", LoneOperator)]);
        understood("a (", "a ", &[("(", UnclosedBracket)]);
        understood("a (b", "a b", &[("(", UnclosedBracket)]);
        understood("a title:", "a ", &[("title:", Empty)]);
        understood("a title:(", "a ", &[("(", UnclosedBracket)]);
        understood("a \"", "a ", &[("\"", UnclosedQuote)]);
        understood("\"ab", "\"ab\"", &[("\"", UnclosedQuote)]);
        understood("標題 outlet：“财联", "標題 outlet:财联", &[("“", UnclosedQuote)]);
    }

    #[test]
    fn operators_need_what_they_join() {
        understood("OR a ", "a ", &[("OR", LoneOperator)]);
        understood("AND a ", "a ", &[("AND", LoneOperator)]);
        understood("a OR OR b ", "a OR b ", &[("OR", LoneOperator)]);
        understood("a - b ", "a b ", &[("-", LoneOperator)]);
        understood("-OR a ", "a ", &[("-", LoneOperator)]);
        understood("(a OR) b ", "a b ", &[("OR", LoneOperator)]);
        understood("-(-) a ", "a ", &[("-", LoneOperator)]);
    }

    #[test]
    fn brackets_and_quotes_want_something_in_them() {
        understood("() a ", "a ", &[("()", Empty)]);
        understood("a“ ”", "a ", &[("“ ”", Empty)]);
        understood("title:\"\" a ", "a ", &[("\"\"", Empty)]);
        understood("title: OR a ", "a ", &[("title:", Empty)]);
        understood("title: outlet:x", "outlet:x", &[("title:", Empty)]);
        understood("a） b ", "a b ", &[("）", UnopenedBracket)]);
    }

    #[test]
    fn values_that_are_none() {
        understood("date:foo a ", "a ", &[("foo", UnknownDate)]);
        understood("a date:2022-02-30", "a ", &[("2022-02-30", NotInCalendar)]);
        understood("before:0000 a ", "a ", &[("0000", UnknownDate)]);
        understood("after:..2022 a ", "a ", &[("..2022", UnknownDate)]);
        understood("is:read a ", "a ", &[("read", UnknownValue)]);
        understood("has:“x” a ", "a ", &[("“x”", UnknownValue)]);
        understood("a date:x OR b ", "a b ", &[("x", UnknownDate)]);
        understood("a OR date:x ", "a ", &[("x", UnknownDate)]);
        understood("-date:x a ", "a ", &[("x", UnknownDate)]);
    }

    #[test]
    fn punctuation_alone_is_not_looked_for() {
        understood(
            "，a 。 “！” ",
            "，a ",
            &[("。", OnlyPunctuation), ("“！”", OnlyPunctuation)],
        );
        understood("title:%", "", &[("%", OnlyPunctuation)]);
    }

    #[test]
    fn what_is_too_long_is_cut() {
        let cut = |text: &str| {
            let query = Query::parse(text, TODAY);
            let [doubt] = query.doubts.as_slice() else {
                panic!("one doubt: {:?}", query.doubts);
            };
            assert_eq!((doubt.why, doubt.range.end), (TooLong, text.len()));
            (query.to_string(), doubt.range.start)
        };
        let long = "中".repeat(5000);
        assert_eq!(cut(&long), ("中".repeat(4096) + " ", 3 * 4096));
        assert_eq!(
            cut(&format!("({long}")),
            (format!("{} ", "中".repeat(4095)), 1 + 3 * 4095)
        );
        assert_eq!(cut(&"a ".repeat(1025)), ("a ".repeat(1024), 2048));
        assert_eq!(cut(&format!("a {}b", "(".repeat(65))), ("a ".to_owned(), 66));
        let deep = format!("{}a{}", "(".repeat(64), ")".repeat(64));
        understood(&deep, "a ", &[]);
    }

    proptest! {
        #[test]
        fn doubts_are_pieces_in_order(text in typed()) {
            let mut end = 0;
            for doubt in Query::parse(&text, TODAY).doubts {
                prop_assert!(doubt.range.start >= end, "{:?}", doubt);
                prop_assert!(text.get(doubt.range.clone()).is_some_and(|piece| !piece.is_empty()));
                end = doubt.range.end;
            }
        }

        #[test]
        fn what_shows_nothing_says_why(text in typed()) {
            let query = Query::parse(&text, TODAY);
            let blank = text.chars().all(is_blank);
            prop_assert!(!query.is_empty() || !query.doubts.is_empty() || blank);
        }
    }
}
