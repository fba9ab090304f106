//! `stream`: one event at the end of each stream.

mod logged;
mod site;
mod tally;
#[cfg(test)]
mod tests;

pub use logged::{LoggedStream, stream};
pub use site::StreamSite;
