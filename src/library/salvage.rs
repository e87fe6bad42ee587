//! What can still be read of a damaged library, put into another one. Every table is read row by row, from both ends, and
//! where that does not give all of it, page by page; of two values of one item the one with the newer logical time holds.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, Transaction, params_from_iter};

use super::merge::{Numbers, put};
use super::pages::{Record, records};
use super::tables::{Column, Table, quoted, tables};

/// A row, its values in the order of the columns that were read.
pub(super) type Row = Vec<Value>;

/// Puts everything that can be read of the damaged library at `path` into `library`, which has all tables of now and perhaps
/// an older state of the same library. What lies at `path` may be changed by it.
pub(super) fn salvage(path: &Path, library: &mut Connection) -> rusqlite::Result<()> {
    let damaged = Connection::open(path)?;
    // A header that counts too many pages, or a table of which nothing is left, must not hide the others. Where even this
    // fails nothing can be read, which the tables tell.
    let _ = damaged.pragma_update(None, "writable_schema", true);
    let transaction = library.transaction()?;
    let into = tables(&transaction)?;
    let (mut numbers, mut leaves) = (Numbers::default(), None);
    for table in &into {
        let Some(found) = Columns::of(&damaged, table) else {
            continue;
        };
        let (mut rows, is_whole) = found.rows(&damaged, &transaction)?;
        if !is_whole && (table.holds_items() || !table.unique.is_empty()) {
            rows.extend(found.rows_of(leaves.get_or_insert_with(|| leaves_of(&damaged, path)), &into));
        }
        for row in rows {
            put(&transaction, &into, &found, row, &mut numbers)?;
        }
    }
    settle_clock(&transaction, &into)?;
    transaction.commit()
}

/// The rows in all pages of the file, those of the log among them.
fn leaves_of(damaged: &Connection, path: &Path) -> Vec<Record> {
    // Where the log cannot be written into the file, the pages are older than they could be.
    let _ = damaged.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    fs::read(path).map(|file| records(&file)).unwrap_or_default()
}

/// The columns of a table that the damaged library has too.
pub(super) struct Columns<'a> {
    pub(super) table: &'a Table,
    pub(super) names: Vec<&'a str>,
    /// Where the primary key stands among them.
    pub(super) key: Vec<usize>,
}

impl<'a> Columns<'a> {
    /// Where the damaged library no longer knows its tables, it is taken to have those of now. `None` for a table without
    /// a key.
    fn of(damaged: &Connection, table: &'a Table) -> Option<Self> {
        let all: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let statement = damaged.prepare(&format!("SELECT * FROM {}", quoted(&table.name)));
        let names = match &statement {
            Ok(statement) => {
                let there: Vec<&str> = statement.column_names().collect();
                all.into_iter().filter(|name| there.contains(name)).collect()
            }
            Err(_) => all,
        };
        let place = |name: &str| names.iter().position(|it| *it == name);
        let key: Vec<usize> = table.key().into_iter().map(place).collect::<Option<_>>()?;
        (!key.is_empty()).then_some(Self { table, names, key })
    }

    /// The primary key, each column with `ending`.
    pub(super) fn list(&self, ending: &str) -> String {
        let columns = self.table.key().into_iter();
        let columns: Vec<String> = columns.map(|name| format!("{}{ending}", quoted(name))).collect();
        columns.join(", ")
    }

    pub(super) fn key_of(&self, row: &Row) -> Vec<Value> {
        let values = self.key.iter().filter_map(|at| row.get(*at));
        values.cloned().collect()
    }

    fn select(&self, rest: &str) -> String {
        let names: Vec<String> = self.names.iter().map(|name| quoted(name)).collect();
        format!(
            "SELECT {} FROM {} NOT INDEXED {rest}",
            names.join(", "),
            quoted(&self.table.name)
        )
    }

