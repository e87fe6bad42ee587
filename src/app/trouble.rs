//! What went wrong with the archive or the library, in the language of the interface. English is what
//! the errors say of themselves.

use std::path::{Path, PathBuf};

use crate::archive::OpenError;
use crate::catalogue::Notice;
use crate::config::Lang;
use crate::library::LibraryError;
use crate::post::{Problem, ProblemKind};
use crate::text::clean::{clean, clean_line};
use crate::work::NotWritten;

/// Why a folder could not be opened as an archive, and what to do: one clean line, without full stop.
pub fn archive_trouble(lang: Lang, error: &OpenError) -> String {
    match lang {
        Lang::Zh => archive_in_chinese(error),
        Lang::En => error.to_string(),
    }
}

/// Why the library could not be opened, read or changed, and what to do: one clean line, without full stop.
pub fn library_trouble(lang: Lang, error: &LibraryError) -> String {
    match lang {
        Lang::Zh => library_in_chinese(error),
        Lang::En => one_line(&error.to_string()),
    }
}

/// Why the next start is no quicker, or all is read anew: one line for the status bar.
pub fn catalogue_notice(lang: Lang, notice: &Notice) -> String {
    let zh = lang == Lang::Zh;
    match notice {
        Notice::Damaged if zh => "目录缓存已损坏，已按文件重建".to_owned(),
        Notice::Damaged => "The catalogue was damaged; it was made anew from the files".to_owned(),
        Notice::Outdated if zh => "目录缓存来自另一版本或另一设置，已按文件重建".to_owned(),
        Notice::Outdated => "The catalogue was of another version or setting; it was made anew from the files".to_owned(),
        Notice::Unwritable(why) if zh => format!("目录缓存无法写入，下次启动仍要重读全部文件：{}", clean_line(why)),
        Notice::Unwritable(why) => {
            format!("The catalogue cannot be written; the next start reads all files again: {}", clean_line(why))
        }
        Notice::Held if zh => "另一版本或另一设置的 finews 开着这个档案，这次不用目录缓存".to_owned(),
        Notice::Held => {
            "Another finews, of another version or setting, has this archive open; no catalogue is kept this time".to_owned()
        }
        Notice::Network if zh => "缓存文件夹在网络文件系统上，不安全，不存目录；可用 XDG_CACHE_HOME 另选".to_owned(),
        Notice::Network => {
            "The cache folder lies on a network file system, so no catalogue is kept; choose another with XDG_CACHE_HOME"
                .to_owned()
        }
        Notice::Tidied(count) if zh => format!("删掉了 {count} 份半年没用过的目录缓存"),
        Notice::Tidied(1) => "Removed a catalogue that was not used for half a year".to_owned(),
        Notice::Tidied(count) => format!("Removed {count} catalogues that were not used for half a year"),
        Notice::Full if zh => "磁盘已满，目录缓存没有写入，下次启动仍要重读".to_owned(),
        Notice::Full => "The disk is full: the catalogue was not written; the next start reads again".to_owned(),
    }
}

/// Why a file was not written, and what to do: one clean line, without full stop.
pub fn export_trouble(lang: Lang, error: &NotWritten) -> String {
    match lang {
        Lang::Zh => export_in_chinese(error),
        Lang::En => one_line(&error.to_string()),
    }
}

fn export_in_chinese(error: &NotWritten) -> String {
    match error {
        NotWritten::Exists(path) => format!("已有 {} 这个文件，没有覆盖；请换个名字", show(path)),
        NotWritten::NotAFile(path) => format!("{} 不是文件；请换个名字", show(path)),
        NotWritten::InArchive(path) => {
            format!("{} 在档案里，finews 不往档案里写东西；请换个文件夹", show(path))
        }
        NotWritten::NoFolder(path) => format!("没有 {} 这个文件夹；请先建立，或换一个", show(path)),
        NotWritten::Unreadable(path) => {
            format!("读不出 {}，什么都没有写；请看看它是否还在", one_line(path))
        }
        NotWritten::Io(path, why) => format!("无法写入 {}：{}", show(path), one_line(&why.to_string())),
    }
}

fn archive_in_chinese(error: &OpenError) -> String {
    match error {
        OpenError::NotFound { path } => format!("没有 {} 这个文件夹，请检查路径", show(path)),
        OpenError::NotAFolder { path, nearby } => format!(
            "{} 不是文件夹。档案是含有 _posts 或 old_post 的文件夹{}",
            show(path),
            try_these(nearby)
        ),
        OpenError::Denied { path } => {
            format!(
                "没有权限读取 {}，请让它的所有者开放权限，或打开别的文件夹",
                show(path)
            )
        }
        OpenError::NoPosts {
            path,
            odd,
            skipped,
            nearby,
        } => format!(
            "{} 里没有文章：文章应在其中的 _posts 或 old_post 文件夹里{}{}",
            show(path),
            because(odd.as_deref(), *skipped),
            try_these(nearby)
        ),
        OpenError::Io { path, source } => format!("无法读取 {}：{source}", show(path)),
    }
}

