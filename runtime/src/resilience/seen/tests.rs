use std::sync::Mutex;

use super::*;
use crate::metrics as names;
use crate::resilience::State;
use crate::sync::lock;

const ATTEMPTS: Series = Series {
    metric: names::RETRY_ATTEMPTS,
    labels: &[],
};
const IN_USE: Series = Series {
    metric: names::BULKHEAD_IN_USE,
    labels: &[],
};

const fn state(labels: &'static [(&'static str, &'static str)]) -> Series {
    Series {
        metric: names::CIRCUIT_BREAKER_STATE,
        labels,
    }
}

const OPEN: Series = state(&[("state", "open")]);
const CLOSED: Series = state(&[("state", "closed")]);

/// A guard that has counted what a test says.
struct Told {
    name: Name,
    counters: Mutex<Vec<(Series, u64)>>,
    gauges: Vec<(Series, f64)>,
}

impl Told {
    fn new(name: &'static str, counters: &[(Series, u64)], gauges: &[(Series, f64)]) -> Arc<Self> {
        Arc::new(Self {
            name: Name::of(name),
            counters: Mutex::new(counters.to_vec()),
            gauges: gauges.to_vec(),
        })
    }

    #[cfg(feature = "metrics")]
    fn count(&self, series: Series, now: u64) {
        *lock(&self.counters) = vec![(series, now)];
    }
}

impl Watched for Told {
    fn name(&self) -> &Name {
        &self.name
    }

    fn counters(&self, tell: &mut dyn FnMut(Series, u64)) {
        for &(series, value) in lock(&self.counters).iter() {
            tell(series, value);
        }
    }

    fn gauges(&self, tell: &mut dyn FnMut(Series, f64)) {
        for &(series, value) in &self.gauges {
            tell(series, value);
        }
    }
}

fn watch(registry: &Registry, guard: &Arc<impl Watched>) {
    let guard: Arc<dyn Watched> = guard.clone();
    registry.watch(&guard);
}

fn report(counters: &[(Series, u64)], gauges: &[(Series, f64)]) -> Option<GuardReport> {
    GuardReport::of(&*Told::new("a", counters, gauges))
}

#[test]
fn a_guard_is_of_the_kind_that_its_counters_say() {
    let report = report(&[(ATTEMPTS, 3)], &[]).expect("a retry");
    assert_eq!(report.kind, GuardKind::Retry);
    assert_eq!(report.counted(names::RETRY_ATTEMPTS), 3);
    assert_eq!((report.name.as_str(), report.state), ("a", None));
}

#[test]
fn a_circuit_is_in_the_state_that_is_one() {
    let one = report(&[], &[(OPEN, 1.0), (CLOSED, 0.0)]).expect("a breaker");
    assert_eq!(
        (one.kind, one.state),
        (GuardKind::CircuitBreaker, Some(State::Open))
    );
    let both = report(&[], &[(OPEN, 1.0), (CLOSED, 1.0)]).expect("breakers by key");
    assert_eq!(both.state, None);
}

#[test]
fn what_nobody_holds_is_not_listed() {
    let registry = Registry::new();
    let [kept, dropped] = ["kept", "dropped"].map(|name| Told::new(name, &[(ATTEMPTS, 1)], &[]));
    watch(&registry, &kept);
    watch(&registry, &dropped);
    assert_eq!(registry.held().len(), 2);
    drop(dropped);
    let held = registry.held();
    assert_eq!(held.len(), 1);
    assert_eq!(held[0].name(), &kept.name);
}

#[cfg(feature = "metrics")]
mod rounds {
    use std::sync::Weak;

    use super::*;

    fn counters(registry: &Registry) -> Vec<(String, u64)> {
        let news = registry.round();
        let counters = news.counters.into_iter();
        counters
            .map(|(name, _, value)| (name.to_string(), value))
            .collect()
    }

    fn whole(value: f64) -> Option<u32> {
        (0..10).find(|&whole| (f64::from(whole) - value).abs() < f64::EPSILON)
    }

    /// The gauges of the guards called `a`, which are whole numbers here.
    fn gauges(registry: &Registry) -> Vec<(Series, Option<u32>)> {
        let gauges = registry.round().gauges.into_iter();
        let mut gauges: Vec<_> = gauges
            .map(|((name, series), value)| {
                assert_eq!(name, "a");
                (series, whole(value))
            })
            .collect();
        gauges.sort_by_key(|(series, _)| (series.metric, series.labels));
        gauges
    }

    #[test]
    fn each_round_tells_what_the_last_did_not() {
        let registry = Registry::new();
        let guard = Told::new("a", &[(ATTEMPTS, 3)], &[]);
        watch(&registry, &guard);
        assert_eq!(counters(&registry), [("a".to_owned(), 3)]);
        assert_eq!(counters(&registry), []);
        guard.count(ATTEMPTS, 5);
        assert_eq!(counters(&registry), [("a".to_owned(), 2)]);
    }

    #[test]
    fn a_zero_is_told_once() {
        let registry = Registry::new();
        let guard = Told::new("a", &[(ATTEMPTS, 0)], &[]);
        watch(&registry, &guard);
        assert_eq!(counters(&registry), [("a".to_owned(), 0)]);
        assert_eq!(counters(&registry), []);
        guard.count(ATTEMPTS, 1);
        assert_eq!(counters(&registry), [("a".to_owned(), 1)]);
    }

