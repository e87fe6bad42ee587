//! One archive read in lines: a line comes in, what it asks for is done, and what has changed by it is said.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Stdout, Write as _};
use std::sync::mpsc::{Receiver, Sender};
use std::time::Instant;

use crate::app::{Action, App, Command, Effect, Event, Key, KeyCode, Pane, Source};
use crate::config::Lang;
use crate::post::{PostId, unix_time};
use crate::text::clean::clean_line;
use crate::work::Worker;

use super::input::Input;
use super::page::Progress;
use super::typed::{narrow, number_in, split};
use super::words::{self, Wish, text};

/// What the numbers of a list stand for.
#[derive(Clone, Debug, Default)]
pub(super) enum Choices {
    #[default]
    None,
    /// Lists, from number 1 on.
    Lists(Vec<Source>),
    /// Articles of one list, those that were said.
    Articles(BTreeMap<usize, PostId>),
}

/// Where one is: what is said anew when it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Standing {
    pane: Pane,
    list: Source,
    search: Option<String>,
    article: Option<PostId>,
}

/// The reading of one archive.
pub(super) struct Session<'a> {
    pub(super) app: App,
    pub(super) worker: &'a mut Worker,
    pub(super) inbox: &'a Sender<Event>,
    pub(super) events: &'a Receiver<Event>,
    pub(super) input: &'a Input,
    pub(super) out: BufWriter<Stdout>,
    pub(super) lang: Lang,
    pub(super) width: usize,
    /// Lines of a screenful.
    pub(super) rows: usize,
    /// What the numbers stand for that were said last.
    pub(super) choices: Choices,
    /// The row with which the last screenful of a list began, and the one that comes next.
    pub(super) first_row: usize,
    pub(super) next_row: usize,
    pub(super) page: Progress,
    /// Requests whose reports are waited for.
    pub(super) awaited: usize,
    /// Whether the reading has ended.
    pub(super) over: bool,
}

impl<'a> Session<'a> {
    pub(super) fn new(
        app: App,
        worker: &'a mut Worker,
        (inbox, events): (&'a Sender<Event>, &'a Receiver<Event>),
        input: &'a Input,
        (width, rows): (usize, usize),
    ) -> Self {
        Self {
            lang: app.lang,
            app,
            worker,
            inbox,
            events,
            input,
            out: BufWriter::new(io::stdout()),
            width,
            rows,
            choices: Choices::None,
            first_row: 0,
            next_row: 0,
            page: Progress::default(),
            awaited: 0,
            over: false,
        }
    }

    pub(super) fn into_app(self) -> App {
        self.app
    }

    /// Reads until the input ends, a signal says so, or the reader does; what must be kept is kept in every case.
    pub(super) fn run(&mut self, first: Vec<Effect>) -> io::Result<()> {
        let ended = self.converse(first);
        self.app.now = unix_time();
        for effect in self.app.end(Instant::now()) {
            if let Effect::Work(request) = effect {
                self.worker.ask(request);
            }
        }
        ended
    }

    fn converse(&mut self, first: Vec<Effect>) -> io::Result<()> {
        self.carry_out(first)?;
        self.wait()?;
        self.welcome()?;
        while !self.over {
            self.out.flush()?;
            self.input.want();
            match self.next_line()? {
                Some(line) => self.answer(&line)?,
                None => break,
            }
        }
        self.out.flush()
    }

    /// The next line; what workers report meanwhile is taken in without a word.
    fn next_line(&mut self) -> io::Result<Option<String>> {
        loop {
            match self.events.recv() {
                Ok(Event::Paste(line)) => return Ok(Some(narrow(&line))),
                Ok(Event::Leave) | Err(_) => return Ok(None),
                Ok(event) => self.take(event)?,
            }
        }
    }

