//! What the program knows and does, without a terminal: the state in [`App`], and [`App::update`],
//! which turns an [`Event`] into a new state and [`Effect`]s. Drawing reads the state and changes nothing.
//!
//! | file | subject |
//! | --- | --- |
//! | `action`, `key`, `keymap` | what can be done, and which key does it |
//! | `areas` | where the panes stand |
//! | `arrangement`, `groups`, `arrange`, `arrange_words` | how the categories are arranged, what changes that and what is said of it |
//! | `list`, `categories`, `reader`, `prompt`, `overlay` | the state of each pane |
//! | `find`, `jump` | hits, headings and links in the page |
//! | `search`, `suggest`, `hits`, `saved` | queries, their results, hits in the page; searches under a name |
//! | `rules`, `rule_check` | what is done with articles that arrive; what is hidden |
//! | `selection`, `passages`, `page_passages`, `passage_notes` | what is highlighted: selecting it, all of it, on the page; notes |
//! | `index` | the index of texts |
//! | `marking`, `note`, `history`, `stand` | rows marked together; notes, tags, undo; what was read; back, forward, beginning again |
//! | `archives` | the other archives, and going to one |
//! | `dialogue` | the program told by words, for a front end without a screen |
//! | `act`, `motion`, `open`, `ask`, `command`, `dress`, `goal`, `keep`, `export`, `report` | what each action and report changes |
//! | `row`, `view`, `overlay_lines`, `search_words`, `own_words`, `trouble` | what is said, in the words of the language |

mod about;
mod act;
mod action;
mod action_names;
mod archives;
mod areas;
mod arrange;
mod arrange_words;
mod arrangement;
mod ask;
mod categories;
mod code;
mod command;
mod dialogue;
mod dress;
mod event;
mod export;
mod find;
mod goal;
mod groups;
mod history;
mod hits;
mod index;
mod jump;
mod keep;
mod key;
mod keymap;
mod labels;
mod list;
mod marking;
mod motion;
mod mouse;
mod note;
mod open;
mod outside;
mod overlay;
mod overlay_lines;
mod own_words;
mod page_passages;
mod passage_notes;
mod passages;
mod prompt;
mod reader;
mod report;
mod rescued;
mod row;
mod rule_check;
mod rules;
mod saved;
mod search;
mod search_words;
mod selection;
mod split;
mod stand;
mod suggest;
mod trouble;
mod typing;
mod view;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::archive::Archive;
use crate::config::theme::Themes;
use crate::config::{Lang, Settings, Words};
use crate::library::{Bookmark, Place, Visit};
use crate::post::PostId;
use crate::store::{Hiding, List, Scope, Store, Unread};
use crate::work::{Change, ExportOf, Look, Problems, Request};

pub use about::Fact;
pub use action::Action;
pub use archives::{ArchiveChoice, no_archive, shown_place};
pub use areas::{Area, Areas, LEAST, PaneArea, Shape};
pub use arrange_words::{ArrangeWords, arrange_words};
pub use arrangement::{Entry, Part};
pub use categories::{Categories, CategoryLine};
pub use command::{COMMANDS, Command};
pub use event::{Effect, Event, Guest, Outcome, Size, TerminalFacts};
pub use find::Find;
pub use index::IndexState;
pub use jump::MarkedLink;
pub use key::{Key, KeyCode};
pub use keymap::{Binding, Group, KeyMistake, Keymap, Keys, Row, TABLE, Where};
pub use labels::{Label, Labels};
pub use list::{Frame, ListLine, ListView, Source};
pub use marking::Marked;
pub use mouse::{Mouse, MouseUse};
pub use overlay::{KEYS_WIDTH, Overlay, OverlayKind, OverlayLine};
pub use own_words::{OwnWords, own_words};
pub use passage_notes::NoteLine;
pub use passages::Passages;
pub use prompt::{Ask, Prompt};
pub use reader::Reader;
pub use rescued::{rescued_in_short, rescued_library};
pub use row::{Columns, RowText};
pub use rule_check::{RuleMistake, standing_rules};
pub use rules::Rules;
pub use saved::Saved;
pub use search::Search;
pub use search_words::{doubt, estimated, index_trouble, size};
pub use selection::Select;
pub use split::Split;
pub use suggest::Suggestion;
pub use trouble::{archive_trouble, catalogue_notice, export_trouble, library_trouble};

