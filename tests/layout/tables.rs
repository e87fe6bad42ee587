//! Tables on a page: real ones as a reader meets them, and any at any width.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::common::{checked, settings};
use finews::archive::{PostFile, parse};
use finews::document::Document;
use finews::layout::{Page, Role};
use finews::text::cells::Cells;
use proptest::prelude::*;

/// The body of the post `name` of `tests/posts/tables`.
fn document(name: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/posts/tables")
        .join(name);
    Document::parse(&parse(&PostFile::stdin(), &std::fs::read(path).unwrap()).body)
}

fn body_text(page: &Page) -> String {
    let lines = &page.lines[page.body.clone()];
    lines.iter().map(|line| line.text() + "\n").collect()
}

/// The lines of `html` at `width`.
fn lines(html: &str, width: usize) -> Vec<String> {
    let page = checked(&Document::parse(html), &settings(width, false));
    body_text(&page).lines().map(str::to_owned).collect()
}

/// The post at four widths, and where ambiguous characters are wide.
#[track_caller]
fn at_all_widths(name: &str) {
    let document = document(name);
    let mut out = String::new();
    for (width, wide) in [(40, false), (60, false), (80, false), (100, false), (60, true)] {
        let page = checked(&document, &settings(width, wide));
        let note = if wide { ", ambiguous characters wide" } else { "" };
        writeln!(out, "== {width}{note}\n{}", body_text(&page)).unwrap();
    }
    let name = name.trim_end_matches(".md").rsplit('-').next().unwrap();
    insta::assert_snapshot!(format!("post_{name}"), out);
}

#[test]
fn quotes_of_shares() {
    at_all_widths("2026-05-01-quotes.md");
}

#[test]
fn results_under_two_rows_of_names() {
    at_all_widths("2026-05-01-results.md");
}

#[test]
fn flows_of_funds_with_a_foot_written_first() {
    at_all_widths("2026-05-01-flows.md");
}

#[test]
fn rates_of_exchange() {
    at_all_widths("2026-05-01-rates.md");
}

#[test]
fn a_schedule() {
    at_all_widths("2026-05-01-schedule.md");
}

#[test]
fn nine_columns() {
    at_all_widths("2026-05-01-wide.md");
}

#[test]
fn names_and_values() {
    at_all_widths("2026-05-01-facts.md");
}

#[test]
fn a_balance_with_title_units_and_parts() {
    at_all_widths("2026-05-01-balance.md");
}

#[test]
fn opinions_in_two_columns_of_prose() {
    at_all_widths("2026-05-01-ratings.md");
}

#[test]
fn tables_that_only_arrange() {
    at_all_widths("2026-05-02-layout.md");
}

#[test]
fn cells_over_several_rows() {
    at_all_widths("2026-05-02-spans.md");
}

#[test]
fn names_at_the_top_and_at_the_left() {
    at_all_widths("2026-05-02-cross.md");
}

#[test]
fn a_table_in_markdown() {
    at_all_widths("2026-05-02-markdown.md");
}

#[test]
fn figures_stand_on_their_points() {
    let figures = [
        "1,234.5",
        "0.37",
        "12",
        "-3.25%",
        "+1.2亿元",
        "(1.2)",
        "60％",
        "—",
        "不适用",
        "10%-12%",
    ];
    let rows: String = figures.map(|figure| format!("<tr><td>甲<td>{figure}")).concat();
    assert_eq!(
        lines(&format!("<table><tr><th>名<th>值{rows}</table>"), 40),
        [
            "名           值",
            "───────────────",
            "甲  1,234.5",
            "甲      0.37",
            "甲     12",
            "甲     -3.25%",
            "甲     +1.2亿元",
            "甲     (1.2)",
            "甲     60％",
            "甲            —",
            "甲       不适用",
            "甲      10%-12%",
        ]
    );
}

