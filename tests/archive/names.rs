//! Names and places (archive-format 1 to 11): what a reader would get of each
//! quirk. All posts here are made up.

use crate::temp::{ARTICLE, ID, Temp, day, kinds, template};
use finews::archive::PostFile;
use finews::post::ProblemKind as Kind;
use finews::post::{DateFrom, DatePrecision, Folder, PostId};

#[test]
fn entry_01_no_date_in_the_name() {
    let temp = Temp::with("_posts/-202205261000000001.md", template("title: 甲", "正文"));
    let post = temp.post();
    assert_eq!(post.id, PostId::Number(ID));
    assert_eq!(
        (day(&post).as_str(), post.date.from),
        ("2022-05-26", DateFrom::Id)
    );
    assert_eq!(post.date.precision, DatePrecision::Day);
    assert!(kinds(&post).contains(&Kind::NoDateInName));
}

#[test]
fn entry_02_a_good_and_a_hollow_copy_are_one_article() {
    let hollow = template(
        "title: \"\"\ndate:  +0800\ncategories: emnews",
        "> 摘要一句。还有一句。\n\n<>\n",
    );
    let good = template(
        "title: \"好标题\"\ndate: 2022-05-26 10:00:00 +0800",
        "> 摘要。\n\n<http://a.example/1>\n",
    );
    let temp = Temp::with("_posts/-202205261000000001.md", hollow).add(ARTICLE, good);
    let listing = temp.open().list();
    assert_eq!((listing.groups.len(), listing.files()), (1, 2));
    let posts = temp.posts();
    let hollow = posts.iter().find(|post| !post.has_title()).unwrap();
    let flags = [
        Kind::EmptySource,
        Kind::NoTitle,
        Kind::BadDate,
        Kind::NoDateInName,
    ];
    assert_eq!(kinds(hollow), flags);
    assert_eq!(
        (hollow.title.as_str(), hollow.body.as_str()),
        ("摘要一句", "> 摘要一句。还有一句。")
    );
    assert!(
        posts
            .iter()
            .any(|post| post.title == "好标题" && post.problems.is_empty())
    );
}

#[test]
fn entry_03_one_article_under_two_names() {
    let temp = Temp::with(ARTICLE, template("title: 甲\ncategories: emnews", "")).add(
        "_posts/2022-05-26-NW202205261000000001.md",
        template("title: 甲\ncategories: quanshang", ""),
    );
    assert_eq!(temp.open().list().groups.len(), 1);
    let mut categories: Vec<String> = temp
        .posts()
        .into_iter()
        .flat_map(|post| post.categories)
        .collect();
    categories.sort();
    assert_eq!(categories, ["emnews", "quanshang"]);
}

#[test]
fn entry_04_the_same_name_in_both_folders() {
    let temp = Temp::with(ARTICLE, template("title: 甲\ndate: 2022-05-26 10:00:00", "")).add(
        "old_post/2022-05-26-202205261000000001.md",
        template("title: 甲\ndate: 2022-05-26 10:00:00 +0800", ""),
    );
    let listing = temp.open().list();
    assert_eq!(listing.groups.len(), 1);
    let folders: Vec<Folder> = listing.groups[0].files.iter().map(PostFile::folder).collect();
    assert_eq!(folders, [Folder::Posts, Folder::OldPost]);
    let zones: Vec<bool> = temp.posts().iter().map(|post| post.date.has_zone).collect();
    assert_eq!(zones, [false, true]);
    let moments: Vec<_> = temp.posts().iter().map(|post| post.date.timestamp).collect();
    assert_eq!(moments[0], moments[1]);
}

#[test]
fn entry_05_near_duplicates_are_two_articles() {
    let temp = Temp::with(ARTICLE, template("title: 快讯", "")).add(
        "_posts/2022-05-26-202205261000000002.md",
        template("title: 快讯。", ""),
    );
    let titles: Vec<String> = temp.posts().into_iter().map(|post| post.title).collect();
    assert_eq!(titles, ["快讯。", "快讯"], "the greater number first");
}

#[test]
fn entry_06_names_that_differ_only_in_case() {
    let temp = Temp::with(
        "_posts/2022-05-26-TechWeb.md",
        template("categories: TechWeb", ""),
    )
    .add(
        "_posts/2022-05-26-Techweb.md",
        template("categories: Techweb", ""),
    );
    assert_eq!(temp.open().list().groups.len(), 2);
    let mut categories: Vec<String> = temp
        .posts()
        .into_iter()
        .flat_map(|post| post.categories)
        .collect();
    categories.sort();
    assert_eq!(categories, ["TechWeb", "Techweb"]);
}