/// How long a reader reads on without a key before the place is kept: a loss of so much is none.
const REST: Duration = Duration::from_secs(3);

/// A pane that can have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The categories.
    Categories,
    /// The articles.
    List,
    /// The page.
    Reader,
}

/// One line for the status bar, until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What it says.
    pub text: String,
    /// Whether something went wrong.
    pub problem: bool,
}

/// What a load is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Why {
    /// There is nothing yet.
    #[default]
    First,
    /// The reader wants to see what is new.
    Asked,
    /// The disk has changed: not a word where nothing is new.
    Disturbed,
}

/// How far the archive is loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loading {
    /// The load whose reports count.
    pub generation: u64,
    /// Whether all of it is there.
    pub done: bool,
    /// Articles known so far.
    pub seen: usize,
    /// Posts read from their files so far.
    pub read: usize,
    /// The moment, in seconds since 1970, down to which all is there.
    pub reached: Option<i64>,
    /// Whether all that was known before is on the screen, and only what has changed is still to come.
    pub stands: bool,
    /// What it is for.
    pub why: Why,
    /// Whether the disk has changed since it began.
    pub disturbed: bool,
}

/// The state of the program.
#[derive(Debug)]
pub struct App {
    /// The interface's language.
    pub lang: Lang,
    /// What a reader may want otherwise.
    pub settings: Settings,
    /// The themes there are, and which is worn.
    pub themes: Themes,
    /// The archive's name, as its top line says it.
    pub archive_name: String,
    /// What tells it from any other archive.
    archive_identity: String,
    /// The archives that one can go to.
    pub archives: Vec<ArchiveChoice>,
    leaving: archives::Leaving,
    /// The archive for which this one was left.
    next_archive: Option<Archive>,
    /// The terminal.
    pub size: Size,
    /// Seconds since 1970, by which "today" is known.
    pub now: i64,
    /// The articles, of which lists show those that are not hidden.
    pub store: Arc<Store>,
    /// The same as they were loaded.
    loaded: Arc<Store>,
    /// What is hidden of them.
    hiding: Hiding,
    /// What the library says of that.
    hidden: Vec<(PostId, Vec<String>)>,
    /// The rules.
    pub rules: Rules,
    /// How far they are loaded.
    pub loading: Loading,
    /// When the archive was last looked at whole, in seconds since 1970.
    pub looked_at: Option<i64>,
    /// Whether it could not be read the last time.
    archive_gone: bool,
    /// What is odd about the archive.
    pub problems: Problems,
    /// What does not hold of the settings: the line of the file, and what is wrong with it.
    pub settings_odd: Vec<(String, String)>,
    /// What happened to the library: in a few words, and what there is to know of it.
    pub library_odd: Vec<(String, String)>,
    /// Where the archive's site stands on the web; empty where that is not known.
    pub site_url: String,
    /// What the terminal said about itself.
    pub terminal: TerminalFacts,
    /// What is unread.
    pub unread: Unread,
    /// The bookmarks, in the order of their list.
    pub bookmarks: Vec<Bookmark>,
    bookmarked: HashSet<PostId>,
    /// Whether their list is in the order of bookmarking, not by date.
    bookmarks_by_adding: bool,
    /// Bookmarks taken away in this run, which still stand in the list they were taken from.
    unbookmarked: Vec<Bookmark>,
    /// What is highlighted.
    pub passages: Passages,
    /// Why nothing can be kept, where that is so.
    pub keeps_nothing: Option<String>,
    places: HashMap<PostId, Place>,
    /// What was read, the last first.
    pub visits: Vec<Visit>,
    /// Where one can go back to.
    journey: stand::Journey,
    /// Changes that the library has not dealt with yet, oldest first.
    unsettled: VecDeque<Change>,
    /// The pane that has the focus.
    pub focus: Pane,
    /// Whether the page has the whole screen.
    pub zoom: bool,
    /// The sizes the user has given to panes.
    split: Split,
    /// The rule between panes that the mouse holds.
    held_rule: Option<split::Divider>,
    /// The category pane.
    pub categories: Categories,
    /// How it is arranged.
    arrangement: arrangement::Arrangement,
    /// The groups of the settings of which the archive has categories.
    groups: Vec<groups::Group>,
    /// What does not hold of them: the group, and what is wrong with it.
    pub groups_odd: Vec<(String, String)>,
    /// The list of a category, of everything, of the bookmarks.
    base: ListView,
    /// The results of a search in it, which stand above it.
    results: Option<ListView>,
    /// Lists that were left, by which one comes back to the same row.
    left: HashMap<Source, ListView>,
    /// The page.
    pub reader: Reader,
    /// The prompt, while it is open.
    pub prompt: Option<ask::Open>,
    /// What was looked for in pages, the last at the end.
    looked_for: Vec<String>,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
    /// The line in the status bar.
    pub message: Option<Message>,
    /// Where the reader wants to go, as long as it is not there.
    goal: Option<goal::Goal>,
    /// Articles that have come since the last key.
    arrived: usize,
    /// What was searched for, the last at the end.
    searched: Vec<String>,
    /// The last search of this run.
    last_search: Option<String>,
    /// The saved searches, in the order of the category pane.
    pub searches: Vec<Saved>,
    counts_asked: u64,
    /// What the name of a file begins with that is proposed: nothing for the current folder, or another folder, with its slash.
    pub proposed_folder: String,
    /// The articles that the open prompt is to export.
    exporting: Vec<PostId>,
    /// The commands that texts were given to, the last at the end.
    piped: Vec<String>,
    /// Letters over the links of the page.
    labels: Option<Labels>,
    /// An export whose file is there already, while the prompt stands open for what to do.
    standing: Option<Box<ExportOf>>,
    /// What was typed at the prompt of commands, the last at the end.
    commanded: Vec<String>,
    /// The index of texts.
    pub index: IndexState,
    typed: Vec<String>,
    keymap: Keymap,
    count: Option<usize>,
    generation: u64,
    search_asked: u64,
    search_answered: u64,
    snippets_asked: u64,
    preview_at: Option<Instant>,
    preview_of: Option<PostId>,
    /// When the reader will have rested long enough for the place to be kept.
    rests_at: Option<Instant>,
    effects: Vec<Effect>,
}

