//! Searching on the screen: what a query finds while it is typed, what its results show, how one reads on from hit to hit.

use std::fs;
use std::path::Path;

use crate::desk::Desk;
use finews::app::{Event, Pane, Size};
use finews::archive::Archive;
use finews::config::Lang;
use ratatui::style::Modifier;
use tempfile::TempDir;

fn post(root: &Path, day: &str, number: u32, outlet: &str, title: &str, body: &str) {
    let folder = root.join("_posts");
    fs::create_dir_all(&folder).unwrap();
    let text = format!(
        "---\nlayout: post\ntitle: \"{title}\"\ndate: {day} 10:{number:02}:00 +0800\ncategories: {outlet}lm\ntags: {outlet}新闻\n---\n{body}\n"
    );
    let digits = day.replace('-', "");
    fs::write(folder.join(format!("{day}-{digits}10{number:02}07539.md")), text).unwrap();
}

/// A site of some articles in three months.
fn site() -> TempDir {
    let site = tempfile::tempdir().unwrap();
    let root = site.path();
    let filling = "市场平稳运行，没有什么可说的。".repeat(30);
    post(
        root,
        "2021-11-03",
        1,
        "财联社",
        "央行开展逆回购",
        &format!("<p>资金面宽松。</p><p>{filling}</p>"),
    );
    post(
        root,
        "2021-12-08",
        2,
        "证券时报",
        "芯片出口创新高",
        &format!("<p>海关数据显示，芯片出口增长。{filling}</p><p>再说芯片。</p>"),
    );
    post(
        root,
        "2021-12-20",
        3,
        "财联社",
        "汽车减产",
        &format!("<p>{filling}</p><p>车企说，缺的是芯片供应，不是订单。</p><p>{filling}</p>"),
    );
    post(
        root,
        "2022-01-04",
        4,
        "证券时报",
        "光伏装机",
        "<p>光伏、风电与 AI 芯片同涨。</p>",
    );
    site
}

fn desk(site: &TempDir, width: u16, height: u16) -> Desk {
    Desk::with(
        Archive::open(site.path()).unwrap(),
        Lang::Zh,
        Size { width, height },
    )
}

fn titles(desk: &Desk) -> Vec<String> {
    let (view, store) = (desk.app.list(), &desk.app.store);
    (0..view.list.len(store))
        .filter_map(|index| Some(view.list.row(store, index)?.title().to_owned()))
        .collect()
}

#[test]
fn texts_are_found_with_the_sentence_that_matched() {
    let site = site();
    let mut desk = desk(&site, 100, 30);
    desk.keys("/芯");
    assert_eq!(titles(&desk), ["光伏装机", "汽车减产", "芯片出口创新高"]);
    desk.keys("片供");
    assert_eq!(titles(&desk), ["汽车减产"]);
    let screen = desk.screen();
    assert!(screen.contains("车企说，缺的是芯片供应，不是订单。"), "{screen}");
    assert!(desk.status().ends_with("1 篇"), "{}", desk.status());
    desk.keys("<Esc>");
    assert_eq!(titles(&desk).len(), 4, "Esc leaves no trace");
}

#[test]
fn traditional_forms_and_spaces_find_the_same() {
    let site = site();
    let mut desk = desk(&site, 100, 30);
    for query in ["/晶片", "/AI芯片", "/ＡＩ 芯片", "/ai\u{3000}芯片"] {
        desk.keys(query);
        let expected: &[&str] = if query == "/晶片" {
            &[]
        } else {
            &["光伏装机"]
        };
        assert_eq!(titles(&desk), expected, "{query}");
        desk.keys("<Esc>");
    }
    desk.keys("/車企");
    assert_eq!(titles(&desk), ["汽车减产"]);
}

#[test]
fn the_language_works_at_the_prompt() {
    let site = site();
    let mut desk = desk(&site, 100, 30);
    for (query, expected) in [
        ("芯片 -光伏", &["汽车减产", "芯片出口创新高"][..]),
        ("光伏 OR 逆回购", &["光伏装机", "央行开展逆回购"]),
        ("来源:财联社", &["汽车减产", "央行开展逆回购"]),
        ("来源：cls 芯片", &["汽车减产"]),
        ("芯片 日期:2021-12", &["汽车减产", "芯片出口创新高"]),
        ("芯片 之前:2021-12-10", &["芯片出口创新高"]),
        ("标题:芯片", &["芯片出口创新高"]),
        ("未读:", &[]),
        ("（芯片 光伏", &["光伏装机"]),
    ] {
        desk.keys(&format!("/{query}"));
        assert_eq!(titles(&desk), expected, "{query}");
        desk.keys("<Esc>");
    }
}

#[test]
fn what_is_not_understood_is_underlined_and_the_rest_is_found() {
    let site = site();
    let mut desk = desk(&site, 100, 30);
    desk.keys("/芯片 日期:2022-02-30");
    assert_eq!(titles(&desk).len(), 3);
    assert!(desk.status().contains("日历上没有这一天"), "{}", desk.status());
    assert!(
        desk.styled(Modifier::UNDERLINED).contains("2022-02-30"),
        "{}",
        desk.styled(Modifier::UNDERLINED)
    );
    desk.keys("<Esc>/，。");
    assert!(desk.status().contains("只有标点"), "{}", desk.status());
}

