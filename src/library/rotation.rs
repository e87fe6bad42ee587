//! Which backups stay. Counted is what there is and not what the clock says, so that a clock that runs wrong for a while
//! costs nothing: no backup goes because time has passed, only because a newer one has taken its place.

use jiff::civil::DateTime;

use super::backup::{Backup, Reason};

/// So many of the newest days with a backup keep their last one.
const DAYS: usize = 7;
/// And so many of the newest weeks, which begin on Monday.
const WEEKS: usize = 4;
/// And so many of the newest months.
const MONTHS: usize = 12;
/// So many backups from before migrations stay, and so many from before restores.
const BEFORE: usize = 3;

/// The backups that have had their time at `now`, in local time. The last one of each of the 7 newest days, the 4 newest
/// weeks and the 12 newest months stays, the last 3 from before migrations, the last 3 from before restores, and every one
/// that the user asked for. Those of the future, from when the clock was wrong, stay by the same rule but count apart, so
/// that they do not stand in the way of those of now.
pub fn surplus(backups: &[Backup], now: DateTime) -> Vec<&Backup> {
    let mut newest_first: Vec<&Backup> = backups.iter().collect();
    newest_first.sort_by(|a, b| (b.taken, &b.path).cmp(&(a.taken, &a.path)));
    let (future, past): (Vec<&Backup>, Vec<&Backup>) =
        newest_first.into_iter().partition(|backup| backup.taken > now);
    let mut surplus = surplus_of(past);
    surplus.extend(surplus_of(future));
    surplus
}

fn surplus_of(mut newest_first: Vec<&Backup>) -> Vec<&Backup> {
    let (mut days, mut weeks, mut months) = (Newest::of(DAYS), Newest::of(WEEKS), Newest::of(MONTHS));
    let (mut migrations, mut restores) = (Newest::of(BEFORE), Newest::of(BEFORE));
    newest_first.retain(|backup| {
        let date = backup.taken.date();
        let stays = match backup.reason {
            Reason::Daily => {
                let week = date.iso_week_date();
                let stays = [
                    days.take(date),
                    weeks.take((week.year(), week.week())),
                    months.take((date.year(), date.month())),
                ];
                stays.contains(&true)
            }
            Reason::Migration => migrations.take(&backup.path),
            Reason::Restore => restores.take(&backup.path),
            Reason::Asked => true,
        };
        !stays
    });
    newest_first
}

/// Takes the first of each of so many periods.
struct Newest<P> {
    left: usize,
    last: Option<P>,
}

impl<P: PartialEq> Newest<P> {
    fn of(left: usize) -> Self {
        Self { left, last: None }
    }

    fn take(&mut self, period: P) -> bool {
        if self.left == 0 || self.last.as_ref() == Some(&period) {
            return false;
        }
        self.left -= 1;
        self.last = Some(period);
        true
    }
}