#[test]
fn codes_years_and_dates_stand_left() {
    let html = "<table><tr><th>证券代码或简称<th>上市年份或年<th>公告日期或时间<th>股本\
                <tr><td>600160<td>1998<td>2022-01-05<td>27\
                <tr><td>000001<td>2003<td>1月5日<td>1,203</table>";
    assert_eq!(
        lines(html, 80),
        [
            "证券代码或简称  上市年份或年  公告日期或时间   股本",
            "───────────────────────────────────────────────────",
            "600160          1998          2022-01-05         27",
            "000001          2003          1月5日          1,203",
        ]
    );
}

#[test]
fn heads_are_found_by_what_stands_below() {
    let head = |html: &str| Document::parse(html).tables[0].header_rows;
    // Periods over figures; a date over dates is one of them.
    assert_eq!(
        head("<table><tr><td>项目<td>2021年<td>2020<tr><td>营收<td>12<td>8</table>"),
        1
    );
    assert_eq!(
        head("<table><tr><td>1月5日<td>开幕<td>晴<tr><td>1月6日<td>闭幕<td>雨</table>"),
        0
    );
    assert_eq!(
        head("<table><tr><td>日期<td>事件<tr><td>1月6日<td>闭幕<tr><td>1月7日<td>休</table>"),
        1
    );
    // Names with values of many kinds have no head, those of one kind do.
    assert_eq!(
        head("<table><tr><td>全称<td>海盐<tr><td>注册资本<td>27亿元<tr><td>员工<td>80人</table>"),
        0
    );
    assert_eq!(
        head("<table><tr><td>公司<td>涨幅<tr><td>甲<td>3%<tr><td>乙<td>5%</table>"),
        1
    );
    // Two rows of names, the first with groups; a title before them.
    let two = "<tr><td rowspan=2>公司<td colspan=2>营收<tr><td>金额<td>同比<tr><td>甲<td>12<td>3%";
    assert_eq!(head(&format!("<table>{two}</table>")), 2);
    assert_eq!(head(&format!("<table><tr><td colspan=3>业绩{two}</table>")), 3);
    assert_eq!(
        head(&format!(
            "<table>{}</table>",
            two.replacen("<td", "<th", 2).replace("同比", "<b>同比</b>")
        )),
        2
    );
    // Strong names over words.
    assert_eq!(
        head("<table><tr><td><b>名</b><td><b>事</b><td><b>地</b><tr><td>甲<td>乙<td>丙</table>"),
        1
    );
    assert_eq!(
        head("<table><tr><td>名<td>事<td>地<tr><td>甲<td>乙<td>丙</table>"),
        0
    );
}

#[test]
fn foot_and_head_stand_where_they_belong() {
    let html = "<table><tfoot><tr><td>合计<td>5</tfoot><tbody><tr><td rowspan=9>甲<td>2</tbody>\
                <tbody><tr><td>乙<td>3</tbody><thead><tr><th>名<th>数</thead></table>";
    let document = Document::parse(html);
    assert_eq!(document.text, "名\n数\n甲\n2\n乙\n3\n合计\n5");
    assert_eq!(
        (document.tables[0].header_rows, document.tables[0].footer_rows),
        (1, 1)
    );
    assert_eq!(
        lines(html, 40),
        [
            "名    数",
            "────────",
            "甲     2",
            "乙     3",
            "────────",
            "合计   5"
        ]
    );
}

#[test]
fn cells_do_not_overlap() {
    let html = "<table><tr><td>a<td rowspan=2>b<td>1<tr><td colspan=3>c<td>d</table>";
    let document = Document::parse(html);
    let places: Vec<_> = document.tables[0]
        .rows
        .iter()
        .flatten()
        .map(|cell| (document.slice(&cell.range), cell.column, cell.colspan))
        .collect();
    assert_eq!(
        places,
        [("a", 0, 1), ("b", 1, 1), ("1", 2, 1), ("c", 0, 1), ("d", 2, 1)]
    );
}

