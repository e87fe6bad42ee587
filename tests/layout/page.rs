//! Pages: what a reader sees, the rules of the line, and the way back to the text.

use crate::common::{check, head, settings};
use finews::document::Document;
use finews::layout::{Highlight, Line, Page, Role, Settings, page};
use proptest::prelude::*;

/// One of everything a page can have.
const EVERYTHING: &str = r#"> 某某社获悉，1月5日，央行开展1000亿元逆回购操作，中标利率为2.20%。（某某日报）

<p style="display:none"><br></p><p style="text-align:center"><a href="http://q.e/600160" data-code="600160|1|2" class="EmImageRemark"><img src="http://img.example.com/k.png" alt="K图 600160_1"></a></p><p>记者从<span id="stock_1.600160"><a href="http://q.e/1.600160" class="keytip" data-code="1,600160">巨化股份</a></span>获悉，公司使用HFO-1234yf(四氟丙烯)制冷剂，同比增长384.9%，报3,595.18点——“超出预期”……详见<a href="http://a.example.com/report.html">年度报告</a>，另见<a href="http://a.example.com/b?c=d">公告</a>及<a href="http://a.example.com/report.html">同一份报告</a>。</p>
 <p><strong>三大看点</strong></p>
 <ol start="9"><li>银行间市场流动性保持合理充裕，货币政策“以我为主”，稳字当头。</li><li>第二点<ul><li>甲：CO<sub>2</sub>排放降至10<sup>8</sup>吨</li><li>乙：<del>旧价100元</del><ins>新价80元</ins></li></ul></li></ol>
<table><caption>涨幅榜</caption><tr><td>代码</td><td>名称</td><td>涨幅</td><td>主力净流入</td></tr><tr><td>600160</td><td>巨化股份</td><td>+10.02%</td><td>1.28亿元</td></tr><tr><td>300343</td><td>联创股份</td><td>-3.5%</td><td>-812.4万元</td></tr></table>
<h2>背景与展望</h2>
<p><ruby>漢<rt>hàn</rt></ruby>字与<em>强调</em>、<code>let x = 1;</code>。</p>
<pre>fn main() {
    println!("你好");
}</pre>
<hr>
<figure><img src="//img.example.com/a.jpg"><figcaption>图片来源：某某官网</figcaption></figure>
<details><summary>更多</summary><p>展开的内容。</p></details>
<dl><dt>逆回购</dt><dd>央行向一级交易商购买有价证券，并约定在未来特定日期卖出。</dd></dl>
<center>（完）</center><p class="em_media">（文章来源：某某日报）</p>
"#;

fn everything(width: usize, wide: bool) -> String {
    let document = Document::parse(EVERYTHING);
    let settings = settings(width, wide);
    let page = page(
        &head("央行开展1000亿元逆回购操作 专家：流动性“合理充裕”格局不变"),
        &document,
        &settings,
    );
    check(&page, &document, &settings);
    page.lines.iter().map(|line| line.text() + "\n").collect()
}

#[test]
fn everything_at_76() {
    insta::assert_snapshot!(everything(76, false));
}

#[test]
fn everything_at_40() {
    insta::assert_snapshot!(everything(40, false));
}

#[test]
fn everything_at_24_with_wide_ambiguous_characters() {
    insta::assert_snapshot!(everything(24, true));
}

#[test]
fn everything_at_every_width() {
    for width in 0..=200 {
        everything(width, false);
        everything(width, true);
    }
}

/// Lays `body` out and checks the page.
fn checked(body: &str, settings: &Settings) -> Page {
    crate::common::checked(&Document::parse(body), settings)
}

/// The spans of the line that holds `needle`, as text and role.
fn roles(page: &Page, needle: &str) -> Vec<(String, Role)> {
    let line = page
        .lines
        .iter()
        .find(|line| line.text().contains(needle))
        .unwrap();
    line.spans
        .iter()
        .map(|span| (span.text.to_string(), span.role))
        .collect()
}

#[test]
fn roles_say_what_things_are() {
    let page = checked(
        "<p>甲<b>乙<a href=http://a.b>丙</a></b><em>丁</em></p><blockquote>戊<p>己</p></blockquote><h3>庚</h3>",
        &settings(40, false),
    );
    let span = |text: &str, role| (text.to_owned(), role);
    assert_eq!(
        roles(&page, "甲"),
        [
            span("甲", Role::Body),
            span("乙", Role::Strong),
            span("丙", Role::Strong),
            span("[1]", Role::Note),
            span("丁", Role::Emphasis)
        ]
    );
    assert_eq!(
        roles(&page, "戊"),
        [span("│ ", Role::Quote), span("戊", Role::Quote)]
    );
    assert_eq!(roles(&page, "庚"), [span("庚", Role::Heading(3))]);
}

