//! What happens to Redis and to the connections meanwhile.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use gambeson_tests::redis_server::{Fault, Proxy, RedisServer, Reply};

use crate::worker::KEYS;

#[derive(Debug, Default)]
pub(crate) struct Chaos {
    killed: i64,
    evicted: i64,
    flushed: u32,
    silences: u32,
}

impl Chaos {
    pub(crate) fn happened(&self) -> bool {
        self.killed > 0 && self.evicted > 0 && self.flushed > 0
    }
}

impl fmt::Display for Chaos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            killed,
            evicted,
            flushed,
            silences,
        } = self;
        write!(
            f,
            "killed {killed} connections, evicted {evicted} entries, flushed {flushed} times, \
             {silences} silent networks"
        )
    }
}

/// All connections each 150 ms; an entry each 10 ms; a flush each second; and each three seconds the
/// network of one process says nothing for two.
pub(crate) fn harass(server: &RedisServer, proxy: &Proxy, done: &AtomicBool) -> Chaos {
    let mut chaos = Chaos::default();
    let count = |reply: Reply| match reply {
        Reply::Int(count) => count,
        _ => 0,
    };
    for round in 1_u32.. {
        if done.load(Ordering::Acquire) {
            break;
        }
        let key = format!("check:k:{}", round.wrapping_mul(7) % u32::from(KEYS));
        chaos.evicted += count(server.command(&["UNLINK", &key]));
        if round % 15 == 0 {
            let kill = ["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"];
            chaos.killed += count(server.command(&kill));
        }
        if round % 100 == 50 {
            server.command(&["FLUSHALL"]);
            chaos.flushed += 1;
        }
        match round % 300 {
            101 => {
                proxy.set(Fault::BlackHole);
                chaos.silences += 1;
            }
            299 => proxy.set(Fault::None),
            _ => {}
        }
        thread::sleep(Duration::from_millis(10));
    }
    chaos
}