#[test]
fn sheets_of_facts_set_each_value_by_its_name() {
    let html = "<table><tr><td>股票代码<td>600160<td>股票简称<td>海盐股份<tr><td>上市日期<td>1998-06-26<td>发行价\
                <td>6.2元<tr><td>地址<td colspan=3>盐埠市海港大道一百二十三号</table>";
    assert_eq!(
        lines(html, 60),
        [
            "股票代码  600160      股票简称  海盐股份",
            "上市日期  1998-06-26  发行价    6.2元",
            "地址      盐埠市海港大道一百二十三号",
        ]
    );
    assert_eq!(
        lines(html, 34),
        [
            "股票代码：600160",
            "股票简称：海盐股份",
            "",
            "上市日期：1998-06-26",
            "发行价：6.2元",
            "",
            "地址：盐埠市海港大道一百二十三号",
        ]
    );
}

#[test]
fn no_head_cell_reaches_over_the_rule() {
    let html = "<table><tr><th>名<th rowspan=3>一<br>二<br>三<tr><td>甲1<tr><td>2<tr><td>3<td>4</table>";
    assert_eq!(
        lines(html, 40),
        [
            "     一",
            "     二",
            " 名  三",
            "───────",
            "甲1",
            "  2",
            "  3   4"
        ]
    );
}

#[test]
fn head_cells_and_names_are_told_by_their_role() {
    let role = |html: &str, width: usize, text: &str| {
        let page = checked(&Document::parse(html), &settings(width, false));
        let mut spans = page.lines[page.body.clone()].iter().flat_map(|line| &line.spans);
        spans.find(|span| span.text == text).map(|span| span.role)
    };
    let html = "<table><tr><td>代码<td>公司<td>营业收入<tr><td>600160<td>海盐股份<td>12,345.5</table>";
    assert_eq!(role(html, 80, "公司"), Some(Role::TableHead));
    assert_eq!(role(html, 80, "海盐股份"), Some(Role::Body));
    assert_eq!(role(html, 20, "海盐股份"), Some(Role::TableHead));
    assert_eq!(role(html, 20, "12,345.5"), Some(Role::Body));
    let html = "<table><tr><td>全称<td>海盐股份<tr><td>简介<td>晒盐</table>";
    assert_eq!(role(html, 80, "全称"), Some(Role::TableHead));
    assert_eq!(role(html, 80, "海盐股份"), Some(Role::Body));
}

#[test]
fn tables_out_of_all_bounds() {
    for html in [
        "<table><tr><td>x".repeat(3_000),
        format!("<table>{}</table>", "<tr><td>中文<td>1.5".repeat(30_000)),
        format!("<table><tr>{}</table>", "<td>中文".repeat(60_000)),
        format!(
            "<table>{}</table>",
            "<tr><td rowspan=64 colspan=3>x<td>y".repeat(5_000)
        ),
        format!(
            "<table>{}</table>",
            "<tbody><tr><td rowspan=64>x<td>1".repeat(5_000)
        ),
        format!(
            "<table><tr><td>{}<td>{}</table>",
            "9".repeat(50_000),
            "中".repeat(50_000)
        ),
        format!(
            "<table>{}</table>",
            "<tr><td colspan=2>x<td colspan=63>y<td>z".repeat(3_000)
        ),
    ] {
        let document = Document::parse(&html);
        for width in [2, 40, 120] {
            checked(&document, &settings(width, width == 40));
        }
    }
}

/// A cell: its text, and where in it the decimal point is if it is a figure.
#[derive(Clone, Debug)]
enum Content {
    Figure(String),
    Text(String),
}

impl Content {
    fn text(&self) -> &str {
        let (Self::Figure(text) | Self::Text(text)) = self;
        text
    }
}

fn figure() -> impl Strategy<Value = Content> {
    let number = "[+-]?[1-9][0-9]{0,2}(,[0-9]{3}){0,2}(\\.[0-9]{1,3})?";
    (
        number,
        prop::sample::select(vec!["", "%", "％", "亿元", "℃"]),
        prop::bool::weighted(0.1),
    )
        .prop_map(|(number, unit, bracket)| {
            Content::Figure(if bracket {
                format!("({number}{unit})")
            } else {
                number + unit
            })
        })
}

