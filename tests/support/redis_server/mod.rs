//! A redis-server of one's own per test, on a free port: it can be killed, paused, restarted from
//! an older state, and put behind a proxy that misbehaves. Or three of them, as a cluster, or two and a
//! sentinel.
//!
//! Everything here blocks, and needs nothing but std.

mod cluster;
mod process;
mod proxy;
mod resp;
mod sentinel;

pub use cluster::RedisCluster;
pub use process::{RedisServer, free_port};
pub use proxy::{Fault, Proxy};
pub use resp::Reply;
pub use sentinel::WatchedRedis;