    #[test]
    fn rounds_side_by_side_tell_everything_once() {
        let registry = Registry::new();
        let guard = Told::new("a", &[(ATTEMPTS, 0)], &[]);
        watch(&registry, &guard);
        let told = std::thread::scope(|scope| {
            let rounds = [(); 4].map(|()| {
                scope.spawn(|| {
                    let rounds = (0..250).flat_map(|_| counters(&registry));
                    rounds.map(|(_, value)| value).sum::<u64>()
                })
            });
            (1..=1_000).for_each(|now| guard.count(ATTEMPTS, now));
            rounds.map(|round| round.join().expect("no panic"))
        });
        let rest = counters(&registry)
            .iter()
            .map(|(_, value)| value)
            .sum::<u64>();
        assert_eq!(told.iter().sum::<u64>() + rest, 1_000);
    }

    #[test]
    fn a_number_that_was_read_late_takes_nothing_back() {
        let registry = Registry::new();
        let guard = Told::new("a", &[(ATTEMPTS, 3)], &[]);
        watch(&registry, &guard);
        counters(&registry);
        guard.count(ATTEMPTS, 2);
        assert_eq!(counters(&registry), []);
        guard.count(ATTEMPTS, 4);
        assert_eq!(counters(&registry), [("a".to_owned(), 1)]);
    }

    #[test]
    fn a_guard_that_is_dropped_is_told_of_once_more_and_then_gone() {
        let registry = Registry::new();
        let guard = Told::new("a", &[(ATTEMPTS, 1)], &[]);
        watch(&registry, &guard);
        counters(&registry);
        guard.count(ATTEMPTS, 4);
        let gone: Weak<Told> = Arc::downgrade(&guard);
        drop(guard);
        assert_eq!(counters(&registry), [("a".to_owned(), 3)]);
        assert_eq!(gone.strong_count(), 0);
        assert_eq!(counters(&registry), []);
        assert_eq!(registry.len(), 0);
    }

    #[test]
    fn guards_that_come_and_go_leave_no_list() {
        let registry = Registry::new();
        for _ in 0..1_000 {
            watch(&registry, &Told::new("a", &[(ATTEMPTS, 1)], &[]));
        }
        assert_eq!(counters(&registry).len(), 1_000);
        assert_eq!(registry.len(), 0);
    }

    #[test]
    fn what_is_so_of_guards_of_one_name_adds_up() {
        let registry = Registry::new();
        let guards = [1.0, 2.0].map(|used| {
            let gauges = [(IN_USE, used), (OPEN, 1.0), (CLOSED, 0.0)];
            let guard = Told::new("a", &[], &gauges);
            watch(&registry, &guard);
            guard
        });
        assert_eq!(
            gauges(&registry),
            [(IN_USE, Some(3)), (CLOSED, Some(0)), (OPEN, Some(2))]
        );
        drop(guards);
    }

    #[test]
    fn the_gauges_of_a_guard_that_is_gone_go_to_zero_once() {
        let registry = Registry::new();
        let guard = Told::new("a", &[], &[(OPEN, 1.0)]);
        watch(&registry, &guard);
        assert_eq!(gauges(&registry), [(OPEN, Some(1))]);
        drop(guard);
        assert_eq!(gauges(&registry), [(OPEN, Some(0))]);
        assert_eq!(gauges(&registry), []);
    }

    #[test]
    fn a_guard_that_is_found_again_after_its_last_round_is_still_told_of() {
        let registry = Registry::new();
        let guard = Told::new("a", &[(ATTEMPTS, 1)], &[]);
        watch(&registry, &guard);
        let by_name = Arc::downgrade(&guard);
        drop(guard);
        let found = by_name
            .upgrade()
            .expect("kept until its last counts are told");
        assert_eq!(counters(&registry), [("a".to_owned(), 1)]);
        found.count(ATTEMPTS, 3);
        assert_eq!(counters(&registry), [("a".to_owned(), 2)]);
    }

    #[test]
    fn a_guard_may_be_made_while_another_is_dropped_by_a_round() {
        static REGISTRY: Registry = Registry::new();
        struct Heir(Name);

        impl Watched for Heir {
            fn name(&self) -> &Name {
                &self.0
            }

            fn counters(&self, _tell: &mut dyn FnMut(Series, u64)) {}
        }

        impl Drop for Heir {
            fn drop(&mut self) {
                watch(&REGISTRY, &Told::new("heir", &[(ATTEMPTS, 1)], &[]));
            }
        }

        watch(&REGISTRY, &Arc::new(Heir(Name::of("a"))));
        assert_eq!(counters(&REGISTRY), []);
        assert_eq!(counters(&REGISTRY), [("heir".to_owned(), 1)]);
    }

    #[test]
    fn each_metric_of_a_guard_says_of_which_kind() {
        let others = ["cache_", "errors_", "function_", "log_", "write_behind_"];
        let is_other = |name: &&str| others.iter().any(|other| name.starts_with(other));
        for name in names::all().filter(|name| !is_other(name)) {
            assert!(GuardKind::of(name).is_some(), "{name}");
        }
    }
}