#[test]
fn entry_07_names_that_differ_only_in_unicode_form() {
    let temp = Temp::with("_posts/2015-08-21-Espa\u{f1}ol!.md", template("title: NFC", ""))
        .add("_posts/2015-08-21-Espan\u{303}ol!.md", template("title: NFD", ""));
    let mut titles: Vec<String> = temp.posts().into_iter().map(|post| post.title).collect();
    titles.sort();
    assert_eq!(titles, ["NFC", "NFD"], "two posts, both open");
}

#[test]
fn entry_08_spaces_and_brackets_in_names() {
    let names = [
        "2014-08-07-{}+[].md",
        "2009-03-12-hash-#1.markdown",
        "2022-01-01-a  b (c) 'd' $e; *.md",
        "2022-01-01-50%25.md",
    ];
    for name in names {
        let post = Temp::with(format!("_posts/{name}"), template("title: 甲", "")).post();
        assert_eq!((post.path, post.title.as_str()), (format!("_posts/{name}"), "甲"));
    }
    let temp = Temp::with("category/anxin(xianggang).html", "---\n---")
        .add("category/21shiji  nancai.html", "---\n---")
        .add(ARTICLE, template("title: 甲\ncategories: 21shiji  nancai", ""));
    assert_eq!(temp.post().categories, ["21shiji  nancai"]);
}

#[test]
fn entry_09_short_dates_in_names() {
    for (name, expected) in [
        ("2014-1-5-x.md", "2014-01-05"),
        ("22-01-05-x.md", "2022-01-05"),
        ("2022-01-05-.md", "2022-01-05"),
    ] {
        let post = Temp::with(format!("_posts/{name}"), template("title: 甲", "")).post();
        assert_eq!(
            (day(&post).as_str(), post.date.from),
            (expected, DateFrom::Name),
            "{name}"
        );
    }
    let post = Temp::with("_posts/2022-02-31-x.md", template("title: 甲", "")).post();
    assert_eq!(
        (post.date.timestamp, kinds(&post)),
        (None, vec![Kind::BadDate, Kind::NoDateInName])
    );
}

#[test]
fn entry_10_what_is_no_post_is_counted() {
    let mut temp = Temp::with(ARTICLE, "");
    let others = [
        "#x#.md",
        ".hidden.md",
        "2025-11-15-Things003md",
        "2025-11-15-x.md~",
        "_draft.md",
        "data/README.md",
        "template.md",
    ];
    for name in others {
        temp = temp.add(format!("_posts/{name}"), "---\ntitle: 甲\n---\n");
    }
    temp = temp
        .add("_posts/.git/2022-01-01-x.md", "")
        .add("old_post/README.md", "")
        .add("old_post/plain.md", "");
    let mut expected: Vec<_> = others
        .iter()
        .map(|name| (format!("_posts/{name}"), Kind::NotAPost))
        .collect();
    expected.push(("_posts/.git".to_owned(), Kind::NotAPost));
    expected.push(("old_post/README.md".to_owned(), Kind::NotAPost));
    expected.sort();
    assert_eq!(temp.listed_problems(), expected);
    let mut paths: Vec<String> = temp.posts().into_iter().map(|post| post.path).collect();
    paths.sort();
    assert_eq!(
        paths,
        [ARTICLE, "old_post/plain.md"],
        "old_post asks for no date in the name"
    );
}

#[test]
fn entry_11_nested_and_prefixed_folders() {
    let temp = Temp::with("_config.yml", "title: 站")
        .add(
            "zh_cn/news/_posts/web/2022-01-01-x.md",
            template("title: 甲\ncategories: news own", ""),
        )
        .add("node_modules/x/_posts/2022-01-01-y.md", "")
        .add("_site/_posts/2022-01-01-z.md", "")
        .add(".git/_posts/2022-01-01-z.md", "");
    assert_eq!(temp.post().categories, ["zh_cn", "news", "own"]);
    assert_eq!(temp.post().path, "zh_cn/news/_posts/web/2022-01-01-x.md");
    let plain = Temp::with("_posts/web/deep/2022-01-01-x.md", template("title: 甲", ""));
    assert_eq!(plain.post().categories, [""; 0], "folders after _posts are none");
}
