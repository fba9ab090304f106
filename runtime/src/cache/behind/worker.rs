//! From a lane to the writer: batches, the last of each key, retries, and what is given up.
//!
//! Nothing behind a batch that fails is tried before it: so the order of a key holds across retries.
//! A batch that fails is tried once more as a whole, and then by halves, until the change that
//! cannot be written stands alone; that one is buried when its attempts are used up. What comes again
//! because a process ended in the middle of its write is tried alone from the start.

mod items;

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use self::items::Item;
use super::after::After;
use super::change::Delivery;
use super::queue::{Away, Lane};
use super::running::{Running, unless};
use super::settings::Settings;
use super::write::{Failed, Write};

/// How long a lane waits for a change before it looks again whether it is to end.
const IDLE: Duration = Duration::from_secs(1);
/// How long a worker waits for a queue that is away.
const AWAY: Duration = Duration::from_millis(100);

/// What ended a process together with others is no culprit yet: it is tried alone at least once.
const TRIED_TWICE: u32 = 2;
/// What is said of a change that was tried as often as it may be, and is still there.
const WITHOUT_END: &str =
    "its last attempt did not come to an end: the process may have ended in it";

/// Takes the changes of one partition to the writer.
pub(crate) struct Worker {
    pub(crate) lane: Box<dyn Lane>,
    pub(crate) writer: Arc<dyn Write>,
    pub(crate) settings: Settings,
    pub(crate) running: Arc<Running>,
    pub(crate) after: Arc<After>,
}

/// Why a batch was left: its changes are still in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Left {
    /// The worker is to end.
    Stopped,
    /// Another lane has the partition now.
    Lost,
    Away(Away),
}

impl From<Away> for Left {
    fn from(away: Away) -> Self {
        Self::Away(away)
    }
}

impl Worker {
    /// Works until it is told to stop. May be dropped at any time: what it had in its hands comes
    /// again.
    pub(crate) async fn run(mut self) {
        while !self.running.is_stopped() {
            let left = match self.gather().await {
                Ok(batch) if batch.is_empty() => continue,
                Ok(batch) => self.deliver(batch).await,
                Err(left) => Err(left),
            };
            if let Err(left) = left {
                self.lane.forget();
                if let Left::Away(away) = left {
                    self.running.away(&away);
                    self.pause(AWAY).await;
                }
            }
        }
        self.lane.release().await;
    }

    /// A batch: full, or as much as has come `every` after its first change.
    async fn gather(&mut self) -> Result<Vec<Delivery>, Left> {
        let most = self.settings.batch;
        let running = Arc::clone(&self.running);
        let first = unless(running.stopped(), self.lane.take(most, IDLE)).await;
        let mut batch = first.ok_or(Left::Stopped)??;
        let until = Instant::now() + self.settings.every;
        while !batch.is_empty() && batch.len() < most && !running.hurries() {
            let wait = until.saturating_duration_since(Instant::now());
            if wait.is_zero() {
                break;
            }
            let more = self.lane.take(most - batch.len(), wait);
            match unless(running.hurried(), more).await {
                Some(more) => batch.extend(more?),
                None => break,
            }
        }
        Ok(batch)
    }

    /// Writes a batch, whatever it takes.
    async fn deliver(&mut self, batch: Vec<Delivery>) -> Result<(), Left> {
        let mut groups = items::groups(self.without_the_hopeless(batch).await?);
        let mut failures = 0;
        // The last is the next one.
        while let Some(group) = groups.pop() {
            if self.running.is_stopped() {
                return Err(Left::Stopped);
            }
            if !self.lane.owns() {
                return Err(Left::Lost);
            }
            let next: Vec<Delivery> = group.iter().map(Item::to_write).collect();
            self.lane.begins(&next).await?;
            match self.writer.write(&next).await {
                Ok(()) => {
                    failures = 0;
                    self.finish(&group).await?;
                }
                Err(failed) => {
                    failures += 1;
                    self.failed(group, &failed, failures, &mut groups).await?;
                }
            }
        }
        Ok(())
    }

    /// The changes of a batch by their keys. What has used up its attempts although none came to an end
    /// is given up: to write it ends the process.
    async fn without_the_hopeless(&mut self, batch: Vec<Delivery>) -> Result<Vec<Item>, Left> {
        let most = self.settings.attempts.max(TRIED_TWICE);
        let mut items = Vec::new();
        for item in items::by_key(batch) {
            let mut left = Some(item);
            while let Some(item) = left.take_if(|item| item.last().attempt > most) {
                if !self.lane.owns() {
                    return Err(Left::Lost);
                }
                let mut last = item.last().clone();
                last.attempt -= 1;
                self.give_up(&last, WITHOUT_END).await?;
                left = item.without_last();
            }
            items.extend(left);
        }
        Ok(items)
    }

    async fn give_up(&mut self, delivery: &Delivery, error: &str) -> Result<(), Left> {
        self.running.failed(delivery, error, true);
        let keep = self.settings.keep_dead;
        self.lane.bury(delivery, error, keep).await?;
        self.running.buried();
        Ok(())
    }

    async fn failed(
        &mut self,
        mut group: Vec<Item>,
        failed: &Failed,
        failures: u32,
        groups: &mut Vec<Vec<Item>>,
    ) -> Result<(), Left> {
        let rest = group.split_off(failed.written.min(group.len()));
        if !group.is_empty() {
            self.finish(&group).await?;
        }
        let culprit = failed
            .culprit
            .map(|place| place.saturating_sub(failed.written));
        let (before, mut culprit, after) = items::around(rest, culprit);
        // In the order in which they are tried: the last of `groups` is the next one.
        if !after.is_empty() {
            groups.push(after);
        }
        if let Some(item) = &mut culprit {
            let attempts = item.last().attempt;
            let alone = failed.hopeless || attempts >= self.settings.attempts;
            if alone {
                let last = item.last().clone();
                self.give_up(&last, &failed.error).await?;
                if let Some(earlier) = culprit.and_then(Item::without_last) {
                    groups.push(vec![earlier]);
                }
            } else {
                self.running.failed(item.last(), &failed.error, false);
                item.count_attempt();
                groups.extend(culprit.map(|item| vec![item]));
            }
            if !before.is_empty() {
                groups.push(before);
            }
            if alone {
                return Ok(());
            }
        } else if let Some(first) = before.first() {
            self.running.failed(first.last(), &failed.error, false);
            let whole_again = failures == 1;
            items::again(before, whole_again, groups);
        }
        self.pause(self.settings.pause(failures)).await;
        Ok(())
    }

    /// They are written, and so are those whose place they have taken.
    async fn finish(&mut self, group: &[Item]) -> Result<(), Left> {
        let keys = group.iter().map(|item| item.last().change.key.clone());
        self.after.written(keys.collect()).await;
        let all: Vec<Delivery> = group.iter().flat_map(Item::all).cloned().collect();
        self.lane.done(&all).await?;
        self.running.written(&all);
        Ok(())
    }

    /// Waits, unless the worker is to end.
    async fn pause(&mut self, span: Duration) {
        unless(self.running.stopped(), sleep(span)).await;
    }
}
