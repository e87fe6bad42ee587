//! The fuzz body over its seeds, and over every seed cut short at any byte.

use std::fs;
use std::path::Path;

#[test]
fn every_seed_makes_a_sound_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let mut seeds = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let data = fs::read(entry.unwrap().path()).unwrap();
        seeds += 1;
        crate::body::body(&data);
        let step = data.len().div_ceil(64).max(1);
        for end in (0..data.len()).step_by(step) {
            crate::body::body(&data[..end]);
        }
        // The same body as narrow and as wide as it goes.
        for (width, switches) in [(0, 1), (2, 0), (19, 1), (20, 0), (127, 7)] {
            crate::body::body(&[&[width, switches], data.get(2..).unwrap_or_default()].concat());
        }
    }
    assert!(seeds >= 40, "{seeds}");
}
