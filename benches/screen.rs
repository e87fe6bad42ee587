//! A key in the list and in the page, update and draw apart, with 100,000 and a million articles.

mod support;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use divan::Bencher;
use finews::app::{App, Effect, Event, Key, Size};
use finews::archive::Archive;
use finews::config::{Lang, Settings};
use finews::store::{Builder, Store};
use finews::ui::{self, Theme};
use finews::work::{Batch, Report, Request, answer};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use support::articles;
use support::disk;
use support::facts::Plan;

const SIZES: [usize; 2] = [100_000, 1_000_000];
const SCREEN: Size = Size {
    width: 160,
    height: 45,
};

fn main() {
    divan::main();
}

fn store(posts: usize) -> Arc<Store> {
    let mut builder = Builder::new();
    for batch in articles::batches(&Plan { posts, seed: 1 }, 8_192) {
        builder.add(batch);
    }
    builder.snapshot()
}

/// The program with so many articles, all loaded.
fn app(posts: usize) -> App {
    let (mut app, effects) = App::new(
        Lang::Zh,
        Settings::default(),
        "bench".into(),
        "bench".into(),
        SCREEN,
        0,
    );
    for effect in effects {
        if let Effect::Work(Request::Load { generation, .. }) = effect {
            let batch = Batch {
                new: 0,
                stands: true,
                looked_at: None,
                reached: None,
                changed: Vec::new(),
                read: 0,
                notice: None,
                generation,
                store: store(posts),
                seen: posts,
                problems: Vec::new(),
                done: true,
                failed: None,
            };
            app.update(Event::Report(Report::Loaded(batch)), Instant::now());
        }
    }
    app
}

fn press(app: &mut App, c: char) -> Vec<Effect> {
    app.update(Event::Key(Key::char(c)), Instant::now())
}

/// `j` in the list.
#[divan::bench(args = SIZES)]
fn update_list(bencher: Bencher, posts: usize) {
    let mut app = app(posts);
    bencher.bench_local(|| press(&mut app, 'j'));
}

/// `G` and `gg`: the two ends of the list.
#[divan::bench(args = SIZES)]
fn update_ends(bencher: Bencher, posts: usize) {
    let mut app = app(posts);
    bencher.bench_local(|| {
        press(&mut app, 'G');
        press(&mut app, 'g');
        press(&mut app, 'g')
    });
}

/// Another category under the cursor: its list opens beside it.
#[divan::bench(args = SIZES)]
fn open_list(bencher: Bencher, posts: usize) {
    let mut app = app(posts);
    press(&mut app, 'h');
    bencher.bench_local(|| press(&mut app, 'j'));
}

/// The whole screen drawn.
#[divan::bench(args = SIZES)]
fn draw_list(bencher: Bencher, posts: usize) {
    let mut app = app(posts);
    for key in "50000j".chars() {
        press(&mut app, key);
    }
    let theme = Theme::terminal();
    let mut buffer = Buffer::empty(Rect::new(0, 0, SCREEN.width, SCREEN.height));
    bencher.bench_local(|| {
        buffer.reset();
        ui::render(&app, &theme, &mut buffer)
    });
}

/// `j` in a page, and the screen drawn.
#[divan::bench]
fn page_key_and_draw(bencher: Bencher) {
    let archive = Archive::open(&disk::archive_of(10_000)).expect("an archive");
    let (mut app, effects) = App::new(
        Lang::Zh,
        Settings::default(),
        "bench".into(),
        "bench".into(),
        SCREEN,
        0,
    );
    let never = AtomicBool::new(false);
    for effect in effects {
        if let Effect::Work(Request::Load { generation, .. }) = effect {
            let mut batches = Vec::new();
            finews::work::load(&archive, generation, &never, |batch| batches.push(batch));
            for batch in batches {
                app.update(Event::Report(Report::Loaded(batch)), Instant::now());
            }
        }
    }
    for effect in press(&mut app, 'l') {
        if let Effect::Work(request) = effect
            && let Some(report) = answer(&archive, request, &never)
        {
            app.update(Event::Report(report), Instant::now());
        }
    }
    let theme = Theme::terminal();
    let mut buffer = Buffer::empty(Rect::new(0, 0, SCREEN.width, SCREEN.height));
    bencher.bench_local(|| {
        press(&mut app, 'j');
        press(&mut app, 'k');
        buffer.reset();
        ui::render(&app, &theme, &mut buffer)
    });
}
