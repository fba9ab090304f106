//! The order of attributes: the one on top is outermost, however each is spelt and whatever stands
//! around it.
#![deny(warnings, clippy::all, clippy::pedantic)]

#[path = "../forms/support.rs"]
#[macro_use]
mod support;

mod cut;
mod foreign;
mod guards;
mod order;
mod places;
mod spellings;
