//! The library: what it keeps, what it survives, how it is put together with another and undone.

mod carry;
mod entries;
mod folders;
mod keeps;
mod rules;
mod safety;
mod survives;
mod undo;
