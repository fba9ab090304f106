//! A limit for each key, in bounded memory.

use std::time::Duration;

use gambeson::resilience::{Rate, RateLimiter};
use gambeson::test::ManualClock;

fn limiter(rate: Rate, keys: usize) -> (RateLimiter, ManualClock) {
    let clock = ManualClock::new();
    let builder = RateLimiter::builder().rate(rate).max_keys(keys);
    let limiter = builder.clock(clock.clone()).build().expect("a limiter");
    (limiter, clock)
}

#[test]
fn a_million_keys_leave_a_bounded_number_behind() {
    let (limiter, _clock) = limiter(Rate::per_minute(3), 1_000);
    for key in 0..1_000_000_u32 {
        assert!(limiter.check_key(key).admitted);
    }
    assert!(limiter.keys() <= 2_000, "{}", limiter.keys());
}

#[test]
fn those_that_have_used_the_most_are_the_last_to_be_forgotten() {
    let (limiter, _clock) = limiter(Rate::per_minute(3), 1_000);
    for _ in 0..3 {
        limiter.check_key("ada");
    }
    for key in 0..1_000_000_u32 {
        limiter.check_key(key);
        if key % 1_000 == 0 {
            assert!(!limiter.check_key("ada").admitted, "{key}");
        }
    }
}

#[test]
fn as_many_keys_as_there_may_be_are_kept_apart() {
    let (limiter, _clock) = limiter(Rate::per_minute(2), 10_000);
    for _ in 0..2 {
        for key in 0..10_000_u32 {
            assert!(limiter.check_key(key).admitted);
        }
    }
    let forgotten = (0..10_000_u32).filter(|key| limiter.check_key(*key).admitted);
    assert!(forgotten.count() < 40);
}

#[test]
fn a_key_whose_limit_is_whole_again_gives_its_place_to_others_and_loses_nothing() {
    let (limiter, clock) = limiter(Rate::per_second(2), 8);
    for round in 0..1_000_u32 {
        // Sixteen places, eight keys in each round: all of the former have to go.
        for key in 0..8 {
            let key = round * 8 + key;
            assert!(limiter.check_key(key).admitted);
            assert!(limiter.check_key(key).admitted);
            assert!(!limiter.check_key(key).admitted);
        }
        clock.advance(Duration::from_secs(1));
    }
}

#[test]
fn keys_of_any_type_and_length_are_told_apart() {
    let (limiter, _clock) = limiter(Rate::per_minute(1), 1_000);
    let long = |last: char| "k".repeat(10_000) + &last.to_string();
    assert!(limiter.check_key(long('a')).admitted);
    assert!(limiter.check_key(long('b')).admitted);
    assert!(!limiter.check_key(long('a')).admitted);
    assert!(limiter.check_key(("ada", 7_u8)).admitted);
    assert!(!limiter.check_key(("ada", 7_u8)).admitted);
    assert!(limiter.check_key("").admitted);
    assert!(!limiter.check_key("").admitted);
}
