//! What the benches share: a seeded generator of archives like the real one, on disk or in memory. The same
//! seed gives the same archive, byte for byte, on every machine.

#![allow(dead_code, reason = "each bench uses its part")]
#![allow(unreachable_pub, reason = "a module of several programs")]

pub mod archive;
pub mod arguments;
pub mod articles;
pub mod disk;
pub mod facts;
pub mod figures;
pub mod finders;
pub mod memory;
pub mod odd;
pub mod peers;
pub mod pty;
pub mod random;
pub mod template;
pub mod typing;
pub mod vocabulary;
pub mod words;
