//! What the files look like.

use super::*;

fn samples() -> [BookmarkForm; 4] {
    let some = |text: &str| Some(text.to_owned());
    [
        BookmarkForm {
            id: some("202201051331140012"),
            title: "央行：\"降准\" 0.5 个百分点, A&B <快讯> #1".to_owned(),
            outlet: some("新华社"),
            date: Some(1_641_360_674),
            date_precision: DatePrecision::Minute,
            source_url: some("https://news.example/2022/(a)?x=1&y=2"),
            added: Some(1_641_400_000),
            tags: vec!["经济".to_owned(), "a_b,c".to_owned()],
            note: some("第一行 *重要*\n# 第二行\n\n=另一段\n"),
            ..BookmarkForm::default()
        },
        BookmarkForm {
            id: some("2022/[本地] 文章"),
            title: "=HYPERLINK(\"https://x.example\")".to_owned(),
            date: Some(1_641_340_800),
            date_precision: DatePrecision::Day,
            added: Some(1_641_500_000),
            ..BookmarkForm::default()
        },
        BookmarkForm {
            title: "'@引号".to_owned(),
            date: Some(1_641_360_674),
            date_offset: -300,
            date_precision: DatePrecision::Second,
            source_url: some("http://b.example/"),
            tags: vec!["#x".to_owned(), "y".to_owned()],
            ..BookmarkForm::default()
        },
        BookmarkForm {
            source_url: some("javascript:alert(1)"),
            id: some("202201051331140013"),
            added: Some(1_641_400_001),
            ..BookmarkForm::default()
        },
    ]
}

#[test]
fn csv() {
    insta::assert_snapshot!(csv_of(&samples()).replace('\r', "␍"), @"");
}

#[test]
fn netscape() {
    insta::assert_snapshot!(netscape_of(&samples()), @"");
}

fn markdown_of(lang: Lang) -> String {
    let passages = |bookmark: &BookmarkForm| {
        let passage = |quote: &str, note: Option<&str>| PassageForm {
            quote: quote.to_owned(),
            note: note.map(ToOwned::to_owned),
        };
        if bookmark.outlet.is_none() {
            return Vec::new();
        }
        vec![
            passage("1. 降准 0.5 个*百分点*。", None),
            passage("第二句。\n\n> 第三句。", Some("- 存疑\n见下文")),
            passage("第四句。", None),
        ]
    };
    let mut out = Vec::new();
    write_markdown(&mut out, "我的 #收藏", lang, &samples(), &passages).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn markdown() {
    insta::assert_snapshot!(markdown_of(Lang::Zh), @"");
}

#[test]
fn markdown_in_english() {
    let text = markdown_of(Lang::En);
    for words in ["bookmarked 2022-01-07 04:13", "Tags: #经济", "## No date"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn every_reason_has_words() {
    for why in [
        WhyBad::NoColumns,
        WhyBad::NoAddress,
        WhyBad::NotWeb,
        WhyBad::SpoiledId,
        WhyBad::UnclosedQuote,
        WhyBad::CutShort,
    ] {
        assert_ne!(why.words(Lang::Zh), why.words(Lang::En));
    }
}
