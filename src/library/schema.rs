//! The tables of `library.db` and how an older file becomes a newer one.
//!
//! Rules that the tables are made for:
//!
//! - **Key.** Every item is about one article: (`scope`, `post`). `post` is an integer for the site's
//!   numbers and a text for paths. Site numbers have the scope `site` wherever they were met, so a mark
//!   holds in every archive of the site. A saved search is about none: its name is its key, which the log
//!   names as the `post` of the scope `search`. An article may have several passages: the log names each by
//!   its UUID as the `post` of the scope `passage`. How a category stands (`category`) is kept by its archive's scope and
//!   its folder name, which the log names as the `post`; for a saved search the scope is `search`.
//! - **Merging.** Every item has a logical time (Lamport) and the machine that set it: of two values the
//!   one with the larger (`time`, machine UUID) holds, whatever the wall clocks say. What is taken away
//!   stays as a tombstone (`deleted`). Bookmarks, tags, notes, passages and saved searches have a UUID; where
//!   two machines made one for the same article or name, the smaller UUID is kept. A mark, a place, or how a category stands is one value, so
//!   the key is its identity, in every library the same. Of two watermarks of one archive the earlier holds.
//! - **Undo.** `operation` is what the user did, `change` each item it changed, with the value before and
//!   after as JSON (NULL where there is none): an inverse is applied only where the item's value is still
//!   `after`. `undone` is the logical time at which it was undone. The tags of an article are one value.
//!   Places, sessions, and the histories of reading, of searching and of the categories used are not logged.
//! - **Facts.** `article` holds what is known of an article that a passage or a visit is about, so that it
//!   outlives the archive; a bookmark has its own.
//! - **Rules.** `arrival` numbers what came into an archive, `rule` says up to which of these numbers a rule has dealt
//!   with it. Both are of this library alone. `hidden` names the rules that hide an article, one a line.
//! - A migration only adds; what an older program knows by name keeps its name, so that it can still read.

use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use uuid::Uuid;

/// Marks the file as ours (`PRAGMA application_id`): "fnws".
pub(super) const APPLICATION_ID: i64 = 0x666e_7773;

/// The version of the newest schema (`PRAGMA user_version`).
pub(super) const VERSION: i64 = MIGRATIONS.len() as i64;

/// The version that first has the searches.
pub(super) const SINCE_SEARCHES: i64 = 2;

/// The version that first has passages, kept texts, visits and sessions.
pub(super) const SINCE_TEXTS: i64 = 3;

/// The version that first has how categories stand and which were used.
pub(super) const SINCE_ENTRIES: i64 = 4;
/// The version that first has rules and hidden articles.
pub(super) const SINCE_RULES: i64 = 5;

/// The row of `machine` that stands for this library.
pub(super) const THIS_MACHINE: i64 = 1;

