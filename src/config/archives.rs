//! The user's archives by name: the table `[archives]` of the settings file.

use std::borrow::Cow;
use std::path::PathBuf;

use toml::Spanned;
use toml::de::DeValue;

use super::folders::with_home;
use super::keys::Both;
use crate::text::clean::clean_line;
use crate::text::fold::fold;

/// The table's name in the file.
pub(super) const TABLE: &str = "archives";

/// The name of the guide that is built into the program.
pub const GUIDE: &str = "guide";

/// What the table must be.
pub(super) const TAKES: Both = ("一张表：[archives]", "a table: [archives]");
/// What stands behind a name.
const A_FOLDER: Both = (
    "一个文件夹，从 / 或 ~/ 写起，如 \"~/archive\"",
    "a folder, written from / or ~/ on, such as \"~/archive\"",
);
/// What may stand before it.
const A_NAME: Both = (
    "一个名字：不含斜线，不以 - . ~ 开头，不是 guide，也不与别的名字相同",
    "a name: without slashes, not beginning with - . or ~, not guide, and unlike every other",
);

/// An archive that the settings give a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedArchive {
    /// One clean line.
    pub name: String,
    /// Its folder, as it is written but for a home folder written `~`.
    pub path: PathBuf,
}

/// The one of `archives` that is called `name`, in whatever case and width.
pub fn named<'a>(archives: &'a [NamedArchive], name: &str) -> Option<&'a NamedArchive> {
    let name = fold(name);
    archives.iter().find(|archive| fold(&archive.name) == name)
}

/// Takes over the archive that a line of the table names.
///
/// # Errors
/// With what the line must be where it is something else.
pub(super) fn read(
    archives: &mut Vec<NamedArchive>,
    (name, value): (&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>),
) -> Result<(), Both> {
    let name = name.get_ref().as_ref();
    let can_be_named = !name.is_empty()
        && name == clean_line(name)
        && name == name.trim()
        && !name.contains('/')
        && !name.starts_with(['-', '.', '~'])
        && fold(name) != GUIDE
        && named(archives, name).is_none();
    if !can_be_named {
        return Err(A_NAME);
    }
    let path = value.get_ref().as_str().map(with_home);
    // One that is not absolute would be another archive in every folder.
    let path = path.filter(|path| path.is_absolute()).ok_or(A_FOLDER)?;
    archives.push(NamedArchive {
        name: name.to_owned(),
        path,
    });
    Ok(())
}
