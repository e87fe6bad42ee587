//! Standing rules, as the settings file has them: what is to be done with articles that arrive, by query. What a query
//! means, and whether it means anything, the program says.

use toml::de::{DeTable, DeValue};

use super::file::{Kind, Mistake, line_of};
use crate::text::clean::clean_line;
use crate::text::likely::likely;

/// The table of rules.
pub(super) const RULES: &str = "rules";

/// What a rule may say.
const SAYS: [&str; 6] = ["query", "name", "star", "tag", "read", "hide"];

/// One table `[[rules]]` of the settings file.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a line of the file, and any combination is meant"
)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// The line of its query in the file, from 1; that of the table where there is none.
    pub line: usize,
    /// What it is called, if anything.
    pub name: Option<String>,
    /// The query as written.
    pub query: String,
    /// Whether articles are bookmarked.
    pub star: bool,
    /// The tags that they get, as written.
    pub tags: Vec<String>,
    /// Whether they are marked read.
    pub read: bool,
    /// Whether they are hidden.
    pub hide: bool,
}

impl Rule {
    /// What tells it from any other: its name or, where it has none, its query. What was done by it is kept by this.
    pub fn key(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.query)
    }

    /// Whether there is anything that it does.
    pub fn does_something(&self) -> bool {
        self.star || self.read || self.hide || !self.tags.is_empty()
    }
}

/// Reads the rules at `value`, which the file has at byte `at`. A mistake costs its own key alone.
pub(super) fn read(text: &str, at: usize, value: &DeValue<'_>, mistakes: &mut Vec<Mistake>) -> Vec<Rule> {
    let line_of = |at: usize| line_of(text.as_bytes(), at);
    let mut rules = Vec::new();
    let DeValue::Array(tables) = value else {
        mistakes.push(not_rules(line_of(at)));
        return rules;
    };
    for table in tables {
        // That of an array of tables begins with its header.
        let line = line_of(table.span().start);
        match table.get_ref().as_table() {
            Some(table) => rules.push(rule(table, line, &line_of, mistakes)),
            None => mistakes.push(not_rules(line)),
        }
    }
    rules
}

fn not_rules(line: usize) -> Mistake {
    let takes = (
        "一张张的表：[[rules]]，里面有 query = \"…\"",
        "tables: [[rules]], each with query = \"…\"",
    );
    Mistake::new(line, Kind::BadValue(RULES.into(), takes))
}

fn rule(
    table: &DeTable<'_>,
    line: usize,
    line_of: &dyn Fn(usize) -> usize,
    mistakes: &mut Vec<Mistake>,
) -> Rule {
    let mut rule = Rule {
        line,
        ..Rule::default()
    };
    for (key, value) in table {
        let at = line_of(key.span().start);
        if let Some(kind) = take(&mut rule, key.get_ref(), value.get_ref(), at) {
            mistakes.push(Mistake::new(at, kind));
        }
    }
    rule
}

/// Takes one key over; what is wrong with it.
fn take(rule: &mut Rule, key: &str, value: &DeValue<'_>, line: usize) -> Option<Kind> {
    const TRUTH: (&str, &str) = ("true 或 false", "true or false");
    const WORDS: (&str, &str) = ("一行文字", "a line of text");
    let truth = |slot: &mut bool, name: &'static str| match value.as_bool() {
        Some(value) => {
            *slot = value;
            None
        }
        None => Some(Kind::BadValue(name.into(), TRUTH)),
    };
    match key {
        "query" => match value.as_str() {
            Some(query) => {
                rule.line = line;
                clean_line(query).trim().clone_into(&mut rule.query);
                None
            }
            None => Some(Kind::BadValue("query".into(), WORDS)),
        },
        "name" => match value.as_str().map(clean_line) {
            Some(name) if !name.trim().is_empty() => {
                rule.name = Some(name.trim().to_owned());
                None
            }
            _ => Some(Kind::BadValue("name".into(), WORDS)),
        },
        "star" => truth(&mut rule.star, "star"),
        "read" => truth(&mut rule.read, "read"),
        "hide" => truth(&mut rule.hide, "hide"),
        "tag" => match tags(value) {
            Some(tags) => {
                rule.tags = tags;
                None
            }
            None => Some(Kind::BadValue(
                "tag".into(),
                ("[\"宏观\"] 这样的标签", "tags such as [\"macro\"]"),
            )),
        },
        other => Some(Kind::UnknownKey(clean_line(other), likely(other, SAYS))),
    }
}

