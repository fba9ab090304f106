//! How many are admitted, at the most and at the least.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use gambeson::resilience::{Decision, Rate, RateLimiter};
use gambeson::test::ManualClock;
use proptest::prelude::*;

/// The most that lay in any window of `period`, and where each stands with its cost.
fn most_in_a_window(admitted: &[(Duration, u32)], period: Duration) -> u64 {
    let mut most = 0;
    for (place, (begin, _)) in admitted.iter().enumerate() {
        let inside = admitted.iter().skip(place);
        let inside = inside.take_while(|(at, _)| *at < *begin + period);
        most = most.max(inside.map(|(_, cost)| u64::from(*cost)).sum());
    }
    most
}

proptest! {
    #[test]
    fn no_window_holds_more_than_limit_and_burst(
        limit in 1_u32..50,
        burst in 1_u32..50,
        millis in 1_u64..5_000,
        calls in proptest::collection::vec((0_u64..2_000, 0_u32..8), 1..300),
    ) {
        let period = Duration::from_millis(millis);
        let clock = ManualClock::new();
        let rate = Rate::new(limit, period).burst(burst);
        let limiter = RateLimiter::builder().rate(rate).clock(clock.clone()).build().unwrap();
        let mut now = Duration::ZERO;
        let mut admitted = Vec::new();
        for (pause, cost) in calls {
            let pause = Duration::from_micros(pause * millis);
            clock.advance(pause);
            now += pause;
            let decision = limiter.check_n(cost);
            prop_assert!(decision.remaining <= burst);
            if decision.admitted {
                admitted.push((now, cost));
                prop_assert_eq!(decision.retry_after, Duration::ZERO);
            } else if cost > burst {
                prop_assert_eq!(decision.retry_after, Duration::MAX);
            } else {
                prop_assert!(decision.remaining < cost);
                // Coming again when it says is early enough.
                clock.advance(decision.retry_after);
                now += decision.retry_after;
                prop_assert!(limiter.check_n(cost).admitted);
                admitted.push((now, cost));
            }
        }
        prop_assert!(most_in_a_window(&admitted, period) <= u64::from(limit) + u64::from(burst));
    }

    #[test]
    fn what_is_told_as_remaining_may_come_now(
        limit in 1_u32..1_000,
        burst in 1_u32..1_000,
        taken in 0_u32..1_000,
        nanos in 0_u64..4_000_000_000,
    ) {
        let clock = ManualClock::new();
        let rate = Rate::per_second(limit).burst(burst);
        let limiter = RateLimiter::builder().rate(rate).clock(clock.clone()).build().unwrap();
        limiter.check_n(taken.min(burst));
        clock.advance(Duration::from_nanos(nanos));
        let remaining = limiter.check_n(0).remaining;
        prop_assert!(limiter.check_n(remaining).admitted);
        prop_assert!(!limiter.check().admitted);
    }
}

#[test]
fn a_whole_burst_comes_at_once_and_then_one_each_interval() {
    for (rate, interval) in [
        (Rate::per_second(5), Duration::from_millis(200)),
        (Rate::per_second(100).burst(20), Duration::from_millis(10)),
        (
            Rate::per_minute(7).burst(1),
            Duration::from_nanos(8_571_428_572),
        ),
        (
            Rate::new(3, Duration::from_secs(86_400)),
            Duration::from_secs(28_800),
        ),
    ] {
        let clock = ManualClock::new();
        let builder = RateLimiter::builder().rate(rate).clock(clock.clone());
        let limiter = builder.build().expect("a limiter");
        for left in (0..rate.bursts()).rev() {
            let decision = limiter.check();
            assert!(decision.admitted);
            assert_eq!(decision.remaining, left);
        }
        for _ in 0..100 {
            assert!(!limiter.check().admitted);
            clock.advance(interval);
            assert!(limiter.check().admitted, "{rate}");
        }
        clock.advance(rate.period() * rate.bursts());
        assert_eq!(limiter.check_n(0).remaining, rate.bursts());
        assert_eq!(limiter.check_n(0).reset, Duration::ZERO);
    }
}