fn words() -> impl Strategy<Value = Content> {
    prop_oneof![
        3 => "[一-龥]{1,6}",
        2 => "[一-龥a-z，。“” ]{0,40}",
        1 => Just("—".to_owned()),
        1 => Just(String::new()),
        1 => Just("不适用".to_owned()),
        1 => "[0-9]{6}",
        1 => Just("http://www.example.com/a/b/c".to_owned()),
        1 => "[一-龥]{1,4}<br>[一-龥]{1,4}",
    ]
    .prop_map(Content::Text)
}

/// Columns of figures or words, each as long as the table.
fn columns() -> impl Strategy<Value = Vec<(bool, Vec<Content>)>> {
    (2_usize..7, 1_usize..7).prop_flat_map(|(columns, rows)| {
        let column = prop_oneof![
            prop::collection::vec(figure(), rows).prop_map(|column| (true, column)),
            prop::collection::vec(words(), rows).prop_map(|column| (false, column)),
        ];
        prop::collection::vec(column, columns)
    })
}

/// The cells before each span of the body, by where the span stands in the text.
fn places(page: &Page, cells: Cells) -> Vec<(usize, usize, usize, usize)> {
    let mut places = Vec::new();
    for (number, line) in page.lines.iter().enumerate() {
        let mut used = 0;
        for span in &line.spans {
            if let Some(at) = span.at() {
                places.push((at, span.text.len(), number, used));
            }
            used += cells.width(&span.text);
        }
    }
    places
}

/// The line that byte `at` of the text stands in, and its cell.
fn place(
    document: &Document,
    places: &[(usize, usize, usize, usize)],
    cells: Cells,
    at: usize,
) -> (usize, usize) {
    let &(start, _, line, used) = places
        .iter()
        .find(|(start, len, ..)| (*start..start + len).contains(&at))
        .unwrap();
    (line, used + cells.width(&document.text[start..at]))
}

