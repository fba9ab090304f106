//! `strategy = write_behind(..)`: the function is what takes changes to the user's store, and its
//! handle is what callers put them by.

mod grammar;

pub(super) use grammar::GRAMMAR;
