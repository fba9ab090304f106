//! What surrounds a call is resumed and suspended around each poll, and around the drop of its body.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Poll};

use super::script::{Log, poll};
use crate::stack::{Answer, Begin, Call, End, Guard, Innermost, On, Panic, once};

struct Around {
    name: &'static str,
    log: Log,
}

impl Around {
    fn write(&self, what: &str) {
        self.log.write(format!("{what} {}", self.name));
    }
}

impl Guard<()> for Around {
    const HEARS_PANICS: bool = true;
    const SURROUNDS: bool = true;

    fn poll_begin(&mut self, _: &mut Context<'_>, _: Call<'_>) -> Poll<Begin<()>> {
        self.write("begin");
        Poll::Ready(ControlFlow::Continue(()))
    }

    fn begin_blocking(&mut self, _: Call<'_>) -> Begin<()> {
        ControlFlow::Continue(())
    }

    fn end(&mut self, _: Answer<&()>, _: Call<'_>) -> End {
        self.write("end");
        End::Done
    }

    fn resume(&mut self) {
        self.write("resume");
    }

    fn suspend(&mut self) {
        self.write("suspend");
    }

    fn panicked(&mut self, _: Option<&Panic>) {
        self.write("panic");
    }

    fn cancel(&mut self) {
        self.write("cancel");
    }
}

fn two(log: &Log) -> On<Around, On<Around, Innermost>> {
    let guard = |name| Around {
        name,
        log: log.clone(),
    };
    On::new(guard("a"), On::new(guard("b"), Innermost::new()))
}

/// Writes down that it is dropped.
struct Dropped(Log, bool);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.write("drop");
        assert!(!self.1, "on purpose");
    }
}

async fn body(log: Log, polls: u32, panics: bool) {
    let _dropped = Dropped(log.clone(), panics);
    for _ in 1..polls {
        tokio::task::yield_now().await;
    }
    log.write("done");
}

#[test]
fn each_poll_is_surrounded_from_the_outside_in() {
    let log = Log::default();
    let guards = two(&log);
    let mut call = pin!(once(guards, body(log.clone(), 2, false)));
    assert!(poll(call.as_mut()).is_pending());
    assert_eq!(
        log.read(),
        "resume a, resume b, begin a, begin b, suspend b, suspend a"
    );
    assert!(poll(call.as_mut()).is_ready());
    assert_eq!(
        log.read(),
        "resume a, resume b, done, drop, end b, end a, suspend b, suspend a"
    );
}

#[test]
fn a_body_that_is_dropped_is_dropped_inside_and_so_are_the_guards_told() {
    let log = Log::default();
    let guards = two(&log);
    {
        let mut call = pin!(once(guards, body(log.clone(), 2, false)));
        assert!(poll(call.as_mut()).is_pending());
        log.read();
    }
    assert_eq!(
        log.read(),
        "resume a, resume b, drop, cancel b, cancel a, suspend b, suspend a"
    );
}

#[test]
fn after_its_end_nothing_is_left_to_drop() {
    let log = Log::default();
    let guards = two(&log);
    {
        let mut call = pin!(once(guards, body(log.clone(), 1, false)));
        assert!(poll(call.as_mut()).is_ready());
        log.read();
    }
    assert_eq!(log.read(), "");
}

#[test]
fn a_drop_that_panics_is_a_panic_of_the_call() {
    let log = Log::default();
    let guards = two(&log);
    let dropped = catch_unwind(AssertUnwindSafe(|| {
        let mut call = pin!(once(guards, body(log.clone(), 2, true)));
        assert!(poll(call.as_mut()).is_pending());
        log.read();
    }));
    assert!(dropped.is_err());
    assert_eq!(log.read(), "resume a, resume b, drop, panic b, panic a");
}
