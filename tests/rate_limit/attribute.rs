//! What the arguments of `#[rate_limit]` mean.

use std::sync::LazyLock;
use std::time::Duration;

use gambeson::rate_limit;
use gambeson::resilience::{Rate, RateLimitPolicy};
use gambeson::test::ManualClock;

use crate::Failure;

fn limited<T: std::fmt::Debug>(result: Result<T, Failure>) -> gambeson::resilience::RateLimited {
    match result {
        Err(Failure::Limited(limited)) => limited,
        other => panic!("{other:?}"),
    }
}

#[rate_limit("5/s", burst = 2)]
async fn twice_at_once() -> Result<u8, Failure> {
    Ok(1)
}

#[tokio::test]
async fn what_comes_too_early_is_refused_and_told_when_to_come_again() {
    let clock = ManualClock::new();
    let _time = clock.on_this_thread();
    assert_eq!(twice_at_once().await, Ok(1));
    assert_eq!(twice_at_once().await, Ok(1));
    let refused = limited(twice_at_once().await);
    assert_eq!((refused.limit, refused.remaining), (2, 0));
    assert!(
        refused.name.ends_with("attribute::twice_at_once"),
        "{}",
        refused.name
    );
    assert_eq!(refused.key, None);
    assert!(refused.retry_after.abs_diff(Duration::from_millis(200)) < Duration::from_micros(1));
    assert!(refused.reset.abs_diff(Duration::from_millis(400)) < Duration::from_micros(1));
    clock.advance(Duration::from_millis(199));
    limited(twice_at_once().await);
    clock.advance(Duration::from_millis(1));
    assert_eq!(twice_at_once().await, Ok(1));
    limited(twice_at_once().await);
}

#[rate_limit("3/m", key = "{tenant}:{user}", name = "search")]
async fn search(tenant: u32, user: &str) -> Result<usize, Failure> {
    let _ = tenant;
    Ok(user.len())
}

#[tokio::test]
async fn each_key_has_a_limit_of_its_own() {
    for _ in 0..3 {
        assert_eq!(search(1, "ada").await, Ok(3));
    }
    let refused = limited(search(1, "ada").await);
    assert_eq!(refused.name, "search");
    assert_eq!(refused.key.as_deref(), Some("1:ada"));
    assert_eq!(search(2, "ada").await, Ok(3));
    assert_eq!(search(1, "grace").await, Ok(5));
}

#[rate_limit("10/m", cost = rows, key = user)]
fn export(user: &str, rows: u32) -> Result<u32, Failure> {
    let _ = user;
    Ok(rows)
}

#[test]
fn a_call_takes_as_many_permits_as_it_costs() {
    assert_eq!(export("ada", 7), Ok(7));
    let refused = limited(export("ada", 4));
    assert_eq!(refused.remaining, 3);
    assert_eq!(refused.key.as_deref(), Some("ada"));
    assert_eq!(export("ada", 3), Ok(3));
    assert_eq!(limited(export("grace", 11)).retry_after, Duration::MAX);
    assert_eq!(export("ada", 0), Ok(0));
}

const LIMIT: Rate = Rate::per_hour(2);

#[rate_limit(LIMIT, burst = 3 - 2, max_keys = 10 * 10, key = id)]
fn by_constant(id: u8) -> Result<u8, Failure> {
    Ok(id)
}

#[test]
fn rates_and_numbers_are_expressions_too() {
    assert_eq!(by_constant(1), Ok(1));
    limited(by_constant(1));
    assert_eq!(by_constant(2), Ok(2));
}

static POLICY: LazyLock<RateLimitPolicy> =
    LazyLock::new(|| RateLimitPolicy::new(Rate::per_hour(1)));

#[rate_limit(policy = &*POLICY)]
fn by_policy() -> Result<(), Failure> {
    Ok(())
}

#[rate_limit(policy = RateLimitPolicy::disabled())]
fn by_no_policy() -> Result<(), Failure> {
    Ok(())
}

#[rate_limit(policy = RateLimitPolicy::new(Rate::per_hour(0)))]
fn by_bad_policy() -> Result<(), Failure> {
    Ok(())
}

#[test]
fn a_policy_is_made_when_the_program_runs() {
    assert_eq!(by_policy(), Ok(()));
    limited(by_policy());
    for _ in 0..1_000 {
        assert_eq!(by_no_policy(), Ok(()));
    }
}

#[test]
fn instead_of_a_policy_that_cannot_be_the_default_is_in_force() {
    for _ in 0..100 {
        assert_eq!(by_bad_policy(), Ok(()));
    }
    assert_eq!(limited(by_bad_policy()).limit, 100);
}

#[rate_limit("1/h", handle = Guards)]
fn handled() -> Result<(), Failure> {
    Ok(())
}

#[test]
fn a_handle_gives_the_limiter() {
    assert!(Guards::limiter().check().admitted);
    limited(handled());
    assert_eq!(Guards::limiter().rate(), Rate::per_hour(1));
}
