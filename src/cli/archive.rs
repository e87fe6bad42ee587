//! Which archive is meant, and everything a command loads of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::SystemTime;

use crate::app::{catalogue_notice, rescued_in_short, rescued_library};
use crate::archive::{Archive, PARSER};
use crate::catalogue::{Catalogue, Notice, Subject, tidy};
use crate::config::Lang;
use crate::config::folders::Folders;
use crate::library::{Library, LibraryError, backups, hidden_at};
use crate::post::Problem;
use crate::store::{Hiding, Store, Unread};
use crate::work::{Indexer, Loader, Look, SharedIndex, Shelf, hidden_now, load, read_shelf};

use super::args::Args;
use super::failure::Failure;
use super::text_index;

/// Name that stands for the built-in guide.
const GUIDE: &str = "guide";

/// The archive that the arguments, the environment, the settings or the current folder name; `None` where
/// none does.
pub(super) fn named(args: &Args) -> anyhow::Result<Option<Archive>> {
    first_of(explicit(args).or_else(|| args.settings.archive.clone()))
}

/// As [`named`], but for the settings: for what need not be of any archive, so that it can be had of none.
pub(super) fn named_now(args: &Args) -> anyhow::Result<Option<Archive>> {
    first_of(explicit(args))
}

/// What the arguments or the environment name.
fn explicit(args: &Args) -> Option<PathBuf> {
    let argument = args.archive.clone().or_else(|| args.folder.clone());
    argument.or_else(from_environment)
}

/// The archive at `path` or, where there is none, that of the current folder.
fn first_of(path: Option<PathBuf>) -> anyhow::Result<Option<Archive>> {
    if let Some(path) = path {
        return open(&path).map(Some);
    }
    let here = Path::new(".");
    if Archive::is_at(here) {
        open(here).map(Some)
    } else {
        Ok(None)
    }
}

