//! `stream`: one event at the end of each stream.

mod logged;
mod site;
mod tally;

pub use logged::{LoggedStream, stream};
pub use site::StreamSite;
