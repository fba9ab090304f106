//! A web service about the airports of the world, which runs on gambeson.
//!
//! A library beside the program, so that tests and the load driver can start it on a free port.

pub mod airports;
pub mod app;
pub mod bookings;
pub mod cache_status;
pub mod config;
pub mod db;
pub mod drive;
pub mod errors;
pub mod extract;
mod html;
pub mod payments;
mod request_id;
mod routes;
mod seed;
pub mod serve;
pub mod shutdown;
mod timing;
