//! The calls that the thread looks at. Its rounds are made here by hand.

use std::fmt::{Debug, Write};
use std::future::pending;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Waker};
use std::time::Duration;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use super::{StuckGuard, StuckSite, round};
use crate::context;
use crate::log::call::Source;
use crate::stack::{Innermost, On, once, once_blocking};
use crate::sync::lock;
use crate::test::ManualClock;

const AFTER: Duration = Duration::from_secs(30);

/// A round looks at the calls of all tests.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

static SITE: StuckSite = StuckSite::new(
    Source {
        function: "shop::charge",
        name: "charge",
        module: "shop",
        target: "shop",
        file: "shop.rs",
        line: 1,
        fields: &[],
    },
    Level::WARN,
);

/// What was told, each with the request that it was told in.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<String>>>);

impl Told {
    fn all(&self) -> Vec<String> {
        lock(&self.0).clone()
    }
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, "{}={value:?} ", field.name());
    }
}

impl Subscriber for Told {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "shop"
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        let request = context::current().map(|context| context.request_id().to_owned());
        text.0.push_str(request.as_deref().unwrap_or("no request"));
        lock(&self.0).push(text.0);
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

fn guards() -> On<StuckGuard<()>, Innermost> {
    On::new(StuckGuard::new(&SITE, AFTER, ()), Innermost::new())
}

/// Runs a test alone, with its own clock and what it tells.
fn alone(test: impl FnOnce(&ManualClock, &Told)) {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let clock = ManualClock::new();
    let _set = clock.on_this_thread();
    let told = Told::default();
    tracing::subscriber::with_default(told.clone(), || test(&clock, &told));
}

/// As the thread does it, which has neither the dispatcher nor the request of the caller.
fn round_of_the_thread() {
    tracing::subscriber::with_default(tracing::subscriber::NoSubscriber::new(), round);
}

const STUCK: &str = "message=\"still running\" function=\"shop::charge\" duration_ms=31000.0 ";

#[test]
fn a_sync_call_says_once_that_it_is_not_done() {
    alone(|clock, told| {
        once_blocking(&mut guards(), || {
            clock.advance(Duration::from_secs(29));
            round_of_the_thread();
            assert_eq!(told.all().len(), 0);
            clock.advance(Duration::from_secs(2));
            round_of_the_thread();
            clock.advance(AFTER);
            round_of_the_thread();
        });
        assert_eq!(told.all(), [format!("{STUCK}no request")]);
    });
}

#[test]
fn it_says_so_in_the_request_of_the_caller() {
    alone(|clock, told| {
        context::sync_scope(context::Context::new("r-1"), || {
            once_blocking(&mut guards(), || {
                clock.advance(Duration::from_secs(31));
                std::thread::scope(|scope| {
                    let there = scope.spawn(|| {
                        let _set = clock.on_this_thread();
                        assert!(context::current().is_none());
                        round();
                    });
                    assert!(there.join().is_ok());
                });
            });
        });
        assert_eq!(told.all(), [format!("{STUCK}r-1")]);
    });
}

#[test]
fn a_call_that_is_over_says_nothing() {
    alone(|clock, told| {
        once_blocking(&mut guards(), || ());
        let panicked = std::panic::catch_unwind(|| {
            once_blocking(&mut guards(), || panic!("on purpose"));
        });
        assert!(panicked.is_err());
        clock.advance(Duration::from_secs(31));
        round_of_the_thread();
        assert_eq!(told.all().len(), 0);
    });
}

/// Polls a call that never ends, and has it wait for too long.
fn waits_for_long(clock: &ManualClock) {
    let guards = guards();
    let mut call = pin!(once(guards, pending::<()>()));
    let mut cx = Context::from_waker(Waker::noop());
    assert!(call.as_mut().poll(&mut cx).is_pending());
    clock.advance(Duration::from_secs(31));
    round_of_the_thread();
    assert!(call.as_mut().poll(&mut cx).is_pending());
}

#[test]
fn an_async_call_without_a_runtime_is_looked_at_by_the_thread() {
    alone(|clock, told| {
        waits_for_long(clock);
        assert_eq!(told.all().len(), 1);
    });
}

#[test]
fn a_runtime_without_timers_does_not_panic() {
    alone(|clock, told| {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let Ok(runtime) = runtime else {
            panic!("no runtime");
        };
        runtime.block_on(async { waits_for_long(clock) });
        assert_eq!(told.all().len(), 1);
    });
}

#[test]
fn a_dropped_call_says_nothing() {
    alone(|clock, told| {
        {
            let guards = guards();
            let mut call = pin!(once(guards, pending::<()>()));
            let mut cx = Context::from_waker(Waker::noop());
            assert!(call.as_mut().poll(&mut cx).is_pending());
        }
        clock.advance(Duration::from_secs(31));
        round_of_the_thread();
        assert_eq!(told.all().len(), 0);
    });
}
