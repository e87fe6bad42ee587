//! All posts of one id become one article (`design.md`, decision 2).

use std::cmp::Reverse;

use crate::post::{Article, ArticleDate, CATEGORIES, DateFrom, Post, Problem, ProblemKind, RawPath};
use crate::text::clean::clean_line;

/// The category of the site's rolling news: it collects from all outlets and names none (archive-format 33).
pub const ROLLING: &str = "emnews";

/// One copy, weighed.
struct Copy {
    path: RawPath,
    post: Post,
    /// Title and body present (archive-format 2).
    whole: bool,
    /// Characters of its text; a copy that has no rival is not counted, only seen to have a text.
    length: usize,
}

impl Copy {
    fn new((path, post): (RawPath, Post), alone: bool) -> Self {
        let length = if alone {
            usize::from(!post.body.trim_start().is_empty())
        } else {
            text_length(&post.body)
        };
        Self {
            whole: post.has_title() && length > 0,
            length,
            path,
            post,
        }
    }

    fn is_rolling(&self) -> bool {
        let first = self.post.categories.first();
        first.is_some_and(|category| category == ROLLING)
    }
}

/// The article of all posts that share an id, and everything odd about them: the posts' own problems, and
/// where copies contradict each other. `None` without posts.
///
/// The copy shown is whole (title and body), then longer, then dated with a zone, then in `_posts`, then
/// first by path. What it lacks comes from the best copy that has it.
pub fn merge(posts: Vec<(RawPath, Post)>) -> Option<(Article, Vec<Problem>)> {
    let alone = posts.len() == 1;
    let mut copies: Vec<Copy> = posts.into_iter().map(|copy| Copy::new(copy, alone)).collect();
    copies.sort_by(|a, b| {
        let rank = |copy: &Copy| {
            (
                Reverse(copy.whole),
                Reverse(copy.length),
                Reverse(copy.post.date.has_zone),
                copy.post.folder,
            )
        };
        rank(a).cmp(&rank(b)).then_with(|| a.path.cmp(&b.path))
    });
    let mut problems = Vec::new();
    for copy in &mut copies {
        problems.append(&mut copy.post.problems);
    }
    let shown = copies.first()?;
    problems.extend(
        copies
            .iter()
            .skip(1)
            .filter_map(|copy| contradiction(shown, copy)),
    );

    let (categories, left_out) = categories(&copies);
    problems.extend((left_out > 0).then(|| Problem {
        path: clean_line(&shown.post.path),
        line: None,
        kind: ProblemKind::OddList,
        message: format!("{left_out} categories too many"),
        shown_as: format!("the first {CATEGORIES}"),
    }));
    let title = copies.iter().find(|copy| copy.post.has_title());
    let dated = |copy: &&Copy| copy.post.date.from == DateFrom::FrontMatter;
    let date = copies.iter().find(dated).unwrap_or(shown);
    let article = Article {
        id: shown.post.id.clone(),
        title: title.unwrap_or(shown).post.title.clone(),
        date: ArticleDate::from(&date.post.date),
        categories,
        outlet: outlet(&copies),
        path: shown.path.clone(),
        checksum: shown.post.checksum,
        copies: copies.iter().skip(1).map(|copy| copy.path.clone()).collect(),
    };
    Some((article, problems))
}

/// The union of the copies' categories, and how many were left out. A post's tag labels its first category.
fn categories(copies: &[Copy]) -> (Vec<(String, Option<String>)>, usize) {
    let mut left_out = 0;
    let mut pairs: Vec<(String, Option<String>)> = Vec::new();
    for copy in copies {
        for (place, name) in copy.post.categories.iter().enumerate() {
            let label = copy.post.outlet.as_ref().filter(|_| place == 0);
            let same = |pair: &(String, Option<String>)| pair.0 == *name;
            let Some(label) = label else {
                if !pairs.iter().any(same) {
                    if pairs.len() < CATEGORIES {
                        pairs.push((name.clone(), None));
                    } else {
                        left_out += 1;
                    }
                }
                continue;
            };
            let pair = (name.clone(), Some(label.clone()));
            if pairs.contains(&pair) {
                continue;
            }
            let full = pairs.len() >= CATEGORIES;
            match pairs.iter_mut().find(|pair| same(pair) && pair.1.is_none()) {
                Some(unlabelled) => *unlabelled = pair,
                None if full => left_out += 1,
                None => pairs.push(pair),
            }
        }
    }
    (pairs, left_out)
}

