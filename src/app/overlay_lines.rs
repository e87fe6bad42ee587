//! What the overlays say, on lines that fit the screen: the keys of a pane from the key table, the
//! problems of the archive and of the library, the rules.

use crate::config::Lang;
use crate::layout::wrap;
use crate::post::{Problem, ProblemKind};
use crate::text::fold::fold;

use super::{App, Fact, Group, KEYS_WIDTH, Keys, OverlayKind, OverlayLine, Pane};

/// Cells of margin on either side of a line.
const MARGIN: usize = 2;
/// Cells by which the text of a problem stands in.
const INDENT: usize = 2;

/// The lines of an overlay that hold `filter`.
pub(super) fn lines(app: &App, kind: &OverlayKind, filter: &str) -> Vec<OverlayLine> {
    let needle = fold(filter);
    match kind {
        OverlayKind::Help(pane) => help_lines(app, *pane, &needle),
        OverlayKind::Problems => problem_lines(app, &needle),
        OverlayKind::About(facts) => fact_lines(app, facts, &needle),
        OverlayKind::Rules => rule_lines(app, &needle),
        OverlayKind::Archives => archive_lines(app, filter),
        OverlayKind::Code(url, wide_blocks) => {
            let rows = super::code::rows(url, *wide_blocks).unwrap_or_default();
            rows.into_iter().map(OverlayLine::Code).collect()
        }
    }
}

fn help_lines(app: &App, pane: Pane, needle: &str) -> Vec<OverlayLine> {
    let words = app.words();
    let mut lines = Vec::new();
    for group in Group::ALL {
        let heading = match group {
            Group::Motion => words.help_motions,
            Group::Place => words.help_places,
            Group::Search => words.help_search,
            Group::Article => words.help_article,
            Group::Program => words.help_program,
        };
        let mut keys = app
            .bindings(pane)
            .iter()
            .filter(|binding| binding.row.group == group && !binding.keys.is_empty())
            .map(|binding| {
                let keys: Vec<String> = binding.keys.iter().map(Keys::to_string).collect();
                (keys.join("  "), binding.row.help(app.lang))
            })
            .filter(|(keys, help)| {
                needle.is_empty() || fold(keys).contains(needle) || fold(help).contains(needle)
            })
            .flat_map(|(keys, help)| key_lines(app, keys, help))
            .peekable();
        if keys.peek().is_some() {
            if !lines.is_empty() {
                lines.push(OverlayLine::Blank);
            }
            lines.push(OverlayLine::Heading(heading.to_owned()));
            lines.extend(keys);
        }
    }
    lines
}

/// What `keys` do: beside them, or under them where the screen is narrow.
fn key_lines(app: &App, keys: String, help: &str) -> Vec<OverlayLine> {
    /// Cells that a line of help is worth having.
    const LEAST: usize = 24;
    let width = usize::from(app.size.width).saturating_sub(MARGIN);
    let beside = width.saturating_sub(KEYS_WIDTH + 2);
    if beside < LEAST {
        let help = wrap(help, width.saturating_sub(INDENT), app.settings.cells);
        let keys = OverlayLine::Key {
            keys,
            help: String::new(),
        };
        return std::iter::once(keys)
            .chain(help.into_iter().map(OverlayLine::Text))
            .collect();
    }
    let mut keys = Some(keys);
    wrap(help, beside, app.settings.cells)
        .into_iter()
        .map(|help| OverlayLine::Key {
            keys: keys.take().unwrap_or_default(),
            help,
        })
        .collect()
}

fn fact_lines(app: &App, facts: &[Fact], needle: &str) -> Vec<OverlayLine> {
    let width = usize::from(app.size.width).saturating_sub(MARGIN);
    let found = facts.iter().filter(|(name, value)| {
        needle.is_empty() || fold(name).contains(needle) || fold(value).contains(needle)
    });
    let mut lines = Vec::new();
    for (name, value) in found {
        lines.push(OverlayLine::Heading((*name).to_owned()));
        for line in value.lines() {
            let wrapped = wrap(line, width.saturating_sub(INDENT), app.settings.cells);
            lines.extend(wrapped.into_iter().map(OverlayLine::Fact));
        }
    }
    lines
}

