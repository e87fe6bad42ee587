//! Text as a terminal needs it: cleaned of everything that could drive the terminal, measured in
//! cells, split into grapheme clusters and sentences, folded for comparison, read as pinyin, quoted and found again.
//! Knows nothing of posts or screens.

pub mod cells;
pub mod clean;
pub mod collation;
pub mod entities;
pub mod fold;
pub mod forms;
pub mod likely;
pub mod needle;
mod overlong;
pub mod pinyin;
pub mod quote;
pub mod sentence;
pub mod simplify;
mod syllables;
