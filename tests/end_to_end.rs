//! The real program in a pseudo-terminal: browse, read, bookmark, quit, come back; and everything that
//! can happen to a terminal.

mod support;

use support::{Archive, Home, Screen};

/// The number of a post of the test archive, of the form the site uses.
fn number(n: u64) -> u64 {
    202_201_050_000_000_000 + n
}

/// An archive of sixty short posts over three days and one long one, the newest.
fn archive() -> Archive {
    let archive = Archive::new();
    for n in 1..60 {
        let day = format!("2022-01-{:02}", 3 + n / 20);
        archive.post(
            &day,
            number(n),
            &format!("第{n}条实验消息"),
            &format!("这是第{n}条实验消息的正文。"),
        );
    }
    let paragraph = |n: u32| format!("<p>第{n}段，市场人士说，这一段写得不长也不短，刚好够换一行。</p>");
    let paragraphs = (1..=60).map(paragraph).collect::<Vec<_>>().concat();
    archive.post(
        "2022-01-06",
        number(60),
        "长文在这里",
        &format!("> 摘要一句。\n\n{paragraphs}"),
    );
    archive
}

#[test]
fn browse_read_and_quit() {
    let (home, archive) = (Home::new(), archive());
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen.wait_for("60 篇").wait_for("2022-01-06 周四 · 1");
    screen.keys("j").wait_for("2/60");
    screen.keys("10j").wait_for("12/60");
    screen.keys("G").wait_for("60/60").wait_for("第1条实验消息");
    screen.keys("gg").wait_for("1/60");
    screen.keys("\r").wait_for("第1段");
    screen.keys(" ").wait_gone("第1段，");
    screen.keys("G").wait_for("第60段");
    screen.keys("J").wait_for("这是第59条实验消息的正文");
    screen.keys("K").wait_for("长文在这里");
    screen
        .keys("q")
        .keys("?")
        .wait_for("这里可用的按键")
        .keys("q")
        .wait_gone("这里可用的按键");
    screen.quit();
}

#[test]
fn the_built_in_guide_opens_where_no_archive_is_named() {
    let home = Home::new();
    let mut screen = Screen::start(&home, &[], (100, 30));
    screen.wait_for("从这里开始").keys("\r").settle();
    screen.quit();
}

#[test]
fn a_bookmark_outlives_quitting_and_kill_9() {
    let (home, archive) = (Home::new(), archive());
    let bookmarks = || {
        String::from_utf8(
            home.run(&["--archive", archive.path(), "bookmark", "list"])
                .stdout,
        )
        .unwrap()
    };

    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen.wait_for("60 篇").keys("jb").wait_for("★");
    screen.quit();
    assert!(bookmarks().contains("第59条实验消息"));

    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen.wait_for("★").keys("jjb");
    // Once another process sees it, it is on disk.
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while bookmarks().lines().count() < 2 {
        assert!(
            std::time::Instant::now() < until,
            "the second bookmark did not reach the disk"
        );
    }
    screen.signal(rustix::process::Signal::KILL);
    screen.wait_end();

    let mut screen = Screen::start(&home, &[archive.path()], (160, 45));
    screen.wait_until("two bookmarks", |text| text.matches('★').count() == 2);
    screen.keys("hj\r").wait_for("收藏 · 2");
    screen.keys("b").wait_for("已取消收藏");
    screen.quit();
    assert_eq!(bookmarks().lines().count(), 1);
}

#[test]
fn a_passage_and_its_note_outlive_quitting_and_a_change_of_the_text() {
    let (home, archive) = (Home::new(), archive());
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen.wait_for("60 篇").keys("j\r").wait_for("这是第59条");
    screen.keys("v").wait_for("Esc 取消");
    screen.keys("a留意后续\r").wait_for("批注已记下");
    screen.quit();

    let body = "编者按。这是第59条重要的实验消息的正文。";
    archive.post("2022-01-05", number(59), "第59条实验消息", body);
    let mut screen = Screen::start(&home, &[archive.path()], (160, 45));
    screen.wait_for("60 篇").wait_for("* 这是第59条");
    // It begins in the page, where it was left.
    screen
        .keys("qhjj\r")
        .wait_for("摘录 · 1")
        .wait_for("这是第59条实验消息的正文。 · 留意后续");
    screen
        .keys("\r")
        .wait_for("摘录 1/1")
        .wait_for("* 这是第59条实验消息的正文。");
    screen.keys("x").wait_for("已删除摘录").quit();
}

