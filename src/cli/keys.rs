//! `finews keys`: the keys of every pane, and the actions they stand for, as the settings have them.

use std::io::Write;

use serde::Serialize;

use crate::app::{Action, Keymap, Keys};
use crate::config::{KeyPane, Lang};

use super::args::{Args, KeysCommand};
use super::output;
use super::table::padded;

/// A line of `--json`.
#[derive(Serialize)]
struct Line<'a> {
    pane: &'static str,
    keys: &'a [String],
    action: &'static str,
    help: &'static str,
}

pub(super) fn run(args: &Args, command: &KeysCommand) -> anyhow::Result<()> {
    let (keymap, _) = Keymap::new(&args.settings.keys);
    let (lang, cells) = (args.lang(), args.settings.cells);
    let mut out = output::output();
    let key_lines = |pane: KeyPane| {
        let bindings = keymap.of(pane).iter();
        bindings.map(|binding| {
            let keys: Vec<String> = binding.keys.iter().map(Keys::to_string).collect();
            (keys, binding.row)
        })
    };
    let name_width = Action::all().map(|action| action.name().len()).max().unwrap_or(0);
    for pane in KeyPane::ALL {
        if !command.json {
            let parted = if pane == KeyPane::Categories { "" } else { "\n" };
            writeln!(out, "{parted}{}", pane_name(lang, pane))?;
        }
        for (keys, row) in key_lines(pane) {
            let (action, help) = (row.action.name(), row.help(lang));
            if command.json {
                let pane = pane.name();
                let keys = &keys;
                output::json_line(
                    &mut out,
                    &Line {
                        pane,
                        keys,
                        action,
                        help,
                    },
                )?;
            } else {
                let keys = padded(&keys.join("  "), 12, cells);
                writeln!(out, "  {keys}  {}  {help}", padded(action, name_width, cells))?;
            }
        }
    }
    Ok(out.flush()?)
}

/// What `pane` is called, and its table in the settings.
pub(super) fn pane_name(lang: Lang, pane: KeyPane) -> String {
    let said = match (pane, lang) {
        (KeyPane::Categories, Lang::Zh) => "分类",
        (KeyPane::Categories, Lang::En) => "Categories",
        (KeyPane::List, Lang::Zh) => "列表",
        (KeyPane::List, Lang::En) => "List",
        (KeyPane::Page, Lang::Zh) => "正文",
        (KeyPane::Page, Lang::En) => "Page",
        (KeyPane::Selection, Lang::Zh) => "正文里选取文字时",
        (KeyPane::Selection, Lang::En) => "Page, while a passage is selected",
    };
    format!("{said}  [keys.{}]", pane.name())
}
