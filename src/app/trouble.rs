//! stub until merged
use crate::archive::OpenError;
use crate::config::Lang;
use crate::library::LibraryError;
/// x
pub fn archive_trouble(_lang: Lang, error: &OpenError) -> String {
    error.to_string()
}
/// x
pub fn library_trouble(_lang: Lang, error: &LibraryError) -> String {
    error.to_string()
}