#[test]
fn a_saved_search_and_the_history_outlive_quitting() {
    let (home, archive) = (Home::new(), archive());
    let mut screen = Screen::start(&home, &[archive.path()], (160, 45));
    screen.wait_for("60 篇").keys("/title:第5\r").wait_for("· 11");
    screen.keys(":save 第五\r").wait_for("已存为“第五”");
    screen.keys("q/title:长文\r").wait_for("搜索“title:长文”");
    screen.quit();

    let mut screen = Screen::start(&home, &[archive.path()], (160, 45));
    let entry = |text: &str| {
        let mut lines = text
            .lines()
            .map(|line| line.split_whitespace().take(2).collect::<Vec<_>>());
        lines.any(|line| line == ["第五", "11"])
    };
    screen
        .wait_for("60 篇")
        .wait_until("the saved search, counted", entry);
    screen.keys("c第五\r").wait_for("第五 · 11").settle();
    screen
        .keys("q")
        .keys("l/\x1b[A")
        .wait_for("搜索全部 / title:长文");
    screen.keys("\x1b[A").wait_for("/ title:第5");
    screen.keys("\x1b").settle();

    // Another instance forgets it, and so does this one.
    let mut other = Screen::start(&home, &[archive.path()], (160, 45));
    other.wait_until("the saved search, counted", entry);
    other.keys(":forget 第五\r").wait_for("已删掉搜索“第五”");
    screen.wait_gone("第五 · 11").wait_for("全部 · 60");
    other.quit();
    screen.quit();
}

#[test]
fn a_count_is_whole_once_there_is_an_index() {
    let (home, archive) = (Home::new(), archive());
    let mut screen = Screen::start(&home, &[archive.path()], (160, 45));
    screen.wait_for("60 篇").keys("/正文\r").wait_for("· 59");
    screen.keys(":存 文中\r").wait_for("已存为“文中”");
    let counts = |count: &'static str| {
        move |text: &str| {
            let mut lines = text
                .lines()
                .map(|line| line.split_whitespace().take(2).collect::<Vec<_>>());
            lines.any(|line| line == ["文中", count])
        }
    };
    screen.wait_until("what titles say, and perhaps more", counts("0+"));
    screen.keys("I").wait_for("再按 I 开始建").keys("I");
    screen.wait_until("a whole count", counts("59"));
    archive.post("2022-01-07", number(61), "刚到", "这条也有正文。");
    screen.wait_until("a live count", counts("60"));
    screen.quit();
}

#[test]
fn two_programs_at_once_see_each_other() {
    let (home, archive) = (Home::new(), archive());
    let mut one = Screen::start(&home, &[archive.path()], (100, 30));
    let mut other = Screen::start(&home, &[archive.path()], (100, 30));
    one.wait_for("60 篇");
    other.wait_for("60 篇").settle();
    one.keys("b").wait_for("★");
    other.wait_for("★");
    other.keys("b").wait_gone("★");
    one.wait_gone("★");
    one.quit();
    other.quit();
}

#[test]
fn a_resize_keeps_the_same_words_at_the_top() {
    let (home, archive) = (Home::new(), archive());
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen
        .wait_for("60 篇")
        .keys("\r")
        .wait_for("第1段")
        .keys("z")
        .settle();
    screen.keys("20jj").settle();
    // A line may be filled by a space between Han and digits.
    let unspaced = |line: &str| line.replace(' ', "");
    let words = |line: &str| unspaced(line).chars().take(4).collect::<String>();
    let before = screen
        .text()
        .lines()
        .map(words)
        .find(|words| !words.is_empty())
        .unwrap();
    for size in [(60, 20), (160, 45), (20, 6), (100, 30)] {
        screen.resize(size).settle();
        assert!(
            screen
                .text()
                .lines()
                .take(2)
                .any(|line| unspaced(line).contains(&before)),
            "{size:?}: {}",
            screen.text()
        );
    }
    screen.quit();
}

