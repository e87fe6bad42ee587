//! Going to a date, to the end, to the next unread article, also while the archive is still being loaded: what is not
//! there yet is asked for, and gone to when it has come. Any key gives up the wish.

use std::ops::RangeInclusive;

use jiff::civil::{Date, DateTime};

use crate::post::{DAY, midnight, parse_days, wall_time};
use crate::work::{Order, Request};

use super::{App, Pane, Why};

/// Before all dated articles, in seconds since 1970; the least number means that there is no wish.
const END: i64 = i64::MIN + 1;

/// Where the reader wants to go, as long as it has not been loaded.
#[derive(Clone, Debug)]
pub(super) enum Goal {
    /// Days, and what was typed for them.
    Days(String, RangeInclusive<Date>),
    /// The end of the list.
    Last,
    /// The next unread article.
    Unread,
    /// The first article that a search finds.
    Hit,
    /// A place where one was before.
    Stand(Box<super::stand::Stand>),
}

impl App {
    /// Goes to the first article of the list that is not newer than the day `text` names.
    pub(super) fn go_to_date(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let today = self.date_of(self.now).unwrap_or_default();
        let selected = self.list().selected(&self.store);
        let near = selected.and_then(|row| self.date_of(row.timestamp()?));
        let Some(days) = parse_days(text, today, near.unwrap_or(today)) else {
            self.say_problem((self.words().bad_date)(&self.shortened(text)));
            return;
        };
        if self.focus != Pane::List {
            self.focus(Pane::List);
        }
        // Lists run newest first: a month is entered at its last day.
        if !self.went_to(text, &days)
            && let Some(begins) = midnight(*days.end(), self.settings.zone)
        {
            self.ask_work(Request::Reach {
                timestamp: begins + DAY - 1,
            });
            self.say((self.words().going)(text));
            self.goal = Some(Goal::Days(text.to_owned(), days));
        }
    }

    /// Having gone to the end of the list: stays there while it grows.
    pub(super) fn stay_at_end(&mut self) {
        if self.is_coming(i64::MIN) {
            self.ask_work(Request::Reach { timestamp: END });
            self.goal = Some(Goal::Last);
        }
    }

    /// Opens the next unread article below the cursor, or from the top of the list where there is none below.
    pub(super) fn open_next_unread(&mut self) {
        if self.went_to_unread() {
            return;
        }
        if self.is_coming(i64::MIN) {
            self.say(self.words().looking_for_unread);
            self.goal = Some(Goal::Unread);
        } else {
            self.say(self.words().no_unread);
        }
    }

    fn went_to_unread(&mut self) -> bool {
        let Some(index) = self.next_unread() else {
            return false;
        };
        if self.focus == Pane::Categories {
            self.focus(Pane::List);
        }
        self.message = None;
        self.go_to_row(index);
        true
    }

    /// More is there: tries once more to go where the reader wanted to.
    pub(super) fn pursue_goal(&mut self) {
        let Some(goal) = self.goal.take() else { return };
        let reached = match &goal {
            Goal::Days(text, days) => self.went_to(text, days),
            Goal::Last => {
                let store = self.store.clone();
                let view = self.list_mut();
                view.move_to(&store, usize::MAX);
                !self.is_coming(i64::MIN)
            }
            Goal::Hit => {
                if !self.waits_for_hit() {
                    self.enter();
                }
                !self.waits_for_hit()
            }
            Goal::Stand(stand) => {
                let stood = self.stood(stand);
                // What a search finds counts when all that is to be looked through is there.
                let first = self.loading.why == Why::First && !self.loading.done;
                stood || !(self.is_searching() || self.awaits_answer() || first)
            }
            Goal::Unread if self.went_to_unread() => true,
            Goal::Unread => {
                let ended = !self.is_coming(i64::MIN);
                if ended {
                    self.say(self.words().no_unread);
                }
                ended
            }
        };
        if !reached {
            self.goal = Some(goal);
        }
    }

    /// Goes to the newest article of `days` or, where there is none, to the next older one; not where such articles
    /// may still come. Says whether it went.
    fn went_to(&mut self, text: &str, days: &RangeInclusive<Date>) -> bool {
        let zone = self.settings.zone;
        let (Some(begins), Some(last)) = (midnight(*days.start(), zone), midnight(*days.end(), zone)) else {
            return true;
        };
        let store = self.store.clone();
        let index = self.list().list.first_on_or_before(&store, last + DAY - 1);
        let row = self.list().list.row(&store, index);
        let found = row.and_then(|row| row.timestamp()).is_some_and(|at| at >= begins);
        if !found && self.is_coming(begins) {
            return false;
        }
        self.list_mut().show_at_top(&store, index);
        self.message = None;
        if !found {
            self.say((self.words().no_such_date)(text));
        }
        true
    }

    /// Where the results of a search are still to come, the first of them is opened when it is there. Says whether it waits.
    pub(super) fn awaits_hit(&mut self) -> bool {
        let waits = self.waits_for_hit();
        if waits {
            self.goal = Some(Goal::Hit);
        }
        waits
    }

    /// Whether what a search finds first may still come.
    fn waits_for_hit(&self) -> bool {
        let view = self.list();
        let nothing = view.search.as_ref().is_some_and(|search| {
            let may_change = view.cursor == 0 && search.order == Order::Newest && search.found.settled == 0;
            !search.answered || view.list.is_empty(&self.store) || may_change
        });
        nothing && self.is_searching()
    }

    /// Whether articles of that moment may still come with the load under way.
    fn is_coming(&self, timestamp: i64) -> bool {
        let loading = &self.loading;
        let missing = loading.why == Why::First && !loading.stands && !loading.done;
        missing && loading.reached.is_none_or(|reached| timestamp <= reached)
    }

    fn date_of(&self, timestamp: i64) -> Option<Date> {
        wall_time(timestamp, self.settings.zone).map(DateTime::date)
    }
}
