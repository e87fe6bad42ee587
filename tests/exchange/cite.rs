//! Citations: one of each kind in each style, and titles that no one means well.

use finews::config::CitationStyle;
use finews::exchange::{Facts, cite};
use finews::post::{ArticleDate, DateFrom, DatePrecision, PostId};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const STYLES: [CitationStyle; 4] = [
    CitationStyle::Gb7714,
    CitationStyle::Bibtex,
    CitationStyle::Ris,
    CitationStyle::CslJson,
];

fn today() -> Date {
    date(2026, 11, 28)
}

fn facts(id: &str, title: &str) -> Facts {
    Facts {
        id: PostId::parse(id),
        title: title.to_owned(),
        outlet: Some("经济参考网".to_owned()),
        date: ArticleDate {
            timestamp: Some(1_641_360_674),
            offset: 480,
            precision: DatePrecision::Second,
            from: DateFrom::FrontMatter,
        },
        source_url: Some("https://finance.example.com/a/202201052239307540.html?x=1&y=50%25#a_b".to_owned()),
    }
}

/// An article of which everything is known, and others that lack something.
fn articles() -> Vec<Facts> {
    let whole = facts(
        "202201052239307540",
        "新阶段金融科技发展规划出炉 擘画“数字化”转型新蓝图",
    );
    let no_date = ArticleDate {
        timestamp: None,
        precision: DatePrecision::None,
        ..whole.date
    };
    vec![
        Facts {
            outlet: None,
            ..facts("202201052239307541", "R&D: 50% of $5 {net}_x^2 ~ \\frac#1.")
        },
        Facts {
            source_url: None,
            ..facts("_posts/2021-12-01-init", "开站")
        },
        Facts {
            outlet: None,
            source_url: None,
            ..facts("old_post/开站", "什么也不知道")
        },
        Facts {
            date: no_date,
            ..facts("202201052239307543", "哪一天？")
        },
        Facts {
            date: no_date,
            outlet: None,
            ..facts("202201052239307544", "网页")
        },
    ]
    .into_iter()
    .fold(vec![whole], |mut all, one| {
        all.push(one);
        all
    })
}

#[test]
fn every_style_cites_what_is_known() {
    for (name, style) in ["gb7714", "bibtex", "ris", "csl_json"].into_iter().zip(STYLES) {
        insta::assert_snapshot!(name, cite(style, &articles(), today()).replace('\r', "␍"));
    }
}

#[test]
fn nothing_to_cite_is_nothing() {
    for style in STYLES {
        let cited = cite(style, &[], today());
        assert!(matches!(cited.as_str(), "" | "[]\n"), "{cited:?}");
    }
}

#[test]
fn an_article_has_a_key_of_its_own() {
    let keys: Vec<String> = ["_posts/a-b", "_posts/a/b", "开站", "开张", "202201052239307540"]
        .into_iter()
        .map(|id| {
            let entry = cite(CitationStyle::Bibtex, &[facts(id, "a")], today());
            let key = entry.lines().next().unwrap().split_once('{').unwrap().1;
            assert!(
                key.strip_suffix(',')
                    .unwrap()
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '-'),
                "{key}"
            );
            key.to_owned()
        })
        .collect();
    let mut different = keys.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), keys.len(), "{keys:?}");
}

/// The braces of `text` as BibTeX counts them, escaped ones too: never below zero, zero at the end.
fn braces_pair(text: &str) -> bool {
    let mut depth = 0_i32;
    for c in text.chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

proptest! {
    #[test]
    fn hostile_titles_break_no_format(
        title in "[\\PC\n\r\t\u{0}\u{1b}\u{85}\u{2028}\u{202e}{}\\\\\"'%&$#_~^@,中]{0,40}",
        outlet in proptest::option::of("[{}\\\\\"\n\r\u{1b}中a]{0,6}"),
        url in proptest::option::of("https://[a-z{}\\\\%&#\n ]{1,12}"),
        path in "[\\PC/{},\n]{1,12}",
    ) {
        let body = finews::document::Document::default();
        let mut post = finews::archive::parse(&finews::archive::PostFile::stdin(), b"");
        post.title = title;
        post.outlet = outlet;
        post.source_url = url;
        post.id = PostId::from_path(&path);
        let facts = [Facts::new(&post, &body)];
        for style in STYLES {
            let cited = cite(style, &facts, today());
            prop_assert!(cited.ends_with('\n'));
            prop_assert!(!cited.contains(|c: char| c.is_control() && c != '\n' && c != '\r'), "{:?}", cited);
            match style {
                CitationStyle::Gb7714 => prop_assert_eq!(cited.lines().count(), 1, "{}", cited),
                CitationStyle::Bibtex => {
                    prop_assert!(braces_pair(&cited), "{}", cited);
                    // A field a line.
                    for line in cited.lines().skip(1) {
                        prop_assert!(line == "}" || line.starts_with("  ") && line.ends_with(','), "{}", cited);
                    }
                }
                CitationStyle::Ris => {
                    for line in cited.split_terminator("\r\n") {
                        let tag = line.get(..6).unwrap_or_default();
                        prop_assert!(tag.ends_with("  - ") && !line.contains(['\r', '\n']), "{:?}", cited);
                    }
                    prop_assert!(cited.ends_with("ER  - \r\n"));
                }
                CitationStyle::CslJson => {
                    let items: serde_json::Value = serde_json::from_str(&cited).unwrap();
                    prop_assert_eq!(items[0]["title"].as_str().unwrap(), &facts[0].title);
                }
            }
        }
    }
}