    /// Says which archive it is, and where the reader stands.
    fn welcome(&mut self) -> io::Result<()> {
        if self.over {
            return Ok(());
        }
        let number = words::articles(self.lang, self.app.store.len());
        self.say(&match self.lang {
            Lang::Zh => format!("{}，{number}。? 列出命令。", self.app.archive_name),
            Lang::En => format!("{}, {number}. ? lists the commands.", self.app.archive_name),
        })?;
        self.say_message()?;
        let list = self.app.list();
        let fresh = self.app.focus == Pane::List
            && list.source == Source::All
            && list.search.is_none()
            && list.cursor == 0;
        if fresh {
            self.perform(Action::FocusLeft)?;
        }
        self.say_standing()
    }

    fn standing(&self) -> Standing {
        let list = self.app.list();
        Standing {
            pane: self.app.focus,
            list: list.source.clone(),
            search: list.search.as_ref().map(|search| search.typed.clone()),
            article: (self.app.focus == Pane::Reader)
                .then(|| self.app.reader.id().cloned())
                .flatten(),
        }
    }

    /// Does what `line` asks for, and says what has changed by it.
    fn answer(&mut self, line: &str) -> io::Result<()> {
        // What came while nobody asked is said before what was asked for.
        self.say_message()?;
        let before = self.standing();
        if self.app.prompt.is_some() {
            self.answer_prompt(line)?;
        } else {
            self.obey(line)?;
        }
        self.wait()?;
        if self.over {
            return Ok(());
        }
        self.say_nearest()?;
        self.say_message()?;
        self.say_overlay()?;
        self.say_prompt()?;
        if self.standing() == before {
            Ok(())
        } else {
            self.say_standing()
        }
    }

    fn obey(&mut self, line: &str) -> io::Result<()> {
        let line = line.trim();
        if let Some(number) = number_in(line) {
            return self.choose(number, line);
        }
        let (word, rest) = split(line);
        if let Some(wish) = words::wish(word) {
            return self.grant(wish, rest);
        }
        if let Some(command) = line.strip_prefix(':') {
            return self.by_name(command.trim());
        }
        if let Some(action) = self.app.action_of(line) {
            return self.perform_named(action);
        }
        self.by_name(line)
    }

    /// A name: of a command or an action of the screen or, among the categories, of one of those.
    fn by_name(&mut self, line: &str) -> io::Result<()> {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let mut rest = rest.trim();
        let mut line = Cow::Borrowed(line);
        if self.app.focus == Pane::List && is_about_an_article(word) {
            // Nothing is under a cursor here: the article is named by its number.
            let (number, more) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            if number_in(number).is_none() {
                return self.say(&words::needs_number(self.lang, &self.app.shortened(word)));
            }
            if !self.point(number) {
                return self.say(&words::no_number(self.lang, &self.app.shortened(number)));
            }
            rest = more.trim();
            line = Cow::Owned(format!("{word} {rest}"));
        }
        let line = line.trim();
        if Command::named(word).is_some() {
            let effects = self.app.command(line, Instant::now());
            return self.carry_out(effects);
        }
        let takes_text = |action| matches!(action, Action::Note | Action::Export | Action::Pipe);
        if let Some(action) = Action::named(word).filter(|action| rest.is_empty() || takes_text(*action)) {
            self.perform_named(action)?;
            // What stands behind the name is what would be asked for.
            if self.app.prompt.is_some() && !rest.is_empty() {
                self.answer_prompt(rest)?;
            }
            return Ok(());
        }
        if self.app.focus == Pane::Categories && self.go_to_list(line)? {
            return Ok(());
        }
        let word = self.app.shortened(line);
        self.say(&words::unknown(self.lang, &word))
    }

