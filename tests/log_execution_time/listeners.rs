//! Who listens: nobody, one thread, somebody else in the middle of a call, and listeners that misbehave.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Waker};

use gambeson::{log_exceptions, log_execution_time};
use gambeson_tests::log_events::Events;
use tokio::task::yield_now;
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, NoSubscriber, set_default, with_default};
use tracing::{Event, Level, Metadata, Subscriber};

/// What a listener is but for what it does.
macro_rules! listener {
    ($type:ty { $($method:item)* }) => {
        impl Subscriber for $type {
            $($method)*
            fn new_span(&self, _: &Attributes<'_>) -> Id {
                Id::from_u64(1)
            }
            fn record(&self, _: &Id, _: &Record<'_>) {}
            fn record_follows_from(&self, _: &Id, _: &Id) {}
            fn enter(&self, _: &Id) {}
            fn exit(&self, _: &Id) {}
        }
    };
}

fn is_ours(metadata: &Metadata<'_>) -> bool {
    metadata.target() == module_path!()
}

#[log_execution_time]
async fn waits() -> u8 {
    yield_now().await;
    7
}

fn poll(call: std::pin::Pin<&mut impl Future>) -> bool {
    let mut cx = Context::from_waker(Waker::noop());
    call.poll(&mut cx).is_ready()
}

#[test]
fn who_listens_when_a_call_ends_is_told_if_somebody_did_when_it_began() {
    let (first, listening) = Events::listen(Level::INFO);
    let mut heard = Box::pin(waits());
    let mut unheard = Box::pin(waits());
    let mut late = Box::pin(waits());
    assert!(!poll(heard.as_mut()) && !poll(unheard.as_mut()));
    drop(listening);
    assert!(!with_default(NoSubscriber::new(), || poll(late.as_mut())));
    let (second, listening) = Events::listen(Level::INFO);
    assert!(poll(heard.as_mut()));
    assert!(poll(late.as_mut()));
    drop(listening);
    assert!(with_default(NoSubscriber::new(), || poll(unheard.as_mut())));
    assert!(first.take().is_empty());
    assert_eq!(second.one().field("outcome"), "ok");
}

#[test]
fn a_listener_of_one_thread_hears_of_no_other() {
    #[log_execution_time]
    fn call() {}
    let (events, _listening) = Events::listen(Level::INFO);
    std::thread::scope(|scope| {
        scope.spawn(|| with_default(NoSubscriber::new(), call));
    });
    assert!(events.take().is_empty());
    call();
    assert_eq!(events.take().len(), 1);
}

#[test]
fn a_level_that_is_changed_while_the_program_runs_is_known_at_once() {
    static HEARS: AtomicBool = AtomicBool::new(false);
    static HEARD: AtomicUsize = AtomicUsize::new(0);
    struct Reloaded;
    listener!(Reloaded {
        fn enabled(&self, metadata: &Metadata<'_>) -> bool {
            is_ours(metadata) && HEARS.load(Ordering::Relaxed)
        }
        fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
            if self.enabled(metadata) { Interest::always() } else { Interest::never() }
        }
        fn max_level_hint(&self) -> Option<LevelFilter> {
            Some(if HEARS.load(Ordering::Relaxed) { LevelFilter::DEBUG } else { LevelFilter::OFF })
        }
        fn event(&self, _: &Event<'_>) {
            HEARD.fetch_add(1, Ordering::Relaxed);
        }
    });
    #[log_execution_time(level = debug)]
    fn call() {}
    #[log_exceptions(level = debug)]
    fn fails() -> Result<(), u8> {
        Err(1)
    }

    let _listening = set_default(Reloaded);
    for hears in [false, true, false, true] {
        HEARS.store(hears, Ordering::Relaxed);
        tracing::callsite::rebuild_interest_cache();
        HEARD.store(0, Ordering::Relaxed);
        call();
        assert!(fails().is_err());
        assert_eq!(HEARD.load(Ordering::Relaxed), if hears { 2 } else { 0 });
    }
}