fn because(odd: Option<&Problem>, skipped: usize) -> String {
    let Some(odd) = odd else {
        return match skipped {
            0 => String::new(),
            n => format!("（其中有 {n} 项，但名字都不合文章的命名格式）"),
        };
    };
    let what = match odd.kind {
        ProblemKind::Symlink => "是符号链接，finews 不跟随符号链接",
        ProblemKind::NotAFile => "既不是文件，也不是文件夹",
        ProblemKind::Unreadable => "无法读取",
        _ => odd.message.as_str(),
    };
    format!("（{} {what}）", odd.path)
}

fn try_these(nearby: &[PathBuf]) -> String {
    if nearby.is_empty() {
        return "。请指定这样的文件夹".to_owned();
    }
    let paths: Vec<String> = nearby.iter().map(|path| show(path)).collect();
    format!("。要打开的是不是 {}？", paths.join(" 或 "))
}

fn library_in_chinese(error: &LibraryError) -> String {
    match error {
        LibraryError::CannotOpen { path, reason } => format!(
            "无法打开资料库 {}：{}。请确认它所在的文件夹可以写入，或用 XDG_DATA_HOME 换一个位置",
            show(path),
            match reason.as_str() {
                "not a file" => "那里已有别的东西，不是文件".to_owned(),
                reason => one_line(reason),
            }
        ),
        LibraryError::Damaged { path } => format!(
            "资料库 {} 已损坏，又无法另存，因此原样留着。请给它的文件夹腾出空间、加上写权限，能读出的内容就会保存下来",
            show(path)
        ),
        LibraryError::Missing { path } => format!(
            "资料库 {} 不在了，最近的备份又没能取回。请给它的文件夹腾出空间、加上写权限",
            show(path)
        ),
        LibraryError::NotMigrated { path, why } => format!(
            "资料库 {} 是旧版本，升级之前没能备份（{}），因此可以读取，不会改动。请腾出空间，或为它的文件夹加上写权限",
            show(path),
            reason_in_chinese(why)
        ),
        LibraryError::NotBackedUp { folder, why } => {
            format!("没能在 {} 里备份资料库：{}", show(folder), reason_in_chinese(why))
        }
        LibraryError::NotADatabase { path, what } => format!(
            "{} 打不开：{}。它没有被改动；把它移到别处，finews 就会新建资料库",
            show(path),
            not_a_database(what)
        ),
        LibraryError::NewerVersion { path, found, known } => format!(
            "资料库 {} 的版本是 {found}，这个 finews 只认识到 {known}：可以读取，不会改动。请使用新版的 finews",
            show(path)
        ),
        LibraryError::ReadOnly { path } => format!(
            "资料库 {} 不能写入，改动不会保存。请为它和所在的文件夹加上写权限",
            show(path)
        ),
        LibraryError::Full { path } => {
            format!(
                "没有空间写入资料库 {}，什么都没有改动。请腾出空间后再试",
                show(path)
            )
        }
        LibraryError::Busy { path } => {
            format!(
                "资料库 {} 正被别的程序占用，什么都没有改动。请稍后再试",
                show(path)
            )
        }
        LibraryError::Other { path, source } => {
            format!("资料库 {} 出错：{}", show(path), one_line(&source.to_string()))
        }
    }
}

/// Why no backup could be made: what the library says itself, or the system.
fn reason_in_chinese(why: &str) -> String {
    match why {
        "no space is left" => "空间不足".to_owned(),
        "the copy is not sound" => "写出的备份有误".to_owned(),
        why if why.starts_with("Permission denied") => "没有写权限".to_owned(),
        why if why.starts_with("Read-only file system") => "那里只能读取".to_owned(),
        why => one_line(why),
    }
}

/// What the library says of a file that is none, which is one of two phrases.
fn not_a_database(what: &str) -> &str {
    match what {
        "is the database of another program" => "这是别的程序的数据库",
        "is empty, but its last changes lie beside it (-wal)" => {
            "文件是空的，但旁边的 -wal 文件里还有最后的改动"
        }
        other => other,
    }
}

/// A path as it may be shown and typed again.
pub(super) fn show(path: &Path) -> String {
    one_line(&path.to_string_lossy())
}

