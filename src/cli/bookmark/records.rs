//! JSON Lines of another finews taken in: read line by line, and what came of it told.

use serde_json::Value;

use crate::cli::args::Args;
use crate::cli::failure::{Failure, shown};
use crate::cli::output::Counting;
use crate::config::Lang;
use crate::config::words::grouped;
use crate::library::{Carried, Carry, Few, Library, Record, RecordKind, Tally};
use crate::post::unix_time;
use crate::text::clean::{clean, clean_line};

use super::args::Import;
use super::change;
use super::import::tell_bad;

/// After so many records the count on the terminal is shown anew.
const COUNTED: usize = 1000;

pub(super) fn take(args: &Args, command: &Import, text: &str) -> anyhow::Result<()> {
    let lang = args.lang();
    let mut counting = Counting::new();
    let (records, bad) = read(text, &mut |lines| {
        counting.show(|| match lang {
            Lang::Zh => format!("读到第 {} 行…", grouped(lines)),
            Lang::En => format!("reading, line {}…", grouped(lines)),
        });
    });
    counting.end();
    let bad: Vec<(usize, String)> = (bad.into_iter())
        .map(|(line, why)| (line, why.words(lang)))
        .collect();
    tell_bad(lang, &bad);
    if records.is_empty() {
        return Err(Failure::NothingToImport(shown(&command.file)).into());
    }
    let how = Carry {
        removals: command.allow_removals,
        dry_run: command.dry_run,
    };
    let mut library: Library = change::library(args)?;
    let all = grouped(records.len());
    let carried = library.carry_counting(&records, how, unix_time(), &mut |seen| {
        if seen % COUNTED == 0 {
            counting.show(|| match lang {
                Lang::Zh => format!("合并 {} / {all} 项…", grouped(seen)),
                Lang::En => format!("putting together, {} of {all}…", grouped(seen)),
            });
        }
    });
    counting.end();
    let carried = carried?;
    if !command.dry_run {
        change::back_up(args, &mut library);
    }
    tell_replaced(lang, &carried, command.dry_run);
    tell_gone(lang, &carried, command.dry_run);
    eprintln!("finews: {}", told(lang, &carried, command.dry_run));
    Ok(())
}

/// Why a line is no record.
#[derive(Debug, PartialEq, Eq)]
enum WhyNone {
    /// It is no JSON.
    NotJson,
    /// It ends in the middle.
    CutShort,
    /// It is JSON, and says not of what kind it is.
    NoRecord,
    /// A kind that this finews does not know.
    UnknownKind(String),
    /// A field that its kind must have is not there.
    Missing(&'static str),
    /// A field is of another type than it must be.
    Wrong,
}

impl WhyNone {
    /// In a few words, without full stop.
    fn words(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::NotJson, Lang::Zh) => "不是 JSON".to_owned(),
            (Self::NotJson, Lang::En) => "it is not JSON".to_owned(),
            (Self::CutShort, Lang::Zh) => "这一行不完整，中途断了".to_owned(),
            (Self::CutShort, Lang::En) => "it is cut short".to_owned(),
            (Self::NoRecord, Lang::Zh) => "不是 finews 的记录".to_owned(),
            (Self::NoRecord, Lang::En) => "it is not a record of finews".to_owned(),
            (Self::UnknownKind(kind), Lang::Zh) => format!("不是 finews 认得的记录，没有 {kind} 这一种"),
            (Self::UnknownKind(kind), Lang::En) => {
                format!("it is not a record that finews knows: unknown kind {kind}")
            }
            (Self::Missing(field), Lang::Zh) => format!("记录不完整，缺 {field}"),
            (Self::Missing(field), Lang::En) => format!("the record is not whole: {field} is missing"),
            (Self::Wrong, Lang::Zh) => "记录里有一项的值不对".to_owned(),
            (Self::Wrong, Lang::En) => "a field of the record has a value that cannot be".to_owned(),
        }
    }
}

/// The records of `text`, and the lines that are none with their numbers, from 1; `seen` is told now and then which line was
/// read.
fn read(text: &str, seen: &mut dyn FnMut(usize)) -> (Vec<Record>, Vec<(usize, WhyNone)>) {
    let (mut records, mut bad) = (Vec::new(), Vec::new());
    for (before, line) in text.lines().enumerate() {
        if before % COUNTED == COUNTED - 1 {
            seen(before + 1);
        }
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Record>(line) {
            Ok(record) => records.push(record),
            Err(error) => bad.push((before + 1, why_none(line, &error))),
        }
    }
    (records, bad)
}