    fn grant(&mut self, wish: Wish, rest: &str) -> io::Result<()> {
        match wish {
            Wish::Help => {
                for line in words::help(self.lang) {
                    self.say(line)?;
                }
                Ok(())
            }
            Wish::Quit => {
                self.over = true;
                Ok(())
            }
            Wish::Back => self.perform(match self.app.focus {
                // The page has all the room there is, which is nothing to go back from.
                Pane::Reader => Action::FocusLeft,
                _ => Action::Back,
            }),
            Wish::Unread => self.go_to_unread(),
            Wish::Categories if rest.is_empty() && self.app.focus == Pane::Categories => self.say_standing(),
            Wish::Categories if rest.is_empty() => {
                if self.app.focus == Pane::Reader {
                    self.perform(Action::FocusLeft)?;
                }
                self.perform(Action::FocusLeft)
            }
            Wish::Categories => {
                if self.go_to_list(rest)? {
                    return Ok(());
                }
                let said = (self.app.words().no_category)(&self.app.shortened(rest));
                self.say(&said)
            }
            Wish::Search | Wish::SearchAll if rest.is_empty() => self.say(text(
                self.lang,
                ("写上要找的词，如 / 降准", "Say what to look for, as / chips"),
            )),
            Wish::Search | Wish::SearchAll => {
                let whole = wish == Wish::SearchAll || self.app.focus == Pane::Categories;
                let effects = self.app.search_for(rest, whole, Instant::now());
                self.carry_out(effects)
            }
            Wish::Date if rest.is_empty() => self.say(text(
                self.lang,
                ("写上日期，如 g 2022-01-05", "Say which day, as g 2022-01-05"),
            )),
            Wish::Date => {
                self.perform(Action::GoDate)?;
                self.answer_prompt(rest)?;
                self.wait()?;
                self.say_message()?;
                if self.app.focus == Pane::List {
                    self.say_standing()?;
                }
                Ok(())
            }
            Wish::More | Wish::Next | Wish::Previous | Wish::Again | Wish::Top => match self.app.focus {
                Pane::Reader => self.page_on(wish),
                Pane::List | Pane::Categories => self.list_on(wish),
            },
            Wish::Links => self.links(rest),
            Wish::Facts | Wish::Bookmark | Wish::Mark | Wish::Source | Wish::Cite => self.about(wish, rest),
        }
    }

    /// Does something about the article that is read or, in a list, the one of the number that is named.
    fn about(&mut self, wish: Wish, rest: &str) -> io::Result<()> {
        if self.app.focus == Pane::Reader && !rest.is_empty() {
            return self.say(text(
                self.lang,
                (
                    "说的是正在读的这篇，不用写别的；q 返回列表后才写编号。",
                    "It is about the article that is read, and takes nothing more; numbers are for lists, where q leads.",
                ),
            ));
        }
        if self.app.focus != Pane::Reader && !self.point(rest) {
            return if rest.is_empty() {
                self.say(&words::needs_number(self.lang, wish.letter()))
            } else {
                self.say(&words::no_number(self.lang, &self.app.shortened(rest)))
            };
        }
        let action = match wish {
            Wish::Bookmark => Action::ToggleBookmark,
            Wish::Mark => Action::ToggleRead,
            Wish::Source => Action::OpenSource,
            Wish::Cite => Action::CopyCitation,
            _ => Action::About,
        };
        self.perform(action)
    }

    /// Puts the cursor on the article of the number that `text` is; whether there is one.
    fn point(&mut self, text: &str) -> bool {
        let id = number_in(text).and_then(|number| self.article_of(number));
        if let Some(id) = &id {
            self.app.point_at(id);
        }
        id.is_some()
    }

    /// The article of this number.
    fn article_of(&self, number: usize) -> Option<PostId> {
        match &self.choices {
            Choices::Articles(said) => said.get(&number).cloned(),
            _ => None,
        }
    }

    /// Opens the next unread article; from a list the one under its cursor, if that is unread.
    fn go_to_unread(&mut self) -> io::Result<()> {
        if self.app.focus == Pane::Reader {
            return self.perform(Action::NextUnread);
        }
        let selected = self.app.list().selected(&self.app.store);
        if !selected.is_some_and(|row| self.app.unread.is_unread(&row)) {
            self.perform(Action::NextUnread)?;
            self.wait()?;
        }
        let selected = self.app.list().selected(&self.app.store);
        let unread = selected.filter(|row| self.app.unread.is_unread(row));
        match unread.map(|row| row.id()) {
            Some(id) => {
                let effects = self.app.read_article(&id, Instant::now());
                self.carry_out(effects)
            }
            None => Ok(()),
        }
    }

