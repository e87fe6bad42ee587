//! What tells whether a file is still the one that was read.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::time::{Duration, SystemTime};

/// A file changed so shortly before it was read may change once more without its times showing it: file systems tell
/// time in ticks of up to two seconds (FAT), and git meets the same with its "racily clean" entries.
const TICK: Duration = Duration::from_secs(2);

/// Size, times and number of a file. Compared for equality only, so that a clock set back and times in the
/// future do no harm. The time of the last change of the inode (ctime) cannot be set by a program: a file of equal size and
/// with its old time set again, as by `git checkout` or `touch -r`, is told from the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes.
    pub size: i64,
    /// When its content changed last, in nanoseconds since 1970.
    pub modified: i64,
    /// When content, name or rights changed last, in nanoseconds since 1970.
    pub changed: i64,
    /// Its number in the file system.
    pub inode: i64,
}

impl Stamp {
    /// Equal to that of no file: what it stands for is read again.
    pub const UNSURE: Self = Self {
        size: -1,
        modified: 0,
        changed: 0,
        inode: 0,
    };

    /// That of a file, taken before it was read.
    pub fn of(metadata: &Metadata) -> Self {
        let nanoseconds = |seconds: i64, rest: i64| seconds.wrapping_mul(1_000_000_000).wrapping_add(rest);
        Self {
            size: metadata.size().cast_signed(),
            modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
            changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
            inode: metadata.ino().cast_signed(),
        }
    }

    /// The same, or [`Stamp::UNSURE`] where the file changed within two seconds of `now`. A time further in the future,
    /// from before the clock was set back, is as good as any: a change from now on has another.
    #[must_use]
    pub fn settled(self, now: SystemTime) -> Self {
        let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let now = i64::try_from(now.as_nanos()).unwrap_or(i64::MAX);
        let apart = now.abs_diff(self.changed);
        if u128::from(apart) < TICK.as_nanos() {
            Self::UNSURE
        } else {
            self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_just_now_is_not_sure() {
        let at = |seconds: u64| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let stamp = Stamp {
            size: 5,
            modified: 7,
            changed: 100 * 1_000_000_000,
            inode: 1,
        };
        assert_eq!(stamp.settled(at(102)), stamp);
        assert_eq!(stamp.settled(at(101)), Stamp::UNSURE);
        assert_eq!(stamp.settled(at(99)), Stamp::UNSURE);
        assert_eq!(stamp.settled(at(90)), stamp);
    }
}
