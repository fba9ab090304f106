//! The list of all guards.

use gambeson::metrics::{CIRCUIT_BREAKER_CALLS, CIRCUIT_BREAKER_REJECTED, TIMEOUTS};
use gambeson::resilience::{CircuitBreaker, GuardKind, GuardReport, State, guards};
use gambeson::timeout;

use crate::Fault;

fn named(name: &str) -> Vec<GuardReport> {
    let all = guards().into_iter();
    all.filter(|guard| guard.name == *name).collect()
}

fn breaker(name: &'static str) -> CircuitBreaker {
    let breaker = CircuitBreaker::builder().name(name);
    breaker.build().expect("a policy that can be")
}

#[test]
fn a_breaker_is_listed_with_its_state_and_counts_while_somebody_holds_it() {
    let listed = breaker("listed");
    let _ = listed.call(|| Err::<(), _>(Fault::Down));
    listed.force_open();
    let _ = listed.call(|| Err::<(), _>(Fault::Down));
    let reports = named("listed");
    let [report] = &reports[..] else {
        panic!("one guard: {reports:?}");
    };
    assert_eq!(report.kind, GuardKind::CircuitBreaker);
    assert_eq!(report.kind.as_str(), "circuit_breaker");
    assert_eq!(report.state, Some(State::ForcedOpen));
    assert_eq!(report.counted(CIRCUIT_BREAKER_CALLS), 1);
    assert_eq!(report.counted(CIRCUIT_BREAKER_REJECTED), 1);
    drop(listed);
    // The publisher, or another test that lists all guards, may be looking at it just now.
    while !named("listed").is_empty() {
        std::thread::yield_now();
    }
}

#[test]
fn guards_of_one_name_are_listed_each() {
    let both = [breaker("twice"), breaker("twice")];
    both[1].trip();
    let states: Vec<_> = named("twice").iter().map(|guard| guard.state).collect();
    assert_eq!(states, [Some(State::Closed), Some(State::Open)]);
}

#[timeout("1h", name = "listed_timeout")]
async fn listed_timeout(hangs: bool) -> Result<(), Fault> {
    if hangs {
        std::future::pending::<()>().await;
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_guard_of_an_attribute_is_listed_once_it_has_something_to_tell() {
    assert!(listed_timeout(true).await.is_err());
    assert_eq!(listed_timeout(false).await, Ok(()));
    let reports = named("listed_timeout");
    let [report] = &reports[..] else {
        panic!("one guard: {reports:?}");
    };
    assert_eq!((report.kind, report.state), (GuardKind::Timeout, None));
    assert_eq!(report.counted(TIMEOUTS), 1);
}
