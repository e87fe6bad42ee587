//! A row of the article list as text: how its columns share the width, where a narrow list breaks the
//! title under the cursor.

use jiff::civil::DateTime;

use crate::layout::wrap;
use crate::post::{DatePrecision, wall_time};

use super::{App, ListView, Shape, Source};

/// Cells of the columns before the title: the unread mark and a space, the time, a space or star, a space.
const BEFORE_TITLE: usize = 2 + 5 + 2 + 1;
/// From this width a list that mixes outlets names them on the right.
const WITH_OUTLET: usize = 64;
/// Most cells of the outlet column.
const OUTLET: usize = 16;

/// How the columns of a row share the pane's width, in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Before the title.
    pub before: usize,
    /// The title.
    pub title: usize,
    /// The outlet, 0 where there is none.
    pub outlet: usize,
}

/// What a row says.
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowText {
    /// `13:02`, or blanks where no clock time is known.
    pub time: String,
    /// The title, whole.
    pub title: String,
    /// The outlet, where the list mixes outlets.
    pub outlet: Option<String>,
    /// How many other copies of it the archive has.
    pub copies: usize,
    /// Whether it is unread.
    pub unread: bool,
    /// Whether it is bookmarked.
    pub bookmarked: bool,
    /// Whether a change about it is not on disk yet.
    pub settling: bool,
    /// Whether the archive has it (bookmarks and passages outlive their articles).
    pub gone: bool,
}

impl App {
    /// How the columns of a list `width` cells wide share it.
    pub fn columns(&self, width: usize) -> Columns {
        let outlet = if self.mixes_outlets() && width >= WITH_OUTLET {
            OUTLET.min(width / 5)
        } else {
            0
        };
        let gap = usize::from(outlet > 0) * 2;
        // One cell of margin stays free on the right.
        let title = width.saturating_sub(BEFORE_TITLE + gap + outlet + 1).max(2);
        Columns {
            before: BEFORE_TITLE,
            title,
            outlet,
        }
    }

    /// What row `index` of `view` says.
    pub fn row_text(&self, view: &ListView, index: usize) -> RowText {
        if let Some(row) = view.list.row(&self.store, index) {
            let id = row.id();
            return RowText {
                time: match view.source {
                    Source::History if view.search.is_none() => self.visited(&id).unwrap_or_default(),
                    _ => self.time(view, row.timestamp(), row.precision()),
                },
                title: row.title().to_owned(),
                outlet: self
                    .mixes_outlets()
                    .then(|| row.outlet().map(ToOwned::to_owned))
                    .flatten(),
                copies: row.copy_count(),
                unread: self.unread.is_unread(&row),
                bookmarked: self.is_bookmarked(&id),
                settling: self.is_settling(&id),
                gone: false,
            };
        }
        let known = view.list.id(&self.store, index).and_then(|id| self.known(&id));
        known.map_or_else(RowText::default, |known| RowText {
            time: match view.source {
                Source::History if view.search.is_none() => {
                    self.visited(&known.article.id).unwrap_or_default()
                }
                _ => self.time(view, known.date, known.date_precision),
            },
            bookmarked: self.is_bookmarked(&known.article.id),
            settling: self.is_settling(&known.article.id),
            title: known.title,
            outlet: known.outlet,
            copies: 0,
            unread: false,
            gone: true,
        })
    }

    /// The time of day or, where no heading says the day, that.
    fn time(&self, view: &ListView, timestamp: Option<i64>, precision: DatePrecision) -> String {
        if view.is_by_date() {
            self.clock(timestamp, precision)
        } else {
            self.day(timestamp)
        }
    }

    /// Month and day in the archive's zone or, of another year than this, year and month (`22/01`); five cells.
    pub(super) fn day(&self, timestamp: Option<i64>) -> String {
        let zone = self.settings.zone;
        let date = |timestamp| wall_time(timestamp, zone).map(DateTime::date);
        let Some(day) = timestamp.and_then(date) else {
            return "     ".to_owned();
        };
        if date(self.now).is_some_and(|today| today.year() == day.year()) {
            format!("{:02}-{:02}", day.month(), day.day())
        } else {
            format!("{:02}/{:02}", day.year().rem_euclid(100), day.month())
        }
    }

    /// Hours and minutes in the archive's zone; blanks where they are not known.
    pub(super) fn clock(&self, timestamp: Option<i64>, precision: DatePrecision) -> String {
        let timestamp = timestamp.filter(|_| precision >= DatePrecision::Minute);
        let time = timestamp.and_then(|timestamp| wall_time(timestamp, self.settings.zone));
        time.map_or_else(
            || "     ".to_owned(),
            |time| format!("{:02}:{:02}", time.hour(), time.minute()),
        )
    }

    /// The lines of the title under the cursor where a narrow list shows it whole; else empty.
    pub fn selected_title(&self) -> Vec<String> {
        let areas = self.areas();
        let (Shape::Narrow, Some(pane)) = (areas.shape, areas.list) else {
            return Vec::new();
        };
        let view = self.list();
        let row = self.row_text(view, view.cursor);
        let columns = self.columns(pane.body.width.into());
        // A title of many lines must leave room for its neighbours.
        let most = (usize::from(pane.body.height) / 2).max(1);
        let mut lines = wrap(&row.title, columns.title, self.settings.cells);
        lines.truncate(most);
        lines
    }
}
