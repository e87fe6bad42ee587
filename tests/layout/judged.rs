//! The judge, judged: it sees what is wrong, and lets be what is right or cannot be helped.

use crate::judge::flow::{Flow, Form, Set};
use crate::judge::posts::Sample;
use crate::judge::units::units;
use crate::judge::{Edges, Kind, Verdict, rules};
use finews::document::Document;
use finews::layout::{PageHead, page};
use finews::text::cells::Cells;

const CELLS: Cells = Cells {
    ambiguous_wide: false,
};

/// What is found in `lines`, set as they stand between edges of `width`.
fn found(lines: &[&str], width: usize) -> Vec<Kind> {
    let mut flow = Flow {
        text: String::new(),
        added: Vec::new(),
        lines: Vec::new(),
        form: Form::Prose,
    };
    for (number, line) in lines.iter().enumerate() {
        let start = flow.text.len();
        flow.text.push_str(line);
        let end = start + line.trim_end().len();
        flow.lines.push(Set {
            range: start..end,
            indent: 0,
            gaps: Vec::new(),
            ends: number + 1 == lines.len(),
        });
    }
    let edges = Edges {
        text: width,
        marks: width,
    };
    let verdict = rules::judge(&flow, edges, CELLS);
    verdict.findings.iter().map(|finding| finding.kind).collect()
}

#[test]
fn marks_at_the_wrong_end_are_seen() {
    for (lines, kind) in [
        (["央行公告", "，降准"], Kind::Start),
        (["央行公告", "”称"], Kind::Start),
        (["约翰逊", "·史密斯"], Kind::Start),
        (["一二三……", "…"], Kind::Pair),
        (["上涨三四", "％左右"], Kind::Start),
        (["一至三", "～五年"], Kind::Start),
        (["一二三四（", "五）"], Kind::End),
        (["他说：“", "好”"], Kind::End),
        (["报价为￥", "12元"], Kind::End),
        (["单位为元/", "吨"], Kind::End),
        (["一二三—", "—四"], Kind::Pair),
        (["一二三…", "…四"], Kind::Pair),
        (["一二三", "—四"], Kind::Start),
    ] {
        assert_eq!(found(&lines, 12), [kind], "{lines:?}");
    }
}

#[test]
fn what_is_whole_is_seen_parted() {
    for (lines, kind) in [
        (["用Fara", "day车"], Kind::Word),
        (["买A", "股"], Kind::Word),
        (["한국 은", "행이"], Kind::Word),
        (["达12", "34点"], Kind::Amount),
        (["达6.54", "亿元"], Kind::Amount),
        (["达6亿美", "元"], Kind::Amount),
        (["跌-", "3.5%"], Kind::Percent),
        (["代码6095", "19"], Kind::Code),
        (["第", "3名"], Kind::Number),
        (["约1—", "2月"], Kind::Number),
    ] {
        assert_eq!(found(&lines, 12), [kind], "{lines:?}");
    }
    assert_eq!(found(&["涨60", "％"], 12), [Kind::Start]);
}

#[test]
fn what_is_right_is_let_be() {
    for lines in [
        ["央行公告，", "降准"],
        ["他说", "“好”"],
        ["一二三", "——四"],
        ["今天很慢，", "-20.5%走"],
        ["走", "¥12.50"],
        ["of ", "’90s"],
        ["well-", "known"],
        ["50%—", "60%"],
        ["共100€", "左右"],
    ] {
        assert_eq!(found(&lines, 12), [], "{lines:?}");
    }
}

#[test]
fn what_cannot_be_helped_is_let_be() {
    // Marks and words longer than a line.
    assert_eq!(found(&["，，，，", "，，甲"], 8), []);
    assert_eq!(found(&["abcdefgh", "ijk"], 8), []);
    assert_eq!(found(&["a://bcde/", "f.gh"], 8), []);
    // But a word that fits is not cut because it stands after another one, nor is one cut before a mark.
    assert_eq!(found(&["中abcde", "fgh"], 8), [Kind::Word]);
    assert_eq!(found(&["中文中文", "，，，"], 8), [Kind::Start]);
}

#[test]
fn spaces_that_fill_a_line_stand_where_they_may() {
    let judge = |line: &str, gap: usize| {
        let set = Set {
            range: 0..line.len(),
            indent: 0,
            gaps: vec![gap],
            ends: false,
        };
        let flow = Flow {
            text: line.to_owned(),
            added: Vec::new(),
            lines: vec![set],
            form: Form::Prose,
        };
        let verdict = rules::judge(&flow, Edges { text: 8, marks: 10 }, CELLS);
        (verdict.count(Kind::Gap), verdict.flush)
    };
    assert_eq!(judge("一二3四", 6), (0, [1, 1]));
    assert_eq!(judge("一二3四", 3), (1, [1, 1]));
    assert_eq!(judge("一，b四", 6), (0, [1, 1]));
    assert_eq!(judge("（一a四", 3), (1, [1, 1]));
    assert_eq!(judge("a bc四", 2), (0, [1, 1]));
    assert_eq!(judge("一10亿", 4), (1, [1, 1]));
    assert_eq!(judge("一10亿", 5), (0, [1, 1]));
    assert_eq!(judge("二3四", 3), (0, [0, 1]));
}

