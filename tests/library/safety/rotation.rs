//! Which backups stay: a property of any set of them.

use std::collections::BTreeSet;
use std::path::PathBuf;

use finews::library::{Backup, Reason, surplus};
use jiff::ToSpan;
use jiff::civil::{DateTime, date};
use proptest::prelude::*;

const REASONS: [Reason; 4] = [Reason::Daily, Reason::Migration, Reason::Restore, Reason::Asked];

fn backup(taken: DateTime, reason: Reason) -> Backup {
    Backup {
        path: PathBuf::from(format!("{taken}-{}", reason.name())),
        taken,
        version: 2,
        reason,
        bytes: 1,
    }
}

fn at(hours: i64) -> DateTime {
    date(2026, 1, 1).at(0, 0, 0, 0) + hours.hours()
}

/// What stays of `backups` at `now`.
fn staying(backups: &[Backup], now: DateTime) -> Vec<Backup> {
    let gone: Vec<&Backup> = surplus(backups, now);
    let stays = backups.iter().filter(|backup| !gone.contains(backup));
    stays.cloned().collect()
}

proptest! {
    #[test]
    fn whatever_there_is(
        made in prop::collection::btree_set((0..20_000_i64, 0..4_usize), 0..120),
        now in 0..20_000_i64,
    ) {
        let all: Vec<Backup> = made.iter().map(|(hours, reason)| backup(at(*hours), REASONS[*reason])).collect();
        let now = at(now);
        let stay = staying(&all, now);
        // The rule is done when it was done once.
        prop_assert_eq!(staying(&stay, now).len(), stay.len());
        for is_past in [true, false] {
            let of = |list: &[Backup], reason: Reason| -> Vec<Backup> {
                let mut list: Vec<Backup> = list
                    .iter()
                    .filter(|it| it.reason == reason && (it.taken <= now) == is_past)
                    .cloned()
                    .collect();
                list.sort_by_key(|it| std::cmp::Reverse(it.taken));
                list
            };
            let (daily, kept) = (of(&all, Reason::Daily), of(&stay, Reason::Daily));
            prop_assert!(kept.len() <= 7 + 4 + 12);
            // The last of each of the newest days, weeks, months.
            for (periods, name) in [(7, "%F"), (4, "%G-%V"), (12, "%Y-%m")] {
                let period = |it: &Backup| it.taken.strftime(name).to_string();
                let newest: BTreeSet<String> = daily.iter().map(period).collect();
                for wanted in newest.iter().rev().take(periods) {
                    let last = daily.iter().find(|it| period(it) == *wanted);
                    prop_assert!(last.is_some_and(|last| kept.contains(last)), "{}", wanted);
                }
            }
            prop_assert_eq!(of(&stay, Reason::Asked).len(), of(&all, Reason::Asked).len());
            for reason in [Reason::Migration, Reason::Restore] {
                let all = of(&all, reason);
                prop_assert_eq!(of(&stay, reason), all[..all.len().min(3)].to_vec());
            }
        }
    }
}

#[test]
fn a_backup_a_day_for_two_years() {
    let mut there: Vec<Backup> = Vec::new();
    for day in 0..730 {
        let now = at(day * 24 + 9);
        there.push(backup(now, Reason::Daily));
        there = staying(&there, now);
        assert!(there.contains(&backup(now, Reason::Daily)), "the one just made");
    }
    let last = at(729 * 24 + 9);
    let days: Vec<i64> = there
        .iter()
        .map(|it| last.duration_since(it.taken).as_hours() / 24)
        .collect();
    assert!((0..7).all(|day| days.contains(&day)), "{days:?}");
    assert!(days.iter().any(|day| (330..366).contains(day)), "{days:?}");
    assert!(there.len() <= 23, "{}", there.len());
}
