//! The context of a request: what every event of it carries, and where it is lost.

mod attributes;
mod dropped;
mod foreign;
mod properties;
mod scopes;
mod spans;
mod spawned;
mod told;
mod user;
