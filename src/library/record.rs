//! Every item of the library as a plain value that can be carried away: one JSON object for each, with the identity and the
//! logical time by which libraries are put together again. Its field names are a file format that is kept.

use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::article::PostColumn;
use super::hidden;
use super::schema;
use crate::post::PostId;
use crate::text::quote::Quote;

/// One item, or the tombstone of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What it is about and what it says.
    #[serde(flatten)]
    pub value: RecordValue,
    /// Within what `post` names an article: `site`, `guide`, `archive:IDENTITY`; for a category that of its archive, or
    /// `search` for a saved search. Empty where it is about none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// The article, a number or a path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<RecordPost>,
    /// Its identity, where it has one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uuid: Option<Uuid>,
    /// The logical time (Lamport) at which it was set; 0 for what has none.
    #[serde(default)]
    pub time: i64,
    /// The library that set it.
    #[serde(default)]
    pub machine: Uuid,
    /// Whether it was taken away.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
}

impl Record {
    /// Its identity, of a kind that has one: what others are given in a file is passed over.
    pub(super) fn own_uuid(&self) -> Option<Uuid> {
        self.uuid.filter(|_| has_identity(self.value.table()))
    }
}

/// How a record names an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RecordPost {
    /// By the site's number.
    Number(u64),
    /// By its path in the archive.
    Path(String),
}

impl RecordPost {
    pub(super) fn column(&self) -> PostColumn {
        PostColumn(match self {
            Self::Number(number) => PostId::Number(*number),
            Self::Path(path) => PostId::from_path(path),
        })
    }
}

impl From<PostColumn> for RecordPost {
    fn from(post: PostColumn) -> Self {
        match post.0 {
            PostId::Number(number) => Self::Number(number),
            PostId::Path(path) => Self::Path(path.to_string()),
        }
    }
}

/// What is known of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordFacts {
    /// Its title.
    pub title: String,
    /// Its outlet.
    #[serde(default)]
    pub outlet: Option<String>,
    /// Its date in seconds since 1970-01-01T00:00:00Z.
    #[serde(default)]
    pub date: Option<i64>,
    /// The offset from UTC in which the date is shown, in minutes.
    #[serde(default)]
    pub date_offset: i16,
    /// `none`, `day`, `minute`, `second`.
    #[serde(default)]
    pub date_precision: String,
    /// Where it was published.
    #[serde(default)]
    pub source_url: Option<String>,
}

/// What an item says. Times are in seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum RecordValue {
    /// A bookmark.
    Bookmark {
        /// When it was added.
        added: i64,
        /// What it keeps of its article.
        #[serde(flatten)]
        facts: RecordFacts,
    },
    /// One tag of an article.
    Tag {
        /// The tag.
        tag: String,
    },
    /// The note on an article.
    Note {
        /// The note.
        text: String,
    },
    /// A passage.
    Passage {
        /// When it was highlighted.
        added: i64,
        /// Where it stands.
        #[serde(flatten)]
        place: Quote,
        /// The note on it.
        #[serde(default)]
        note: Option<String>,
        /// What is known of its article.
        article: RecordFacts,
    },
    /// The text that is kept of an article. It has no logical time and no tombstone: of two the later holds.
    KeptText {
        /// Since when.
        at: i64,
        /// Markdown and HTML, as the post had it.
        body: String,
    },
    /// That an article was read, at last at this time.
    Visit {
        /// When.
        at: i64,
        /// What is known of the article.
        #[serde(flatten)]
        facts: RecordFacts,
    },
    /// A saved search.
    Search {
        /// Its name.
        name: String,
        /// When the name was first saved.
        added: i64,
        /// The query as typed.
        query: String,
    },
    /// How a category, or a saved search, stands.
    Category {
        /// Its folder name, or that of the search.
        name: String,
        /// Since when it is pinned; it is hidden where it is not.
        #[serde(default)]
        pinned: Option<i64>,
    },
    /// A read mark.
    Mark {
        /// Read, or marked unread.
        read: bool,
        /// When.
        at: i64,
    },
    /// The place in an article.
    Place {
        /// Bytes from the beginning of the text.
        offset: i64,
        /// What stands there.
        quote: String,
        /// When.
        at: i64,
    },
    /// That an article is hidden.
    Hidden {
        /// By which rules; by hand it is by one without a name.
        rules: Vec<String>,
    },
}

