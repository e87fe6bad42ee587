//! What can be written behind the commands that look after an archive and the library.

use std::path::PathBuf;

use clap::Subcommand;

const CHECK_EXAMPLES: &str = "\
Examples:
  finews check                             the archive in this folder
  finews check --archive ~/archive --json | jq -r .kind | sort | uniq -c";

const INDEX_EXAMPLES: &str = "\
Examples:
  finews index                             read what has changed, as after a git pull
  finews index --text                      make an index of all texts, for searching
  finews index --status --archive ~/archive
  finews index --rebuild                   read every file again";

const LIBRARY_EXAMPLES: &str = "\
Examples:
  finews library check                     whether bookmarks, marks, places and searches are sound
  finews library backup
  finews library restore latest --dry-run  what is in the newest backup";

const LIBRARY_CHECK_EXAMPLES: &str = "\
Examples:
  finews library check                     exit code 1 where it is damaged
  finews library check --json | jq -r .backups[].taken";

const LIBRARY_BACKUP_EXAMPLES: &str = "\
Examples:
  finews library backup                    one more beside the library, which stays
  finews library backup /media/stick/library-2026.db";

const LIBRARY_RESTORE_EXAMPLES: &str = "\
Examples:
  finews library restore latest --dry-run  what is in it; nothing is changed
  finews library restore 2026-11-27        the last backup of that day
  finews library restore /media/stick/library-2026.db";

#[derive(Debug, clap::Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub(in crate::cli) struct Check {
    /// One JSON object a line
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = INDEX_EXAMPLES)]
pub(in crate::cli) struct Index {
    /// What the catalogue holds, when the archive was last looked at, whether a program writes it
    #[arg(long)]
    pub(in crate::cli) status: bool,
    /// Make an index of all texts too, and say first how large it will be; where there is one it is always kept up to date
    #[arg(long)]
    pub(in crate::cli) text: bool,
    /// Throw the catalogue away, and the index of texts where there is one, and read every file again
    #[arg(long, conflicts_with = "status")]
    pub(in crate::cli) rebuild: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = LIBRARY_EXAMPLES)]
pub(in crate::cli) struct Library {
    #[command(subcommand)]
    pub(in crate::cli) command: LibraryCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum LibraryCommand {
    /// Say whether the library is sound, what it holds, where it and its backups lie
    Check(LibraryCheck),
    /// Make a backup now; it stays until you remove it
    Backup(LibraryBackup),
    /// Take a backup back; the library as it is gets a backup of its own first
    Restore(LibraryRestore),
}

#[derive(Debug, clap::Args)]
#[command(after_help = LIBRARY_CHECK_EXAMPLES)]
pub(in crate::cli) struct LibraryCheck {
    /// One JSON object
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = LIBRARY_BACKUP_EXAMPLES)]
pub(in crate::cli) struct LibraryBackup {
    /// Where to, a file that is not there yet [default: the folder backups beside the library]
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = LIBRARY_RESTORE_EXAMPLES)]
pub(in crate::cli) struct LibraryRestore {
    /// A file; `latest`; or a date, or its beginning, as `finews library check` lists them
    #[arg(value_name = "FILE|latest|DATE")]
    pub(in crate::cli) what: PathBuf,
    /// Only say what is in it
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
}
