//! What each file of a generated archive is: its article, its age of the template, its place.

use jiff::civil::DateTime;
use jiff::{Timestamp, tz::Offset};

use super::random::Random;
use super::words;

/// The moment of the newest post: 2022-06-14 17:30 at +08:00.
const NEWEST: i64 = 1_655_199_000;

/// Posts a day.
const A_DAY: u64 = 400;

/// The counter at the end of the newest article number, and about how much an article adds to it.
const COUNTER: u64 = 2_412_345_678;
const COUNTER_STEP: u64 = 900;

/// Outlets with a category of their own.
pub const CATEGORIES: usize = 2_000;

/// The site's rolling news.
pub const ROLLING: (&str, &str) = ("emnews", "东财滚动");

/// Which archive: how many files, and the seed of their content.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Files of posts, copies included.
    pub posts: usize,
    /// Decides all else.
    pub seed: u64,
}

/// The age of the post template (archive-format, table), oldest first; 7 is the media post.
pub type Age = u8;

/// What a file is to its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The first or only file of it.
    First,
    /// A file of the same name in the other folder (archive-format 4).
    OtherFolder,
    /// The outlet's form of a rolling post: `NW` before the number (archive-format 3).
    ByOutlet,
}

/// One file, all but its text.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Its number in the plan; 0 is the newest.
    pub index: usize,
    /// Its article's: less by one for a copy.
    pub article: usize,
    /// What it is to its article.
    pub role: Role,
    /// Wall-clock time at +08:00.
    pub time: DateTime,
    /// Seconds since the epoch.
    pub timestamp: i64,
    /// The article number.
    pub number: u64,
    /// The title, as it should read.
    pub title: String,
    /// Folder name and Chinese name of the outlet.
    pub category: (String, String),
    /// Age of the template.
    pub age: Age,
    /// Whether it stands in `_posts`, else in `old_post`.
    pub newest: bool,
}

impl Plan {
    fn random(&self, index: usize) -> Random {
        Random::new(self.seed, index as u64)
    }

    fn role(&self, index: usize) -> Role {
        let wanted = |index: usize| {
            let mut random = self.random(index);
            let roll = random.below(100);
            match roll {
                0..2 => Role::OtherFolder,
                2..6 => Role::ByOutlet,
                _ => Role::First,
            }
        };
        match index.checked_sub(1) {
            Some(before) if wanted(before) == Role::First => wanted(index),
            _ => Role::First,
        }
    }

    /// The file of a number.
    pub fn facts(&self, index: usize) -> Facts {
        let role = self.role(index);
        let article = if role == Role::First { index } else { index - 1 };
        let mut random = self.random(article);
        random.next();
        let step = 86_400 / A_DAY;
        let back = article as u64 * step + random.next() % step;
        let timestamp = NEWEST - back.cast_signed();
        let time = Timestamp::from_second(timestamp).unwrap_or(Timestamp::UNIX_EPOCH);
        let time = Offset::constant(8).to_datetime(time);
        let counter = COUNTER
            .saturating_sub(article as u64 * COUNTER_STEP + random.next() % COUNTER_STEP)
            .max(1_000_000);
        let day = u64::from(time.year().unsigned_abs()) * 10_000
            + u64::from(time.month().unsigned_abs()) * 100
            + u64::from(time.day().unsigned_abs());
        let by_outlet = random.below(100) < 45;
        let title = words::title(&mut random);
        let outlet = words::outlet(random.zipf(CATEGORIES));
        // Where rolling posts have an outlet's form too, the first file is the rolling one.
        let followed = index == article && self.role(index + 1) == Role::ByOutlet;
        let media = role == Role::ByOutlet || role == Role::First && by_outlet && !followed;
        // The oldest tenth has the old templates, as the site grew.
        let age = match (article * 100 / self.posts.max(1)).min(99) {
            _ if media => 7,
            0..75 => 6,
            75..85 => 5,
            85..90 => 4,
            90..95 => 3,
            95..98 => 2,
            _ => 1,
        };
        let newest = article as u64 <= 3 * A_DAY;
        Facts {
            index,
            article,
            role,
            time,
            timestamp,
            number: day * 10_000_000_000 + counter,
            title,
            category: if media {
                outlet
            } else {
                (ROLLING.0.to_owned(), ROLLING.1.to_owned())
            },
            age: if role == Role::OtherFolder {
                age.min(4)
            } else {
                age
            },
            newest: newest == (role != Role::OtherFolder),
        }
    }

    /// A stream for the text of a file; copies of an article have the same.
    pub fn text(&self, facts: &Facts) -> Random {
        Random::new(!self.seed, facts.article as u64)
    }

    /// A stream for what is odd about a file.
    pub fn oddity(&self, facts: &Facts) -> Random {
        Random::new(self.seed.rotate_left(32), facts.index as u64)
    }
}

impl Facts {
    /// The path of its file, as posts are named.
    pub fn path(&self) -> String {
        let folder = if self.newest { "_posts" } else { "old_post" };
        let date = self.time.strftime("%Y-%m-%d");
        let prefix = if self.age == 7 { "NW" } else { "" };
        format!("{folder}/{date}-{prefix}{}.md", self.number)
    }
}
