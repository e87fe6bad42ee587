//! The category pane of large archives: its orders, what is pinned and hidden, what was used last.

use std::fs;

use finews::app::Size;
use finews::archive::Archive;
use finews::config::{CategoryOrder, GroupSetting, Lang, Settings};
use finews::library::{EntryKey, LibraryOp, Prominence};
use tempfile::TempDir;

use crate::desk::Desk;

/// An archive whose categories have these folder names, labels and numbers of articles.
fn archive(categories: &[(&str, &str, usize)]) -> (TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let posts = folder.path().join("_posts");
    fs::create_dir(&posts).unwrap();
    let mut number = 202_611_200_000_000_000_u64;
    for (name, label, articles) in categories {
        for article in 0..*articles {
            number += 1;
            let post = format!(
                "---\ntitle: \"{label} {article}\"\ndate: 2026-11-20 10:00:00 +0800\ncategories: {name}\ntags: {label}新闻\n---\n{label}写的第 {article} 篇。"
            );
            fs::write(posts.join(format!("2026-11-20-{number}.md")), post).unwrap();
        }
    }
    let archive = Archive::open(folder.path()).unwrap();
    (folder, archive)
}

const FEW: [(&str, &str, usize); 4] = [
    ("qszg", "券商中国", 4),
    ("cqrb", "重庆日报", 3),
    ("jjckw", "经济参考网", 2),
    ("cbn", "CBN", 1),
];

fn few(size: (u16, u16)) -> (TempDir, Desk) {
    few_with(size, Settings::default())
}

fn few_with((width, height): (u16, u16), settings: Settings) -> (TempDir, Desk) {
    let (folder, archive) = archive(&FEW);
    let size = Size { width, height };
    (folder, Desk::with_settings(archive, Lang::Zh, size, settings))
}

/// Categories c0001 and so on of one article each.
fn many(number: usize) -> Vec<(String, String)> {
    (1..=number)
        .map(|at| (format!("c{at:04}"), format!("分类{at:04}")))
        .collect()
}

fn pane(desk: &Desk) -> Vec<String> {
    let pane = &desk.app.categories;
    let rows = (0..pane.len()).filter_map(|row| pane.entry(row));
    rows.map(|entry| entry.label.to_string()).collect()
}

fn selected(desk: &Desk) -> &str {
    desk.app.categories.selected().map_or("", |entry| &entry.label)
}

#[test]
fn the_order_changes_and_is_kept() {
    let (_folder, mut desk) = few((60, 20));
    desk.keys("hGkk");
    assert_eq!(selected(&desk), "重庆日报");
    let heading = |desk: &Desk| desk.lines()[1].trim().to_owned();
    assert_eq!(heading(&desk), "分类");
    desk.keys("s");
    let by_name = [
        "全部",
        "收藏",
        "历史",
        "CBN",
        "重庆日报",
        "经济参考网",
        "券商中国",
    ];
    assert_eq!(pane(&desk), by_name);
    assert_eq!(selected(&desk), "重庆日报");
    assert_eq!(heading(&desk), "分类 · 按名称");
    assert!(desk.status().contains("分类按名称排列"), "{}", desk.status());
    let mut desk = desk.again();
    desk.keys("h");
    assert_eq!(pane(&desk), by_name);
    // Those used last first, then by articles as before.
    desk.keys("/cbn<Enter>h/jjck<Enter>hs");
    assert_eq!(heading(&desk), "分类 · 按最近");
    let by_use = [
        "全部",
        "收藏",
        "历史",
        "经济参考网",
        "CBN",
        "券商中国",
        "重庆日报",
    ];
    assert_eq!(pane(&desk), by_use);
    assert_eq!(selected(&desk), "经济参考网");
    let mut desk = desk.again();
    assert_eq!(pane(&desk), by_use);
    desk.keys("hs");
    assert_eq!(heading(&desk), "分类");
    assert_eq!(pane(&desk)[3..], FEW.map(|(_, label, _)| label));
}

#[test]
fn the_settings_give_the_order_and_a_change_of_them_is_newer_than_what_was_chosen() {
    let by_name = Settings {
        category_order: CategoryOrder::Name,
        ..Settings::default()
    };
    let (_folder, mut desk) = few_with((60, 20), by_name.clone());
    assert_eq!(pane(&desk)[3], "CBN");
    desk.keys("hss");
    assert_eq!(pane(&desk)[3], "券商中国");
    let desk = desk.again_with(by_name);
    assert_eq!(pane(&desk)[3], "券商中国");
    let by_use = Settings {
        category_order: CategoryOrder::Used,
        ..Settings::default()
    };
    let mut desk = desk.again_with(by_use);
    desk.keys("h");
    assert!(desk.lines()[1].contains("按最近"), "{}", desk.screen());
}

