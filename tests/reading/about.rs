//! What is known of an article beside its text.

use finews::library::{ArticleFacts, ArticleKey, LibraryOp};
use finews::post::{DatePrecision, PostId};

use crate::desk::Desk;

#[test]
fn an_article_of_the_list_and_of_the_page_tell_the_same() {
    let mut desk = Desk::new(60, 40);
    desk.keys("10ji");
    let listed = desk.screen();
    for part in [
        "一升雾水的账：雾屿集雾业调查",
        "202611232615330111",
        "2026-11-23 15:33:00 +08:00",
        "雾屿晚报 (wuyu)",
        "_posts/2026-11-23-NW202611232615330111.md",
        "4 个链接",
        "未读",
    ] {
        assert!(listed.contains(part), "{part}: {listed}");
    }
    assert!(!listed.contains("收藏"), "{listed}");
    desk.keys("i<Enter>i");
    // Gone into, it was read.
    let read = desk.screen();
    assert!(read.contains("上次读是"), "{read}");
    desk.keys("qb:tag 水 价<Enter>a两天后再看<Enter>i");
    let own = desk.screen();
    for part in ["收藏", "价 水", "两天后再看"] {
        assert!(own.contains(part), "{part}: {own}");
    }
    desk.keys("/笔记<Enter>");
    let narrowed = desk.screen();
    assert!(
        narrowed.contains("两天后再看") && !narrowed.contains("wuyu"),
        "{narrowed}"
    );
}

#[test]
fn an_article_that_is_gone_tells_what_is_known() {
    let mut desk = Desk::reading(100, 30, "还在", "正文");
    desk.keys("q");
    let facts = ArticleFacts {
        article: ArticleKey::of(&PostId::parse("202001010000000001"), "elsewhere"),
        title: "早已不在".to_owned(),
        outlet: Some("旧报".to_owned()),
        date: Some(1_577_836_800),
        date_offset: 480,
        date_precision: DatePrecision::Minute,
        source_url: Some("https://example.com/old".to_owned()),
    };
    desk.elsewhere(&LibraryOp::AddBookmark(facts));
    desk.keys("hj<Enter>i");
    let told = desk.screen();
    for part in ["早已不在", "旧报", "https://example.com/old", "没有"] {
        assert!(told.contains(part), "{part}: {told}");
    }
}
