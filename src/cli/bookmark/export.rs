//! `finews bookmark export`.

use std::collections::HashMap;
use std::io::{self, Write};

use crate::archive::Archive;
use crate::cli::args::Args;
use crate::cli::failure::{Failure, shown};
use crate::cli::{archive, output};
use crate::config::Lang;
use crate::exchange::{BookmarkForm, PassageForm, write_csv, write_markdown, write_netscape};
use crate::library::{ArticleKey, Bookmark, Library, Passage, Record, Records, Scope};
use crate::work::write_file;

use super::args::{Export, FormArg};

pub(super) fn run(args: &Args, command: &Export) -> anyhow::Result<()> {
    let named = command
        .output
        .as_deref()
        .map(|path| (path, FormArg::of_file(path)));
    let form = match (command.format, named) {
        (Some(form), _) | (None, Some((_, Some(form)))) => form,
        (None, Some((path, None))) => return Err(Failure::UnknownForm(shown(path)).into()),
        (None, None) => FormArg::Jsonl,
    };
    if command.everything && form != FormArg::Jsonl {
        return Err(Failure::EverythingElsewhere.into());
    }
    let archive = archive::named_now(args)?;
    if form != FormArg::Jsonl {
        let kept = Kept::read(args, archive.as_ref())?;
        return write(command, &|mut out| {
            if form == FormArg::Csv && command.output.is_some() {
                // By this mark spreadsheets know that it is UTF-8.
                out.write_all("\u{feff}".as_bytes())?;
            }
            kept.write(args.lang(), form, &mut out)
        });
    }
    let which = if command.everything {
        Records::Everything
    } else {
        Records::Kept
    };
    let mut records = archive::of_library(args.lang(), |library: &Library| library.records(which))?;
    if let Some(archive) = &archive {
        records.retain(|record| is_of(record, archive));
    }
    write(command, &|out| {
        for record in &records {
            serde_json::to_writer(&mut *out, record)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })
}

/// Writes into the file that is named, else to standard output.
fn write(command: &Export, what: &dyn Fn(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    let Some(path) = &command.output else {
        let mut out = output::output();
        what(&mut out)?;
        return Ok(out.flush()?);
    };
    write_file(path, command.force, |mut out| what(&mut out))?;
    Ok(())
}

/// The bookmarks of an archive, or all of them, with the passages of their articles.
struct Kept {
    bookmarks: Vec<Bookmark>,
    passages: Vec<Passage>,
    title: String,
}

impl Kept {
    /// A passage whose article has no bookmark is one of an article that is kept for it.
    fn read(args: &Args, archive: Option<&Archive>) -> anyhow::Result<Self> {
        let (mut bookmarks, mut passages) = archive::of_library(args.lang(), |library: &Library| {
            Ok((library.bookmarks()?, library.passages()?))
        })?;
        if let Some(archive) = archive {
            let scopes = Scope::all_of(archive.identity());
            bookmarks.retain(|bookmark| scopes.contains(&bookmark.scope));
            passages.retain(|passage| scopes.contains(&passage.facts.article.scope));
        }
        let title = args.lang().words().bookmarks;
        Ok(Self {
            bookmarks,
            passages,
            title: archive.map_or_else(
                || title.to_owned(),
                |archive| format!("{} · {title}", archive.name()),
            ),
        })
    }

    fn write(&self, lang: Lang, form: FormArg, out: &mut impl Write) -> io::Result<()> {
        let mut forms: Vec<BookmarkForm> = self.bookmarks.iter().map(BookmarkForm::from).collect();
        match form {
            FormArg::Csv => return write_csv(out, &forms),
            FormArg::Netscape => return write_netscape(out, &self.title, &forms),
            FormArg::Markdown | FormArg::Jsonl => {}
        }
        let mut keys: Vec<ArticleKey> = self.bookmarks.iter().map(Bookmark::article).collect();
        for passage in &self.passages {
            if !keys.contains(&passage.facts.article) {
                keys.push(passage.facts.article.clone());
                forms.push(form_of(passage));
            }
        }
        let keys: HashMap<*const BookmarkForm, &ArticleKey> =
            forms.iter().map(std::ptr::from_ref).zip(&keys).collect();
        let passages = |form: &BookmarkForm| {
            let key = keys.get(&std::ptr::from_ref(form));
            let of = |passage: &&Passage| Some(&&passage.facts.article) == key;
            let own = self.passages.iter().filter(of);
            let mut own: Vec<&Passage> = own.collect();
            own.sort_by_key(|passage| passage.place.offset);
            own.into_iter()
                .map(|passage| PassageForm {
                    quote: passage.place.quote.clone(),
                    note: passage.note.clone(),
                })
                .collect()
        };
        write_markdown(out, &self.title, lang, &forms, &passages)
    }
}

/// What a passage knows of its article, as of the time it was highlighted.
fn form_of(passage: &Passage) -> BookmarkForm {
    let facts = &passage.facts;
    BookmarkForm {
        id: Some(facts.article.id.to_string()),
        title: facts.title.clone(),
        outlet: facts.outlet.clone(),
        date: facts.date,
        date_offset: facts.date_offset,
        date_precision: facts.date_precision,
        source_url: facts.source_url.clone(),
        added: Some(passage.added),
        is_for_passages: true,
        ..BookmarkForm::default()
    }
}

/// Whether a record is about an article of `archive`, or about none.
fn is_of(record: &Record, archive: &Archive) -> bool {
    record.scope.is_empty()
        || Scope::all_of(archive.identity())
            .iter()
            .any(|scope| scope.name() == record.scope)
}
