//! To be filled: see the map in `lib.rs`.
