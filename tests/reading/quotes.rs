//! Passages found again in texts that have changed since they were highlighted.

use std::ops::Range;

use finews::text::quote::{Haystack, Quote};
use proptest::prelude::*;

fn find<'a>(text: &'a str, quote: &Quote) -> Option<&'a str> {
    Haystack::new(text).find(quote).map(|range| &text[range])
}

/// The passage of `text` that says `quote`.
fn quote(text: &str, quote: &str) -> Quote {
    let at = text.find(quote).unwrap();
    Quote::of(text, &(at..at + quote.len()))
}

const NEWS: &str = "记者1月4日获悉，人民银行近日发布规划。规划提出八大重点任务，明确到2025年实现整体水平跨越式提升。\n\
                    业内人士认为，金融科技将迎来新机遇。规划提出八大重点任务，银行加大投入。";

#[test]
fn of_several_places_the_one_with_its_surroundings() {
    let second = NEWS.rfind("规划提出").unwrap();
    let passage = Quote::of(NEWS, &(second..second + "规划提出".len()));
    assert_eq!(Haystack::new(NEWS).find(&passage).unwrap().start, second);
    let shifted = format!("编者按：这是一段新加的导语，比原来长出许多许多。\n{NEWS}");
    let found = Haystack::new(&shifted).find(&passage).unwrap();
    assert_eq!(found.start, shifted.rfind("规划提出").unwrap());
}

#[test]
fn white_space_width_and_form_make_no_difference() {
    let passage = quote(NEWS, "记者1月4日获悉，人民银行");
    let reset = NEWS.replace("1月4日获悉，人民", "１月 ４ 日獲悉,\n人民");
    assert_eq!(find(&reset, &passage), Some("记者１月 ４ 日獲悉,\n人民银行"));
}

#[test]
fn a_little_may_change_within() {
    let passage = quote(NEWS, "明确到2025年实现整体水平跨越式提升");
    let changed = NEWS.replace("2025年实现", "2027年基本实现");
    assert_eq!(
        find(&changed, &passage),
        Some("明确到2027年基本实现整体水平跨越式提升")
    );
    let begins_otherwise = NEWS.replace("明确到", "并提出到");
    assert_eq!(
        find(&begins_otherwise, &passage),
        Some("并提出到2025年实现整体水平跨越式提升")
    );
    let ends_otherwise = NEWS.replace("跨越式提升", "显著提高");
    assert_eq!(
        find(&ends_otherwise, &passage),
        Some("明确到2025年实现整体水平显著提高")
    );
}

#[test]
fn what_is_gone_is_not_found() {
    for said in ["规划提出八大重点任务，明确", "业内", "金融科技将迎来新机遇。"] {
        let passage = quote(NEWS, said);
        assert_eq!(find("这篇文章已不在档案里。", &passage), None);
        assert_eq!(find("", &passage), None);
    }
    assert_eq!(find(NEWS, &Quote::default()), None);
}

#[test]
fn a_text_that_repeats_itself_is_no_trouble() {
    let text = "中国银行".repeat(50_000);
    let passage = Quote::of(&text, &(300_000..300_000 + 12_000));
    assert_eq!(Haystack::new(&text).find(&passage), Some(300_000..312_000));
    let changed = text.replace("中国银", "中国 银") + "。";
    assert!(Haystack::new(&changed).find(&passage).is_some());
    let others = "中国，银行".repeat(50_000);
    let found = Haystack::new(&others).find(&passage);
    assert!(found.is_none_or(|found| others.get(found).is_some()));
}

/// A range of whole characters of `text`, chosen by two numbers.
fn some_range(text: &str, from: usize, len: usize) -> Range<usize> {
    let starts: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let from = from % starts.len();
    let to = (from + 1 + len).min(starts.len() - 1);
    starts[from]..starts[to]
}

proptest! {
    #[test]
    fn an_unchanged_text_gives_the_same_range(text in "[中国a ，。\n\"ＡＢé]{1,60}", from in 0..60_usize, len in 0..20_usize) {
        let range = some_range(&text, from, len);
        prop_assume!(!range.is_empty());
        prop_assert_eq!(Haystack::new(&text).find(&Quote::of(&text, &range)), Some(range));
    }

    #[test]
    fn changes_elsewhere_do_not_matter(
        before in "[中国银行，。\n]{0,60}", passage in "[甲乙丙丁戊己庚辛]{1,30}", after in "[中国银行，。\n]{0,60}",
        new_before in "[中国银行，。\n]{0,60}", new_after in "[中国银行，。\n]{0,60}",
    ) {
        let text = format!("{before}{passage}{after}");
        let quote = Quote::of(&text, &(before.len()..before.len() + passage.len()));
        let changed = format!("{new_before}{passage}{new_after}");
        let there = new_before.len()..new_before.len() + passage.len();
        prop_assert_eq!(Haystack::new(&changed).find(&quote), Some(there));
    }

    #[test]
    fn something_put_in_elsewhere_leaves_it_among_its_like(
        text in "[中国银行，。\n]{20,60}", from in 0..60_usize, len in 4..20_usize, at in 0..60_usize, new in "[0-9]{1,40}",
    ) {
        let range = some_range(&text, from, len);
        prop_assume!(!range.is_empty());
        let at = some_range(&text, at, 0).start;
        prop_assume!(at <= range.start.saturating_sub(120) || at >= range.end);
        let quote = Quote::of(&text, &range);
        let changed = format!("{}{new}{}", &text[..at], &text[at..]);
        let found = Haystack::new(&changed).find(&quote);
        prop_assert_eq!(found.map(|found| changed[found].to_owned()), Some(quote.quote));
    }

    #[test]
    fn whatever_is_looked_for_is_whole_characters(
        text in "\\PC{0,60}", quote in "\\PC{0,30}", before in "\\PC{0,9}", after in "\\PC{0,9}", offset in 0..200_usize,
    ) {
        let quote = Quote { offset, quote, before, after };
        if let Some(found) = Haystack::new(&text).find(&quote) {
            prop_assert!(text.get(found).is_some_and(|said| !said.is_empty()));
        }
    }

    #[test]
    fn and_where_the_text_is_like_it(
        text in "[中国 ﬁ①é\n㎡]{0,80}", from in 0..80_usize, len in 8..40_usize, changed in "[中国 ﬁ①é\n㎡]{0,80}", at in 0..80_usize,
    ) {
        let quote = Quote::of(&text, &some_range(&text, from, len));
        let cut = some_range(&text, at, 3);
        let changed = format!("{}{}{}", &text[..cut.start], changed, &text[cut.end..]);
        if let Some(found) = Haystack::new(&changed).find(&quote) {
            prop_assert!(changed.get(found).is_some_and(|said| !said.is_empty()));
        }
    }

    #[test]
    fn a_character_changed_within_is_borne(
        before in "[甲乙丙丁戊，。]{0,40}", passage in "[中国银行发布规划任务投入机遇提升]{16,40}", after in "[己庚辛壬癸，。]{0,40}", at in 0..40_usize,
    ) {
        let text = format!("{before}{passage}{after}");
        let quote = Quote::of(&text, &(before.len()..before.len() + passage.len()));
        let place = some_range(&passage, at % (passage.chars().count()), 0);
        let now = format!("{}新{}", &passage[..place.start], &passage[place.end..]);
        let changed = format!("{before}{now}{after}");
        prop_assert_eq!(find(&changed, &quote), Some(now.as_str()));
    }
}