/// Where the point of `figure` stands, in bytes.
fn point(figure: &str) -> usize {
    let last = |at: usize| {
        figure[at..]
            .find(|c: char| !c.is_ascii_digit() && c != ',')
            .map_or(figure.len(), |n| at + n)
    };
    last(figure.find(|c: char| c.is_ascii_digit()).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn figures_are_whole_and_on_their_points(table in columns(), width in 2_usize..=120, wide: bool) {
        let rows = table[0].1.len();
        let mut html = "<table><tr>".to_owned();
        for _ in &table {
            html += "<th>栏";
        }
        for row in 0..rows {
            html += "<tr>";
            for (_, column) in &table {
                html += "<td>";
                html += column[row].text();
            }
        }
        let document = Document::parse(&html);
        let settings = settings(width, wide);
        let cells = settings.cells;
        let page = checked(&document, &settings);
        let places = places(&page, cells);
        let table_rows = &document.tables[0].rows;
        prop_assert_eq!(document.tables[0].header_rows, 1);
        // In columns the names stand in one line, in which nothing else does but white space.
        let heads: Vec<_> = table_rows[0].iter().map(|cell| place(&document, &places, cells, cell.range.start)).collect();
        let in_columns = heads.iter().all(|(line, _)| *line == heads[0].0)
            && page.lines[heads[0].0].spans.iter().all(|span| span.at().is_some() || span.text.trim().is_empty());
        for (number, (figures, column)) in table.iter().enumerate() {
            if !figures {
                continue;
            }
            let digits: Vec<String> = column.iter().map(|c| c.text().chars().filter(char::is_ascii_digit).collect()).collect();
            let codes = column.iter().all(|c| c.text().bytes().all(|b| b.is_ascii_digit())) && digits[0].len() >= 4;
            let mut points = Vec::new();
            for (row, content) in column.iter().enumerate() {
                let cell = table_rows[row + 1].iter().find(|cell| cell.column == number).unwrap();
                prop_assert_eq!(document.slice(&cell.range), content.text());
                let (first, _) = place(&document, &places, cells, cell.range.start);
                let end = cell.range.end - content.text().chars().next_back().unwrap().len_utf8();
                let (last, _) = place(&document, &places, cells, end);
                // From 20 cells on the last two are the margin.
                let edge = if width < 20 { width.max(2) } else { width - 2 };
                if cells.width(content.text()) <= edge {
                    prop_assert_eq!(first, last, "{:?} is cut at {}", content, width);
                }
                let at = cell.range.start + point(content.text());
                let (_, before) = place(&document, &places, cells, at - 1);
                points.push(before);
            }
            if in_columns && !codes {
                prop_assert!(points.windows(2).all(|pair| pair[0] == pair[1]), "{:?}\n{}", points, body_text(&page));
            }
        }
    }

    #[test]
    fn any_table_at_any_width(
        parts in prop::collection::vec((0..TAGS.len(), prop_oneof![figure(), words()]), 1..40),
        width in 2_usize..=120,
        wide: bool,
    ) {
        let mut html = "<table>".to_owned();
        for (tag, content) in &parts {
            html += TAGS[*tag];
            html += content.text();
        }
        html += "</table>";
        let document = Document::parse(&html);
        let settings = settings(width, wide);
        let page = checked(&document, &settings);
        let places = places(&page, settings.cells);
        for table in &document.tables {
            let mut ends: HashMap<usize, usize> = HashMap::new();
            let mut end = 0;
            for (number, row) in table.rows.iter().enumerate() {
                let mut column = 0;
                for cell in row {
                    // The grid: in order, no cell over another, none beyond the table.
                    prop_assert!(cell.column >= column && cell.range.start >= end);
                    column = cell.column + cell.colspan;
                    end = cell.range.end;
                    prop_assert!(column <= table.columns && number + cell.rowspan <= table.rows.len());
                    for column in cell.column..column {
                        prop_assert!(ends.get(&column).is_none_or(|end| *end <= number));
                        ends.insert(column, number + cell.rowspan);
                    }
                    // Its figure is whole, whatever else stands in its column.
                    let text = document.slice(&cell.range);
                    let figure = parts.iter().any(|(_, content)| matches!(content, Content::Figure(f) if f == text));
                    // From 20 cells on the last two are the margin.
                    let edge = if width < 20 { width } else { width - 2 };
                    // A name of several rows has its parts in one line, with what marks they have.
                    if figure && number >= table.header_rows && settings.cells.width(text) <= edge {
                        let last = text.chars().next_back().unwrap().len_utf8();
                        let [from, to] = [cell.range.start, cell.range.end - last]
                            .map(|at| place(&document, &places, settings.cells, at).0);
                        prop_assert_eq!(from, to, "{} is cut at {}", text, width);
                    }
                    // The text of a cell stands in order, from line to line.
                    let own: Vec<_> = places.iter().filter(|(at, ..)| cell.range.contains(at)).collect();
                    prop_assert!(own.is_sorted_by_key(|(at, ..)| *at));
                }
            }
            // Values of one column stand under one another.
            for column in 0..table.columns {
                let cells = table.rows.iter().skip(table.header_rows).flatten();
                let starts = cells.filter(|cell| cell.column == column && !cell.range.is_empty());
                let lines: Vec<_> = starts.map(|cell| place(&document, &places, settings.cells, cell.range.start).0).collect();
                prop_assert!(lines.is_sorted(), "{:?}\n{}", lines, body_text(&page));
            }
        }
    }
}

const TAGS: [&str; 18] = [
    "<tr><td>",
    "<tr><td>",
    "<tr><th>",
    "<td>",
    "<td>",
    "<td>",
    "<th>",
    "<td colspan=2>",
    "<td colspan=9>",
    "<td rowspan=2>",
    "<td rowspan=64>",
    "<td colspan=3 rowspan=3>",
    "<th rowspan=2>",
    "<th colspan=2>",
    "<thead><tr><td>",
    "<tfoot><tr><td>",
    "<tbody><tr><td>",
    "<caption>",
];
