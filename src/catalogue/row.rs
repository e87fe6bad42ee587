//! How an article, a stamp and a problem stand in the tables. Every row of an article carries a checksum of all that it
//! says: what has been damaged on the disk is told from what was written.

use std::sync::Arc;

use rusqlite::Row;
use rusqlite::types::ValueRef;

use super::error::CatalogueError;
use crate::post::{Article, ArticleDate, DateFrom, DatePrecision, PostId, Problem, ProblemKind, RawPath};

/// Stands between the parts of one value: clean text and file names hold none.
const PART: char = '\0';

/// The moment of an article without a date: the last in list order.
const UNDATED: i64 = i64::MIN;

/// The number of an article that is named by its path: such ids come after all numbers.
const NAMED: i64 = i64::MAX;

/// An id as the tables have it.
pub(super) fn id_columns(id: &PostId) -> (i64, &str) {
    match id {
        // 18 digits at most.
        PostId::Number(number) => (number.cast_signed(), ""),
        PostId::Path(path) => (NAMED, path),
    }
}

/// The id of those columns.
pub(super) fn id_of(number: i64, name: &str) -> PostId {
    if number == NAMED {
        PostId::Path(Arc::from(name))
    } else {
        PostId::Number(number.cast_unsigned())
    }
}

/// Where an article stands in list order. The greater key stands higher up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    moment: i64,
    number: i64,
    name: String,
}

impl Key {
    /// That of `article`.
    pub fn of(article: &Article) -> Self {
        Self::at(article.date.timestamp, &article.id)
    }

    /// Where an article of this date, in seconds since 1970, and id stands, or would stand: a place that was kept finds
    /// its surroundings when its article has gone.
    pub fn at(timestamp: Option<i64>, id: &PostId) -> Self {
        let (number, name) = id_columns(id);
        Self {
            moment: timestamp.unwrap_or(UNDATED),
            number,
            name: name.to_owned(),
        }
    }

    pub(super) fn columns(&self) -> (i64, i64, &str) {
        (self.moment, self.number, &self.name)
    }
}

/// The values of an article beside its key.
pub(super) struct Values {
    pub(super) key: Key,
    pub(super) zone: i16,
    pub(super) precision: u8,
    pub(super) dated: u8,
    pub(super) categories: String,
    /// That of the file shown.
    pub(super) content: u32,
    pub(super) copies: Vec<u8>,
    pub(super) checksum: u32,
}

impl Values {
    pub(super) fn of(article: &Article) -> Self {
        let mut categories = String::new();
        for (name, label) in &article.categories {
            categories.push_str(&name.replace(PART, ""));
            categories.push(PART);
            categories.push_str(&label.as_deref().unwrap_or_default().replace(PART, ""));
            categories.push(PART);
        }
        let mut values = Self {
            key: Key::of(article),
            zone: article.date.offset,
            precision: article.date.precision as u8,
            dated: article.date.from as u8,
            categories,
            content: article.checksum,
            copies: article.copies.join(&(PART as u8)),
            checksum: 0,
        };
        values.checksum = values.sum(&article.title, article.outlet.as_deref(), &article.path);
        values
    }

    fn sum(&self, title: &str, outlet: Option<&str>, path: &[u8]) -> u32 {
        let parts = [
            self.key.name.as_bytes(),
            title.as_bytes(),
            outlet.unwrap_or_default().as_bytes(),
            self.categories.as_bytes(),
            path,
            &self.copies,
        ];
        // Lengths too, so that nothing passes from one part to the next; all numbers at once, as each call costs.
        let mut numbers = [[0_u8; 8]; 10];
        let fixed = [self.key.moment.to_le_bytes(), self.key.number.to_le_bytes()];
        let [zone, zone_high] = self.zone.to_le_bytes();
        let has_outlet = u8::from(outlet.is_some());
        let small = [zone, zone_high, self.precision, self.dated, has_outlet, 0, 0, 0];
        let content = u64::from(self.content).to_le_bytes();
        let lengths = parts.map(|part| (part.len() as u64).to_le_bytes());
        let all = fixed.into_iter().chain([small, content]).chain(lengths);
        for (to, from) in numbers.iter_mut().zip(all) {
            *to = from;
        }
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(numbers.as_flattened());
        for part in parts {
            hasher.update(part);
        }
        hasher.finalize()
    }
}

