//! `level`, `slow`, `target`, `message`, `sample`, `entry`, `busy_ms`.

use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use gambeson::log_execution_time;
use gambeson::test::ManualClock;
use gambeson_tests::log_events::Events;
use tracing::Level;

#[log_execution_time(level = debug, slow = "250ms")]
fn takes(clock: &ManualClock, millis: u64) -> Result<(), ()> {
    clock.advance(Duration::from_millis(millis));
    if millis == 13 { Err(()) } else { Ok(()) }
}

#[test]
fn a_slow_call_is_told_at_its_own_level() {
    let clock = ManualClock::new();
    let _clock = clock.on_this_thread();
    let (events, _listening) = Events::listen(Level::DEBUG);
    let _ = takes(&clock, 249);
    let told = events.one();
    assert_eq!((told.level, told.field("slow")), (Level::DEBUG, "-"));
    assert_eq!(told.field("duration_ms"), "249.0");
    let _ = takes(&clock, 250);
    let told = events.one();
    assert_eq!((told.level, told.field("slow")), (Level::WARN, "true"));
    assert_eq!(told.field("duration_ms"), "250.0");
}

#[test]
fn slow_calls_are_told_where_no_other_is() {
    let clock = ManualClock::new();
    let _clock = clock.on_this_thread();
    let (events, _listening) = Events::listen(Level::WARN);
    let _ = takes(&clock, 1);
    let _ = takes(&clock, 13);
    assert!(events.take().is_empty());
    let _ = takes(&clock, 1000);
    assert_eq!(events.one().field("outcome"), "ok");
}

#[test]
fn the_level_of_slow_calls_is_no_quieter_than_that_of_the_others() {
    const LONG: Duration = Duration::from_secs(1);

    #[log_execution_time(level = error, slow = LONG)]
    fn loud(clock: &ManualClock) {
        clock.advance(LONG);
    }
    #[log_execution_time(level = trace, slow = LONG * 2, slow_level = info)]
    fn quiet(clock: &ManualClock) {
        clock.advance(LONG * 2);
    }

    let clock = ManualClock::new();
    let _clock = clock.on_this_thread();
    let (events, _listening) = Events::listen(Level::INFO);
    loud(&clock);
    assert_eq!(events.one().level, Level::ERROR);
    quiet(&clock);
    assert_eq!(events.one().level, Level::INFO);
}

/// Pending twice; each poll takes 10 ms.
async fn in_three_polls(clock: &ManualClock) {
    let mut polls = 0;
    poll_fn(|_| {
        polls += 1;
        clock.advance(Duration::from_millis(10));
        if polls == 3 {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

#[test]
fn a_future_is_busy_while_it_is_polled_and_not_while_it_waits() {
    #[log_execution_time(slow = "1s")]
    async fn waits(clock: &ManualClock) -> u8 {
        in_three_polls(clock).await;
        1
    }

    let clock = ManualClock::new();
    let _clock = clock.on_this_thread();
    let (events, _listening) = Events::listen(Level::INFO);
    let mut call = pin!(waits(&clock));
    let mut cx = Context::from_waker(Waker::noop());
    while call.as_mut().poll(&mut cx).is_pending() {
        clock.advance(Duration::from_secs(1));
    }
    let told = events.one();
    assert_eq!(told.field("busy_ms"), "30.0");
    assert_eq!(told.field("duration_ms"), "2030.0");
    assert_eq!(told.field("slow"), "true");
}

#[test]
fn a_cancelled_call_is_slow_if_it_took_long() {
    #[log_execution_time(slow = "1s")]
    async fn forever() -> u8 {
        std::future::pending().await
    }

    let clock = ManualClock::new();
    let _clock = clock.on_this_thread();
    let (events, _listening) = Events::listen(Level::INFO);
    {
        let mut call = pin!(forever());
        let mut cx = Context::from_waker(Waker::noop());
        assert!(call.as_mut().poll(&mut cx).is_pending());
        clock.advance(Duration::from_secs(1));
    }
    let told = events.one();
    assert_eq!(
        (told.field("outcome"), told.level),
        ("cancelled", Level::WARN)
    );
    assert_eq!(
        (told.field("duration_ms"), told.field("busy_ms")),
        ("1000.0", "0.0")
    );
}

#[log_execution_time(target = "api.users", message = "user found")]
fn find() {}

#[test]
fn a_target_and_a_message_are_as_they_are_written() {
    let (events, _listening) = Events::listen(Level::INFO);
    find();
    let told = events.one();
    assert_eq!(
        (&*told.target, told.field("message")),
        ("api.users", "user found")
    );
}

#[log_execution_time(sample = 0, slow = "1s")]
fn sampled(clock: &ManualClock, secs: u64) -> Result<(), ()> {
    clock.advance(Duration::from_secs(secs));
    if secs == 0 { Err(()) } else { Ok(()) }
}

#[test]
fn slow_and_failed_calls_are_told_whatever_the_sample() {
    #[log_execution_time(sample = 0.0)]
    fn panics() {
        panic!("it")
    }
    #[log_execution_time(sample = 0.0)]
    fn never_told() {}
    #[log_execution_time(sample = "100%")]
    fn always_told() {}

    let clock = ManualClock::new();
    let _clock = clock.on_this_thread();
    let (events, _listening) = Events::listen(Level::INFO);
    let _ = sampled(&clock, 0);
    assert_eq!(events.one().field("outcome"), "err");
    let _ = sampled(&clock, 2);
    assert_eq!(events.one().field("slow"), "true");
    assert!(std::panic::catch_unwind(panics).is_err());
    assert_eq!(events.one().field("outcome"), "panic");
    for _ in 0..100 {
        never_told();
        always_told();
    }
    let lines = events.lines(&["function"]);
    assert_eq!(lines.len(), 100);
    assert!(lines.iter().all(|line| line.ends_with("always_told")));
}

#[test]
fn about_as_many_calls_are_told_as_the_sample_says() {
    #[log_execution_time(sample = "25%")]
    fn quarter() {}

    let (events, _listening) = Events::listen(Level::INFO);
    for _ in 0..10_000 {
        quarter();
    }
    // Thirteen deviations to either side.
    let told = events.take().len();
    assert!((1_900..3_100).contains(&told), "{told}");
}

#[tokio::test]
async fn an_entry_tells_the_arguments_before_the_call_ends() {
    #[log_execution_time(entry, args(id), message = "done", target = "api")]
    async fn load(id: u32) -> u32 {
        tracing::info!("within");
        id
    }

    let (events, _listening) = Events::listen(Level::INFO);
    load(7).await;
    assert_eq!(
        events.lines(&["message", "id", "outcome"]),
        ["started 7 -", "within - -", "done 7 ok"]
    );
}

#[test]
fn an_entry_is_told_of_those_calls_that_are_sampled() {
    #[log_execution_time(entry, sample = 0.0)]
    fn fails() -> Result<(), ()> {
        Err(())
    }
    let (events, _listening) = Events::listen(Level::INFO);
    let _ = fails();
    assert_eq!(events.lines(&["message"]), ["finished"]);
}