#[test]
fn a_number_stays_with_its_link() {
    let body = "<p>一二三四五<a href=http://a.b/>六七八</a>，九</p>";
    for width in 4..20 {
        let page = checked(body, &settings(width, false));
        let starts = page
            .lines
            .iter()
            .any(|line| line.text().starts_with("[1]") && line.range().is_some());
        assert!(!starts || width < 12, "at {width}");
    }
    let mut settings = settings(40, false);
    settings.link_notes = false;
    assert!(
        !checked(body, &settings)
            .lines
            .iter()
            .any(|line| line.text().contains("[1]"))
    );
}

#[test]
fn tables_become_records_where_columns_do_not_fit() {
    let body =
        "<table><tr><th>公司<th>Net profit<th>同比<tr><td>巨化股份有限公司<td>3,595.18<td>+384.9%</table>";
    let wide: Vec<String> = checked(body, &settings(42, false))
        .lines
        .iter()
        .map(Line::text)
        .collect();
    assert!(
        wide.contains(&"公司              Net profit     同比".to_owned()),
        "{wide:#?}"
    );
    assert!(
        wide.contains(&"巨化股份有限公司    3,595.18  +384.9%".to_owned()),
        "{wide:#?}"
    );
    let narrow: Vec<String> = checked(body, &settings(22, false))
        .lines
        .iter()
        .map(Line::text)
        .collect();
    for line in ["公司：巨化股份有限", "Net profit: 3,595.18", "同比：+384.9%"] {
        assert!(narrow.contains(&line.to_owned()), "{narrow:#?}");
    }
}

/// The lines of `body` at `width`, without title and foot.
fn body_lines(body: &str, width: usize) -> Vec<String> {
    let page = checked(body, &settings(width, false));
    page.lines[page.body.clone()].iter().map(Line::text).collect()
}

#[test]
fn records_carry_both_rows_of_a_header() {
    let body = "<table><thead><tr><th rowspan=2>品名<th colspan=2>价格（元）<th rowspan=2>涨跌幅<th rowspan=2>单位\
                <tr><th>上周<th>本周</thead><tr><td>海盐（粗粒）<td>640.00<td>1,228.00<td>9.4%<td>吨\
                <tr><td>灯油<td colspan=2>停牌<td>—<td>升<tfoot><tr><td colspan=5>来源：盐埠商会</tfoot></table>";
    assert_eq!(
        body_lines(body, 26),
        [
            "品名：海盐（粗粒）",
            "价格（元）上周：640.00",
            "价格（元）本周：1,228.00",
            "涨跌幅：9.4%",
            "单位：吨",
            "",
            "品名：灯油",
            "价格（元）：停牌",
            "涨跌幅：—",
            "单位：升",
            "",
            "来源：盐埠商会",
        ]
    );
}

#[test]
fn records_repeat_what_spans_their_rows() {
    let body = "<table><tr><th>Region<th>Price<tr><th>Port<th>May 2026<tr><td rowspan=3>North-east<td>17.31\
                <tr><td>18.94<tr><tr><td>South<td>7.80</table>";
    assert_eq!(
        body_lines(body, 16),
        [
            "Region: Price",
            "Port: May 2026",
            "North-east:",
            "17.31",
            "North-east:",
            "18.94",
            "South: 7.80"
        ]
    );
    let body = "<table><tr><th>Region<th>Port<th>Price<tr><td rowspan=2>North-east<td>Anhaven<td>17.31\
                <tr><td>Brinmouth<td>18.94<tr><td>South<td>Cole<td>7.80</table>";
    assert_eq!(
        body_lines(body, 24),
        [
            "Region: North-east",
            "Port: Anhaven",
            "Price: 17.31",
            "",
            "Region: North-east",
            "Port: Brinmouth",
            "Price: 18.94",
            "",
            "Region: South",
            "Port: Cole",
            "Price: 7.80",
        ]
    );
}

#[test]
fn a_name_over_several_rows_names_each_value() {
    let body = "<table><tr><td rowspan=2>主承销商名单<td>甲证券公司<tr><td>乙证券公司\
                <tr><td rowspan=2><td>丙证券公司与丁证券公司<tr><td>戊</table>";
    assert_eq!(
        body_lines(body, 16),
        [
            "主承销商名单：甲",
            "证券公司",
            "主承销商名单：乙",
            "证券公司",
            "丙证券公司与丁证",
            "券公司",
            "戊",
        ]
    );
    // Nothing is repeated of an empty cell.
    let body = "<table><tr><th>品名<th>上周价格<th>本周价格<tr><td rowspan=2><td>1,640.00<td>640.00<tr><td>1.00<td>2.00</table>";
    assert_eq!(
        body_lines(body, 22),
        [
            "上周价格：1,640.00",
            "本周价格：640.00",
            "",
            "上周价格：1.00",
            "本周价格：2.00",
            "品名"
        ]
    );
}

