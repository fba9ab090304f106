//! What the guards stand before.
use std::hint::black_box;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use gambeson::resilience::Rejected;

/// The error of a guarded function, as the docs say to write it.
#[derive(Debug)]
pub(super) enum CallError {
    /// What is called does not answer.
    Down,
    /// A guard has answered. Kept as a user keeps it, who looks at it later.
    Rejected(#[expect(dead_code, reason = "no figure depends on it")] Rejected),
}

impl From<Rejected> for CallError {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

pub(super) type Answer = Result<usize, CallError>;

/// Succeeds at once.
pub(super) async fn called(id: usize) -> Answer {
    Ok(black_box(id))
}

/// Succeeds when polled for the second time.
pub(super) async fn waits(id: usize) -> Answer {
    Step::default().await;
    Ok(black_box(id))
}

static REACHED: AtomicU64 = AtomicU64::new(0);

/// Fails at once.
pub(super) async fn down(_: usize) -> Answer {
    REACHED.fetch_add(1, Ordering::Relaxed);
    Err(CallError::Down)
}

/// How often [`down`] was reached.
pub(super) fn reached() -> u64 {
    REACHED.load(Ordering::Relaxed)
}

/// Is pending once.
#[derive(Debug, Default)]
pub(super) struct Step {
    taken: bool,
}

impl Future for Step {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.taken, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
