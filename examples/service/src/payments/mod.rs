//! What a booking costs: a payment provider that may be slow, fail, refuse or hang, and the way to
//! it that bears that.

pub mod error;
pub mod fault;
pub mod gateway;
pub mod provider;
