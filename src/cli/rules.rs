//! `finews rules`: the rules in the settings, which articles they mean, and having them followed.

use std::io::Write;
use std::sync::Arc;

use serde::Serialize;

use crate::app::own_words;
use crate::config::words::grouped;
use crate::config::{Lang, TextSearch};
use crate::library::{Acted, Library, RuleActs, RuleRecord};
use crate::post::{PostId, rfc3339, unix_time, wall_time};
use crate::search::query::Query;
use crate::text::clean::clean_line;
use crate::work::{Depth, RulesOf, StandingRule, follow_rules, rule_ops};

use super::args::{Args, Rules, RulesApply, RulesCommand, RulesTest};
use super::bookmark::{back_up, library};
use super::search::{Desk, understood, whole};
use super::table::padded;
use super::{archive, list, output};

/// A rule.
#[derive(Serialize)]
struct Line<'a> {
    name: Option<&'a str>,
    query: &'a str,
    star: bool,
    tags: &'a [String],
    read: bool,
    hide: bool,
    /// RFC 3339; when it was first seen in the archive.
    since: Option<String>,
    /// Articles on which it has acted.
    handled: usize,
    /// Articles that it hides now.
    hidden: usize,
}

/// An article that a rule means.
#[derive(Serialize)]
struct Meant<'a> {
    rule: &'a str,
    id: String,
    title: &'a str,
    date: Option<String>,
    star: bool,
    tags: &'a [String],
    read: bool,
    hide: bool,
}

pub(super) fn run(args: &Args, command: &Rules) -> anyhow::Result<()> {
    match &command.command {
        None => list(args, command.json),
        Some(RulesCommand::Test(command)) => test(args, command),
        Some(RulesCommand::Apply(command)) => apply(args, command),
    }
}

fn list(args: &Args, json: bool) -> anyhow::Result<()> {
    let archive = archive::named(args)?;
    let (records, hidden) = match &archive {
        Some(archive) => archive::of_library(args.lang(), |library| {
            Ok((
                library.rules(archive.identity())?,
                library.hidden(archive.identity())?,
            ))
        })?,
        None => Default::default(),
    };
    let zone = args.settings.zone;
    let words = own_words(args.lang());
    let mut out = output::output();
    for rule in &args.rules {
        let record: Option<&RuleRecord> = records.iter().find(|record| *record.rule == *rule.key);
        let hides = |by: &[String]| by.iter().any(|own| **own == *rule.key);
        let hidden = hidden.iter().filter(|(_, by)| hides(by)).count();
        let handled = record.map_or(0, |record| record.handled);
        if json {
            let line = Line {
                name: rule.rule.name.as_deref(),
                query: &rule.rule.query,
                star: rule.rule.star,
                tags: &rule.rule.tags,
                read: rule.rule.read,
                hide: rule.rule.hide,
                since: record.and_then(|record| rfc3339(record.since, zone)),
                handled,
                hidden,
            };
            output::json_line(&mut out, &line)?;
            continue;
        }
        writeln!(out, "{}", rule.head())?;
        writeln!(out, "    {}", (words.rule_does)(&rule.rule))?;
        let since = record.and_then(|record| wall_time(record.since, zone));
        match since {
            Some(since) => {
                let since = since.strftime("%Y-%m-%d %H:%M").to_string();
                writeln!(out, "    {}", (words.rule_since)(&since, handled, hidden))?;
            }
            None => writeln!(out, "    {}", words.rule_begins)?,
        }
    }
    out.flush()?;
    if args.rules.is_empty() {
        eprintln!("finews: {}", words.no_rules);
    }
    Ok(())
}

/// The rules, over what the desk holds.
fn rules_of(args: &Args, desk: &Desk) -> RulesOf {
    RulesOf {
        store: Arc::clone(&desk.store),
        rules: args.rules.iter().cloned().collect(),
        anew: true,
        own: desk.own.clone(),
        depth: match args.settings.text_search {
            TextSearch::Titles => Depth::Titles,
            _ => Depth::Texts,
        },
        zone: args.settings.zone,
    }
}

/// The rule that `what` names, or one that does nothing with what `what` finds.
fn named(args: &Args, what: &str) -> anyhow::Result<StandingRule> {
    let known = args.rules.iter().find(|rule| *rule.key == *what.trim());
    if let Some(rule) = known {
        return Ok(rule.clone());
    }
    let query = understood(args, &whole(what))?;
    Ok(StandingRule {
        key: clean_line(what).trim().into(),
        rule: crate::config::Rule {
            query: clean_line(what),
            ..crate::config::Rule::default()
        },
        query,
    })
}

