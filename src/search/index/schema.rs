//! What the index holds of an article. Nothing that the catalogue knows: outlets, categories and dates are found
//! there, always as they are now; here is what only the text of a post tells.

use tantivy::Index;
use tantivy::TantivyDocument;
use tantivy::Term;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};

use super::tokens::UnitTokenizer;
use crate::post::PostId;
use crate::text::fold::fold;

/// Raised with every change of what is kept, or of how folding and units cut a text.
pub(super) const VERSION: u32 = 2;

const TOKENIZER: &str = "units";

/// Columns of the index, by the names they have on disk.
pub(super) const NUMBER: &str = "number";
pub(super) const NAME: &str = "name";
pub(super) const STAMP: &str = "stamp";

/// An article as it is handed to the index.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// What tells this from what the article was or will be.
    pub stamp: u32,
    /// As lists show it.
    pub title: String,
    /// As the reader shows it.
    pub text: String,
    /// Codes and names of the stocks it names.
    pub stocks: Vec<String>,
    /// Whether it has a table.
    pub has_table: bool,
}

/// What of an article a pattern is looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its title.
    Title,
    /// Its text.
    Text,
    /// Codes and names of its stocks.
    Stocks,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    number: Field,
    name: Field,
    stamp: Field,
    title: Field,
    text: Field,
    stocks: Field,
    table: Field,
}

impl Fields {
    pub(super) fn of(schema: &Schema) -> tantivy::Result<Self> {
        Ok(Self {
            number: schema.get_field(NUMBER)?,
            name: schema.get_field(NAME)?,
            stamp: schema.get_field(STAMP)?,
            title: schema.get_field("title")?,
            text: schema.get_field("text")?,
            stocks: schema.get_field("stocks")?,
            table: schema.get_field("table")?,
        })
    }

    pub(super) fn part(&self, part: Part) -> Field {
        match part {
            Part::Title => self.title,
            Part::Text => self.text,
            Part::Stocks => self.stocks,
        }
    }

    /// The term of all articles with a table.
    pub(super) fn with_table(&self) -> Term {
        Term::from_field_u64(self.table, 1)
    }

    /// The term of one article.
    pub(super) fn id_term(&self, id: &PostId) -> Term {
        match id {
            PostId::Number(number) => Term::from_field_u64(self.number, *number),
            PostId::Path(path) => Term::from_field_text(self.name, path),
        }
    }

    pub(super) fn document(&self, id: &PostId, entry: &Entry) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        match id {
            PostId::Number(number) => document.add_u64(self.number, *number),
            PostId::Path(path) => {
                document.add_u64(self.number, 0);
                document.add_text(self.name, path);
            }
        }
        document.add_u64(self.stamp, u64::from(entry.stamp));
        document.add_text(self.title, fold(&entry.title));
        document.add_text(self.text, fold(&entry.text));
        for stock in &entry.stocks {
            document.add_text(self.stocks, fold(stock));
        }
        if entry.has_table {
            document.add_u64(self.table, 1);
        }
        document
    }
}

pub(super) fn schema() -> Schema {
    let mut schema = Schema::builder();
    let units = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let units = TextOptions::default().set_indexing_options(units);
    schema.add_u64_field(NUMBER, INDEXED | FAST);
    schema.add_text_field(NAME, STRING | FAST);
    schema.add_u64_field(STAMP, FAST);
    schema.add_text_field("title", units.clone());
    schema.add_text_field("text", units.clone());
    schema.add_text_field("stocks", units);
    schema.add_u64_field("table", INDEXED);
    schema.build()
}

/// Tells `index` how its texts are cut.
pub(super) fn register(index: &Index) {
    index.tokenizers().register(TOKENIZER, UnitTokenizer::default());
}
