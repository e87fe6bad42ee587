//! What has neither logical time nor tombstone: kept texts, the history, what is known of an article.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};

use super::{Carrier, article_of, post_value};
use crate::library::article::{PostColumn, Scope};
use crate::library::item::{Item, json};
use crate::library::kept;
use crate::library::record::{Record, RecordFacts, RecordKind, RecordPost};

impl Carrier<'_> {
    /// Of two texts of an article the one that was kept later holds, of one second the larger.
    pub(super) fn put_text(&mut self, record: &Record, at: i64, body: &str) -> rusqlite::Result<()> {
        let Some(article) = article_of(record) else {
            return Ok(());
        };
        let before = kept::get(self.transaction, &article)?;
        let value = kept::Value {
            at,
            body: body.to_owned(),
        };
        match &before {
            Some(before) if *before >= value => self.carried.same += 1,
            Some(_) => self.carried.changed.add(RecordKind::KeptText),
            None => self.carried.added.add(RecordKind::KeptText),
        }
        if before.as_ref() < Some(&value) {
            let value = json(Some(value))?;
            self.operation.set(&Item::Text(article), value.as_deref())?;
        }
        Ok(())
    }

    /// Of two times at which an article was read the later holds. The history is no change that one would undo.
    pub(super) fn put_visit(
        &mut self,
        record: &Record,
        at: i64,
        facts: &RecordFacts,
    ) -> rusqlite::Result<()> {
        let (scope, post) = self.keep_facts(record, facts)?;
        let before: Option<i64> = self
            .transaction
            .prepare_cached("SELECT at FROM visit WHERE scope = ?1 AND post = ?2")?
            .query_row([&scope, &post], |row| row.get(0))
            .optional()?;
        match before {
            Some(before) if before >= at => self.carried.same += 1,
            Some(_) => self.carried.changed.add(RecordKind::Visit),
            None => self.carried.added.add(RecordKind::Visit),
        }
        self.transaction
            .prepare_cached(
                "INSERT INTO visit (scope, post, at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (scope, post) DO UPDATE SET at = max(at, excluded.at)",
            )?
            .execute([&scope, &post, &Value::Integer(at)])
            .map(drop)
    }

    /// Keeps what is known of the article of a passage: of two versions the larger, so that all libraries choose the same.
    pub(super) fn keep_facts(
        &self,
        record: &Record,
        facts: &RecordFacts,
    ) -> rusqlite::Result<(Value, Value)> {
        let scope = Scope::row_named(self.transaction, &record.scope)?;
        let post = record.post.as_ref().map(RecordPost::column);
        let post = post.map_or(Value::Null, |PostColumn(id)| post_value(&id));
        let scope = Value::Integer(scope);
        let maybe = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
        let values = [
            scope.clone(),
            post.clone(),
            Value::Text(facts.title.clone()),
            maybe(&facts.outlet),
            facts.date.map_or(Value::Null, Value::Integer),
            Value::Integer(facts.date_offset.into()),
            Value::Text(facts.date_precision.clone()),
            maybe(&facts.source_url),
        ];
        self.transaction
            .prepare_cached(
                "INSERT INTO article (scope, post, title, outlet, date, date_offset, date_precision, source_url)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT (scope, post) DO UPDATE SET
                     title = excluded.title, outlet = excluded.outlet, date = excluded.date,
                     date_offset = excluded.date_offset, date_precision = excluded.date_precision,
                     source_url = excluded.source_url
                 WHERE (excluded.title, ifnull(excluded.outlet, ''), ifnull(excluded.date, 0), excluded.date_offset,
                        excluded.date_precision, ifnull(excluded.source_url, ''))
                     > (title, ifnull(outlet, ''), ifnull(date, 0), date_offset, date_precision, ifnull(source_url, ''))",
            )?
            .execute(params_from_iter(&values))?;
        Ok((scope, post))
    }
}