/// Why `line` is no record, of which was said `error`.
fn why_none(line: &str, error: &serde_json::Error) -> WhyNone {
    if error.is_eof() {
        return WhyNone::CutShort;
    }
    // What the record does not need is not looked at, and may be in disorder too.
    let value: Value = match serde_json::from_str(line) {
        Ok(value) => value,
        Err(error) if error.is_eof() => return WhyNone::CutShort,
        Err(_) => return WhyNone::NotJson,
    };
    let Some(kind) = value.get("kind").and_then(Value::as_str) else {
        return WhyNone::NoRecord;
    };
    let Some(fields) = fields(kind) else {
        return WhyNone::UnknownKind(clean_line(kind).chars().take(40).collect());
    };
    let missing = fields.iter().find(|field| value.get(**field).is_none());
    missing.map_or(WhyNone::Wrong, |field| WhyNone::Missing(field))
}

/// The fields that a record of this kind must have; `None` for a kind that is none.
fn fields(kind: &str) -> Option<&'static [&'static str]> {
    Some(match kind {
        "bookmark" => &["added", "title"],
        "tag" => &["tag"],
        "note" => &["text"],
        "passage" => &["added", "offset", "quote", "before", "after", "article"],
        "kept-text" => &["at", "body"],
        "visit" => &["at", "title"],
        "search" => &["name", "added", "query"],
        "mark" => &["read", "at"],
        "place" => &["offset", "quote", "at"],
        _ => return None,
    })
}

/// Says which notes gave way, or would: each with its text, that it is not lost.
fn tell_replaced(lang: Lang, carried: &Carried, dry_run: bool) {
    let what = match (lang, dry_run) {
        (Lang::Zh, false) => "笔记换掉了",
        (Lang::Zh, true) => "笔记会换掉",
        (Lang::En, false) => "the note here was replaced",
        (Lang::En, true) => "the note here would be replaced",
    };
    for note in &carried.replaced.first {
        let text = clean(&note.text);
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let text = lines.join(" ⏎ ");
        match lang {
            Lang::Zh => eprintln!("finews: 《{}》的{what}，原来是：{text}", note.title),
            Lang::En => eprintln!("finews: {}: {what}, it said: {text}", note.title),
        }
    }
    tell_more(lang, &carried.replaced);
}

/// Says what was taken away, or would be.
fn tell_gone(lang: Lang, carried: &Carried, dry_run: bool) {
    let what = match (lang, dry_run) {
        (Lang::Zh, false) => "去掉了",
        (Lang::Zh, true) => "会去掉",
        (Lang::En, false) => "removed",
        (Lang::En, true) => "would be removed",
    };
    for gone in &carried.gone.first {
        let kind = kind_of(lang, gone.kind, 1);
        match lang {
            Lang::Zh => eprintln!("finews: {what}{kind}：{}", gone.title),
            Lang::En => eprintln!("finews: {kind} {what}: {}", gone.title),
        }
    }
    tell_more(lang, &carried.gone);
}

fn tell_more<T>(lang: Lang, few: &Few<T>) {
    if few.more > 0 {
        let more = grouped(few.more);
        match lang {
            Lang::Zh => eprintln!("finews: 另有 {more} 项也是"),
            Lang::En => eprintln!("finews: and {more} more"),
        }
    }
}

/// What `count` items of a kind are called.
fn kind_of(lang: Lang, kind: RecordKind, count: usize) -> &'static str {
    let (zh, one, more) = match kind {
        RecordKind::Bookmark => ("收藏", "bookmark", "bookmarks"),
        RecordKind::Tag => ("标签", "tag", "tags"),
        RecordKind::Note => ("笔记", "note", "notes"),
        RecordKind::Passage => ("摘录", "passage", "passages"),
        RecordKind::KeptText => ("正文", "kept text", "kept texts"),
        RecordKind::Visit => ("历史", "visit", "visits"),
        RecordKind::Search => ("搜索", "search", "searches"),
        RecordKind::Category => (
            "分类的置顶和隐藏",
            "pinned or hidden category",
            "pinned or hidden categories",
        ),
        RecordKind::Mark => ("已读标记", "read mark", "read marks"),
        RecordKind::Place => ("位置", "place", "places"),
        RecordKind::Hidden => ("隐藏标记", "hidden article", "hidden articles"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En if count == 1 => one,
        Lang::En => more,
    }
}

/// `（收藏 3，笔记 3）`, ` (3 bookmarks, 3 notes)`; nothing where there are none.
fn by_kind(lang: Lang, tally: &Tally) -> String {
    let kinds = tally.kinds().map(|(kind, count)| {
        let name = kind_of(lang, kind, count);
        match lang {
            Lang::Zh => format!("{name} {}", grouped(count)),
            Lang::En => format!("{} {name}", grouped(count)),
        }
    });
    let kinds: Vec<String> = kinds.collect();
    match lang {
        _ if kinds.is_empty() => String::new(),
        Lang::Zh => format!("（{}）", kinds.join("，")),
        Lang::En => format!(" ({})", kinds.join(", ")),
    }
}

