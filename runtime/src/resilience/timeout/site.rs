//! What a time-out keeps between calls.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::metrics;
use crate::resilience::name::Name;
use crate::resilience::rejected::{Rejected, TimedOut};
use crate::resilience::seen::{Series, Watched, watch};

/// The name of a time-out, and how often it came.
#[derive(Debug)]
pub struct TimeoutSite {
    name: Name,
    count: OnceLock<Arc<Count>>,
}

impl TimeoutSite {
    /// A time-out of this name.
    pub const fn new(name: &'static str) -> Self {
        Self::named(Name::of(name))
    }

    pub(super) const fn named(name: Name) -> Self {
        Self {
            name,
            count: OnceLock::new(),
        }
    }

    /// Is counted from now on, even if that is zero. Not asked of calls that never wait.
    pub(super) fn count(&self) -> &Count {
        self.count.get_or_init(|| {
            let count = Arc::new(Count {
                name: self.name.clone(),
                times: AtomicU64::new(0),
            });
            watch(&count);
            count
        })
    }

    /// Counts a call that was given `after`, and says so.
    #[cold]
    pub(super) fn timed_out(&self, after: Duration) -> Rejected {
        self.count().times.fetch_add(1, Ordering::Relaxed);
        Rejected::TimedOut(TimedOut {
            name: self.name.clone(),
            after,
        })
    }
}

/// The rejection of a load of a cached function that was given up after so long.
#[cold]
pub fn load_timed_out(name: &'static str, after: Duration) -> Rejected {
    Rejected::TimedOut(TimedOut {
        name: Name::of(name),
        after,
    })
}

#[derive(Debug)]
pub(super) struct Count {
    name: Name,
    times: AtomicU64,
}

impl Watched for Count {
    fn name(&self) -> &Name {
        &self.name
    }

    fn counters(&self, tell: &mut dyn FnMut(Series, u64)) {
        let series = Series {
            metric: metrics::TIMEOUTS,
            labels: &[],
        };
        tell(series, self.times.load(Ordering::Relaxed));
    }
}
