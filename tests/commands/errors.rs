//! What a command says when it cannot do what was asked, and with which exit code.

use std::os::unix::fs::symlink;

use rustix::fs::{CWD, FileType, Mode, mknodat};

use super::support::Home;
use super::{archive, error, run};

#[test]
fn what_is_no_archive_is_answered_with_what_to_do() {
    let (home, archive) = (Home::new(), archive());
    let file = format!("{}/_posts/2022-01-05-202201050000000001.md", archive.path());
    let nothing = error(&home.run(&["--lang", "en", "list"]), 1);
    assert!(
        nothing.starts_with("finews: ") && nothing.contains("--archive"),
        "{nothing}"
    );
    for (path, says) in [("/no/such/folder", "/no/such/folder"), (&file, "not a folder")] {
        let error = error(&home.run(&["--lang", "en", "--archive", path, "list"]), 1);
        assert!(error.starts_with("finews: ") && error.contains(says), "{error}");
    }
    let below = error(
        &home.run(&["--archive", &format!("{}/_posts", archive.path()), "list"]),
        1,
    );
    assert!(
        below.contains("_posts") && below.contains(archive.path()),
        "{below}"
    );
    let empty = tempfile::tempdir().unwrap();
    let empty = error(
        &home.run(&["--archive", empty.path().to_str().unwrap(), "list"]),
        1,
    );
    assert!(empty.contains("_posts") && empty.contains("old_post"), "{empty}");
}

#[test]
fn wrong_usage_is_2() {
    let (home, archive) = (Home::new(), archive());
    error(&home.run(&["--no-such-flag"]), 2);
    error(
        &home.run(&["--archive", archive.path(), "show", "--width", "1", "x"]),
        2,
    );
    error(&home.run(&["--archive", archive.path(), "show"]), 2);
    let date = error(
        &home.run(&["--archive", archive.path(), "list", "--since", "soon"]),
        2,
    );
    assert!(date.contains("soon"), "{date}");
}

#[test]
fn unknown_articles_and_categories_are_failures() {
    let (home, archive) = (Home::new(), archive());
    let missing = error(
        &home.run(&["--archive", archive.path(), "show", "209901010000000001"]),
        1,
    );
    assert!(missing.contains("209901010000000001"), "{missing}");
    let category = error(
        &home.run(&["--archive", archive.path(), "list", "--category", "没有"]),
        1,
    );
    assert!(
        category.contains("没有") && category.contains("finews categories"),
        "{category}"
    );
}

/// The error of a command in English that must fail.
fn failure(home: &Home, args: &[&str]) -> String {
    let text = error(&home.run(&[&["--lang", "en"], args].concat()), 1);
    text.strip_prefix("finews: ").unwrap().trim_end().to_owned()
}

#[test]
fn show_says_what_a_path_is_that_is_no_post() {
    let (home, archive) = (Home::new(), archive());
    let path = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    std::fs::create_dir(path("folder")).unwrap();
    mknodat(CWD, path("a pipe"), FileType::Fifo, Mode::RUSR, 0).unwrap();
    symlink("nowhere", path("dangling")).unwrap();
    symlink("loop", path("loop")).unwrap();
    symlink("folder", path("link")).unwrap();
    for (what, says) in [
        ("/nope.md", "no such file".to_owned()),
        ("nope.md", "no such file".into()),
        ("_posts/nope", "no such file".into()),
        ("/dev/null/x.md", "no such file".into()),
        ("folder", "a folder, not a post".into()),
        ("link", "a folder, not a post".into()),
        ("dangling", "a link that leads nowhere".into()),
        ("loop", "a link that leads nowhere".into()),
        (
            "/dev/null",
            "not a regular file; send it to standard input: finews show - < /dev/null".into(),
        ),
        (
            "a pipe",
            "not a regular file; send it to standard input: finews show - < 'a pipe'".into(),
        ),
    ] {
        let error = failure(&home, &["show", what]);
        assert!(error.starts_with(&format!("{what}: {says}")), "{error}");
        let with_archive = failure(&home, &["--archive", archive.path(), "show", what]);
        if !says.starts_with("no such file") || what.starts_with('/') {
            assert_eq!(with_archive, error);
        } else {
            assert!(
                with_archive.starts_with(&format!("{what} is neither a file nor an article")),
                "{with_archive}"
            );
        }
    }
    let id = failure(&home, &["show", "202201050000000001"]);
    assert!(id.contains("--archive DIR"), "{id}");
    // A folder here is not in the way of an article there.
    std::fs::create_dir_all(path("_posts/2021-12-01-init")).unwrap();
    assert!(run(&home, &archive, &["show", "_posts/2021-12-01-init"]).starts_with("开站\n"));
}

#[test]
fn two_archives_are_wrong_usage() {
    let home = Home::new();
    for args in [
        &["--archive", "one", "two"][..],
        &["two", "--archive", "one"],
        &["two", "list", "--archive", "one"],
    ] {
        let error = error(&home.run(&[&["--lang", "en"], args].concat()), 2);
        assert!(
            error.contains("two archives") && error.contains("one") && error.contains("two\n"),
            "{error}"
        );
    }
}

#[test]
fn errors_are_chinese_where_the_language_is() {
    let (home, archive) = (Home::new(), archive());
    std::fs::create_dir_all(home.path().join("empty")).unwrap();
    let at = archive.path();
    let mut said = Vec::new();
    for (args, names) in [
        (&["list"][..], "--archive"),
        (&["--archive", "/no/such", "list"], "/no/such"),
        (&["--archive", "empty", "list"], "old_post"),
        (&["--archive", at, "list", "--category", "x"], "finews categories"),
        (&["--archive", at, "show", "x"], "finews list"),
        (&["show", "/nope.md"], "/nope.md"),
        (&["show", "empty"], "empty"),
        (&["show", "/dev/null"], "finews show - < /dev/null"),
        (&["--archive", at], "finews read --line-mode"),
    ] {
        let chinese = error(&home.run(args), 1);
        let english = error(&home.run(&[&["--lang", "en"], args].concat()), 1);
        assert!(
            chinese.contains(names) && english.contains(names),
            "{chinese}{english}"
        );
        assert!(
            chinese.starts_with("finews: ") && chinese.contains(|c| ('一'..='龥').contains(&c)),
            "{chinese}"
        );
        assert!(english.is_ascii(), "{english}");
        said.push(chinese);
    }
    std::fs::create_dir_all(home.library()).unwrap();
    let library = error(&home.run(&["--archive", at, "list", "--unread"]), 1);
    assert!(library.contains("资料库"), "{library}");
    insta::assert_snapshot!(said.concat().replace(at, "ARCHIVE"), @r"
    finews: 没有指定档案：可用 --archive DIR、环境变量 FINEWS_ARCHIVE 或设置文件指定，也可在含有 _posts 或 old_post 的文件夹里运行
    finews: 没有 /no/such 这个文件夹，请检查路径
    finews: empty 里没有文章：文章应在其中的 _posts 或 old_post 文件夹里。请指定这样的文件夹
    finews: 没有名为“x”的分类。finews categories 可列出全部分类
    finews: “x”既不是文件，也不是档案里的文章。finews list 可列出全部文章
    finews: /nope.md：没有这个文件，请检查路径
    finews: empty：这是文件夹，不是文章。请指定其中的一个文件
    finews: /dev/null：这不是普通文件。请从标准输入送入：finews show - < /dev/null
    finews: 标准输入不是终端，界面收不到按键。没有终端时，可以用 finews read --line-mode
    ");
}
