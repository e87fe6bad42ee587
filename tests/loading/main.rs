//! An archive while it comes and while it changes.

mod going;
mod refresh;
mod rules;
#[path = "../support/mod.rs"]
mod support;
