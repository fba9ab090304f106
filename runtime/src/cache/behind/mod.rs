//! Write-behind: changes that are durable before they are written, and written in order later.
//!
//! | file | subject |
//! |---|---|
//! | `change` | one change: its id, its bytes, what a writer is given |
//! | `queue` | what keeps changes: [`Queue`](queue::Queue), and [`Lane`](queue::Lane) for one partition |
//! | `write` | the user's function, whatever its types |
//! | `worker` | from a lane to the writer: batches, retries, what is given up |
//! | `running` | what the workers of one writer share |
//! | `settings` | how a writer works |
//! | `put`, `entry`, `error` | a change on its way into the queue and the cache |
//! | `after` | what readers have kept of the row before, once the change is written |
//! | `line`, `open` | the queues of a manager by their names, and where they are kept |
//! | `writer`, `dead`, `by_hand` | what users hold and call |
//! | `generated` | what the handle of a writer calls |
//! | `stream/` | the queue in Redis |
//! | `local`, `volatile` | the queues without Redis: in a file, and in memory |
//! | `lanes` | the order of a queue that one process has |
//! | `once` | what a writer needs to write each change exactly once |

mod after;
mod by_hand;
mod change;
mod dead;
mod entry;
mod error;
pub(crate) mod generated;
mod lanes;
mod line;
mod local;
pub mod once;
mod open;
#[cfg(test)]
mod promises;
mod put;
mod queue;
mod running;
mod settings;
#[cfg(feature = "redis")]
mod stream;
mod volatile;
mod worker;
mod write;
mod writer;

pub use change::{Change, ChangeId, NotAChangeId, Op, Position};
pub use dead::{DeadLetter, DeadLetters};
pub use error::{PutError, PutErrorKind};
pub(crate) use line::Lines;
pub use queue::Depth;
pub use settings::{OnFull, Settings, Store};
pub use write::WriteResult;
pub use writer::Writer;
