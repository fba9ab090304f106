//! How many partitions are this process's share, among all that work on a queue.
//!
//! Each process says every two seconds that it works, and hears how many do. It takes no more
//! partitions than its share, and lets go of one beyond it between two batches. A process that says
//! nothing for as long as a lease lasts is not counted.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

use redis::Value;

use super::Shared;
use super::lease::LEASE_MILLIS;
use crate::cache::behind::change::ChangeId;
use crate::cache::redis::{By, Lua};
use crate::sync::lock;

/// How often a process says that it works.
const OFTEN: Duration = Duration::from_secs(2);

/// Says that a process works. Key: all that do, by the time when they said so. Arguments: who, and for
/// how many ms that is believed. Returns how many they are, and how many of them come before it by
/// name.
static ROLL: Lua = Lua::new(ROLL_SOURCE, LazyLock::new(|| Lua::digest_of(ROLL_SOURCE)));

const ROLL_SOURCE: &str = r"local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local believed = tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - believed)
redis.call('ZREMRANGEBYSCORE', KEYS[1], now + believed, '+inf')
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('PEXPIRE', KEYS[1], believed)
local all, before = redis.call('ZRANGE', KEYS[1], 0, -1), 0
for _, name in ipairs(all) do
  if name < ARGV[1] then before = before + 1 end
end
return {#all, before}";

/// What this process has, and what it may have.
pub(super) struct Crew {
    /// What it is called among the others.
    member: String,
    partitions: u32,
    owned: AtomicU32,
    share: AtomicU32,
    called: Mutex<Option<Instant>>,
}

/// One partition of the share.
pub(super) struct Place {
    crew: Arc<Crew>,
    given_up: bool,
}

impl Crew {
    /// Alone, until it hears of others.
    pub(super) fn new(partitions: u32) -> Arc<Self> {
        Arc::new(Self {
            member: ChangeId::new().to_string(),
            partitions,
            owned: AtomicU32::new(0),
            share: AtomicU32::new(partitions),
            called: Mutex::new(None),
        })
    }

    /// Says that this process works, when it is time to. Without an answer the share stays.
    pub(super) async fn call_the_roll(&self, shared: &Shared) {
        if !self.is_time() {
            return;
        }
        let call = |by| {
            let mut command = ROLL.call(by, &shared.names.crew());
            command.arg(&self.member).arg(LEASE_MILLIS);
            command
        };
        let answer = match shared.run(&call(By::Digest)).await {
            Err(failure) if failure.is_unknown_script() => shared.run(&call(By::Source)).await,
            answer => answer,
        };
        let Ok(Value::Array(numbers)) = answer else {
            return;
        };
        if let [Value::Int(all), Value::Int(before)] = numbers.as_slice()
            && let (Ok(all), Ok(before)) = (u32::try_from(*all), u32::try_from(*before))
        {
            let share = share(self.partitions, all, before);
            self.share.store(share, Ordering::Relaxed);
        }
    }

    fn is_time(&self) -> bool {
        let mut called = lock(&self.called);
        let is_time = called.is_none_or(|called| called.elapsed() >= OFTEN);
        if is_time {
            *called = Some(Instant::now());
        }
        is_time
    }

    /// A place for one partition more, if there is one left in the share.
    pub(super) fn place(self: &Arc<Self>) -> Option<Place> {
        let share = self.share.load(Ordering::Relaxed);
        let more = |owned: u32| (owned < share).then_some(owned + 1);
        let taken = self
            .owned
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, more);
        taken.ok().map(|_| Place {
            crew: Arc::clone(self),
            given_up: false,
        })
    }

    /// Says that this process has ended its work, unless it has a partition left.
    pub(super) async fn leave(&self, shared: &Shared) {
        if self.owned.load(Ordering::Acquire) > 0 {
            return;
        }
        *lock(&self.called) = None;
        let mut command = redis::cmd("ZREM");
        command.arg(shared.names.crew()).arg(&self.member);
        // Not told, the others stop believing in it when its time is over.
        _ = shared.run(&command).await;
    }
}

impl Place {
    /// Whether it has to go, because it is beyond the share. It is given up then.
    pub(super) fn gives_way(&mut self) -> bool {
        let share = self.crew.share.load(Ordering::Relaxed);
        let less = |owned: u32| (owned > share).then(|| owned - 1);
        let left = self
            .crew
            .owned
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, less);
        self.given_up |= left.is_ok();
        left.is_ok()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if !self.given_up {
            self.crew.owned.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

/// The share of the one that so many come before: all shares together are all partitions, and none is
/// larger than another by more than one.
fn share(partitions: u32, all: u32, before: u32) -> u32 {
    let all = all.max(1);
    partitions / all + u32::from(before < partitions % all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_all_partitions_and_differ_by_one_at_most() {
        for partitions in 1..=16 {
            for all in 1..=20 {
                let shares: Vec<u32> = (0..all).map(|at| share(partitions, all, at)).collect();
                assert_eq!(shares.iter().sum::<u32>(), partitions);
                assert!(shares[0] - shares[all as usize - 1] <= 1, "{shares:?}");
            }
        }
    }

    #[test]
    fn no_more_places_are_given_than_the_share_has_and_those_beyond_it_give_way() {
        let crew = Crew::new(3);
        let mut places: Vec<_> = (0..3).map(|_| crew.place().expect("it is free")).collect();
        assert!(crew.place().is_none());
        assert!(!places[0].gives_way());
        crew.share.store(1, Ordering::Relaxed);
        assert!(places[0].gives_way() && places[1].gives_way() && !places[2].gives_way());
        drop(places);
        assert_eq!(crew.owned.load(Ordering::Relaxed), 0);
    }
}