#[test]
fn huge_numbers_neither_overflow_nor_let_everything_through() {
    let rates = [
        Rate::new(u32::MAX, Duration::from_nanos(1)),
        Rate::new(1, Duration::MAX).burst(u32::MAX),
        Rate::new(1, Duration::from_secs(86_400)).burst(u32::MAX),
        Rate::per_second(1_000_000_000),
        Rate::new(1, Duration::from_nanos(1)),
    ];
    for rate in rates {
        let clock = ManualClock::new();
        let builder = RateLimiter::builder().rate(rate).clock(clock.clone());
        let limiter = builder.build().expect("a limiter");
        for cost in [u32::MAX, 1, u32::MAX, 0, 1] {
            let Decision { remaining, .. } = limiter.check_n(cost);
            assert!(remaining <= rate.bursts());
            clock.advance(Duration::from_secs(u64::from(u32::MAX)));
        }
    }
    // A burst that would take longer than there is time does not come as often as one likes.
    let builder = RateLimiter::builder().rate(Rate::new(1, Duration::MAX).burst(2));
    let limiter = builder
        .clock(ManualClock::new())
        .build()
        .expect("a limiter");
    let admitted = (0..10).filter(|_| limiter.check().admitted).count();
    assert!(admitted <= 2, "{admitted}");
}

#[test]
fn a_clock_that_jumps_ahead_gives_one_burst_and_no_more() {
    let clock = ManualClock::new();
    let builder = RateLimiter::builder().rate(Rate::per_second(10));
    let limiter = builder.clock(clock.clone()).build().expect("a limiter");
    for _ in 0..5 {
        clock.advance(Duration::from_secs(1_000_000));
        let admitted = (0..1_000).filter(|_| limiter.check().admitted).count();
        assert_eq!(admitted, 10);
    }
}

/// By the true time: what 64 tasks are admitted, in any window of the period.
async fn by_tasks(rate: Rate, cost: u32) {
    let limiter = RateLimiter::builder()
        .rate(rate)
        .build()
        .expect("a limiter");
    let start = Instant::now();
    let admitted = Arc::new(Mutex::new(Vec::new()));
    let tasks = (0..64).map(|_| {
        let (limiter, admitted) = (limiter.clone(), admitted.clone());
        tokio::spawn(async move {
            let mut own = Vec::new();
            while start.elapsed() < Duration::from_millis(400) {
                // The admission lies between the two.
                let before = start.elapsed();
                if limiter.check_n(cost).admitted {
                    own.push((before, start.elapsed()));
                }
                tokio::task::yield_now().await;
            }
            admitted.lock().expect("no panic").extend(own);
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.expect("no panic");
    }
    let mut admitted = admitted.lock().expect("no panic").clone();
    admitted.sort_unstable();
    let period = rate.period();
    for (place, (_, begin)) in admitted.iter().enumerate() {
        // Those that surely lie within a period of this one's latest time.
        let inside = admitted.iter().skip(place);
        let inside = inside.filter(|(before, after)| before >= begin && *after < *begin + period);
        let sum = inside.count() as u64 * u64::from(cost);
        assert!(
            sum <= u64::from(rate.limit()) + u64::from(rate.bursts()),
            "{sum}"
        );
    }
    assert!(!admitted.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_window_holds_too_many_by_the_true_time_either() {
    let period = Duration::from_millis(100);
    // The coarse clock, the precise clock, and the coarse clock with its lag made up for.
    by_tasks(Rate::new(8, period), 1).await;
    by_tasks(Rate::new(100, period).burst(5), 1).await;
    by_tasks(Rate::new(2_000, period).burst(40_000), 7).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_ten_thousand_callers_at_once_as_many_are_admitted_as_the_burst() {
    let clock = ManualClock::new();
    let rate = Rate::per_second(100).burst(321);
    let builder = RateLimiter::builder().rate(rate).clock(clock);
    let limiter = builder.build().expect("a limiter");
    let admitted = Arc::new(AtomicU32::new(0));
    let tasks = (0..10_000).map(|n| {
        let (limiter, admitted) = (limiter.clone(), admitted.clone());
        tokio::spawn(async move {
            let decision = limiter.check_key("all");
            if decision.admitted {
                admitted.fetch_add(1, Ordering::Relaxed);
            }
            // Others come and go meanwhile.
            limiter.check_key(n % 97);
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.expect("no panic");
    }
    assert_eq!(admitted.load(Ordering::Relaxed), 321);
}
