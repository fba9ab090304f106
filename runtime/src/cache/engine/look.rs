//! Looking without loading.

#[cfg(feature = "redis")]
use std::time::Duration;

use crate::cache::CacheManager;
use crate::cache::engine::conclude::Late;
use crate::cache::entry::{Absent, Held};
#[cfg(feature = "redis")]
use crate::cache::flight::Mark;
use crate::cache::key::Key;
use crate::cache::ops::Ops;
use crate::cache::plan::Plan;
use crate::cache::shape::{Outcome, Shape};
use crate::cache::site::BY_HAND;
#[cfg(feature = "redis")]
use crate::cache::site::ELSEWHERE;
use crate::cache::stats::Count;

/// What the function returns for what an entry holds; `None` if it is of another type.
pub(crate) fn result<S: Shape>(plan: &Plan<S>, held: Held) -> Option<S::Ret> {
    let held = match (plan.take)(held) {
        Ok(value) => return S::join(Outcome::Value(value)),
        Err(held) => held,
    };
    if held.is::<Absent>() {
        return S::join(Outcome::Absent);
    }
    if let (Some(late), Some(Late(given))) = (plan.late, held.downcast_ref::<Late>()) {
        return Some(late(*given));
    }
    (plan.fault.take)(&held).and_then(|error| S::join(Outcome::Failed(error)))
}

/// What either tier holds under `key`, without waiting for loads and without filling memory.
pub(crate) async fn look(
    manager: &CacheManager,
    key: &Key,
    ops: &'static Ops,
    fault: Option<&'static Ops>,
) -> Option<Held> {
    let entry = manager.memory().peek(key, manager.now()).filter(|entry| {
        ops.fits(&entry.value) || fault.is_some_and(|fault| fault.fits(&entry.value))
    });
    if let Some(entry) = entry {
        return Some(entry.value);
    }
    #[cfg(feature = "redis")]
    if let Some(redis) = manager.redis() {
        use crate::cache::redis::{Read, Want};

        let want = Want {
            time_left: false,
            lease: false,
        };
        if let Read::Hit { payload, life, .. } = Box::pin(redis.read(key, want)).await
            && life.ttl != Some(Duration::ZERO)
        {
            return crate::cache::payload::decode(manager.codec(), &payload, ops, fault).ok();
        }
    }
    None
}

/// What either tier holds under `key`, for a caller by hand: counted, and kept in memory.
pub(crate) async fn get(manager: &CacheManager, key: &Key, ops: &'static Ops) -> Option<Held> {
    get_many(manager, std::slice::from_ref(key), ops)
        .await
        .pop()
        .flatten()
}

/// What either tier holds under each of `keys`; one round trip to Redis for all of them.
pub(crate) async fn get_many(
    manager: &CacheManager,
    keys: &[Key],
    ops: &'static Ops,
) -> Vec<Option<Held>> {
    let now = manager.now();
    let stats = manager.stats_table().of(&BY_HAND);
    let look = |key| {
        let entry = manager.memory().get(key).filter(|entry| entry.lives(now))?;
        if !ops.fits(&entry.value) {
            stats.add(Count::Mismatch);
            manager.warn_of_two_types(key, &BY_HAND, entry.site);
            return None;
        }
        stats.add(Count::HitMemory);
        Some(entry.value)
    };
    #[cfg_attr(
        not(feature = "redis"),
        expect(unused_mut, reason = "memory is the only tier")
    )]
    let mut found: Vec<Option<Held>> = keys.iter().map(look).collect();
    #[cfg(feature = "redis")]
    if let Some(redis) = manager.redis() {
        fetch(manager, redis, keys, ops, &mut found).await;
    }
    found
        .iter()
        .filter(|found| found.is_none())
        .for_each(|_| stats.add(Count::Miss));
    found
}

#[cfg(feature = "redis")]
async fn fetch(
    manager: &CacheManager,
    redis: &crate::cache::redis::RedisTier,
    keys: &[Key],
    ops: &'static Ops,
    found: &mut [Option<Held>],
) {
    use crate::cache::payload::{self, Unusable};
    use crate::cache::redis::{Read, Want};

    let missing: Vec<usize> = (0..found.len()).filter(|&at| found[at].is_none()).collect();
    if missing.is_empty() {
        return;
    }
    let wanted: Vec<Key> = missing.iter().map(|&at| keys[at].clone()).collect();
    let flights = manager.memory().flights();
    let marks: Vec<Mark> = wanted.iter().map(|key| flights.mark(key)).collect();
    let want = Want {
        time_left: true,
        lease: false,
    };
    let moment = manager.tags().moment();
    // Boxed: the futures of a trip to Redis are nested deeply, and most calls make none.
    let replies = Box::pin(redis.read_many(&wanted, want)).await;
    let stats = manager.stats_table().of(&BY_HAND);
    for (((at, key), mark), reply) in missing.into_iter().zip(wanted).zip(marks).zip(replies) {
        let Read::Hit {
            payload: bytes,
            ticket,
            life,
            extra,
            ..
        } = reply
        else {
            continue;
        };
        if life.ttl == Some(Duration::ZERO) {
            continue;
        }
        match payload::decode(manager.codec(), &bytes, ops, None) {
            Ok(held) => {
                stats.add(Count::HitRedis);
                found[at] = Some(held.clone());
                let life = life.at_most(manager.memory_span(None, None));
                if let Some(tags) = extra.tag_set(manager.tags(), moment) {
                    let entry = manager.entry_of(&BY_HAND, &key, held, bytes.len(), &life);
                    manager.memory().fill(key, mark, entry.tagged(tags));
                }
            }
            Err(Unusable::OtherType) => {
                stats.add(Count::Mismatch);
                manager.warn_of_two_types(&key, &BY_HAND, &ELSEWHERE);
            }
            Err(Unusable::Undecodable(error)) => {
                stats.add(Count::Undecodable);
                crate::cache::events::undecodable(&BY_HAND, &key, &error);
                redis.heal(&key, &ticket).await;
            }
        }
    }
    manager.keep_swept();
}
