//! Changes that were given up.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::change::{ChangeId, Op, Position};
use super::line::Line;
use super::queue::Buried;
use super::writer::unreachable;
use crate::cache::error::CacheError;
use crate::cache::key::Key;

/// The changes of one writer that were given up, in all processes.
///
/// ```no_run
/// # async fn example(dead: gambeson::write_behind::DeadLetters) -> Result<(), gambeson::CacheError> {
/// for letter in dead.list(100).await? {
///     println!("{} failed {} times: {}", letter.key(), letter.attempts(), letter.error());
/// }
/// dead.replay_all().await?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct DeadLetters {
    line: Arc<Line>,
}

/// A change that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter(Buried);

impl DeadLetter {
    /// Its place among the dead letters: what [`replay`](DeadLetters::replay) and
    /// [`discard`](DeadLetters::discard) take.
    pub fn place(&self) -> Position {
        self.0.place
    }

    /// The id of the change.
    pub fn id(&self) -> ChangeId {
        self.0.change.id
    }

    /// The key of its entry.
    pub fn key(&self) -> &Key {
        &self.0.change.key
    }

    /// Its value as JSON; `None` if what the key stands for is to go.
    pub fn json(&self) -> Option<&[u8]> {
        match &self.0.change.op {
            Op::Put(value) => Some(value),
            Op::Delete => None,
        }
    }

    /// How often it was tried.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// What the last attempt said.
    pub fn error(&self) -> &str {
        &self.0.error
    }

    /// When it was put.
    pub fn at(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_micros(self.0.change.at)
    }
}

/// How many are looked at in one go.
const PAGE: usize = 100;

impl DeadLetters {
    pub(crate) fn of(line: Arc<Line>) -> Self {
        Self { line }
    }

    /// The oldest of them, at most `most`.
    ///
    /// # Errors
    /// [`CacheError::Unreachable`] when the queue cannot be asked.
    pub async fn list(&self, most: usize) -> Result<Vec<DeadLetter>, CacheError> {
        self.list_after(None, most).await
    }

    /// Those behind a place, at most `most`.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    pub async fn list_after(
        &self,
        after: Option<Position>,
        most: usize,
    ) -> Result<Vec<DeadLetter>, CacheError> {
        let found = self.line.queue.dead(after, most).await;
        let found = found.map_err(unreachable)?;
        Ok(found.into_iter().map(DeadLetter).collect())
    }

    /// Puts them at the end of the queue, under their ids, as if they had never been tried; how many
    /// there were. A later change of the same key, if there was one, is overwritten by it: look at
    /// [`DeadLetter::at`] first where that matters.
    ///
    /// # Errors
    /// As [`list`](Self::list). Some may be in the queue then.
    pub async fn replay(
        &self,
        places: impl IntoIterator<Item = Position>,
    ) -> Result<u64, CacheError> {
        let places: Vec<Position> = places.into_iter().collect();
        self.line.queue.replay(&places).await.map_err(unreachable)
    }

    /// [`replay`](Self::replay) of all that are there now, oldest first.
    ///
    /// # Errors
    /// As [`replay`](Self::replay).
    pub async fn replay_all(&self) -> Result<u64, CacheError> {
        // Those that come to be dead letters meanwhile are left.
        let mut left = self.line.queue.depth().await.map_err(unreachable)?.dead;
        let (mut replayed, mut after) = (0, None);
        while left > 0 {
            let most = usize::try_from(left).unwrap_or(PAGE).min(PAGE);
            let page = self.list_after(after, most).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.place());
            left = left.saturating_sub(page.len() as u64);
            replayed += self.replay(page.iter().map(DeadLetter::place)).await?;
        }
        Ok(replayed)
    }

    /// Removes them for good; how many there were.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    pub async fn discard(
        &self,
        places: impl IntoIterator<Item = Position>,
    ) -> Result<u64, CacheError> {
        let places: Vec<Position> = places.into_iter().collect();
        self.line.queue.discard(&places).await.map_err(unreachable)
    }
}
