//! `finews index --text`: the index of texts is made, kept, told and mended, and a search is right whatever it is like.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Output, Stdio};

use super::support::{Archive, Home};
use super::{FIRST, both, error, output, text};

fn archive() -> Archive {
    let archive = super::archive();
    for number in 0..40 {
        let body = format!("第 {number} 篇的国产芯片，\n\n成交{}手。", number * 37);
        archive.post("2022-02-07", FIRST + 100 + number, "一篇", &body);
    }
    archive
}

/// The folder of the index.
fn folder(home: &Home) -> PathBuf {
    let cache = fs::read_dir(home.path().join("cache/finews")).unwrap();
    let archives = cache.map(|entry| entry.unwrap().path());
    archives
        .map(|archive| archive.join("text"))
        .find(|text| text.is_dir())
        .unwrap()
}

const SEARCH: [&str; 5] = ["search", "--limit", "100", "--json", "国产芯片 OR 正文"];
const DAMAGED: &str = "the text index is damaged or of another version";

#[test]
fn an_index_is_made_told_and_kept() {
    let (home, archive) = (Home::new(), archive());
    let (found, _) = both(&home, &archive, &SEARCH);
    assert_eq!(found.lines().count(), 42);
    let (told, _) = both(&home, &archive, &["index", "--status"]);
    assert!(
        told.ends_with("texts      none; finews index --text makes one\n"),
        "{told}"
    );

    let (made, said) = both(&home, &archive, &["index", "--text"]);
    assert_eq!(
        said,
        "finews: making the text index, about 1 MB, 1 second; once broken off it goes on the next time\n"
    );
    assert!(
        made.ends_with("\n43 texts in the index, 43 of them now, 1 MB\n"),
        "{made}"
    );
    let (told, _) = both(&home, &archive, &["index", "--status"]);
    assert!(told.ends_with("texts      43 articles, 1 MB\n"), "{told}");
    assert_eq!(both(&home, &archive, &SEARCH), (found.clone(), String::new()));

    // Once made it is kept without being asked for, and what is there is not done again.
    for args in [&["index", "--text"][..], &["index"]] {
        let (made, said) = both(&home, &archive, args);
        assert_eq!(said, "");
        assert!(
            made.ends_with("\n43 texts in the index, 0 of them now, 1 MB\n"),
            "{made}"
        );
    }
    archive.post("2022-02-08", FIRST + 200, "新来的", "又一篇国产芯片");
    let (found, said) = both(&home, &archive, &SEARCH);
    assert_eq!(
        (found.lines().count(), said.as_str()),
        (43, ""),
        "what is not in it is read"
    );
    let (made, _) = both(&home, &archive, &["index"]);
    assert!(
        made.ends_with("\n44 texts in the index, 1 of them now, 1 MB\n"),
        "{made}"
    );
    let (made, said) = both(&home, &archive, &["index", "--rebuild"]);
    assert_eq!(said, "");
    assert!(
        made.ends_with("\n44 texts in the index, 44 of them now, 1 MB\n"),
        "{made}"
    );
    assert_eq!(both(&home, &archive, &SEARCH).0, found);
}

#[test]
fn only_its_owner_may_read_it() {
    let (home, archive) = (Home::new(), archive());
    both(&home, &archive, &["index", "--text"]);
    let beside = fs::read_dir(folder(&home).parent().unwrap()).unwrap();
    let beside: Vec<_> = beside.map(|entry| entry.unwrap()).collect();
    assert!(beside.len() >= 4, "{beside:?}");
    for entry in beside {
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{entry:?} {mode:o}");
    }
}

#[test]
fn chinese_messages() {
    let (home, archive) = (Home::new(), archive());
    let output = home.run(&["--archive", archive.path(), "index", "--text"]);
    let said = text(&output.stderr);
    assert!(said.starts_with("finews: 建全文索引，约 1 MB、1 秒；"), "{said}");
    assert!(text(&output.stdout).ends_with("\n全文索引 43 篇，这次 43 篇，1 MB\n"));
    fs::write(folder(&home).join("made-by"), "noise").unwrap();
    let search = home.run(&["--archive", archive.path(), "search", "国产芯片"]);
    assert!(text(&search.stderr).starts_with("finews: 全文索引已损坏或来自另一版本"));
    let mended = home.run(&["--archive", archive.path(), "index"]);
    assert_eq!(
        text(&mended.stderr),
        "finews: 全文索引已损坏或来自另一版本，现在重建\n"
    );
}

#[test]
fn a_damaged_index_is_said_answers_are_right_and_it_is_made_anew() {
    let (home, archive) = (Home::new(), archive());
    let (right, _) = both(&home, &archive, &SEARCH);
    both(&home, &archive, &["index", "--text"]);
    let index = folder(&home);
    let files: Vec<PathBuf> = fs::read_dir(&index)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    let ending = |ending: &str| {
        let found = files
            .iter()
            .find(|path| path.extension().is_some_and(|own| own == ending));
        found.unwrap().file_name().unwrap().to_owned()
    };
    let noise = |name: &std::ffi::OsStr| {
        let path = index.join(name);
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        fs::write(path, bytes).unwrap();
    };
    let damages: [&dyn Fn(); 5] = [
        &|| noise(&ending("pos")),
        &|| fs::write(index.join("made-by"), "finews text index 0, posts read by 1\n").unwrap(),
        &|| fs::write(index.join("meta.json"), [0xFF; 300]).unwrap(),
        &|| fs::remove_file(index.join("made-by")).unwrap(),
        &|| fs::remove_file(index.join("meta.json")).unwrap(),
    ];
    for (number, damage) in damages.iter().enumerate() {
        damage();
        for _ in 0..2 {
            let (found, said) = both(&home, &archive, &SEARCH);
            assert_eq!(found, right, "damage {number}");
            assert!(
                said.starts_with(&format!("finews: {DAMAGED}: texts are read")),
                "{number}: {said}"
            );
        }
        let (told, _) = both(&home, &archive, &["index", "--status"]);
        assert!(told.contains(DAMAGED), "{told}");
        let (made, said) = both(&home, &archive, &["index"]);
        assert_eq!(
            said,
            format!("finews: {DAMAGED}; making it anew\n"),
            "damage {number}"
        );
        assert!(
            made.ends_with("\n43 texts in the index, 43 of them now, 1 MB\n"),
            "{made}"
        );
        assert_eq!(both(&home, &archive, &SEARCH), (right.clone(), String::new()));
    }
}

