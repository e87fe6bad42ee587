//! Wrong usage, told in Chinese.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::args::{DAY_FORM, DAYS_FORM};

use super::chinese::frame;

/// What is told of `error`.
pub(super) fn told(error: &clap::Error) -> String {
    let mut parts = vec![what(error)];
    let tips: Vec<String> = tips(error).iter().map(|tip| format!("  提示：{tip}")).collect();
    parts.extend((!tips.is_empty()).then(|| tips.join("\n")));
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        parts.push(frame(&usage.to_string()));
    }
    framed(&parts.join("\n\n"))
}

/// `text`, which says what is wrong, as it stands on standard error.
pub(super) fn framed(text: &str) -> String {
    format!("错误：{}\n\n详见 --help。\n", text.trim_end())
}

/// What is wrong, without full stop.
fn what(error: &clap::Error) -> String {
    let of = |kind| words(error.get(kind));
    let arg = of(ContextKind::InvalidArg).join(" ");
    let value = of(ContextKind::InvalidValue).join(" ");
    match error.kind() {
        ErrorKind::UnknownArgument if arg.starts_with('-') => format!("没有 {arg} 这个选项"),
        ErrorKind::UnknownArgument => format!("多出了“{arg}”"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", of(ContextKind::InvalidSubcommand).join(" "))
        }
        ErrorKind::MissingSubcommand => {
            let command = of(ContextKind::InvalidSubcommand).join(" ");
            format!(
                "{command} 后面要写命令：{}",
                of(ContextKind::ValidSubcommand).join("、")
            )
        }
        ErrorKind::MissingRequiredArgument => format!("还缺 {arg}"),
        ErrorKind::InvalidValue => {
            let valid = of(ContextKind::ValidValue);
            let valid = if valid.is_empty() {
                String::new()
            } else {
                format!("；可用的是 {}", valid.join("、"))
            };
            if value.is_empty() {
                format!("{arg} 后面要写一个值{valid}")
            } else {
                format!("{arg} 不能是“{value}”{valid}")
            }
        }
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error)
                .map(ToString::to_string)
                .unwrap_or_default();
            format!("{arg} 不能是“{value}”：{}", reason(&why))
        }
        ErrorKind::ArgumentConflict => {
            let prior = of(ContextKind::PriorArg);
            if prior == [arg.as_str()] {
                format!("{arg} 只能写一次")
            } else {
                format!("{arg} 不能和 {} 一起用", prior.join("、"))
            }
        }
        ErrorKind::TooManyValues => format!("{arg} 后面多出了“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("{arg} 后面的值不够"),
        ErrorKind::InvalidUtf8 => "参数里有不是 UTF-8 的字节".to_owned(),
        kind => kind.to_string(),
    }
}

/// What may have been meant.
fn tips(error: &clap::Error) -> Vec<String> {
    let near = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    let near = near.into_iter().flat_map(|kind| words(error.get(kind)));
    let mut tips: Vec<String> = near.map(|near| format!("是不是 {near}？")).collect();
    if let Some(ContextValue::StyledStrs(others)) = error.get(ContextKind::Suggested) {
        tips.extend(others.iter().filter_map(|other| suggestion(&other.to_string())));
    }
    tips
}

/// A suggestion that clap has as a sentence.
fn suggestion(english: &str) -> Option<String> {
    if let Some(rest) = english.strip_prefix("to pass '") {
        let (_, written) = rest.split_once("' as a value, use '")?;
        return Some(format!("要把它当作内容，请写 {}", written.strip_suffix('\'')?));
    }
    let written = english.strip_prefix('\'')?.strip_suffix("' exists")?;
    Some(format!("有 {written} 这样的写法"))
}

/// Why a value is none, as clap, the standard library or our own parsers have it.
fn reason(english: &str) -> String {
    match english {
        DAYS_FORM => {
            "请写成 2022-01-05、2022-01、2022、01-05、昨天（yesterday）或上周（last-week）".to_owned()
        }
        DAY_FORM => "请写一天：2022-01-05、01-05 或昨天（yesterday）".to_owned(),
        _ => match english
            .split_once(" is not in ")
            .and_then(|(_, range)| range.split_once("..="))
        {
            Some((low, high)) => format!("应在 {low} 到 {high} 之间"),
            None if english.contains("digit")
                || english.contains("number")
                || english.contains("integer") =>
            {
                "应是一个数".to_owned()
            }
            None => english.to_owned(),
        },
    }
}

/// The words of a piece of context.
fn words(value: Option<&ContextValue>) -> Vec<String> {
    match value {
        Some(ContextValue::String(word)) => vec![word.clone()],
        Some(ContextValue::Strings(words)) => words.clone(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;
    use crate::config::Lang;

    #[test]
    fn common_mistakes_are_told_in_chinese() {
        let said: Vec<String> = [
            "finews --no-such",
            "finews list --unraed",
            "finews list x",
            "finews show",
            "finews show --width",
            "finews show --width 1 x",
            "finews show --width a x",
            "finews show --plain --json x",
            "finews show --plain --plain x",
            "finews cite --style mla 1",
            "finews cite --accessed soon 1",
            "finews list --since soon",
            "finews library chekc",
            "finews --lang",
            "finews search",
            "finews search x --saved y",
            "finews export --force 1",
        ]
        .iter()
        .map(|line| {
            let command = super::super::command(Lang::Zh);
            let error = command
                .try_get_matches_from(line.split(' ').map(OsString::from))
                .unwrap_err();
            assert_eq!(error.exit_code(), 2, "{line}");
            let told = told(&error);
            let (what, rest) = told.split_once("\n\n").unwrap();
            assert!(!rest.contains("Usage") && !rest.contains("tip:"), "{told}");
            format!("{line}\n    {}", what.strip_prefix("错误：").unwrap())
        })
        .collect();
        insta::assert_snapshot!(said.join("\n"), @r"
        finews --no-such
            没有 --no-such 这个选项
        finews list --unraed
            没有 --unraed 这个选项
        finews list x
            多出了“x”
        finews show
            还缺 <ID|FILE|->
        finews show --width
            --width <N> 后面要写一个值
        finews show --width 1 x
            --width <N> 不能是“1”：应在 2 到 10000 之间
        finews show --width a x
            --width <N> 不能是“a”：应是一个数
        finews show --plain --json x
            --plain 不能和 --json 一起用
        finews show --plain --plain x
            --plain 只能写一次
        finews cite --style mla 1
            --style <STYLE> 不能是“mla”；可用的是 gb7714、bibtex、ris、csl-json
        finews cite --accessed soon 1
            --accessed <DATE> 不能是“soon”：请写一天：2022-01-05、01-05 或昨天（yesterday）
        finews list --since soon
            --since <D> 不能是“soon”：请写成 2022-01-05、2022-01、2022、01-05、昨天（yesterday）或上周（last-week）
        finews library chekc
            没有“chekc”这个命令
        finews --lang
            --lang <LANG> 后面要写一个值；可用的是 zh、en
        finews search
            还缺 <QUERY>...
        finews search x --saved y
            [QUERY]... 不能和 --saved [<NAME>] 一起用
        finews export --force 1
            还缺 --output <FILE>
        ");
    }
}
