//! The bodies, for the test and for the measurement.

/// Each with its name; the long ones divided by `divisor`.
pub(crate) fn bodies(divisor: usize) -> Vec<(&'static str, String)> {
    let megabytes =
        |piece: &str, megabytes: usize| piece.repeat((megabytes * 1_000_000 / piece.len() / divisor).max(1));
    let times = |piece: &str, count: usize| piece.repeat((count / divisor).max(1));
    let table = |rows: &str| format!("<table><tr><th>甲<th>乙{rows}</table>");
    vec![
        ("han", megabytes("长", 10)),
        ("han-with-marks", megabytes("央行公告，降准“双碳”——……", 10)),
        ("latin", megabytes("abcdefghij", 10)),
        ("digits", megabytes("0123456789", 10)),
        ("words", megabytes("the quick brown fox ", 10)),
        ("amounts", megabytes("6.54亿元15%-20%", 10)),
        ("marks", megabytes("，。”》", 10)),
        ("opening-marks", megabytes("（《“￥", 10)),
        ("pairs", megabytes("——……", 10)),
        ("spaces", megabytes("中 ", 10)),
        ("address", megabytes("https://a.example.com/b/c?d=e-f&", 10)),
        ("combining", format!("e{}", megabytes("\u{301}", 10))),
        ("emoji", megabytes("👨\u{200d}👩\u{200d}👧", 10)),
        ("breaks", megabytes("中<br>", 10)),
        (
            "html-line",
            format!("<p>{}</p>", megabytes("央行公告，降准0.5%。", 10)),
        ),
        ("paragraphs", megabytes("<p>央行公告，降准0.5%。</p> ", 10)),
        ("strong", megabytes("<b>央行</b>公告，", 10)),
        ("links", megabytes("<a href=//a/b>x</a>", 5)),
        ("distinct-links", distinct_links(100_000 / divisor)),
        (
            "stocks",
            megabytes("<a class=keytip data-code=1,600000>某某</a>", 5),
        ),
        ("deletions", megabytes("<del>x</del>", 5)),
        ("images", megabytes("<img src=//a/b alt=图>", 5)),
        ("nested-lists", "<ul><li>x".repeat(3_000)),
        ("nested-quotes", "<blockquote>x".repeat(3_000)),
        ("nested-tables", "<table><tr><td>x".repeat(3_000)),
        ("tables", times("<table><tr><td>x<td>y</table>", 100_000)),
        (
            "colspan",
            times("<table><tr><td>x<td colspan=18446744073709551615>y", 3_000),
        ),
        (
            "rowspan",
            format!("<table>{}", times("<tr><td rowspan=65535>x<td>y", 30_000)),
        ),
        (
            "long-table",
            table(&times("<tr><td>某某股份<td>1,234.5", 100_000)),
        ),
        ("wide-table", format!("<table><tr>{}", times("<td>中文", 100_000))),
        (
            "huge-cell",
            table(&format!("<tr><td>{}<td>1", times("长", 1_000_000))),
        ),
        (
            "huge-header",
            format!(
                "<table><tr><th>{}<th>乙{}",
                times("长", 100_000),
                times("<tr><td>1<td>2", 10_000)
            ),
        ),
        ("unclosed-tags", times("<b>x", 1_000_000)),
        ("unclosed-links", times("<a href=//a><p>x", 100_000)),
        ("unclosed-fonts", "<font a=i><p>x".repeat(8_000)),
        ("unclosed-attributes", times("<p title=\"x", 100_000)),
        ("entities", times("&nbsp;&#x202e;&unknown;&#0;x", 100_000)),
        (
            "controls",
            times("\u{1b}[31m\u{202e}\u{2067}\u{9b}\u{7f}x", 100_000),
        ),
        ("markdown", times("**x_[x](`", 100_000)),
        ("quote-marks", format!("{}x", times(">", 100_000))),
        ("list-marks", times("- x\n  1. y\n", 100_000)),
    ]
}

fn distinct_links(count: usize) -> String {
    let links: Vec<String> = (0..count.max(1))
        .map(|i| format!("<a href=//a/{i}>x</a>"))
        .collect();
    links.concat()
}
