//! The tables. Articles stand clustered in list order, so that reading them from the newest on is reading the file
//! from its beginning; everything that a first screen needs beside them is a counter.

use std::os::unix::ffi::OsStrExt;
use std::time::SystemTime;

use rusqlite::{Connection, params};

use super::Subject;

/// "fnct", which tells a catalogue from any other database.
pub(super) const APPLICATION_ID: i64 = 0x666e_6374;

/// Raised with every change of the tables below.
pub(super) const VERSION: i64 = 3;

/// Articles in list order (`moment`: seconds, the least number where there is no date; `number` and `name`: see
/// [`super::row`]); the files they were read from; what was odd about those; how many articles each category and each of its labels has.
/// `log` names the articles of every revision, so that another program can follow. Whatever names are made of descends, as
/// an archive is read newest first: then pages are filled one after the other, and not left half empty.
const TABLES: &str = "
CREATE TABLE state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    identity TEXT NOT NULL, root BLOB NOT NULL, parser INTEGER NOT NULL, zone INTEGER NOT NULL,
    complete INTEGER NOT NULL, articles INTEGER NOT NULL, files INTEGER NOT NULL,
    revision INTEGER NOT NULL, read_at INTEGER
) STRICT;
CREATE TABLE articles (
    moment INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL,
    zone INTEGER NOT NULL, precision INTEGER NOT NULL, dated INTEGER NOT NULL,
    title TEXT NOT NULL, outlet TEXT, categories TEXT NOT NULL, path BLOB NOT NULL, content INTEGER NOT NULL, copies BLOB NOT NULL,
    checksum INTEGER NOT NULL,
    PRIMARY KEY (moment DESC, number DESC, name DESC)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX articles_by_id ON articles (number DESC, name DESC);
CREATE TABLE files (
    path BLOB NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL,
    size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL, inode INTEGER NOT NULL,
    PRIMARY KEY (path DESC)
) STRICT, WITHOUT ROWID;
CREATE TABLE problems (
    number INTEGER NOT NULL, name TEXT NOT NULL,
    path TEXT NOT NULL, line INTEGER, kind TEXT NOT NULL, message TEXT NOT NULL, shown_as TEXT NOT NULL
) STRICT;
CREATE INDEX problems_by_id ON problems (number, name);
CREATE TABLE categories (name TEXT PRIMARY KEY, articles INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE labels (
    category TEXT NOT NULL, label TEXT NOT NULL, articles INTEGER NOT NULL, PRIMARY KEY (category, label)
) STRICT, WITHOUT ROWID;
CREATE TABLE log (
    revision INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (revision, number, name)
) STRICT, WITHOUT ROWID;
";

/// Makes the tables in an empty database, and the row that says whose catalogue it is. Its revisions are counted from the
/// time of its making, so that they are not taken for those of the one whose place it took.
pub(super) fn create(connection: &Connection, subject: &Subject) -> rusqlite::Result<()> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let first = i64::try_from(now.unwrap_or_default().as_nanos()).unwrap_or_default();
    connection.execute_batch(TABLES)?;
    connection.execute(
        "INSERT INTO state VALUES (1, ?1, ?2, ?3, ?4, 0, 0, 0, ?5, NULL)",
        params![
            subject.identity,
            subject.root.as_os_str().as_bytes(),
            subject.parser,
            subject.zone,
            first,
        ],
    )?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", VERSION)
}
