//! Bookings: what a guest sends, and what of it is kept.
//!
//! A request holds what must reach neither a log nor the database in the clear. The two types of this module derive
//! [`gambeson::Masked`], so that neither can be printed or serialised but masked.

pub mod error;
pub mod making;
pub mod request;
pub mod store;
