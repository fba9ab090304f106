//! All guards of the process, and what was told of each.

#[cfg(feature = "metrics")]
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, Weak};

use super::Watched;
#[cfg(feature = "metrics")]
use super::{Name, Series};
use crate::sync::lock;
#[cfg(feature = "metrics")]
use crate::{metrics as names, ticker};

pub(super) struct Registry(Mutex<All>);

struct All {
    entries: Vec<Entry>,
    /// The gauges that the last round told of.
    #[cfg(feature = "metrics")]
    gauges: Option<HashSet<(Name, Series)>>,
}

struct Entry {
    guard: Weak<dyn Watched>,
    /// Keeps a guard that nobody else holds until its last counts are told.
    #[cfg(feature = "metrics")]
    kept: Option<Arc<dyn Watched>>,
    #[cfg(feature = "metrics")]
    told: HashMap<Series, u64>,
}

/// What a round has found.
#[cfg(feature = "metrics")]
#[derive(Default)]
pub(super) struct News {
    pub(super) counters: Vec<(Name, Series, u64)>,
    pub(super) gauges: HashMap<(Name, Series), f64>,
}

impl Registry {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(All {
            entries: Vec::new(),
            #[cfg(feature = "metrics")]
            gauges: None,
        }))
    }

    pub(super) fn watch(&self, guard: Arc<dyn Watched>) {
        let mut all = lock(&self.0);
        // The list grows only if it is full of guards that live.
        if all.entries.len() == all.entries.capacity() {
            all.entries.retain(Entry::is_held);
        }
        all.entries.push(Entry::new(guard));
    }

    /// The guards that somebody holds, in the order in which they were made.
    pub(super) fn held(&self) -> Vec<Arc<dyn Watched>> {
        let all = lock(&self.0);
        let held = all.entries.iter().filter(|entry| entry.is_in_use());
        held.filter_map(|entry| entry.guard.upgrade()).collect()
    }
}

impl Entry {
    #[cfg(not(feature = "metrics"))]
    fn new(guard: Arc<dyn Watched>) -> Self {
        Self {
            guard: Arc::downgrade(&guard),
        }
    }

    #[cfg(feature = "metrics")]
    fn new(guard: Arc<dyn Watched>) -> Self {
        Self {
            guard: Arc::downgrade(&guard),
            // Nobody would let go of it if there were no rounds.
            kept: ticker::start().then_some(guard),
            told: HashMap::new(),
        }
    }

    fn is_held(&self) -> bool {
        self.guard.strong_count() > 0
    }

    /// Whether anybody but this entry holds the guard.
    fn is_in_use(&self) -> bool {
        #[cfg(feature = "metrics")]
        let ours = usize::from(self.kept.is_some());
        #[cfg(not(feature = "metrics"))]
        let ours = 0;
        self.guard.strong_count() > ours
    }
}

#[cfg(feature = "metrics")]
impl Registry {
    /// What was counted since the last round, and what is so now. Guards that nobody holds any more
    /// are let go.
    pub(super) fn round(&self) -> News {
        let mut news = News::default();
        let mut gone = Vec::new();
        // Whoever lets go of a guard as the last one runs its `Drop`, which must find no lock.
        let mut held = Vec::new();
        let mut all = lock(&self.0);
        for mut entry in std::mem::take(&mut all.entries) {
            // Asked before its counters are read: then they are the last ones.
            let in_use = entry.is_in_use();
            let Some(guard) = entry.guard.upgrade() else {
                continue;
            };
            entry.count(&*guard, &mut news);
            if in_use {
                guard.gauges(&mut |series, value| news.gauge(guard.name(), series, value));
                all.entries.push(entry);
            } else {
                gone.push(entry);
            }
            held.push(guard);
        }
        let known = news.gauges.keys().cloned().collect();
        for gauge in all.gauges.replace(known).into_iter().flatten() {
            // Its guards are gone: nothing is so any more.
            news.gauges.entry(gauge).or_insert(0.0);
        }
        drop(all);
        drop(held);
        self.let_go(gone);
        news
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        lock(&self.0).entries.len()
    }

    fn let_go(&self, gone: Vec<Entry>) {
        for mut entry in gone {
            entry.kept = None;
            // Found by its name in the meantime.
            if let Some(guard) = entry.guard.upgrade() {
                entry.kept = Some(guard);
                lock(&self.0).entries.push(entry);
            }
        }
    }
}

#[cfg(feature = "metrics")]
impl Entry {
    fn count(&mut self, guard: &dyn Watched, news: &mut News) {
        guard.counters(&mut |series, now| {
            let told = self.told.entry(series).or_default();
            let since = now.saturating_sub(*told);
            if since > 0 {
                *told = now;
                news.counters.push((guard.name().clone(), series, since));
            }
        });
    }
}

#[cfg(feature = "metrics")]
impl News {
    fn gauge(&mut self, name: &Name, series: Series, value: f64) {
        let all = self.gauges.entry((name.clone(), series)).or_default();
        *all = if series.metric == names::CIRCUIT_BREAKER_STATE {
            all.max(value)
        } else {
            *all + value
        };
    }
}