/// What a rule means of all that is there, hidden articles too.
fn meant(args: &Args, desk: &mut Desk, query: &Query) -> Vec<PostId> {
    let found = desk.search_all(args, query.clone());
    let exact = found.total.min(found.ids.len());
    found.ids.iter().take(exact).cloned().collect()
}

fn test(args: &Args, command: &RulesTest) -> anyhow::Result<()> {
    let words = own_words(args.lang());
    let chosen: Vec<StandingRule> = match &command.what {
        Some(what) => vec![named(args, what)?],
        None => args.rules.clone(),
    };
    if chosen.is_empty() {
        eprintln!("finews: {}", words.no_rules);
        return Ok(());
    }
    let mut desk = Desk::open(args)?;
    let mut out = output::output();
    for rule in &chosen {
        let ids = meant(args, &mut desk, &rule.query);
        if !command.json {
            let does = (words.rule_does)(&rule.rule);
            let does = if does.is_empty() {
                does
            } else {
                format!("  {does}")
            };
            let count = match args.lang() {
                Lang::Zh => format!("{} 篇", grouped(ids.len())),
                Lang::En => grouped(ids.len()),
            };
            writeln!(
                out,
                "{}  {}{does}",
                rule.head(),
                padded(&count, 0, args.settings.cells)
            )?;
            if command.what.is_none() {
                continue;
            }
        }
        for row in ids
            .iter()
            .take(command.limit)
            .filter_map(|id| desk.store.locate(id))
        {
            if command.json {
                let date = row
                    .timestamp()
                    .and_then(|timestamp| rfc3339(timestamp, row.offset()));
                let line = Meant {
                    rule: &rule.key,
                    id: row.id().to_string(),
                    title: row.title(),
                    date,
                    star: rule.rule.star || !rule.rule.tags.is_empty(),
                    tags: &rule.rule.tags,
                    read: rule.rule.read,
                    hide: rule.rule.hide,
                };
                output::json_line(&mut out, &line)?;
            } else {
                writeln!(out, "    {}", list::line(&row))?;
            }
        }
    }
    Ok(out.flush()?)
}

fn apply(args: &Args, command: &RulesApply) -> anyhow::Result<()> {
    let words = own_words(args.lang());
    if args.rules.is_empty() {
        eprintln!("finews: {}", words.no_rules);
        return Ok(());
    }
    let mut desk = Desk::open(args)?;
    let of = rules_of(args, &desk);
    let mut library = if command.dry_run {
        archive::of_library(args.lang(), Library::in_memory_copy)?
    } else {
        library(args)?
    };
    let (came, acted) = if command.all {
        all(args, &mut desk, &of, &mut library)?
    } else {
        follow_rules(&mut library, &desk.archive, &of)?
    };
    if !command.dry_run {
        back_up(args, &mut library);
    }
    let mut out = output::output();
    writeln!(out, "{}", told(args.lang(), came, acted))?;
    Ok(out.flush()?)
}

/// Does to every article that is there what the rules say; they have dealt with what came then.
fn all(args: &Args, desk: &mut Desk, of: &RulesOf, library: &mut Library) -> anyhow::Result<(usize, Acted)> {
    let arrivals = of.note_arrivals(library, &desk.archive)?;
    let mut acts = Vec::new();
    for rule in of.rules.iter() {
        let ids = meant(args, desk, &rule.query);
        let pending = arrivals.iter().find(|arrivals| *arrivals.rule == *rule.key);
        acts.push(RuleActs {
            rule: rule.key.to_string(),
            after: None,
            upto: pending.map_or(0, |arrivals| arrivals.upto),
            articles: ids.len(),
            ops: rule_ops(&desk.archive, &desk.store, rule, &ids),
        });
    }
    let acted = library.act(desk.archive.identity(), &acts, unix_time())?;
    Ok((desk.store.len(), acted))
}

/// What was done, in one line.
fn told(lang: Lang, articles: usize, acted: Acted) -> String {
    let [articles, read, starred, tagged, hidden] =
        [articles, acted.read, acted.starred, acted.tagged, acted.hidden].map(grouped);
    match lang {
        Lang::Zh => {
            format!("看了 {articles} 篇：标为已读 {read}，收藏 {starred}，加标签 {tagged}，隐藏 {hidden}")
        }
        Lang::En => format!(
            "{articles} looked at: {read} marked read, {starred} bookmarked, {tagged} tagged, {hidden} hidden"
        ),
    }
}