#[test]
fn the_margin_is_for_marks() {
    let judge = |line: &str| {
        let flow = Flow {
            text: line.to_owned(),
            added: Vec::new(),
            lines: vec![Set {
                range: 0..line.len(),
                indent: 0,
                gaps: Vec::new(),
                ends: true,
            }],
            form: Form::Prose,
        };
        rules::judge(&flow, Edges { text: 8, marks: 10 }, CELLS).count(Kind::Margin)
    };
    assert_eq!(judge("一二三四，"), 0);
    assert_eq!(judge("一二三四五"), 1);
    assert_eq!(judge("一二三四％"), 1);
}

#[test]
fn what_stays_whole() {
    let whole = |text: &'static str| -> Vec<&str> {
        let units = units(text, &[]);
        units.into_iter().map(|unit| &text[unit.range]).collect()
    };
    assert_eq!(
        whole("达6.54亿美元的A股，涨15%-20%"),
        ["6.54亿美元", "A股", "15%-20%"]
    );
    assert_eq!(
        whole("1—2月、3～5年"),
        ["1", "1—2月", "2月", "3", "3～5年", "5年"]
    );
    assert_eq!(
        whole("约￥12.50，第3名（609519.SH）"),
        ["￥12.50", "第3", "609519.SH"]
    );
    assert_eq!(whole("e-mail don’t AT&T"), ["e-", "mail", "don’t", "AT&T"]);
    assert_eq!(whole("零下-3℃，60％，2021年"), ["-3℃", "60％", "2021年"]);
    assert_eq!(whole("见https://a.b/c-d?e=1，"), ["https://a.b/c-d?e=1"]);
    assert_eq!(whole("（FF）‘Future’"), ["FF", "Future"]);
}

/// The verdict on `shown`, a body's page, as if it had been made of `body`.
fn against(shown: &str, body: &str) -> Verdict {
    let document = Document::parse(shown);
    let settings = crate::judge::settings(40, false);
    let sample = Sample {
        path: "a.md".into(),
        head: PageHead::default(),
        body: body.to_owned(),
    };
    crate::judge::judge(
        &page(&sample.head, &document, &settings),
        &sample,
        &document,
        CELLS,
    )
}

#[test]
fn hidden_text_and_markup_are_seen() {
    let hidden = "<p>甲乙丙</p><p style=\"display: none\">丁戊己</p><!-- 庚辛壬 -->";
    assert_eq!(against(hidden, hidden).findings.len(), 0);
    assert_eq!(against("<p>甲乙丙丁戊己</p>", hidden).count(Kind::Hidden), 1);
    assert_eq!(against("<p>甲乙丙庚辛壬</p>", hidden).count(Kind::Hidden), 1);
    for body in [
        "<p>甲乙丙<span style=\"color:transparent\">丁戊己</span></p>",
        "<p>甲乙丙<b style=\"dis\\play/**/:none\">丁戊己</b></p>",
        "甲乙丙\n\n# 丁戊己\n{: style=\"display:none\"}",
        "{:x: hidden=\"\"}\n\n甲乙丙\n\n> 丁戊己\n{:x}",
    ] {
        assert_eq!(against(body, body).count(Kind::Hidden), 0, "{body}");
        assert_eq!(against("甲乙丙\n\n丁戊己", body).count(Kind::Hidden), 1, "{body}");
    }
    for body in ["<p style=\"opacity:0.5\">丁戊己</p>", "丁戊己\n{: .x}"] {
        assert_eq!(against("丁戊己", body).count(Kind::Hidden), 0, "{body}");
    }
    for (shown, body) in [
        ("<p>甲&lt;p&gt;乙</p>", "<p>甲<p>乙"),
        ("<p>甲&amp;nbsp;乙</p>", "甲&nbsp;乙"),
        ("<p>甲**乙**</p>", "甲**乙**"),
        ("<p>甲[乙](丙)</p>", "甲[乙](http://a.b)"),
        ("<p>甲style=color</p>", "<p style=color>甲"),
    ] {
        assert!(against(shown, body).count(Kind::Markup) > 0, "{shown}");
        assert_eq!(against(shown, shown).count(Kind::Markup), 0, "{shown}");
    }
}

#[test]
fn lost_and_doubled_text_is_seen() {
    let document = Document::parse("<p>甲乙丙丁戊己</p>");
    let head = PageHead::default();
    let whole = page(&head, &document, &crate::judge::settings(4, false));
    let kinds = |change: &dyn Fn(&mut finews::layout::Page)| -> Vec<Kind> {
        let mut page = whole.clone();
        change(&mut page);
        let verdict = crate::judge::judge_lines(&page, &head, &document, CELLS);
        verdict.findings.iter().map(|finding| finding.kind).collect()
    };
    assert_eq!(kinds(&|_| ()), []);
    assert_eq!(
        kinds(&|page| page.lines[1].spans.clear()),
        [Kind::Lost, Kind::Lost]
    );
    assert_eq!(kinds(&|page| page.lines.swap(0, 1)), [Kind::Order]);
    assert_eq!(
        kinds(&|page| {
            let line = page.lines[1].clone();
            page.lines[2] = line;
        }),
        [Kind::Order, Kind::Doubled, Kind::Doubled, Kind::Lost, Kind::Lost]
    );
    assert_eq!(kinds(&|page| page.width = 3), [Kind::Width; 3]);
}