/// Step *n* makes version *n + 1* of version *n*. A step that was published is never edited.
const MIGRATIONS: [&str; 5] = [
    "
CREATE TABLE machine (
    id   INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE
) STRICT;
CREATE TABLE clock (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    time INTEGER NOT NULL
) STRICT;
INSERT INTO clock VALUES (1, 0);
CREATE TABLE scope (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO scope (name) VALUES ('site'), ('guide');
CREATE TABLE archive (
    identity     TEXT PRIMARY KEY,
    first_opened INTEGER NOT NULL,
    watermark    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE bookmark (
    scope          INTEGER NOT NULL REFERENCES scope,
    post           ANY NOT NULL,
    uuid           BLOB NOT NULL UNIQUE,
    time           INTEGER NOT NULL,
    machine        INTEGER NOT NULL REFERENCES machine,
    deleted        INTEGER NOT NULL DEFAULT 0,
    added          INTEGER NOT NULL,
    title          TEXT NOT NULL,
    outlet         TEXT,
    date           INTEGER,
    date_offset    INTEGER NOT NULL,
    date_precision TEXT NOT NULL,
    source_url     TEXT,
    PRIMARY KEY (scope, post)
) STRICT, WITHOUT ROWID;
CREATE TABLE tag (
    scope   INTEGER NOT NULL REFERENCES scope,
    post    ANY NOT NULL,
    tag     TEXT NOT NULL,
    uuid    BLOB NOT NULL UNIQUE,
    time    INTEGER NOT NULL,
    machine INTEGER NOT NULL REFERENCES machine,
    deleted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (scope, post, tag)
) STRICT, WITHOUT ROWID;
CREATE TABLE note (
    scope   INTEGER NOT NULL REFERENCES scope,
    post    ANY NOT NULL,
    uuid    BLOB NOT NULL UNIQUE,
    time    INTEGER NOT NULL,
    machine INTEGER NOT NULL REFERENCES machine,
    deleted INTEGER NOT NULL DEFAULT 0,
    text    TEXT NOT NULL,
    PRIMARY KEY (scope, post)
) STRICT, WITHOUT ROWID;
CREATE TABLE mark (
    scope   INTEGER NOT NULL REFERENCES scope,
    post    ANY NOT NULL,
    time    INTEGER NOT NULL,
    machine INTEGER NOT NULL REFERENCES machine,
    deleted INTEGER NOT NULL DEFAULT 0,
    read    INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (scope, post)
) STRICT, WITHOUT ROWID;
CREATE TABLE place (
    scope   INTEGER NOT NULL REFERENCES scope,
    post    ANY NOT NULL,
    time    INTEGER NOT NULL,
    machine INTEGER NOT NULL REFERENCES machine,
    deleted INTEGER NOT NULL DEFAULT 0,
    offset  INTEGER NOT NULL,
    quote   TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (scope, post)
) STRICT, WITHOUT ROWID;
CREATE TABLE operation (
    id   INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    at   INTEGER NOT NULL,
    name TEXT NOT NULL
) STRICT;
CREATE TABLE change (
    operation INTEGER NOT NULL REFERENCES operation ON DELETE CASCADE,
    ordinal   INTEGER NOT NULL,
    item      TEXT NOT NULL,
    scope     INTEGER NOT NULL REFERENCES scope,
    post      ANY NOT NULL,
    before    TEXT,
    after     TEXT,
    PRIMARY KEY (operation, ordinal)
) STRICT, WITHOUT ROWID;
",
    "
CREATE TABLE search (
    name    TEXT PRIMARY KEY,
    uuid    BLOB NOT NULL UNIQUE,
    time    INTEGER NOT NULL,
    machine INTEGER NOT NULL REFERENCES machine,
    deleted INTEGER NOT NULL DEFAULT 0,
    added   INTEGER NOT NULL,
    query   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE searched (
    id    INTEGER PRIMARY KEY,
    query TEXT NOT NULL UNIQUE,
    at    INTEGER NOT NULL
) STRICT;
INSERT INTO scope (name) VALUES ('search');
",
    "
CREATE TABLE article (
    scope          INTEGER NOT NULL REFERENCES scope,
    post           ANY NOT NULL,
    title          TEXT NOT NULL,
    outlet         TEXT,
    date           INTEGER,
    date_offset    INTEGER NOT NULL,
    date_precision TEXT NOT NULL,
    source_url     TEXT,
    PRIMARY KEY (scope, post)
) STRICT, WITHOUT ROWID;
CREATE TABLE passage (
    uuid    BLOB PRIMARY KEY,
    scope   INTEGER NOT NULL REFERENCES scope,
    post    ANY NOT NULL,
    time    INTEGER NOT NULL,
    machine INTEGER NOT NULL REFERENCES machine,
    deleted INTEGER NOT NULL DEFAULT 0,
    added   INTEGER NOT NULL,
    offset  INTEGER NOT NULL,
    quote   TEXT NOT NULL,
    before  TEXT NOT NULL,
    after   TEXT NOT NULL,
    note    TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX passage_article ON passage (scope, post);
CREATE TABLE kept_text (
    scope INTEGER NOT NULL REFERENCES scope,
    post  ANY NOT NULL,
    at    INTEGER NOT NULL,
    body  TEXT NOT NULL,
    PRIMARY KEY (scope, post)
) STRICT, WITHOUT ROWID;
CREATE TABLE visit (
    scope INTEGER NOT NULL REFERENCES scope,
    post  ANY NOT NULL,
    at    INTEGER NOT NULL,
    PRIMARY KEY (scope, post)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_at ON visit (at);
CREATE TABLE session (
    archive TEXT PRIMARY KEY,
    at      INTEGER NOT NULL,
    state   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE operation ADD COLUMN undone INTEGER;
INSERT INTO scope (name) VALUES ('passage');
",
    "
CREATE TABLE category (
    scope   INTEGER NOT NULL REFERENCES scope,
    name    TEXT NOT NULL,
    time    INTEGER NOT NULL,
    machine INTEGER NOT NULL REFERENCES machine,
    deleted INTEGER NOT NULL DEFAULT 0,
    pinned  INTEGER,
    PRIMARY KEY (scope, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE used (
    scope INTEGER NOT NULL REFERENCES scope,
    name  TEXT NOT NULL,
    at    INTEGER NOT NULL,
    PRIMARY KEY (scope, name)
) STRICT, WITHOUT ROWID;
",
    "
CREATE TABLE hidden (
    scope   INTEGER NOT NULL REFERENCES scope,
    post    ANY NOT NULL,
    time    INTEGER NOT NULL,
    machine INTEGER NOT NULL REFERENCES machine,
    deleted INTEGER NOT NULL DEFAULT 0,
    rules   TEXT NOT NULL,
    PRIMARY KEY (scope, post)
) STRICT, WITHOUT ROWID;
CREATE TABLE arrival (
    archive TEXT NOT NULL,
    number  INTEGER NOT NULL,
    posts   BLOB NOT NULL,
    PRIMARY KEY (archive, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE rule (
    archive TEXT NOT NULL,
    name    TEXT NOT NULL,
    since   INTEGER NOT NULL,
    upto    INTEGER NOT NULL,
    away    INTEGER NOT NULL DEFAULT 0,
    handled INTEGER NOT NULL,
    PRIMARY KEY (archive, name)
) STRICT, WITHOUT ROWID;
",
];

/// The version of the open file; 0 where it is empty.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Brings the file to [`VERSION`], all or nothing. Two programs may try at once: the second finds
/// nothing left to do.
pub(super) fn migrate(connection: &Connection) -> rusqlite::Result<()> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    let found = version(&transaction)?;
    for step in MIGRATIONS
        .iter()
        .skip(usize::try_from(found).unwrap_or(usize::MAX))
    {
        transaction.execute_batch(step)?;
    }
    if found == 0 {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.execute(
            "INSERT INTO machine VALUES (?1, ?2)",
            params![THIS_MACHINE, Uuid::new_v4().as_bytes()],
        )?;
    }
    if found < VERSION {
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    transaction.commit()
}
