//! One row of another state of the library put into this one: whose value holds, and what its references are here.

use std::collections::HashMap;

use rusqlite::types::Value;
use rusqlite::{ErrorCode, OptionalExtension, Transaction, ffi, params_from_iter};

use super::salvage::{Columns, Row};
use super::tables::{Table, quoted};

/// The numbers of rows to which others refer (scopes, machines): what they were, and what they are now, by table.
#[derive(Default)]
pub(super) struct Numbers(HashMap<String, HashMap<i64, i64>>);

impl Numbers {
    /// The value of `column` of `table` as it is now; `None` where it refers to a row that is not there.
    fn now(&self, all: &[Table], table: &str, column: &str, value: Value) -> Option<Value> {
        let Value::Integer(number) = value else {
            return Some(value);
        };
        if let Some(numbers) = self.0.get(table)
            && all.iter().any(|it| it.name == table && it.key() == [column])
        {
            return numbers.get(&number).copied().map(Value::Integer);
        }
        let refers = all.iter().find(|it| it.name == table).and_then(|it| {
            let column = it.columns.iter().find(|it| it.name == column)?;
            column.refers.clone().filter(|(parent, _)| parent != table)
        });
        match refers {
            Some((parent, to)) => self.now(all, &parent, &to, value),
            None => Some(value),
        }
    }
}

/// Puts one row into the library; whether it, or what is newer, is there now.
pub(super) fn put(
    library: &Transaction<'_>,
    all: &[Table],
    found: &Columns<'_>,
    row: Row,
    numbers: &mut Numbers,
) -> rusqlite::Result<bool> {
    let table = found.table;
    let columns = found.names.iter().zip(row);
    let row: Option<Row> = columns
        .map(|(column, value)| match table.column(column)?.refers {
            Some(_) => numbers.now(all, &table.name, column, value),
            None => Some(value),
        })
        .collect();
    let Some(mut row) = row else { return Ok(false) };
    let is_parent = all.iter().any(|other| {
        let mut refers = other.columns.iter().filter_map(|column| column.refers.as_ref());
        refers.any(|(parent, _)| *parent == table.name)
    });
    if let (true, [at], false) = (is_parent, found.key.as_slice(), table.unique.is_empty()) {
        let Some(Value::Integer(before)) = row.get(*at).cloned() else {
            return Ok(false);
        };
        let now = number(library, found, &row)?;
        if let Some(value) = row.get_mut(*at) {
            *value = now.map_or(Value::Null, Value::Integer);
        }
        let is_in = insert(library, found, &row, "")?;
        let now = now.unwrap_or_else(|| library.last_insert_rowid());
        let known = numbers.0.entry(table.name.clone()).or_default();
        if is_in {
            known.insert(before, now);
        }
        return Ok(is_in);
    }
    if table.holds_items() && is_older(library, found, &row)? {
        return Ok(true);
    }
    if insert(library, found, &row, "")? {
        return Ok(true);
    }
    // Something else stands where it is to be: of what has no time, what was read holds.
    Ok(!table.holds_items() && !is_parent && insert(library, found, &row, "OR REPLACE")?)
}

/// The number that a row to which others refer has now: that of the row of the same name or, where there is none, its
/// own, unless that is taken.
fn number(library: &Transaction<'_>, found: &Columns<'_>, row: &Row) -> rusqlite::Result<Option<i64>> {
    let table = found.table;
    let value = |name: &str| {
        let at = found.names.iter().position(|it| *it == name)?;
        row.get(at).cloned()
    };
    let key = quoted(table.key().first().copied().unwrap_or_default());
    let condition: Vec<String> = table
        .unique
        .iter()
        .map(|name| format!("{} IS ?", quoted(name)))
        .collect();
    let unique = table.unique.iter().map(|name| value(name).unwrap_or(Value::Null));
    let same = library
        .prepare_cached(&format!(
            "SELECT {key} FROM {} WHERE {}",
            quoted(&table.name),
            condition.join(" AND ")
        ))?
        .query_row(params_from_iter(unique), |row| row.get(0))
        .optional()?;
    if same.is_some() {
        return Ok(same);
    }
    let own = found.key_of(row);
    let taken = library
        .prepare_cached(&format!("SELECT 1 FROM {} WHERE {key} IS ?", quoted(&table.name)))?
        .exists(params_from_iter(&own))?;
    Ok(match own.first() {
        Some(Value::Integer(own)) if !taken => Some(*own),
        _ => None,
    })
}

/// Whether the library has a value of this item that is as new or newer.
fn is_older(library: &Transaction<'_>, found: &Columns<'_>, row: &Row) -> rusqlite::Result<bool> {
    let condition: Vec<String> = found
        .table
        .key()
        .into_iter()
        .map(|name| format!("{} IS ?", quoted(name)))
        .collect();
    let query = format!(
        "SELECT time FROM {} WHERE {}",
        quoted(&found.table.name),
        condition.join(" AND ")
    );
    let there: Option<i64> = library
        .prepare_cached(&query)?
        .query_row(params_from_iter(found.key_of(row)), |row| row.get(0))
        .optional()?;
    let time = found.names.iter().position(|name| *name == "time");
    let time = time.and_then(|at| row.get(at));
    Ok(matches!((there, time), (Some(there), Some(Value::Integer(time))) if there >= *time))
}

/// Writes `row`, over the one of the same key; whether the library takes it.
fn insert(
    library: &Transaction<'_>,
    found: &Columns<'_>,
    row: &Row,
    otherwise: &str,
) -> rusqlite::Result<bool> {
    let names: Vec<String> = found.names.iter().map(|name| quoted(name)).collect();
    let values = vec!["?"; names.len()].join(", ");
    let changes: Vec<String> = names
        .iter()
        .map(|name| format!("{name} = excluded.{name}"))
        .collect();
    let statement = format!(
        "INSERT {otherwise} INTO {} ({}) VALUES ({values}) ON CONFLICT ({}) DO UPDATE SET {}",
        quoted(&found.table.name),
        names.join(", "),
        found.list(""),
        changes.join(", ")
    );
    match library.prepare_cached(&statement)?.execute(params_from_iter(row)) {
        Ok(_) => Ok(true),
        Err(error) if is_refused(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether a rule of the table does not allow the row.
fn is_refused(error: &rusqlite::Error) -> bool {
    let rule = [
        ErrorCode::ConstraintViolation,
        ErrorCode::TypeMismatch,
        ErrorCode::TooBig,
    ];
    error.sqlite_error_code().is_some_and(|code| rule.contains(&code))
        || error
            .sqlite_error()
            .is_some_and(|error| error.extended_code == ffi::SQLITE_CONSTRAINT_DATATYPE)
}
