//! What leaves the program for other programs: articles as Markdown, HTML, text or a book, citations of them, bookmarks;
//! and the bookmarks that come from them.
//!
//! All of it is made from plain data and goes into a writer that is handed in. What the files say themselves, beside the
//! articles, is Chinese as those are.

mod bookmarks;
mod citation;
mod epub;
mod export;
mod facts;
mod format;
mod html;
mod markdown;
mod outline;
mod pieces;
mod zip;

pub use bookmarks::{
    BadLine, BookmarkForm, PassageForm, WhyBad, read_csv, read_netscape, text_of, write_csv, write_markdown,
    write_netscape,
};
pub use citation::cite;
pub use export::{Export, Manner, plain};
pub use facts::Facts;
pub use format::{Format, file_name};