#[test]
fn a_title_over_all_columns_stands_once() {
    let body = "<table><tr><th colspan=3>收市价一览<tr><th>品名<th>上周（元）<th>本周\
                <tr><td>海盐<td>1,640.00<td>640.00<tr><td>灯油<td colspan=2>停牌</table>";
    assert_eq!(
        body_lines(body, 20),
        [
            "收市价一览",
            "",
            "品名：海盐",
            "上周（元）：",
            "1,640.00",
            "本周：640.00",
            "",
            "品名：灯油",
            "上周（元）：停牌",
        ]
    );
}

#[test]
fn labels_stay_in_proportion() {
    let rows = "<tr><td>1<td>2".repeat(2_000);
    let bodies = [
        format!("<table>{}{rows}", "<tr><th>甲<th>乙".repeat(2_000)),
        format!("<table><tr>{}{rows}", "<th>甲".repeat(20_000)),
        format!("<table><tr><th>{}<th>乙{rows}", "甲".repeat(20_000)),
        format!(
            "<table><tr><th>甲<th>乙<th>丙{}",
            format!("<tr><td rowspan=64>{}<td>2", "丁".repeat(99)).repeat(500)
        ),
    ];
    for body in bodies {
        let page = checked(&body, &settings(4, false));
        assert!(
            page.lines.len() <= 4 * body.len(),
            "{} of {}",
            page.lines.len(),
            body.len()
        );
    }
}

#[test]
fn signed_amounts_follow_a_mark_to_a_new_line() {
    assert_eq!(
        body_lines("<p>1,234,567.89走得慢，-20.5%倒着走，¥12.50原地不动。</p>", 18),
        ["1,234,567.89 走得", "慢，-20.5%倒着走，", "¥12.50原地不动。"]
    );
    assert_eq!(
        body_lines("<p>今天走得很慢，-20.5%倒着走。</p>", 16),
        ["今天走得很慢，", "-20.5%倒着走。"]
    );
}

#[test]
fn the_marks_of_a_deletion_stay_with_it() {
    let body = "<p>原定<del>周三</del><del>周四</del>，<b>改<del>周五<a href=/x>晚</a></del></b>，\
                又改<a href=/y><del>周六。</del></a>再议</p>";
    for width in 8..40 {
        for line in body_lines(body, width) {
            let pairs = line.matches("~~").count();
            let inner = line.trim_start_matches("~~").trim_end_matches("~~");
            assert!(
                !line.starts_with("~~，") && !line.ends_with("定~~") && !line.ends_with("改~~"),
                "{line} at {width}"
            );
            assert!(pairs == 0 || !inner.is_empty(), "{line} at {width}");
        }
    }
    assert_eq!(
        body_lines("<p>会议原定 <del> 周三</del>举行</p>", 12),
        ["会议原定", "~~周三~~举行"]
    );
    assert_eq!(
        body_lines("<p>会议原定<del>周三</del>举行</p>", 10),
        ["会议原定", "~~周三~~举", "行"]
    );
    assert_eq!(
        body_lines("<p>原定<del>周三晨间</del>开</p>", 10),
        ["原定~~周三", "晨间~~开"]
    );
}

#[test]
fn two_columns_without_a_header_name_and_tell() {
    let body = "<table><tr><td>公司全称<td>巨化股份有限公司第一分公司<tr><td>Ticker<td>600160.SH</table>";
    let lines: Vec<String> = checked(body, &settings(16, false))
        .lines
        .iter()
        .map(Line::text)
        .collect();
    for line in [
        "公司全称：巨化股",
        "份有限公司第一分",
        "公司",
        "Ticker: ",
        "600160.SH",
    ] {
        assert!(lines.contains(&line.trim_end().to_owned()), "{lines:#?}");
    }
}

#[test]
fn the_place_is_kept_over_a_resize() {
    let document = Document::parse(EVERYTHING);
    let at = |width: usize| page(&head("标题"), &document, &settings(width, false));
    let (narrow, wide) = (at(30), at(90));
    for line in narrow.body.clone() {
        let anchor = narrow.anchor_at(line);
        let there = wide.line_of(&anchor, &document);
        let range = wide.lines[there].range().unwrap();
        assert!(range.contains(&anchor.offset), "{anchor:?} not in line {there}");
        let back = narrow.lines[narrow.line_of(&anchor, &document)].range().unwrap();
        assert!(back.contains(&anchor.offset));
    }
    assert_eq!(wide.line_of(&narrow.anchor_at(0), &document), 0);
    let foot = wide.line_of(&narrow.anchor_at(narrow.lines.len() - 1), &document);
    assert_eq!(foot, wide.body.end);
}

