//! What the masker finds in the cases of other projects.

mod cases;
mod line;
mod shows;