/// The kinds of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// A bookmark.
    Bookmark,
    /// One tag of an article.
    Tag,
    /// The note on an article.
    Note,
    /// A passage.
    Passage,
    /// The text that is kept of an article.
    KeptText,
    /// That an article was read.
    Visit,
    /// A saved search.
    Search,
    /// How a category stands.
    Category,
    /// A read mark.
    Mark,
    /// The place in an article.
    Place,
    /// That an article is hidden.
    Hidden,
}

impl RecordKind {
    /// All of them, in order.
    pub const ALL: [Self; 11] = [
        Self::Bookmark,
        Self::Tag,
        Self::Note,
        Self::Passage,
        Self::KeptText,
        Self::Visit,
        Self::Search,
        Self::Category,
        Self::Mark,
        Self::Place,
        Self::Hidden,
    ];
}

impl RecordValue {
    /// What kind of item it is of.
    pub fn kind(&self) -> RecordKind {
        match self {
            Self::Bookmark { .. } => RecordKind::Bookmark,
            Self::Tag { .. } => RecordKind::Tag,
            Self::Note { .. } => RecordKind::Note,
            Self::Passage { .. } => RecordKind::Passage,
            Self::KeptText { .. } => RecordKind::KeptText,
            Self::Visit { .. } => RecordKind::Visit,
            Self::Search { .. } => RecordKind::Search,
            Self::Category { .. } => RecordKind::Category,
            Self::Mark { .. } => RecordKind::Mark,
            Self::Place { .. } => RecordKind::Place,
            Self::Hidden { .. } => RecordKind::Hidden,
        }
    }

    /// The table that holds such items.
    pub(super) fn table(&self) -> &'static str {
        match self {
            Self::Bookmark { .. } => "bookmark",
            Self::Tag { .. } => "tag",
            Self::Note { .. } => "note",
            Self::Passage { .. } => "passage",
            Self::KeptText { .. } => "kept_text",
            Self::Visit { .. } => "visit",
            Self::Search { .. } => "search",
            Self::Category { .. } => "category",
            Self::Mark { .. } => "mark",
            Self::Place { .. } => "place",
            Self::Hidden { .. } => "hidden",
        }
    }
}

/// Which records are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Records {
    /// Bookmarks with their tags, notes and kept texts, and passages.
    Kept,
    /// Saved searches, how categories stand, read marks, places, what is hidden and the history too.
    Everything,
}

/// The items of the library, tombstones too, by kind and key.
pub(super) fn all(connection: &Connection, which: Records) -> rusqlite::Result<Vec<Record>> {
    let mut tables = vec!["bookmark", "tag", "note", "passage", "kept_text"];
    if which == Records::Everything {
        tables.extend(["search", "category", "mark", "place", "visit", "hidden"]);
    }
    let version = schema::version(connection)?;
    tables.retain(|table| match *table {
        "passage" | "kept_text" | "visit" => version >= schema::SINCE_TEXTS,
        "search" => version >= schema::SINCE_SEARCHES,
        "hidden" => version >= schema::SINCE_RULES,
        "category" => version >= schema::SINCE_ENTRIES,
        _ => true,
    });
    let mut records = Vec::new();
    for table in tables {
        read(connection, table, &mut records)?;
    }
    Ok(records)
}

