//! `#[log_execution_time]`: what is told of a call, and when.

mod ends;
mod forms;
mod listeners;
mod outcomes;
mod placed;
mod settings;
mod values;
