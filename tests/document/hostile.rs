//! Bodies made to break a reader: none may panic, grow out of bounds or lose its text.

use finews::document::Document;
use proptest::prelude::*;

/// Reads `body`; the document must be sound and in proportion.
fn read(body: &str) -> Document {
    let document = Document::parse(body);
    let text = &document.text;
    assert!(
        text.len() <= 4 * body.len() + 64,
        "{} of {}",
        text.len(),
        body.len()
    );
    let mut end = 0;
    for block in &document.blocks {
        assert!(
            block.range.start >= end && text.get(block.range.clone()).is_some(),
            "{block:?}"
        );
        end = block.range.end;
        assert!(block.container.is_none_or(|c| c < document.containers.len()));
    }
    for (index, container) in document.containers.iter().enumerate() {
        assert!(container.parent.is_none_or(|parent| parent < index));
    }
    assert!(document.inlines.len() <= 64 + body.len());
    assert!(document.inlines.is_sorted_by_key(|inline| inline.range.start));
    for inline in &document.inlines {
        assert!(text.get(inline.range.clone()).is_some(), "{inline:?}");
    }
    for link in &document.links {
        assert!(text.get(link.range.clone()).is_some(), "{link:?}");
        assert!(link.internal || link.url.starts_with("http"), "{link:?}");
    }
    for cell in document
        .tables
        .iter()
        .flat_map(|table| table.rows.iter().flatten())
    {
        assert!(text.get(cell.range.clone()).is_some());
    }
    assert!(document.blocks.iter().all(|block| {
        !text[block.range.clone()]
            .chars()
            .any(|c| c.is_control() && c != '\n')
    }));
    document
}

/// How often `x` is left in the text of `body`. Bodies are so long that quadratic time would be minutes.
fn kept(body: &str) -> usize {
    read(body).text.matches('x').count()
}

#[test]
fn unclosed_formatting() {
    let body = (0..8_000)
        .map(|i| format!("<font a={i}><b c={i}><p>x"))
        .collect::<Vec<_>>()
        .concat();
    assert_eq!(kept(&body), 8_000);
    assert_eq!(kept(&"<i><a href=http://a.b><code>x<p>".repeat(8_000)), 8_000);
    assert_eq!(kept(&"<b>x".repeat(1_000_000)), 1_000_000);
    assert_eq!(kept(&"<p>x".repeat(300_000)), 300_000);
    assert_eq!(kept(&"<strong><p>x</strong>".repeat(20_000)), 20_000);
    assert_eq!(kept(&"<a href=//a><div><p>x</a>".repeat(20_000)), 20_000);
}

#[test]
fn deep_nesting() {
    assert_eq!(kept(&"<div>x".repeat(16_000)), 16_000);
    assert_eq!(kept(&"<ul><li>x".repeat(3_000)), 3_000);
    assert_eq!(kept(&"<table><tr><td>x".repeat(3_000)), 3_000);
    assert_eq!(kept(&"<blockquote>x".repeat(100_000)), 100_000);
    assert_eq!(kept(&format!("{}x", ">".repeat(100_000))), 1);
    assert_eq!(
        kept(
            &(0..1_000)
                .map(|i| format!("{}- x\n", " ".repeat(2 * i)))
                .collect::<Vec<_>>()
                .concat()
        ),
        1_000
    );
    assert_eq!(
        kept(&format!("{}x", "<span style=display:inline>".repeat(100_000))),
        1
    );
}

#[test]
fn tables_out_of_bounds() {
    let spans =
        "<table><tr><td colspan=18446744073709551615 rowspan=18446744073709551615>x<td rowspan=-1>x</table>";
    assert_eq!(kept(spans), 2);
    assert!(read(spans).tables.iter().all(|table| table.columns <= 64));
    assert_eq!(kept(&format!("<table>{}", "<p>x</p>".repeat(30_000))), 30_000);
    assert_eq!(kept(&format!("<table>{}", "x<b>".repeat(30_000))), 30_000);
    assert_eq!(kept(&format!("<table><tr>{}", "<td>x".repeat(30_000))), 30_000);
    assert_eq!(
        kept(&format!("<table>{}", "<tr><td>x<td>1".repeat(20_000))),
        20_000
    );
    assert_eq!(kept(&"<table>x</table>x".repeat(20_000)), 40_000);
    assert_eq!(
        kept(&format!("<table>{}", "</p>x<caption>x".repeat(10_000))),
        20_000
    );
}

