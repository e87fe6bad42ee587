//! Queries of all kinds for the properties that tests hold the language to.

use jiff::civil::Date;
use proptest::prelude::*;

use super::lex::is_word;
use super::{Node, Term};

/// All signs and names of the language, and what else is hard on it.
const PIECES: &str = "(,),（,）,\",“,”,＂,「,」,『,』,-,－,|,｜, OR , AND , NOT , 或 ,:,：,title:,标题：,来源:,tag:,date:,after:,之前：,is:,\
    未读:,unread,table,last week,2022-01,2022-02-30,..,5,茅台,HFO-1234,a,\u{0},\u{1b},\u{3000},\u{200b},\u{feff},e\u{301},👍🏽";

/// What somebody may type, well or badly: all signs and names of the language, and anything.
pub(super) fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(" ".to_owned()),
        prop::sample::select(PIECES.split(',').collect::<Vec<_>>()).prop_map(str::to_owned),
        ".{0,4}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn day() -> impl Strategy<Value = Date> {
    (0i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

fn term() -> impl Strategy<Value = Term> {
    let word = "[a-zA-Z中文０:：-]{0,5}[a-z茅台]"
        .prop_filter("a word", |word| is_word(word, false))
        .boxed();
    let phrase = "[a-z中：:|（)-]{0,3}[a-z中]( [a-z“\"」-]{0,3}[a-z])?";
    let value = prop_oneof![word.clone(), phrase.prop_map(String::from)].boxed();
    let words = prop_oneof![(word, Just(false)), (phrase.prop_map(String::from), Just(true)),].boxed();
    prop_oneof![
        words.clone().prop_map(|(words, exact)| Term::Text {
            words,
            exact,
            prefix: false
        }),
        words.prop_map(|(words, exact)| Term::Title {
            words,
            exact,
            prefix: false
        }),
        value.clone().prop_map(Term::Outlet),
        value.clone().prop_map(Term::Category),
        value.clone().prop_map(Term::Stock),
        value.clone().prop_map(Term::Tag),
        value.prop_map(Term::Note),
        day().prop_map(|day| Term::Days {
            from: Some(day),
            until: None
        }),
        day().prop_map(|day| Term::Days {
            from: None,
            until: Some(day)
        }),
        (day(), day()).prop_map(|(a, b)| Term::Days {
            from: Some(a.min(b)),
            until: Some(a.max(b))
        }),
        Just(Term::Unread),
        Just(Term::Bookmarked),
        Just(Term::Table),
        Just(Term::Hidden),
    ]
}

/// A tree in normal form.
pub(super) fn node() -> impl Strategy<Value = Node> {
    let tree = term().prop_map(Node::Term).prop_recursive(5, 32, 4, |inner| {
        let members = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            members.clone().prop_map(|members| Node::all(members).unwrap()),
            members.prop_map(|members| Node::any(members).unwrap()),
            inner.prop_map(Node::denied),
        ]
    });
    (tree, any::<bool>()).prop_map(|(mut tree, goes_on)| {
        if goes_on {
            let_go_on(&mut tree);
        }
        tree
    })
}

/// Makes a prefix of the last word, if it is one.
fn let_go_on(node: &mut Node) {
    match node {
        Node::All(members) | Node::Any(members) => let_go_on(members.last_mut().unwrap()),
        Node::Not(node) => let_go_on(node),
        Node::Term(Term::Text { exact, prefix, .. } | Term::Title { exact, prefix, .. }) => *prefix = !*exact,
        Node::Term(_) => {}
    }
}
