//! The catalogue against a model that keeps everything in a map: whatever is written, all of it agrees, and one who
//! follows the changes knows the same.

mod common;

use std::collections::BTreeMap;

use common::{assert_holds, known, open};
use finews::catalogue::{Changes, Known, Progress};
use finews::post::PostId;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
    Write(Vec<(u64, u64)>, Vec<u64>),
    Follow,
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let numbers = || prop::collection::vec((1..40u64, 0..9u64), 0..12);
    prop_oneof![
        4 => (numbers(), prop::collection::vec(1..40u64, 0..4)).prop_map(|(known, removed)| Step::Write(known, removed)),
        2 => Just(Step::Follow),
        1 => Just(Step::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_is_written_agrees(steps in prop::collection::vec(step(), 1..20)) {
        let folder = tempfile::tempdir().unwrap();
        let (mut catalogue, _) = open(folder.path());
        catalogue.write(&[], &[], Progress::Whole(1)).unwrap();
        let mut model: BTreeMap<PostId, Known> = BTreeMap::new();
        let mut follower: BTreeMap<PostId, String> = BTreeMap::new();
        let mut seen = catalogue.header().unwrap().revision;
        for step in steps {
            match step {
                Step::Write(numbers, removed) => {
                    // Of one article one version, and none that goes at the same time.
                    let numbers: BTreeMap<u64, u64> = numbers.into_iter().filter(|(n, _)| !removed.contains(n)).collect();
                    let batch: Vec<Known> = numbers.iter().map(|(number, version)| known(*number, *version)).collect();
                    let removed: Vec<PostId> = removed.iter().map(|number| known(*number, 0).article.id).collect();
                    catalogue.write(&batch, &removed, Progress::Unfinished).unwrap();
                    for id in &removed {
                        model.remove(id);
                    }
                    model.extend(batch.into_iter().map(|known| (known.article.id.clone(), known)));
                }
                Step::Follow => {
                    let Changes::Since { articles, removed, revision } = catalogue.changes(seen).unwrap() else {
                        panic!("not that many");
                    };
                    seen = revision;
                    follower.extend(articles.into_iter().map(|article| (article.id, article.title)));
                    for id in &removed {
                        follower.remove(id);
                    }
                    let titles: BTreeMap<PostId, String> =
                        model.iter().map(|(id, known)| (id.clone(), known.article.title.clone())).collect();
                    prop_assert_eq!(&follower, &titles);
                }
                Step::Reopen => {
                    drop(catalogue);
                    let (again, notice) = open(folder.path());
                    prop_assert_eq!(notice, None);
                    catalogue = again;
                }
            }
            assert_holds(&catalogue, &model);
        }
    }
}