#[test]
fn brackets_without_number_after_a_figure() {
    let cell = format!("{}1{}", "1(".repeat(60_000), ")".repeat(60_000));
    let body = format!("<table><tr><td>x<td>y<tr><td>x<td>{cell}</table>");
    assert_eq!(kept(&body), 2);
}

#[test]
fn rows_that_cells_from_above_take_whole() {
    let above = "<td rowspan=0>y".repeat(64);
    let body = format!("<table><tr>{above}{}</table>", "<tr><td>x".repeat(60_000));
    assert_eq!(kept(&body), 60_000);
    let sections = format!(
        "<table><tr>{above}{}</table>",
        "<tbody><tr><td rowspan=0>x".repeat(30_000)
    );
    assert_eq!(kept(&sections), 30_000);
}

#[test]
fn tags_without_end() {
    assert_eq!(kept(&"<p title=\"x".repeat(50_000)), 50_000);
    assert_eq!(kept(&"<div x".repeat(100_000)), 100_000);
    assert_eq!(kept(&"x<!-- ".repeat(100_000)), 100_000);
    assert_eq!(kept(&"x<script>".repeat(100_000)), 100_000);
    assert_eq!(kept(&"x</p ".repeat(100_000)), 100_000);
    assert_eq!(kept(&"x</p\n".repeat(100_000)), 100_000);
    let spaces = " ".repeat(400_000);
    assert_eq!(kept(&format!("<p>\n{spaces}{}x", "<>".repeat(200_000))), 1);
    assert_eq!(kept(&"<div>x\n\n".repeat(50_000)), 50_000);
    let attributes = (0..100_000)
        .map(|i| format!(" a{i}=1"))
        .collect::<Vec<_>>()
        .concat();
    assert_eq!(kept(&format!("<p{attributes}>x</p>")), 1);
}

#[test]
fn long_lines() {
    assert_eq!(kept(&"文x".repeat(2_500_000)), 2_500_000);
    assert_eq!(kept(&format!("<p>{}</p>", "x".repeat(10_000_000))), 10_000_000);
    for mark in [
        "*x",
        "[x](",
        "`x",
        "_x ",
        "~x",
        "![x",
        "&x",
        "\\x",
        "|x",
        "<http://x",
        "**x_",
    ] {
        assert!(kept(&mark.repeat(100_000)) >= 99_999, "{mark}");
    }
    assert_eq!(
        read(&"<a href=http://a.b/c>x</a>".repeat(50_000)).links.len(),
        50_000
    );
}

#[test]
fn much_of_one_thing() {
    let stocks = (0..20_000)
        .map(|i| format!("<span class=keytip data-code=1,{i}>x</span>"))
        .collect::<Vec<_>>()
        .concat();
    assert_eq!(read(&stocks).stocks.len(), 20_000);
    assert_eq!(read(&"<img src=//a/b>".repeat(20_000)).blocks.len(), 20_000);
    assert_eq!(
        kept(&"<p>（文章来源：<a href=/x>甲</a>）</p>x".repeat(20_000)),
        20_000
    );
    assert_eq!(kept(&"<pre>x\n</pre><b>y</b>".repeat(20_000)), 20_000);
    assert_eq!(kept(&"x<br>".repeat(100_000)), 100_000);
    assert_eq!(kept(&"<ruby>x<rt>y".repeat(20_000)), 20_000);
}

#[test]
fn signs_and_references_without_number() {
    for sign in [
        "&",
        "&y;",
        "&#;",
        "&nbsp;",
        "&nosuch ",
        "·",
        "&middot;",
        "<",
        "&lt;",
        "$$",
        "{:",
        "{::comment}\n",
        "z{::comment}",
        "z<!-- ",
        "<!-- z\n",
        "&#150;",
        "&#99999999999;",
    ] {
        assert_eq!(kept(&format!("{}x", sign.repeat(30_000))), 1, "{sign}");
        assert_eq!(kept(&format!("<p>{}x</p>", sign.repeat(30_000))), 1, "{sign}");
    }
    let every: String = ('\0'..='\u{FFFF}')
        .filter(|c| !"x<&`*_[]!\\{$~|".contains(*c))
        .collect();
    assert_eq!(kept(&format!("{}x", every.repeat(2))), 1);
}

