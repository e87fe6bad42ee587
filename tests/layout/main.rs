//! Pages: how a document is set in lines.

#[path = "../../fuzz/body.rs"]
mod body;
mod common;
mod fuzz_seeds;
mod hostile;
mod judge;
mod judged;
mod page;
mod pages;
mod properties;
mod real;
mod tables;
mod yardstick;
