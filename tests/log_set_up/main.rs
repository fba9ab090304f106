//! Logging set up in one call: what the environment says, which line goes where, and what happens
//! where something is in the way.

mod environment;
mod faults;
mod files;
mod layers;
mod moments;
mod once;
mod reload;
mod support;
