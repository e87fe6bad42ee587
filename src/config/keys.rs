//! The table of settings: what each key of the settings file may be, what it does, and how it is taken
//! over. The file is read by it and the default file written from it.

use std::time::Duration;

use toml::de::DeValue;

use super::folders::with_home;
use super::theme::{ThemeChoice, ThemeSetting};
use super::{CategoryOrder, CitationStyle, Figures, Hyperlinks, Lang, MarkRead, Settings, TextSearch};
use crate::text::cells::Cells;

/// Words in Chinese and in English.
pub(super) type Both = (&'static str, &'static str);

/// One key of the file.
pub(super) struct Key {
    pub(super) name: &'static str,
    /// The value that holds unless told, as TOML.
    pub(super) default: &'static str,
    /// What it may be.
    pub(super) takes: Both,
    /// What it does.
    pub(super) help: Both,
    /// Takes a value over; `None` where it is none of those it may be.
    pub(super) set: fn(&mut Settings, &DeValue<'_>) -> Option<()>,
}

/// The keys, in the order of the default file.
pub(super) static KEYS: &[Key] = &[
    Key {
        name: "archive",
        default: "\"\"",
        takes: (
            "一个文件夹，如 \"~/archive\"，或 [archives] 里的一个名字",
            "a folder, such as \"~/archive\", or a name of the table [archives]",
        ),
        help: (
            "没有另外指明时打开哪个档案；空着就看当前文件夹",
            "The archive to open where no other is named; empty looks into the current folder",
        ),
        set: |settings, value| {
            let path = value.as_str()?;
            settings.archive = (!path.is_empty()).then(|| with_home(path));
            Some(())
        },
    },
    Key {
        name: "lang",
        default: "\"auto\"",
        takes: ("\"auto\"、\"zh\" 或 \"en\"", "\"auto\", \"zh\" or \"en\""),
        help: (
            "界面的语言。auto 随系统；--lang 优先",
            "Language of the interface. auto follows the locale; --lang goes before",
        ),
        set: |settings, value| {
            settings.lang = match value.as_str()? {
                "auto" => None,
                "zh" => Some(Lang::Zh),
                "en" => Some(Lang::En),
                _ => return None,
            };
            Some(())
        },
    },
    Key {
        name: "text_search",
        default: "\"ask\"",
        takes: (
            "\"ask\"、\"index\"、\"read\" 或 \"titles\"",
            "\"ask\", \"index\", \"read\" or \"titles\"",
        ),
        help: (
            "怎样搜索正文：ask 建不建全文索引由你决定，没有索引时逐篇读；index 自动建；read 不用索引；titles 只搜标题",
            "How texts are searched: ask leaves it to you whether an index is built and reads the posts until then; index builds one unasked; read uses none; titles searches titles only",
        ),
        set: |settings, value| {
            settings.text_search = TextSearch::named(value.as_str()?)?;
            Some(())
        },
    },
    Key {
        name: "index_years",
        default: "0",
        takes: ("0 到 100 的整数", "a whole number from 0 to 100"),
        help: (
            "全文索引只收最近几年的文章，更早的搜索时逐篇读；0 为全部",
            "The text index takes articles of the last years only, older ones are read when they are searched; 0 takes all",
        ),
        set: |settings, value| {
            let years = u16::try_from(whole(value, 0, 100)?).ok()?;
            settings.index_years = (years > 0).then_some(years);
            Some(())
        },
    },
    Key {
        name: "mark_read",
        default: "\"left\"",
        takes: (
            "\"left\"、\"opened\" 或 \"never\"",
            "\"left\", \"opened\" or \"never\"",
        ),
        help: (
            "文章何时算读过：left 读后离开时，opened 一打开，never 只按 m 标",
            "When an article counts as read: left after it was opened, opened at once, never but by m",
        ),
        set: |settings, value| {
            settings.mark_read = match value.as_str()? {
                "left" => MarkRead::Left,
                "opened" => MarkRead::Opened,
                "never" => MarkRead::Never,
                _ => return None,
            };
            Some(())
        },
    },
    Key {
        name: "history_days",
        default: "365",
        takes: ("0 到 36500 的整数", "a whole number from 0 to 36500"),
        help: (
            "读过的文章在历史里留多少天；0 不留",
            "How many days the history holds what was read; 0 keeps none",
        ),
        set: |settings, value| {
            settings.history_days = u16::try_from(whole(value, 0, 36_500)?).ok()?;
            Some(())
        },
    },
    Key {
        name: "reopen",
        default: "true",
        takes: ("true 或 false", "true or false"),
        help: (
            "是否从上次离开的地方开始",
            "Whether to begin where the program was left the last time",
        ),
        set: |settings, value| {
            settings.reopen = value.as_bool()?;
            Some(())
        },
    },
    Key {
        name: "category_order",
        default: "\"articles\"",
        takes: (
            "\"articles\"、\"name\" 或 \"used\"",
            "\"articles\", \"name\" or \"used\"",
        ),
        help: (
            "分类怎样排列：articles 文章多的在前，name 按名称（汉字按读音），used 最近用过的在前。按 s 另选的会记住，直到改了这一项",
            "The order of the categories: articles those with the most first, name by name (Chinese as it is read), used those used last first. Another chosen by s is remembered until this is changed",
        ),
        set: |settings, value| {
            settings.category_order = CategoryOrder::named(value.as_str()?)?;
            Some(())
        },
    },
    Key {
        name: "recent_categories",
        default: "5",
        takes: ("0 到 20 的整数", "a whole number from 0 to 20"),
        help: (
            "分类一屏放不下时，最近用过的几个列在上面；0 不列",
            "How many of the categories used last stand at the top where not all fit on the screen; 0 for none",
        ),
        set: |settings, value| {
            settings.recent_categories = whole(value, 0, 20)?;
            Some(())
        },
    },
    Key {
        name: "mouse",
        default: "true",
        takes: ("true 或 false", "true or false"),
        help: (
            "是否用鼠标：滚轮滚动，单击移到那里，再单击打开；这时按住 Shift 选取终端里的文字",
            "Whether to listen to the mouse: the wheel scrolls, a click goes there, a second one opens; the terminal then selects text with Shift held",
        ),
        set: |settings, value| {
            settings.mouse = value.as_bool()?;
            Some(())
        },
    },
    Key {
        name: "measure",
        default: "80",
        takes: ("20 到 200 的整数", "a whole number from 20 to 200"),
        help: (
            "正文每行最多几格（一个汉字两格）",
            "Widest line of the page, in cells (a Chinese character takes two)",
        ),
        set: |settings, value| {
            settings.measure = whole(value, 20, 200)?;
            Some(())
        },
    },
    Key {
        name: "theme",
        default: "\"auto\"",
        takes: (
            "\"auto\"、\"terminal\"、一个主题如 \"paper\"、浅色和深色各一个如 \"paper/night\"，或主题文件如 \"~/my.toml\"",
            "\"auto\", \"terminal\", a theme such as \"paper\", one for light and one for dark such as \"paper/night\", or a file such as \"~/my.toml\"",
        ),
        help: (
            "颜色。auto 用终端自己的十六色，浅底上避开太淡的；terminal 原样用。自带 paper、ink、bamboo、dusk、night，自己的放在配置文件夹的 themes 里",
            "Colours. auto takes the terminal's own sixteen, less those that are pale on a light background, terminal takes them as they are. There are paper, ink, bamboo, dusk, night; your own go into themes in the config folder",
        ),
        set: |settings, value| {
            let text = value.as_str()?;
            settings.theme = match text {
                "auto" => None,
                // The reader of the file knows the line.
                _ => Some(ThemeSetting {
                    line: 0,
                    choice: ThemeChoice::parse(text)?,
                }),
            };
            Some(())
        },
    },
    Key {
        name: "figures",
        default: "\"bold\"",
        takes: ("\"bold\" 或 \"plain\"", "\"bold\" or \"plain\""),
        help: (
            "金额、百分比和股票代码：bold 加粗，plain 与正文一样",
            "Amounts, percentages and stock codes: bold, or plain as the text around them",
        ),
        set: |settings, value| {
            settings.figures = match value.as_str()? {
                "bold" => Figures::Bold,
                "plain" => Figures::Plain,
                _ => return None,
            };
            Some(())
        },
    },
    Key {
        name: "link_notes",
        default: "true",
        takes: ("true 或 false", "true or false"),
        help: (
            "是否给链接编号，并把地址列在正文之后",
            "Whether links are numbered in the text and their addresses listed after it",
        ),
        set: |settings, value| {
            settings.link_notes = value.as_bool()?;
            Some(())
        },
    },
    Key {
        name: "hyperlinks",
        default: "\"auto\"",
        takes: (
            "\"auto\"、\"always\" 或 \"never\"",
            "\"auto\", \"always\" or \"never\"",
        ),
        help: (
            "是否把正文里的链接交给终端去打开（OSC 8）。auto 只在认得出会打开链接的终端上",
            "Whether links in the page are given to the terminal to open (OSC 8). auto does so only on terminals known to open them",
        ),
        set: |settings, value| {
            settings.hyperlinks = match value.as_str()? {
                "auto" => Hyperlinks::Auto,
                "always" => Hyperlinks::Always,
                "never" => Hyperlinks::Never,
                _ => return None,
            };
            Some(())
        },
    },
    Key {
        name: "justify",
        default: "true",
        takes: ("true 或 false", "true or false"),
        help: (
            "中文段落的一行没排满时，是否在西文单词之间、中文里的西文和数字两边、停顿标点之后空一格补齐（纯文本输出从不补）",
            "Whether a line of a Chinese paragraph that falls short is filled by spaces between Latin words, around words and numbers among Chinese, after stops (plain output never does)",
        ),
        set: |settings, value| {
            settings.justify = value.as_bool()?;
            Some(())
        },
    },
    Key {
        name: "preview_delay_ms",
        default: "150",
        takes: ("0 到 10000 的整数", "a whole number from 0 to 10000"),
        help: (
            "光标在列表里停多久，旁边的正文才跟上，单位毫秒",
            "How long the cursor of a list rests before the page beside it follows, in milliseconds",
        ),
        set: |settings, value| {
            settings.preview_delay = Duration::from_millis(whole(value, 0, 10_000)? as u64);
            Some(())
        },
    },
    Key {
        name: "citation",
        default: "\"gb7714\"",
        takes: (
            "\"gb7714\"、\"bibtex\"、\"ris\" 或 \"csl-json\"",
            "\"gb7714\", \"bibtex\", \"ris\" or \"csl-json\"",
        ),
        help: (
            "Y 复制的引文是什么格式；gb7714 即 GB/T 7714—2015",
            "How the citation is written that Y copies; gb7714 is GB/T 7714—2015",
        ),
        set: |settings, value| {
            settings.citation = match value.as_str()? {
                "gb7714" => CitationStyle::Gb7714,
                "bibtex" => CitationStyle::Bibtex,
                "ris" => CitationStyle::Ris,
                "csl-json" => CitationStyle::CslJson,
                _ => return None,
            };
            Some(())
        },
    },
    Key {
        name: "timezone",
        default: "\"+08:00\"",
        takes: ("\"+08:00\" 这样的时差", "an offset such as \"+08:00\""),
        help: (
            "按哪个时区划分日子、显示列表里的时间",
            "Offset from UTC in which days are counted and lists tell the time",
        ),
        set: |settings, value| {
            settings.zone = offset(value.as_str()?)?;
            Some(())
        },
    },
    Key {
        name: "ambiguous_width",
        default: "\"auto\"",
        takes: ("\"auto\"、1 或 2", "\"auto\", 1 or 2"),
        help: (
            "“”…—· 这类字符占几格。auto 启动时询问终端；不在终端上则为 1",
            "Cells that characters like “”…—· take. auto asks the terminal at start; without one it is 1",
        ),
        set: |settings, value| {
            settings.ambiguous_wide = match value.as_str() {
                Some("auto") => None,
                Some(_) => return None,
                None => Some(whole(value, 1, 2)? == 2),
            };
            settings.cells = Cells {
                ambiguous_wide: settings.ambiguous_wide == Some(true),
            };
            Some(())
        },
    },
];

/// The whole number that `value` is, if it lies in the range.
fn whole(value: &DeValue<'_>, least: usize, most: usize) -> Option<usize> {
    let integer = value.as_integer()?;
    usize::from_str_radix(integer.as_str(), integer.radix())
        .ok()
        .filter(|number| (least..=most).contains(number))
}

/// The minutes of an offset from UTC (`+08:00`, `-03:30`), as ISO 8601 writes it.
fn offset(text: &str) -> Option<i16> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let number = |digits: &str, most: i16| {
        let two = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse::<i16>().ok().filter(|number| two && *number <= most)
    };
    Some(sign * (number(hours, 14)? * 60 + number(minutes, 59)?))
}
