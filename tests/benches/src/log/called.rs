//! One function, plain and with each attribute. It takes no time: a figure is the attribute's own and the plain call's.

use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::harness::Subject;

/// The error of a function that never fails here.
#[derive(Debug)]
pub(super) struct NoAnswer;

impl std::fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no answer")
    }
}

pub(super) type Answer = Result<usize, NoAnswer>;

/// The function with one attribute, async and not.
macro_rules! with {
    ($name:ident $(, #[$attribute:meta])?) => {
        pub(super) mod $name {
            use super::{Answer, black_box};

            $(#[$attribute])?
            pub(in crate::log) async fn waits(id: usize) -> Answer {
                Ok(black_box(id))
            }

            // Out of line, as a function that is worth an attribute.
            #[inline(never)]
            $(#[$attribute])?
            pub(in crate::log) fn blocks(id: usize) -> Answer {
                Ok(black_box(id))
            }
        }
    };
}

with!(plain);
with!(ours, #[gambeson::log_execution_time]);
with!(instrument, #[tracing::instrument(skip_all)]);
with!(logcall, #[logcall::logcall("info")]);
with!(fastrace, #[fastrace::trace]);
with!(autometrics, #[autometrics::autometrics]);

#[gambeson::log_execution_time(metrics)]
pub(super) async fn counted(id: usize) -> Answer {
    Ok(black_box(id))
}

/// Calls of what is not async.
pub(super) fn blocking(
    name: &'static str,
    call: impl Fn(usize) -> Answer + 'static,
) -> Subject<'static> {
    Subject::new(name, move |calls| {
        let start = Instant::now();
        for id in (0..).take(usize::try_from(calls).unwrap_or(usize::MAX)) {
            let _ = black_box(call(black_box(id)));
        }
        start.elapsed()
    })
}

/// What a call costs that does nothing but read the clock twice.
pub(super) fn two_clocks(calls: u64) -> Duration {
    let start = Instant::now();
    for _ in 0..calls {
        black_box(black_box(Instant::now()).elapsed());
    }
    start.elapsed()
}
