//! What is seen of circuits from outside.

use std::time::Duration;

use gambeson::resilience::{
    CircuitBreaker, GuardReport, Outcome, State, breaker, breakers, guards,
};
use gambeson::test::ManualClock;
use gambeson_tests::Events;
use tracing::Level;

use super::{WAIT, builder, end, times};

type Labels = &'static [(&'static str, &'static str)];

fn report(name: &str) -> GuardReport {
    let mut all = guards().into_iter();
    all.find(|guard| guard.name == name).expect("it is held")
}

fn count(report: &GuardReport, metric: &str, labels: Labels) -> u64 {
    let counters = report.counters.iter();
    let mut found = counters.filter(|counter| counter.metric == metric && counter.labels == labels);
    found.next().map_or(0, |counter| counter.value)
}

#[test]
fn calls_rejections_changes_and_the_state_are_counted() {
    let clock = ManualClock::new();
    let breaker = builder(&clock).name("counted").build().unwrap();
    let late = breaker.try_acquire().unwrap();
    times(3, &breaker, Outcome::Success);
    times(1, &breaker, Outcome::Ignored);
    drop(breaker.try_acquire().unwrap());
    times(2, &breaker, Outcome::Failure);
    for _ in 0..4 {
        assert!(breaker.try_acquire().is_err());
    }
    late.finish(Outcome::Success);
    clock.advance(WAIT);
    end(&breaker, Outcome::Failure);
    clock.advance(WAIT);
    end(&breaker, Outcome::Success);

    let seen = report("counted");
    assert_eq!(seen.state, Some(State::Closed));
    let calls = |outcome| count(&seen, "circuit_breaker_calls_total", outcome);
    assert_eq!(
        calls(&[("outcome", "success")]),
        5,
        "a probe and a late one"
    );
    assert_eq!(calls(&[("outcome", "failure")]), 3);
    assert_eq!(calls(&[("outcome", "ignored")]), 1);
    assert_eq!(calls(&[("outcome", "abandoned")]), 1);
    assert_eq!(count(&seen, "circuit_breaker_rejected_total", &[]), 4);
    let changes = |labels| count(&seen, "circuit_breaker_state_changes_total", labels);
    assert_eq!(changes(&[("from", "closed"), ("to", "open")]), 1);
    assert_eq!(changes(&[("from", "open"), ("to", "half_open")]), 2);
    assert_eq!(changes(&[("from", "half_open"), ("to", "open")]), 1);
    assert_eq!(changes(&[("from", "half_open"), ("to", "closed")]), 1);
    let states: Vec<f64> = seen.gauges.iter().map(|gauge| gauge.value).collect();
    assert_eq!(
        states,
        [1.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        "one series per state"
    );
}

#[test]
fn circuits_by_key_are_counted_together_and_no_key_is_a_label() {
    let clock = ManualClock::new();
    let hosts = builder(&clock)
        .name("counted-by-key")
        .consecutive(1)
        .max_keys(4)
        .build_keyed()
        .unwrap();
    for number in 0..100 {
        let host = hosts.breaker(format!("host-{number}"));
        end(&host, Outcome::Success);
        clock.advance(Duration::from_millis(1));
    }
    end(&hosts.breaker("host-99"), Outcome::Failure);
    assert!(hosts.breaker("host-99").try_acquire().is_err());
    let seen = report("counted-by-key");
    let successes = count(
        &seen,
        "circuit_breaker_calls_total",
        &[("outcome", "success")],
    );
    assert_eq!(successes, 100, "those of keys that are gone, too");
    assert_eq!(count(&seen, "circuit_breaker_rejected_total", &[]), 1);
    let open = seen
        .gauges
        .iter()
        .find(|gauge| gauge.labels == [("state", "open")]);
    assert!(open.is_some_and(|gauge| (gauge.value - 1.0).abs() < f64::EPSILON));
    let said = format!("{seen:?}");
    assert!(!said.contains("host-"), "{said}");
}

#[test]
fn a_breaker_is_found_by_its_name_for_as_long_as_it_is_held() {
    assert!(breaker("found").is_none());
    let built = CircuitBreaker::builder().name("found").build().unwrap();
    let other = CircuitBreaker::builder().name("found").build().unwrap();
    breaker("found").unwrap().force_open();
    assert_eq!(
        built.state(),
        State::ForcedOpen,
        "the one that was made first"
    );
    assert_eq!(other.state(), State::Closed);
    let of_that_name = || {
        breakers()
            .iter()
            .filter(|one| one.name() == "found")
            .count()
    };
    assert_eq!(of_that_name(), 2);
    drop(built);
    assert_eq!(of_that_name(), 1);
    drop(other);
    assert!(breaker("found").is_none());
}

#[test]
fn a_change_of_state_is_one_event_and_a_rejection_is_none() {
    let events = Events::listen();
    let clock = ManualClock::new();
    let hosts = builder(&clock).name("told").build_keyed().unwrap();
    let host = hosts.breaker("a");
    times(2, &host, Outcome::Failure);
    for _ in 0..10 {
        assert!(host.try_acquire().is_err());
    }
    clock.advance(WAIT);
    end(&host, Outcome::Success);
    let warned = events.at(Level::WARN, "circuit breaker");
    let [opened] = warned.as_slice() else {
        panic!("{warned:?}");
    };
    for (field, value) in [
        ("name", "told"),
        ("key", "a"),
        ("from", "closed"),
        ("to", "open"),
        ("calls", "2"),
        ("failures", "2"),
        ("consecutive_failures", "2"),
    ] {
        assert_eq!(opened.fields[field], value, "{field}");
    }
    let informed = events.at(Level::INFO, "circuit breaker");
    let states: Vec<&str> = informed.iter().map(|event| &*event.fields["to"]).collect();
    assert_eq!(states, ["half_open", "closed"]);
}
