//! Groups of categories, as the settings file has them.

use toml::de::DeTable;

use crate::text::clean::clean_line;

/// The table of groups.
pub(super) const NAME: &str = "groups";

/// What it may hold, Chinese and English.
pub(super) const TAKES: (&str, &str) = (
    "一张表：[groups]，每行是 \"名字\" = [\"分类\", \"分类\"]",
    "a table [groups] of lines \"NAME\" = [\"CATEGORY\", \"CATEGORY\"]",
);

/// One line of `[groups]`: `"宏观" = ["jjckw", "券商中国"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSetting {
    /// Its name, one clean line.
    pub name: String,
    /// Its categories, each by folder name or label.
    pub members: Vec<String>,
}

/// The groups of `table` in the order of the file, and where those stand, in bytes, that cannot be.
pub(super) fn read(table: &DeTable<'_>) -> (Vec<GroupSetting>, Vec<usize>) {
    let mut lines: Vec<_> = table.iter().collect();
    lines.sort_by_key(|(name, _)| name.span().start);
    let (mut groups, mut odd) = (Vec::new(), Vec::new());
    for (name, members) in lines {
        let all = members.get_ref().as_array().into_iter().flatten();
        let members: Option<Vec<String>> = all
            .map(|member| member.get_ref().as_str().map(ToOwned::to_owned))
            .collect();
        let group = GroupSetting {
            name: clean_line(name.get_ref()),
            members: members.unwrap_or_default(),
        };
        if group.name.is_empty() || group.members.is_empty() {
            odd.push(name.span().start);
        } else {
            groups.push(group);
        }
    }
    (groups, odd)
}
