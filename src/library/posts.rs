//! A set of articles of one archive, small on the disk: the site's numbers as differences, some four bytes each, paths as
//! what they do not share with the one before.

use std::sync::Arc;

use crate::post::PostId;

/// The set. Both parts ascend.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Posts {
    numbers: Vec<u64>,
    paths: Vec<Arc<str>>,
}

impl FromIterator<PostId> for Posts {
    fn from_iter<I: IntoIterator<Item = PostId>>(ids: I) -> Self {
        let mut posts = Self::default();
        for id in ids {
            match id {
                PostId::Number(number) => posts.numbers.push(number),
                PostId::Path(path) => posts.paths.push(path),
            }
        }
        posts.in_order();
        posts
    }
}

impl Posts {
    fn in_order(&mut self) {
        self.numbers.sort_unstable();
        self.numbers.dedup();
        self.paths.sort_unstable();
        self.paths.dedup();
    }

    pub(super) fn len(&self) -> usize {
        self.numbers.len() + self.paths.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = PostId> {
        let numbers = self.numbers.iter().copied().map(PostId::Number);
        numbers.chain(self.paths.iter().cloned().map(PostId::Path))
    }

    /// Takes in those of `other`.
    pub(super) fn join(&mut self, mut other: Self) {
        if self.is_empty() {
            *self = other;
            return;
        }
        self.numbers.append(&mut other.numbers);
        self.paths.append(&mut other.paths);
        self.in_order();
    }

    /// Those of them that `other` has not.
    pub(super) fn without(self, other: &Self) -> Self {
        Self {
            numbers: without(self.numbers, &other.numbers),
            paths: without(self.paths, &other.paths),
        }
    }

    /// As it is kept.
    pub(super) fn encoded(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.numbers.len() * 4 + 16);
        put(&mut out, self.numbers.len() as u64);
        let mut before = 0;
        for number in &self.numbers {
            put(&mut out, number - before);
            before = *number;
        }
        let mut before: &[u8] = &[];
        for path in &self.paths {
            let path = path.as_bytes();
            let shared = before.iter().zip(path).take_while(|(a, b)| a == b).count();
            let rest = path.get(shared..).unwrap_or_default();
            put(&mut out, shared as u64);
            put(&mut out, rest.len() as u64);
            out.extend_from_slice(rest);
            before = path;
        }
        out
    }

    /// What was kept so; what is left of it where it was cut.
    pub(super) fn decoded(mut bytes: &[u8]) -> Self {
        let mut posts = Self::default();
        let count = take(&mut bytes).unwrap_or_default();
        let mut before = 0_u64;
        for _ in 0..count {
            let Some(step) = take(&mut bytes) else {
                return posts;
            };
            before = before.wrapping_add(step);
            posts.numbers.push(before);
        }
        let mut path: Vec<u8> = Vec::new();
        while let (Some(shared), Some(rest)) = (take(&mut bytes), take(&mut bytes)) {
            let Some((rest, after)) = bytes.split_at_checked(rest as usize) else {
                break;
            };
            bytes = after;
            path.truncate(shared as usize);
            path.extend_from_slice(rest);
            posts.paths.push(String::from_utf8_lossy(&path).into());
        }
        posts
    }
}

/// Those of `all` that `known` has not, both ascending.
fn without<T: Ord>(all: Vec<T>, known: &[T]) -> Vec<T> {
    let mut known = known.iter().peekable();
    let is_new = |one: &T| {
        while known.next_if(|known| *known < one).is_some() {}
        known.peek().is_none_or(|known| *known != one)
    };
    all.into_iter().filter(is_new).collect()
}

/// Seven bits a byte, the least first.
fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for place in 0..10 {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ids() -> impl Strategy<Value = Vec<PostId>> {
        let number = any::<u64>().prop_map(PostId::Number);
        let path = "(_posts/)?[a-c公]{1,4}".prop_map(|path| PostId::from_path(&path));
        proptest::collection::vec(prop_oneof![3 => number, 1 => path], 0..40)
    }

    proptest! {
        #[test]
        fn what_is_kept_is_read_back(ids in ids()) {
            let posts: Posts = ids.iter().cloned().collect();
            prop_assert_eq!(&Posts::decoded(&posts.encoded()), &posts);
            prop_assert!(ids.iter().all(|id| posts.ids().any(|own| own == *id)));
        }

        #[test]
        fn sets_are_sets(some in ids(), others in ids()) {
            let (one, other): (Posts, Posts) = (some.iter().cloned().collect(), others.iter().cloned().collect());
            let left: Vec<PostId> = one.clone().without(&other).ids().collect();
            prop_assert!(left.iter().all(|id| some.contains(id) && !others.contains(id)));
            let mut both = one.clone();
            both.join(other.clone());
            prop_assert_eq!(both.len(), other.len() + left.len());
        }

        #[test]
        fn nothing_that_is_read_ends_the_program(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            Posts::decoded(&bytes);
        }
    }

    #[test]
    fn a_million_articles_take_few_bytes() {
        // One each two and a half minutes, as the site numbers them.
        let ids = (0..100_000_u64).map(|n| PostId::Number(202_201_010_000_000_000 + n * 1_500_000));
        let posts: Posts = ids.collect();
        assert!(posts.encoded().len() < 310_000);
    }
}
