//! The tables of a library as the file itself describes them, for what copies or counts them all, whatever their version.

use rusqlite::Connection;
use rusqlite::types::Value;

/// A table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// Whether its rows have numbers: it is not `WITHOUT ROWID`.
    pub(super) has_numbers: bool,
    /// The columns of its first UNIQUE constraint beside the primary key; empty where there is none.
    pub(super) unique: Vec<String>,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    /// Its place in the primary key, from 1 on; 0 where it is not of it.
    pub(super) key: usize,
    /// The type of its values: `INTEGER`, `TEXT`, `BLOB`, `REAL`, `ANY`.
    pub(super) kind: String,
    /// Whether a value may be missing.
    pub(super) may_be_null: bool,
    /// What it is where a row does not say, as SQL.
    pub(super) default: Option<String>,
    /// The table, and its column, to which it refers.
    pub(super) refers: Option<(String, String)>,
}

impl Table {
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|it| it.name == column)
    }

    /// The columns of the primary key, in its order.
    pub(super) fn key(&self) -> Vec<&str> {
        let mut key: Vec<&Column> = self.columns.iter().filter(|column| column.key > 0).collect();
        key.sort_by_key(|column| column.key);
        key.iter().map(|column| column.name.as_str()).collect()
    }

    pub(super) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether its rows are items: values with a logical time, of which the newest holds (`schema.rs`, "Merging").
    pub(super) fn holds_items(&self) -> bool {
        self.has("time") && self.has("machine")
    }
}

impl Column {
    /// The value in rows from before the column was added; `None` where every row has one.
    pub(super) fn missing(&self) -> Option<Value> {
        match self.default.as_deref() {
            Some(number) if number.parse::<i64>().is_ok() => number.parse().ok().map(Value::Integer),
            Some(text) => {
                let text = text.strip_prefix('\'')?.strip_suffix('\'')?;
                Some(Value::Text(text.replace("''", "'")))
            }
            None => self.may_be_null.then_some(Value::Null),
        }
    }

    /// Whether `value` can be one of it.
    pub(super) fn takes(&self, value: &Value) -> bool {
        match value {
            Value::Null => self.may_be_null,
            Value::Integer(_) => matches!(self.kind.as_str(), "INTEGER" | "INT" | "REAL" | "ANY"),
            Value::Real(_) => matches!(self.kind.as_str(), "REAL" | "ANY"),
            Value::Text(_) => matches!(self.kind.as_str(), "TEXT" | "ANY"),
            Value::Blob(_) => matches!(self.kind.as_str(), "BLOB" | "ANY"),
        }
    }
}

/// `name` as SQL writes it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// All tables, each behind those to which it refers. Columns that SQLite computes are left out.
pub(super) fn tables(connection: &Connection) -> rusqlite::Result<Vec<Table>> {
    let mut waiting = names(connection)?
        .into_iter()
        .map(|name| table(connection, name))
        .collect::<rusqlite::Result<Vec<Table>>>()?;
    let mut ordered: Vec<Table> = Vec::new();
    while !waiting.is_empty() {
        let is_ready = |table: &Table| {
            let mut parents = table.columns.iter().filter_map(|column| column.refers.as_ref());
            parents.all(|(parent, _)| *parent == table.name || ordered.iter().any(|it| it.name == *parent))
        };
        // Where tables refer to each other in a circle, any may be the first.
        let next = waiting.iter().position(is_ready).unwrap_or(0);
        ordered.push(waiting.remove(next));
    }
    Ok(ordered)
}

fn names(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        )?
        .query_map([], |row| row.get(0))?
        .collect()
}

fn table(connection: &Connection, name: String) -> rusqlite::Result<Table> {
    let mut columns = connection
        .prepare("SELECT name, pk, type, \"notnull\", dflt_value FROM pragma_table_info(?1) ORDER BY cid")?
        .query_map([&name], |row| {
            Ok(Column {
                name: row.get(0)?,
                key: row.get(1)?,
                kind: row.get(2)?,
                may_be_null: !row.get::<_, bool>(3)?,
                default: row.get(4)?,
                refers: None,
            })
        })?
        .collect::<rusqlite::Result<Vec<Column>>>()?;
    let references = connection
        .prepare("SELECT \"from\", \"table\", \"to\", seq FROM pragma_foreign_key_list(?1)")?
        .query_map([&name], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, Option<String>>(2)?,
                row.get::<_, usize>(3)?,
            ))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for (from, parent, to, place) in references {
        // Where none is named it is the parent's primary key.
        let to = match to {
            Some(to) => Some(to),
            None => connection
                .prepare("SELECT name FROM pragma_table_info(?1) WHERE pk = ?2 + 1")?
                .query_map((&parent, place), |row| row.get(0))?
                .next()
                .transpose()?,
        };
        if let (Some(column), Some(to)) = (columns.iter_mut().find(|it| it.name == from), to) {
            column.refers.get_or_insert((parent, to));
        }
    }
    let unique = connection
        .prepare(
            "SELECT i.name FROM pragma_index_info((SELECT name FROM pragma_index_list(?1)
             WHERE \"unique\" AND origin = 'u' AND NOT partial ORDER BY seq DESC LIMIT 1)) i ORDER BY i.seqno",
        )?
        .query_map([&name], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    let has_numbers = "SELECT NOT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?1";
    Ok(Table {
        has_numbers: connection.query_row(has_numbers, [&name], |row| row.get(0))?,
        name,
        columns,
        unique,
    })
}

/// How many rows of `table` there are that were not taken away.
pub(super) fn living(connection: &Connection, table: &Table) -> rusqlite::Result<usize> {
    let condition = if table.has("deleted") {
        " WHERE NOT deleted"
    } else {
        ""
    };
    connection.query_row(
        &format!("SELECT count(*) FROM {}{condition}", quoted(&table.name)),
        [],
        |row| row.get(0),
    )
}
