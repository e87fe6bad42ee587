//! How the library names an article: its id, and the scope within which that id means something.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, params};

use crate::post::PostId;

/// The identity of the built-in guide, where other archives have a hash.
pub const GUIDE_IDENTITY: &str = "guide";

/// Within what an id names one article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The site's own numbers, the same in every archive of it.
    Site,
    /// Paths within the archive of this identity.
    Archive(String),
    /// The built-in guide, whose numbers are not the site's.
    Guide,
}

impl Scope {
    /// The scope of an article met in the archive of this identity ([`GUIDE_IDENTITY`] for the guide).
    pub fn of(id: &PostId, archive_identity: &str) -> Self {
        match id {
            _ if archive_identity == GUIDE_IDENTITY => Self::Guide,
            PostId::Number(_) => Self::Site,
            PostId::Path(_) => Self::Archive(archive_identity.to_owned()),
        }
    }

    /// The scopes that articles of the archive of this identity can have.
    pub fn all_of(archive_identity: &str) -> Vec<Self> {
        if archive_identity == GUIDE_IDENTITY {
            vec![Self::Guide]
        } else {
            vec![Self::Site, Self::Archive(archive_identity.to_owned())]
        }
    }

    /// As the table `scope`, and a record, names it.
    pub fn name(&self) -> String {
        match self {
            Self::Site => "site".to_owned(),
            Self::Archive(identity) => format!("archive:{identity}"),
            Self::Guide => "guide".to_owned(),
        }
    }

    /// Its row, if anything was ever kept in it.
    pub(super) fn row(&self, connection: &Connection) -> rusqlite::Result<Option<i64>> {
        connection
            .prepare_cached("SELECT id FROM scope WHERE name = ?1")?
            .query_row([self.name()], |row| row.get(0))
            .optional()
    }

    /// The scope that the table `scope` names so; `None` where it is none of articles.
    pub(super) fn named(name: &str) -> Option<Self> {
        match (name, name.strip_prefix("archive:")) {
            ("site", _) => Some(Self::Site),
            ("guide", _) => Some(Self::Guide),
            (_, Some(identity)) => Some(Self::Archive(identity.to_owned())),
            _ => None,
        }
    }

    /// Its row, made where there is none.
    pub(super) fn row_or_new(&self, connection: &Connection) -> rusqlite::Result<i64> {
        Self::row_named(connection, &self.name())
    }

    /// The row of a scope of this name, made where there is none.
    pub(super) fn row_named(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
        let known = connection
            .prepare_cached("SELECT id FROM scope WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        if let Some(row) = known {
            return Ok(row);
        }
        connection.execute("INSERT INTO scope (name) VALUES (?1)", params![name])?;
        Ok(connection.last_insert_rowid())
    }
}

impl FromSql for Scope {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Self::named(value.as_str()?).ok_or(FromSqlError::InvalidType)
    }
}

/// The name of an article in the library.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleKey {
    /// Within what the id holds.
    pub scope: Scope,
    /// The article's id.
    pub id: PostId,
}

impl ArticleKey {
    /// The name of an article met in the archive of this identity.
    pub fn of(id: &PostId, archive_identity: &str) -> Self {
        Self {
            scope: Scope::of(id, archive_identity),
            id: id.clone(),
        }
    }
}

/// The column `post`: an integer for a number, a text for a path.
pub(super) struct PostColumn(pub(super) PostId);

impl ToSql for PostColumn {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match &self.0 {
            // SQLite has signed integers only; the site's numbers fit, and any other comes back the same.
            PostId::Number(number) => ToSqlOutput::Owned(Value::Integer(number.cast_signed())),
            PostId::Path(path) => ToSqlOutput::Borrowed(ValueRef::Text(path.as_bytes())),
        })
    }
}

impl FromSql for PostColumn {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(Self(match value {
            ValueRef::Integer(number) => PostId::Number(number.cast_unsigned()),
            other => PostId::from_path(other.as_str()?),
        }))
    }
}