impl App {
    /// A program that shows nothing yet, and the effects that make it load.
    pub fn new(
        lang: Lang,
        settings: Settings,
        archive_name: String,
        archive_identity: String,
        size: Size,
        now: i64,
    ) -> (Self, Vec<Effect>) {
        let arrangement = arrangement::Arrangement::new(settings.category_order);
        let mut app = Self {
            lang,
            keymap: Keymap::new(&settings.keys).0,
            settings,
            themes: Themes::default(),
            archive_name,
            archive_identity,
            archives: Vec::new(),
            leaving: archives::Leaving::default(),
            next_archive: None,
            size,
            now,
            store: Arc::default(),
            loaded: Arc::default(),
            hiding: Hiding::default(),
            hidden: Vec::new(),
            rules: Rules::default(),
            loading: Loading::default(),
            looked_at: None,
            archive_gone: false,
            problems: Problems::default(),
            settings_odd: Vec::new(),
            site_url: String::new(),
            terminal: TerminalFacts::default(),
            unread: Unread::default(),
            bookmarks: Vec::new(),
            bookmarked: HashSet::new(),
            bookmarks_by_adding: false,
            unbookmarked: Vec::new(),
            passages: Passages::default(),
            keeps_nothing: None,
            library_odd: Vec::new(),
            places: HashMap::new(),
            visits: Vec::new(),
            journey: stand::Journey::default(),
            unsettled: VecDeque::new(),
            focus: Pane::List,
            zoom: false,
            split: Split::default(),
            held_rule: None,
            categories: Categories::default(),
            arrangement,
            groups: Vec::new(),
            groups_odd: Vec::new(),
            base: ListView::new(Source::All, List::Scope(Scope::Shown)),
            results: None,
            left: HashMap::new(),
            reader: Reader::default(),
            prompt: None,
            looked_for: Vec::new(),
            overlay: None,
            message: None,
            goal: None,
            arrived: 0,
            typed: Vec::new(),
            count: None,
            generation: 0,
            searched: Vec::new(),
            last_search: None,
            searches: Vec::new(),
            counts_asked: 0,
            proposed_folder: String::new(),
            exporting: Vec::new(),
            standing: None,
            piped: Vec::new(),
            labels: None,
            commanded: Vec::new(),
            index: IndexState::default(),
            search_asked: 0,
            search_answered: 0,
            snippets_asked: 0,
            preview_at: None,
            preview_of: None,
            rests_at: None,
            effects: Vec::new(),
        };
        app.rules.standing = standing_rules(&app.settings.rules, app.today_date()).0.into();
        app.renew_categories();
        app.load(Why::First, Look::Files);
        let effects = std::mem::take(&mut app.effects);
        (app, effects)
    }