#[test]
fn the_place_in_an_article_is_kept() {
    use rustix::process::Signal;
    for end in [None, Some(Signal::HUP), Some(Signal::TERM)] {
        let (home, archive) = (Home::new(), archive());
        let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
        screen.wait_for("60 篇").keys("\r").wait_for("第1段");
        screen.keys("  ").wait_gone("第1段，").settle();
        let paragraph = |line: &&str| line.contains("市场人士");
        let at = screen.text().lines().find(paragraph).unwrap().trim().to_owned();
        match end {
            None => screen.quit(),
            Some(signal) => {
                screen.signal(signal);
                screen.wait_end();
            }
        }
        let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
        screen.wait_for("60 篇").settle();
        screen.keys("\r").settle();
        let text = screen.text();
        let again = text.lines().find(paragraph).map(str::trim);
        assert_eq!(again, Some(at.as_str()), "after {end:?}:\n{text}");
        screen.quit();
    }
}

#[test]
fn searching_titles_and_the_page() {
    let (home, archive) = (Home::new(), archive());
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen.wait_for("60 篇").keys("/title:第5").wait_for("11 篇");
    screen.keys("\r").wait_for("搜索“title:第5” · 全部 · 11");
    screen.keys("q").wait_for("全部 · 60");
    screen.keys("/没有的").wait_for("没有找到");
    screen.keys("\x1b").wait_for("全部 · 60");
    screen
        .keys("\r")
        .wait_for("第1段")
        .keys("/第30段\r")
        .wait_for("1/1 第30段")
        .wait_for("第30段");
    for size in [(60, 20), (160, 45), (20, 6), (100, 30)] {
        screen.resize(size).settle().wait_for("1/1 第30段");
    }
    // So fast that the program may see no other size, though the terminal has cut off what it showed.
    screen.resize((20, 6)).resize((100, 30)).wait_for("第30段，");
    screen
        .wait_for("第30段，")
        .keys("qqd2022-01-04\r")
        .wait_for("2022-01-04 周二");
    screen.quit();
}

#[test]
fn an_index_is_built_when_it_is_asked_for_and_kept() {
    let (home, archive) = (Home::new(), archive());
    let index = || {
        let caches = std::fs::read_dir(home.path().join("cache/finews"))
            .into_iter()
            .flatten()
            .flatten();
        caches
            .map(|cache| cache.path().join("text/meta.json"))
            .find(|meta| meta.exists())
    };
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen
        .wait_for("60 篇")
        .keys("/市场人士")
        .wait_for("1 篇")
        .wait_for("第1段，市场人士说");
    screen.keys("\x1b").wait_for("全部 · 60");
    assert!(index().is_none(), "nobody's disk is filled unasked");
    screen.keys("I").wait_for("再按 I 开始建");
    assert!(index().is_none());
    screen.keys("I").wait_until("an index", |_| index().is_some());
    screen
        .keys("/市场人士\r\r")
        .wait_for("1/60 市场人士")
        .keys("n")
        .wait_for("2/60 市场人士");
    screen.keys("q").keys("q").wait_for("全部 · 60");
    archive.post("2022-01-07", number(61), "后来的", "刚到的一篇，也说到市场人士。");
    screen
        .wait_for("61 篇")
        .keys("/市场人士")
        .wait_for("2 篇")
        .wait_for("刚到的一篇");
    screen.keys("\x1b").wait_for("全部 · 61");
    screen.quit();

    let told = home.run(&["--archive", archive.path(), "index"]);
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains("全文索引 61 篇"), "{told}");
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen
        .wait_for("61 篇")
        .keys("/市场人士")
        .wait_for("2 篇")
        .keys("\r")
        .wait_for("1/2");
    screen.quit();
}