/// What came of it, or would: one line.
fn told(lang: Lang, carried: &Carried, dry_run: bool) -> String {
    let tallies = [&carried.added, &carried.changed, &carried.removed];
    let [added, changed, removed] = tallies.map(|tally| grouped(tally.total()));
    let [of_added, of_changed, of_removed] = tallies.map(|tally| by_kind(lang, tally));
    let [kept, same, refused] = [carried.kept, carried.same, carried.refused].map(grouped);
    let items = if carried.added.total() == 1 {
        "item"
    } else {
        "items"
    };
    let what = match lang {
        Lang::Zh => format!(
            "新增 {added} 项{of_added}，更新 {changed} 项{of_changed}，去掉 {removed} 项{of_removed}；{same} 项不用动"
        ),
        Lang::En if dry_run => format!(
            "would add {added} {items}{of_added}, change {changed}{of_changed}, remove {removed}{of_removed}; {same} need nothing"
        ),
        Lang::En => format!(
            "{added} {items} added{of_added}, {changed} changed{of_changed}, {removed} removed{of_removed}; {same} needed nothing"
        ),
    };
    let will = if lang == Lang::Zh && dry_run { "会" } else { "" };
    let mut parts = vec![format!("{will}{what}")];
    if carried.kept > 0 {
        parts.push(match lang {
            Lang::Zh => format!("；对方去掉了 {kept} 项，这里留着，要一并去掉用 --allow-removals"),
            Lang::En => format!("; {kept} were removed there and stay here: --allow-removals removes them"),
        });
    }
    if carried.refused > 0 {
        parts.push(match lang {
            Lang::Zh => format!("；{refused} 项有误，没有收"),
            Lang::En => format!("; {refused} cannot be and were left out"),
        });
    }
    if !dry_run && tallies.iter().any(|tally| tally.total() > 0) {
        parts.push(match lang {
            Lang::Zh => "。界面里按 U 可撤销".to_owned(),
            Lang::En => ". U in the reader undoes it".to_owned(),
        });
    }
    parts.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_no_records() {
        use WhyNone::{CutShort, Missing, NoRecord, NotJson, UnknownKind, Wrong};
        for (line, why) in [
            ("noise", NotJson),
            (r#"{"kind":"tag","tag":"a"}}"#, NotJson),
            (r#"{"kind":"tag","ta"#, CutShort),
            (r#"{"kind":"tag","tag":"a","scope":"#, CutShort),
            ("7", NoRecord),
            ("[]", NoRecord),
            (r#"{"tag":"a"}"#, NoRecord),
            (r#"{"kind":7}"#, NoRecord),
            (r#"{"kind":"newsboat"}"#, UnknownKind("newsboat".to_owned())),
            (r#"{"kind":"bookmark","added":1}"#, Missing("title")),
            (r#"{"kind":"passage","added":1,"quote":"a"}"#, Missing("offset")),
            (r#"{"kind":"tag","tag":7}"#, Wrong),
            (r#"{"kind":"tag","tag":"a","post":-7}"#, Wrong),
            (r#"{"kind":"tag","tag":"a","time":9223372036854775808}"#, Wrong),
        ] {
            assert_eq!(read(&format!("\n{line}\n"), &mut |_| {}).1, [(2, why)], "{line}");
        }
        let (_, bad) = read("{\"kind\":\"\\u001b[2Jx\"}", &mut |_| {});
        assert!(bad.iter().all(|(_, why)| !why.words(Lang::Zh).contains('\u{1b}')));
    }

    #[test]
    fn no_more_fields_are_asked_for_than_a_record_must_have() {
        let all = serde_json::json!({
            "added": 1, "title": "a", "tag": "a", "text": "a", "offset": 1, "quote": "a", "before": "", "after": "",
            "article": {"title": ""}, "at": 1, "body": "", "name": "a", "query": "a", "read": true
        });
        for kind in [
            "bookmark",
            "tag",
            "note",
            "passage",
            "kept-text",
            "visit",
            "search",
            "mark",
            "place",
        ] {
            let mut record = serde_json::json!({ "kind": kind });
            for field in fields(kind).unwrap() {
                assert!(
                    serde_json::from_value::<Record>(record.clone()).is_err(),
                    "{kind} {field}"
                );
                record[*field] = all[*field].clone();
            }
            serde_json::from_value::<Record>(record).unwrap();
        }
    }

    #[test]
    fn a_sum_is_told_by_kinds() {
        let carried = Carried {
            same: 4,
            ..Carried::default()
        };
        assert_eq!(
            told(Lang::Zh, &carried, true),
            "会新增 0 项，更新 0 项，去掉 0 项；4 项不用动"
        );
        assert_eq!(
            told(Lang::En, &carried, false),
            "0 items added, 0 changed, 0 removed; 4 needed nothing"
        );
    }

    #[test]
    fn the_count_is_shown_now_and_then() {
        let mut seen = Vec::new();
        read(&"\n".repeat(2500), &mut |lines| seen.push(lines));
        assert_eq!(seen, [1000, 2000]);
    }
}
