//! The store: what it answers, and what growing costs.

#[path = "../../benches/support/mod.rs"]
mod archives;
mod generator;
mod growth;
mod hiding;
mod model;
