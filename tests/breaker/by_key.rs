//! A circuit for each key, in a bounded registry.

use std::time::Duration;

use gambeson::resilience::{
    CircuitBreaker, KeyedBreakers, OpenFor, Outcome, Rejected, State, keyed_breakers,
};
use gambeson::test::ManualClock;

use super::{WAIT, builder};

fn keyed(clock: &ManualClock, max_keys: usize) -> KeyedBreakers {
    builder(clock)
        .consecutive(1)
        .max_keys(max_keys)
        .build_keyed()
        .unwrap()
}

fn fail(breaker: &CircuitBreaker) {
    breaker
        .try_acquire()
        .expect("a permit")
        .finish(Outcome::Failure);
}

#[test]
fn one_key_is_refused_and_others_are_not() {
    let clock = ManualClock::new();
    let hosts = keyed(&clock, 10);
    fail(&hosts.breaker("a"));
    assert_eq!(hosts.breaker("a").state(), State::Open);
    assert_eq!(hosts.breaker("b").state(), State::Closed);
    let Err(Rejected::CircuitOpen(open)) = hosts.breaker("a").try_acquire().map(drop) else {
        panic!("`a` is open");
    };
    assert_eq!((&*open.name, open.key.as_deref()), ("payments", Some("a")));
    assert_eq!(hosts.len(), 2);
    assert!(hosts.get("c").is_none());
}

#[test]
fn a_million_keys_leave_as_many_as_there_may_be_and_the_open_ones_among_them() {
    const MAX: usize = 1_000;
    let clock = ManualClock::new();
    let hosts = keyed(&clock, MAX);
    for number in 0..20 {
        fail(&hosts.breaker(format!("open-{number}")));
    }
    for number in 0..20 {
        fail(&hosts.breaker(format!("half-open-{number}")));
    }
    let probes: Vec<_> = (0..20)
        .map(|number| {
            let breaker = hosts.breaker(format!("half-open-{number}"));
            assert!(breaker.half_open());
            breaker.try_acquire().unwrap()
        })
        .collect();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (hosts, clock) = (&hosts, &clock);
            scope.spawn(move || {
                for number in 0..125_000 {
                    let breaker = hosts.breaker(format!("{thread}-{number}"));
                    breaker.try_acquire().unwrap().finish(Outcome::Success);
                    if number % 1_000 == 0 {
                        clock.advance(Duration::from_millis(1));
                    }
                }
            });
        }
    });
    assert!(hosts.len() <= MAX, "{} keys", hosts.len());
    assert!(hosts.len() > MAX * 9 / 10, "{} keys", hosts.len());
    assert_eq!(hosts.all().len(), hosts.len());
    for number in 0..20 {
        let open = hosts.get(format!("open-{number}")).expect("it is open");
        assert_eq!(open.state(), State::Open);
        let half_open = hosts
            .get(format!("half-open-{number}"))
            .expect("it is tried");
        assert_eq!(half_open.state(), State::HalfOpen);
    }
    drop(probes);
}

#[test]
fn circuits_that_are_all_open_do_not_grow_beyond_the_bound() {
    let clock = ManualClock::new();
    let hosts = keyed(&clock, 64);
    for number in 0..10_000 {
        fail(&hosts.breaker(number.to_string()));
        clock.advance(Duration::from_millis(1));
        assert!(hosts.len() <= 64);
    }
    assert!(
        hosts
            .all()
            .iter()
            .all(|breaker| breaker.state() == State::Open)
    );
}

#[test]
fn the_key_that_was_asked_for_longest_ago_goes_first() {
    let clock = ManualClock::new();
    let hosts = keyed(&clock, 3);
    for key in ["a", "b", "c", "a"] {
        hosts.breaker(key);
        clock.advance(Duration::from_secs(1));
    }
    hosts.breaker("d");
    assert!(hosts.get("b").is_none());
    for key in ["a", "c", "d"] {
        assert!(hosts.get(key).is_some(), "{key}");
    }
}

#[test]
fn a_key_that_nobody_asks_for_goes_unless_its_circuit_is_in_force() {
    let clock = ManualClock::new();
    let hosts = builder(&clock)
        .consecutive(1)
        .open_for(OpenFor::Fixed(Duration::from_secs(600)))
        .idle(Duration::from_secs(60))
        .build_keyed()
        .unwrap();
    hosts.breaker("closed");
    fail(&hosts.breaker("open"));
    hosts.breaker("disabled").disable();
    clock.advance(Duration::from_secs(61));
    hosts.breaker("other");
    assert!(hosts.get("closed").is_none());
    assert_eq!(hosts.breaker("open").state(), State::Open);
    assert_eq!(hosts.breaker("disabled").state(), State::Disabled);
    // The wait is over, and nobody has come for a minute: there is nothing to keep.
    clock.advance(Duration::from_secs(1_000));
    hosts.breaker("another");
    assert!(hosts.get("open").is_none());
}

#[test]
fn a_key_that_comes_back_late_begins_anew() {
    let clock = ManualClock::new();
    let hosts = builder(&clock)
        .consecutive(2)
        .idle(Duration::from_secs(60))
        .build_keyed()
        .unwrap();
    fail(&hosts.breaker("a"));
    clock.advance(Duration::from_secs(61));
    fail(&hosts.breaker("a"));
    assert_eq!(hosts.breaker("a").state(), State::Closed);
    assert_eq!(hosts.len(), 1);
}

#[test]
fn a_permit_of_a_circuit_that_is_gone_ends_without_a_trace() {
    let clock = ManualClock::new();
    let hosts = keyed(&clock, 1);
    let late = hosts.breaker("a").try_acquire().unwrap();
    clock.advance(Duration::from_secs(1));
    hosts.breaker("b");
    assert!(hosts.get("a").is_none());
    late.finish(Outcome::Failure);
    clock.advance(Duration::from_secs(1));
    assert_eq!(hosts.breaker("a").state(), State::Closed);
    clock.advance(WAIT);
}

#[test]
fn breakers_with_keys_are_found_by_name_and_key() {
    let hosts = CircuitBreaker::builder()
        .name("found-by-key")
        .build_keyed()
        .unwrap();
    hosts.breaker("a").force_open();
    let found = keyed_breakers("found-by-key").expect("it is held");
    assert_eq!(found.get("a").unwrap().state(), State::ForcedOpen);
    assert_eq!(found.get("a").unwrap().key(), Some("a"));
    drop((hosts, found));
    assert!(keyed_breakers("found-by-key").is_none());
}