/// The columns of an article, in the order that [`article`] reads them.
pub(super) const COLUMNS: &str = "moment, number, name, zone, precision, dated, title, outlet, categories, path, content, copies, checksum";

/// The article of a row of [`COLUMNS`].
pub(super) fn article(row: &Row<'_>) -> Result<Article, CatalogueError> {
    let text = |column: usize| -> Result<&str, CatalogueError> {
        row.get_ref(column)?.as_str().map_err(|_| CatalogueError::Damaged)
    };
    let blob = |column: usize| -> Result<&[u8], CatalogueError> {
        row.get_ref(column)?
            .as_blob()
            .map_err(|_| CatalogueError::Damaged)
    };
    let values = Values {
        key: Key {
            moment: row.get(0)?,
            number: row.get(1)?,
            name: text(2)?.to_owned(),
        },
        zone: row.get(3)?,
        precision: row.get(4)?,
        dated: row.get(5)?,
        categories: text(8)?.to_owned(),
        content: row.get(10)?,
        copies: blob(11)?.to_owned(),
        checksum: row.get(12)?,
    };
    let title = text(6)?;
    let outlet = match row.get_ref(7)? {
        ValueRef::Null => None,
        _ => Some(text(7)?),
    };
    let path = blob(9)?;
    if values.sum(title, outlet, path) != values.checksum {
        return Err(CatalogueError::Damaged);
    }
    Ok(Article {
        id: id_of(values.key.number, &values.key.name),
        title: title.to_owned(),
        date: ArticleDate {
            timestamp: (values.key.moment != UNDATED).then_some(values.key.moment),
            offset: values.zone,
            precision: precision(values.precision)?,
            from: dated(values.dated)?,
        },
        categories: categories(&values.categories),
        outlet: outlet.map(str::to_owned),
        path: path.into(),
        checksum: values.content,
        copies: paths(&values.copies),
    })
}

/// The pairs of category and label in one value.
fn categories(value: &str) -> Vec<(String, Option<String>)> {
    let mut pairs = Vec::new();
    let mut parts = value.split(PART);
    while let (Some(name), Some(label)) = (parts.next(), parts.next()) {
        let label = (!label.is_empty()).then(|| label.to_owned());
        pairs.push((name.to_owned(), label));
    }
    pairs
}

/// The paths in one value.
fn paths(value: &[u8]) -> Vec<RawPath> {
    let parts = value.split(|byte| *byte == PART as u8);
    parts.filter(|path| !path.is_empty()).map(Into::into).collect()
}

fn precision(value: u8) -> Result<DatePrecision, CatalogueError> {
    use DatePrecision::{Day, Minute, None, Second};
    let all = [None, Day, Minute, Second];
    all.into_iter()
        .find(|one| *one as u8 == value)
        .ok_or(CatalogueError::Damaged)
}

fn dated(value: u8) -> Result<DateFrom, CatalogueError> {
    use DateFrom::{FrontMatter, Id, Name, None};
    let all = [FrontMatter, Name, Id, None];
    all.into_iter()
        .find(|one| *one as u8 == value)
        .ok_or(CatalogueError::Damaged)
}

/// The problem of a row of path, line, kind, message and what is shown.
pub(super) fn problem(row: &Row<'_>) -> Result<Problem, CatalogueError> {
    let kind: String = row.get(2)?;
    Ok(Problem {
        path: row.get(0)?,
        line: row.get(1)?,
        kind: ProblemKind::from_name(&kind).ok_or(CatalogueError::Damaged)?,
        message: row.get(3)?,
        shown_as: row.get(4)?,
    })
}
