//! Articles as Markdown, HTML, text and books: what they look like, and that what is written is read back as the same
//! text.

use std::fs;
use std::path::{Path, PathBuf};

use finews::archive::{PostFile, parse};
use finews::config::{Lang, Settings};
use finews::document::Document;
use finews::exchange::{Export, Facts, Format, Manner, file_name};
use finews::post::PostId;
use finews::work::{Article, page_head, page_settings};
use proptest::prelude::*;

const SITE: &str = "https://news.example/base";

fn article(content: &str) -> Article {
    Article::new(parse(&PostFile::stdin(), content.as_bytes()), Vec::new())
}

fn body(body: &str) -> Article {
    article(&format!(
        "---\ntitle: 题\ndate: 2022-01-05 13:31:14 +0800\n---\n{body}"
    ))
}

/// `articles` in this form.
fn exported(articles: &[Article], format: Format) -> Vec<u8> {
    let words = Lang::Zh.words();
    let settings = Settings {
        measure: usize::MAX,
        justify: false,
        ..Settings::default()
    };
    let manner = Manner {
        title: "几篇".to_owned(),
        site: SITE.to_owned(),
        page: page_settings(&settings, words, 60),
    };
    let mut out = Vec::new();
    let mut export = Export::begin(&mut out, format, manner).unwrap();
    for article in articles {
        let facts = Facts::new(&article.post, &article.document);
        let head = page_head(article, words, 480);
        export.add(&facts, &article.document, &head).unwrap();
    }
    export.finish().unwrap();
    out
}

fn text(articles: &[Article], format: Format) -> String {
    String::from_utf8(exported(articles, format)).unwrap()
}

/// The text below title and facts, as Markdown.
fn markdown(article: Article) -> String {
    let whole = text(&[article], Format::Markdown);
    whole.splitn(3, "\n\n").nth(2).unwrap_or_default().to_owned()
}

const EVERYTHING: &str = "---
title: '央行：降准0.5% & “#1” *ST某某'
date: 2022-01-05 13:31:14 +0800
categories: jingji
tags: 经济参考网新闻
---
<p>第一段，<strong>重点</strong>在此，<b>“引号”</b>，<em>强调</em>，<b><i>都有</i></b>。<code>a|b</code> 与 <code>x</code>。</p>
<p>换<br>行，<a href=\"https://example.com/a_(b)?x=1&amp;y=2\">链接</a>、https://example.com/z 和 <a href=\"/emnews/1.html\">站内</a>，<del>删掉</del>的。</p>
<h1>小标题 #</h1>
<blockquote><p>引一段。</p><ul><li>引里一</li><li>引里二<ol><li>内一</li><li>内二</li></ol></li></ul></blockquote>
<ol><li>甲</li><li>乙<p>乙续</p></li></ol>
<ol><li>又一</li></ol>
<ol start=\"3\"><li>三</li><li>四</li></ol>
<ol type=\"a\"><li>字母</li></ol>
<ul style=\"list-style:none\"><li>无一</li><li>无二</li></ul>
<dl><dt>词</dt><dd>解释</dd></dl>
<p style=\"text-align:right\">记者 某某</p>
<pre>let a = 1;

  ~~~ b</pre>
<hr>
<p><img src=\"https://example.com/p.png\" alt=\"走势\"></p>
<p><img src=\"https://example.com/q.png\"></p>
<table><tr><th>名</th><th>值</th></tr><tr><td>甲|乙</td><td>1<br>2</td></tr></table>
<table><tr><td>一</td><td>二</td></tr><tr><td>三</td><td>四</td></tr></table>
<table><caption>并格</caption><thead><tr><th colspan=\"2\">头</th></tr><tr><th>左</th><th>右</th></tr></thead><tbody><tr><td rowspan=\"2\">&lt;甲&gt;</td><td>1</td></tr><tr><td>2</td></tr></tbody></table>
<p># 不是标题</p><p>1. 不是列表</p><p>- 不是</p><p>+5%</p><p>5~10，3~4，$1 $2，a -- b... \"q\" 'r' &amp;lt; [x](y) ![z] {: .a} `k` | p | C:\\\\</p>

<https://finance.example.com/a/202201052239307540.html>
";

#[test]
fn everything_in_each_form() {
    insta::assert_snapshot!("markdown", text(&[article(EVERYTHING)], Format::Markdown));
    insta::assert_snapshot!("html", text(&[article(EVERYTHING)], Format::Html));
    insta::assert_snapshot!("text", text(&[article(EVERYTHING)], Format::Text));
}

#[test]
fn several_articles_stand_one_after_the_other() {
    let some = || [body("<p>一</p>"), body("<p>二</p>")];
    assert_eq!(
        text(&some(), Format::Markdown),
        "# 题\n\n2022-01-05 13:31\n\n一\n\n* * *\n\n# 题\n\n2022-01-05 13:31\n\n二\n"
    );
    let html = text(&some(), Format::Html);
    assert_eq!(html.matches("<article>").count(), 2);
    assert!(
        html.contains("<title>几篇</title>") && html.ends_with("</html>\n"),
        "{html}"
    );
    assert!(text(&some(), Format::Text).contains("\n一\n\n\n题\n"));
}

