//! All guards of the process, and what was told of each.

#[cfg(feature = "metrics")]
use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};

use super::Watched;
#[cfg(feature = "metrics")]
use super::{Name, Series};
use crate::sync::lock;
#[cfg(feature = "metrics")]
use crate::ticker::{self, guarded};

/// The lock is never held while a guard is asked or dropped: a circuit that is asked for its state may
/// change it, and tell of that.
pub(super) struct Registry(Mutex<All>);

struct All {
    entries: Vec<Arc<Entry>>,
    /// The gauges that the last round told of.
    #[cfg(feature = "metrics")]
    gauges: Vec<(Name, Series)>,
}

struct Entry {
    guard: Weak<dyn Watched>,
    /// Keeps a guard that nobody else holds until its last counts are told.
    #[cfg(feature = "metrics")]
    kept: Mutex<Option<Arc<dyn Watched>>>,
    #[cfg(feature = "metrics")]
    told: Mutex<HashMap<Series, u64>>,
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
            gauges: Vec::new(),
        }))
    }

    pub(super) fn watch(&self, guard: &Arc<dyn Watched>) {
        let entry = Arc::new(Entry::new(guard));
        let mut all = lock(&self.0);
        // The list grows only if it is full of guards that live.
        if all.entries.len() == all.entries.capacity() {
            all.entries.retain(|entry| entry.is_alive());
        }
        all.entries.push(entry);
    }

    /// The guards that somebody holds, in the order in which they were made.
    pub(super) fn held(&self) -> Vec<Arc<dyn Watched>> {
        let entries = self.entries().into_iter();
        let held = entries.filter(|entry| entry.is_held());
        held.filter_map(|entry| entry.guard.upgrade()).collect()
    }

    fn entries(&self) -> Vec<Arc<Entry>> {
        lock(&self.0).entries.clone()
    }
}

impl Entry {
    #[cfg(not(feature = "metrics"))]
    fn new(guard: &Arc<dyn Watched>) -> Self {
        Self {
            guard: Arc::downgrade(guard),
        }
    }

    #[cfg(feature = "metrics")]
    fn new(guard: &Arc<dyn Watched>) -> Self {
        Self {
            guard: Arc::downgrade(guard),
            // Nobody would let go of it if there were no rounds.
            kept: Mutex::new(ticker::start().then(|| guard.clone())),
            told: Mutex::default(),
        }
    }

    fn is_alive(&self) -> bool {
        self.guard.strong_count() > 0
    }

    /// Whether anybody but this entry holds the guard.
    fn is_held(&self) -> bool {
        #[cfg(feature = "metrics")]
        let ours = usize::from(lock(&self.kept).is_some());
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
        for entry in self.entries() {
            // Asked before its counters are read: then they are the last ones.
            let held = entry.is_held();
            let Some(guard) = entry.guard.upgrade() else {
                continue;
            };
            entry.count(&*guard, &mut news);
            if held {
                guard.gauges(&mut |series, value| news.gauge(guard.name(), series, value));
            } else {
                entry.let_go(guard);
            }
        }
        let known = news.gauges.keys().cloned().collect();
        let mut all = lock(&self.0);
        all.entries.retain(|entry| entry.is_alive());
        let former = std::mem::replace(&mut all.gauges, known);
        drop(all);
        for gauge in former {
            // Its guards are gone: nothing is so any more.
            news.gauges.entry(gauge).or_insert(0.0);
        }
        news
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        lock(&self.0).entries.len()
    }
}

#[cfg(feature = "metrics")]
impl Entry {
    fn count(&self, guard: &dyn Watched, news: &mut News) {
        let mut counters = Vec::new();
        guard.counters(&mut |series, now| counters.push((series, now)));
        let mut told = lock(&self.told);
        for (series, now) in counters {
            let known = told.get(&series).copied();
            let since = now.saturating_sub(known.unwrap_or_default());
            // A zero is told once, so that there is a series to grow.
            if since > 0 || known.is_none() {
                told.insert(series, now);
                news.counters.push((guard.name().clone(), series, since));
            }
        }
    }

    fn let_go(&self, guard: Arc<dyn Watched>) {
        drop(guard);
        let kept = lock(&self.kept).take();
        // What others have counted is still to be told.
        guarded(|| drop(kept));
        // Unless it was found by its name in the meantime.
        if let Some(guard) = self.guard.upgrade() {
            *lock(&self.kept) = Some(guard);
        }
    }
}

#[cfg(feature = "metrics")]
impl News {
    fn gauge(&mut self, name: &Name, series: Series, value: f64) {
        *self.gauges.entry((name.clone(), series)).or_default() += value;
    }
}
