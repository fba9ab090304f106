//! `miss`: each call asks for a key that nobody asked for before; the body takes no time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::values::User;
use super::{ours, peers};
use crate::harness::drive::{Driver, Runtimes};
use crate::harness::{Bench, leak};

/// Gives every number once.
#[derive(Clone, Default)]
struct Fresh(Arc<AtomicU64>);

impl Fresh {
    fn id(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

pub(crate) fn run(bench: &Bench, runtimes: &Runtimes) {
    if !bench.wants("miss") {
        return;
    }
    let driver = Driver::Alone(&runtimes.one);
    let subjects = vec![
        driver.subject("ours", {
            let fresh = Fresh::default();
            move |_| ours::miss(fresh.id())
        }),
        driver.subject("cached", {
            let fresh = Fresh::default();
            move |_| peers::cached_miss(fresh.id())
        }),
        driver.subject("concurrent_cached", {
            let fresh = Fresh::default();
            move |_| peers::concurrent_miss(fresh.id())
        }),
        driver.subject("moka_sync_get", {
            let (fresh, cache) = (Fresh::default(), leak(peers::moka_sync()));
            move |_| {
                let id = fresh.id();
                async move {
                    if cache.get(&id).is_none() {
                        cache.insert(id, User::load(id));
                    }
                }
            }
        }),
        driver.subject("moka_future_get", {
            let (fresh, cache) = (Fresh::default(), leak(peers::moka_future()));
            move |_| {
                let id = fresh.id();
                async move {
                    if cache.get(&id).await.is_none() {
                        cache.insert(id, User::load(id)).await;
                    }
                }
            }
        }),
        driver.subject("moka_get_with", {
            let (fresh, cache) = (Fresh::default(), leak(peers::moka_future()));
            move |_| {
                let id = fresh.id();
                async move { cache.get_with(id, async { User::load(id) }).await }
            }
        }),
    ];
    bench.compare("miss", subjects);
}
