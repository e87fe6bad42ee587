//! What the page says that stands in no table of the program: Chinese, then English.

/// What finews is.
pub(super) const DESCRIPTION: &[(&str, &str)] = &[
    (
        "finews 在终端里读本地的中文新闻档案：一个文件夹，里面有 _posts 或 old_post，通常靠 git pull 更新。它把中文排得像印出来的一样，从不改动档案里的一个字节。",
        "finews reads large local archives of Chinese news in the terminal: a folder that holds _posts or old_post, usually kept by git pull. It sets Chinese as well as print, and never writes into the archive.",
    ),
    (
        "不带命令时打开界面，按 ? 看按键。带命令时只输出到标准输出，--json 每行一个对象。档案依次取自：命令行、环境变量 FINEWS_ARCHIVE、设置里的 archive、当前文件夹；都没有时，界面打开内置的指南。",
        "Without a command it opens its screen, where ? shows the keys. Commands write to standard output, with --json one object a line. The archive is the first of: that of the command line, of the variable FINEWS_ARCHIVE, of the setting archive, the current folder; where there is none the screen opens the built-in guide.",
    ),
];

/// How keys are to be read.
pub(super) const KEYS: (&str, &str) = (
    "没有设置时的按键，后面是动作的名字；自己的按键见“设置”，finews keys 列出现在的。移动键前可以加次数，如 10j。",
    "The keys as they are without settings, with the names of their actions; for your own see SETTINGS, finews keys lists what holds now. A count goes before a motion, as in 10j.",
);

/// What the settings are.
pub(super) const SETTINGS: (&str, &str) = (
    "一个 TOML 文件，每一项都可以不写；不写就是这样：",
    "One TOML file, in which every key is optional. Without it this holds:",
);

/// Files and folders, each with what lies there.
pub(super) const FILES: &[(&str, &str, &str)] = &[
    (
        "$XDG_CONFIG_HOME/finews/config.toml",
        "设置，通常是 ~/.config/finews/config.toml。",
        "Settings; usually ~/.config/finews/config.toml.",
    ),
    (
        "$XDG_DATA_HOME/finews/library.db",
        "资料库：收藏、笔记、标签、摘录、已读、阅读位置、存下的搜索；通常在 ~/.local/share/finews，旁边的 backups 里是备份。",
        "The library: bookmarks, notes, tags, passages, read marks, places, saved searches; usually in ~/.local/share/finews. Its backups are in the folder backups beside it.",
    ),
    (
        "$XDG_CACHE_HOME/finews/NAME/catalogue.db",
        "一个档案的目录，旁边的 text 是全文索引；通常在 ~/.cache/finews，随时可以删。",
        "The catalogue of an archive, with the index of texts in the folder text beside it; usually in ~/.cache/finews. May be deleted at any time.",
    ),
];

/// Variables, each with what it does.
pub(super) const ENVIRONMENT: &[(&str, &str, &str)] = &[
    (
        "FINEWS_ARCHIVE",
        "命令行没有指定时的档案。",
        "The archive, where the command line names none.",
    ),
    (
        "XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_CACHE_HOME",
        "finews 自己的文件放在哪里；不是绝对路径的不算。",
        "Where finews keeps its own files; what is no absolute path counts for nothing.",
    ),
    (
        "LC_ALL, LC_MESSAGES, LANG",
        "界面的语言，取先设了的那个：以 zh 开头是中文，否则是英文。",
        "Language of the interface, by the first that is set: Chinese where it begins with zh, else English.",
    ),
    (
        "BROWSER",
        "打开原文用的浏览器，几个之间用冒号隔开，%s 代表网址。",
        "Browsers that open a source, separated by colons; %s stands for the address.",
    ),
    (
        "VISUAL, EDITOR, PAGER",
        "在别的程序里看正文时用的，取先设了而且有的那个。",
        "What a text is handed to, the first that is set and there.",
    ),
    (
        "DISPLAY, WAYLAND_DISPLAY, SSH_TTY, SSH_CONNECTION",
        "没有设 BROWSER 时，有桌面就用 xdg-open；经 SSH 则复制链接。",
        "Without BROWSER, xdg-open is used where there is a desktop; over SSH the link is copied.",
    ),
    ("NO_COLOR", "不用颜色和粗体。", "No colours and no bold type."),
    (
        "TERM",
        "终端的名称；没有设，或是 dumb，就没有界面。",
        "The terminal's name; without one, or with dumb, there is no screen.",
    ),
    (
        "STY",
        "在 GNU screen 里：复制时分段送过去。",
        "Inside GNU screen: what is copied is passed on in pieces.",
    ),
];

/// Exit codes.
pub(super) const EXIT: &[(&str, &str, &str)] = &[
    ("0", "做成了。", "The command did its work."),
    (
        "1",
        "失败，标准错误里说明原因。",
        "It failed; standard error says why.",
    ),
    ("2", "用法不对。", "Wrong usage."),
];
