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

mod change;
mod queue;
mod running;
mod settings;
mod worker;
mod write;

pub use change::{Change, ChangeId, NotAChangeId, Op, Position};
pub use queue::Depth;
pub use settings::{OnFull, Settings, Store};
pub use write::WriteResult;
