//! Records of another library put into this one (`schema.rs`, "Merging"): of two values of an item the one with the larger
//! logical time holds, then the one of the larger machine, then the larger value, whatever the wall clocks say. So it does
//! not matter in which order libraries are put together, nor how often.

mod unstamped;

use std::cmp::Ordering;
use std::collections::HashMap;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Transaction, params_from_iter};
use uuid::Uuid;

use super::article::Scope;
use super::entry::EntryKey;
use super::facts;
use super::item::Item;
use super::log::Operation;
use super::possible::{article_of, is_possible};
use super::record::{self, Record, RecordFacts, RecordValue};
use super::tally::{Few, Gone, Replaced, Tally};
use crate::post::PostId;
use crate::text::clean::clean_line;

/// How records are put in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carry {
    /// Whether what the other library took away is taken away here.
    pub removals: bool,
    /// Whether it is only found out what would happen.
    pub dry_run: bool,
}

/// What came of putting records in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Items that were not there.
    pub added: Tally,
    /// Items that have another value.
    pub changed: Tally,
    /// Items that were taken away.
    pub removed: Tally,
    /// The notes, of articles and of passages, whose texts gave way to others.
    pub replaced: Few<Replaced>,
    /// What was taken away.
    pub gone: Few<Gone>,
    /// Items that the other library took away and that stay, since removals were not asked for.
    pub kept: usize,
    /// Records that say what is there already, or what is older.
    pub same: usize,
    /// Records that cannot be: their scope or article is missing or none, their time is none, what they must say is empty, or
    /// their identity is another item's.
    pub refused: usize,
}

/// Puts `records` in, as one operation at the wall-clock time `now`; `seen` is told after each how many that were.
pub(super) fn carry(
    transaction: &Transaction<'_>,
    records: &[Record],
    how: Carry,
    now: i64,
    seen: &mut dyn FnMut(usize),
) -> rusqlite::Result<Carried> {
    transaction.execute_batch("SAVEPOINT carry")?;
    let times = records.iter().filter(|record| is_possible(record));
    let newest = times.map(|record| record.time).max().unwrap_or_default();
    // From here on what is set here is newer than all that is put in.
    transaction.execute("UPDATE clock SET time = max(time, ?1)", [newest])?;
    let mut carrier = Carrier {
        transaction,
        machines: HashMap::new(),
        operation: Operation::new(transaction, "import", now),
        how,
        carried: Carried::default(),
    };
    for (before, record) in records.iter().enumerate() {
        carrier.put(record)?;
        seen(before + 1);
    }
    let carried = carrier.carried;
    transaction.execute_batch(if how.dry_run {
        "ROLLBACK TO carry; RELEASE carry"
    } else {
        "RELEASE carry"
    })?;
    Ok(carried)
}

struct Carrier<'a> {
    transaction: &'a Transaction<'a>,
    /// The rows of machines.
    machines: HashMap<Uuid, i64>,
    operation: Operation<'a>,
    how: Carry,
    carried: Carried,
}

/// What stands here for an item.
struct Standing {
    time: i64,
    machine: Uuid,
    uuid: Option<Uuid>,
    deleted: bool,
    value: RecordValue,
}

