//! The language, feature by feature, in both languages and widths.

use jiff::civil::{Date, date};

use super::{Node, Query, Term, Why};

/// A Tuesday.
pub(super) const TODAY: Date = date(2026, 11, 24);

fn parse(text: &str) -> Query {
    Query::parse(text, TODAY)
}

/// The root of a query without doubts.
fn root(text: &str) -> Node {
    let query = parse(text);
    assert_eq!(query.doubts, [], "{text}");
    query.root.unwrap()
}

/// All of `texts` are understood, without doubts, as what `canonical` prints.
fn same(canonical: &str, texts: &[&str]) {
    for text in texts {
        assert_eq!(root(text).to_string(), canonical, "{text}");
    }
}

fn text(words: &str, exact: bool, prefix: bool) -> Node {
    let words = words.to_owned();
    Node::Term(Term::Text { words, exact, prefix })
}

fn title(words: &str, exact: bool, prefix: bool) -> Node {
    let words = words.to_owned();
    Node::Term(Term::Title { words, exact, prefix })
}

fn days(from: Option<Date>, until: Option<Date>) -> Node {
    Node::Term(Term::Days { from, until })
}

#[test]
fn words_must_all_hold() {
    let both = Node::All(vec![text("茅台", false, false), text("涨停", false, true)]);
    assert_eq!(root("茅台 涨停"), both);
    assert_eq!(root(" 茅台\u{3000}AND\t涨停"), both);
    same(
        "茅台 涨停 ",
        &["茅台 涨停 ", "茅台\u{0}涨停\u{7}", "（茅台）涨停 "],
    );
}

#[test]
fn only_the_word_at_the_very_end_may_go_on() {
    assert_eq!(root("茅台"), text("茅台", false, true));
    assert_eq!(root("茅台 "), text("茅台", false, false));
    assert_eq!(root("\"茅台\""), text("茅台", true, false));
    assert_eq!(root("(茅台)"), text("茅台", false, false));
    assert_eq!(root("title:茅台"), title("茅台", false, true));
    assert_eq!(root("-茅台"), Node::denied(text("茅台", false, true)));
    assert_eq!(parse("(茅台").root, Some(text("茅台", false, true)));
}

#[test]
fn phrases_stand_in_any_quotes() {
    let phrase = text("HFO 1234", true, false);
    for quoted in [
        "\"HFO 1234\"",
        "“HFO 1234”",
        "”HFO 1234“",
        "＂HFO 1234＂",
        "「HFO 1234」",
        "『 HFO\u{3000} 1234』",
    ] {
        assert_eq!(root(quoted), phrase, "{quoted}");
    }
    assert_eq!(root("「说\"好\"」"), text("说\"好\"", true, false));
    same("中国 \"双碳\" 目标 ", &["中国“双碳”目标 "]);
    same("\"OR\"", &["\"OR\""]);
}

#[test]
fn what_is_denied() {
    let not = Node::denied(text("a", false, false));
    for denied in ["-a ", "－a ", "NOT a ", "---a ", "-(a) ", "NOT -- a "] {
        let query = parse(denied);
        if denied.contains("- ") {
            assert!(!query.doubts.is_empty(), "{denied}");
        } else {
            assert_eq!(query.root, Some(not.clone()), "{denied}");
        }
    }
    assert_eq!(root("--a "), text("a", false, false));
    same("-\"a b\"", &["-“a b”"]);
    same("-(a b)", &["-(a b)", "NOT （a b）"]);
    same("b -outlet:财联社", &["b -来源：财联社", "b NOT outlet:财联社"]);
}

#[test]
fn a_hyphen_in_a_word_is_part_of_it() {
    assert_eq!(root("HFO-1234"), text("HFO-1234", false, true));
    assert_eq!(root("a-"), text("a-", false, true));
    assert_eq!(root("２０２２－０１ "), text("２０２２－０１", false, false));
}

#[test]
fn one_or_the_other() {
    let either = Node::Any(vec![text("a", false, false), text("b", false, false)]);
    for typed in [
        "a OR b ", "a | b ", "a|b ", "a ｜ b ", "a || b ", "a 或 b ", "(a OR b)",
    ] {
        assert_eq!(root(typed), either, "{typed}");
    }
    same("a OR b OR c ", &["a OR b OR c ", "a|(b|c) ", "(a OR b) OR c "]);
    // Lower case, and a character in a word, are text.
    same("a or b ", &["a or b "]);
    same("或者 ", &["或者 "]);
    same("-a OR b ", &["-a OR b "]);
}

#[test]
fn or_binds_more_tightly_than_white_space() {
    let expected = Node::All(vec![
        days(Some(date(2022, 1, 1)), Some(date(2022, 12, 31))),
        Node::Any(vec![text("茅台", false, false), text("五粮液", false, true)]),
    ]);
    assert_eq!(root("date:2022 茅台 OR 五粮液"), expected);
    same("(a b) OR c ", &["(a b) OR c ", "（a AND b）|c "]);
    same("a (b c) OR d ", &["a ((b c) OR d) "]);
    same("a b c ", &["a (b c) ", "((a) ((b)) c) "]);
}

