//! The time-out as users hold it.

use std::sync::Arc;
use std::time::Duration;

use super::guard::TimeoutGuard;
use super::site::TimeoutSite;
use super::span::Given;
use crate::resilience::name::Name;
use crate::resilience::rejected::Rejected;
use crate::stack::{Innermost, On, once};

/// A time-out by hand: what takes longer than a span is dropped.
///
/// A clone is the same time-out. What it runs sees a [`Deadline`](crate::resilience::Deadline). Make one for
/// each place and keep it: it counts for itself (`timeouts_total`).
///
/// ```
/// use std::time::Duration;
/// use gambeson::resilience::{Rejected, Timeout};
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let timeout = Timeout::new(Duration::from_millis(20)).name("quote");
/// let answer: Result<u32, Rejected> = timeout.run(async { Ok(7) }).await;
/// assert_eq!(answer, Ok(7));
///
/// let never = std::future::pending::<Result<u32, Rejected>>();
/// let late = timeout.run(never).await.unwrap_err();
/// assert_eq!(late.to_string(), "`quote` took longer than 20ms");
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Timeout {
    span: Duration,
    site: Arc<TimeoutSite>,
}

impl Timeout {
    /// Gives `span` to each call.
    pub fn new(span: Duration) -> Self {
        Self {
            span,
            site: Arc::new(TimeoutSite::new("timeout")),
        }
    }

    /// What rejections and labels call it.
    #[must_use]
    pub fn name(self, name: impl Into<Name>) -> Self {
        Self {
            site: Arc::new(TimeoutSite::named(name.into())),
            ..self
        }
    }

    /// How long a call is given.
    pub fn span(&self) -> Duration {
        self.span
    }

    /// Runs `body`, and drops it when its time is over. What is ready is never too late: `body` is
    /// asked first.
    ///
    /// # Errors
    ///
    /// That of `body`, or of [`Rejected::TimedOut`]; that at once, where the time of the caller is
    /// over already.
    ///
    /// # Panics
    ///
    /// If `body` has to wait and this is not a tokio runtime with a timer.
    pub async fn run<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: Future<Output = Result<T, E>>,
        E: From<Rejected>,
    {
        let refuse = |rejected: Rejected| Err(rejected.into());
        let guard = TimeoutGuard::new(&self.site, Given::new(self.span), refuse);
        let guards = On::new(guard, Innermost::new());
        once(guards, body).await
    }
}
