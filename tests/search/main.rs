//! The index of texts: what it finds, and what it survives.

#[path = "../../benches/support/mod.rs"]
mod archives;
mod index;
mod kill;
#[path = "../fixtures/numbers.rs"]
mod numbers;
mod recall;
mod rot;
#[path = "../support/mod.rs"]
mod support;
#[path = "../fixtures/temp.rs"]
mod temp;