#[test]
fn fields_have_names_in_two_languages() {
    for (names, term) in [
        ("outlet:x Outlet：x 来源:x 来源：“x”", Term::Outlet("x".into())),
        (
            "category:x CATEGORY:x 分类:x ｃａｔｅｇｏｒｙ:x",
            Term::Category("x".into()),
        ),
        ("stock:x 股票:x 股票:(x)", Term::Stock("x".into())),
        ("tag:x 标签:x", Term::Tag("x".into())),
        ("note:x 笔记:x", Term::Note("x".into())),
        ("is:unread 是:未读 未读: 未读： unread: is:(未读)", Term::Unread),
        ("is:bookmarked 是:收藏 收藏: 收藏： is:“收藏”", Term::Bookmarked),
        ("has:table 有:表格 含：表格", Term::Table),
    ] {
        for name in names.split(' ') {
            assert_eq!(root(name), Node::Term(term.clone()), "{name}");
        }
    }
    assert_eq!(root("标题:x "), title("x", false, false));
}

#[test]
fn a_field_takes_a_phrase_a_bracket_or_what_it_touches() {
    assert_eq!(root("title:\"a b\""), title("a b", true, false));
    assert_eq!(root("title: a "), title("a", false, false));
    assert_eq!(root("来源： 财联社"), Node::Term(Term::Outlet("财联社".into())));
    same("title:a OR title:b ", &["title:(a OR b)", "title:(a|b) "]);
    same(
        "title:a -title:\"b c\" outlet:x",
        &["标题：（a －“b c” 来源：x）"],
    );
    same("outlet:OR", &["outlet:OR"]);
    same("outlet:\"a b\"", &["outlet:「a b」"]);
    same("title:12:30 ", &["title:12:30 "]);
    same("title:-5% ", &["title:-5% "]);
    same("is:unread 茅台 ", &["未读:茅台 "]);
}

#[test]
fn what_names_no_field_is_text() {
    for word in [
        "http://a.cn/?b=1",
        "12:30",
        "foo:bar",
        "时间：十点",
        "未读",
        "title",
        "a:",
    ] {
        assert_eq!(root(word), text(word, false, true), "{word}");
    }
}

#[test]
fn dates_in_many_shapes() {
    let month = days(Some(date(2022, 1, 1)), Some(date(2022, 1, 31)));
    let yesterday = days(Some(date(2026, 11, 23)), Some(date(2026, 11, 23)));
    let week = days(Some(date(2026, 11, 16)), Some(date(2026, 11, 22)));
    let recent = days(Some(date(2026, 11, 18)), Some(TODAY));
    for (texts, expected) in [
        (
            "date:2022-01,日期:2022年1月,DATE：２０２２－０１,date:“2022-01”",
            month,
        ),
        ("date:昨天,date:yesterday,date: 昨天", yesterday),
        ("date:上周,date:last-week,date:\"last week\",date:last week", week),
        (
            "date:最近7天,date:近7天,date:7d,date:last 7 days,date:最近 7天",
            recent,
        ),
        (
            "date:2022-01..2022-03",
            days(Some(date(2022, 1, 1)), Some(date(2022, 3, 31))),
        ),
        ("date:2022-01..,日期:2022-01…", days(Some(date(2022, 1, 1)), None)),
        ("date:..2022-03", days(None, Some(date(2022, 3, 31)))),
    ] {
        for text in texts.split(',') {
            assert_eq!(root(text), expected, "{text}");
        }
    }
    same("date:2026-11-01..2026-11-30 x ", &["date:this month x "]);
    same("week date:2026-11-23", &["week date:昨天"]);
}

#[test]
fn after_includes_its_first_day_and_before_does_not() {
    let from = days(Some(date(2022, 1, 1)), None);
    let until = days(None, Some(date(2021, 12, 31)));
    for names in ["after:2022-01", "之后:2022", "之后：2022年", "after:2022-01-01"] {
        assert_eq!(root(names), from, "{names}");
    }
    for names in ["before:2022-01", "之前:2022", "before: 2022-01-01"] {
        assert_eq!(root(names), until, "{names}");
    }
}

#[test]
fn words_to_mark_are_those_that_must_be_there() {
    let query = parse("茅台 -涨停 (title:“白酒 股” OR outlet:x) 午评");
    let words: Vec<String> = query.words().iter().map(ToString::to_string).collect();
    assert_eq!(words, ["茅台", "title:\"白酒 股\"", "午评"]);
    assert!(parse("").words().is_empty());
}

#[test]
fn nothing_asks_for_nothing() {
    for nothing in ["", " \t\u{3000}", "\u{0}\u{1b}"] {
        assert!(parse(nothing).is_empty());
        assert_eq!(parse(nothing), Query::default());
    }
    assert!(!parse("-a").is_empty());
}

#[test]
fn a_date_that_is_still_to_be_typed_takes_no_word() {
    let query = parse("date: 北向");
    assert_eq!(query.root, parse("北向").root);
    assert_eq!(query.doubts.first().map(|doubt| doubt.why), Some(Why::Empty));
    assert_eq!(parse("date: 2022-01 北向").root, parse("date:2022-01 北向").root);
    assert_eq!(parse("date: last week").root, parse("date:上周").root);
    assert_eq!(parse("茅台 ＯＲ 北向").root, parse("茅台 OR 北向").root);
}
