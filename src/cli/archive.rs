//! Which archive is meant, and everything a command loads of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::SystemTime;

use directories::BaseDirs;

use crate::app::{ArchiveChoice, catalogue_notice, rescued_in_short, rescued_library, shown_place};
use crate::archive::{Archive, OpenError, PARSER};
use crate::catalogue::{Catalogue, Notice, Subject, tidy};
use crate::config::Lang;
use crate::config::archives::{self, GUIDE};
use crate::config::folders::Folders;
use crate::library::{Library, LibraryError, backups, hidden_at};
use crate::post::Problem;
use crate::store::{Hiding, Store, Unread};
use crate::text::fold::fold;
use crate::text::likely::likely;
use crate::work::{Indexer, Loader, Look, SharedIndex, Shelf, hidden_now, load, read_shelf};

use super::args::Args;
use super::failure::{Failure, shown};
use super::text_index;

/// The archive that the arguments, the environment, the settings or the current folder name; `None` where
/// none does.
pub(super) fn named(args: &Args) -> anyhow::Result<Option<Archive>> {
    first_of(args, explicit(args).or_else(|| args.settings.archive.clone()))
}

/// As [`named`], but for the settings: for what need not be of any archive, so that it can be had of none.
pub(super) fn named_now(args: &Args) -> anyhow::Result<Option<Archive>> {
    first_of(args, explicit(args))
}

/// What the arguments or the environment name.
fn explicit(args: &Args) -> Option<PathBuf> {
    let argument = args.archive.clone().or_else(|| args.folder.clone());
    argument.or_else(from_environment)
}

/// The archive at `path` or, where there is none, that of the current folder.
fn first_of(args: &Args, path: Option<PathBuf>) -> anyhow::Result<Option<Archive>> {
    if let Some(path) = path {
        return open(args, &path).map(Some);
    }
    let here = Path::new(".");
    if Archive::is_at(here) {
        Ok(Some(Archive::open(here)?))
    } else {
        Ok(None)
    }
}

fn from_environment() -> Option<PathBuf> {
    std::env::var_os("FINEWS_ARCHIVE")
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

/// The archive that goes by `path`: by a name of the settings, which goes before a folder of that name (`./NAME` is the
/// folder), by `guide`, by its folder.
fn open(args: &Args, path: &Path) -> anyhow::Result<Archive> {
    let name = path.to_str().filter(|name| !name.contains('/'));
    let found = name.and_then(|name| archives::named(&args.settings.archives, name));
    if let Some(archive) = found {
        return Ok(Archive::open(&archive.path)?);
    }
    if path.as_os_str() == GUIDE && !path.exists() {
        return Ok(Archive::guide());
    }
    match Archive::open(path) {
        Err(OpenError::NotFound { .. }) if name.is_some() && !args.settings.archives.is_empty() => {
            Err(no_such_name(args, &shown(path)).into())
        }
        opened => Ok(opened?),
    }
}

/// No archive and no folder is called `name`.
fn no_such_name(args: &Args, name: &str) -> Failure {
    let names: Vec<String> = (args.settings.archives.iter())
        .map(|archive| archive.name.clone())
        .collect();
    let near = likely(name, names.iter().map(String::as_str)).map(str::to_owned);
    Failure::NoNamedArchive {
        name: name.to_owned(),
        near,
        names,
    }
}

/// The archives that one can go to from `here`: those of the settings, the guide, and `here` where it is none of them.
pub(super) fn choices(args: &Args, here: &Archive) -> Vec<ArchiveChoice> {
    let named = args.settings.archives.iter();
    let mut all: Vec<ArchiveChoice> = named
        .map(|archive| choice(archive.name.clone(), &archive.path))
        .collect();
    all.push(ArchiveChoice {
        name: GUIDE.to_owned(),
        path: None,
        place: args.lang().words().built_in_guide.to_owned(),
        is_open: false,
    });
    mark_open(&mut all, here);
    all
}

fn choice(name: String, path: &Path) -> ArchiveChoice {
    let base = BaseDirs::new();
    ArchiveChoice {
        name,
        place: shown_place(path, base.as_ref().map(BaseDirs::home_dir)),
        path: Some(path.to_owned()),
        is_open: false,
    }
}

/// Marks the one of `all` that is `here` as the one that is open; where none is, it is put before them.
pub(super) fn mark_open(all: &mut Vec<ArchiveChoice>, here: &Archive) {
    let place =
        |path: Option<&Path>| path.map(|path| path.canonicalize().unwrap_or_else(|_| path.to_owned()));
    let root = place(here.root());
    let at = all
        .iter()
        .position(|choice| place(choice.path.as_deref()) == root);
    for (number, choice) in all.iter_mut().enumerate() {
        choice.is_open = Some(number) == at;
    }
    if let (Some(root), None) = (here.root(), at) {
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let mut new = choice(here.name(), &root);
        // Its own name, unless that is another's.
        if all.iter().any(|other| fold(&other.name) == fold(&new.name)) {
            new.name.clone_from(&new.place);
        }
        new.is_open = true;
        all.insert(0, new);
    }
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
