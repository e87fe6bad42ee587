//! Settings and folders as plain values: see the map in `lib.rs`.

pub mod folders;