#[test]
fn tab_looks_through_everything() {
    let site = site();
    let mut desk = desk(&site, 100, 30);
    desk.keys("c财联社<Enter>/芯片");
    assert_eq!(titles(&desk), ["汽车减产"]);
    desk.keys("<Tab>");
    assert_eq!(titles(&desk).len(), 3);
    assert!(desk.status().starts_with(" 搜索全部"), "{}", desk.status());
    desk.keys("<Enter>");
    assert!(desk.app.list_title().contains("芯片") && desk.app.list_title().contains("全部"));
    desk.keys("q");
    assert!(
        desk.app.list_title().starts_with("财联社"),
        "back to the list it was begun in"
    );
}

#[test]
fn from_the_categories_tab_goes_on_to_articles() {
    let site = site();
    let mut desk = desk(&site, 100, 30);
    desk.keys("c财联社<Enter>h/芯片");
    assert!(desk.status().ends_with("0 · Tab 搜文章"), "{}", desk.status());
    desk.keys("<Tab>");
    assert_eq!(titles(&desk).len(), 3);
    assert!(desk.status().starts_with(" 搜索全部 / 芯片"), "{}", desk.status());
    desk.keys("供<Esc>");
    assert_eq!(
        (desk.app.focus, titles(&desk).len()),
        (Pane::Categories, 2),
        "as before"
    );
    desk.keys("/<Tab>光伏<Enter><Enter>");
    assert!(desk.status().contains("1/2 光伏"), "{}", desk.status());
    desk.keys("qq");
    assert!(
        desk.app.list_title().starts_with("财联社"),
        "{}",
        desk.app.list_title()
    );
}

#[test]
fn an_article_opens_at_its_first_hit_and_n_goes_on_into_the_next() {
    let site = site();
    let mut desk = desk(&site, 100, 30);
    desk.keys("/芯片<Enter>j<Enter>");
    assert!(desk.screen().contains("缺的是芯片供应"), "{}", desk.screen());
    assert!(desk.app.reader.top > 0, "the hit lies further down");
    assert!(desk.status().contains("1/1 芯片"), "{}", desk.status());
    desk.keys("n");
    assert!(desk.status().contains("1/3 芯片"), "{}", desk.status());
    desk.keys("nn");
    assert!(desk.status().contains("3/3"), "{}", desk.status());
    desk.keys("n");
    assert!(desk.status().contains("最后一篇"), "{}", desk.status());
    desk.keys("<Left><Enter>NN");
    assert!(
        desk.screen().contains("光伏") || desk.screen().contains("汽车"),
        "{}",
        desk.screen()
    );
    desk.keys("qq");
    assert!(
        desk.app.list_title().starts_with("全部"),
        "{}",
        desk.app.list_title()
    );
}

#[test]
fn results_by_relevance_and_month() {
    let site = site();
    let mut desk = desk(&site, 100, 30);
    desk.keys("s");
    assert!(desk.status().contains("搜索结果"), "{}", desk.status());
    desk.keys("/芯片<Enter>s");
    assert_eq!(titles(&desk)[0], "芯片出口创新高");
    assert!(desk.screen().contains(" 2021"), "the year stands in the row");
    desk.keys("s");
    assert_eq!(titles(&desk)[0], "光伏装机");
    let screen = desk.screen();
    assert!(
        screen.contains("2021-11") && screen.contains("2022-01"),
        "{screen}"
    );
    desk.keys("j<lt>");
    assert_eq!(titles(&desk), ["汽车减产", "芯片出口创新高"]);
    assert!(desk.app.list_title().contains("2021-12"));
    desk.keys("<gt>");
    assert_eq!(titles(&desk), ["光伏装机"]);
    desk.keys("<gt>");
    assert!(desk.status().contains("后面没有"), "{}", desk.status());
    desk.keys("q");
    assert_eq!(titles(&desk).len(), 3, "all months again");
    desk.keys("q");
    assert_eq!(titles(&desk).len(), 4);
}

#[test]
fn names_and_titles_are_found_by_pinyin() {
    let site = site();
    let mut desk = desk(&site, 100, 30);
    desk.keys("/cls");
    assert!(desk.status().contains("分类:财联社"), "{}", desk.status());
    desk.keys("<Right>");
    assert_eq!(titles(&desk), ["汽车减产", "央行开展逆回购"]);
    desk.keys("<Esc>/yh");
    assert_eq!(titles(&desk), ["央行开展逆回购"]);
    assert!(desk.status().contains("读音 1"), "{}", desk.status());
    desk.keys("<Esc>/ai");
    assert_eq!(titles(&desk), ["光伏装机"], "Latin words win");
}