#[test]
fn signals_and_a_lost_terminal_end_the_program() {
    use rustix::process::Signal;
    let (home, archive) = (Home::new(), archive());
    for signal in [Signal::TERM, Signal::HUP] {
        let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
        screen.wait_for("60 篇").signal(signal);
        screen.wait_end();
        assert!(!screen.alternate() || signal == Signal::HUP);
    }
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen.wait_for("60 篇");
    screen.hang_up();
    screen.wait_end();
}

#[test]
fn text_from_a_post_never_drives_the_terminal() {
    let (home, archive) = (Home::new(), Archive::new());
    archive.post(
        "2022-01-05",
        number(1),
        "标题\u{1b}]0;owned\u{7}里有控制字符\u{202e}",
        "<p>正文\u{1b}[2J\u{9b}31m里也有\u{1b}]52;c;b3duZWQ=\u{7}，还有\u{202e}反向。</p>",
    );
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen
        .wait_for("里有控制字符")
        .keys("\r")
        .wait_for("里也有")
        .settle();
    screen.quit();
    let bytes = screen.bytes();
    let sent = String::from_utf8_lossy(&bytes);
    for harm in ["\u{1b}]0;", "\u{1b}]52;", "\u{202e}", "\u{9b}"] {
        assert!(!sent.contains(harm), "{harm:?} was sent");
    }
}

#[test]
fn without_a_browser_the_link_is_copied() {
    let (home, archive) = (Home::new(), archive());
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen.wait_for("60 篇").keys("y").wait_for("已复制");
    let bytes = screen.bytes();
    assert!(
        String::from_utf8_lossy(&bytes).contains("\u{1b}]52;c;"),
        "nothing was sent to the clipboard"
    );
    screen.quit();
}

#[test]
fn a_marked_link_is_opened_or_copied() {
    let (home, archive) = (Home::new(), Archive::new());
    let body =
        "<p>见<a href=\"https://a.example/x\">公告</a>与<a href=\"javascript:alert(1)\">别处</a>。</p>";
    archive.post("2022-01-06", number(1), "有链接的", body);
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen.wait_for("1 篇").keys("\r").wait_for("公告");
    screen.keys("}").wait_for("链接 1/1 · https://a.example/x");
    screen.keys("\r").wait_for("已复制 https://a.example/x");
    // As OSC 52 has it: the address in base 64.
    let sent = String::from_utf8_lossy(&screen.bytes()).into_owned();
    assert!(
        sent.contains("\u{1b}]52;c;aHR0cHM6Ly9hLmV4YW1wbGUveA=="),
        "copied for want of a browser"
    );
    screen.keys("\x1b").settle();
    screen.keys("]").wait_for("没有小标题");
    screen.quit();
}

#[test]
fn settings_reach_the_screen_and_a_slip_in_them_is_told() {
    let (home, archive) = (Home::new(), archive());
    let folder = home.path().join("config/finews");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("config.toml");
    std::fs::write(&file, "lang = \"en\"\nmesure = 60\nmeasure = 40\n").unwrap();
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen
        .wait_for("60 articles")
        .wait_for("1 line of the settings is not followed");
    screen
        .keys("!")
        .wait_for("config.toml:2")
        .wait_for("did you mean measure?");
    screen.keys("q").wait_gone("config.toml:2").keys("\rz").settle();
    let asked = |screen: &Screen| String::from_utf8_lossy(&screen.bytes()).contains("\u{1b}[6n");
    assert!(asked(&screen), "the terminal is asked for its widths");
    let text = screen.text();
    let widest = |line: &str| finews::text::cells::Cells::default().width(line.trim());
    let most = text.lines().rev().skip(1).map(widest).max();
    assert!(most.is_some_and(|most| (30..=40).contains(&most)), "{text}");
    screen.quit();

    std::fs::write(&file, "ambiguous_width = 2\nreopen = false\n").unwrap();
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen.wait_for("60").settle();
    assert!(!asked(&screen), "a width that is set is not asked for");
    let sent = String::from_utf8_lossy(&screen.bytes()).into_owned();
    assert!(
        !sent.contains(['│', '─']),
        "rules are ASCII where they would be wide"
    );
    screen.quit();

    let bad = home.path().join("bad.toml");
    std::fs::write(&bad, "x = 1\n").unwrap();
    let args = ["--config", bad.to_str().unwrap(), archive.path()];
    let mut screen = Screen::start(&home, &args, (100, 30));
    assert_eq!(screen.wait_end().exit_code(), 1);
    screen.settle();
    assert!(screen.text().contains("bad.toml:1"), "{}", screen.text());
}

