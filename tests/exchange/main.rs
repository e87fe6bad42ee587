//! What finews writes for other programs.

mod cite;
mod forms;
