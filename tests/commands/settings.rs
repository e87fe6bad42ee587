//! The settings file: where it is, what it does, what is said of its mistakes.

use std::fs;
use std::path::PathBuf;

use super::support::Home;
use super::{archive, error, run, text};

/// Writes the settings of `home`.
fn settings(home: &Home, content: &str) -> PathBuf {
    let path = home.path().join("config/finews/config.toml");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, content).unwrap();
    path
}

fn output(home: &Home, args: &[&str]) -> String {
    let output = home.run(args);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn the_path_is_that_of_the_config_folder_or_the_one_named() {
    let home = Home::new();
    let standard = home.path().join("config/finews/config.toml");
    assert_eq!(
        output(&home, &["config", "path"]),
        format!("{}\n", standard.display())
    );
    assert_eq!(
        output(&home, &["config", "path", "--config", "my.toml"]),
        "my.toml\n"
    );
}

#[test]
fn the_default_file_is_right_and_changes_nothing() {
    let (home, archive) = (Home::new(), archive());
    let before = run(&home, &archive, &["show", "202201050000000001"]);
    for lang in ["zh", "en"] {
        let file = output(&home, &["--lang", lang, "config", "default"]);
        assert!(file.contains("\nmeasure = 80\n"), "{file}");
        let path = settings(&home, &file);
        let checked = output(&home, &["config", "check"]);
        assert!(checked.starts_with(path.to_str().unwrap()), "{checked}");
        assert_eq!(run(&home, &archive, &["show", "202201050000000001"]), before);
    }
}

#[test]
fn a_mistake_is_told_by_file_line_and_nearest_key() {
    let home = Home::new();
    let path = settings(&home, "# mine\nmesure = 60\nfigures = \"fat\"\n");
    let said = error(&home.run(&["--lang", "en", "config", "check"]), 1);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines,
        [
            format!(
                "finews: {}:2: no setting is named “mesure”; did you mean measure?",
                path.display()
            ),
            format!(
                "finews: {}:3: figures must be \"bold\" or \"plain\"",
                path.display()
            ),
        ]
    );
    let chinese = error(&home.run(&["config", "check"]), 1);
    assert!(chinese.contains("是不是 measure？"), "{chinese}");
    let absent = Home::new();
    assert!(output(&absent, &["config", "check"]).contains("没有这个文件"));
}

