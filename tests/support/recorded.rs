//! What a recorder of the `metrics` facade was told.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};

use crate::PATIENCE;

/// The recorder of this process, which adds up what each look at it finds.
///
/// A series is written `name{label=value,other=value}`.
#[expect(missing_debug_implementations, reason = "a snapshotter has none")]
pub struct Recorded {
    snapshotter: Snapshotter,
    told: Mutex<Told>,
}

#[derive(Default)]
struct Told {
    counters: BTreeMap<String, u64>,
    gauges: BTreeMap<String, f64>,
    /// Of gauges that go up and down: by how much they have moved.
    moved: BTreeMap<String, f64>,
    /// How many values each histogram was told.
    values: BTreeMap<String, usize>,
    described: BTreeMap<String, bool>,
}

impl Recorded {
    /// Installs the recorder, if this is the first call.
    ///
    /// # Panics
    ///
    /// When the process has another recorder.
    pub fn here() -> &'static Self {
        static HERE: OnceLock<Recorded> = OnceLock::new();
        HERE.get_or_init(|| {
            let recorder = DebuggingRecorder::new();
            let snapshotter = recorder.snapshotter();
            recorder.install().expect("no other recorder");
            gambeson::metrics::describe();
            Self {
                snapshotter,
                told: Mutex::default(),
            }
        })
    }

    fn latest<R>(&self, look: impl FnOnce(&Told) -> R) -> R {
        self.look(true, look)
    }

    /// What is found is taken from the recorder, so nobody else may look between it and `publish`.
    fn look<R>(&self, publish: bool, look: impl FnOnce(&Told) -> R) -> R {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if publish {
            gambeson::resilience::publish_metrics();
        }
        for (key, _, description, value) in self.snapshotter.snapshot().into_vec() {
            let key = key.key();
            let name = key.name().to_owned();
            told.described.insert(name.clone(), description.is_some());
            let labels = key.labels();
            let labels = labels.map(|label| format!("{}={}", label.key(), label.value()));
            let series = format!("{name}{{{}}}", labels.collect::<Vec<_>>().join(","));
            match value {
                DebugValue::Counter(news) => *told.counters.entry(series).or_default() += news,
                DebugValue::Gauge(value) => {
                    // A look leaves zero behind.
                    *told.moved.entry(series.clone()).or_default() += value.into_inner();
                    told.gauges.insert(series, value.into_inner());
                }
                DebugValue::Histogram(news) => {
                    *told.values.entry(series).or_default() += news.len();
                }
            }
        }
        look(&told)
    }

    /// Waits until a counter stands at `value`. The thread of gambeson may just be about to tell what
    /// it has found.
    ///
    /// # Panics
    ///
    /// When it goes beyond, or does not come.
    pub fn counts(&self, series: &str, value: u64) {
        let begun = Instant::now();
        loop {
            let now = self.latest(|told| told.counters.get(series).copied());
            if now == Some(value) {
                return;
            }
            assert!(now <= Some(value), "{series} is {now:?}, not {value}");
            assert!(
                begun.elapsed() < PATIENCE,
                "{series} stayed at {now:?}, not {value}; there are {:#?}",
                self.series()
            );
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Waits until a counter is told of without being asked for.
    ///
    /// # Panics
    ///
    /// When it does not come.
    pub fn is_told_of(&self, series: &str) {
        let begun = Instant::now();
        while !self.look(false, |told| told.counters.contains_key(series)) {
            assert!(begun.elapsed() < PATIENCE, "nobody told of {series}");
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// The value of a gauge.
    #[must_use]
    pub fn gauge(&self, series: &str) -> Option<f64> {
        self.latest(|told| told.gauges.get(series).copied())
    }

    /// The value of a counter that is told of at once.
    #[must_use]
    pub fn counter(&self, series: &str) -> Option<u64> {
        self.latest(|told| told.counters.get(series).copied())
    }

    /// Where a gauge stands that goes up and down.
    #[must_use]
    pub fn moved(&self, series: &str) -> Option<f64> {
        self.latest(|told| told.moved.get(series).copied())
    }

    /// How many values a histogram was told.
    #[must_use]
    pub fn values(&self, series: &str) -> usize {
        self.latest(|told| told.values.get(series).copied())
            .unwrap_or_default()
    }

    /// All series.
    #[must_use]
    pub fn series(&self) -> Vec<String> {
        self.latest(|told| {
            let gauges = told.gauges.keys();
            told.counters.keys().chain(gauges).cloned().collect()
        })
    }

    /// The names of all metrics, and whether each was described.
    #[must_use]
    pub fn described(&self) -> BTreeMap<String, bool> {
        self.latest(|told| told.described.clone())
    }
}
