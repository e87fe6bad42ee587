//! The map of `src/lib.rs`, held: which module may import which.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What each module may import of ours, as the map in `src/lib.rs` has it.
fn allowed() -> BTreeMap<&'static str, Vec<&'static str>> {
    let below_app = [
        "text",
        "disk",
        "post",
        "archive",
        "catalogue",
        "store",
        "document",
        "layout",
        "search",
        "library",
        "config",
        "exchange",
    ];
    let mut map: BTreeMap<&str, Vec<&str>> = BTreeMap::from([
        ("text", vec![]),
        ("disk", vec![]),
        ("post", vec!["text"]),
        ("archive", vec!["post", "text"]),
        ("catalogue", vec!["disk", "post", "text"]),
        ("store", vec!["post", "text"]),
        ("document", vec!["text"]),
        ("layout", vec!["document", "post", "text"]),
        ("search", vec!["post", "text"]),
        ("library", vec!["disk", "post", "text"]),
        ("config", vec!["text"]),
        (
            "exchange",
            vec!["config", "document", "layout", "library", "post", "text"],
        ),
        ("work", below_app.to_vec()),
        ("term", vec!["app", "ui", "work", "config", "text"]),
    ]);
    map.insert("app", [&below_app[..], &["work"]].concat());
    map.insert("ui", [&below_app[..], &["work", "app"]].concat());
    map.insert("cli", [&below_app[..], &["work", "app", "ui", "term"]].concat());
    map
}

fn rust_files(folder: &Path, out: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

#[test]
fn no_module_imports_what_the_map_forbids() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut checked = 0;
    for (module, may) in allowed() {
        let mut files = Vec::new();
        rust_files(&src.join(module), &mut files);
        for file in files {
            let code = fs::read_to_string(&file).unwrap();
            for (number, line) in code.lines().enumerate() {
                let line = line.split("//").next().unwrap();
                for (at, _) in line.match_indices("crate::") {
                    let name: String = line[at + 7..]
                        .chars()
                        .take_while(|c| c.is_alphanumeric() || *c == '_')
                        .collect();
                    checked += 1;
                    let known = name == module || may.contains(&name.as_str());
                    assert!(
                        known,
                        "{}:{}: {module} may not import {name}",
                        file.display(),
                        number + 1
                    );
                }
            }
        }
    }
    assert!(
        checked > 50,
        "the test looked at {checked} imports: is it looking at the right folder?"
    );
}

#[test]
fn only_the_terminal_side_knows_its_crates() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (module, _) in allowed() {
        let mut files = Vec::new();
        rust_files(&src.join(module), &mut files);
        for file in files {
            let code = fs::read_to_string(&file).unwrap();
            let draws = matches!(module, "ui" | "term")
                || file.ends_with("cli/screen.rs")
                || file.ends_with("cli/show.rs");
            let talks = matches!(module, "term" | "cli");
            assert!(
                draws || !code.contains("ratatui::"),
                "{} imports ratatui",
                file.display()
            );
            assert!(
                talks || !code.contains("crossterm::"),
                "{} imports crossterm",
                file.display()
            );
        }
    }
}

/// What tells the width of text by other rules than `text::cells`, and what is nobody's width at all.
const OTHER_WIDTHS: [&str; 12] = [
    "unicode_width",
    "UnicodeWidth",
    "chars().count()",
    "graphemes(true).count()",
    ".len() as u16",
    ".set_string(",
    ".set_stringn(",
    ".set_line(",
    ".set_span(",
    "Line::from(",
    "Span::",
    "ratatui::widgets",
];

/// Code that counts characters because it means characters, with the reason.
const COUNTS: [(&str, &str); 11] = [
    ("app/prompt.rs", "chars().count()"), // the cursor stands behind so many characters
    ("layout/anchor.rs", "chars().count()"), // a quote is so many characters long
    ("document/outlet.rs", "chars().count()"), // no outlet's name is that long
    ("document/figure.rs", "chars().count()"), // no unit's name is that long
    ("store/ids.rs", ".len() as u16"),    // a number of articles
    ("term/scroll.rs", ".len() as u16"),  // a number of rows
    ("layout/flow.rs", "Span::"),         // a page's own spans, which have no width
    ("layout/blocks.rs", "Span::"),       // the same
    ("layout/anchor.rs", "Span::"),       // the same
    ("layout/mod.rs", "Span::"),          // the same
    ("app/jump.rs", "Span::"),            // the same
];

#[test]
fn cells_are_asked_of_one_module() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let mut meant = 0;
    for file in files {
        let name = file.strip_prefix(&src).unwrap().display().to_string();
        if name.starts_with("text/") {
            continue;
        }
        let code = fs::read_to_string(&file).unwrap();
        let code = code.split("#[cfg(test)]").next().unwrap();
        for (number, line) in code.lines().enumerate() {
            let line = line.split("//").next().unwrap();
            for other in OTHER_WIDTHS.into_iter().filter(|other| line.contains(other)) {
                let known = COUNTS.contains(&(name.as_str(), other));
                meant += usize::from(known);
                assert!(known, "{name}:{}: {other}: ask text::cells", number + 1);
            }
        }
    }
    assert!(meant > 0, "is it looking at the right folder?");
}
