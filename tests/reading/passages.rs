//! Passages: selected in the page, highlighted, noted, found again, listed.

use crate::desk::Desk;
use finews::app::{Pane, Size, Source};
use finews::archive::Archive;
use finews::config::Lang;
use insta::assert_snapshot;
use proptest::prelude::*;
use ratatui::style::{Color, Modifier};

const BODY: &str = "央行今日开展逆回购操作。市场反应平稳，“资金面整体宽松。”交易员说；后市仍待观察！\n\n\
                    第二段只有一句话，却很长很长，长到在窄的屏幕上要分成好几行才放得下，读的人要按好几次向下键才能读完它。\n\n\
                    末段。Rates fell 3.5 points. 完。\n";

fn desk() -> Desk {
    Desk::reading(100, 30, "央行操作", BODY)
}

/// What is selected, as far as it is in view, without blanks.
fn selected(desk: &Desk) -> String {
    desk.styled(Modifier::REVERSED)
}

/// What is highlighted, as far as it is in view, without blanks.
fn marked(desk: &Desk) -> String {
    let buffer = desk.buffer();
    let cells = buffer.content.iter().filter(|cell| cell.fg == Color::Green);
    cells.map(|cell| cell.symbol().trim()).collect()
}

fn quotes(desk: &Desk) -> Vec<String> {
    let id = desk.app.reader.shown_id().unwrap();
    let passages = desk.app.passages.of(id);
    passages.map(|passage| passage.place.quote.clone()).collect()
}

#[test]
fn a_selection_begins_with_the_first_sentence_and_moves_by_sentences() {
    let mut desk = desk();
    for (keys, said) in [
        ("v", "央行今日开展逆回购操作。"),
        (")", "央行今日开展逆回购操作。市场反应平稳，“资金面整体宽松。”"),
        (
            "w",
            "央行今日开展逆回购操作。市场反应平稳，“资金面整体宽松。”交易员说；",
        ),
        ("2(", "央行今日开展逆回购操作。"),
        ("b", "央行今日开展逆回购操作。"),
        ("l", "市场反应平稳，“资金面整体宽松。”"),
        ("2l", "后市仍待观察！"),
        ("h", "交易员说；"),
        ("o(", "市场反应平稳，“资金面整体宽松。”交易员说；"),
        (")", "交易员说；"),
        ("9h", "央行今日开展逆回购操作。"),
        ("99l", "完。"),
        ("h", "Ratesfell3.5points."),
    ] {
        desk.keys(keys);
        assert_eq!(selected(&desk), said, "after {keys}");
    }
}

#[test]
fn the_end_that_moves_may_pass_the_other() {
    let mut desk = desk();
    desk.keys("vlo");
    assert_eq!(selected(&desk), "市场反应平稳，“资金面整体宽松。”");
    desk.keys(")");
    assert_eq!(selected(&desk), "交易员说；");
    desk.keys("(");
    assert_eq!(selected(&desk), "市场反应平稳，“资金面整体宽松。”");
}

#[test]
fn lines_move_its_end() {
    let mut desk = desk();
    desk.keys("vj");
    let one = selected(&desk);
    assert!(
        one.starts_with("央行今日") && one.len() > "央行今日开展逆回购操作。".len(),
        "{one}"
    );
    desk.keys("2j");
    assert!(selected(&desk).starts_with(&one) && selected(&desk).contains("第二段"));
    desk.keys("<Up><Up>");
    assert_eq!(selected(&desk), one);
}

#[test]
fn an_escape_leaves_without_a_trace() {
    let body = BODY.repeat(12);
    for leave in ["<Esc>", "v", "q"] {
        let mut desk = Desk::reading(60, 20, "央行操作", &body);
        desk.keys("5j");
        let before = desk.screen();
        desk.keys("v30)").keys("?q");
        assert_ne!(desk.screen(), before, "the page scrolls with it");
        assert!(desk.status().contains("Esc 取消"));
        desk.keys(leave);
        assert_eq!(desk.screen(), before);
        assert!(quotes(&desk).is_empty());
        assert_eq!(desk.app.focus, Pane::Reader);
    }
}

#[test]
fn what_is_selected_is_highlighted_noted_copied() {
    let mut desk = desk();
    desk.keys("v)<Enter>");
    assert!(desk.status().contains("已摘录"));
    assert_eq!(
        quotes(&desk),
        ["央行今日开展逆回购操作。市场反应平稳，“资金面整体宽松。”"]
    );
    let shown = marked(&desk);
    assert_eq!(shown, quotes(&desk)[0]);
    desk.keys("vllla关注后市<Enter>");
    assert_eq!(quotes(&desk)[0], "后市仍待观察！");
    assert!(desk.screen().contains("关注后市"), "{}", desk.screen());
    desk.keys("vy");
    assert_eq!(desk.copied, ["央行今日开展逆回购操作。"]);
    assert_eq!(quotes(&desk).len(), 2);
    desk.keys("v)<Enter>");
    assert!(desk.status().contains("已经摘录过"));
    assert_eq!(quotes(&desk).len(), 2);
}