#[test]
fn an_archive_deleted_while_open_keeps_what_is_known() {
    let (home, archive) = (Home::new(), archive());
    let path = archive.path().to_owned();
    let mut screen = Screen::start(&home, &[&path], (100, 30));
    screen.wait_for("60 篇").settle();
    std::fs::remove_dir_all(&path).unwrap();
    screen.keys("R").wait_for("无法读取档案");
    screen.keys("j\r").wait_for("60 篇").wait_for("读不出");
    let text = screen.text();
    assert!(
        text.matches("第59条实验消息").count() >= 2,
        "the page keeps its title:\n{text}"
    );
    screen.quit();
}

#[test]
fn what_comes_while_it_is_open_is_shown_and_moves_nothing() {
    let (home, archive) = (Home::new(), archive());
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen.wait_for("60 篇").settle();
    screen.keys("5j").settle();
    let cursor = |screen: &Screen| {
        let text = screen.text();
        let row = text.lines().position(|line| line.contains("第55条"));
        row.expect("the row of the cursor")
    };
    let before = cursor(&screen);
    for n in 61..64 {
        archive.post("2022-01-07", number(n), &format!("第{n}条刚到"), "正文。");
    }
    screen.wait_for("↑ 3 新").wait_for("63 篇");
    assert_eq!(cursor(&screen), before);
    screen.quit();
    // The next start knows them already.
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen.wait_for("63 篇").settle();
    assert!(!screen.text().contains("新\n"), "{}", screen.text());
    screen.quit();
}

#[test]
fn the_page_follows_its_file() {
    let (home, archive) = (Home::new(), archive());
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen.wait_for("60 篇").settle();
    screen.keys("3j\r").wait_for("第57条").settle();
    archive.post("2022-01-05", number(57), "第57条更正", "正文改过了。");
    screen.wait_for("正文改过了").wait_for("第57条更正");
    // Half of it, as a slow copy has it, then all; a file that goes leaves the page as it is.
    archive.file(
        &format!("_posts/2022-01-05-{}.md", number(57)),
        "---\ntitle: \"半",
    );
    screen.wait_for("半");
    archive.post("2022-01-05", number(57), "第57条终稿", "全文到齐。");
    screen.wait_for("全文到齐").wait_for("第57条终稿");
    std::fs::remove_file(format!("{}/_posts/2022-01-05-{}.md", archive.path(), number(57))).unwrap();
    screen
        .wait_for("59 篇")
        .wait_for("全文到齐")
        .wait_for("已从档案里删掉");
    screen.keys("j").wait_gone("已从档案里删掉");
    // The history knows enough of it.
    screen.keys("b").wait_for("已收藏");
    screen.quit();
}

