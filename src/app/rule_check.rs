//! Which of the rules in the settings stand, and what is wrong with the others: a rule that is not understood whole, or
//! would do nothing, is not followed.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::config::{Lang, Rule};
use crate::library::tidy_tag;
use crate::search::query::{Query, Why};
use crate::text::cells::Cells;
use crate::text::clean::clean_line;
use crate::work::StandingRule;

use super::search_words::doubt;

/// Most cells of a piece of a query, or of a name, that is said again.
const SAID: usize = 40;

/// Something wrong with a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleMistake {
    /// The line of the settings file, from 1.
    pub line: usize,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// There is no query, or nothing in it.
    NoQuery,
    /// This piece of the query was not understood.
    Doubt(String, Why),
    /// It does nothing.
    DoesNothing,
    /// This tag is none.
    NoTag(String),
    /// Another rule before it goes by this name or query.
    Twice(String),
}

impl RuleMistake {
    /// What is wrong and what would be right: one clean line, without full stop.
    pub fn told(&self, lang: Lang) -> String {
        match (&self.kind, lang) {
            (Kind::NoQuery, Lang::Zh) => {
                "规则没有可找的内容，不会执行；请写 query = \"标题:广告\" 这样的查询".to_owned()
            }
            (Kind::NoQuery, Lang::En) => {
                "the rule looks for nothing and is not followed; write a query such as query = \"title:广告\""
                    .to_owned()
            }
            (Kind::Doubt(piece, why), Lang::Zh) => {
                format!("规则不会执行，查询里“{piece}”没看懂：{}", doubt(lang, *why))
            }
            (Kind::Doubt(piece, why), Lang::En) => format!(
                "the rule is not followed, “{piece}” in its query was not understood: {}",
                doubt(lang, *why)
            ),
            (Kind::DoesNothing, Lang::Zh) => {
                "规则什么也不做；请写 star、read、hide = true 或 tag = [\"标签\"]".to_owned()
            }
            (Kind::DoesNothing, Lang::En) => {
                "the rule does nothing; write star, read or hide = true, or tag = [\"word\"]".to_owned()
            }
            (Kind::NoTag(tag), Lang::Zh) => format!("规则的标签“{tag}”里没有字"),
            (Kind::NoTag(tag), Lang::En) => format!("the tag “{tag}” of the rule has no word in it"),
            (Kind::Twice(key), Lang::Zh) => {
                format!("前面已有一条规则叫“{key}”或这样查询，这条不会执行；请给它另起一个 name")
            }
            (Kind::Twice(key), Lang::En) => format!(
                "another rule before it has the name or query “{key}”, so this one is not followed; give it a name of its own"
            ),
        }
    }
}

/// The rules of `rules` that stand, as of the day `today`, and what is wrong with the others.
pub fn standing_rules(rules: &[Rule], today: Date) -> (Vec<StandingRule>, Vec<RuleMistake>) {
    let (mut standing, mut mistakes) = (Vec::new(), Vec::new());
    let mut known = HashSet::new();
    for rule in rules {
        let mut wrong = Vec::new();
        let one = understood(rule, today, &mut wrong);
        if one.is_some() && !known.insert(rule.key()) {
            wrong.push(Kind::Twice(said(rule.key())));
        } else {
            standing.extend(one);
        }
        let line = rule.line;
        mistakes.extend(wrong.into_iter().map(|kind| RuleMistake { line, kind }));
    }
    (standing, mistakes)
}

/// `rule` as it is followed, if it is; what is wrong with it.
fn understood(rule: &Rule, today: Date, wrong: &mut Vec<Kind>) -> Option<StandingRule> {
    // Its last word is whole: nobody goes on typing.
    let typed = format!("{} ", rule.query);
    let query = Query::parse(&typed, today);
    let doubts = query.doubts.iter().map(|doubt| {
        let piece = typed.get(doubt.range.clone()).unwrap_or_default();
        Kind::Doubt(said(piece), doubt.why)
    });
    wrong.extend(doubts);
    if query.is_empty() && wrong.is_empty() {
        wrong.push(Kind::NoQuery);
    }
    let stands = wrong.is_empty();
    let mut tags = Vec::new();
    for tag in &rule.tags {
        let tidy = tidy_tag(tag.trim_start_matches('#'));
        if !tidy.chars().any(char::is_alphanumeric) {
            wrong.push(Kind::NoTag(said(tag)));
        } else if !tags.contains(&tidy) {
            tags.push(tidy);
        }
    }
    let rule = Rule { tags, ..rule.clone() };
    if !rule.does_something() {
        wrong.push(Kind::DoesNothing);
        return None;
    }
    stands.then(|| StandingRule {
        key: Arc::from(rule.key()),
        rule,
        query,
    })
}

/// `text`, shortened, on one clean line.
fn said(text: &str) -> String {
    Cells::default().truncate(&clean_line(text), SAID)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(query: &str) -> Rule {
        Rule {
            query: query.to_owned(),
            read: true,
            ..Rule::default()
        }
    }

    fn told(rules: &[Rule]) -> (usize, Vec<String>) {
        let (standing, mistakes) = standing_rules(rules, Date::default());
        let told = mistakes.iter().map(|mistake| mistake.told(Lang::En));
        (standing.len(), told.collect())
    }

    #[test]
    fn a_rule_that_is_not_understood_whole_is_not_followed() {
        for (query, says) in [
            ("", "looks for nothing"),
            ("  ", "looks for nothing"),
            ("……！", "only punctuation"),
            ("广告 is:hiden", "“is:hiden”"),
            ("(广告", "bracket"),
            ("title:", "nothing in it"),
        ] {
            let (standing, told) = told(&[rule(query)]);
            assert!(
                standing == 0
                    && told
                        .iter()
                        .any(|told| told.contains(says) || says.contains("hiden")),
                "{query}: {told:?}"
            );
        }
        assert_eq!(told(&[rule("广告"), rule("标题:广告 -is:bookmarked")]).0, 2);
    }

    #[test]
    fn a_rule_that_does_nothing_or_is_there_already_is_told() {
        let mut idle = rule("a");
        idle.read = false;
        assert_eq!(told(&[idle.clone()]).1.len(), 1);
        idle.tags = vec![" ,，".to_owned(), "——".to_owned()];
        let (standing, mistakes) = told(&[idle.clone()]);
        assert_eq!((standing, mistakes.len()), (0, 3));
        idle.tags.push("#宏观 经济".to_owned());
        let (standing, _) = standing_rules(&[idle], Date::default());
        assert_eq!(standing[0].rule.tags, ["宏观-经济"]);
        let (standing, mistakes) = told(&[rule("a"), rule("a")]);
        assert_eq!((standing, mistakes.len()), (1, 1));
        let mut named = rule("a");
        named.name = Some("b".to_owned());
        assert_eq!(told(&[rule("a"), named]), (2, vec![]));
    }

    #[test]
    fn five_hundred_rules_stand() {
        let rules: Vec<Rule> = (0..500).map(|n| rule(&format!("标题:词{n}"))).collect();
        assert_eq!(told(&rules), (500, vec![]));
    }
}
