//! What was kept in memory for want of a library, put into the library when it can be had.

use std::path::Path;

use rusqlite::backup::Backup;
use rusqlite::{Connection, TransactionBehavior};

use super::carry::{self, Carried, Carry};
use super::error::LibraryError;
use super::op::{self, LibraryOp};
use super::record::Records;
use super::schema;
use super::{Journal, Library, Transaction};

impl Library {
    /// A copy in memory: what is changed in it is changed nowhere else.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn in_memory_copy(&self) -> Result<Self, LibraryError> {
        let copy = || {
            let mut copy = Connection::open_in_memory()?;
            Backup::new(&self.connection, &mut copy)?.step(-1)?;
            schema::migrate(&copy)?;
            Self::new((copy, None), Path::new(":memory:"), Journal::WriteAhead)
        };
        copy().map_err(|error| self.error(error))
    }

    /// Whether it is kept nowhere ([`Library::in_memory`]).
    pub fn is_in_memory(&self) -> bool {
        self.connection.path().is_none_or(str::is_empty)
    }

    /// Puts all that `other` holds into this library at `now`, as newer than what is here: it was set while this one could
    /// not be had. It is one change, that can be undone.
    ///
    /// # Errors
    /// Where nothing can be written: then nothing has changed.
    pub fn take_in(&mut self, other: &Self, now: i64) -> Result<Carried, LibraryError> {
        let mut records = other.records(Records::Everything)?;
        let searched = other.searched()?;
        let sessions = other.sessions()?;
        let how = Carry {
            removals: true,
            dry_run: false,
        };
        self.write(|transaction| {
            let time: i64 = transaction.query_row("SELECT time FROM clock", [], |row| row.get(0))?;
            for record in &mut records {
                record.time += time;
            }
            let carried = carry::carry(transaction, &records, how, now, &mut |_| {})?;
            for query in searched {
                op::apply(transaction, &LibraryOp::RememberSearch(query), now)?;
            }
            for (archive, state) in sessions {
                op::apply(transaction, &LibraryOp::SetSession { archive, state }, now)?;
            }
            Ok(carried)
        })
    }

    /// How the program was left in each archive.
    fn sessions(&self) -> Result<Vec<(String, String)>, LibraryError> {
        let read = || -> rusqlite::Result<Vec<(String, String)>> {
            let moment = Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred)?;
            let mut statement = moment.prepare("SELECT archive, state FROM session")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        };
        read().map_err(|error| self.error(error))
    }
}