    /// Opens what the number stands for.
    fn choose(&mut self, number: usize, typed: &str) -> io::Result<()> {
        let effects = match (&self.choices, self.app.focus) {
            (Choices::Lists(lists), Pane::Categories) => number
                .checked_sub(1)
                .and_then(|at| lists.get(at).cloned())
                .map(|source| self.app.go_to_list(source, Instant::now())),
            (Choices::Articles(_), _) => self
                .article_of(number)
                .map(|id| self.app.read_article(&id, Instant::now())),
            _ => None,
        };
        match effects {
            Some(effects) => self.carry_out(effects),
            None => self.say(&words::no_number(self.lang, &self.app.shortened(typed))),
        }
    }

    /// Goes to the list of this name; whether there is one.
    fn go_to_list(&mut self, name: &str) -> io::Result<bool> {
        let Some(source) = self.app.list_named(name) else {
            return Ok(false);
        };
        let effects = self.app.go_to_list(source, Instant::now());
        self.carry_out(effects)?;
        self.wait()?;
        Ok(true)
    }

    pub(super) fn perform(&mut self, action: Action) -> io::Result<()> {
        let effects = self.app.perform(action, None, Instant::now());
        self.carry_out(effects)
    }

    /// Does an action of the screen that was named, if it is of use in lines.
    fn perform_named(&mut self, action: Action) -> io::Result<()> {
        let wish = match action {
            Action::LabelLinks => Some(Wish::Links),
            Action::Help => Some(Wish::Help),
            Action::About => Some(Wish::Facts),
            Action::Back => Some(Wish::Back),
            Action::NextUnread => Some(Wish::Unread),
            Action::Quit => Some(Wish::Quit),
            Action::NextArticle => Some(Wish::Next),
            Action::PreviousArticle => Some(Wish::Previous),
            Action::ReadOn | Action::PageDown => Some(Wish::More),
            Action::GoCategory | Action::FocusLeft => Some(Wish::Categories),
            _ => None,
        };
        if let Some(wish) = wish {
            return self.grant(wish, "");
        }
        let is_of_use = matches!(
            action,
            Action::ToggleBookmark
                | Action::ToggleRead
                | Action::CatchUp
                | Action::Note
                | Action::Undo
                | Action::GoBack
                | Action::GoForward
                | Action::OpenSource
                | Action::CopyLink
                | Action::CopyCitation
                | Action::Export
                | Action::Pipe
                | Action::Edit
                | Action::ChangeOrder
                | Action::LaterMonth
                | Action::EarlierMonth
                | Action::BuildIndex
                | Action::Archives
                | Action::Reload
                | Action::ReadAgain
                | Action::Problems
        );
        if action == Action::Problems {
            // Until all is read, nobody knows of them all.
            self.wait_while(|session| !session.app.loading.done)?;
        }
        if is_of_use {
            self.perform(action)
        } else {
            self.say(&words::of_the_screen(self.lang, action.name_in(self.lang)))
        }
    }

    /// Gives `line` to what was asked for; an empty one asks for nothing.
    fn answer_prompt(&mut self, line: &str) -> io::Result<()> {
        let line = clean_line(line);
        let line = line.trim();
        let ends = if line.is_empty() {
            KeyCode::Esc
        } else {
            KeyCode::Enter
        };
        let events = [
            Event::Key(Key::ctrl('u')),
            Event::Paste(line.to_owned()),
            Event::Key(Key::plain(ends)),
        ];
        events.into_iter().try_for_each(|event| self.take(event))
    }
}

/// Whether the command or action of this name is about one article.
fn is_about_an_article(word: &str) -> bool {
    let command = Command::named(word).and_then(|command| command.names.first());
    command.is_some_and(|name| matches!(*name, "tag" | "keep" | "hide"))
        || matches!(
            Action::named(word),
            Some(Action::Note | Action::Export | Action::Pipe | Action::Edit | Action::CopyLink)
        )
}