#[test]
fn what_is_pinned_stands_on_top_in_the_order_pinned() {
    let (_folder, mut desk) = few((60, 20));
    desk.keys("hGp");
    assert_eq!(selected(&desk), "CBN");
    assert!(desk.status().contains("置顶了“CBN”"), "{}", desk.status());
    desk.keys("/重庆<Enter>hp");
    let pinned = [
        "全部",
        "收藏",
        "历史",
        "CBN",
        "重庆日报",
        "券商中国",
        "经济参考网",
    ];
    assert_eq!(pane(&desk), pinned);
    let lines = desk.lines();
    assert!(
        lines.iter().any(|line| line.starts_with("^CBN")),
        "{}",
        desk.screen()
    );
    let mut desk = desk.again();
    assert_eq!(pane(&desk), pinned);
    desk.keys("hU");
    assert_eq!(pane(&desk)[3..], ["CBN", "券商中国", "重庆日报", "经济参考网"]);
    assert!(desk.status().contains("已撤销：置顶"), "{}", desk.status());
    desk.keys("/cbn<Enter>hp");
    assert_eq!(pane(&desk)[3..], FEW.map(|(_, label, _)| label));
    // The fixed ones stay where they are.
    desk.keys("ggp");
    assert!(
        desk.status().contains("只有分类和保存的搜索"),
        "{}",
        desk.status()
    );
}

#[test]
fn what_is_hidden_is_out_of_sight_but_never_lost() {
    let (_folder, mut desk) = few((130, 30));
    desk.keys("hGkx");
    assert_eq!(pane(&desk)[3..], ["券商中国", "重庆日报", "CBN"]);
    assert_eq!(selected(&desk), "CBN");
    assert!(desk.status().contains("隐藏了“经济参考网”"), "{}", desk.status());
    // The list beside the pane follows, and its articles are still among all.
    assert!(desk.screen().contains("CBN · 1"), "{}", desk.screen());
    assert_eq!(desk.app.store.len(), 10);
    // It is found, and gone into.
    desk.keys("/jjck");
    assert_eq!(pane(&desk), ["经济参考网"]);
    desk.keys("<Enter>");
    assert!(desk.screen().contains("经济参考网 · 2"), "{}", desk.screen());
    desk.keys("hX");
    assert!(desk.screen().contains("(经济参考网)"), "{}", desk.screen());
    assert!(desk.screen().contains("分类 · 含隐藏"), "{}", desk.screen());
    let mut desk = desk.again();
    assert_eq!(pane(&desk)[3..], ["券商中国", "重庆日报", "CBN"]);
    desk.keys("hX/jjck<Enter>hx");
    assert_eq!(pane(&desk)[3..], FEW.map(|(_, label, _)| label));
    desk.keys("U");
    assert_eq!(pane(&desk).len(), 7);
    desk.keys("X");
    assert_eq!(pane(&desk).len(), 6);
}

#[test]
fn another_instance_is_seen_and_what_is_not_on_disk_is_dim() {
    let (_folder, mut desk) = few((60, 20));
    let key = |name: &str| EntryKey::Category {
        archive: desk.identity(),
        name: name.to_owned(),
    };
    let (pin, hide) = (key("cbn"), key("qszg"));
    desk.elsewhere(&LibraryOp::SetProminence(pin, Some(Prominence::Pinned)));
    desk.elsewhere(&LibraryOp::SetProminence(hide, Some(Prominence::Hidden)));
    assert_eq!(pane(&desk)[3..], ["CBN", "重庆日报", "经济参考网"]);
    desk.stall_library();
    desk.keys("hGp");
    assert_eq!(pane(&desk)[3..], ["CBN", "经济参考网", "重庆日报"]);
    desk.keys("k");
    assert!(desk.styled(ratatui::style::Modifier::DIM).contains('^'));
    desk.refuse();
    assert_eq!(pane(&desk)[3..], ["CBN", "重庆日报", "经济参考网"]);
}

#[test]
fn saved_searches_are_pinned_and_hidden_too() {
    let (_folder, mut desk) = few((60, 20));
    desk.keys("/重庆<Enter>:save 重庆<Enter>qh");
    assert_eq!(pane(&desk)[3..5], ["重庆", "券商中国"]);
    desk.keys("Gphhh");
    desk.keys("gg4jp");
    assert_eq!(
        pane(&desk)[3..6],
        ["CBN", "重庆", "券商中国"],
        "{}",
        desk.screen()
    );
    desk.keys("x");
    assert_eq!(pane(&desk)[3..5], ["CBN", "券商中国"]);
}

