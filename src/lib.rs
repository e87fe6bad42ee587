//! finews, a terminal reader for large local archives of Chinese news.
//!
//! ```text
//! src/          what it does                                                          may import (of ours)
//!  text/        cleaning, entities, graphemes, cells, folding with offsets, pinyin    nothing
//!  disk/        what kind of disk a folder lies on, locks                              nothing
//!  post/        Post, PostId, Category, Outlet, dates: plain data                     text
//!  archive/     files -> posts: walk, names, encoding, front matter, tail lines       post text
//!  catalogue/   the rebuildable record of an archive on disk (SQLite)                 disk post text
//!  store/       posts -> store: copies merged, categories, orders, filters            post text
//!  document/    body -> document: mixed Markdown and HTML -> text + ranges            text
//!  layout/      document + width -> lines; page(post, document, width)                document post text
//!  search/      query, index, matcher, snippets; is handed (id, text, fields)         post text
//!  library/     the user's own: bookmarks, marks, places, searches (SQLite)           disk post text
//!  config/      settings, folders, language, themes and keys as plain values          text
//!  exchange/    articles, bookmarks -> files for other programs, and bookmarks back    config document layout library post text
//!  work/        Request -> Report: threads that load, lay out, save                   all above
//!  app/         App state, Action, key table, update -> effects, areas                all above (of work: its two types)
//!  ui/          draw(&App, frame): one file per pane; theme -> styles                 all of app's, read-only, + ratatui
//!  term/        set-up, restore, queries, input, clipboard, browser, the loop         app ui work config text + crossterm
//!  cli/         arguments, one file per subcommand, exit codes; the wiring            all
//!  main.rs      cli::run, then the exit code                                          cli
//! ```
//!
//! Data flows one way: files → posts → store → lists → screen; body → document → lines;
//! key → action → update → draw. Where an arrow must turn back it becomes a message.

// What could end the program in the middle of an article. Tests may.
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]
#![cfg_attr(test, allow(clippy::string_slice))]

pub mod app;
pub mod archive;
pub mod catalogue;
pub mod cli;
pub mod config;
pub mod disk;
pub mod document;
pub mod exchange;
pub mod layout;
pub mod library;
pub mod post;
pub mod search;
pub mod store;
pub mod term;
pub mod text;
pub mod ui;
pub mod work;