/// The outlet of the copy shown, unless that is rolling news and another copy names a real one.
fn outlet(copies: &[Copy]) -> Option<String> {
    let named = |copy: &Copy| copy.post.outlet.clone();
    let mut real = copies.iter().filter(|copy| !copy.is_rolling());
    real.find_map(named).or_else(|| copies.iter().find_map(named))
}

/// What a reader should know of a copy that is not shown. Length, zone and tail lines differ with the age of
/// the template (archive-format, table) and are not worth telling.
fn contradiction(shown: &Copy, copy: &Copy) -> Option<Problem> {
    let mut differences = Vec::new();
    if shown.whole && !copy.whole {
        differences.push("has no title or no text");
    }
    let titled = shown.post.has_title() && copy.post.has_title();
    if titled && shown.post.title != copy.post.title {
        differences.push("has another title");
    }
    let dated = |copy: &Copy| copy.post.date.from == DateFrom::FrontMatter;
    let moments = (shown.post.date.timestamp, copy.post.date.timestamp);
    if dated(shown) && dated(copy) && moments.0 != moments.1 {
        differences.push("has another date");
    }
    let what = differences.join(", ");
    (!differences.is_empty()).then(|| Problem {
        path: clean_line(&copy.post.path),
        line: None,
        kind: ProblemKind::Copies,
        message: format!("this copy of article {} {what}", copy.post.id),
        shown_as: format!("the copy {}", clean_line(&shown.post.path)),
    })
}

