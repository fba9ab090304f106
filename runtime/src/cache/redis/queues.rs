//! The commands of queues, which go to who has a queue's names. All names of a queue share a slot.

use std::pin::Pin;

use redis::aio::MultiplexedConnection;

use super::nodes::Way;
use super::reply::Failure;
use super::{Answers, Enqueue, Hold, NotEnqueued, RedisTier};
use crate::cache::key::Key;

impl RedisTier {
    /// Has whoever has `name` carry out a command, with all that the tier knows of the connection:
    /// no trip while there is none, and what comes back is noted.
    ///
    /// Dropped before it is done, or given up, the command may still be carried out, at any time
    /// later.
    pub(crate) async fn run_at(
        &self,
        name: &[u8],
        command: &redis::Cmd,
    ) -> Result<redis::Value, Failure> {
        let mut way = self.nodes.way_to(name);
        loop {
            let server = way.server().ok_or_else(nobody)?;
            let answer = server.run(command).await;
            let elsewhere = answer.as_ref().is_err_and(Failure::is_elsewhere);
            if !elsewhere || !turn(&mut way).await {
                return answer;
            }
        }
    }

    /// The same of several commands in one go: all of them again, if one is not to be carried out
    /// there.
    pub(crate) async fn run_all_at(
        &self,
        name: &[u8],
        commands: &redis::Pipeline,
    ) -> Result<Vec<Result<redis::Value, Failure>>, Failure> {
        let mut way = self.nodes.way_to(name);
        loop {
            let server = way.server().ok_or_else(nobody)?;
            let answers = server.run_all(commands).await?;
            let is_elsewhere =
                |answer: &Result<_, Failure>| answer.as_ref().is_err_and(Failure::is_elsewhere);
            if !answers.iter().any(is_elsewhere) || !turn(&mut way).await {
                return Ok(answers);
            }
        }
    }

    /// Puts changes at the ends of their streams, which have a slot in common with `name`, and sets
    /// their entries, in one step.
    pub(crate) async fn enqueue(
        &self,
        name: &[u8],
        order: &Enqueue<'_>,
    ) -> Result<Answers, NotEnqueued> {
        let mut way = self.nodes.way_to(name);
        loop {
            let Some(server) = way.server() else {
                return Err(NotEnqueued::Sure(nobody().text().to_owned()));
            };
            let answer = server.enqueue(order).await;
            if !matches!(answer, Err(NotEnqueued::NotYet(_))) || !turn(&mut way).await {
                return answer;
            }
        }
    }

    /// Whether a change in `stream` and the entry of `key` can be set in one step.
    pub(crate) fn sets_together(&self, stream: &[u8], key: &Key) -> bool {
        self.nodes.go_together(stream, key)
    }

    /// A connection of its own to who has `name`, for commands that wait: without a response
    /// time-out.
    pub(crate) async fn waiting_connection(
        &self,
        name: &[u8],
    ) -> Result<MultiplexedConnection, String> {
        let way = self.nodes.way_to(name);
        let server = way.server().ok_or_else(|| nobody().text().to_owned())?;
        server.waiting_connection().await
    }

    /// Whether a hold still lies there.
    pub(crate) async fn still_holds(&self, key: &Key, hold: &Hold) -> bool {
        self.holds(key, hold.ticket()).await
    }

    /// Takes a hold away with all that it lies on, if nobody has changed the key.
    pub(crate) async fn remove_held(&self, key: &Key, hold: &Hold) {
        if let Some(server) = self.nodes.way_of(key, hold.ticket()).server() {
            server.heal(key, hold.ticket()).await;
        }
    }
}

/// Rare, and in a box: this is the innermost of many futures.
fn turn<'a>(way: &'a mut Way<'_>) -> Pin<Box<dyn Future<Output = bool> + Send + 'a>> {
    Box::pin(way.turn())
}

fn nobody() -> Failure {
    Failure::Unreachable("no node of the cluster has the slot".to_owned())
}