#[test]
fn an_article_without_text_or_facts_is_its_title() {
    let bare = || article("---\ntitle: 只有题\n---\n");
    assert_eq!(text(&[bare()], Format::Markdown), "# 只有题\n\n");
    assert!(text(&[bare()], Format::Html).contains("<article>\n<h1>只有题</h1>\n</article>"));
}

/// What is read, but for white space: what a document and a text have in common.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What the reference implementation of CommonMark makes of `markdown`, with GFM's tables, as text.
fn commonmark(markdown: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.render.r#unsafe = true;
    let html = comrak::markdown_to_html(markdown, &options);
    Document::parse(&html).text
}

#[test]
fn commonmark_reads_back_what_was_written() {
    for written in posts() {
        let document = Document::parse(&written);
        let markdown = markdown(body(&written));
        // Numbers that Markdown cannot count are text, and what is struck out has no marks.
        let known = |text: &str| letters(text).replace('~', "");
        let (ours, theirs) = (known(&document.text), known(&commonmark(&markdown)));
        if !markdown.contains("\n- ") && !markdown.starts_with("- ") && !markdown.contains("![") {
            assert_eq!(ours, theirs, "{markdown}");
        }
    }
}

/// The bodies of the project's own posts.
fn posts() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [
        "tests/posts/markup",
        "tests/posts/prose",
        "tests/posts/tables",
        "assets/guide/_posts",
    ];
    let mut paths: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    paths.sort();
    let read = |path: &PathBuf| parse(&PostFile::stdin(), &fs::read(path).unwrap()).body;
    paths.iter().map(read).collect()
}

#[test]
fn every_post_is_well_formed_in_html() {
    for written in posts() {
        let html = text(&[body(&written)], Format::Html);
        well_formed(&html);
    }
}

