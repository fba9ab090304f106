//! What is told of a transition: one event, and an entry in the stream of those who listen.

use std::sync::{Arc, OnceLock};

use futures_util::stream::Stream;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::broadcast::{Receiver, Sender};
use tracing::{info, warn};

use super::counts::Counts;
use super::state::State;
use crate::resilience::name::Name;

pub(super) const TARGET: &str = "gambeson::circuit_breaker";

/// Entries that a slow listener may be behind.
const KEPT: usize = 64;

/// A circuit went from one state to another.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StateChange {
    /// The breaker's name.
    pub name: Name,
    /// The key whose circuit it is, where each key has one.
    pub key: Option<Arc<str>>,
    /// The state that ended.
    pub from: State,
    /// The state that began.
    pub to: State,
    /// What the state that ended had counted: the reason of the change, where results were one.
    pub counts: Counts,
    /// Changes of this breaker before this one.
    pub number: u64,
}

/// The changes of one breaker, from [`CircuitBreaker::changes`](super::CircuitBreaker::changes) on.
#[derive(Debug)]
pub struct StateChanges(Receiver<StateChange>);

impl StateChanges {
    /// The next change. `None` when the breaker is gone.
    ///
    /// Who comes late by more than 64 changes goes on with the oldest of those; `number` shows the
    /// gap. Of two changes in quick succession, on two threads, the later may be told first: `number`
    /// shows that, too, and [`state`](super::CircuitBreaker::state) how it is now. A dropped call
    /// loses nothing.
    pub async fn next(&mut self) -> Option<StateChange> {
        loop {
            match self.0.recv().await {
                Ok(change) => return Some(change),
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    }

    /// The changes as a `futures` stream, which ends when the breaker is gone.
    pub fn into_stream(self) -> impl Stream<Item = StateChange> + Send {
        futures_util::stream::unfold(self, |mut changes| async {
            let change = changes.next().await?;
            Some((change, changes))
        })
    }
}

#[cfg(all(test, gambeson_loom))]
impl StateChanges {
    pub(super) fn try_next(&mut self) -> Option<StateChange> {
        self.0.try_recv().ok()
    }
}

/// Where changes are told: a channel from when somebody listens on.
#[derive(Debug, Default)]
pub(super) struct Changes(OnceLock<Sender<StateChange>>);

impl Changes {
    pub(super) fn listen(&self) -> StateChanges {
        StateChanges(self.0.get_or_init(|| Sender::new(KEPT)).subscribe())
    }

    pub(super) fn tell(&self, change: StateChange) {
        let Counts {
            calls,
            failures,
            slow,
            consecutive_failures,
            rejected,
            ..
        } = change.counts;
        macro_rules! event {
            ($level:ident) => {
                $level!(
                    target: TARGET,
                    name = change.name.as_str(),
                    key = change.key.as_deref(),
                    from = change.from.as_str(),
                    to = change.to.as_str(),
                    calls,
                    failures,
                    slow,
                    consecutive_failures,
                    rejected,
                    "circuit breaker"
                )
            };
        }
        if matches!(change.to, State::Open | State::ForcedOpen) {
            event!(warn);
        } else {
            event!(info);
        }
        if let Some(listeners) = self.0.get() {
            // All have gone: nothing is lost.
            drop(listeners.send(change));
        }
    }
}
