//! Secrets in text: tokens of providers, JSON web tokens, what follows `Bearer` and `Basic`,
//! private keys, cookies, and long mixed runs.
//!
//! A run is a stretch of `[A-Za-z0-9_-]`. The scan calls for the sixteenth character of one, so
//! that each is looked at once, however long it is.
//!
//! | file | subject |
//! |---|---|
//! | `run` | [`run_at`] and its filter: what a run is, and which finding wins |
//! | `class` | alphabets as bits |
//! | `shapes` | the table of the providers' tokens |
//! | `token` | looks a run up in the table |
//! | `marked` | tokens that are known by something else than how they begin |
//! | `jwt`, `authorization`, `pem`, `cookie`, `entropy` | the others |

mod authorization;
mod class;
mod cookie;
mod entropy;
mod jwt;
mod marked;
mod pem;
mod run;
mod shapes;
#[cfg(test)]
mod tests;
mod token;

pub(crate) use cookie::{cookie_at, cookie_line};
pub(crate) use pem::{filter as pem_filter, pem_at};
pub(crate) use run::{filter as run_filter, run_at};
