//! `finews trend`: a line for each month, a bar and a number for each query.

use std::process::Stdio;

use finews::text::cells::Cells;

use super::support::{Archive, Home, Screen};
use super::{FIRST, both, json, run, text};

/// Articles from November to March, twelve of them in February.
fn archive() -> Archive {
    let archive = Archive::new();
    archive
        .post("2021-11-30", FIRST, "旧事", "光伏")
        .post("2022-01-05", FIRST + 1, "一月", "芯片，光伏")
        .post("2022-03-01", FIRST + 2, "三月", "银行");
    for number in 10..22 {
        archive.post("2022-02-10", FIRST + number, "二月芯片", "正文");
    }
    archive
}

#[test]
fn every_month_has_a_line() {
    let (home, archive) = (Home::new(), archive());
    let chart = run(&home, &archive, &["trend", "芯片"]);
    let lines: Vec<&str> = chart.lines().map(str::trim_end).collect();
    let full = "█".repeat(66);
    assert_eq!(
        lines,
        [
            "月份     芯片",
            "2021-11   0",
            "2021-12   0",
            "2022-01   1 █████▌",
            &format!("2022-02  12 {full}"),
            "2022-03   0",
        ]
    );
    let english = run(&home, &archive, &["--lang", "en", "trend", "芯片"]);
    assert!(english.starts_with("month    芯片"), "{english}");
}

#[test]
fn several_queries_stand_side_by_side_in_one_measure() {
    let (home, archive) = (Home::new(), archive());
    let chart = run(&home, &archive, &["trend", "芯片", "光伏 OR 银行", "没有的词"]);
    let numbers = |month: &str| {
        let line = chart.lines().find(|line| line.starts_with(month)).unwrap();
        let words = line.split_whitespace().skip(1);
        words.filter_map(|word| word.parse().ok()).collect::<Vec<usize>>()
    };
    assert_eq!(numbers("2022-01"), [1, 1, 0]);
    assert_eq!(numbers("2022-02"), [12, 0, 0]);
    assert_eq!(numbers("2022-03"), [0, 1, 0]);
    let cells = Cells::default();
    for line in chart.lines() {
        assert!(cells.width(line) <= 80, "{line}");
        assert_eq!(line, line.trim_end(), "no blanks at the end");
    }
}

#[test]
fn a_line_of_json_for_each_month_of_each_query() {
    let (home, archive) = (Home::new(), archive());
    let lines = json(&home, &archive, &["trend", "--json", "芯片", "title:一月"]);
    assert_eq!(lines.len(), 10);
    assert_eq!(
        lines[3],
        serde_json::json!({"query": "芯片", "month": "2022-02", "articles": 12})
    );
    assert_eq!(
        lines[7],
        serde_json::json!({"query": "title:一月", "month": "2022-01", "articles": 1})
    );
}

#[test]
fn a_chart_keeps_within_the_window() {
    let (home, archive) = (Home::new(), archive());
    for columns in [20, 40, 60, 100] {
        let args = [
            "--archive",
            archive.path(),
            "trend",
            "芯片",
            "光伏 银行的长长的查询",
        ];
        let mut screen = Screen::start(&home, &args, (columns, 20));
        screen.wait_end();
        screen.settle();
        let lines: Vec<String> = screen.text().lines().map(str::to_owned).collect();
        let months = lines.iter().filter(|line| line.starts_with("202")).count();
        assert_eq!((lines.len(), months), (6, 5), "{lines:?} at {columns}");
    }
}

#[test]
fn odd_queries_are_said_and_a_closed_pipe_is_none() {
    let (home, archive) = (Home::new(), archive());
    let (chart, said) = both(&home, &archive, &["trend", "芯片 ("]);
    assert_eq!(said, "finews: “(”: a bracket is not closed\n");
    assert!(chart.contains("2022-02  12 "), "{chart}");
    let mut command = home.command(&["--archive", archive.path(), "trend", "芯片"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), text(&output.stderr).as_str()),
        (Some(0), "")
    );
}
