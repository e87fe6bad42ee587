//! What a reader gets of an archive: its folders, names, front matter and bodies as real archives have them.

mod bodies;
mod dates_and_lists;
mod folders;
mod front_matter;
mod names;
mod real;
#[path = "../fixtures/temp.rs"]
mod temp;
