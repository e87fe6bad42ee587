//! Settings, folders and the interface's language as plain values.

mod bindings;
pub mod file;
pub mod folders;
mod keys;
pub mod lang;
mod rules;
mod settings;
pub mod theme;
pub mod words;

pub use bindings::{KeyPane, KeySetting};
pub use lang::Lang;
pub use rules::Rule;
pub use settings::{CitationStyle, Figures, Hyperlinks, MarkRead, Settings, TextSearch};
pub use words::Words;
