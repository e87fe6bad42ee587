//! Bytes per key on a screen of 100 columns and 30 rows, in each pane.

use crate::frames::Frames;
use crate::support::{Archive, Home};

/// The largest frame of a key that moves the cursor of a list by a row: two rows are written anew, one of them reversed, blanks
/// and all.
const ROW: usize = 250;
/// The same where the list moves under it: a third row comes, now and then with the heading of a day.
const ROW_AND_SCROLL: usize = 430;
/// The largest frame of a key that shows another screenful.
const SCREENFUL: usize = 2_500;
/// What a key sends that scrolls a page which has the whole screen, on average and at most: a full line is forty characters of
/// three bytes.
const SCROLL: usize = 120;
const SCROLL_A_FULL_LINE: usize = 170;
/// The largest frame of a letter typed into a prompt, but for what it finds.
const LETTER: usize = 60;

const SIZE: (u16, u16) = (100, 30);

const OPENINGS: [&str; 6] = [
    "央行今日开展两千亿元逆回购操作",
    "北向资金净流入五十二亿三千万元",
    "新阶段金融科技发展规划出炉",
    "“专精特新”企业再迎政策利好",
    "沪深两市成交额连续第 27 个交易日破万亿",
    "社会融资规模增量为 2.37 万亿元",
];
const GOING_ON: [&str; 5] = [
    "，利率维持不变，流动性合理充裕",
    "，机构称结构性行情仍将延续",
    "，擘画数字化转型新蓝图",
    "，多地密集出台配套措施",
    "，市场人士：好于预期",
];

/// Three hundred articles of many outlets, with titles and texts as long as real ones.
pub(crate) fn archive() -> Archive {
    let archive = Archive::new();
    for n in 0..300_u64 {
        let day = format!("2022-01-{:02}", 1 + n / 40);
        let (opening, going_on) = (n as usize % OPENINGS.len(), n as usize * 7 % GOING_ON.len());
        let title = format!("{}{n}", OPENINGS[opening]);
        let paragraph = |k: usize| {
            let first = OPENINGS[(opening + k) % OPENINGS.len()];
            let second = GOING_ON[(going_on + k) % GOING_ON.len()];
            format!(
                "<p>{k}、{first}{second}。分析认为，企业中长期贷款回升{n}，显示实体经济融资需求正在改善{second}，{first}。</p>"
            )
        };
        let body: String = (1..40).map(paragraph).collect();
        let outlet = n % 24;
        let content = format!(
            "---\nlayout: post\ntitle: \"{title}\"\ndate: {day} 10:{:02}:00 +0800\ncategories: outlet{outlet:02}\ntags: 第{outlet}日报新闻\n---\n{body}\n\n<https://example.com/{n}>\n",
            n % 60
        );
        archive.file(
            &format!("_posts/{day}-{}.md", 202_201_050_000_000_000 + n),
            content,
        );
    }
    archive
}

/// Presses `key` so many times and holds every frame to `most`; returns what was sent on average.
fn hold(frames: &mut Frames, what: &str, key: &str, times: usize, most: usize) -> usize {
    let mut sent = Vec::new();
    for _ in 0..times {
        sent.push(frames.press(key).len());
    }
    println!("{what}: {sent:?}");
    assert!(
        sent.iter().all(|bytes| *bytes <= most),
        "{what}: {sent:?}, of {most}"
    );
    frames.screen.settle();
    assert_eq!(frames.more().len(), 0, "{what}: a key is answered by one frame");
    sent.iter().sum::<usize>() / times
}