    /// The rows that can be read: from the first one on, from the last one back, and those whose keys an older state
    /// knows; and whether these are all.
    fn rows(&self, damaged: &Connection, older: &Transaction<'_>) -> rusqlite::Result<(Vec<Row>, bool)> {
        // Values know no order and no equality of their own: their text does.
        let name = |key: &[Value]| format!("{key:?}");
        let mut rows = BTreeMap::new();
        // The order in which the rows lie, so that nothing is sorted: a sort that meets what is damaged gives nothing.
        let has_numbers = damaged.prepare(&self.select("ORDER BY rowid")).is_ok();
        let back = if has_numbers {
            "rowid DESC".to_owned()
        } else {
            self.list(" DESC")
        };
        for order in [String::new(), format!("ORDER BY {back}")] {
            let whole = read(damaged, &self.select(&order), &[], &mut |row| {
                rows.insert(name(&self.key_of(&row)), row);
            });
            if whole {
                return Ok((rows.into_values().collect(), true));
            }
        }
        let known = format!("SELECT {} FROM {}", self.list(""), quoted(&self.table.name));
        let condition: Vec<String> = self.table.key().into_iter().map(quoted).collect();
        let one = self.select(&format!("WHERE {} IS ?", condition.join(" IS ? AND ")));
        let mut statement = older.prepare(&known)?;
        let mut keys = statement.query([])?;
        while let Some(row) = keys.next()? {
            let key = values(row, self.key.len())?;
            if rows.contains_key(&name(&key)) {
                continue;
            }
            read(damaged, &one, &key, &mut |row| {
                rows.insert(name(&key), row);
            });
        }
        Ok((rows.into_values().collect(), false))
    }

    /// Those of `records` that can be rows of this table, and of no other.
    fn rows_of(&self, records: &[Record], all: &'a [Table]) -> Vec<Row> {
        let of_others: Vec<Self> = all
            .iter()
            .filter(|table| table.name != self.table.name)
            .map(|table| Self {
                names: table.columns.iter().map(|column| column.name.as_str()).collect(),
                key: Vec::new(),
                table,
            })
            .collect();
        let rows = records.iter().filter_map(|record| {
            let row = self.row_of(record)?;
            let is_another = of_others.iter().any(|other| other.row_of(record).is_some());
            (!is_another).then_some(row)
        });
        rows.collect()
    }

    /// `record` as a row of this table, if its values are such as the columns take. Rows from before a column was added
    /// do not have it.
    fn row_of(&self, record: &Record) -> Option<Row> {
        if record.number.is_some() != self.table.has_numbers {
            return None;
        }
        // Without numbers, the columns of the key are stored first.
        let mut stored: Vec<&Column> = self
            .names
            .iter()
            .filter_map(|name| self.table.column(name))
            .collect();
        if !self.table.has_numbers {
            stored.sort_by_key(|column| if column.key > 0 { column.key } else { usize::MAX });
        }
        if record.values.len() > stored.len() {
            return None;
        }
        let mut row: HashMap<&str, Value> = HashMap::new();
        let mut values = record.values.iter();
        for column in stored {
            let value = match (values.next(), record.number) {
                // The number itself is stored as nothing.
                (Some(Value::Null), Some(number)) if column.key == 1 => Value::Integer(number),
                (Some(value), _) => value.clone(),
                (None, _) => column.missing()?,
            };
            if !column.takes(&value) {
                return None;
            }
            row.insert(&column.name, value);
        }
        self.names.iter().map(|name| row.remove(name)).collect()
    }
}

/// Hands every row of `query` to `take` until one cannot be read; whether all could. A row whose text is none is left out.
fn read(damaged: &Connection, query: &str, key: &[Value], take: &mut dyn FnMut(Row)) -> bool {
    let mut read = || -> rusqlite::Result<()> {
        let mut statement = damaged.prepare(query)?;
        let width = statement.column_count();
        let mut rows = statement.query(params_from_iter(key))?;
        while let Some(row) = rows.next()? {
            if let Ok(row) = values(row, width) {
                take(row);
            }
        }
        Ok(())
    };
    read().is_ok()
}

fn values(row: &rusqlite::Row<'_>, width: usize) -> rusqlite::Result<Row> {
    (0..width).map(|at| row.get(at)).collect()
}

/// The logical clock goes on behind every time that was ever given.
fn settle_clock(library: &Transaction<'_>, all: &[Table]) -> rusqlite::Result<()> {
    for table in all
        .iter()
        .filter(|table| table.has("time") && table.name != "clock")
    {
        library.execute(
            &format!(
                "UPDATE clock SET time = max(time, coalesce((SELECT max(time) FROM {}), 0))",
                quoted(&table.name)
            ),
            [],
        )?;
    }
    Ok(())
}