fn from_environment() -> Option<PathBuf> {
    std::env::var_os("FINEWS_ARCHIVE")
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

fn open(path: &Path) -> anyhow::Result<Archive> {
    if path.as_os_str() == GUIDE && !path.exists() {
        return Ok(Archive::guide());
    }
    Ok(Archive::open(path)?)
}

/// The archive for a command, which cannot do without one.
pub(super) fn required(args: &Args) -> anyhow::Result<Archive> {
    match named(args)? {
        Some(archive) => Ok(archive),
        None => Err(Failure::NoArchive.into()),
    }
}

/// Everything that is loaded of an archive.
pub(super) struct Loaded {
    pub(super) store: Arc<Store>,
    pub(super) problems: Vec<Problem>,
    /// Posts read.
    pub(super) posts: usize,
}

/// The articles of `archive`, as its files are now; files that its catalogue knows already are not read again.
pub(super) fn articles(archive: &Archive, lang: Lang) -> anyhow::Result<Arc<Store>> {
    Ok(articles_and_folder(archive, lang)?.0)
}

/// The articles of `archive`, and the index of their texts as far as there is one.
pub(super) fn articles_and_index(
    args: &Args,
    archive: &Archive,
) -> anyhow::Result<(Arc<Store>, SharedIndex)> {
    let (store, folder) = articles_and_folder(archive, args.lang())?;
    let index = SharedIndex::default();
    if let Some(folder) = folder.filter(|_| args.settings.text_search.uses_index()) {
        let mut indexer = Indexer::new(archive.clone(), &folder, index.clone(), None);
        if let Err(error) = indexer.look() {
            eprintln!("finews: {}", text_index::trouble(args.lang(), &error));
        }
    }
    Ok((store, index))
}

/// The articles of `archive`, and the folder of its catalogue.
fn articles_and_folder(archive: &Archive, lang: Lang) -> anyhow::Result<(Arc<Store>, Option<PathBuf>)> {
    let (mut store, mut failed) = (Arc::default(), None);
    let (loader, notice) = with_catalogue(archive.clone());
    let folder = loader.folder();
    let mut loader = loader.saying(notice);
    loader.load(0, Look::Files, &AtomicBool::new(false), |batch| {
        store = batch.store;
        failed = batch.failed;
        // The list is right in any case; the next one may take longer.
        if let Some(notice) = &batch.notice {
            eprintln!("finews: {}", catalogue_notice(lang, notice));
        }
    });
    match failed {
        Some(why) => Err(why.into()),
        None => Ok((store, folder)),
    }
}

/// Reads all files of `archive`, whatever its catalogue knows.
pub(super) fn load_all(archive: &Archive) -> anyhow::Result<Loaded> {
    let mut loaded = Loaded {
        store: Arc::default(),
        problems: Vec::new(),
        posts: 0,
    };
    let mut failed = None;
    load(archive, 0, &AtomicBool::new(false), |batch| {
        loaded.store = batch.store;
        loaded.posts = batch.read;
        loaded.problems.extend(batch.problems);
        failed = batch.failed;
    });
    match failed {
        Some(why) => Err(why.into()),
        None => Ok(loaded),
    }
}

/// What a catalogue of `archive` is of.
pub(super) fn subject(archive: &Archive) -> Subject {
    let root = archive.root().unwrap_or(Path::new(""));
    Subject {
        identity: archive.identity().to_owned(),
        root: root.canonicalize().unwrap_or_else(|_| root.to_owned()),
        parser: PARSER,
        zone: archive.zone(),
    }
}

/// Removes the catalogues that nobody uses any more; what is to be said of it.
pub(super) fn tidied(folders: &Folders) -> Option<Notice> {
    let removed = tidy(&folders.cache, SystemTime::now()).len();
    (removed > 0).then_some(Notice::Tidied(removed))
}

/// What loads `archive` for the screen: with its catalogue, unless it is the guide, which has no files.
pub(super) fn loader(archive: Archive) -> Loader {
    let (loader, notice) = with_catalogue(archive);
    let notice = notice.or_else(|| tidied(&Folders::find().ok()?));
    loader.saying(notice)
}

/// What loads `archive` with its catalogue, as far as there can be one, and what is to be said of that.
fn with_catalogue(archive: Archive) -> (Loader, Option<Notice>) {
    let (Some(_), Ok(folders)) = (archive.root(), Folders::find()) else {
        return (Loader::new(archive), None);
    };
    match Catalogue::open(&folders.cache, subject(&archive)) {
        Ok((catalogue, notice)) => (Loader::with_catalogue(archive, catalogue), notice),
        Err(_) => (Loader::new(archive), None),
    }
}

/// What `read` finds in the user's library, as far as there is any: a command makes none where there is none. Where it is
/// damaged or lost, what could be saved of it is read, and that is said.
pub(super) fn of_library<T>(
    lang: Lang,
    read: impl Fn(&Library) -> Result<T, LibraryError>,
) -> anyhow::Result<T> {
    let path = library_path()?;
    if !is_kept(&path) {
        return Ok(read(&Library::in_memory())?);
    }
    let library = opened(lang, Library::open(&path))?;
    match read(&library) {
        Err(error) if error.is_damage() => Ok(read(&opened(lang, library.mend())?)?),
        found => Ok(found?),
    }
}

/// A library that was opened, and what there is to say of that.
pub(super) fn opened(lang: Lang, library: Result<Library, LibraryError>) -> anyhow::Result<Library> {
    let mut library = library?;
    if let Some(rescued) = library.take_rescued() {
        eprintln!("finews: {}", rescued_in_short(lang, &rescued));
        eprintln!("finews: {}", rescued_library(lang, &rescued));
    }
    Ok(library)
}

/// Whether there is a library at `path`, or was one that can be brought back.
pub(super) fn is_kept(path: &Path) -> bool {
    path.exists() || !backups(path).is_empty()
}

/// Where the user's library lies.
pub(super) fn library_path() -> anyhow::Result<PathBuf> {
    Ok(Folders::find().map_err(|_| Failure::NoHome)?.library())
}

/// What the library holds for `archive`, and `store` less what is hidden.
pub(super) fn shelf(
    args: &Args,
    archive: &Archive,
    store: &Arc<Store>,
) -> anyhow::Result<(Shelf, Unread, Arc<Store>)> {
    let shelf = of_library(args.lang(), |library| read_shelf(library, archive))?;
    let mut hiding = Hiding::new(hidden_now(&shelf.hidden, &args.rules));
    let store = hiding.applied_to(store);
    let mut unread = Unread::new(
        shelf.marks.watermark,
        shelf.marks.read.clone(),
        shelf.marks.unread.clone(),
    )
    .hiding(hiding.ids());
    unread.sync(&store);
    Ok((shelf, unread, store))
}

/// `store` less what is hidden, as far as that can be found out: a list is there whatever has become of the library.
pub(super) fn less_hidden(args: &Args, archive: &Archive, store: &Arc<Store>) -> Arc<Store> {
    let path = library_path().ok().filter(|path| path.exists());
    let hidden = path.and_then(|path| hidden_at(&path, archive.identity()).ok());
    Hiding::new(hidden_now(&hidden.unwrap_or_default(), &args.rules)).applied_to(store)
}
