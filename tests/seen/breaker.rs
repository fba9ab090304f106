//! The series and events of circuits.

use std::time::Duration;

use gambeson::circuit_breaker;
use gambeson::resilience::{CircuitBreaker, OpenFor};
use gambeson_tests::{Events, Recorded};
use tracing::Level;

use crate::Fault;

const STATES: [&str; 6] = [
    "closed",
    "open",
    "half_open",
    "forced_open",
    "disabled",
    "metrics_only",
];

fn breaker(name: &'static str) -> CircuitBreaker {
    let breaker = CircuitBreaker::builder().name(name).consecutive(2);
    let breaker = breaker.open_for(OpenFor::Fixed(Duration::from_secs(30)));
    breaker.build().expect("a policy that can be")
}

fn fail(breaker: &CircuitBreaker) -> bool {
    breaker.call(|| Err::<(), _>(Fault::Down)) == Err(Fault::Down)
}

fn succeed(breaker: &CircuitBreaker) -> bool {
    breaker.call(|| Ok::<(), Fault>(())).is_ok()
}

/// How many circuits are in each state, where there are any.
fn states(name: &str) -> Vec<(&'static str, u32)> {
    let circuits = |state| {
        let series = format!("circuit_breaker_state{{name={name},state={state}}}");
        let circuits = Recorded::here().gauge(&series);
        let is = |number: &u32| circuits == Some(f64::from(*number));
        let number = (0..10).find(is);
        (
            state,
            number.unwrap_or_else(|| panic!("{series} is {circuits:?}")),
        )
    };
    let all = STATES.into_iter().map(circuits);
    all.filter(|&(_, number)| number > 0).collect()
}

#[test]
fn a_circuit_has_one_series_for_each_state_of_which_one_is_1() {
    let breaker = breaker("states");
    assert_eq!(states("states"), [("closed", 1)]);
    breaker.trip();
    assert_eq!(states("states"), [("open", 1)]);
    breaker.half_open();
    assert_eq!(states("states"), [("half_open", 1)]);
    breaker.force_open();
    assert_eq!(states("states"), [("forced_open", 1)]);
    breaker.disable();
    assert_eq!(states("states"), [("disabled", 1)]);
    breaker.metrics_only();
    assert_eq!(states("states"), [("metrics_only", 1)]);
    drop(breaker);
    assert_eq!(states("states"), []);
}

#[test]
fn outcomes_rejections_and_changes_of_state_are_counted() {
    let recorded = Recorded::here();
    let breaker = breaker("counted");
    assert!(succeed(&breaker));
    assert!(fail(&breaker) && fail(&breaker));
    for _ in 0..3 {
        assert!(!fail(&breaker), "refused");
    }
    assert!(breaker.half_open());
    assert!(succeed(&breaker));
    recorded.counts(
        "circuit_breaker_calls_total{name=counted,outcome=success}",
        2,
    );
    recorded.counts(
        "circuit_breaker_calls_total{name=counted,outcome=failure}",
        2,
    );
    recorded.counts("circuit_breaker_rejected_total{name=counted}", 3);
    for change in [
        "from=closed,to=open",
        "from=open,to=half_open",
        "from=half_open,to=closed",
    ] {
        let series = format!("circuit_breaker_state_changes_total{{name=counted,{change}}}");
        recorded.counts(&series, 1);
    }
}

#[test]
fn each_change_is_one_event_and_a_rejection_is_none() {
    let events = Events::listen();
    let breaker = breaker("told");
    assert!(fail(&breaker) && fail(&breaker));
    for _ in 0..100 {
        assert!(!fail(&breaker), "refused");
    }
    assert!(breaker.half_open());
    assert!(succeed(&breaker));
    let opened = events.at(Level::WARN, "circuit breaker");
    let [opened] = &opened[..] else {
        panic!("one warning: {opened:?}");
    };
    let field = |name| opened.fields.get(name).map(String::as_str);
    assert_eq!(
        [
            "name",
            "from",
            "to",
            "calls",
            "failures",
            "consecutive_failures"
        ]
        .map(field),
        ["told", "closed", "open", "2", "2", "2"].map(Some)
    );
    let others = events.at(Level::INFO, "circuit breaker");
    let others: Vec<[&str; 2]> = others
        .iter()
        .map(|event| ["from", "to"].map(|name| event.fields[name].as_str()))
        .collect();
    assert_eq!(others, [["open", "half_open"], ["half_open", "closed"]]);
    let left = &events.at(Level::INFO, "circuit breaker")[0];
    assert_eq!(left.fields["rejected"], "100");
    for level in [
        Level::ERROR,
        Level::WARN,
        Level::INFO,
        Level::DEBUG,
        Level::TRACE,
    ] {
        let told = events.at(level, "").len();
        let expected = match level {
            Level::WARN => 1,
            Level::INFO => 2,
            _ => 0,
        };
        assert_eq!(told, expected, "{level}: {}", events.text());
    }
}

#[test]
fn breakers_of_one_name_count_together_and_their_states_add_up() {
    let recorded = Recorded::here();
    let [one, other] = [breaker("shared"), breaker("shared")];
    assert!(succeed(&one) && succeed(&other) && succeed(&other));
    other.trip();
    recorded.counts(
        "circuit_breaker_calls_total{name=shared,outcome=success}",
        3,
    );
    assert_eq!(states("shared"), [("closed", 1), ("open", 1)]);
    one.trip();
    assert_eq!(states("shared"), [("open", 2)]);
    drop(other);
    assert_eq!(states("shared"), [("open", 1)]);
}

#[test]
fn what_a_breaker_counted_before_it_was_dropped_is_told() {
    let recorded = Recorded::here();
    let short = breaker("short");
    assert!(succeed(&short));
    recorded.counts("circuit_breaker_calls_total{name=short,outcome=success}", 1);
    assert!(succeed(&short));
    drop(short);
    recorded.counts("circuit_breaker_calls_total{name=short,outcome=success}", 2);
    let again = breaker("short");
    assert!(succeed(&again));
    recorded.counts("circuit_breaker_calls_total{name=short,outcome=success}", 3);
}

#[circuit_breaker(key = "{host}", consecutive = 1, name = "by_host")]
async fn ask(host: &str, fails: bool) -> Result<(), Fault> {
    if fails || host.is_empty() {
        Err(Fault::Down)
    } else {
        Ok(())
    }
}

#[tokio::test]
async fn all_keys_count_together_and_no_key_is_a_label() {
    let recorded = Recorded::here();
    for host in ["a.secret.example", "b.secret.example"] {
        assert_eq!(ask(host, false).await, Ok(()));
        assert_eq!(ask(host, true).await, Err(Fault::Down));
        assert_ne!(ask(host, true).await, Err(Fault::Down), "refused");
    }
    assert_eq!(ask("c.secret.example", false).await, Ok(()));
    recorded.counts(
        "circuit_breaker_calls_total{name=by_host,outcome=success}",
        3,
    );
    recorded.counts(
        "circuit_breaker_calls_total{name=by_host,outcome=failure}",
        2,
    );
    recorded.counts("circuit_breaker_rejected_total{name=by_host}", 2);
    assert_eq!(states("by_host"), [("closed", 1), ("open", 2)]);
    let secret = recorded
        .series()
        .into_iter()
        .find(|series| series.contains("secret"));
    assert_eq!(secret, None);
}