#[test]
fn one_goes_from_passage_to_passage() {
    let mut desk = desk();
    desk.keys(")");
    assert!(desk.status().contains("没有摘录"));
    desk.keys("v<Enter>vl<Enter>vll<Enter>gg");
    desk.keys(")");
    assert!(desk.status().contains("摘录 1/3"), "{}", desk.status());
    desk.keys("2)");
    assert!(desk.status().contains("摘录 3/3"));
    desk.keys(")");
    assert!(desk.status().contains("从头接着找 · 摘录 1/3"));
    desk.keys("(");
    assert!(desk.status().contains("从末尾接着找 · 摘录 3/3"));
    desk.keys("y");
    assert_eq!(desk.copied, ["交易员说；"]);
    desk.keys("x");
    assert!(desk.status().contains("已删除摘录：交易员说；"));
    assert_eq!(quotes(&desk).len(), 2);
    desk.keys("x");
    assert_eq!(
        quotes(&desk),
        ["市场反应平稳，“资金面整体宽松。”"],
        "the first in view"
    );
}

#[test]
fn what_was_done_to_passages_is_undone() {
    let mut desk = desk();
    desk.keys("v<Enter>a很重要<Enter>x");
    assert!(quotes(&desk).is_empty());
    desk.keys("U");
    assert_eq!(marked(&desk), "央行今日开展逆回购操作。");
    assert!(desk.screen().contains("很重要"), "its note comes back with it");
    desk.keys("U");
    assert!(!desk.screen().contains("很重要"));
    desk.keys("U");
    assert!(quotes(&desk).is_empty() && marked(&desk).is_empty());
}

#[test]
fn a_note_is_written_changed_and_taken_away() {
    let mut desk = desk();
    desk.keys("a");
    assert!(desk.status().contains("笔记"), "with no passage, of the article");
    desk.keys("<Esc>v<Enter><Enter>很重要<Enter>");
    assert!(desk.status().contains("批注已记下"));
    desk.keys("a");
    assert!(desk.status().contains("很重要"), "it begins with the one it has");
    desk.keys("！<Enter>j");
    assert!(desk.screen().contains("很重要！"));
    desk.keys("a再想想<Esc>");
    assert!(desk.screen().contains("很重要！") && !desk.screen().contains("再想想"));
    desk.keys("a<^u><Enter>");
    assert!(desk.status().contains("批注已删除") && !desk.screen().contains("很重要"));
}

#[test]
fn it_stands_in_any_width_and_after_a_restart() {
    let mut desk = desk();
    desk.keys("jjv)<Enter>");
    let said: String = quotes(&desk)[0].split_whitespace().collect();
    for (width, height) in [(60, 20), (160, 45), (24, 8), (100, 30)] {
        desk.resize(width, height).keys("gg)<Esc>");
        let shown = marked(&desk);
        assert!(
            shown.len() > 20 && said.starts_with(&shown),
            "{width}x{height}: {shown} of {said}"
        );
    }
    desk.keys("z");
    assert!(marked(&desk).contains(&said));
    desk.stall_library().resume_library();
    assert!(marked(&desk).contains(&said));
}

#[test]
fn a_library_that_refuses_takes_it_back() {
    let mut desk = desk();
    desk.stall_library().keys("v<Enter>");
    assert_eq!(quotes(&desk).len(), 1, "shown at once");
    desk.refuse();
    assert!(quotes(&desk).is_empty());
    desk.keys("j");
    assert!(marked(&desk).is_empty());
}

#[test]
fn where_nothing_is_kept_that_is_said() {
    let mut desk = desk();
    desk.lose_library().keys("v<Enter>");
    assert!(desk.status().contains("退出后不保留"), "{}", desk.status());
}

#[test]
fn the_guides_passages_are_listed_newest_first() {
    let mut desk = Desk::new(160, 45);
    desk.keys("h");
    assert!(!desk.screen().contains("摘录"), "none yet");
    desk.keys("l<Enter>v<Enter>Jv<Enter>vl<Enter>q");
    let (first, second) = (desk.app.store.clone(), desk.app.list().cursor);
    assert!(second > 0 && first.len() > 2);
    desk.keys("hgg2j<Enter>");
    assert_eq!(desk.app.list().source, Source::Passages);
    assert_snapshot!("passages_160x45", desk.screen());
    desk.keys("jgg<Enter>");
    assert!(desk.status().contains("摘录 2/2"), "{}", desk.status());
    desk.keys("q").resize(60, 20);
    assert_snapshot!("passages_60x20", desk.screen());
    desk.keys("j<Enter>");
    assert!(desk.status().contains("摘录 1/1"), "{}", desk.status());
    desk.keys("xq");
    assert_eq!(
        desk.app.list().list.len(&desk.app.store),
        2,
        "its row stays for now"
    );
    desk.keys("hk<Enter>hj<Enter>");
    assert_eq!(desk.app.list().list.len(&desk.app.store), 1);
}

