//! The waits by numbers that are not drawn, and their distribution by those that are.

use std::time::Duration;

use super::*;

const ALL: u32 = 1_000_000;

fn ms(span: u64) -> Duration {
    Duration::from_millis(span)
}

fn least(least: u64, _: u64) -> u64 {
    least
}

fn most(_: u64, most: u64) -> u64 {
    most
}

#[test]
fn the_waits_grow_as_written() {
    let waits = |backoff: Backoff| -> Vec<Duration> {
        backoff.jitter(Jitter::None).delays().take(4).collect()
    };
    assert_eq!(waits(Backoff::fixed(ms(50))), [ms(50); 4]);
    assert_eq!(
        waits(Backoff::linear(ms(50))),
        [ms(50), ms(100), ms(150), ms(200)]
    );
    assert_eq!(
        waits(Backoff::linear(ms(50)).step(ms(10))),
        [ms(50), ms(60), ms(70), ms(80)]
    );
    assert_eq!(
        waits(Backoff::exponential(ms(50))),
        [ms(50), ms(100), ms(200), ms(400)]
    );
    assert_eq!(
        waits(Backoff::exponential(ms(50)).factor(3.0)),
        [ms(50), ms(150), ms(450), ms(1350)]
    );
    assert_eq!(waits(Backoff::none()), [Duration::ZERO; 4]);
}

#[test]
fn jitter_keeps_to_its_bounds() {
    let backoff = Backoff::exponential(ms(100)).max(ms(1000));
    for (jitter, low, high) in [
        (Jitter::None, ms(400), ms(400)),
        (Jitter::Full, ms(0), ms(400)),
        (Jitter::Equal, ms(200), ms(400)),
    ] {
        let backoff = backoff.jitter(jitter);
        assert_eq!(backoff.delay(3, ms(0), least), low, "{jitter:?}");
        assert_eq!(backoff.delay(3, ms(0), most), high, "{jitter:?}");
    }
}

#[test]
fn no_wait_is_longer_than_the_longest_whatever_the_attempt_and_the_chance() {
    let all = [
        Backoff::linear(ms(50)),
        Backoff::linear(ms(50)).step(Duration::MAX),
        Backoff::exponential(ms(50)),
        Backoff::exponential(ms(50)).factor(f64::MAX),
        Backoff::decorrelated(ms(50)),
    ];
    for backoff in all {
        let backoff = backoff.max(ms(70));
        for jitter in [Jitter::None, Jitter::Full, Jitter::Equal] {
            let backoff = backoff.jitter(jitter);
            for retry in [1, 2, 3, 63, 64, 65, 1_000, ALL, u32::MAX] {
                for last in [Duration::ZERO, ms(70), Duration::MAX] {
                    for random in [least, most, |_: u64, _: u64| u64::MAX] {
                        let wait = backoff.delay(retry, last, random);
                        assert!(wait <= ms(70), "{backoff:?} before retry {retry}: {wait:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_longest_wait_may_be_the_longest_there_is() {
    let backoff = Backoff::exponential(ms(50)).max(Duration::MAX);
    assert_eq!(
        backoff.jitter(Jitter::None).delay(ALL, ms(0), most),
        Duration::MAX
    );
    assert!(backoff.delay(ALL, ms(0), most) > ms(1_000_000));
}

/// Quarters of the range into which the waits fall, and their mean.
fn quarters(waits: impl Iterator<Item = Duration>, low: Duration, high: Duration) -> [u32; 4] {
    let mut quarters = [0; 4];
    for wait in waits {
        assert!((low..=high).contains(&wait), "{wait:?}");
        let range = high.saturating_sub(low).as_secs_f64();
        let place = wait.saturating_sub(low).as_secs_f64() / range;
        let quarter = (1..4)
            .filter(|edge| place >= f64::from(*edge) / 4.0)
            .count();
        quarters[quarter] += 1;
    }
    quarters
}

/// Each quarter is expected to hold 2,500, with a deviation of 43.
fn assert_even(quarters: [u32; 4]) {
    for count in quarters {
        assert!((2_200..2_800).contains(&count), "{quarters:?}");
    }
}

fn seeded(seed: u64) -> impl FnMut(u64, u64) -> u64 {
    let mut random = fastrand::Rng::with_seed(seed);
    move |least, most| random.u64(least..=most)
}

#[test]
fn full_jitter_is_even_from_zero_to_the_capped_wait() {
    let mut random = seeded(7);
    let backoff = Backoff::exponential(ms(100)).max(ms(1_000));
    for (retry, high) in [(1, ms(100)), (3, ms(400)), (20, ms(1_000))] {
        let waits = (0..10_000).map(|_| backoff.delay(retry, ms(0), &mut random));
        assert_even(quarters(waits, Duration::ZERO, high));
    }
}

#[test]
fn equal_jitter_is_even_over_the_upper_half() {
    let mut random = seeded(8);
    let backoff = Backoff::fixed(ms(100)).jitter(Jitter::Equal);
    let waits = (0..10_000).map(|_| backoff.delay(1, ms(0), &mut random));
    assert_even(quarters(waits, ms(50), ms(100)));
}

#[test]
fn a_decorrelated_wait_lies_between_the_first_and_three_times_the_last() {
    let mut random = seeded(9);
    let backoff = Backoff::decorrelated(ms(100)).max(ms(10_000));
    let waits = (0..10_000).map(|_| backoff.delay(5, ms(400), &mut random));
    assert_even(quarters(waits, ms(100), ms(1_200)));
    let near_the_cap = (0..10_000).map(|_| backoff.delay(9, ms(9_000), &mut random));
    assert_even(quarters(near_the_cap, ms(100), ms(10_000)));
}

#[test]
fn drawn_waits_differ() {
    let waits: Vec<Duration> = Backoff::fixed(ms(100)).delays().take(20).collect();
    assert!(waits.iter().any(|wait| *wait != waits[0]));
}

#[test]
fn what_cannot_be_is_said() {
    assert!(Backoff::exponential(ms(50)).max(ms(10)).fault().is_some());
    assert!(Backoff::exponential(ms(50)).factor(0.5).fault().is_some());
    assert!(
        Backoff::exponential(ms(50))
            .factor(f64::NAN)
            .fault()
            .is_some()
    );
    assert!(Backoff::linear(ms(0)).fault().is_some());
    assert!(Backoff::none().fault().is_none());
    assert!(Backoff::default().fault().is_none());
}
