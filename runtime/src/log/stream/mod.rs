//! `stream`: one event at the end of each stream.

mod logged;
mod site;
mod tally;

pub use logged::{Streams, of_item, stream};
pub use site::StreamSite;
