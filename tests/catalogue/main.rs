//! The catalogue: what it keeps, who shares it, and what it survives.

mod common;
mod folders;
mod kill;
mod model;
mod shared;
mod survives;
