//! A post to a page: reading, the document, the lines.

mod support;

#[path = "../tests/layout/hostile/bodies.rs"]
mod bodies;

use divan::Bencher;
use finews::archive::{PostFile, parse};
use finews::config::{Lang, Settings};
use finews::document::Document;
use finews::layout::{PageHead, page};
use finews::work::{Article, page_head, page_settings};
use support::disk;

fn main() {
    divan::main();
}

/// The bytes of an ordinary post with its full article.
fn bytes() -> Vec<u8> {
    std::fs::read(disk::long_post(&disk::archive_of(10_000))).expect("a post")
}

/// The body of that post, or a megabyte made of it.
fn body(kilobytes: usize) -> String {
    let post = parse(&PostFile::stdin(), &bytes());
    let mut body = post.body.clone();
    while body.len() < kilobytes * 1024 {
        body.push_str(&post.body);
    }
    body
}

const KILOBYTES: [usize; 2] = [1, 1024];

#[divan::bench]
fn read_post(bencher: Bencher) {
    let bytes = bytes();
    bencher.bench(|| parse(&PostFile::stdin(), &bytes));
}

#[divan::bench(args = KILOBYTES)]
fn document(bencher: Bencher, kilobytes: usize) {
    let body = body(kilobytes);
    bencher.bench(|| Document::parse(&body));
}

#[divan::bench(args = KILOBYTES)]
fn lines(bencher: Bencher, kilobytes: usize) {
    let mut post = parse(&PostFile::stdin(), &bytes());
    post.body = body(kilobytes);
    let article = Article::new(post, Vec::new());
    let settings = Settings::default();
    let head = page_head(&article, Lang::Zh.words(), settings.zone);
    let settings = page_settings(&settings, Lang::Zh.words(), 84);
    bencher.bench(|| page(&head, &article.document, &settings));
}

/// The names of the bodies made to break a reader.
fn hostile_names() -> Vec<&'static str> {
    bodies::bodies(usize::MAX)
        .into_iter()
        .map(|(name, _)| name)
        .collect()
}

/// Document and lines of one: under two seconds.
#[divan::bench(args = hostile_names(), sample_count = 1, sample_size = 1)]
fn hostile(bencher: Bencher, name: &str) {
    let body = bodies::bodies(1)
        .into_iter()
        .find_map(|(own, body)| (own == name).then_some(body))
        .unwrap_or_default();
    let settings = page_settings(&Settings::default(), Lang::Zh.words(), 84);
    bencher.bench(|| {
        let document = Document::parse(&body);
        page(&PageHead::default(), &document, &settings)
    });
}