#[test]
fn of_two_thousand_the_last_used_are_at_hand() {
    let names = many(2_000);
    let categories: Vec<(&str, &str, usize)> =
        names.iter().map(|(name, label)| (&**name, &**label, 1)).collect();
    let (_folder, archive) = archive(&categories);
    let size = Size {
        width: 60,
        height: 20,
    };
    let mut desk = Desk::with(archive, Lang::Zh, size);
    desk.keys("h");
    assert_eq!(desk.app.categories.len(), 2_003);
    desk.keys("/0700<Enter>h/1999<Enter>h");
    assert_eq!(selected(&desk), "分类1999");
    assert_eq!(pane(&desk)[3..6], ["分类1999", "分类0700", "分类0001"]);
    "大档案".clone_into(&mut desk.app.archive_name);
    desk.keys("ggjj");
    insta::assert_snapshot!(desk.screen());
    // Ends, counts and motions.
    desk.keys("G");
    assert_eq!(selected(&desk), "分类2000");
    assert!(desk.screen().contains("分类2000"), "{}", desk.screen());
    desk.keys("gg");
    assert_eq!(selected(&desk), "全部");
    desk.keys("705gg");
    assert_eq!(selected(&desk), "分类0700");
    // It is used where it stands, and the cursor stays there.
    desk.keys("<Enter>h");
    assert_eq!((selected(&desk), desk.app.categories.cursor), ("分类0700", 704));
    desk.keys("jj<Enter>hp");
    assert_eq!(
        pane(&desk)[3..7],
        ["分类0702", "分类0700", "分类1999", "分类0001"]
    );
    // Where all fit, none is repeated.
    desk.resize(60, 5_000);
    assert_eq!(desk.app.categories.len(), 2_003);
}

fn grouped() -> Settings {
    let group = |name: &str, members: &[&str]| GroupSetting {
        name: name.to_owned(),
        members: members.iter().map(|it| (*it).to_owned()).collect(),
    };
    Settings {
        groups: vec![
            group("宏观", &["jjckw", "CBN", "没有的"]),
            group("别处", &["别处的"]),
            group("地方", &["重庆日报", "cbn"]),
        ],
        ..Settings::default()
    }
}

#[test]
fn a_group_lists_the_articles_of_all_its_categories_and_folds() {
    let (_folder, mut desk) = few_with((60, 20), grouped());
    desk.keys("h");
    assert_eq!(pane(&desk), ["全部", "收藏", "历史", "宏观", "地方", "券商中国"]);
    desk.keys("3jo");
    assert_eq!(
        pane(&desk)[3..],
        ["宏观", "经济参考网", "CBN", "地方", "券商中国"]
    );
    let mut desk = desk.again_with(grouped());
    "大档案".clone_into(&mut desk.app.archive_name);
    desk.keys("hG");
    insta::assert_snapshot!(desk.screen());
    // In from either, and back to where one was.
    desk.keys("gg3j<Enter>");
    assert!(desk.screen().contains("宏观 · 3"), "{}", desk.screen());
    desk.keys("hjj<Enter>");
    assert!(desk.screen().contains("CBN · 1"), "{}", desk.screen());
    desk.keys("h");
    assert_eq!(desk.app.categories.cursor, 5);
    // From within, folding goes to the group.
    desk.keys("o");
    assert_eq!((selected(&desk), desk.app.categories.cursor), ("宏观", 3));
    assert_eq!(pane(&desk)[3..], ["宏观", "地方", "券商中国"]);
    desk.keys("Go");
    assert!(desk.status().contains("这里没有分组"), "{}", desk.status());
    // A category that is folded away is found, each once; one comes back to its group.
    desk.keys("/cbn");
    assert_eq!(pane(&desk), ["CBN"]);
    desk.keys("<Enter>h");
    assert_eq!(selected(&desk), "宏观");
    desk.keys("p");
    assert!(desk.status().contains("分组写在设置文件里"), "{}", desk.status());
    // What the archive does not have is among the problems; a group that has nothing here is another archive's.
    desk.keys("!");
    let screen = desk.screen();
    assert!(
        screen.contains("[groups] 宏观") && screen.contains("没有的"),
        "{screen}"
    );
    assert!(!screen.contains("别处"), "{screen}");
}

#[test]
fn what_is_pinned_or_hidden_leaves_its_group() {
    let (_folder, mut desk) = few_with((60, 20), grouped());
    desk.keys("h3jojp");
    assert_eq!(
        pane(&desk)[3..],
        ["经济参考网", "宏观", "CBN", "地方", "券商中国"]
    );
    desk.keys("jjx");
    assert_eq!(pane(&desk)[3..], ["经济参考网", "宏观", "地方", "券商中国"]);
    desk.keys("X");
    assert_eq!(
        pane(&desk)[3..],
        ["经济参考网", "宏观", "CBN", "地方", "券商中国"]
    );
    // Its articles stay in the group's list.
    desk.keys("gg4j<Enter>");
    assert!(desk.screen().contains("宏观 · 3"), "{}", desk.screen());
    // In the list one searches as in any other.
    desk.keys("/CBN<Enter>");
    assert!(desk.screen().contains("· 宏观 · 1"), "{}", desk.screen());
    // Where the group is gone from the settings, one begins with everything.
    let desk = desk.again();
    assert!(desk.screen().contains("· 全部 · 1"), "{}", desk.screen());
}
