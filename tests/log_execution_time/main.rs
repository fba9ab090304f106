//! `#[log_execution_time]`: what is told of a call, and when.

mod forms;
mod outcomes;
mod placed;
mod settings;
mod values;
