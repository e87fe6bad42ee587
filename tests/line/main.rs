//! The line between program and terminal: what each key sends over it, what happens where it is slow, and what terminals
//! of every kind make of what is sent. Bytes and their order are counted, never time.

mod budgets;
mod frames;
mod links;
mod odd;
mod slow;
#[path = "../support/mod.rs"]
mod support;