fn problem_lines(app: &App, needle: &str) -> Vec<OverlayLine> {
    let words = app.words();
    let width = usize::from(app.size.width).saturating_sub(MARGIN);
    let wrapped = |text: &str, width: usize| wrap(text, width, app.settings.cells);
    let mut lines = Vec::new();
    let mut entry = |place: &str, text: &str| {
        if needle.is_empty() || fold(place).contains(needle) || fold(text).contains(needle) {
            lines.extend(wrapped(place, width).into_iter().map(OverlayLine::Place));
            lines.extend(
                wrapped(text, width.saturating_sub(INDENT))
                    .into_iter()
                    .map(OverlayLine::Text),
            );
        }
    };
    let looked_at = app.looked_at.and_then(|at| app.moment(at));
    if let Some(why) = &app.keeps_nothing {
        entry(words.keeps_nothing, why);
    }
    for (place, what) in app
        .library_odd
        .iter()
        .chain(&app.settings_odd)
        .chain(&app.groups_odd)
    {
        entry(place, what);
    }
    let mut problems: Vec<&Problem> = app.problems.listed.iter().collect();
    problems.sort_by_key(|problem| (&problem.path, problem.line, problem.kind));
    for problem in problems {
        let line = problem.line.map_or_else(String::new, |line| format!(":{line}"));
        let place = format!("{}{line}  {}", problem.path, kind(app.lang, problem.kind));
        entry(&place, &format!("{} → {}", problem.message, problem.shown_as));
    }
    if lines.is_empty() {
        lines.push(OverlayLine::Text(words.problems_none.to_owned()));
    }
    if let Some(when) = looked_at.filter(|_| needle.is_empty()) {
        let known = (words.looked_at)(app.store.len(), &when);
        lines.insert(0, OverlayLine::Text(known));
        lines.insert(1, OverlayLine::Blank);
    }
    let unlisted = app.problems.total - app.problems.listed.len();
    if unlisted > 0 {
        lines.push(OverlayLine::Blank);
        let more = wrapped(&(words.problems_more)(unlisted), width.saturating_sub(INDENT));
        lines.extend(more.into_iter().map(OverlayLine::Text));
    }
    lines
}

/// Each rule: what it is called and asks for, what it does, what it has done.
fn rule_lines(app: &App, needle: &str) -> Vec<OverlayLine> {
    let own = app.own_words();
    let width = usize::from(app.size.width).saturating_sub(MARGIN);
    let inner = width.saturating_sub(INDENT);
    let mut lines = Vec::new();
    for rule in app.rules.standing.iter() {
        let head = rule.head();
        let mut told = vec![(own.rule_does)(&rule.rule)];
        let record = app.rules.records.iter().find(|record| *record.rule == *rule.key);
        let since = record.and_then(|record| app.moment(record.since));
        told.push(match (record, since) {
            (Some(record), Some(since)) => (own.rule_since)(&since, record.handled, app.hidden_by(&rule.key)),
            _ => own.rule_begins.to_owned(),
        });
        let holds = |text: &str| fold(text).contains(needle);
        if needle.is_empty() || holds(&head) || told.iter().any(|told| holds(told)) {
            let wrapped = |text: &str, width| wrap(text, width, app.settings.cells);
            lines.extend(wrapped(&head, width).into_iter().map(OverlayLine::Place));
            let told = told.iter().flat_map(|told| wrapped(told, inner));
            lines.extend(told.map(OverlayLine::Text));
        }
    }
    if app.rules.standing.is_empty() {
        let none = wrap(own.no_rules, inner, app.settings.cells);
        lines.extend(none.into_iter().map(OverlayLine::Text));
    }
    lines
}

/// The archives, each on a line that begins with its number.
fn archive_lines(app: &App, filter: &str) -> Vec<OverlayLine> {
    let open = match app.lang {
        Lang::Zh => " · 正在看",
        Lang::En => " · open now",
    };
    let lines = app.archives_with(filter).into_iter().zip(1..);
    lines
        .map(|(choice, number)| {
            let open = if choice.is_open { open } else { "" };
            OverlayLine::Choice(format!("{number:>2}  {}{open}  {}", choice.name, choice.place))
        })
        .collect()
}

/// A kind of problem by its stable name, in Chinese with what it means.
fn kind(lang: Lang, kind: ProblemKind) -> String {
    let meaning = match kind {
        ProblemKind::Unreadable => "读不出来",
        ProblemKind::Symlink => "符号链接",
        ProblemKind::NotAFile => "不是普通文件",
        ProblemKind::NotAPost => "不是文章",
        ProblemKind::NoDateInName => "文件名里没有日期",
        ProblemKind::NameNotUtf8 => "文件名不是 UTF-8",
        ProblemKind::TooLarge => "文件太大",
        ProblemKind::Empty => "空文件",
        ProblemKind::Encoding => "编码不是 UTF-8",
        ProblemKind::BeforeFrontMatter => "文件头之前有别的东西",
        ProblemKind::NoFrontMatter => "没有文件头",
        ProblemKind::UnclosedFrontMatter => "文件头没有写完",
        ProblemKind::NotYaml => "文件头不合 YAML",
        ProblemKind::RepeatedKey => "同一项写了两遍",
        ProblemKind::NoTitle => "没有标题",
        ProblemKind::BadDate => "日期不对",
        ProblemKind::OddList => "分类或标签写得古怪",
        ProblemKind::EmptySource => "原文链接是空的",
        ProblemKind::ControlCharacters => "有控制字符",
        ProblemKind::Copies => "副本之间不一致",
    };
    match lang {
        Lang::Zh => format!("{} {meaning}", kind.name()),
        Lang::En => kind.name().to_owned(),
    }
}