#[test]
fn the_place_is_kept_over_a_change_of_the_text() {
    let before = Document::parse("<p>第一段很长。</p><p>第二段讲述市场。</p>");
    let after = Document::parse("<p>更正：第一段更长了。</p><p>第二段讲述市场。</p>");
    let old = page(&head("题"), &before, &settings(40, false));
    let new = page(&head("题"), &after, &settings(40, false));
    let line = old
        .lines
        .iter()
        .position(|l| l.text().starts_with("第二段"))
        .unwrap();
    let there = new.line_of(&old.anchor_at(line), &after);
    assert_eq!(new.lines[there].text(), "第二段讲述市场。");
}

#[test]
fn hits_are_found_over_line_ends() {
    let document = Document::parse("<blockquote>甲乙丙丁</blockquote><p>ab戊</p>");
    let page = page(&head("题"), &document, &settings(6, false));
    let range = document.text.find("乙丙丁").map(|at| at..at + 9).unwrap();
    let hits: Vec<_> = page
        .highlights(&range)
        .into_iter()
        .map(|h| (h.line - page.body.start, h.cells))
        .collect();
    assert_eq!(hits, [(0, 4..6), (1, 2..6)]);
    let at = document.text.find("b戊").unwrap();
    let line = page.line_of_offset(at);
    assert_eq!(page.lines[line].text(), "ab戊");
    assert_eq!(page.highlights(&(at..at + 4)), [Highlight { line, cells: 1..4 }]);
}

#[test]
fn hits_in_a_table_are_in_their_column() {
    let document = Document::parse("<table><tr><td>名称<td>值<tr><td>甲<td>12</table>");
    let page = page(&head("题"), &document, &settings(40, false));
    let at = document.text.find("12").unwrap();
    let hit = &page.highlights(&(at..at + 2))[0];
    assert_eq!(page.lines[hit.line].text(), "甲    12");
    assert_eq!(hit.cells, 6..8);
    assert_eq!(page.line_of_offset(at), hit.line);
}

#[test]
fn an_empty_post_is_a_page() {
    let page = checked("", &settings(40, false));
    assert!(page.body.is_empty());
    assert_eq!(page.lines[0].text(), "标题");
}

#[test]
fn hostile_bodies_make_pages_in_proportion() {
    let bodies = [
        "<img src=//a/b>".repeat(5_000),
        "<ul><li>x".repeat(3_000),
        "<blockquote>x".repeat(3_000),
        "<table><tr><td>x<td colspan=18446744073709551615>y".repeat(300),
        format!("<table>{}", "<td>中文".repeat(3_000)),
        "x".repeat(100_000),
        "，".repeat(20_000),
        format!("a{}", "\u{301}".repeat(20_000)),
        "<a href=//a/b>x</a>".repeat(5_000),
        "<ol start=9223372036854775807><li>x<li>y</ol>".repeat(1_000),
    ];
    for body in bodies {
        for width in [2, 20, 80] {
            let page = checked(&body, &settings(width, false));
            assert!(page.lines.len() <= 2 * body.len() + 64);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_at_any_width(text in "(\\PC|[，。“”（）《》—…·％]|[a-z0-9.,%]{1,9}|[一-龥]){0,60}", width in 2_usize..60, wide: bool) {
        checked(&format!("<p>{text}</p>"), &settings(width, wide));
    }

    #[test]
    fn any_page_at_any_width(parts in prop::collection::vec((0..PARTS.len(), "[中文a1，。 ]{0,9}"), 0..24), width in 2_usize..60, wide: bool) {
        let body = parts.iter().flat_map(|(i, text)| [PARTS[*i], text]).collect::<String>();
        checked(&body, &settings(width, wide));
    }
}

const PARTS: [&str; 31] = [
    "<td rowspan=3>",
    "<del>",
    "</del>",
    "，-20.5%",
    "<table><tr><th>甲<th colspan=2>乙<a href=/x>丙</a><tr>",
    "<tr><td>",
    "<table><tr><th>名称<th>值<th><tr><td>",
    "<p>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "<th rowspan=2>",
    "<td colspan=2>",
    "<ul>",
    "<li>",
    "</ul>",
    "<ol start=98>",
    "<blockquote>",
    "</blockquote>",
    "<a href=//h/p>",
    "</a>",
    "<b>",
    "<pre>",
    "</pre>",
    "<br>",
    "<hr>",
    "<img src=http://i/x.png alt=k>",
    "<dl><dt>",
    "<dd>",
    "<h2>",
];
