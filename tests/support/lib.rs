//! What the tests share.

pub mod redis_server;
