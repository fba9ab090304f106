//! `window = exact`.

use std::time::Duration;

use gambeson::rate_limit;
use gambeson::resilience::{Rate, RateLimiter};
use gambeson::test::ManualClock;
use proptest::prelude::*;

use crate::Failure;

fn limiter(rate: Rate) -> (RateLimiter, ManualClock) {
    let clock = ManualClock::new();
    let builder = RateLimiter::builder().rate(rate).exact().max_keys(128);
    (
        builder.clock(clock.clone()).build().expect("a limiter"),
        clock,
    )
}

proptest! {
    #[test]
    fn no_window_holds_more_than_the_limit_and_nobody_is_refused_who_fits(
        limit in 1_u32..20,
        calls in proptest::collection::vec((0_u64..200, 0_u32..5), 1..200),
    ) {
        let period = Duration::from_secs(1);
        let (limiter, clock) = limiter(Rate::new(limit, period));
        let mut now = Duration::ZERO;
        let mut admitted: Vec<(Duration, u32)> = Vec::new();
        for (pause, cost) in calls {
            let pause = Duration::from_millis(pause);
            clock.advance(pause);
            now += pause;
            let inside = admitted.iter().filter(|(at, _)| *at + period > now);
            let inside: u32 = inside.map(|(_, cost)| cost).sum();
            let decision = limiter.check_n(cost);
            prop_assert_eq!(decision.admitted, inside + cost <= limit || cost == 0);
            if decision.admitted {
                prop_assert_eq!(decision.remaining, limit - inside - cost);
                admitted.push((now, cost));
            } else {
                prop_assert_eq!(decision.remaining, limit - inside);
                if cost <= limit {
                    clock.advance(decision.retry_after);
                    // All calls come at whole milliseconds; the clock's ticks are not quite those.
                    let millis = (decision.retry_after.as_nanos() + 500_000) / 1_000_000;
                    let millis = u64::try_from(millis).unwrap();
                    now += Duration::from_millis(millis);
                    prop_assert!(limiter.check_n(cost).admitted);
                    admitted.push((now, cost));
                }
            }
        }
    }
}

#[rate_limit("3/s", window = exact, key = "{user}")]
async fn three(user: &str) -> Result<(), Failure> {
    let _ = user;
    Ok(())
}

#[tokio::test]
async fn a_window_begins_with_each_call() {
    let clock = ManualClock::new();
    let _time = clock.on_this_thread();
    for _ in 0..3 {
        assert_eq!(three("ada").await, Ok(()));
        clock.advance(Duration::from_millis(300));
    }
    let Err(Failure::Limited(limited)) = three("ada").await else {
        panic!("three in a second");
    };
    assert!(limited.retry_after.abs_diff(Duration::from_millis(100)) < Duration::from_micros(1));
    assert_eq!(limited.key.as_deref(), Some("ada"));
    assert_eq!(three("grace").await, Ok(()));
    clock.advance(Duration::from_millis(100));
    assert_eq!(three("ada").await, Ok(()));
    assert!(three("ada").await.is_err());
}

#[test]
fn keys_whose_windows_are_empty_are_forgotten() {
    let (limiter, clock) = limiter(Rate::per_second(1));
    for round in 0..100_u32 {
        for key in 0..64_u32 {
            assert!(limiter.check_key((round, key)).admitted);
        }
        assert!(limiter.keys() <= 128, "{}", limiter.keys());
        clock.advance(Duration::from_secs(1));
    }
}

#[test]
fn a_key_that_has_used_its_limit_up_is_not_freed_by_calls_with_other_keys() {
    let (limiter, clock) = limiter(Rate::per_minute(3));
    assert!((0..3).all(|_| limiter.check_key("busy").admitted));
    for other in 0..5_000_u32 {
        clock.advance(Duration::from_millis(1));
        assert!(limiter.check_key(other).admitted);
    }
    assert!(!limiter.check_key("busy").admitted);
}

#[test]
fn a_million_keys_in_use_leave_a_bounded_number_behind() {
    let (limiter, _clock) = limiter(Rate::per_second(1));
    for key in 0..1_000_000_u32 {
        assert!(limiter.check_key(key).admitted);
    }
    assert!(limiter.keys() <= 128, "{}", limiter.keys());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_ten_thousand_callers_at_once_no_more_than_the_limit_are_admitted() {
    let (limiter, _clock) = limiter(Rate::per_second(77));
    let tasks = (0..10_000).map(|_| {
        let limiter = limiter.clone();
        tokio::spawn(async move { limiter.check_key("all").admitted })
    });
    let mut admitted = 0;
    for task in tasks.collect::<Vec<_>>() {
        admitted += u32::from(task.await.expect("no panic"));
    }
    assert_eq!(admitted, 77);
}

#[tokio::test(start_paused = true)]
async fn who_waits_is_admitted_when_the_window_has_room() {
    let _time = gambeson::test::follow_tokio();
    let builder = RateLimiter::builder().rate(Rate::per_second(2)).exact();
    let limiter = builder
        .wait(Duration::from_secs(5))
        .build()
        .expect("a limiter");
    let start = tokio::time::Instant::now();
    for expected in [0, 0, 1, 1, 2, 2] {
        assert!(limiter.acquire().await.is_ok());
        assert_eq!(start.elapsed().as_secs(), expected);
    }
}