fn one_line(text: &str) -> String {
    clean(text).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    fn path() -> PathBuf {
        PathBuf::from("/home/u/\u{1b}x")
    }

    /// Full-width punctuation next to Chinese, and nothing a terminal would obey.
    fn is_good_chinese(text: &str) {
        let chars: Vec<char> = text.chars().collect();
        let is_han = |c: char| ('一'..='龥').contains(&c);
        assert!(
            chars.iter().any(|c| is_han(*c)) && !text.contains(['\u{1b}', '\n']),
            "{text:?}"
        );
        for pair in chars.windows(2) {
            assert!(!(is_han(pair[0]) && ",.:;?!(".contains(pair[1])), "{text}");
        }
    }

    #[test]
    fn every_trouble_of_an_archive_is_told_in_chinese() {
        let problem = |kind| Problem {
            path: "_posts".into(),
            line: None,
            kind,
            message: "a symlink".into(),
            shown_as: "nothing".into(),
        };
        let no_posts = |kind: Option<ProblemKind>, skipped| OpenError::NoPosts {
            path: path(),
            odd: kind.map(|kind| Box::new(problem(kind))),
            skipped,
            nearby: vec!["/a".into(), "/b".into()],
        };
        let source = io::Error::other("disk on fire");
        for (error, says) in [
            (OpenError::NotFound { path: path() }, "检查路径"),
            (
                OpenError::NotAFolder {
                    path: path(),
                    nearby: vec!["/a".into()],
                },
                "。要打开的是不是 /a？",
            ),
            (OpenError::Denied { path: path() }, "没有权限"),
            (no_posts(None, 0), "文件夹里。要打开的是不是 /a 或 /b？"),
            (no_posts(None, 3), "（其中有 3 项，"),
            (no_posts(Some(ProblemKind::Symlink), 3), "（_posts 是符号链接，"),
            (no_posts(Some(ProblemKind::NotAFile), 0), "（_posts 既不是文件，"),
            (no_posts(Some(ProblemKind::Unreadable), 0), "（_posts 无法读取）"),
            (OpenError::Io { path: path(), source }, "disk on fire"),
        ] {
            let chinese = archive_trouble(Lang::Zh, &error);
            is_good_chinese(&chinese);
            assert!(
                chinese.contains(says) && chinese.contains("/home/u/"),
                "{chinese}"
            );
            assert_eq!(archive_trouble(Lang::En, &error), error.to_string());
        }
    }

    #[test]
    fn every_reason_why_a_file_was_not_written_is_told_in_chinese() {
        for (error, says) in [
            (NotWritten::Exists(path()), "换个名字"),
            (NotWritten::NotAFile(path()), "不是文件"),
            (NotWritten::InArchive(path()), "档案"),
            (NotWritten::NoFolder(path()), "文件夹"),
            (NotWritten::Unreadable("/home/u/x".into()), "读不出"),
            (
                NotWritten::Io(path(), io::Error::other("disk on fire")),
                "disk on fire",
            ),
        ] {
            let chinese = export_trouble(Lang::Zh, &error);
            is_good_chinese(&chinese);
            assert!(
                chinese.contains(says) && chinese.contains("/home/u/"),
                "{chinese}"
            );
            let english = export_trouble(Lang::En, &error);
            assert!(english.is_ascii() && !english.contains('\u{1b}'), "{english}");
        }
    }

    #[test]
    fn every_trouble_of_a_library_is_told_in_chinese() {
        let not = |what| LibraryError::NotADatabase { path: path(), what };
        for (error, says) in [
            (
                LibraryError::CannotOpen {
                    path: path(),
                    reason: "not a file".into(),
                },
                "XDG_DATA_HOME",
            ),
            (LibraryError::Damaged { path: path() }, "已损坏"),
            (LibraryError::Missing { path: path() }, "没能取回"),
            (
                LibraryError::NotMigrated {
                    path: path(),
                    why: "no space is left".into(),
                },
                "旧版本",
            ),
            (
                LibraryError::NotBackedUp {
                    folder: path(),
                    why: "Permission denied (os error 13)".into(),
                },
                "没有写权限",
            ),
            (not("is the database of another program"), "别的程序"),
            (not("is empty, but its last changes lie beside it (-wal)"), "-wal"),
            (
                LibraryError::NewerVersion {
                    path: path(),
                    found: 9,
                    known: 1,
                },
                "只认识到 1：",
            ),
            (LibraryError::ReadOnly { path: path() }, "写权限"),
            (LibraryError::Full { path: path() }, "腾出空间"),
            (LibraryError::Busy { path: path() }, "稍后再试"),
        ] {
            let chinese = library_trouble(Lang::Zh, &error);
            is_good_chinese(&chinese);
            assert!(
                chinese.contains(says) && chinese.contains("/home/u/"),
                "{chinese}"
            );
            let english = library_trouble(Lang::En, &error);
            assert!(english.is_ascii() && !english.contains('\u{1b}'), "{english}");
        }
    }
}
