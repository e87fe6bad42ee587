//! What leaves the program for other programs: citations of articles.
//!
//! All of it is made from plain data.

mod citation;
mod facts;

pub use citation::cite;
pub use facts::Facts;