#[test]
fn a_slip_in_the_standard_file_warns_and_the_rest_holds() {
    let (home, archive) = (Home::new(), archive());
    settings(&home, "mesure = 60\nlang = \"en\"\n");
    let output = home.run(&["--archive", archive.path(), "list"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("第一条"));
    let said = text(&output.stderr);
    assert!(
        said.contains("config.toml:1: no setting"),
        "in its language: {said}"
    );
    let json = run(&home, &archive, &["list", "--json"]);
    assert!(json.lines().all(|line| line.starts_with('{')));
}

#[test]
fn a_file_that_is_named_must_be_there_and_right() {
    let (home, archive) = (Home::new(), archive());
    let list = |config: &str| {
        home.run(&[
            "--lang",
            "en",
            "--archive",
            archive.path(),
            "--config",
            config,
            "list",
        ])
    };
    assert_eq!(error(&list("none.toml"), 1), "finews: none.toml: no such file\n");
    fs::write(home.path().join("bad.toml"), "measure 60\n").unwrap();
    let said = error(&list("bad.toml"), 1);
    assert!(said.starts_with("finews: bad.toml:1: not TOML"), "{said}");
    assert!(error(&list("."), 1).starts_with("finews: .: "));
    fs::write(home.path().join("good.toml"), "timezone = \"-12:00\"\n").unwrap();
    assert_eq!(list("good.toml").status.code(), Some(0));
    // The one in the standard place then counts for nothing.
    settings(&home, "nonsense");
    assert_eq!(text(&list("good.toml").stderr), "");
}

#[test]
fn an_archive_can_be_named() {
    let (home, archive) = (Home::new(), archive());
    settings(&home, &format!("archive = '{}'\n", archive.path()));
    assert!(output(&home, &["list"]).contains("第一条"));
    let guide = output(&home, &["--archive", "guide", "list"]);
    assert!(!guide.contains("第一条"), "an argument goes before");
    assert_eq!(
        output(&home, &["bookmark", "list"]),
        "",
        "the bookmarks of all archives"
    );
    settings(&home, "archive = '~/nowhere'\n");
    assert_eq!(output(&home, &["bookmark", "list"]), "");
    let said = error(&home.run(&["list"]), 1);
    assert!(
        said.contains(home.path().join("nowhere").to_str().unwrap()),
        "{said}"
    );
}

#[test]
fn settings_reach_the_commands() {
    let (home, archive) = (Home::new(), archive());
    let help = |home: &Home| text(&home.run(&["--archive", "/no/such", "list"]).stderr);
    settings(&home, "lang = \"en\"\n");
    assert!(help(&home).contains("no such"), "{}", help(&home));
    let in_chinese = home.run(&["--lang", "zh", "--archive", "/no/such", "list"]);
    assert!(text(&in_chinese.stderr).contains("没有"));

    // Posts of ten in the morning at +08:00 are of the day before where that is two at night.
    let since = ["list", "--since", "2022-01-06"];
    assert_eq!(run(&home, &archive, &since).lines().count(), 1);
    settings(&home, "timezone = \"-03:00\"\n");
    assert_eq!(run(&home, &archive, &since).lines().count(), 0);

    let show = ["--color", "always", "show", "--width", "40", "202201050000000001"];
    settings(&home, "");
    assert!(run(&home, &archive, &show).contains("[1]"));
    settings(&home, "link_notes = false\n");
    assert!(!run(&home, &archive, &show).contains("[1]"));
    let plain = ["show", "--plain", "202201050000000001"];
    assert!(
        run(&home, &archive, &plain).contains("[1]"),
        "scripts rely on them"
    );

    let rules = |line: &str| line.starts_with('─');
    assert!(run(&home, &archive, &plain).lines().any(rules));
    settings(&home, "ambiguous_width = 2\n");
    assert!(!run(&home, &archive, &plain).lines().any(rules));
}

#[test]
fn keys_are_listed_bound_and_checked() {
    let home = Home::new();
    let path = settings(
        &home,
        "[keys]\nB = \"bookmark\"\nx = \"bokmark\"\ng = \"undo\"\n[keys.page]\n\"^x\" = \"zoom\"\n",
    );
    let said = error(&home.run(&["--lang", "en", "config", "check"]), 1);
    for told in [
        "3: no action is named “bokmark”; did you mean bookmark?",
        "4: with g, gg can no longer be typed",
    ] {
        assert!(said.contains(&format!("{}:{told}", path.display())), "{said}");
    }
    fs::write(
        &path,
        "[keys]\nB = \"bookmark\"\n[keys.page]\n\"^x\" = \"zoom\"\n",
    )
    .unwrap();
    let listed = output(&home, &["--lang", "en", "keys", "--json"]);
    let of = |pane: &str, action: &str| {
        let lines = listed.lines().map(|line| serde_json::from_str(line).unwrap());
        let mut lines =
            lines.filter(|line: &serde_json::Value| line["pane"] == pane && line["action"] == action);
        lines.next().unwrap()["keys"].clone()
    };
    assert_eq!(of("list", "bookmark"), serde_json::json!(["B", "b"]));
    assert_eq!(of("page", "zoom"), serde_json::json!(["^x", "z"]));
    assert_eq!(of("list", "zoom"), serde_json::json!(["z"]));
    let listed = output(&home, &["--lang", "zh", "keys"]);
    assert!(
        listed.contains("[keys.list]") && listed.contains("收藏，再按取消"),
        "{listed}"
    );
}

#[test]
fn a_theme_that_does_not_parse_or_is_not_there_is_told() {
    let home = Home::new();
    let path = settings(&home, "# mine\ntheme = \"sonw\"\n");
    let themes = home.path().join("config/finews/themes");
    fs::create_dir_all(&themes).unwrap();
    fs::write(
        themes.join("snow.toml"),
        "background = '#ffffff'\ntext = 'grey'\n",
    )
    .unwrap();
    let said = error(&home.run(&["--lang", "en", "config", "check"]), 1);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines,
        [
            format!(
                "finews: {}:2: text must be a colour, such as \"#3a342b\"",
                themes.join("snow.toml").display()
            ),
            format!(
                "finews: {}:2: no theme is named “sonw”; there are terminal, paper, ink, bamboo, dusk, night",
                path.display()
            ),
        ]
    );
    fs::write(themes.join("snow.toml"), "background = '#ffffff'\n").unwrap();
    settings(&home, "theme = \"snow/night\"\n");
    assert!(output(&home, &["config", "check"]).contains("没有错误"));
    settings(&home, "theme = \"a/b/c\"\n");
    let said = error(&home.run(&["--lang", "en", "config", "check"]), 1);
    assert!(said.contains("config.toml:1: theme must be"), "{said}");
}