#[test]
fn screens() {
    for (width, height) in [(60, 20), (100, 30)] {
        let mut desk = Desk::new(width, height);
        desk.keys("jj<Enter>vla关注后市，等到下周公布数据以后再来看这里说得对不对<Enter>vo");
        assert_snapshot!(format!("selecting_{width}x{height}"), desk.screen());
        desk.keys("?");
        assert_snapshot!(format!("selecting_help_{width}x{height}"), desk.screen());
        desk.keys("q<Esc>)<Esc>)");
        assert_snapshot!(format!("noted_{width}x{height}"), desk.screen());
    }
}

#[test]
fn a_passage_that_is_no_longer_found_is_listed_after_the_text_and_can_be_removed() {
    let archive = tempfile::tempdir().unwrap();
    let post = archive.path().join("_posts/2026-11-20-202611202610000001.md");
    let write = |body: &str| {
        std::fs::create_dir_all(post.parent().unwrap()).unwrap();
        std::fs::write(
            &post,
            format!("---\ntitle: 央行\ndate: 2026-11-20 10:00:00 +0800\n---\n{body}"),
        )
        .unwrap();
    };
    write(BODY);
    let other = archive.path().join("_posts/2026-11-19-202611192610000001.md");
    std::fs::write(
        other,
        "---\ntitle: 另一篇\ndate: 2026-11-19 10:00:00 +0800\n---\n无关。",
    )
    .unwrap();
    let size = Size {
        width: 100,
        height: 30,
    };
    let mut desk = Desk::with(Archive::open(archive.path()).unwrap(), Lang::Zh, size);
    desk.keys("<Enter>vl<Enter>").keys("vlla记一笔<Enter>");
    // Changed around them and in one of them, then all gone.
    write("新的导语。市场反应比较平稳，“资金面整体宽松。”交易员说；");
    desk.keys("JK");
    assert_eq!(marked(&desk), "市场反应比较平稳，“资金面整体宽松。”交易员说；");
    write("全文已撤下。");
    desk.keys("JK");
    assert_eq!(marked(&desk), "");
    let screen = desk.screen();
    for line in [
        "? 交易员说；",
        "  记一笔",
        "? 市场反应平稳，“资金面整体宽松。”",
        "  原文里已找不到这一段",
    ] {
        assert!(screen.contains(line), "{line} in {screen}");
    }
    desk.keys(")");
    assert!(desk.status().contains("找不到"), "{}", desk.status());
    desk.keys("xx");
    assert!(desk.status().contains("已删除摘录") && quotes(&desk).is_empty());
    // Without the article, they are what is left of it.
    write(BODY);
    desk.keys("JKv<Enter>qhgg2j<Enter>");
    std::fs::remove_file(&post).unwrap();
    desk.keys("Rhgg<Enter><Enter>qhgg2j<Enter>");
    assert!(desk.screen().contains("央行今日开展逆回购操作。"));
    desk.keys("<Enter>");
    assert!(desk.screen().contains("已不在档案里"), "{}", desk.screen());
    assert!(desk.screen().contains("* 央行今日开展逆回购操作。"));
    desk.keys("v<Enter>");
    assert!(desk.status().contains("已从档案里删掉"), "{}", desk.status());
}

#[test]
fn what_describes_an_image_is_passed_over() {
    let mut desk = Desk::reading(
        100,
        30,
        "图",
        "<img src=\"/a.png\" alt=\"图一。\">\n\n甲。\n\n<img src=\"/b.png\" alt=\"图二\">\n\n乙。",
    );
    desk.keys("v");
    assert_eq!(selected(&desk), "甲。");
    desk.keys("l");
    assert_eq!(selected(&desk), "乙。");
    desk.keys("h");
    assert_eq!(selected(&desk), "甲。");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_pressed_something_is_selected_or_nothing(
        keys in "[v)(wbjklho]{1,12}", width in 20..160_u16, height in 6..40_u16, down in 0..30_usize,
    ) {
        let body = format!("{BODY}<table><tr><td>一。二</td><td>三\u{301}é</td></tr><tr><td>四</td><td></td></tr></table>\n\n- 五\n- **六。**七\n{BODY}");
        let mut desk = Desk::reading(width, height, "央行操作", &body);
        desk.keys(&"j".repeat(down));
        desk.keys("v");
        for key in keys.chars() {
            desk.keys(&key.to_string());
            desk.screen();
            if !desk.app.is_selecting() {
                break;
            }
        }
        let selecting = desk.app.is_selecting();
        desk.keys("<Enter>");
        if selecting {
            let text = &desk.app.reader.article().unwrap().document.text;
            let quotes = quotes(&desk);
            prop_assert_eq!(quotes.len(), 1);
            prop_assert!(text.contains(&quotes[0]) && quotes[0].trim() == quotes[0] && !quotes[0].is_empty());
        }
    }
}
