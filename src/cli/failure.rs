//! What a command can fail with, and how every error of the command line is told in the user's language.

use std::fs;
use std::io;
use std::path::Path;

use crate::app::{archive_trouble, export_trouble, library_trouble, no_archive};
use crate::archive::OpenError;
use crate::config::Lang;
use crate::library::LibraryError;
use crate::post::without_extension;
use crate::term::NoScreen;
use crate::text::clean::clean;
use crate::work::NotWritten;

/// Why a command failed, beside what archive, library and terminal say. Names are clean.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error(
        "no archive was named: pass --archive DIR, set FINEWS_ARCHIVE, name one in the settings, or run this in a folder that holds _posts or old_post"
    )]
    NoArchive,
    #[error("{}", no_archive(Lang::En, .name, .near.as_deref(), .names))]
    NoNamedArchive {
        name: String,
        /// The one that was likely meant.
        near: Option<String>,
        names: Vec<String>,
    },
    #[error("no category is named {0}; `finews categories` lists them")]
    NoCategory(String),
    #[error("{0} is neither a file nor an article of the archive; `finews list` lists them")]
    NoArticle(String),
    #[error("{0}: no such file; check the path")]
    NoFile(String),
    #[error("{0}: a folder, not a post; name a file in it")]
    Folder(String),
    #[error("{0}: not a regular file; send it to standard input: finews show - < {quoted}", quoted = quoted(.0))]
    NotRegular(String),
    #[error("{0}: a link that leads nowhere; name the post itself")]
    DeadLink(String),
    #[error("cannot read {0}: {1}")]
    CannotRead(String, #[source] io::Error),
    #[error("cannot read standard input: {0}")]
    CannotReadInput(#[source] io::Error),
    #[error("there is nothing to look for in the query")]
    NothingSought,
    #[error("no search is saved as {0}; {there}", there = saved(.1))]
    NoSaved(String, Vec<String>),
    #[error("{0} is not bookmarked; `finews bookmark list` lists what is")]
    NotBookmarked(String),
    #[error("{0} does not say its form: let it end in .jsonl, .md, .csv or .html, or pass --format")]
    UnknownForm(String),
    #[error("--everything needs --format jsonl: no other form has room for it")]
    EverythingElsewhere,
    #[error("{0} holds nothing that finews knows; --format says what it is")]
    NothingToImport(String),
    #[error("Markdown is written for reading and not read back; export as jsonl")]
    NotReadBack,
    #[error("nothing is there to export: no article was found, or none is bookmarked")]
    NothingToExport,
    #[error("{0} does not say its format: let it end in .md, .html, .txt or .epub, or pass --format")]
    UnknownEnding(String),
    #[error("a book is nothing for a terminal; name a file with --output")]
    BookOnTerminal,
    #[error("the built-in guide has no catalogue; name an archive")]
    NoCatalogue,
    #[error("another finews has the catalogue open and keeps it up to date; close it first")]
    CatalogueInUse,
    #[error(
        "no catalogue can be kept there; see that the cache folder can be written, or choose another with XDG_CACHE_HOME"
    )]
    CatalogueNotKept,
    #[error(
        "the catalogue is not complete; make room in the cache folder, or choose another with XDG_CACHE_HOME"
    )]
    CatalogueNotWhole,
    #[error(
        "there is no room for the text index: {0}, free: {1}; make room, choose another folder with XDG_CACHE_HOME, or set index_years"
    )]
    NoRoom(String, String),
    #[error(
        "{place} says text_search = \"{setting}\", which uses no index of texts; make it \"ask\" or \"index\" first"
    )]
    IndexUnused { setting: &'static str, place: String },
    #[error("{0}")]
    TextIndex(String),
    #[error("there is no library yet: {0}")]
    NoLibrary(String),
    #[error(
        "the library {0} is damaged; the next opening sets it aside and saves what can be read, finews library restore takes a backup back"
    )]
    LibraryDamaged(String),
    #[error(
        "{0} is no backup of a library, or is damaged; `finews library check` lists the backups there are"
    )]
    NotABackup(String),
    #[error("the library {0} is not there; the next opening brings its newest backup back")]
    LibraryMissing(String),
    #[error("{0} is neither a file nor the date of a backup; `finews library check` lists them")]
    NoBackup(String),
    #[error("{0} is there already; name another file")]
    Exists(String),
    #[error("of these, {0} do not work: the lines that begin with !")]
    Unwell(usize),
    #[error("no home folder is known for this user: set HOME to one")]
    NoHome,
    /// The lines of the settings file that do not hold, told in the user's language already.
    #[error("{}", .0.join("\nfinews: "))]
    Settings(Vec<String>),
}

