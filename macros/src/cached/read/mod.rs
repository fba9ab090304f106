//! Reads that answer with what is near its end or beyond it: what cannot be (`checks`), the terms as
//! tokens (`terms`), and a load that can go on without its caller (`carry`, `rename`).

mod carry;
mod checks;
mod rename;
mod terms;

pub(super) use carry::{Carried, carry};
pub(super) use checks::check;
pub(super) use terms::{late, terms};
