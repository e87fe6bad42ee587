//! A query in canonical form: what is printed is parsed to the same query, unless it is so long that it is cut.

use std::fmt::{self, Display, Formatter, Write};

use super::lex::is_word;
use super::{Node, Query, Term};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        self.root.as_ref().map_or(Ok(()), |root| root.fmt(f))
    }
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        let mut out = String::new();
        write(self, &mut out)?;
        match self.last_term() {
            // What may go on stands at the very end: brackets stay open.
            Some(Term::Text { prefix: true, .. } | Term::Title { prefix: true, .. }) => {
                f.write_str(out.trim_end_matches(')'))
            }
            // What is whole must not.
            Some(Term::Text { exact: false, .. } | Term::Title { exact: false, .. })
                if !out.ends_with(')') =>
            {
                write!(f, "{out} ")
            }
            _ => f.write_str(&out),
        }
    }
}

fn write(node: &Node, out: &mut String) -> fmt::Result {
    match node {
        Node::All(members) => join(members, " ", |_| false, out),
        Node::Any(members) => join(members, " OR ", |member| matches!(member, Node::All(_)), out),
        Node::Not(node) => {
            out.push('-');
            bracket(node, matches!(**node, Node::All(_) | Node::Any(_)), out)
        }
        Node::Term(term) => write!(out, "{term}"),
    }
}

fn join(members: &[Node], between: &str, bracketed: fn(&Node) -> bool, out: &mut String) -> fmt::Result {
    for (number, member) in members.iter().enumerate() {
        if number > 0 {
            out.push_str(between);
        }
        bracket(member, bracketed(member), out)?;
    }
    Ok(())
}

fn bracket(node: &Node, bracketed: bool, out: &mut String) -> fmt::Result {
    if !bracketed {
        return write(node, out);
    }
    out.push('(');
    write(node, out)?;
    out.push(')');
    Ok(())
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        match self {
            Self::Text { words, exact, .. } if *exact || !is_word(words, false) => quote(words, f),
            Self::Text { words, .. } => f.write_str(words),
            Self::Title {
                words, exact: true, ..
            } => {
                f.write_str("title:")?;
                quote(words, f)
            }
            Self::Title { words, .. } => value("title", words, f),
            Self::Outlet(name) => value("outlet", name, f),
            Self::Category(name) => value("category", name, f),
            Self::Stock(name) => value("stock", name, f),
            Self::Tag(name) => value("tag", name, f),
            Self::Note(text) => value("note", text, f),
            Self::Days { from, until } => {
                f.write_str("date:")?;
                if let Some(from) = from {
                    from.fmt(f)?;
                }
                if from != until {
                    f.write_str("..")?;
                    if let Some(until) = until {
                        until.fmt(f)?;
                    }
                }
                Ok(())
            }
            Self::Unread => f.write_str("is:unread"),
            Self::Bookmarked => f.write_str("is:bookmarked"),
            Self::Table => f.write_str("has:table"),
            Self::Hidden => f.write_str("is:hidden"),
        }
    }
}

fn value(field: &str, value: &str, f: &mut Formatter) -> fmt::Result {
    write!(f, "{field}:")?;
    if is_word(value, true) {
        f.write_str(value)
    } else {
        quote(value, f)
    }
}

/// `words` in quotes that are not among them. No phrase that was typed has all kinds.
fn quote(words: &str, f: &mut Formatter) -> fmt::Result {
    if !words.contains(['"', '“', '”', '＂']) {
        write!(f, "\"{words}\"")
    } else if !words.contains('」') {
        write!(f, "「{words}」")
    } else {
        write!(f, "『{}』", words.replace('』', " "))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::arbitrary::{node, typed};
    use super::super::tests::TODAY;
    use super::*;

    #[test]
    fn brackets_stay_open_for_a_word_that_goes_on() {
        for text in ["x OR (a b", "-(a b", "x OR -(a title:b"] {
            let query = Query::parse(text, TODAY);
            assert_eq!(query.to_string(), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_parsed_to_the_same_tree(root in node()) {
            let again = Query::parse(&root.to_string(), TODAY);
            prop_assert_eq!(again.root, Some(root));
        }

        #[test]
        fn what_was_typed_is_printed_and_parsed_to_the_same(text in typed()) {
            let query = Query::parse(&text, TODAY);
            let again = Query::parse(&query.to_string(), TODAY);
            prop_assert_eq!(&again.root, &query.root);
            prop_assert_eq!(again.to_string(), query.to_string());
        }
    }
}
