//! A partition, for a worker.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

use super::super::change::Delivery;
use super::super::queue::{Away, Lane, Waiting};
use super::job::{Ask, Given, Seqs, Taker};
use super::{Log, away, position};

/// What takes the changes of one partition of a log.
#[derive(Debug)]
pub(super) struct LocalLane {
    log: Arc<Log>,
    queue: u32,
    partition: u32,
    owner: u64,
    /// Taken, and neither done nor buried.
    hands: Vec<u64>,
}

impl LocalLane {
    pub(super) fn new(log: Arc<Log>, queue: u32, partition: u32) -> Self {
        static OWNER: AtomicU64 = AtomicU64::new(0);
        Self {
            log,
            queue,
            partition,
            owner: OWNER.fetch_add(1, Ordering::Relaxed),
            hands: Vec::new(),
        }
    }

    fn taker(&self, most: usize) -> Taker {
        Taker {
            partition: self.partition,
            owner: self.owner,
            most,
        }
    }

    fn delivery(&self, given: Given) -> Delivery {
        Delivery {
            partition: self.partition,
            position: position(given.seq),
            attempt: given.tried.saturating_add(1),
            change: given.change,
            overtaken: Vec::new(),
        }
    }

    fn seqs(&self, deliveries: &[Delivery]) -> Seqs {
        Seqs {
            partition: self.partition,
            seqs: deliveries
                .iter()
                .map(|delivery| delivery.position.major)
                .collect(),
        }
    }
}

impl Lane for LocalLane {
    fn take(&mut self, most: usize, wait: Duration) -> Waiting<'_, Result<Vec<Delivery>, Away>> {
        Box::pin(async move {
            let taker = self.taker(most);
            let take = self.log.ask(self.queue, |reply| {
                Ask::Take(taker, self.hands.clone(), reply)
            });
            // What comes too late is not in these hands, and comes again.
            let Ok(given) = timeout(wait, take).await else {
                return Ok(Vec::new());
            };
            let given = given.map_err(away)?;
            self.hands.extend(given.iter().map(|given| given.seq));
            Ok(given
                .into_iter()
                .map(|given| self.delivery(given))
                .collect())
        })
    }

    /// As long as the process lives, which alone has the file.
    fn owns(&self) -> bool {
        true
    }

    fn done<'a>(&'a mut self, deliveries: &'a [Delivery]) -> Waiting<'a, Result<(), Away>> {
        Box::pin(async move {
            let done = self.seqs(deliveries);
            let asked = self
                .log
                .ask(self.queue, |reply| Ask::Done(done.clone(), reply));
            asked.await.map_err(away)?;
            self.hands.retain(|seq| !done.seqs.contains(seq));
            Ok(())
        })
    }

    fn begins<'a>(&'a mut self, deliveries: &'a [Delivery]) -> Waiting<'a, Result<(), Away>> {
        Box::pin(async move {
            // What has been tried with others counts by now.
            if deliveries.len() > 1 && deliveries.iter().all(|delivery| delivery.attempt > 1) {
                return Ok(());
            }
            let begin = self.seqs(deliveries);
            let asked = self.log.ask(self.queue, |reply| Ask::Begin(begin, reply));
            asked.await.map_err(away)
        })
    }

    fn bury<'a>(
        &'a mut self,
        delivery: &'a Delivery,
        error: &'a str,
        keep: bool,
    ) -> Waiting<'a, Result<(), Away>> {
        Box::pin(async move {
            let seq = delivery.position.major;
            let kept = keep.then(|| (delivery.attempt, error.to_owned()));
            let asked = self.log.ask(self.queue, |reply| {
                Ask::Bury(self.partition, seq, kept, reply)
            });
            asked.await.map_err(away)?;
            self.hands.retain(|held| *held != seq);
            Ok(())
        })
    }

    fn forget(&mut self) {
        self.hands.clear();
    }

    fn release(&mut self) -> Waiting<'_, ()> {
        self.hands.clear();
        let taker = self.taker(0);
        Box::pin(async move {
            _ = self
                .log
                .ask(self.queue, |reply| Ask::Release(taker, reply))
                .await;
        })
    }
}

impl Drop for LocalLane {
    fn drop(&mut self) {
        let (reply, _) = oneshot::channel();
        self.log
            .send(self.queue, Ask::Release(self.taker(0), reply));
    }
}