#[test]
fn a_word_in_pinyin_goes_with_others() {
    let site = site();
    let mut desk = desk(&site, 100, 30);
    for (query, expected) in [
        ("yanghang 资金面", &["央行开展逆回购"][..]),
        ("资金面 yh", &["央行开展逆回购"]),
        ("yanghang 芯片", &[]),
        ("xinpian 海关 -光伏", &["芯片出口创新高"]),
        ("xp ck", &["芯片出口创新高"]),
        ("xinpian OR guangfu 2021", &[]),
        ("xinpian | guangfu", &["光伏装机", "芯片出口创新高"]),
        ("芯片 -xinpian", &["光伏装机", "汽车减产", "芯片出口创新高"]),
        ("\"yanghang\" 资金面", &[]),
    ] {
        desk.keys(&format!("/{query}"));
        assert_eq!(titles(&desk), expected, "{query}");
        desk.keys("<Esc>");
    }
}

#[test]
fn what_is_read_so_is_marked_in_the_title() {
    let site = site();
    let mut desk = desk(&site, 100, 30);
    desk.keys("/yanghang 资金面<Enter><Enter>");
    assert!(desk.status().contains("1/2"), "{}", desk.status());
    assert_eq!(desk.app.reader.hit_parts(0)[0].cells.len(), 4);
}

#[test]
fn nothing_found_offers_what_finds_something() {
    let site = site();
    let mut desk = desk(&site, 100, 30);
    desk.keys("/芯片 没有的词<Enter>");
    // Without an index it is by titles that something is offered.
    assert!(
        desk.status().contains("芯片") && titles(&desk).len() == 3,
        "{}",
        desk.screen()
    );
    desk.keys("q/龘龘龘<Enter>");
    assert!(desk.screen().contains("没有找到“龘龘龘”"), "{}", desk.screen());
    desk.keys("qc财联社<Enter>/光伏");
    assert!(desk.screen().contains("按 Enter 看这些"), "{}", desk.screen());
    desk.keys("<Enter>");
    assert_eq!(titles(&desk), ["光伏装机"]);
}

#[test]
fn the_arrows_bring_back_what_was_searched() {
    let site = site();
    let mut desk = desk(&site, 100, 30);
    desk.keys("/光伏<Enter>q/逆回购<Enter>q/<Up>");
    assert_eq!(titles(&desk), ["央行开展逆回购"]);
    desk.keys("<Up>");
    assert_eq!(titles(&desk), ["光伏装机"]);
    desk.keys("<Down><Enter>");
    assert_eq!(titles(&desk), ["央行开展逆回购"]);
}

#[test]
fn a_query_as_long_as_an_article_is_said_in_short() {
    let site = site();
    let mut desk = desk(&site, 100, 30);
    let paste = |desk: &mut Desk, text: String| {
        desk.keys("/").event(Event::Paste(text));
        desk.keys("<Enter>");
    };
    desk.keys("/光伏<Enter>q");
    paste(&mut desk, "芯片 ".repeat(900));
    assert!(
        desk.screen().contains("…” · 全部 · 3"),
        "the heading has room for more than the query\n{}",
        desk.screen()
    );
    desk.keys(":save<Enter>");
    assert!(desk.status().contains("没有保存：名字"), "{}", desk.status());
    desk.keys(&format!(":save {}<Enter>", "芯".repeat(21)));
    assert!(desk.status().contains("没有保存：名字"), "{}", desk.status());
    assert!(desk.app.searches.is_empty());
    desk.keys(&format!(":save {}<Enter>", "芯".repeat(20)));
    assert_eq!(desk.app.searches[0].name.chars().count(), 20);
    assert!(desk.status().contains("排在收藏下面"), "{}", desk.status());
    desk.keys("q");
    paste(&mut desk, "没有这些字".repeat(600));
    assert!(desk.screen().contains("…”。q 返回"), "{}", desk.screen());
    desk.keys("q");
    paste(&mut desk, "芯片 ".repeat(2_000));
    desk.keys("q/<Up><Up><Up>");
    assert!(
        desk.status().contains("光伏"),
        "what was cut is not remembered: {}",
        desk.status()
    );
}

#[test]
fn other_prompts_too_say_in_short_what_was_pasted() {
    let site = site();
    let mut desk = desk(&site, 100, 30);
    for prompt in ["c", "d", ":", "<Enter>/"] {
        desk.keys(prompt).event(Event::Paste("没有".repeat(900)));
        desk.keys("<Enter>");
        assert!(desk.status().contains("没有…”"), "{prompt}: {}", desk.status());
    }
}

#[test]
fn small_screens_show_rows() {
    let site = site();
    for (width, height) in [(60, 20), (20, 6), (160, 45)] {
        let mut desk = desk(&site, width, height);
        desk.keys("/芯片<Enter>");
        assert_eq!(titles(&desk).len(), 3);
        let screen = desk.screen();
        assert!(screen.contains("光伏"), "{width}x{height}\n{screen}");
        for key in [
            "j", "j", "k", "G", "gg", " ", "<Enter>", "n", "n", "n", "N", "q", "q",
        ] {
            desk.keys(key);
        }
        assert_eq!(titles(&desk).len(), 4, "{width}x{height}");
    }
}
