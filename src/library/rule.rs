//! What has come into an archive since standing rules were first seen, and how far each rule is with it: so that every
//! article is acted on once by each, whatever ends the program in between, and however many programs have the library open.
//!
//! Arrivals are numbered: the first are all articles that were there when the first rule was seen. A rule has dealt with
//! those up to some number; what it does to those after that is written in one transaction with the number it has come to.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::log::Operation;
use super::op::{self, LibraryOp};
use super::posts::Posts;
use super::{Library, LibraryError, schema};
use crate::post::PostId;

/// As the log calls what rules do.
pub(super) const OPERATION: &str = "rules";

/// With more arrivals than that kept apart, those with which all rules have dealt become one.
const APART: usize = 64;

/// What came into an archive with which a rule has not dealt yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrivals {
    /// The rule.
    pub rule: String,
    /// The number up to which it has dealt with what came.
    pub after: i64,
    /// That of the last arrival.
    pub upto: i64,
    /// The articles.
    pub posts: Vec<PostId>,
}

/// What a rule does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleActs {
    /// The rule.
    pub rule: String,
    /// The number up to which it had dealt with what came; nothing is done where it has meanwhile dealt with more. `None`:
    /// it is done in any case, and the rule has dealt with all that ever came.
    pub after: Option<i64>,
    /// The number up to which it has dealt then.
    pub upto: i64,
    /// How many articles it means.
    pub articles: usize,
    /// The changes.
    pub ops: Vec<LibraryOp>,
}

/// What has changed by rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Acted {
    /// Articles bookmarked.
    pub starred: usize,
    /// Articles whose tags have changed.
    pub tagged: usize,
    /// Articles marked read.
    pub read: usize,
    /// Articles hidden.
    pub hidden: usize,
}

impl Acted {
    /// Whether anything has changed.
    pub fn is_something(&self) -> bool {
        self.starred + self.tagged + self.read + self.hidden > 0
    }
}

/// How far a rule is in one archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRecord {
    /// The rule.
    pub rule: String,
    /// When it was first seen, in seconds since 1970-01-01T00:00:00Z.
    pub since: i64,
    /// On how many articles it has acted.
    pub handled: usize,
}

impl Library {
    /// Notes that `there` are all articles of the archive of this identity, and that `rules` stand, and gives for each of
    /// these what came with which it has not dealt yet. A rule that is seen for the first time begins with what comes next.
    /// `anew`: no other rules stand, those that did are seen for the first time where they come back.
    ///
    /// # Errors
    /// Where nothing can be written: then nothing was noted.
    pub fn note_arrivals<I: Iterator<Item = PostId>>(
        &mut self,
        identity: &str,
        there: impl Fn() -> I,
        rules: &[&str],
        anew: bool,
        now: i64,
    ) -> Result<Vec<Arrivals>, LibraryError> {
        let noted = {
            let read = || {
                let moment = Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred)?;
                Ledger::read(&moment, identity)
            };
            let ledger = read().map_err(|error| self.error(error))?;
            ledger.is_up_to_date(there(), rules, anew).then_some(ledger)
        };
        let ledger = match noted {
            Some(ledger) => ledger,
            None => self.write(|transaction| {
                let mut ledger = Ledger::read(transaction, identity)?;
                ledger.note(transaction, there(), rules, anew, now)?;
                ledger.fold(transaction)?;
                Ok(ledger)
            })?,
        };
        Ok(rules.iter().filter_map(|rule| ledger.before(rule)).collect())
    }

    /// Does what rules do, as one change that can be undone, and notes how far each has come. Gives what has changed, and
    /// whether every rule was where it was taken to be.
    ///
    /// # Errors
    /// Where nothing can be written: then nothing has changed, and no rule has come further.
    pub fn act(&mut self, identity: &str, acts: &[RuleActs], now: i64) -> Result<Acted, LibraryError> {
        self.write(|transaction| {
            let mut operation = Operation::new(transaction, OPERATION, now);
            let mut acted = Acted::default();
            for act in acts {
                if !come_further(transaction, identity, act, now)? {
                    continue;
                }
                for op in &act.ops {
                    let before = operation.changed();
                    op::carry_out(transaction, op, now, &mut operation)?;
                    let changed = usize::from(operation.changed() > before);
                    match op {
                        LibraryOp::AddBookmark(_) => acted.starred += changed,
                        LibraryOp::AddTags(..) => acted.tagged += changed,
                        LibraryOp::MarkRead(..) => acted.read += changed,
                        LibraryOp::Hide(..) => acted.hidden += changed,
                        _ => {}
                    }
                }
            }
            Ok(acted)
        })
    }

    /// How far each rule that was ever seen is in the archive of this identity.
    pub fn rules(&self, identity: &str) -> Result<Vec<RuleRecord>, LibraryError> {
        records(&self.connection, identity).map_err(|error| self.error(error))
    }
}