impl Carrier<'_> {
    fn put(&mut self, record: &Record) -> rusqlite::Result<()> {
        let key = if is_possible(record) {
            self.key(record)?
        } else {
            None
        };
        let Some((item, key)) = key else {
            self.carried.refused += 1;
            return Ok(());
        };
        match &record.value {
            RecordValue::KeptText { at, body } => return self.put_text(record, *at, body),
            RecordValue::Visit { at, facts } => return self.put_visit(record, *at, facts),
            _ => {}
        }
        let standing = self.standing(record, &key)?;
        let uuid = match (
            standing.as_ref().and_then(|standing| standing.uuid),
            record.own_uuid(),
        ) {
            (Some(own), Some(other)) => Some(own.min(other)),
            (own, other) => own.or(other),
        };
        if self.is_taken(record, &key, uuid)? {
            self.carried.refused += 1;
            return Ok(());
        }
        let order = standing.as_ref().map_or(Ordering::Less, |standing| {
            (
                standing.time,
                standing.machine,
                rank(standing.deleted, &standing.value),
            )
                .cmp(&(record.time, record.machine, rank(record.deleted, &record.value)))
        });
        let was_there = standing.as_ref().is_some_and(|standing| !standing.deleted);
        if order == Ordering::Less && record.deleted && was_there && !self.how.removals {
            self.carried.kept += 1;
            return Ok(());
        }
        let other_uuid = standing.as_ref().is_some_and(|standing| standing.uuid != uuid);
        if order != Ordering::Less {
            if other_uuid {
                self.name(record, &key, uuid)?;
            }
            self.carried.same += 1;
            return Ok(());
        }
        let before = item
            .as_ref()
            .map(|item| item.value(self.transaction))
            .transpose()?;
        self.write(record, &key, uuid)?;
        let other = match (item, before) {
            (Some(item), Some(before)) => self.operation.note(&item, before.as_deref())?,
            _ => true,
        };
        let kind = record.value.kind();
        match (was_there, record.deleted) {
            (true, true) => self.carried.removed.add(kind),
            (true, false) if other => self.carried.changed.add(kind),
            (false, false) => self.carried.added.add(kind),
            (true, false) | (false, true) => self.carried.same += 1,
        }
        match standing {
            Some(standing) if was_there => self.tell(record, &standing.value),
            _ => Ok(()),
        }
    }

    /// Lists what the value that was here, `before`, has lost to `record`.
    fn tell(&mut self, record: &Record, before: &RecordValue) -> rusqlite::Result<()> {
        let transaction = self.transaction;
        let title = || title_of(transaction, record);
        if record.deleted {
            return self.carried.gone.add(|| {
                Ok(Gone {
                    kind: record.value.kind(),
                    title: title()?,
                })
            });
        }
        let text = match (before, &record.value) {
            (RecordValue::Note { text: before }, RecordValue::Note { text }) if before != text => before,
            (
                RecordValue::Passage {
                    note: Some(before), ..
                },
                RecordValue::Passage { note, .. },
            ) if note.as_ref() != Some(before) => before,
            _ => return Ok(()),
        };
        self.carried.replaced.add(|| {
            Ok(Replaced {
                title: title()?,
                text: text.clone(),
            })
        })
    }

    /// The item that the log knows it as, if it does, and its key columns with their values; `None` where it cannot be.
    fn key(&self, record: &Record) -> rusqlite::Result<Option<(Option<Item>, Key)>> {
        if let RecordValue::Search { name, .. } = &record.value {
            let key = vec![("name", Value::Text(name.clone()))];
            let named = record.own_uuid().is_some();
            return Ok(named.then(|| (Some(Item::Search(name.clone())), key)));
        }
        if let RecordValue::Category { name, .. } = &record.value {
            let Some(entry) = EntryKey::named(&record.scope, name) else {
                return Ok(None);
            };
            let row = Scope::row_named(self.transaction, &record.scope)?;
            let key = vec![
                ("scope", Value::Integer(row)),
                ("name", Value::Text(name.clone())),
            ];
            return Ok(Some((Some(Item::Entry(entry)), key)));
        }
        let Some(article) = article_of(record) else {
            return Ok(None);
        };
        let row = article.scope.row_or_new(self.transaction)?;
        let number = post_value(&article.id);
        let mut key = vec![("scope", Value::Integer(row)), ("post", number)];
        let item = match (&record.value, record.own_uuid()) {
            (RecordValue::Passage { .. }, Some(uuid)) => {
                key = vec![("uuid", Value::Blob(uuid.as_bytes().to_vec()))];
                Some(Item::Passage(uuid))
            }
            (RecordValue::Tag { tag }, Some(_)) => {
                key.push(("tag", Value::Text(tag.clone())));
                Some(Item::Tags(article))
            }
            (RecordValue::Bookmark { .. }, Some(_)) => Some(Item::Bookmark(article)),
            (RecordValue::Note { .. }, Some(_)) => Some(Item::Note(article)),
            (RecordValue::Mark { .. }, _) => Some(Item::Mark(article)),
            (RecordValue::Hidden { .. }, _) => Some(Item::Hidden(article)),
            (RecordValue::Place { .. } | RecordValue::KeptText { .. } | RecordValue::Visit { .. }, _) => None,
            // It lacks the identity that it must have.
            _ => return Ok(None),
        };
        Ok(Some((item, key)))
    }

    fn standing(&self, record: &Record, key: &Key) -> rusqlite::Result<Option<Standing>> {
        let table = record.value.table();
        let facts = if table == "passage" {
            (
                "a.title, a.outlet, a.date, a.date_offset, a.date_precision, a.source_url,",
                "LEFT JOIN article a ON a.scope = i.scope AND a.post = i.post",
            )
        } else {
            ("", "")
        };
        let query = format!(
            "SELECT {} i.*, m.uuid AS machine_uuid FROM {table} i JOIN machine m ON m.id = i.machine {} WHERE {}",
            facts.0,
            facts.1,
            condition("i.", key)
        );
        let has_uuid = record.own_uuid().is_some();
        self.transaction
            .prepare_cached(&query)?
            .query_row(params_from_iter(key.iter().map(|(_, value)| value)), |row| {
                let uuid: Option<[u8; 16]> = if has_uuid { row.get("uuid")? } else { None };
                Ok(Standing {
                    time: row.get("time")?,
                    machine: Uuid::from_bytes(row.get("machine_uuid")?),
                    uuid: uuid.map(Uuid::from_bytes),
                    deleted: row.get("deleted")?,
                    value: record::value(table, row)?,
                })
            })
            .optional()
    }

    /// Whether `uuid` is that of another item.
    fn is_taken(&self, record: &Record, key: &Key, uuid: Option<Uuid>) -> rusqlite::Result<bool> {
        let table = record.value.table();
        let (Some(uuid), false) = (uuid, table == "passage") else {
            return Ok(false);
        };
        let query = format!(
            "SELECT 1 FROM {table} i WHERE uuid = ? AND NOT ({})",
            condition("i.", key)
        );
        let uuid = Value::Blob(uuid.as_bytes().to_vec());
        let values = std::iter::once(&uuid).chain(key.iter().map(|(_, value)| value));
        self.transaction
            .prepare_cached(&query)?
            .exists(params_from_iter(values))
    }

    /// Gives an item the smaller identity.
    fn name(&self, record: &Record, key: &Key, uuid: Option<Uuid>) -> rusqlite::Result<()> {
        let Some(uuid) = uuid else { return Ok(()) };
        let uuid = Value::Blob(uuid.as_bytes().to_vec());
        let values = std::iter::once(&uuid).chain(key.iter().map(|(_, value)| value));
        let query = format!(
            "UPDATE {} SET uuid = ? WHERE {}",
            record.value.table(),
            condition("", key)
        );
        self.transaction
            .prepare_cached(&query)?
            .execute(params_from_iter(values))
            .map(drop)
    }

    fn write(&mut self, record: &Record, key: &Key, uuid: Option<Uuid>) -> rusqlite::Result<()> {
        let text = |text: &str| Value::Text(text.to_owned());
        let maybe = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
        let number = |number: Option<i64>| number.map_or(Value::Null, Value::Integer);
        let mut columns = key.clone();
        columns.extend([
            ("time", Value::Integer(record.time)),
            ("machine", Value::Integer(self.machine(record.machine)?)),
            ("deleted", Value::Integer(record.deleted.into())),
        ]);
        match &record.value {
            RecordValue::Bookmark { added, facts } => columns.extend([
                ("added", Value::Integer(*added)),
                ("title", text(&facts.title)),
                ("outlet", maybe(&facts.outlet)),
                ("date", number(facts.date)),
                ("date_offset", Value::Integer(facts.date_offset.into())),
                ("date_precision", text(&facts.date_precision)),
                ("source_url", maybe(&facts.source_url)),
            ]),
            // With the last two `put` has its own way.
            RecordValue::Tag { .. } | RecordValue::KeptText { .. } | RecordValue::Visit { .. } => {}
            RecordValue::Note { text: note } => columns.push(("text", text(note))),
            RecordValue::Passage {
                added,
                place,
                note,
                article,
            } => {
                let (scope, post) = self.keep_facts(record, article)?;
                columns.extend([
                    ("scope", scope),
                    ("post", post),
                    ("added", Value::Integer(*added)),
                    (
                        "offset",
                        Value::Integer(i64::try_from(place.offset).unwrap_or(i64::MAX)),
                    ),
                    ("quote", text(&place.quote)),
                    ("before", text(&place.before)),
                    ("after", text(&place.after)),
                    ("note", maybe(note)),
                ]);
            }
            RecordValue::Search { added, query, .. } => {
                columns.extend([("added", Value::Integer(*added)), ("query", text(query))]);
            }
            RecordValue::Category { pinned, .. } => columns.push(("pinned", number(*pinned))),
            RecordValue::Mark { read, at } => columns.extend([
                ("read", Value::Integer((*read).into())),
                ("at", Value::Integer(*at)),
            ]),
            RecordValue::Hidden { rules } => columns.push(("rules", Value::Text(rules.join("\n")))),
            RecordValue::Place { offset, quote, at } => columns.extend([
                ("offset", Value::Integer(*offset)),
                ("quote", text(quote)),
                ("at", Value::Integer(*at)),
            ]),
        }
        if let (Some(uuid), false) = (uuid, matches!(record.value, RecordValue::Passage { .. })) {
            columns.push(("uuid", Value::Blob(uuid.as_bytes().to_vec())));
        }
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        let changes: Vec<String> = names
            .iter()
            .map(|name| format!("{name} = excluded.{name}"))
            .collect();
        let keys: Vec<&str> = key.iter().map(|(name, _)| *name).collect();
        let statement = format!(
            "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT ({}) DO UPDATE SET {}",
            record.value.table(),
            names.join(", "),
            vec!["?"; names.len()].join(", "),
            keys.join(", "),
            changes.join(", ")
        );
        self.transaction
            .prepare_cached(&statement)?
            .execute(params_from_iter(columns.iter().map(|(_, value)| value)))
            .map(drop)
    }

    /// The row of a machine, made where there is none.
    fn machine(&mut self, uuid: Uuid) -> rusqlite::Result<i64> {
        if let Some(row) = self.machines.get(&uuid) {
            return Ok(*row);
        }
        self.transaction.execute(
            "INSERT OR IGNORE INTO machine (uuid) VALUES (?1)",
            [uuid.as_bytes()],
        )?;
        let row = self.transaction.query_row(
            "SELECT id FROM machine WHERE uuid = ?1",
            [uuid.as_bytes()],
            |row| row.get(0),
        )?;
        self.machines.insert(uuid, row);
        Ok(row)
    }
}

