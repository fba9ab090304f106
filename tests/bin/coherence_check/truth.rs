//! What the keys really are, and what the processes have seen of them.

use std::fmt;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::worker::KEYS;

/// One key as it really is.
#[derive(Default)]
struct Key {
    version: AtomicU64,
    /// When the invalidation of which version was carried out, oldest first.
    acknowledged: Mutex<Vec<(Duration, u64)>>,
}

pub(crate) struct Truth {
    start: Instant,
    keys: Vec<Key>,
    seen: Mutex<Seen>,
}

/// What was read, and how old it was.
#[derive(Debug, Default, Clone)]
pub(crate) struct Seen {
    reads: u64,
    strict: u64,
    from_memory: u64,
    carried_out: u64,
    remembered: u64,
    stale: u64,
    stale_strict: u64,
    longest: Duration,
    /// Of processes that knew that they were cut off from Redis.
    cut_off: u64,
    stale_cut_off: u64,
}

impl Seen {
    /// Whether nothing was served for longer than `bound`, and there was something to be served.
    pub(crate) fn holds(&self, bound: Duration) -> bool {
        self.longest <= bound
            && self.stale_strict == 0
            && self.reads > 1_000
            && self.strict > 100
            && self.from_memory > 100
            && self.carried_out > 10
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} reads, {} of them from memory; {} strict ones",
            self.reads, self.from_memory, self.strict
        )?;
        writeln!(
            f,
            "{} invalidations were carried out, {} remembered",
            self.carried_out, self.remembered
        )?;
        writeln!(
            f,
            "{} reads of processes that knew that they were cut off, {} of them got old values",
            self.cut_off, self.stale_cut_off
        )?;
        write!(
            f,
            "{} reads got what had been invalidated, the latest {:?} after the answer; {} strict ones",
            self.stale, self.longest, self.stale_strict
        )
    }
}

impl Truth {
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            keys: (0..KEYS).map(|_| Key::default()).collect(),
            seen: Mutex::default(),
        }
    }

    pub(crate) fn seen(&self) -> Seen {
        lock(&self.seen).clone()
    }

    /// `begin`, `load key`, `write key`, `done key version carried-out`, or `judge begun
    /// kind:key:value ..`, where kind is `s` of a strict read, `m` of a hit in memory, `d` in a
    /// process whose Redis is down, else `o`.
    fn answer(&self, line: &str) -> Option<u64> {
        let mut words = line.split(' ');
        let word = words.next()?;
        let mut number = || words.next()?.parse::<u64>().ok();
        match word {
            "begin" => u64::try_from(self.start.elapsed().as_micros()).ok(),
            "load" => Some(self.key(number()?)?.version.load(Ordering::SeqCst)),
            "write" => Some(self.key(number()?)?.version.fetch_add(1, Ordering::SeqCst) + 1),
            "done" => {
                let (key, version, carried_out) = (number()?, number()?, number()? == 1);
                self.acknowledge(self.key(key)?, version, carried_out);
                Some(0)
            }
            "judge" => {
                let begun = Duration::from_micros(number()?);
                words.for_each(|read| self.judge(begun, read));
                Some(0)
            }
            _ => None,
        }
    }

    fn key(&self, number: u64) -> Option<&Key> {
        self.keys.get(usize::try_from(number).ok()?)
    }

    /// What is only remembered is nobody else's business yet: it is late by the outage.
    fn acknowledge(&self, key: &Key, version: u64, carried_out: bool) {
        if !carried_out {
            lock(&self.seen).remembered += 1;
            return;
        }
        let mut history = lock(&key.acknowledged);
        let newest = history.last().map_or(0, |(_, version)| *version);
        if version > newest {
            history.push((self.start.elapsed(), version));
        }
        drop(history);
        lock(&self.seen).carried_out += 1;
    }

    fn judge(&self, begun: Duration, read: &str) {
        let mut parts = read.split(':');
        let (Some(kind), Some(key), Some(value)) = (
            parts.next(),
            parts.next().and_then(|key| self.key(key.parse().ok()?)),
            parts.next().and_then(|value| value.parse::<u64>().ok()),
        ) else {
            return;
        };
        let since = {
            let history = lock(&key.acknowledged);
            let newer = history.partition_point(|(_, version)| *version <= value);
            history.get(newer).map(|(at, _)| *at)
        };
        let late = since.and_then(|since| begun.checked_sub(since));
        let mut seen = lock(&self.seen);
        match kind {
            "s" => seen.strict += 1,
            "m" => seen.from_memory += 1,
            _ => {}
        }
        if kind == "d" {
            seen.cut_off += 1;
            seen.stale_cut_off += u64::from(late.is_some());
            return;
        }
        seen.reads += 1;
        if let Some(late) = late {
            if kind == "s" {
                seen.stale_strict += 1;
            }
            seen.stale += 1;
            seen.longest = seen.longest.max(late);
        }
    }
}

pub(crate) fn serve(listener: &TcpListener, truth: &Arc<Truth>) {
    for stream in listener.incoming().flatten() {
        let truth = Arc::clone(truth);
        thread::spawn(move || talk(stream, &truth));
    }
}

/// Until the process is done.
fn talk(mut stream: TcpStream, truth: &Truth) {
    _ = stream.set_nodelay(true);
    let Ok(lines) = stream.try_clone() else {
        return;
    };
    for line in BufReader::new(lines).lines() {
        let Some(answer) = line.ok().and_then(|line| truth.answer(&line)) else {
            return;
        };
        if stream.write_all(format!("{answer}\n").as_bytes()).is_err() {
            return;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