#[test]
fn markdown_without_end() {
    assert_eq!(kept(&format!("{}x", "[".repeat(100_000))), 1);
    assert_eq!(kept(&format!("{}x", "![".repeat(100_000))), 1);
    assert_eq!(kept(&format!("{}x", "*".repeat(100_000))), 1);
    let ticks = (0..1_000)
        .map(|n| "`".repeat(n) + "x")
        .collect::<Vec<_>>()
        .concat();
    assert_eq!(kept(&ticks), 1_000);
    let quotes = (0..1_000)
        .map(|n| ">".repeat(n) + "x\n")
        .collect::<Vec<_>>()
        .concat();
    assert_eq!(kept(&quotes), 1_000);
    assert_eq!(kept(&format!("{}x", "- ".repeat(50_000))), 1);
    assert_eq!(kept(&format!("{}x", "> - ".repeat(50_000))), 1);
    assert_eq!(kept(&format!("x\n{}x", ": ".repeat(50_000))), 2);
    assert_eq!(kept(&"x\n: x\n\n".repeat(20_000)), 40_000);
    assert_eq!(kept(&"<div markdown=1>\nx\n".repeat(20_000)), 20_000);
    assert_eq!(kept(&format!("- x\n{}", "  <div>x\n".repeat(100_000))), 100_001);
    assert_eq!(kept(&"<del>\nx\n\n".repeat(20_000)), 20_000);
    assert_eq!(kept(&"~~~ x\n".repeat(50_000)), 50_000);
    assert_eq!(kept(&"> ``` x\n".repeat(50_000)), 50_000);
    let fences = (3..1_000)
        .rev()
        .map(|n| "~".repeat(n) + "\n\nx\n")
        .collect::<Vec<_>>()
        .concat();
    assert_eq!(kept(&fences), 997);
    assert_eq!(kept(&"x\n===\n".repeat(20_000)), 20_000);
    assert_eq!(kept(&format!("x\nx\n{}", "==\n".repeat(300_000))), 2);
    assert_eq!(kept(&"<code>x* ".repeat(50_000)), 50_000);
    assert_eq!(kept(&"<video>x".repeat(50_000)), 50_000);
    assert_eq!(kept(&"<iframe src=//a/b>x".repeat(50_000)), 50_000);
}

#[test]
fn definitions_by_the_hundred_thousand() {
    let defined: Vec<String> = (0..100_000).map(|i| format!("[r{i}]: http://a/{i}\n")).collect();
    let used: Vec<String> = (0..100_000).map(|i| format!("[r{i}] ")).collect();
    let links = read(&(defined.concat() + "\n<p>y</p>\n" + &used.concat())).links;
    // The Markdown parser bounds what references may add to a page; the rest stays as text.
    assert!(links.len() > 5_000, "{}", links.len());
    let notes: Vec<String> = (0..20_000).map(|i| format!("[^{i}]: x\n")).collect();
    let marks: Vec<String> = (0..20_000).map(|i| format!("甲[^{i}]")).collect();
    assert_eq!(kept(&(marks.concat() + "\n\n" + &notes.concat())), 20_000);
}

#[test]
fn markdown_tables_out_of_bounds() {
    assert_eq!(
        kept(&format!("|a|b|\n|-|-|\n{}", "|x|1|\n".repeat(50_000))),
        50_000
    );
    assert_eq!(kept(&"|x|1|\n".repeat(50_000)), 50_000);
    assert_eq!(
        kept(&format!(
            "|a|\n|-|\n{}{}",
            "|x\n".repeat(20_000),
            "|x".repeat(200)
        )),
        20_200
    );
    assert_eq!(kept(&format!("|a|\n|-|\n{}", "|x".repeat(300))), 300);
    assert_eq!(
        kept(&format!("{}\n{}\n", "|x".repeat(10_000), "|-".repeat(10_000))),
        10_000
    );
    read(&"|-\n".repeat(50_000));
}

