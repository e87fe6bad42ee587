//! The generator of the benches: the same for one seed, and with what real archives have.

use std::collections::HashSet;

use crate::archives::archive;
use crate::archives::facts::{Plan, Role};

const PLAN: Plan = Plan {
    posts: 6_000,
    seed: 7,
};

#[test]
fn one_seed_is_one_archive() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let plan = Plan { posts: 300, seed: 7 };
    let written = archive::write(&plan, one.path()).unwrap();
    archive::write(&plan, other.path()).unwrap();
    let mut posts = 0;
    for index in 0..plan.posts {
        let (path, bytes) = archive::file(&plan, index);
        assert_eq!(std::fs::read(one.path().join(&path)).unwrap(), bytes);
        assert_eq!(std::fs::read(other.path().join(&path)).unwrap(), bytes);
        posts += bytes.len() as u64;
    }
    assert_eq!(written.bytes, posts);
    let again = archive::write(&plan, one.path());
    assert!(again.is_err(), "never over what is there");
    let elsewhere = Plan { posts: 300, seed: 8 };
    assert_ne!(archive::file(&plan, 0).1, archive::file(&elsewhere, 0).1);
}

#[test]
fn no_file_is_written_twice_and_all_roles_and_ages_are_there() {
    let mut paths = HashSet::new();
    let mut ages = HashSet::new();
    let mut roles = [0; 3];
    for index in 0..PLAN.posts {
        let facts = PLAN.facts(index);
        ages.insert(facts.age);
        match facts.role {
            Role::First => roles[0] += 1,
            Role::OtherFolder => roles[1] += 1,
            Role::ByOutlet => roles[2] += 1,
        }
        let (path, _) = archive::file(&PLAN, index);
        assert!(paths.insert(path.clone()), "{path} twice");
    }
    assert_eq!(ages, (1..=7).collect::<HashSet<_>>());
    assert!(roles[1] > 60 && roles[2] > 120, "{roles:?}");
}

#[test]
fn copies_share_their_article() {
    let copies = (0..PLAN.posts).map(|index| PLAN.facts(index));
    let copies = copies.filter(|facts| facts.role != Role::First);
    for copy in copies {
        let first = PLAN.facts(copy.article);
        assert_eq!(first.role, Role::First);
        assert_eq!((first.number, &first.title), (copy.number, &copy.title));
        assert_ne!(first.path(), copy.path());
    }
}