impl Failure {
    fn in_chinese(&self) -> String {
        match self {
            Self::NoArchive => "没有指定档案：可用 --archive DIR、环境变量 FINEWS_ARCHIVE 或设置文件指定，\
                                也可在含有 _posts 或 old_post 的文件夹里运行"
                .to_owned(),
            Self::NoNamedArchive { name, near, names } => no_archive(Lang::Zh, name, near.as_deref(), names),
            Self::NoCategory(name) => format!("没有名为“{name}”的分类。finews categories 可列出全部分类"),
            Self::NoArticle(name) => {
                format!("“{name}”既不是文件，也不是档案里的文章。finews list 可列出全部文章")
            }
            Self::NoFile(path) => format!("{path}：没有这个文件，请检查路径"),
            Self::Folder(path) => format!("{path}：这是文件夹，不是文章。请指定其中的一个文件"),
            Self::NotRegular(path) => format!(
                "{path}：这不是普通文件。请从标准输入送入：finews show - < {}",
                quoted(path)
            ),
            Self::DeadLink(path) => format!("{path}：这个链接没有指向任何文件。请直接指定文章"),
            Self::CannotRead(path, why) => format!("无法读取 {path}：{}", reason_in_chinese(why)),
            Self::CannotReadInput(why) => format!("无法读取标准输入：{}", reason_in_chinese(why)),
            Self::NothingSought => "查询里没有可找的内容".to_owned(),
            Self::NoSaved(name, names) if names.is_empty() => {
                format!("没有名为“{name}”的搜索：还没有存过。在界面里搜索后用 :存 名字")
            }
            Self::NoSaved(name, names) => {
                format!("没有名为“{name}”的搜索。存着的有：{}", names.join("、"))
            }
            Self::NotBookmarked(id) => format!("没有收藏 {id}。finews bookmark list 可列出收藏"),
            Self::UnknownForm(path) => format!(
                "不知道 {path} 该是什么格式。文件名请以 .jsonl、.md、.csv 或 .html 结尾，或用 --format 指定"
            ),
            Self::EverythingElsewhere => "--everything 只能用 --format jsonl：别的格式放不下".to_owned(),
            Self::NothingToImport(path) => {
                format!("{path} 里没有 finews 认得的内容。可用 --format 指明它的格式")
            }
            Self::NotReadBack => "Markdown 是给人读的，不再读回；请导出为 jsonl".to_owned(),
            Self::NothingToExport => "没有可导出的文章：没有找到，或没有收藏".to_owned(),
            Self::UnknownEnding(path) => format!(
                "不知道 {path} 该是什么格式。文件名请以 .md、.html、.txt 或 .epub 结尾，或用 --format 指定"
            ),
            Self::BookOnTerminal => "电子书不能显示在终端上，请用 --output 指定文件".to_owned(),
            Self::NoCatalogue => "内置指南没有目录，请指定一个档案".to_owned(),
            Self::CatalogueInUse => "另一个 finews 正开着并维护这份目录，请先关掉它".to_owned(),
            Self::CatalogueNotWhole => {
                "目录不完整：请给缓存文件夹腾出地方，或用 XDG_CACHE_HOME 另选".to_owned()
            }
            Self::CatalogueNotKept => "目录无处可存：请让缓存文件夹可写，或用 XDG_CACHE_HOME 另选".to_owned(),
            Self::NoRoom(needs, free) => format!(
                "放不下全文索引：{needs}，空余 {free}。请腾出地方，用 XDG_CACHE_HOME 另选文件夹，或设置 index_years"
            ),
            Self::IndexUnused { setting, place } => format!(
                "{place} 里 text_search = \"{setting}\"，不用全文索引；要建，请先改成 \"ask\" 或 \"index\""
            ),
            Self::TextIndex(why) => why.clone(),
            Self::NoLibrary(path) => format!("还没有资料库：{path}"),
            Self::NotABackup(path) => {
                format!("{path} 不是资料库的备份，或已损坏；finews library check 列出有哪些备份")
            }
            Self::LibraryMissing(path) => format!("资料库 {path} 不在了；下次打开时取回最近的备份"),
            Self::LibraryDamaged(path) => format!(
                "资料库 {path} 已损坏；下次打开时会另存，并保存能读出的内容，也可用 finews library restore 恢复备份"
            ),
            Self::NoBackup(name) => {
                format!("“{name}”既不是文件，也不是备份的日期。finews library check 可列出全部备份")
            }
            Self::Exists(path) => format!("{path} 已经存在，请换一个文件名"),
            Self::Unwell(count) => format!("其中 {count} 处不正常，见以 ! 开头的行"),
            Self::NoHome => "不知道当前用户的主目录，请设置 HOME".to_owned(),
            Self::Settings(_) => self.to_string(),
        }
    }