/// Fails where a tag of `html` is closed that is not open, or is left open, or a reference is none of XML's.
fn well_formed(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html.strip_prefix("<!DOCTYPE html>").unwrap();
    while let Some((text, after)) = rest.split_once('<') {
        assert!(!text.contains('>'), "{text}");
        for (at, _) in text.match_indices('&') {
            let reference = &text[at..];
            assert!(
                ["&amp;", "&lt;", "&gt;", "&quot;"]
                    .iter()
                    .any(|known| reference.starts_with(known)),
                "{reference}"
            );
        }
        let (tag, after) = after.split_once('>').unwrap();
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap());
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn nothing_is_fetched_and_no_script_runs() {
    let hostile = "<p><script>alert(1)</script><img src=http://a.b/c.png onerror=x><a href=\"javascript:x\">j</a></p>\
                   <p><a href='http://a.b/\"onclick=\"x'>k</a>&lt;script&gt;</p><iframe src=http://a.b/></iframe>";
    for format in [Format::Html, Format::Epub] {
        let written = if format == Format::Epub {
            files(&exported(&[body(hostile)], format))
                .into_iter()
                .map(|(_, content)| content)
                .collect()
        } else {
            text(&[body(hostile)], format)
        };
        for never in [
            "<script",
            "<img",
            "<iframe",
            "src=",
            "href=\"javascript",
            " onclick",
        ] {
            assert!(!written.contains(never), "{never}: {written}");
        }
    }
}

/// The files of a ZIP archive with their contents, in the order of its directory.
fn files(archive: &[u8]) -> Vec<(String, String)> {
    use std::io::Read as _;
    let zip = rawzip::ZipArchive::from_slice(archive).unwrap();
    let mut entries = zip.entries();
    let mut files = Vec::new();
    while let Some(entry) = entries.next_entry().unwrap() {
        let found = zip.get_entry(entry.wayfinder()).unwrap();
        let data = match entry.compression_method() {
            rawzip::CompressionMethod::STORE => found.data().to_vec(),
            _ => miniz_oxide::inflate::decompress_to_vec(found.data()).unwrap(),
        };
        let mut content = String::new();
        // Its size and its sum are checked at the end.
        found
            .verifying_reader(data.as_slice())
            .read_to_string(&mut content)
            .unwrap();
        let name = entry.file_path().try_normalize().unwrap().as_ref().to_owned();
        files.push((name, content));
    }
    files
}

fn some_articles() -> Vec<Article> {
    let dated = |day: &str, title: &str| {
        article(&format!(
            "---\ntitle: '{title}'\ndate: {day} 10:00:00 +0800\n---\n<p>{title}的正文。</p>"
        ))
    };
    vec![
        dated("2022-01-05", "旧的 <&>"),
        article("---\ntitle: 没有日期\n---\n"),
        dated("2022-01-07", "新的"),
        dated("2022-01-05", "同一天"),
    ]
}

#[test]
fn a_book_begins_as_books_begin_and_lists_its_articles_by_day() {
    let bytes = exported(&some_articles(), Format::Epub);
    // What tells a book from other archives (EPUB 3.3, "OCF ZIP container media type identification").
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    let files = files(&bytes);
    let content = |name: &str| &files.iter().find(|(file, _)| file == name).unwrap().1;
    assert_eq!(files[0].0, "mimetype");
    insta::assert_snapshot!("book_package", content("EPUB/package.opf"));
    insta::assert_snapshot!("book_contents", content("EPUB/nav.xhtml"));
    insta::assert_snapshot!("book_title", content("EPUB/title.xhtml"));
    insta::assert_snapshot!("book_article", content("EPUB/article-1.xhtml"));
}

#[test]
fn the_same_articles_make_the_same_book() {
    let book = || exported(&some_articles(), Format::Epub);
    assert!(book() == book());
}

#[test]
fn every_post_is_a_chapter() {
    let articles: Vec<Article> = posts().iter().map(|written| body(written)).collect();
    let files = files(&exported(&articles, Format::Epub));
    assert_eq!(files.len(), articles.len() + 6);
}

#[test]
fn a_file_is_named_after_its_article() {
    let named = |title: &str, id: &str| file_name(&PostId::parse(id), title, Format::Markdown);
    assert_eq!(named("央行：降准", "1"), "央行：降准.md");
    assert_eq!(named("a/b\\c: d?", "1"), "a b c d.md");
    assert_eq!(named("../../etc", "1"), "etc.md");
    assert_eq!(named("-rf ~", "1"), "rf ~.md");
    assert_eq!(named("...", "_posts/2021-12-01-init"), "2021-12-01-init.md");
    assert_eq!(named(&"长".repeat(300), "1").len(), 198 + 3);
    for format in Format::ALL {
        let name = format!("a.{}", format.extension().to_uppercase());
        assert_eq!(Format::of_file(Path::new(&name)), Some(format));
    }
    assert_eq!(Format::of_file(Path::new("a.pdf")), None);
    assert_eq!(Format::of_file(Path::new("md")), None);
}

proptest! {
    #[test]
    fn any_line_of_text_is_read_back_as_it_was(line in "[-+=:#^~$.)>|&;*_\\[\\](){}!`'\"\\\\<a1 中文，“x]{1,24}") {
        let escaped = line.replace('&', "&amp;").replace('<', "&lt;");
        // Within an element nothing of it is Markdown.
        let html = format!("<p>{escaped}</p>");
        let document = Document::parse(&html);
        let written = markdown(body(&html));
        prop_assert_eq!(letters(&commonmark(&written)), letters(&document.text), "{}", written);
    }

    #[test]
    fn any_structure_is_read_back_as_it_was(
        html in "(<(p|b|i|ul|li|ol|blockquote|dl|dt|dd|h2|pre|code|br|table|tr|td|th|/p|/b|/i|/ul|/li|/ol|/blockquote|/h2|/pre|/code|/table|/td)>|[中文，a*_#]){0,30}",
    ) {
        let html = format!("<div>{html}</div>");
        let document = Document::parse(&html);
        let written = markdown(body(&html));
        // A list that goes on after something else counts by numbers that are text.
        let known = |text: &str| letters(text).replace(|c: char| c.is_ascii_digit() || c == '.', "");
        prop_assert_eq!(known(&commonmark(&written)), known(&document.text), "{}", written);
    }

    #[test]
    fn any_body_is_well_formed_in_html(body_text in "[\\PC\n\u{FFFE}\u{1b}]{0,80}|(<(p|b|a href=x|ul|li|ol|table|tr|td|del|blockquote|dl|dt|dd|/p|/b|/a|/li|/ul|/td|/tr|/table|/del)>|[中a~\n]){0,30}") {
        well_formed(&text(&[body(&body_text)], Format::Html));
    }
}

#[test]
fn an_item_within_an_item_of_its_own_list_is_read_back() {
    for html in [
        "<div><ol><li>*<h2><li>文</div>",
        "<div><ol><li><dl>_<li><blockquote>文</div>",
    ] {
        let written = markdown(body(html));
        // Its number is text: a list that does not begin with 1 goes on as the paragraph before it.
        let words = letters(&commonmark(&written)).replace(|c: char| c.is_ascii_digit() || c == '.', "");
        assert_eq!(words, letters(&Document::parse(html).text), "{written}");
    }
}

#[test]
fn a_letter_before_what_is_no_paragraph_stands_alone() {
    let html =
        "<ol type=a><li><h2>标题</h2><li><blockquote>引文</blockquote><li><ul><li>内</ul><li>正文</ol>";
    let written = markdown(body(html));
    let read = letters(&commonmark(&written));
    assert_eq!(read, "a.标题b.引文c.内d.正文", "{written}");
}
