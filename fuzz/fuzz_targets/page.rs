//! `cargo fuzz run page`: any body at any width. Start it from the seeds: `cargo fuzz run page fuzz/corpus/page fuzz/seeds`.

#![no_main]

#[path = "../body.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::body(data));