/// What comes of `args` where files may grow to so many blocks of 512 bytes.
fn limited(home: &Home, archive: &Archive, blocks: u32, args: &[&str]) -> Output {
    let script = format!("ulimit -f {blocks}; exec \"$@\"");
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &script, "sh", super::support::program()]);
    command
        .args(["--archive", archive.path(), "--lang", "en"])
        .args(args);
    command.envs(home.variables()).current_dir(home.path());
    command.output().unwrap()
}

#[test]
fn a_full_disk_is_said_and_what_is_there_stands() {
    let (home, archive) = (Home::new(), archive());
    let (right, _) = both(&home, &archive, &SEARCH);
    // The catalogue fits, the index does not, or not all of it.
    for blocks in [0, 1, 4, 16, 64] {
        let output = limited(&home, &archive, blocks, &["index", "--text"]);
        let said = text(&output.stderr);
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{blocks}: {:?} {said}",
            output.status
        );
        assert!(
            said.lines().all(|line| line.starts_with("finews: ")),
            "{blocks}: {said}"
        );
        assert_eq!(both(&home, &archive, &SEARCH).0, right, "{blocks}");
        for status in [&["index", "--status"][..], &["index", "--text", "--status"]] {
            let (told, said) = both(&home, &archive, status);
            assert!(told.contains("\ntexts      "), "{blocks}: {told}");
            assert_eq!(said, "", "{blocks}");
            let full = limited(&home, &archive, blocks, status);
            assert!(
                full.status.success() && full.stderr.is_empty(),
                "{blocks}: {full:?}"
            );
        }
    }
    let (made, said) = both(&home, &archive, &["index", "--text"]);
    assert!(!said.contains(DAMAGED), "{said}");
    assert!(made.contains("43 texts in the index"), "{made}");
    assert_eq!(both(&home, &archive, &SEARCH), (right, String::new()));
}

#[test]
fn none_is_made_where_the_settings_use_none() {
    let (home, archive) = (Home::new(), archive());
    for setting in ["titles", "read"] {
        let line = format!("text_search = \"{setting}\"\n");
        fs::write(home.path().join("none.toml"), &line).unwrap();
        let index = |args: &[&str]| {
            output(
                &home,
                &archive,
                &[&["--config", "none.toml", "index"], args].concat(),
            )
        };
        let said = error(&index(&["--text"]), 1);
        assert_eq!(
            said,
            format!(
                "finews: none.toml says {}, which uses no index of texts; make it \"ask\" or \"index\" first\n",
                line.trim()
            )
        );
        assert!(index(&[]).status.success());
        assert!(text(&index(&["--status"]).stdout).ends_with("texts      none, and the settings use none\n"));
    }
    both(&home, &archive, &["index", "--text"]);
    let made = home.run(&[
        "--archive",
        archive.path(),
        "--config",
        "none.toml",
        "index",
        "--text",
    ]);
    assert!(error(&made, 1).contains("none.toml 里 text_search = \"read\"，不用全文索引"));
}

#[test]
fn two_at_once_leave_a_whole_index() {
    let (home, archive) = (Home::new(), archive());
    let (right, _) = both(&home, &archive, &SEARCH);
    for round in 0..6 {
        let start = |args: &[&str]| {
            let args = [&["--archive", archive.path(), "--lang", "en", "index"], args].concat();
            let mut command = home.command(&args);
            command
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        };
        let children = [start(&["--text"]), start(&["--text"]), start(&["--rebuild"])];
        let (found, said) = both(&home, &archive, &SEARCH);
        assert!(
            found == right && !said.contains("text index"),
            "round {round}: {found}{said}"
        );
        for child in children {
            let output = child.wait_with_output().unwrap();
            let said = text(&output.stderr);
            match output.status.code() {
                Some(0) => assert!(!said.contains(DAMAGED), "{said}"),
                _ => assert!(error(&output, 1).contains("finews: another finews "), "{said}"),
            }
        }
        let (made, said) = both(&home, &archive, &["index", "--text"]);
        assert!(
            made.contains("43 texts in the index") && !said.contains(DAMAGED),
            "{made}{said}"
        );
        assert_eq!(both(&home, &archive, &SEARCH), (right.clone(), String::new()));
    }
}

#[test]
fn the_guide_has_no_index() {
    let home = Home::new();
    let said = error(
        &home.run(&["--lang", "en", "--archive", "guide", "index", "--text"]),
        1,
    );
    assert_eq!(
        said,
        "finews: the built-in guide has no catalogue; name an archive\n"
    );
}
