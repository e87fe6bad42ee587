//! What the files look like.

use comrak::nodes::NodeValue;
use proptest::prelude::*;

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
    insta::assert_snapshot!(csv_of(&samples()).replace('\r', "␍"), @r##"
id,title,outlet,date,source_url,added,tags,note␍
202201051331140012,"央行：""降准"" 0.5 个百分点, A&B <快讯> #1",新华社,2022-01-05T13:31+08:00,https://news.example/2022/(a)?x=1&y=2,2022-01-06T00:26:40+08:00,"经济 a_b,c","第一行 *重要*
# 第二行

=另一段"␍
2022/[本地] 文章,"'=HYPERLINK(""https://x.example"")",,2022-01-05,,2022-01-07T04:13:20+08:00,,␍
,''@引号,,2022-01-05T00:31:14-05:00,http://b.example/,,#x y,␍
202201051331140013,,,,,2022-01-06T00:26:41+08:00,,␍
"##);
}

#[test]
fn netscape() {
    insta::assert_snapshot!(netscape_of(&samples()), @r##"
<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>收藏 &lt;&amp;&gt;</TITLE>
<H1>收藏 &lt;&amp;&gt;</H1>
<DL><p>
    <DT><A HREF="https://news.example/2022/(a)?x=1&amp;y=2" ADD_DATE="1641400000" TAGS="经济,a_b,c" DATA-FINEWS-TAGS="经济 a_b,c" DATA-FINEWS-ID="202201051331140012" DATA-FINEWS-OUTLET="新华社" DATA-FINEWS-DATE="2022-01-05T13:31+08:00">央行：&quot;降准&quot; 0.5 个百分点, A&amp;B &lt;快讯&gt; #1</A>
    <DD>第一行 *重要*
# 第二行

=另一段
    <DT><A ADD_DATE="1641500000" DATA-FINEWS-ID="2022/[本地] 文章" DATA-FINEWS-DATE="2022-01-05">=HYPERLINK(&quot;https://x.example&quot;)</A>
    <DT><A HREF="http://b.example/" TAGS="#x,y" DATA-FINEWS-DATE="2022-01-05T00:31:14-05:00">'@引号</A>
    <DT><A ADD_DATE="1641400001" DATA-FINEWS-ID="202201051331140013"></A>
</DL><p>
"##);
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
    insta::assert_snapshot!(markdown_of(Lang::Zh).replace("  \n", "␠␠\n"), @r##"
# 我的 \#收藏

## 2022-01-07

### =HYPERLINK(\"https://x.example\")

2022-01-05 · 收藏于 2022-01-07 04:13

## 2022-01-06

### 202201051331140013

收藏于 2022-01-06 00:26

### [央行：\"降准\" 0.5 个百分点, A&amp;B \<快讯\> \#1](<https://news.example/2022/(a)?x=1&amp;y=2>)

新华社 · 2022-01-05 13:31 · 收藏于 2022-01-06 00:26

标签：#经济 #a\_b,c

第一行 \*重要\*␠␠
\# 第二行

=另一段

> 1\. 降准 0.5 个\*百分点\*。

<!-- -->

> 第二句。
>
> \> 第三句。

\- 存疑␠␠
见下文

> 第四句。

## 不知何时收藏

### [\'@引号](http://b.example/)

2022-01-05 00:31

标签：#x #y
"##);
}

#[test]
fn markdown_in_english() {
    let text = markdown_of(Lang::En);
    for words in ["bookmarked 2022-01-07 04:13", "Tags: #经济", "## No date"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

/// The blocks of `markdown`: what each is, and its text. What is no text stands as its kind.
fn blocks(markdown: &str) -> Vec<(String, String)> {
    let kind = |value: &NodeValue| {
        let name = format!("{value:?}");
        name.split(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let arena = comrak::Arena::new();
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    let root = comrak::parse_document(&arena, markdown, &options);
    let block = |block: comrak::Node<'_>| {
        let mut text = String::new();
        for node in block.descendants().skip(1) {
            match &node.data.borrow().value {
                NodeValue::Text(part) => text.push_str(part),
                NodeValue::LineBreak => text.push('\n'),
                NodeValue::Paragraph if text.is_empty() => {}
                NodeValue::Paragraph => text.push_str("\n\n"),
                other => text.extend(["<", &kind(other), ">"]),
            }
        }
        (kind(&block.data.borrow().value), text)
    };
    root.children().map(block).collect()
}

/// Lines that Markdown could take for something else.
fn marked() -> impl Strategy<Value = String> {
    prop_oneof![
        "[-+=:#^~$.)>|&;*_\\[\\](){}!`'\"\\\\<a1 中\n]{1,24}",
        "(- |1\\. |> |    |\n|\n\n|```|---|\\| a |#|&amp;|<b>|\\[x\\] |\\\\){1,8}",
        hostile(),
    ]
}

proptest! {
    #[test]
    fn markdown_reads_back_what_was_written(title in marked(), tag in "[a中_*#<]{1,4}", note in marked(), quotes in proptest::collection::vec((marked(), proptest::option::of(marked())), 0..3)) {
        let bookmark = BookmarkForm {
            id: Some("1".to_owned()),
            title: title.clone(),
            source_url: Some("https://a.example/(a)*_<b>".to_owned()),
            added: Some(1_641_400_000),
            tags: vec![tag.clone()],
            note: Some(note.clone()),
            ..BookmarkForm::default()
        };
        let passages = |_: &BookmarkForm| {
            let passage = |(quote, note): &(String, Option<String>)| PassageForm { quote: quote.clone(), note: note.clone() };
            quotes.iter().map(passage).collect()
        };
        let mut out = Vec::new();
        write_markdown(&mut out, "题", Lang::Zh, &[bookmark], &passages).unwrap();
        let written = String::from_utf8(out).unwrap();

        let paragraphs = |text: &str| {
            let note = clean_note(text);
            let lines: Vec<&str> = note.lines().map(str::trim).collect();
            let text = lines.join("\n");
            text.split("\n\n").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect::<Vec<_>>()
        };
        let block = |kind: &str, text: String| (kind.to_owned(), text);
        let name = Some(clean_line(&title)).filter(|name| !name.is_empty()).unwrap_or_else(|| "1".to_owned());
        let mut expected = vec![
            block("Heading", "题".to_owned()),
            block("Heading", "2022-01-06".to_owned()),
            block("Heading", format!("<Link>{name}")),
            block("Paragraph", "收藏于 2022-01-06 00:26".to_owned()),
            block("Paragraph", format!("标签：#{}", tag.trim_start_matches('#'))),
        ];
        expected.extend(paragraphs(&note).into_iter().map(|part| block("Paragraph", part)));
        for (quote, note) in &quotes {
            let parts = paragraphs(quote);
            if !parts.is_empty() {
                expected.push(block("BlockQuote", parts.join("\n\n")));
            }
            let note = paragraphs(note.as_deref().unwrap_or_default());
            expected.extend(note.into_iter().map(|part| block("Paragraph", part)));
        }
        let mut read = blocks(&written);
        // What parts two quotes.
        read.retain(|(kind, _)| kind != "HtmlBlock");
        prop_assert_eq!(read, expected, "{}", written);
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
