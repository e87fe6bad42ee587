//! Rules on the command line: checked, listed, tried, followed; and what they hide.

use std::fs;

use serde_json::Value;

use super::support::{Archive, Home};
use super::{FIRST, archive, both, output, run, text};

fn settings(home: &Home, text: &str) {
    let path = home.path().join("config/finews/config.toml");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn rules(home: &Home, archive: &Archive) -> Vec<Value> {
    let listed = run(home, archive, &["rules", "--json"]);
    listed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

const RULES: &str = "[[rules]]\nquery = \"标题:广告\"\nhide = true\nread = true\n\n\
                     [[rules]]\nname = \"宏观\"\nquery = \"正文里的降准\"\ntag = [\"宏观\"]\n";

#[test]
fn mistakes_are_told_by_line() {
    let (home, archive) = (Home::new(), archive());
    settings(
        &home,
        "[[rules]]\nquery = \"\"\nread = true\n[[rules]]\nquery = \"……\"\nhide = true\n[[rules]]\nquery = \"a\"\n\
         [[rules]]\nqery = \"b\"\nstar = 3\n[[rules]]\nquery = \"c is:hiden\"\nread = true\n[[rules]]\nquery = \"d\"\ntag = [\"——\"]\n",
    );
    let checked = output(&home, &archive, &["config", "check"]);
    assert_eq!(checked.status.code(), Some(1));
    let said = text(&checked.stderr);
    for told in [
        ":2: the rule looks for nothing",
        ":5: the rule is not followed, “……”",
        ":8: the rule does nothing",
        ":10: no setting is named “qery”; did you mean query?",
        ":11: star must be true or false",
        ":13: the rule is not followed, “hiden”",
        ":16: the tag “——” of the rule has no word in it",
    ] {
        assert!(said.contains(told), "{told}\n{said}");
    }
    assert!(rules(&home, &archive).is_empty());
    settings(&home, RULES);
    let (said, _) = both(&home, &archive, &["config", "check"]);
    assert!(said.contains("no mistake"), "{said}");
}

#[test]
fn rules_act_on_what_arrives_and_on_that_once() {
    let (home, archive) = (Home::new(), archive());
    archive.post("2022-01-06", FIRST + 2, "旧广告", "x");
    settings(&home, RULES);
    let before = rules(&home, &archive);
    assert_eq!((before.len(), &before[0]["since"]), (2, &Value::Null));
    let apply = |options: &[&str]| both(&home, &archive, &[&["rules", "apply"], options].concat()).0;
    let nothing = "0 marked read, 0 bookmarked, 0 tagged, 0 hidden";
    assert!(apply(&[]).contains(nothing));
    archive.post("2021-12-02", FIRST + 3, "新广告", "x").post(
        "2022-01-07",
        FIRST + 4,
        "央行",
        "<p>正文里的降准</p>",
    );
    // Only said, twice the same.
    let would = apply(&["--dry-run"]);
    assert!(
        would.contains("2 looked at: 1 marked read, 1 bookmarked, 1 tagged, 1 hidden"),
        "{would}"
    );
    assert_eq!(apply(&["--dry-run"]), would);
    assert!(run(&home, &archive, &["list"]).contains("新广告"));
    assert_eq!(apply(&[]), would);
    assert!(apply(&[]).contains(nothing));
    let after = rules(&home, &archive);
    assert_eq!(
        (&after[0]["handled"], &after[0]["hidden"]),
        (&1.into(), &1.into())
    );
    assert!(after[1]["since"].is_string() && after[1]["tags"][0] == "宏观");

    // What is hidden is in no list and no count, and is found where it is asked for.
    let listed = run(&home, &archive, &["list"]);
    assert!(
        !listed.contains("新广告") && listed.contains("旧广告"),
        "{listed}"
    );
    let (found, said) = both(&home, &archive, &["search", "广告"]);
    assert!(found.contains("旧广告") && !found.contains("新广告"), "{found}");
    assert!(said.contains("1 hidden and left out"), "{said}");
    assert!(run(&home, &archive, &["search", "广告 is:hidden"]).contains("新广告"));
    assert!(run(&home, &archive, &["search", "是:隐藏"]).contains("新广告"));
    let bookmarks = run(&home, &archive, &["bookmark", "list", "--json"]);
    let bookmark: Value = serde_json::from_str(bookmarks.trim()).unwrap();
    assert_eq!(
        (&bookmark["title"], &bookmark["tags"][0]),
        (&"央行".into(), &"宏观".into())
    );
    // A bookmark that is taken away stays so.
    let id = (FIRST + 4).to_string();
    run(&home, &archive, &["bookmark", "remove", &id]);
    apply(&[]);
    assert_eq!(run(&home, &archive, &["bookmark", "list"]), "");

    // A rule that stands no longer hides nothing; one that comes back does.
    settings(&home, "");
    assert!(run(&home, &archive, &["list"]).contains("新广告"));
    settings(&home, RULES);
    assert!(!run(&home, &archive, &["list"]).contains("新广告"));
}

#[test]
fn rules_are_tried_and_followed_on_all_that_is_there() {
    let (home, archive) = (Home::new(), archive());
    archive.post("2022-01-07", FIRST + 2, "广告", "<p>正文里的降准</p>");
    settings(&home, RULES);
    let in_categories = |home: &Home| -> u64 {
        let categories = run(home, &archive, &["categories", "--json"]);
        let of = |line: &str| {
            serde_json::from_str::<Value>(line).unwrap()["articles"]
                .as_u64()
                .unwrap()
        };
        categories.lines().map(of).sum()
    };
    let before = in_categories(&home);
    let (tried, _) = both(&home, &archive, &["rules", "test"]);
    assert!(tried.contains("标题:广告  1  mark read, hide"), "{tried}");
    assert!(tried.contains("宏观  正文里的降准  1  tag #宏观"), "{tried}");
    let named = run(&home, &archive, &["rules", "test", "--json", "宏观"]);
    let meant: Value = serde_json::from_str(named.trim()).unwrap();
    assert_eq!(
        (&meant["rule"], &meant["title"], &meant["star"]),
        (&"宏观".into(), &"广告".into(), &true.into())
    );
    let (query, _) = both(&home, &archive, &["rules", "test", "正文"]);
    assert!(query.starts_with("正文  3\n"), "{query}");
    let (would, _) = both(&home, &archive, &["rules", "apply", "--all", "--dry-run"]);
    let (done, _) = both(&home, &archive, &["rules", "apply", "--all"]);
    assert!(
        done.contains("1 marked read, 1 bookmarked, 1 tagged, 1 hidden"),
        "{done}"
    );
    assert_eq!(would, done);
    let again = both(&home, &archive, &["rules", "apply", "--all"]).0;
    assert!(
        again.contains("0 marked read, 0 bookmarked, 0 tagged, 0 hidden"),
        "{again}"
    );
    assert_eq!(in_categories(&home), before - 1);
    // Bookmarked by a rule, it is among the bookmarks though another hides it.
    assert!(run(&home, &archive, &["list", "--bookmarked"]).contains("广告"));
    assert!(run(&home, &archive, &["rules", "test", "标题:广告"]).contains("1 "));
}

#[test]
fn five_hundred_rules_are_followed() {
    let (home, archive) = (Home::new(), archive());
    let rules = |n| format!("[[rules]]\nquery = \"正文甲{n}乙\"\nread = true\n");
    let rules: Vec<String> = (0..500).map(rules).collect();
    settings(&home, &rules.concat());
    both(&home, &archive, &["rules", "apply"]);
    archive.post("2022-01-07", FIRST + 2, "题", "正文甲499乙");
    let (done, _) = both(&home, &archive, &["rules", "apply"]);
    assert!(done.contains("1 looked at: 1 marked read"), "{done}");
    let none = (Home::new(), &["rules"]);
    let (listed, said) = both(&none.0, &archive, none.1);
    assert!(listed.is_empty() && said.contains("There are no rules"), "{said}");
}