#[test]
fn a_listener_may_call_functions_that_are_logged_themselves() {
    static HEARD: AtomicUsize = AtomicUsize::new(0);
    #[log_execution_time(span)]
    #[log_exceptions]
    fn itself() -> Result<(), u8> {
        Err(1)
    }
    struct Calling;
    listener!(Calling {
        fn enabled(&self, metadata: &Metadata<'_>) -> bool {
            is_ours(metadata)
        }
        // `tracing` tells nobody of what a listener logs.
        fn event(&self, _: &Event<'_>) {
            HEARD.fetch_add(1, Ordering::Relaxed);
            assert!(itself().is_err());
        }
    });
    with_default(Calling, || assert!(itself().is_err()));
    assert_eq!(HEARD.load(Ordering::Relaxed), 2);
}

/// Panics on each event.
struct Panicking;

listener!(Panicking {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_ours(metadata)
    }
    fn event(&self, _: &Event<'_>) {
        panic!("the listener");
    }
});

#[test]
fn a_listener_that_panics_does_not_end_the_process_when_the_call_panics_too() {
    #[log_execution_time]
    #[log_exceptions]
    fn panics() -> Result<(), u8> {
        panic!("the call")
    }
    #[log_execution_time(metrics)]
    fn only_timed() {
        panic!("the call")
    }
    #[log_execution_time]
    fn ends() {}
    with_default(Panicking, || {
        assert!(catch_unwind(panics).is_err());
        let panic = catch_unwind(only_timed).unwrap_err();
        assert_eq!(panic.downcast_ref(), Some(&"the call"));
        // As with `tracing::info!`, a panic of the listener is that of who tells.
        let panic = catch_unwind(ends).unwrap_err();
        assert_eq!(panic.downcast_ref(), Some(&"the listener"));
        let mut call = Box::pin(waits());
        assert!(!poll(call.as_mut()));
        assert!(catch_unwind(AssertUnwindSafe(|| drop(call))).is_err());
    });
    let (events, _listening) = Events::listen(Level::INFO);
    ends();
    assert_eq!(events.one().field("outcome"), "ok");
}

#[test]
fn what_a_debug_logs_is_told_and_mixed_into_nothing() {
    struct Chatty;
    impl fmt::Debug for Chatty {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            tracing::info!("from within");
            assert!(fails().is_err());
            f.write_str("chatty")
        }
    }
    #[log_exceptions(args(value), debug)]
    fn fails_with(value: Chatty) -> Result<(), Chatty> {
        Err(value)
    }
    #[log_exceptions]
    fn fails() -> Result<(), u8> {
        Err(1)
    }
    #[log_execution_time(args(value), ret)]
    fn shows(value: &Chatty) -> Chatty {
        drop(format!("{value:?}"));
        Chatty
    }
    let (events, _listening) = Events::listen(Level::INFO);
    shows(&Chatty);
    let told = events.take();
    assert_eq!(told.last().map(|told| told.field("value")), Some("chatty"));
    assert_eq!(told.last().map(|told| told.field("ret")), Some("chatty"));
    assert_eq!(told.len(), 3 * 2 + 1, "{told:#?}");
    assert!(fails_with(Chatty).is_err());
    let told = events.take();
    let last = told
        .last()
        .map(|told| (told.field("error"), told.field("value")));
    assert_eq!(last, Some(("chatty", "chatty")));
}

#[test]
fn of_calls_on_many_threads_each_is_told_once() {
    #[log_execution_time(args(id))]
    fn call(id: usize) -> usize {
        id
    }
    let (events, _listening) = Events::listen(Level::INFO);
    let here = tracing::dispatcher::get_default(Clone::clone);
    let together = std::sync::Barrier::new(8);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (here, together) = (&here, &together);
            scope.spawn(move || {
                let _listening = tracing::dispatcher::set_default(here);
                together.wait();
                for id in 0..100 {
                    call(thread * 100 + id);
                }
            });
        }
    });
    let mut ids: Vec<usize> = events
        .lines(&["id"])
        .iter()
        .filter_map(|id| id.parse().ok())
        .collect();
    ids.sort_unstable();
    assert_eq!(ids, (0..800).collect::<Vec<_>>());
}
