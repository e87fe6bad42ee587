//! What a reader sees and does, in the program without a terminal.

mod about;
mod categories;
mod desk;
mod every_screen;
mod keys;
mod leaving;
mod mouse;
mod own;
mod page;
mod passages;
mod quotes;
mod screens;
mod searching;
mod sizes;
mod themes;