/// Characters of text outside tags and white space, near enough to tell which of two copies says more.
/// Only a letter, `/` or `!` opens a tag (archive-format 38).
fn text_length(body: &str) -> usize {
    let mut length = 0;
    let mut rest = body.chars().peekable();
    let mut in_tag = false;
    while let Some(char) = rest.next() {
        let opens = |next: &char| next.is_ascii_alphabetic() || matches!(next, '/' | '!');
        match char {
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            '<' if rest.peek().is_some_and(opens) => in_tag = true,
            _ if char.is_whitespace() => {}
            _ => length += 1,
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::post::{DatePrecision, Folder, PostDate, PostId, TitleFrom};

    fn post(path: &str, body: &str) -> (RawPath, Post) {
        let post = Post {
            id: PostId::Number(202_201_072_239_307_540),
            path: path.to_owned(),
            folder: if path.starts_with("old_post") {
                Folder::OldPost
            } else {
                Folder::Posts
            },
            title: "标题".to_owned(),
            title_from: TitleFrom::FrontMatter,
            date: PostDate {
                timestamp: Some(1_641_514_459),
                offset: 480,
                precision: DatePrecision::Second,
                from: DateFrom::FrontMatter,
                has_zone: false,
                raw: None,
            },
            categories: vec![ROLLING.to_owned()],
            tag: Some("滚动新闻".to_owned()),
            outlet: Some("滚动".to_owned()),
            source_url: None,
            body: body.to_owned(),
            body_line: 8,
            checksum: 0,
            problems: Vec::new(),
        };
        (path.as_bytes().into(), post)
    }

    fn shown(posts: Vec<(RawPath, Post)>) -> String {
        let (article, _) = merge(posts).unwrap();
        String::from_utf8_lossy(&article.path).into_owned()
    }

    #[test]
    fn no_posts_no_article() {
        assert_eq!(merge(Vec::new()), None);
    }

    #[test]
    fn a_whole_copy_goes_before_a_longer_hollow_one() {
        let mut hollow = post("_posts/-x.md", "很长很长的正文");
        hollow.1.title_from = TitleFrom::Body;
        hollow.1.title = "很长很长的正文".to_owned();
        let whole = post("old_post/x.md", "正文");
        let (article, problems) = merge(vec![hollow, whole]).unwrap();
        assert_eq!(&*article.path, b"old_post/x.md");
        assert_eq!(article.copies, [RawPath::from(&b"_posts/-x.md"[..])]);
        assert_eq!(problems.len(), 1);
        let problem = problems.first().unwrap();
        assert_eq!(problem.kind, ProblemKind::Copies);
        assert_eq!(problem.path, "_posts/-x.md");
        assert!(problem.shown_as.contains("old_post/x.md"));
    }

    #[test]
    fn length_is_of_text_not_of_markup() {
        let marked = post("_posts/a.md", "<p class=\"em_media\">短</p>   <!-- x -->");
        let long = post("old_post/b.md", "长一些 精度<1%");
        assert_eq!(shown(vec![marked, long]), "old_post/b.md");
    }

    #[test]
    fn then_the_zone_then_the_folder_then_the_path() {
        let mut zoned = post("old_post/z.md", "正文");
        zoned.1.date.has_zone = true;
        let (a, b, old) = (
            post("_posts/a.md", "正文"),
            post("_posts/b.md", "正文"),
            post("old_post/0.md", "正文"),
        );
        let all = vec![b.clone(), old.clone(), zoned, a.clone()];
        assert_eq!(shown(all), "old_post/z.md");
        assert_eq!(shown(vec![old.clone(), b.clone(), a]), "_posts/a.md");
        assert_eq!(shown(vec![old, b]), "_posts/b.md");
    }

    #[test]
    fn rolling_news_gives_way_to_a_named_outlet() {
        let rolling = post("_posts/a.md", "摘要和正文");
        let mut named = post("_posts/b.md", "正文");
        named.1.categories = vec!["quanshang".to_owned(), "emnews".to_owned()];
        named.1.outlet = Some("券商".to_owned());
        let (article, problems) = merge(vec![named, rolling]).unwrap();
        assert_eq!(&*article.path, b"_posts/a.md");
        assert_eq!(article.outlet.as_deref(), Some("券商"));
        assert_eq!(
            article.categories,
            [
                ("emnews".to_owned(), Some("滚动".to_owned())),
                ("quanshang".to_owned(), Some("券商".to_owned())),
            ]
        );
        assert_eq!(problems, [], "the two forms of one article are as they should be");
    }

    #[test]
    fn two_labels_of_a_category_are_two_votes() {
        let one = post("_posts/a.md", "正文");
        let mut other = post("_posts/b.md", "正文");
        other.1.outlet = Some("快讯".to_owned());
        let mut none = post("_posts/c.md", "正文");
        none.1.outlet = None;
        let (article, _) = merge(vec![none, other, one]).unwrap();
        let labels: Vec<_> = article.categories.iter().map(|pair| &pair.1).collect();
        assert_eq!(labels, [&Some("滚动".to_owned()), &Some("快讯".to_owned())]);
    }

    #[test]
    fn what_the_copy_shown_lacks_comes_from_another() {
        let mut titled = post("_posts/a.md", "");
        titled.1.title = "真标题".to_owned();
        let mut text = post("_posts/b.md", "正文");
        text.1.title_from = TitleFrom::Body;
        text.1.date = PostDate::UNKNOWN;
        let (article, problems) = merge(vec![titled, text]).unwrap();
        assert_eq!(&*article.path, b"_posts/b.md");
        assert_eq!(article.title, "真标题");
        assert_eq!(article.date.timestamp, Some(1_641_514_459));
        assert_eq!(problems, []);
    }

    #[test]
    fn contradictions_and_the_posts_own_problems_are_told() {
        let one = post("_posts/a.md", "正文长");
        let mut other = post("_posts/b\u{1b}.md", "正文");
        other.1.title = "别的".to_owned();
        other.1.date.timestamp = Some(5);
        other.1.problems = vec![Problem {
            path: "_posts/b.md".to_owned(),
            line: Some(2),
            kind: ProblemKind::RepeatedKey,
            message: String::new(),
            shown_as: String::new(),
        }];
        let (_, problems) = merge(vec![one, other]).unwrap();
        let kinds: Vec<_> = problems.iter().map(|problem| problem.kind).collect();
        assert_eq!(kinds, [ProblemKind::RepeatedKey, ProblemKind::Copies]);
        let message = &problems.last().unwrap().message;
        assert!(message.contains("another title, has another date"), "{message}");
        assert!(!problems.last().unwrap().path.contains('\u{1b}'));
    }

    #[test]
    fn a_post_in_a_hundred_thousand_categories_is_cut_and_said_so() {
        let mut odd = post("_posts/a.md", "正文");
        odd.1.categories = (0..100_000).map(|number| number.to_string()).collect();
        let (article, problems) = merge(vec![odd]).unwrap();
        assert_eq!(article.categories.len(), CATEGORIES);
        assert!(
            problems
                .iter()
                .any(|problem| problem.kind == ProblemKind::OddList)
        );
    }
}
