//! Groups of categories, as the settings file has them.

/// One line of `[groups]`: `"宏观" = ["jjckw", "券商中国"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSetting {
    /// Its line in the file, from 1.
    pub line: usize,
    /// Its name, one clean line.
    pub name: String,
    /// Its categories, each by folder name or label.
    pub members: Vec<String>,
}