    /// Something in the settings does not hold: for each, where it stands and what is wrong, clean lines.
    pub fn settings_are_odd(&mut self, odd: impl IntoIterator<Item = (String, String)>) {
        self.settings_odd = odd.into_iter().collect();
        let words = self.words();
        if !self.settings_odd.is_empty() {
            let odd = (words.settings_odd)(self.settings_odd.len());
            self.say_problem(format!("{odd} · {}", words.press_for_why));
        }
    }

    /// How many things are listed by [`Action::Problems`].
    pub fn problem_count(&self) -> usize {
        let own = self.settings_odd.len() + self.groups_odd.len() + self.library_odd.len();
        self.problems.total + own + usize::from(self.keeps_nothing.is_some())
    }

    /// What the interface says.
    pub fn words(&self) -> &'static Words {
        self.lang.words()
    }

    /// Where everything stands.
    pub fn areas(&self) -> Areas {
        areas::areas(
            self.size,
            self.focus,
            self.zoom,
            self.settings.measure,
            self.split,
        )
    }

    /// The list that is shown.
    pub fn list(&self) -> &ListView {
        self.results.as_ref().unwrap_or(&self.base)
    }

    fn list_mut(&mut self) -> &mut ListView {
        self.results.as_mut().unwrap_or(&mut self.base)
    }

    /// Whether `id` is bookmarked.
    pub fn is_bookmarked(&self, id: &PostId) -> bool {
        self.bookmarked.contains(id)
    }

    /// When [`Event::Tick`] is wanted.
    pub fn deadline(&self) -> Option<Instant> {
        self.preview_at.into_iter().chain(self.rests_at).min()
    }

    /// Takes in what happened at `now`, and says what is to be done about it.
    pub fn update(&mut self, event: Event, now: Instant) -> Vec<Effect> {
        match event {
            Event::Key(key) => {
                self.key(key);
                self.rests_at = (self.focus == Pane::Reader).then(|| now + REST);
            }
            Event::Paste(text) => self.paste(&text),
            Event::Mouse(mouse) => self.mouse(mouse),
            Event::Resize(size) => {
                self.size = size;
                self.labels = None;
                self.renew_categories();
            }
            Event::Terminal(facts) => {
                self.themes.learn(facts.dark);
                self.terminal = facts;
                if let Some(wide) = facts.ambiguous_wide {
                    self.settings.cells.ambiguous_wide = wide;
                }
            }
            // The loop's business.
            Event::CaughtUp => {}
            Event::Report(report) => self.report(report),
            Event::Outcome(outcome) => self.outcome(outcome),
            Event::Tick => self.tick(now),
            Event::Leave => {
                self.leave();
                self.next_archive = None;
            }
        }
        self.settle(now);
        self.leave_for_another();
        std::mem::take(&mut self.effects)
    }

    /// Brings everything that follows from the state in line with it: cursors in view, the page laid
    /// out for its pane, the preview on its way.
    fn settle(&mut self, now: Instant) {
        self.reader.note_move();
        self.reveal();
        self.lay_out();
        self.find_passages();
        let height = self.reader_height();
        self.reader.stand(height);
        if self.focus != Pane::Reader {
            self.mark_shown();
        }
        self.reader.land(height);
        self.keep_labels();
        self.land_on_passage(height);
        self.want_snippets();
        self.renew_overlay();
        self.schedule_preview(now);
    }

    /// Says `text` in the status bar until the next key.
    fn say(&mut self, text: impl Into<String>) {
        self.message = Some(Message {
            text: text.into(),
            problem: false,
        });
    }

    /// Says in the status bar that something went wrong.
    fn say_problem(&mut self, text: impl Into<String>) {
        self.message = Some(Message {
            text: text.into(),
            problem: true,
        });
    }

    fn ask_work(&mut self, request: Request) {
        self.effects.push(Effect::Work(request));
    }

    /// A number that no earlier request of this run has.
    fn next_generation(&mut self) -> u64 {
        self.generation += 1;
        self.generation
    }
}