fn read(connection: &Connection, table: &str, records: &mut Vec<Record>) -> rusqlite::Result<()> {
    let (scope, join, order) = match table {
        "search" => ("'' AS scope_name, NULL AS post_name", "", "i.name"),
        "category" => (
            "s.name AS scope_name, NULL AS post_name",
            "JOIN scope s ON s.id = i.scope",
            "s.name, i.name",
        ),
        "passage" | "visit" => (
            "s.name AS scope_name, i.post AS post_name, a.title, a.outlet, a.date, a.date_offset, a.date_precision,
             a.source_url",
            "JOIN scope s ON s.id = i.scope LEFT JOIN article a ON a.scope = i.scope AND a.post = i.post",
            if table == "passage" { "i.uuid" } else { "s.name, i.post" },
        ),
        _ => (
            "s.name AS scope_name, i.post AS post_name",
            "JOIN scope s ON s.id = i.scope",
            if table == "tag" {
                "s.name, i.post, i.tag"
            } else {
                "s.name, i.post"
            },
        ),
    };
    let uuid = if has_identity(table) {
        "i.uuid AS item"
    } else {
        "NULL AS item"
    };
    let (stamp, machine) = if has_no_stamp(table) {
        ("0 AS time, NULL AS machine_uuid, 0 AS deleted", "")
    } else {
        ("m.uuid AS machine_uuid", "JOIN machine m ON m.id = i.machine")
    };
    let query =
        format!("SELECT i.*, {uuid}, {stamp}, {scope} FROM {table} i {machine} {join} ORDER BY {order}");
    let mut statement = connection.prepare(&query)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        records.push(from_row(table, row)?);
    }
    Ok(())
}

fn from_row(table: &str, row: &Row<'_>) -> rusqlite::Result<Record> {
    Ok(Record {
        value: value(table, row)?,
        scope: row.get("scope_name")?,
        post: row
            .get::<_, Option<PostColumn>>("post_name")?
            .map(RecordPost::from),
        uuid: row.get::<_, Option<[u8; 16]>>("item")?.map(Uuid::from_bytes),
        time: row.get("time")?,
        machine: row
            .get::<_, Option<[u8; 16]>>("machine_uuid")?
            .map_or(Uuid::nil(), Uuid::from_bytes),
        deleted: row.get("deleted")?,
    })
}

/// Whether the items of `table` have an identity of their own.
fn has_identity(table: &str) -> bool {
    !matches!(
        table,
        "category" | "mark" | "place" | "kept_text" | "visit" | "hidden"
    )
}

/// Whether the items of `table` have neither logical time nor machine nor tombstone: of two the later holds.
fn has_no_stamp(table: &str) -> bool {
    matches!(table, "kept_text" | "visit")
}

/// What a row of `table` says.
pub(super) fn value(table: &str, row: &Row<'_>) -> rusqlite::Result<RecordValue> {
    let facts = || -> rusqlite::Result<RecordFacts> {
        Ok(RecordFacts {
            title: row.get::<_, Option<String>>("title")?.unwrap_or_default(),
            outlet: row.get("outlet")?,
            date: row.get("date")?,
            date_offset: row.get::<_, Option<i16>>("date_offset")?.unwrap_or_default(),
            date_precision: row
                .get::<_, Option<String>>("date_precision")?
                .unwrap_or_else(|| "none".to_owned()),
            source_url: row.get("source_url")?,
        })
    };
    Ok(match table {
        "bookmark" => RecordValue::Bookmark {
            added: row.get("added")?,
            facts: facts()?,
        },
        "tag" => RecordValue::Tag { tag: row.get("tag")? },
        "note" => RecordValue::Note {
            text: row.get("text")?,
        },
        "passage" => RecordValue::Passage {
            added: row.get("added")?,
            place: Quote {
                offset: usize::try_from(row.get::<_, i64>("offset")?).unwrap_or_default(),
                quote: row.get("quote")?,
                before: row.get("before")?,
                after: row.get("after")?,
            },
            note: row.get("note")?,
            article: facts()?,
        },
        "kept_text" => RecordValue::KeptText {
            at: row.get("at")?,
            body: row.get("body")?,
        },
        "visit" => RecordValue::Visit {
            at: row.get("at")?,
            facts: facts()?,
        },
        "search" => RecordValue::Search {
            name: row.get("name")?,
            added: row.get("added")?,
            query: row.get("query")?,
        },
        "hidden" => RecordValue::Hidden {
            rules: hidden::split(row.get_ref("rules")?.as_str()?),
        },
        "category" => RecordValue::Category {
            name: row.get("name")?,
            pinned: row.get("pinned")?,
        },
        "mark" => RecordValue::Mark {
            read: row.get("read")?,
            at: row.get("at")?,
        },
        _ => RecordValue::Place {
            offset: row.get("offset")?,
            quote: row.get("quote")?,
            at: row.get("at")?,
        },
    })
}