#[test]
fn folders_that_come_and_go_are_noticed() {
    let (home, archive) = (Home::new(), archive());
    let mut screen = Screen::start(&home, &[archive.path()], (100, 30));
    screen.wait_for("60 篇").settle();
    std::fs::create_dir_all(format!("{}/old_post/2021", archive.path())).unwrap();
    screen.settle();
    // Written when the new folder has long been looked at and found empty.
    archive.file(
        "old_post/2021/2021-01-07-202101072239307599.md",
        "---\ntitle: \"旧闻\"\ndate: 2022-12-07 10:00:00 +0800\n---\n正文。\n",
    );
    screen.wait_for("61 篇").keys("gg").wait_for("旧闻");
    // The same article in another folder is one article; its first file then goes.
    let path = |folder: &str| format!("{}/{folder}/2021-01-07-202101072239307599.md", archive.path());
    std::fs::rename(path("old_post/2021"), path("_posts")).unwrap();
    screen.settle();
    assert!(screen.text().contains("61 篇"), "{}", screen.text());
    std::fs::rename(
        format!("{}/_posts", archive.path()),
        format!("{}/old_post/2022", archive.path()),
    )
    .unwrap();
    screen.settle();
    assert!(screen.text().contains("旧闻"), "{}", screen.text());
    screen.keys("gR").wait_for("没有新文章，共 61 篇");
    screen.quit();
}

#[test]
fn tiny_screens_are_sane() {
    let (home, archive) = (Home::new(), archive());
    let mut screen = Screen::start(&home, &[archive.path()], (1, 1));
    screen.settle();
    screen.resize((20, 6)).wait_for("长文");
    screen.resize((100, 30)).wait_for("60 篇");
    screen.quit();
}

#[test]
fn where_there_is_no_screen_the_program_says_so() {
    let (home, archive) = (Home::new(), archive());
    let output = home.run(&[archive.path()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.starts_with("finews: ") && error.contains("finews read --line-mode"),
        "{error}"
    );
}

#[test]
fn a_full_disk_loses_no_bookmark_in_silence() {
    let (home, archive) = (Home::new(), archive());
    // A first run makes the library.
    let mut screen = Screen::start(&home, &[archive.path()], (160, 45));
    screen.wait_for("60 篇").keys("b").wait_for("★");
    screen.quit();
    // No file may grow beyond 64 blocks from here on.
    let mut command = portable_pty::CommandBuilder::new("sh");
    command.args([
        "-c",
        "ulimit -f 64; exec \"$0\" \"$1\"",
        support::program(),
        archive.path(),
    ]);
    let mut screen = Screen::start_command(&home, command, (160, 45));
    screen.wait_for("60 篇").wait_for("★");
    for _ in 0..40 {
        screen.keys("jb");
        screen.settle();
        if screen.text().contains("没有保存") {
            break;
        }
    }
    screen.wait_for("没有保存").keys("h").wait_for("收藏");
    let shown = screen
        .text()
        .lines()
        .find(|line| line.starts_with(" 收藏"))
        .unwrap()
        .to_owned();
    screen.quit();
    let list = String::from_utf8(
        home.run(&["--archive", archive.path(), "bookmark", "list"])
            .stdout,
    )
    .unwrap();
    let kept = list.lines().count();
    assert!(
        kept >= 1 && shown.split_whitespace().nth(1) == Some(&kept.to_string()),
        "{kept} kept, shown as: {shown}"
    );
}

#[test]
fn a_damaged_library_is_told_and_the_new_one_keeps() {
    let (home, archive) = (Home::new(), archive());
    std::fs::create_dir_all(home.library().parent().unwrap()).unwrap();
    std::fs::write(home.library(), "noise".repeat(2000)).unwrap();
    let mut screen = Screen::start(&home, &[archive.path()], (160, 45));
    screen.wait_for("60 篇").wait_for("资料库已损坏");
    screen.keys("!").wait_for("library-damaged-").keys("q");
    screen.keys("b").wait_for("★");
    screen.quit();
    let list = home.run(&["--archive", archive.path(), "bookmark", "list"]);
    assert_eq!(String::from_utf8(list.stdout).unwrap().lines().count(), 1);
}

#[test]
fn a_backup_is_made_while_nothing_is_pressed() {
    let (home, archive) = (Home::new(), archive());
    let mut screen = Screen::start(&home, &[archive.path()], (160, 45));
    screen.wait_for("60 篇").keys("b").wait_for("★");
    screen.wait_until("a backup", |_| {
        !finews::library::backups(&home.library()).is_empty()
    });
    screen.quit();
    assert_eq!(finews::library::backups(&home.library()).len(), 1);
}
