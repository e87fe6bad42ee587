//! Dates, categories and tags (archive-format 25 to 33): what a reader would get of each
//! quirk. All posts here are made up.

use crate::temp::{ARTICLE, Temp, day, kinds, template, with_front};
use finews::archive::Archive;
use finews::post::ProblemKind as Kind;
use finews::post::{DateFrom, DatePrecision};

#[test]
fn entry_25_a_date_without_a_zone_is_beijing_time() {
    let plain = with_front("title: 甲\ndate: 2022-05-26 10:46:18");
    let zoned = with_front("title: 甲\ndate: 2022-05-26 10:46:18 +0800");
    assert_eq!(plain.date.timestamp, zoned.date.timestamp);
    assert_eq!(
        (plain.date.has_zone, zoned.date.has_zone, plain.date.offset),
        (false, true, 480)
    );
    assert_eq!(kinds(&plain), []);
    let temp = Temp::with(ARTICLE, template("title: 甲\ndate: 2022-05-26 10:46:18", ""));
    let archive: Archive = temp.open().with_zone(0);
    let post = archive.read(&archive.list().groups[0].files[0]);
    assert_eq!(
        post.date.timestamp,
        plain.date.timestamp.map(|seconds| seconds + 8 * 3600),
        "a setting"
    );
}

#[test]
fn entry_26_a_zone_alone_or_nothing() {
    for (line, raw) in [("date:  +0800", Some("+0800")), ("date:", None)] {
        let post = with_front(&format!("title: 甲\n{line}"));
        assert_eq!(
            (post.date.from, day(&post).as_str(), post.date.raw.as_deref()),
            (DateFrom::Name, "2022-05-26", raw)
        );
        assert_eq!(
            (kinds(&post), post.problems[0].line),
            (vec![Kind::BadDate], Some(4))
        );
    }
    let unknown = Temp::with("old_post/x.md", template("title: 甲\ndate: +0800", "")).post();
    assert_eq!(
        (unknown.date.timestamp, unknown.date.precision),
        (None, DatePrecision::None)
    );
}

#[test]
fn entry_27_many_date_shapes() {
    use DatePrecision::{Day, Minute, Second};
    for (date, moment, precision) in [
        ("'2022-05-26T02:30:43Z'", "2022-05-26T02:30:43Z", Second),
        (
            "2004-12-16 15:17:59.000000000 +00:00",
            "2004-12-16T15:17:59Z",
            Second,
        ),
        ("2022-05-26 07:08", "2022-05-25T23:08:00Z", Minute),
        ("2022-05-26", "2022-05-25T16:00:00Z", Day),
        ("2022-05-26 07:08:09+08:00", "2022-05-25T23:08:09Z", Second),
        ("2022-05-26 07:08:09 -4", "2022-05-26T11:08:09Z", Second),
        ("2022-5-6 7:08:09", "2022-05-05T23:08:09Z", Second),
    ] {
        let post = with_front(&format!("title: 甲\ndate: {date}"));
        let read = jiff::Timestamp::from_second(post.date.timestamp.unwrap())
            .unwrap()
            .to_string();
        assert_eq!(
            (read.as_str(), post.date.precision, post.date.from),
            (moment, precision, DateFrom::FrontMatter),
            "{date}"
        );
        assert_eq!(kinds(&post), [], "{date}");
    }
}

#[test]
fn entry_28_nonsense_dates() {
    for date in [
        "2017-02-10 00:10::00 -03:00",
        "Fri Sep  3 10:00:00 CEST 2021",
        "2023-01-29 18:30:22 2023 -0800",
        "2021-02-30",
        "昨天",
    ] {
        let post = with_front(&format!("title: 甲\ndate: {date}"));
        assert_eq!(
            (day(&post).as_str(), post.date.from, post.date.precision),
            ("2022-05-26", DateFrom::Name, DatePrecision::Day)
        );
        assert_eq!(
            post.date.raw.unwrap().split(' ').next(),
            date.split(' ').next(),
            "kept to be shown"
        );
        assert!(
            post.problems
                .iter()
                .any(|problem| problem.kind == Kind::BadDate && problem.line == Some(4)),
            "{date}"
        );
    }
}

#[test]
fn entry_29_no_date_at_all() {
    let post = with_front("title: 甲");
    assert_eq!(
        (day(&post).as_str(), post.date.from, post.date.precision),
        ("2022-05-26", DateFrom::Name, DatePrecision::Day)
    );
    assert_eq!(
        (post.date.raw, kinds(&with_front("title: 甲"))),
        (None, vec![Kind::BadDate])
    );
}

#[test]
fn entry_30_categories_and_tags_as_one_string() {
    let name = "21shijijingjibaodao  nancailicaitong";
    let front =
        format!("title: 甲\ndate: 2022-05-26\ncategories: {name}\ntags: 21世纪经济报道  南财理财通新闻");
    let temp = Temp::with(ARTICLE, template(&front, ""))
        .add(format!("category/{name}.html"), "---\ntitle: 别的\n---");
    let post = temp.post();
    assert_eq!(
        post.categories,
        [name],
        "matched whole: there is a page of that name"
    );
    assert_eq!(post.tag.as_deref(), Some("21世纪经济报道 南财理财通新闻"));
    assert_eq!(
        with_front(&front).categories,
        ["21shijijingjibaodao", "nancailicaitong"],
        "no such page"
    );
    let commas = with_front("title: 甲\ndate: 2022-05-26\ncategories: news, foundation");
    assert_eq!(
        (commas.categories.as_slice(), kinds(&commas)),
        (
            ["news", "foundation"].map(String::from).as_slice(),
            vec![Kind::OddList]
        )
    );
    assert_eq!(
        with_front("category: a b").categories,
        ["a b"],
        "the singular is not split"
    );
}

#[test]
fn entry_31_odd_list_items() {
    let post = with_front("title: 甲\ndate: 2022-05-26\ncategories: [中文, A b, 2022, null, a/b, 中文]");
    assert_eq!(post.categories, ["中文", "A b", "2022", "a/b"]);
    assert_eq!(
        (kinds(&post), post.problems[0].line),
        (vec![Kind::OddList], Some(5))
    );
    let block = with_front("title: 甲\ndate: 2022-05-26\ncategories:\n  - 中文\n  - 2022\ntags:\n- 乙");
    assert_eq!(
        (block.categories, block.tag.as_deref()),
        (vec!["中文".to_owned(), "2022".to_owned()], Some("乙"))
    );
}

#[test]
fn entry_32_a_category_is_labelled_by_its_posts() {
    let temp = Temp::with(
        ARTICLE,
        template("title: 甲\ncategories: Wind\ntags: 万得新闻", ""),
    )
    .add("category/Wind.html", "---\ntitle: 别家新闻\ncategory: Wind\n---");
    let post = temp.post();
    assert_eq!(
        (post.categories, post.outlet.as_deref()),
        (vec!["Wind".to_owned()], Some("万得"))
    );
}

#[test]
fn entry_33_outlets() {
    for (tag, outlet) in [
        ("券商中国新闻", "券商中国"),
        ("每日经济新闻新闻", "每日经济新闻"),
        ("东财滚动新闻", "东财滚动"),
        ("站长消息", "站长消息"),
    ] {
        let post = with_front(&format!("tags: {tag}"));
        assert_eq!(
            (post.tag.as_deref(), post.outlet.as_deref()),
            (Some(tag), Some(outlet))
        );
    }
}
