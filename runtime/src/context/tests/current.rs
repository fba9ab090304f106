//! The context of a thread: put in, looked at, set back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context as TaskContext, Waker};

use crate::context::{
    Context, Scope, current, in_current_context, scope, sync_scope, with_current,
};

fn id() -> Option<String> {
    with_current(|context| context.map(|context| context.request_id().to_owned()))
}

fn poll<F: Future>(scope: &mut std::pin::Pin<&mut Scope<F>>) -> bool {
    let mut cx = TaskContext::from_waker(Waker::noop());
    scope.as_mut().poll(&mut cx).is_ready()
}

#[test]
fn of_nested_scopes_the_inner_one_counts_and_the_outer_one_comes_back() {
    assert_eq!(id(), None);
    sync_scope(Context::new("outer"), || {
        sync_scope(Context::new("inner"), || {
            assert_eq!(id().as_deref(), Some("inner"));
        });
        assert_eq!(id().as_deref(), Some("outer"));
    });
    assert_eq!(id(), None);
}

#[test]
fn a_panic_sets_the_context_back_in_closures_and_in_futures() {
    sync_scope(Context::new("outer"), || {
        let closure = || sync_scope(Context::new("inner"), || panic!("on purpose"));
        assert!(catch_unwind(AssertUnwindSafe(closure)).is_err());
        assert_eq!(id().as_deref(), Some("outer"));

        let mut future = pin!(scope(Context::new("inner"), async { panic!("on purpose") }));
        assert!(catch_unwind(AssertUnwindSafe(|| poll(&mut future))).is_err());
        assert_eq!(id().as_deref(), Some("outer"));
    });
    assert_eq!(id(), None);
}

#[test]
fn a_future_is_in_its_context_at_each_poll_and_nobody_is_between() {
    let mut first = pin!(scope(Context::new("one"), async {
        assert_eq!(id().as_deref(), Some("one"));
        tokio::task::yield_now().await;
        assert_eq!(id().as_deref(), Some("one"));
    }));
    let mut second = pin!(scope(Context::new("two"), async {
        tokio::task::yield_now().await;
        assert_eq!(id().as_deref(), Some("two"));
    }));
    assert!(!poll(&mut first) && !poll(&mut second));
    assert_eq!(id(), None);
    assert!(poll(&mut first) && poll(&mut second));
    assert_eq!(id(), None);
}

#[test]
fn to_look_takes_no_reference_and_may_be_done_again_meanwhile() {
    let context = Context::new("req-7");
    let other = context.clone();
    let before = context.references();
    sync_scope(context, || {
        with_current(|seen| {
            assert_eq!(seen.map(Context::references), Some(before));
            assert_eq!(
                id().as_deref(),
                Some("req-7"),
                "who looks may cause another event"
            );
            assert!(current().is_some());
        });
    });
    assert_eq!(other.references(), before - 1);
}

#[test]
fn a_scope_that_is_opened_while_one_looks_runs_and_all_stays_in_order() {
    sync_scope(Context::new("outer"), || {
        let inner = with_current(|_| sync_scope(Context::new("inner"), id));
        assert_eq!(inner.as_deref(), Some("outer"), "it is not entered");
        assert_eq!(id().as_deref(), Some("outer"));
    });
    assert_eq!(id(), None);
}

#[test]
fn what_is_carried_from_outside_of_any_context_changes_nothing() {
    let mut carried = pin!(in_current_context(async { id() }));
    sync_scope(Context::new("there"), || {
        let mut cx = TaskContext::from_waker(Waker::noop());
        let seen = carried.as_mut().poll(&mut cx);
        assert_eq!(seen, std::task::Poll::Ready(Some("there".to_owned())));
    });
}

#[test]
fn a_thread_that_ends_has_no_context_and_does_not_panic() {
    struct AtTheEnd;
    impl Drop for AtTheEnd {
        fn drop(&mut self) {
            sync_scope(Context::new("late"), || drop(id()));
            drop(current());
        }
    }
    thread_local! {
        static LATE: AtTheEnd = const { AtTheEnd };
    }
    let thread = std::thread::spawn(|| {
        // In both orders of their ends, whichever a platform has.
        LATE.with(|_| ());
        sync_scope(Context::new("early"), id)
    });
    assert!(matches!(thread.join(), Ok(Some(id)) if id == "early"));
}

#[test]
fn a_scope_adds_five_words_at_most_to_its_future() {
    let future = async {
        let page = [7_u8; 1024];
        tokio::task::yield_now().await;
        page.len()
    };
    let plain = size_of_val(&future);
    let scoped = size_of_val(&scope(Context::new("req-7"), future));
    assert!(scoped <= plain + 5 * size_of::<usize>(), "{plain} {scoped}");
}