#[test]
fn the_list() {
    let (home, archive) = (Home::new(), archive());
    let mut frames = Frames::start(&home, &archive, SIZE, false);
    hold(&mut frames, "j in the list", "j", 5, ROW);
    hold(
        &mut frames,
        "j in the list, which scrolls",
        "j",
        30,
        ROW_AND_SCROLL,
    );
    hold(&mut frames, "k in the list", "k", 10, ROW_AND_SCROLL);
    hold(&mut frames, "Page Down in the list", "\x1b[6~", 8, SCREENFUL);
    hold(&mut frames, "half a page in the list", "\x04", 4, SCREENFUL);
    // Told at once, and again when it is on disk.
    let bookmark: usize = frames.press_all("b").iter().map(Vec::len).sum();
    assert!(bookmark <= ROW, "a bookmark: {bookmark}");
    hold(&mut frames, "the ends of the list", "G", 1, SCREENFUL);
    hold(&mut frames, "the ends of the list", "gg", 1, SCREENFUL);
    frames.screen.quit();
}

#[test]
fn the_page_beside_the_list() {
    let (home, archive) = (Home::new(), archive());
    let mut frames = Frames::start(&home, &archive, SIZE, true);
    for _ in 0..3 {
        let sent: usize = frames.press_all("j").iter().map(Vec::len).sum();
        println!("j in the list, and the page that follows: {sent}");
        assert!(sent <= SCREENFUL, "{sent}");
    }
    frames.go("\r");
    hold(&mut frames, "j in a page", "j", 20, SCREENFUL);
    hold(&mut frames, "Page Down in a page", "\x1b[6~", 4, SCREENFUL);
    frames.screen.quit();
}

#[test]
fn the_zoomed_page() {
    let (home, archive) = (Home::new(), archive());
    let mut frames = Frames::start(&home, &archive, SIZE, false);
    frames.go("\r").go("z");
    for (what, key) in [("j in a zoomed page", "j"), ("k in a zoomed page", "k")] {
        let average = hold(&mut frames, what, key, 30, SCROLL_A_FULL_LINE);
        assert!(average <= SCROLL, "{what}: {average} on average");
    }
    hold(&mut frames, "Page Down in a zoomed page", "\x1b[6~", 2, SCREENFUL);
    frames.screen.quit();
}

#[test]
fn the_categories() {
    let (home, archive) = (Home::new(), archive());
    let mut frames = Frames::start(&home, &archive, SIZE, false);
    frames.go("h");
    hold(&mut frames, "j in the categories", "j", 20, SCREENFUL);
    hold(&mut frames, "k in the categories", "k", 10, SCREENFUL);
    frames.screen.quit();
}

#[test]
fn the_prompt() {
    let (home, archive) = (Home::new(), archive());
    let mut frames = Frames::start(&home, &archive, SIZE, false);
    frames.go(":");
    hold(&mut frames, "a letter of a command", "x", 10, LETTER);
    hold(&mut frames, "taken back", "\x7f", 5, LETTER);
    frames.go("\x1b").go("/");
    for key in ["央", "行", "今", "日"] {
        let sent: usize = frames.press_all(key).iter().map(Vec::len).sum();
        println!("a letter of a search: {sent}");
        assert!(sent <= SCREENFUL, "{sent}");
    }
    frames.screen.keys("\x1b").settle();
    frames.screen.quit();
}

#[test]
fn what_changes_nothing_sends_nothing() {
    let (home, archive) = (Home::new(), archive());
    let mut frames = Frames::start(&home, &archive, SIZE, true);
    let nothing = |frames: &mut Frames, what: &str, keys: &str| {
        let before = frames.screen.bytes().len();
        frames.screen.keys(keys).settle();
        let bytes = frames.screen.bytes();
        let sent = String::from_utf8_lossy(&bytes[before..]).into_owned();
        assert_eq!(sent, "", "{what}");
    };
    nothing(&mut frames, "k in the first row of a list", "kkk");
    nothing(&mut frames, "a key without a meaning", "\x1b[11~");
    nothing(&mut frames, "an answer that comes again", "\x1b[1;2R\x1b[?62c");
    frames.go("h").go("gg");
    nothing(&mut frames, "k in the first of the categories", "kk");
    frames.go("l").go("\r").go("z").go("gg");
    nothing(&mut frames, "k at the top of a page", "kk");
    frames.go("G");
    nothing(&mut frames, "j at the end of a page", "jj");
    nothing(&mut frames, "nothing", "");
    frames.screen.quit();
}
