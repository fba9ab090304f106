//! `#[derive(Masked)]`: every form of it, in every rendering.

mod containers;
mod forms;
mod generics;
mod leaks;
mod rendered;
mod serialize;
mod shown;
mod words;
