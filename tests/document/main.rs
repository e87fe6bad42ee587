//! Documents: what is read of a body.

mod body;
mod exceptions;
mod hidden;
mod hostile;
mod lists;
mod markup;
