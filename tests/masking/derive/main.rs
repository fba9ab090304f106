//! `#[derive(Masked)]`: every form of it, in every rendering.

mod containers;
mod forms;
mod generics;
mod leaks;
mod line;
mod rendered;
mod serialize;
mod shown;
mod shows;
mod words;