    /// What is wrong with `path`, which is no regular file, if it is meant as a path at all: something
    /// lies there, or it is written like a file.
    pub(super) fn of_path(path: &Path) -> Option<Self> {
        let text = path.to_string_lossy();
        let name = shown(path);
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => Some(Self::Folder(name)),
            Ok(_) => Some(Self::NotRegular(name)),
            Err(_) if path.is_symlink() && !path.exists() => Some(Self::DeadLink(name)),
            Err(_) if !text.contains('/') && without_extension(&text).is_none() => None,
            Err(why) => Some(match why.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NoFile(name),
                _ => Self::CannotRead(name, why),
            }),
        }
    }
}

/// Which searches are saved.
fn saved(names: &[String]) -> String {
    if names.is_empty() {
        "none is saved yet: search in the reader, then :save NAME".to_owned()
    } else {
        format!("there are: {}", names.join(", "))
    }
}

/// A path or name that the user wrote, clean and on one line, so that it can be typed again.
pub(super) fn shown(path: &Path) -> String {
    clean(&path.to_string_lossy()).replace('\n', " ")
}

/// `path` as a shell takes it for one word.
fn quoted(path: &str) -> String {
    if path
        .chars()
        .all(|c| c.is_alphanumeric() || "/._-+,:@%".contains(c))
    {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}

/// What the user is told of `error`: one line for standard error, without `finews: `.
pub(super) fn told(lang: Lang, error: &anyhow::Error) -> String {
    let text = if let Some(error) = error.downcast_ref::<OpenError>() {
        archive_trouble(lang, error)
    } else if let Some(error) = error.downcast_ref::<LibraryError>() {
        library_trouble(lang, error)
    } else if let Some(error) = error.downcast_ref::<NotWritten>() {
        export_trouble(lang, error)
    } else {
        match lang {
            Lang::En => match error.downcast_ref::<Failure>() {
                // Its source stands in its own words already.
                Some(failure) => failure.to_string(),
                None => format!("{error:#}"),
            },
            Lang::Zh => in_chinese(error),
        }
    };
    clean(&text).into_owned()
}

fn in_chinese(error: &anyhow::Error) -> String {
    if let Some(failure) = error.downcast_ref::<Failure>() {
        failure.in_chinese()
    } else if let Some(lack) = error.downcast_ref::<NoScreen>() {
        no_screen(lack).to_owned()
    } else if let Some(error) = error.downcast_ref::<io::Error>() {
        format!("读写失败：{}", reason_in_chinese(error))
    } else {
        format!("{error:#}")
    }
}

fn no_screen(lack: &NoScreen) -> &'static str {
    match lack {
        NoScreen::Input => "标准输入不是终端，界面收不到按键。没有终端时，可以用 finews read --line-mode",
        NoScreen::Output => "标准输出不是终端，界面无法显示。可以用 finews read --line-mode，逐行输出纯文本",
        NoScreen::Unnamed => {
            "没有设置 TERM，界面无法显示。请把它设为终端的名称，或者用 finews read --line-mode"
        }
        NoScreen::Dumb => {
            "这个终端不能移动光标（TERM=dumb），界面无法显示。可以用 finews read --line-mode 逐行读"
        }
    }
}

/// What the system said, in `lang` where it is common.
pub(super) fn reason(lang: Lang, error: &io::Error) -> String {
    match lang {
        Lang::Zh => reason_in_chinese(error),
        Lang::En => error.to_string(),
    }
}

fn reason_in_chinese(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "没有权限".to_owned(),
        io::ErrorKind::NotFound => "文件已不存在".to_owned(),
        io::ErrorKind::IsADirectory => "这是文件夹".to_owned(),
        io::ErrorKind::StorageFull => "磁盘已满".to_owned(),
        io::ErrorKind::InvalidFilename => "名字太长".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lack_of_a_screen_is_told_in_chinese() {
        for lack in [
            NoScreen::Input,
            NoScreen::Output,
            NoScreen::Unnamed,
            NoScreen::Dumb,
        ] {
            let chinese = told(Lang::Zh, &lack.clone().into());
            assert!(
                chinese.contains("finews read --line-mode") && chinese.contains('。'),
                "{chinese}"
            );
            assert_eq!(told(Lang::En, &lack.clone().into()), lack.to_string());
        }
    }

    #[test]
    fn a_reason_of_the_system_is_told_once() {
        let failure = || {
            let denied = io::Error::from(io::ErrorKind::PermissionDenied);
            anyhow::Error::from(Failure::CannotRead("x.md".into(), denied))
        };
        assert_eq!(told(Lang::En, &failure()), "cannot read x.md: permission denied");
        assert_eq!(told(Lang::Zh, &failure()), "无法读取 x.md：没有权限");
        let full = io::Error::from(io::ErrorKind::StorageFull).into();
        assert_eq!(told(Lang::Zh, &full), "读写失败：磁盘已满");
    }

    #[test]
    fn a_path_is_one_word_for_the_shell() {
        assert_eq!(quoted("/dev/fd/63"), "/dev/fd/63");
        assert_eq!(quoted("新闻.md"), "新闻.md");
        assert_eq!(quoted("it's $x"), r"'it'\''s $x'");
    }
}
