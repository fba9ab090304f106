// Clocks for all threads are tried in `tests/clocks.rs`, whose process is its own.

use std::sync::Barrier;
use std::time::Duration;

use super::*;
use crate::clock::Clock;

const MINUTE: Duration = Duration::from_secs(60);

fn now() -> Tick {
    Clock::System.now()
}

#[test]
fn a_clock_of_the_thread_stands_still_and_goes_on_where_the_system_s_stood() {
    let before = now();
    let clock = ManualClock::new();
    let set = clock.on_this_thread();
    let first = now();
    assert!(first >= before);
    assert_eq!(now(), first);
    clock.advance(MINUTE);
    assert_eq!(now().since(first), MINUTE);
    drop(set);
    assert!(now().since(first) < MINUTE);
}

#[test]
fn another_thread_does_not_see_it() {
    let clock = ManualClock::new();
    let _set = clock.on_this_thread();
    let first = now();
    clock.advance(MINUTE);
    let elsewhere = std::thread::scope(|scope| scope.spawn(now).join().expect("no panic"));
    assert!(elsewhere.since(first) < MINUTE);
}

#[test]
fn threads_that_set_one_clock_agree() {
    let clock = ManualClock::new();
    let both = Barrier::new(2);
    let [one, other] = std::thread::scope(|scope| {
        let threads = [(); 2].map(|()| {
            scope.spawn(|| {
                let _set = clock.on_this_thread();
                both.wait();
                now()
            })
        });
        threads.map(|thread| thread.join().expect("no panic"))
    });
    assert_eq!(one, other);
}

#[test]
fn the_one_counts_that_was_set_last_in_whatever_order_they_go() {
    let (first, second) = (ManualClock::new(), ManualClock::new());
    let first_set = first.on_this_thread();
    let start = now();
    let second_set = second.on_this_thread();
    assert_eq!(now(), start, "the second goes on where the first stood");
    second.advance(MINUTE);
    assert_eq!(now().since(start), MINUTE);
    drop(first_set);
    assert_eq!(now().since(start), MINUTE);
    drop(second_set);
    assert!(now().since(start) < MINUTE);
}

#[tokio::test(start_paused = true)]
async fn tokio_s_paused_time_is_followed() {
    let _time = follow_tokio();
    let first = now();
    assert_eq!(now(), first);
    tokio::time::advance(MINUTE).await;
    let since = now().since(first);
    assert!(
        since.abs_diff(MINUTE) < Duration::from_millis(1),
        "{since:?}"
    );
    tokio::time::sleep(MINUTE).await;
    assert!(now().since(first) >= 2 * MINUTE);
}

#[test]
fn without_a_runtime_tokio_s_time_is_the_real_one() {
    let before = now();
    let _time = follow_tokio();
    let first = now();
    assert!(first.since(before) < MINUTE && before.since(first) < MINUTE);
}