/// The tags that `value` names: one, or several.
fn tags(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::String(tag) => Some(vec![clean_line(tag)]),
        DeValue::Array(tags) => (tags.iter())
            .map(|tag| tag.get_ref().as_str().map(clean_line))
            .collect(),
        _ => None,
    }
}

/// What the default file says of rules, in Chinese and in English.
pub(super) const EXAMPLE: (&str, &str) = (
    "\n# 规则：文章到来时自动收藏、加标签、标已读、隐藏。每条一张 [[rules]] 表，query 的写法与 / 搜索一样。\n\
     # 只管 finews 见到这条规则之后到来的文章，每篇只管一次。:rules 和 finews rules 列出它们。\n\
     # [[rules]]\n# query = \"标题:广告\"\n# hide = true\n#\n\
     # [[rules]]\n# name = \"宏观\"\n# query = \"央行 OR 降准\"\n# star = true\n# tag = [\"宏观\"]\n# read = false\n",
    "\n# Rules: articles that arrive are starred, tagged, marked read or hidden. Each is a table [[rules]]; its query\n\
     # is written as for /. They act on what arrives after finews has seen the rule, on each article once.\n\
     # :rules and `finews rules` list them.\n\
     # [[rules]]\n# query = \"title:广告\"\n# hide = true\n#\n\
     # [[rules]]\n# name = \"macro\"\n# query = \"央行 OR 降准\"\n# star = true\n# tag = [\"macro\"]\n# read = false\n",
);

#[cfg(test)]
mod tests {
    use super::super::Lang;
    use super::super::default_file;
    use super::super::file::read;
    use super::*;

    fn mistakes(text: &str) -> Vec<String> {
        (read(text).1.iter())
            .map(|mistake| mistake.told(Lang::En))
            .collect()
    }

    #[test]
    fn rules_are_read_with_their_lines() {
        let text = "measure = 60\n[[rules]]\nquery = \" 标题:广告 \"\nhide = true\n\n[[rules]]\nname = \"宏观\"\n\
                    query = \"央行\"\nstar = true\nread = true\ntag = [\"宏观\", \"a b\"]\n[[rules]]\ntag = \"x\"\n";
        let (settings, mistakes) = read(text);
        assert_eq!(mistakes, []);
        let [hides, stars, bare] = &settings.rules[..] else {
            panic!("{:?}", settings.rules)
        };
        assert_eq!(
            (hides.line, &*hides.query, hides.key()),
            (3, "标题:广告", "标题:广告")
        );
        assert!(hides.hide && !hides.star && hides.does_something());
        assert_eq!((stars.line, stars.key()), (8, "宏观"));
        assert!(stars.star && stars.read && stars.tags == ["宏观", "a b"]);
        assert_eq!((bare.line, bare.key(), bare.tags.len()), (12, "", 1));
    }

    #[test]
    fn a_mistake_costs_its_own_key_alone() {
        let text = "[[rules]]\nquery = \"a\"\nstarr = true\nhide = 1\nread = true\ntag = [1]\nname = \" \"\n";
        let (settings, _) = read(text);
        assert!(settings.rules[0].read && !settings.rules[0].hide);
        let told = mistakes(text);
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told[0].contains("did you mean star?"), "{told:?}");
        assert!(told[1].starts_with("hide must be true or false"), "{told:?}");
        for wrong in ["rules = 1\n", "rules = [1]\n", "[rules]\nquery = \"a\"\n"] {
            assert!(mistakes(wrong)[0].starts_with("rules must be tables"), "{wrong}");
        }
    }

    #[test]
    fn the_example_of_the_default_file_is_right() {
        for lang in [Lang::Zh, Lang::En] {
            let file = default_file(lang);
            let (at, _) = file.match_indices("# [[rules]]").next().unwrap();
            let lines = file[at..].lines();
            let example: Vec<&str> = lines
                .map(|line| line.trim_start_matches('#').trim_start())
                .collect();
            let (settings, mistakes) = read(&example.join("\n"));
            assert_eq!(mistakes, []);
            assert_eq!(settings.rules.len(), 2);
            assert!(settings.rules.iter().all(Rule::does_something));
        }
    }
}