fn records(connection: &Connection, identity: &str) -> rusqlite::Result<Vec<RuleRecord>> {
    if schema::version(connection)? < schema::SINCE_RULES {
        return Ok(Vec::new());
    }
    connection
        .prepare_cached("SELECT name, since, handled FROM rule WHERE archive = ?1")?
        .query_map([identity], |row| {
            Ok(RuleRecord {
                rule: row.get(0)?,
                since: row.get(1)?,
                handled: row.get(2)?,
            })
        })?
        .collect()
}

/// Notes that a rule has come as far as `act` says; whether it was where it was taken to be.
fn come_further(
    transaction: &Transaction<'_>,
    identity: &str,
    act: &RuleActs,
    now: i64,
) -> rusqlite::Result<bool> {
    let at: Option<i64> = transaction
        .prepare_cached("SELECT upto FROM rule WHERE archive = ?1 AND name = ?2 AND NOT away")?
        .query_row(params![identity, act.rule], |row| row.get(0))
        .optional()?;
    if act.after.is_some() && at != act.after {
        return Ok(false);
    }
    transaction
        .prepare_cached(
            "INSERT INTO rule (archive, name, since, upto, handled) VALUES (?1, ?2, ?5, ?3, ?4)
             ON CONFLICT (archive, name) DO UPDATE SET
                 upto = max(upto, excluded.upto), away = 0, handled = handled + excluded.handled",
        )?
        .execute(params![identity, act.rule, act.upto, act.articles, now])?;
    Ok(true)
}

/// How far one rule is.
struct Standing {
    upto: i64,
    away: bool,
}

/// What the library knows of arrivals in one archive.
struct Ledger {
    identity: String,
    /// In the order of their numbers.
    arrivals: Vec<(i64, Posts)>,
    rules: HashMap<String, Standing>,
}

