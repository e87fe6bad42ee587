//! `finews list`: articles, newest first.

use std::collections::HashSet;
use std::io::Write;

use rayon::prelude::*;

use crate::archive::{Archive, PostFile};
use crate::config::GroupSetting;
use crate::post::{DatePrecision, PostId, midnight, wall_time};
use crate::store::{CategoryId, Row, Scope, Store, Unread};
use crate::text::clean::clean_line;

use super::args::{Args, List};
use super::failure::Failure;
use super::{archive, json, output};

/// Articles that are read again together for `--json`, which names their source links.
const READ_TOGETHER: usize = 1024;

pub(super) fn run(args: &Args, command: &List) -> anyhow::Result<()> {
    let range = Range::new(command, args.settings.zone);
    let archive = archive::required(args)?;
    let mut store = archive::articles(&archive, args.lang())?;
    // A plain list says nothing of the user's own, and is there whatever has become of that.
    let (mut bookmarked, mut unread) = (HashSet::new(), Unread::default());
    if command.json || command.unread || command.bookmarked {
        let (shelf, marks, shown) = archive::shelf(args, &archive, &store)?;
        bookmarked = shelf.bookmarks.into_iter().map(|bookmark| bookmark.id).collect();
        unread = marks;
        // What was bookmarked is listed though a rule hides it.
        if !command.bookmarked {
            store = shown;
        }
    } else {
        store = archive::less_hidden(args, &archive, &store);
    }
    let rows = listed(&store, command.category.as_deref(), &args.settings.groups)?
        .filter(|row| range.holds(row.timestamp()))
        .filter(|row| !command.unread || unread.is_unread(row))
        .filter(|row| !command.bookmarked || bookmarked.contains(&row.id()))
        .take(command.limit.unwrap_or(usize::MAX));
    let mut out = output::output();
    if command.json {
        write_json(&mut out, &archive, rows, &unread, &bookmarked)?;
    } else {
        for row in rows {
            writeln!(out, "{}", line(&row))?;
        }
    }
    Ok(out.flush()?)
}

/// The articles of the category of this folder name or, failing that, of this label or, failing that, of the categories of
/// this group, newest first; all of them where nothing is named.
fn listed<'a>(
    store: &'a Store,
    name: Option<&str>,
    groups: &[GroupSetting],
) -> anyhow::Result<Box<dyn Iterator<Item = Row<'a>> + 'a>> {
    let Some(name) = name else {
        return Ok(Box::new(store.rows(Scope::Shown)));
    };
    if let Some(category) = store.categories_named(name).first() {
        return Ok(Box::new(store.rows(Scope::Category(category.id))));
    }
    let group = groups.iter().find(|group| group.name == name);
    let members = group.into_iter().flat_map(|group| &group.members);
    let categories: Vec<CategoryId> = members
        .flat_map(|member| store.categories_named(member))
        .map(|category| category.id)
        .collect();
    if categories.is_empty() {
        return Err(Failure::NoCategory(clean_line(name)).into());
    }
    let rows: Vec<usize> = store.shown_of_categories(&categories).ones().collect();
    Ok(Box::new(
        rows.into_iter().filter_map(|index| store.row(Scope::All, index)),
    ))
}

/// `2022-01-05 13:31  202201051234567890  经济参考网  title`
pub(super) fn line(row: &Row<'_>) -> String {
    let outlet = row
        .outlet()
        .map(|outlet| format!("{outlet}  "))
        .unwrap_or_default();
    format!(
        "{}  {}  {outlet}{}",
        date_column(row.timestamp(), row.offset(), row.precision()),
        row.id(),
        row.title()
    )
}

/// A date in sixteen columns, as exact as it is known.
pub(super) fn date_column(timestamp: Option<i64>, offset: i16, precision: DatePrecision) -> String {
    match timestamp.and_then(|timestamp| wall_time(timestamp, offset)) {
        Some(time) if precision >= DatePrecision::Minute => time.strftime("%Y-%m-%d %H:%M").to_string(),
        Some(time) => format!("{}      ", time.strftime("%Y-%m-%d")),
        None => "-               ".to_owned(),
    }
}

/// Writes `rows` as JSON; their posts are read again, several at a time.
fn write_json<'a>(
    out: &mut impl Write,
    archive: &Archive,
    rows: impl Iterator<Item = Row<'a>>,
    unread: &Unread,
    bookmarked: &HashSet<PostId>,
) -> anyhow::Result<()> {
    let rows: Vec<Row<'_>> = rows.collect();
    for together in rows.chunks(READ_TOGETHER) {
        let articles: Vec<json::Article> = together
            .par_iter()
            .map(|row| {
                let source = archive.read(&PostFile::from_raw(&row.path())).source_url;
                json::Article::new(row, source, unread, bookmarked.contains(&row.id()))
            })
            .collect();
        for article in &articles {
            output::json_line(out, article)?;
        }
    }
    Ok(())
}

/// The days asked for, as seconds since 1970; an undated article lies in no range but the whole.
struct Range {
    since: Option<i64>,
    until: Option<i64>,
}

impl Range {
    /// What `command` asks for, its days counted in the zone `zone`.
    fn new(command: &List, zone: i16) -> Self {
        let since = command.since.as_ref().and_then(|days| days.range(zone));
        let until = command.until.as_ref().and_then(|days| days.range(zone));
        let after = until.and_then(|days| days.end().tomorrow().ok());
        Self {
            since: since.and_then(|days| midnight(*days.start(), zone)),
            until: after
                .and_then(|date| midnight(date, zone))
                .map(|begins| begins - 1),
        }
    }

    fn holds(&self, timestamp: Option<i64>) -> bool {
        if self.since.is_none() && self.until.is_none() {
            return true;
        }
        timestamp.is_some_and(|at| {
            self.since.is_none_or(|since| at >= since) && self.until.is_none_or(|until| at <= until)
        })
    }
}
