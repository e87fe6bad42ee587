//! `finews bookmark`: the bookmarks listed, added and removed, carried away and brought in.

pub(super) mod args;
mod change;
mod export;
mod foreign;
mod import;
mod list;
mod records;

pub(super) use change::{back_up, library};

use super::args::Args;
use args::{Bookmark, BookmarkCommand};

pub(super) fn run(args: &Args, command: &Bookmark) -> anyhow::Result<()> {
    match &command.command {
        BookmarkCommand::List(command) => list::run(args, command),
        BookmarkCommand::Add(command) => change::add(args, command),
        BookmarkCommand::Remove(command) => change::remove(args, command),
        BookmarkCommand::Export(command) => export::run(args, command),
        BookmarkCommand::Import(command) => import::run(args, command),
    }
}