impl Ledger {
    fn read(connection: &Connection, identity: &str) -> rusqlite::Result<Self> {
        let mut ledger = Self {
            identity: identity.to_owned(),
            arrivals: Vec::new(),
            rules: HashMap::new(),
        };
        if schema::version(connection)? < schema::SINCE_RULES {
            return Ok(ledger);
        }
        ledger.arrivals = connection
            .prepare_cached("SELECT number, posts FROM arrival WHERE archive = ?1 ORDER BY number")?
            .query_map([identity], |row| {
                Ok((row.get(0)?, Posts::decoded(row.get_ref(1)?.as_blob()?)))
            })?
            .collect::<rusqlite::Result<_>>()?;
        ledger.rules = connection
            .prepare_cached("SELECT name, upto, away FROM rule WHERE archive = ?1")?
            .query_map([identity], |row| {
                let standing = Standing {
                    upto: row.get(1)?,
                    away: row.get(2)?,
                };
                Ok((row.get(0)?, standing))
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(ledger)
    }

    fn last(&self) -> i64 {
        self.arrivals.last().map_or(0, |(number, _)| *number)
    }

    /// Those of `there` that have not come before.
    fn come(&self, there: impl Iterator<Item = PostId>) -> Posts {
        let there: Posts = there.collect();
        self.arrivals
            .iter()
            .fold(there, |left, (_, known)| left.without(known))
    }

    /// The rules that are seen for the first time, or again.
    fn begins(&self, rule: &str) -> bool {
        self.rules.get(rule).is_none_or(|standing| standing.away)
    }

    /// The rules that stood and stand no longer.
    fn gone<'a>(&'a self, rules: &'a [&str]) -> impl Iterator<Item = &'a String> {
        let standing = self.rules.iter().filter(|(_, standing)| !standing.away);
        standing
            .map(|(rule, _)| rule)
            .filter(|rule| !rules.contains(&rule.as_str()))
    }

    fn is_up_to_date(&self, there: impl Iterator<Item = PostId>, rules: &[&str], anew: bool) -> bool {
        let other_rules = rules.iter().any(|rule| self.begins(rule));
        let fewer_rules = anew && self.gone(rules).next().is_some();
        !other_rules && !fewer_rules && (rules.is_empty() || self.come(there).is_empty())
    }

    fn note(
        &mut self,
        transaction: &Transaction<'_>,
        there: impl Iterator<Item = PostId>,
        rules: &[&str],
        anew: bool,
        now: i64,
    ) -> rusqlite::Result<()> {
        // Without rules nobody asks what came.
        let new = if rules.is_empty() {
            Posts::default()
        } else {
            self.come(there)
        };
        if !new.is_empty() {
            let number = self.last() + 1;
            self.write(transaction, number, &new)?;
            self.arrivals.push((number, new));
        }
        if anew {
            let gone: Vec<String> = self.gone(rules).cloned().collect();
            for rule in gone {
                transaction
                    .prepare_cached("UPDATE rule SET away = 1 WHERE archive = ?1 AND name = ?2")?
                    .execute(params![self.identity, rule])?;
                self.rules.remove(&rule);
            }
        }
        let upto = self.last();
        let begins: Vec<&&str> = rules.iter().filter(|rule| self.begins(rule)).collect();
        for rule in begins {
            transaction
                .prepare_cached(
                    "INSERT INTO rule (archive, name, since, upto, handled) VALUES (?1, ?2, ?3, ?4, 0)
                     ON CONFLICT (archive, name) DO UPDATE SET upto = excluded.upto, away = 0",
                )?
                .execute(params![self.identity, rule, now, upto])?;
            let standing = Standing { upto, away: false };
            self.rules.insert((*rule).to_owned(), standing);
        }
        Ok(())
    }

    fn write(&self, transaction: &Transaction<'_>, number: i64, posts: &Posts) -> rusqlite::Result<()> {
        transaction
            .prepare_cached("INSERT OR REPLACE INTO arrival (archive, number, posts) VALUES (?1, ?2, ?3)")?
            .execute(params![self.identity, number, posts.encoded()])
            .map(drop)
    }

    /// Makes one of the many arrivals with which all rules have dealt; the first, which is as large as the archive, is left
    /// alone until the others are worth it.
    fn fold(&mut self, transaction: &Transaction<'_>) -> rusqlite::Result<()> {
        let standing = self.rules.values().filter(|standing| !standing.away);
        let done = standing
            .map(|standing| standing.upto)
            .min()
            .unwrap_or_else(|| self.last());
        let old = self.arrivals.partition_point(|(number, _)| *number <= done);
        if old < APART {
            return Ok(());
        }
        let later: usize = self
            .arrivals
            .iter()
            .take(old)
            .skip(1)
            .map(|(_, posts)| posts.len())
            .sum();
        let first = self.arrivals.first().map_or(0, |(_, posts)| posts.len());
        let from = usize::from(later < first / 4);
        let mut joined = Posts::default();
        let mut number = 0;
        for (own, posts) in self.arrivals.drain(from..old) {
            joined.join(posts);
            number = own;
            transaction
                .prepare_cached("DELETE FROM arrival WHERE archive = ?1 AND number = ?2")?
                .execute(params![self.identity, own])?;
        }
        self.write(transaction, number, &joined)?;
        self.arrivals.insert(from, (number, joined));
        Ok(())
    }

    /// What came with which `rule` has not dealt yet, if anything did.
    fn before(&self, rule: &str) -> Option<Arrivals> {
        let standing = self.rules.get(rule).filter(|standing| !standing.away)?;
        let posts: Vec<PostId> = (self.arrivals.iter())
            .filter(|(number, _)| *number > standing.upto)
            .flat_map(|(_, posts)| posts.ids())
            .collect();
        (!posts.is_empty()).then(|| Arrivals {
            rule: rule.to_owned(),
            after: standing.upto,
            upto: self.last(),
            posts,
        })
    }
}
