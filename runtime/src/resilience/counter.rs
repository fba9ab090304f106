//! One number that a guard counts, and where an attribute keeps it.

use std::sync::{Arc, OnceLock};

use super::name::Name;
use super::seen::{Series, Watched, watch};
use crate::tally::Tally;

/// A count with the label `name`.
#[derive(Debug)]
pub(super) struct Counter {
    name: Name,
    metric: &'static str,
    tally: Tally<1>,
}

impl Counter {
    /// A count that is looked at for as long as it lives.
    pub(super) fn new(name: Name, metric: &'static str) -> Arc<Self> {
        let counter = Arc::new(Self {
            name,
            metric,
            tally: Tally::new(),
        });
        watch(&counter);
        counter
    }

    pub(super) fn add(&self) {
        self.tally.add(0);
    }
}

impl Watched for Counter {
    fn name(&self) -> &Name {
        &self.name
    }

    fn counters(&self, tell: &mut dyn FnMut(Series, u64)) {
        let series = Series {
            metric: self.metric,
            labels: &[],
        };
        tell(series, self.tally.sum(0));
    }
}

/// The count of one attribute, made when there is something to count.
#[derive(Debug)]
pub(super) struct CounterSite {
    name: &'static str,
    metric: &'static str,
    made: OnceLock<Arc<Counter>>,
}

impl CounterSite {
    pub(super) const fn new(name: &'static str, metric: &'static str) -> Self {
        Self {
            name,
            metric,
            made: OnceLock::new(),
        }
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn counter(&self) -> &Counter {
        self.made
            .get_or_init(|| Counter::new(Name::of(self.name), self.metric))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_site_counts_is_seen_under_its_name() {
        static SITE: CounterSite = CounterSite::new("prices", "fallbacks_total");
        SITE.counter().add();
        SITE.counter().add();
        let mut seen = Vec::new();
        SITE.counter().counters(&mut |series, count| {
            seen.push((series.metric, count));
        });
        assert_eq!(seen, [("fallbacks_total", 2)]);
        assert_eq!(*SITE.counter().name(), "prices");
    }
}
