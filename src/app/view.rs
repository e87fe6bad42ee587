//! What the panes say that follows from the state: the name of a list, the headings of days, counts.

use jiff::civil::Weekday;

use crate::config::words::grouped;
use crate::post::{DAY, midnight, wall_time};
use crate::store::{List, Scope};

use super::{App, ListView, Search, Source};

/// Cells that words somebody typed take at least and at most where they are said again.
const SAID: std::ops::RangeInclusive<usize> = 16..=40;

impl App {
    /// `typed`, which may be as long as an article, as far as a message or a heading has room for it beside its own words.
    pub fn shortened(&self, typed: &str) -> String {
        let third = usize::from(self.size.width) / 3;
        let room = third.clamp(*SAID.start(), *SAID.end());
        self.settings.cells.truncate(typed.trim(), room)
    }

    /// The name of `source`.
    pub fn source_name(&self, source: &Source) -> String {
        match source {
            Source::All => self.words().all.to_owned(),
            Source::Bookmarks => self.words().bookmarks.to_owned(),
            Source::History => self.own_words().history.to_owned(),
            Source::Passages => self.words().passages.to_owned(),
            Source::Hidden => self.own_words().hidden.to_owned(),
            Source::Search(name) | Source::Group(name) => name.to_string(),
            Source::Category(name) => self
                .store
                .category_by_name(name)
                .map_or(name, |category| &category.label)
                .to_string(),
        }
    }

    /// The name of the list that is shown.
    pub fn list_name(&self) -> String {
        let view = self.list();
        match &view.search {
            Some(search) if !search.saved => (self.words().search)(&self.shortened(&search.typed)),
            _ => self.source_name(&view.source),
        }
    }

    /// Its name, and how much it holds: `经济参考网 · 1,204`.
    pub fn list_title(&self) -> String {
        let number = grouped(self.list().list.len(&self.store));
        match self.search() {
            Some(search) => {
                let place = match search {
                    Search { saved: true, .. } => String::new(),
                    Search { whole: true, .. } => format!(" · {}", self.words().everywhere),
                    _ => format!(" · {}", self.source_name(&self.list().source)),
                };
                // In front, where it is seen in a narrow pane too.
                let month = search
                    .month
                    .map(|month| format!("{} · ", month.strftime("%Y-%m")));
                let more = match search.found.open {
                    0 => String::new(),
                    open => format!(" · {}", (self.words().to_read)(open)),
                };
                let hidden = match search.found.hidden {
                    0 => String::new(),
                    hidden => format!(" · {}", (self.own_words().left_out)(hidden)),
                };
                format!(
                    "{}{}{place} · {number}{more}{hidden}",
                    month.unwrap_or_default(),
                    self.list_name()
                )
            }
            None => format!("{} · {number}", self.list_name()),
        }
    }

    /// The heading of the day of row `index`: `2022-01-05 周三 · 812`.
    pub fn day_heading(&self, view: &ListView, index: usize) -> String {
        let count = view.list.day_bounds(&self.store, index, self.settings.zone).len();
        let timestamp = match view.list.row(&self.store, index) {
            Some(row) => row.timestamp(),
            None => view
                .list
                .id(&self.store, index)
                .and_then(|id| self.bookmark(&id)?.date),
        };
        let Some(time) = timestamp.and_then(|timestamp| wall_time(timestamp, self.settings.zone)) else {
            return format!("{} · {}", self.words().undated, grouped(count));
        };
        let weekday = match time.date().weekday() {
            Weekday::Monday => 0,
            Weekday::Tuesday => 1,
            Weekday::Wednesday => 2,
            Weekday::Thursday => 3,
            Weekday::Friday => 4,
            Weekday::Saturday => 5,
            Weekday::Sunday => 6,
        };
        let weekday = self.words().weekdays.get(weekday).copied().unwrap_or_default();
        format!("{} {weekday} · {}", time.date(), grouped(count))
    }

    /// How many articles are dated today.
    pub fn today(&self) -> usize {
        let zone = self.settings.zone;
        let begins = wall_time(self.now, zone).and_then(|time| midnight(time.date(), zone));
        let Some(begins) = begins else { return 0 };
        let up_to = |timestamp| List::Scope(Scope::Shown).first_on_or_before(&self.store, timestamp);
        up_to(begins - 1) - up_to(begins + DAY - 1)
    }
}