/// What the item of `record` is called, one clean line.
fn title_of(transaction: &Transaction<'_>, record: &Record) -> rusqlite::Result<String> {
    if let RecordValue::Search { name, .. } | RecordValue::Category { name, .. } = &record.value {
        return Ok(clean_line(name));
    }
    let Some(article) = article_of(record) else {
        return Ok(String::new());
    };
    let facts = facts::get(transaction, &article)?;
    let title = facts.map(|facts| facts.title).filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| clean_line(&article.id.to_string()));
    Ok(match &record.value {
        RecordValue::Tag { tag } => format!("{title} #{}", clean_line(tag)),
        _ => title,
    })
}

/// An article's id as the column `post` has it.
fn post_value(id: &PostId) -> Value {
    match id {
        PostId::Number(number) => Value::Integer(number.cast_signed()),
        PostId::Path(path) => Value::Text(path.to_string()),
    }
}

/// Columns of a primary key and their values.
type Key = Vec<(&'static str, Value)>;

fn condition(prefix: &str, key: &Key) -> String {
    let columns: Vec<String> = key
        .iter()
        .map(|(name, _)| format!("{prefix}{name} = ?"))
        .collect();
    columns.join(" AND ")
}

/// By what of two values of one time and machine one is chosen: such are in libraries that were copied as files. What is
/// known of a passage's article is no part of it.
fn rank(deleted: bool, value: &RecordValue) -> (bool, String) {
    let value = match value {
        RecordValue::Passage {
            added, place, note, ..
        } => RecordValue::Passage {
            added: *added,
            place: place.clone(),
            note: note.clone(),
            article: RecordFacts::default(),
        },
        other => other.clone(),
    };
    (deleted, serde_json::to_string(&value).unwrap_or_default())
}
