//! Settings, folders and the interface's language as plain values.

pub mod archives;
mod bindings;
mod default_file;
pub mod file;
pub mod folders;
mod groups;
mod keys;
pub mod lang;
mod rules;
mod settings;
pub mod theme;
pub mod words;

pub use archives::NamedArchive;
pub use bindings::{KeyPane, KeySetting};
pub use default_file::default_file;
pub use groups::GroupSetting;
pub use lang::Lang;
pub use rules::Rule;
pub use settings::{CategoryOrder, CitationStyle, Figures, Hyperlinks, MarkRead, Settings, TextSearch};
pub use words::Words;
