//! What became of a library that was damaged, lost or replaced, in the language of the interface.

use crate::config::Lang;
use crate::config::words::grouped;
use crate::library::{Loss, Rescued};

use super::trouble::show;

/// What has happened to the library: one line for the status bar.
pub fn rescued_in_short(lang: Lang, rescued: &Rescued) -> &'static str {
    match (&rescued.loss, lang) {
        (Loss::Damaged(_), lang) => lang.words().library_damaged,
        (Loss::Vanished(_), Lang::Zh) => "资料库的文件不见了，已重新写好，什么都没有丢",
        (Loss::Vanished(_), Lang::En) => "The library's file was gone: it was written again, nothing is lost",
        (Loss::Replaced(_), Lang::Zh) => "资料库被换成了另一个，原来的已备份",
        (Loss::Replaced(_), Lang::En) => {
            "Another library was put in the place of this one, which was backed up"
        }
        (Loss::Missing(_), Lang::Zh) if rescued.backup.is_some() => "资料库不在了，已取回最近的备份",
        (Loss::Missing(_), Lang::Zh) => "资料库不在了，备份也都读不出，新建了一个",
        (Loss::Missing(_), Lang::En) if rescued.backup.is_some() => {
            "The library was not there: its newest backup was brought back"
        }
        (Loss::Missing(_), Lang::En) => {
            "The library was not there, and no backup can be read: a new one was made"
        }
    }
}

/// What became of a library that was damaged or lost: where all of it lies, and what is in the new one; one clean line,
/// without full stop.
pub fn rescued_library(lang: Lang, rescued: &Rescued) -> String {
    let holds = holds(lang, rescued);
    let day = rescued
        .backup
        .as_ref()
        .map(|backup| backup.taken.strftime("%Y-%m-%d %H:%M").to_string());
    match (&rescued.loss, lang) {
        (Loss::Damaged(aside), Lang::Zh) => {
            let from = day.map_or_else(String::new, |day| format!("以 {day} 的备份为底，"));
            format!("损坏的资料库原样存为 {}。新的资料库{from}{holds}", show(aside))
        }
        (Loss::Damaged(aside), Lang::En) => {
            let from = day.map_or_else(String::new, |day| format!(", begun from the backup of {day},"));
            format!(
                "the damaged library lies unchanged in {}; the new one{from} {holds}",
                show(aside)
            )
        }
        (Loss::Vanished(path), Lang::Zh) => {
            format!(
                "开着的时候 {} 被删掉或移走了，已按原样写回。资料库{holds}",
                show(path)
            )
        }
        (Loss::Vanished(path), Lang::En) => format!(
            "{} was deleted or moved away while it was open, and was written again as it was; the library {holds}",
            show(path)
        ),
        (Loss::Replaced(backup), Lang::Zh) => {
            format!(
                "原来的备份在 {}，可用 finews library restore 取回。换上的资料库{holds}",
                show(backup)
            )
        }
        (Loss::Replaced(backup), Lang::En) => format!(
            "the one before is backed up in {}, and finews library restore takes it back; the one that is there now {holds}",
            show(backup)
        ),
        (Loss::Missing(folder), Lang::Zh) => {
            let from = day.map_or_else(
                || "其中没有能读的".to_owned(),
                |day| format!("取回的是 {day} 的一份"),
            );
            format!("备份在 {}，{from}。资料库{holds}", show(folder))
        }
        (Loss::Missing(folder), Lang::En) => {
            let from = day.map_or_else(
                || "none of them can be read".to_owned(),
                |day| format!("that of {day} was taken"),
            );
            format!("the backups lie in {}; {from}; the library {holds}", show(folder))
        }
    }
}

/// What is in the library now.
fn holds(lang: Lang, rescued: &Rescued) -> String {
    let (bookmarks, others) = (grouped(rescued.bookmarks), grouped(rescued.others));
    let s = |count: usize| if count == 1 { "" } else { "s" };
    match lang {
        Lang::Zh => format!("现有收藏 {bookmarks} 条，其他记录 {others} 条"),
        Lang::En => format!(
            "holds {bookmarks} bookmark{} and {others} other item{}",
            s(rescued.bookmarks),
            s(rescued.others)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_loss_is_told_in_both_languages() {
        for loss in [
            Loss::Damaged("/a/x.db".into()),
            Loss::Missing("/a/x.db".into()),
            Loss::Vanished("/a/x.db".into()),
            Loss::Replaced("/a/x.db".into()),
        ] {
            let rescued = Rescued {
                loss,
                backup: None,
                bookmarks: 1,
                others: 1_204,
            };
            let chinese = rescued_library(Lang::Zh, &rescued);
            assert!(
                chinese.contains("/a/x.db") && chinese.ends_with("现有收藏 1 条，其他记录 1,204 条"),
                "{chinese}"
            );
            let english = rescued_library(Lang::En, &rescued);
            assert!(
                english.contains("/a/x.db") && english.ends_with("holds 1 bookmark and 1,204 other items"),
                "{english}"
            );
            assert!(!rescued_in_short(Lang::Zh, &rescued).is_ascii());
            assert!(rescued_in_short(Lang::En, &rescued).is_ascii());
        }
    }
}