const FRAGMENTS: [&str; 64] = [
    "\n~~~\n",
    "\n> ```\n",
    "<p>",
    "</p>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<th colspan=3>",
    "<ul>",
    "<li>",
    "</ul>",
    "<ol start=-9223372036854775808 reversed>",
    "<b>",
    "</b>",
    "<a href=//h/p>",
    "</a>",
    "<span class=keytip data-code=1,600160>",
    "</span>",
    "<del>",
    "</del>",
    "<ruby>",
    "<rt>",
    "</ruby>",
    "<sup>",
    "</sup>",
    "<pre>",
    "</pre>",
    "<br>",
    "<hr>",
    "<img src=http://i/x.png>",
    "<img alt=图>",
    "<dl><dt>",
    "<dd>",
    "<caption>",
    "</caption>",
    "<p hidden>",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "**",
    "*ST",
    "`",
    "&nbsp;",
    "　　",
    "（文章来源：某报）",
    "<!--",
    "-->",
    "<p style=visibility:hidden>",
    "<span style=font-size:0>",
    "<p style=visibility:visible;font-size:9px>",
    "|",
    "\n|-|-|\n",
    "[^1]",
    "\n\n[^1]: ",
    "\n: ",
    "$$",
    "{: .a}",
    "{::comment}",
    "{:/}",
    "<code>",
    "<svg><title>",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string(body in "\\PC{0,200}") {
        read(&body);
    }

    #[test]
    fn any_pile_of_fragments(parts in prop::collection::vec((0..FRAGMENTS.len(), "[中x1 。]{0,3}"), 0..40)) {
        let body = parts.iter().flat_map(|(i, text)| [FRAGMENTS[*i], text]).collect::<String>();
        let document = read(&body);
        // No character of the post's own is lost outside hidden and unseen things.
        let hides = ["hidden", "<!--", "font-size:0", "{::comment}", "{: .a}", "[^1]", "<svg>"];
        if !hides.iter().any(|hides| body.contains(hides)) {
            let own: usize = parts.iter().map(|(_, text)| text.matches('中').count()).sum();
            let kept = document.text.matches('中').count() + document.outlet.map_or(0, |o| o.matches('中').count());
            prop_assert_eq!(kept, own, "{}", body);
        }
    }
}

#[test]
fn rules_lists_and_stars() {
    let rules: Vec<String> = (0..20_000)
        .map(|i| format!(".a,.b{i},p,*{{opacity:0;display:block}}"))
        .collect();
    let styled = format!(
        "<style>{}</style>\n{}",
        rules.concat(),
        "<p class=\"a b1 b2\">x</p>".repeat(20_000)
    );
    assert_eq!(kept(&styled), 0);
    assert_eq!(kept(&"x*y*{: hidden=\"\"}".repeat(10_000)), 10_000);
    assert_eq!(kept(&"x\n{: hidden=\"\"}\n\n".repeat(20_000)), 0);
    assert_eq!(
        kept(&format!(
            "{{:r: {}}}\n\n{}",
            "a=\"b\" ".repeat(10_000),
            "x\n{:r}\n\n".repeat(20_000)
        )),
        20_000
    );
    for body in [
        "x]:",
        "x](",
        "x*",
        "x**y*",
        "x<b>",
        "x<font>",
        "x<o:p>",
        "x{::comment}",
        "* x {",
        "x<b>y</i>{:r}",
        "x<b hidden></b>",
    ] {
        assert_eq!(kept(&body.repeat(10_000)), 10_000, "{body}");
    }
    assert!(kept(&"<span hidden>x<p>".repeat(10_000)) <= 10_000);
}

#[test]
fn parts_of_tables_are_bounded() {
    let cells = |document: &Document| {
        let tables = document.tables.iter();
        tables.flat_map(|table| table.rows.iter().flatten()).count()
    };
    for unit in ["<tr><td>x", "x</tr>"] {
        let document = read(&format!("<table>{}</table>", unit.repeat(210_000)));
        assert_eq!(document.text.matches('x').count(), 210_000, "{unit}");
        assert!(cells(&document) <= 200_000, "{unit}: {}", cells(&document));
    }
}

#[test]
fn marks_without_end() {
    for unit in ["\u{301}", "\u{20E3}", "\u{200D}"] {
        let text = read(&format!("<p>x{}y</p>", unit.repeat(100_000))).text;
        assert!(text.starts_with('x') && text.ends_with('y'));
        assert!(text.chars().count() <= 32, "{unit:?}: {}", text.chars().count());
    }
}
