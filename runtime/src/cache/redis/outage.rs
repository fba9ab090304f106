//! What is remembered when the server cannot be told, and telling it later.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::core::{Access, Core};
use super::handshake::new_epoch;
use super::link::Link;
use super::options::OnOutage;
use super::pending::Batch;
use super::reply::Failure;
use crate::CacheError;
use crate::cache::key::Key;

/// How many keys one `UNLINK` names.
const BATCH: usize = 1_000;
/// How long what is remembered is collected before it is carried out.
const COLLECT: Duration = Duration::from_millis(10);
/// The longest wait after the server has refused it.
const LONGEST: Duration = Duration::from_millis(250);

/// Carries out all that is remembered through a link that is not published yet.
pub(super) async fn replay(core: &Core, link: &Link) -> Result<(), Failure> {
    loop {
        match core.pending.batch(BATCH, Instant::now()) {
            // What may not be carried out yet stays; this process reads past it until then.
            Batch::Nothing => return Ok(()),
            batch => {
                carry_out(core, link, &batch).await?;
                core.pending.done(&batch);
            }
        }
    }
}

/// The task that carries out what is remembered while there is a link.
pub(super) async fn flush(core: Arc<Core>) {
    let mut wait = COLLECT;
    loop {
        core.pending.added().await;
        tokio::time::sleep(wait).await;
        wait = match core.link() {
            None => {
                core.published.notified().await;
                COLLECT
            }
            Some(link) => match replay(&core, &link).await {
                Ok(()) => COLLECT,
                Err(_) => (wait * 2).min(LONGEST),
            },
        };
    }
}

async fn carry_out(core: &Core, link: &Link, batch: &Batch) -> Result<(), Failure> {
    match batch {
        Batch::Nothing => {}
        Batch::Keys(keys) => {
            let mut command = redis::cmd("UNLINK");
            for (key, _) in keys {
                command.arg(core.name(key));
            }
            core.call(link, &command, Access::Write).await?;
        }
        Batch::All(_) => {
            let _guard = link.epoch.lock().await;
            let epoch = new_epoch();
            let mut command = redis::cmd("SET");
            command.arg(core.epoch_name()).arg(&epoch);
            core.call(link, &command, Access::Write).await?;
            link.set_epoch(&epoch);
        }
    }
    Ok(())
}

/// Keys that are being written. Dropped before it is known what became of them, they are
/// remembered, because the command may have been carried out, or may still be.
pub(super) struct Unsure<'a> {
    core: &'a Core,
    keys: &'a [Key],
    not_before: Option<Instant>,
    known: bool,
}

impl<'a> Unsure<'a> {
    pub(super) fn of(core: &'a Core, keys: &'a [Key], not_before: Option<Instant>) -> Self {
        Self { core, keys, not_before, known: false }
    }

    /// The server has answered, or somebody else takes care.
    pub(super) fn known(mut self) {
        self.known = true;
    }
}

impl Drop for Unsure<'_> {
    fn drop(&mut self) {
        if !self.known {
            self.core.pending.remember(self.keys, self.not_before);
        }
    }
}

impl Core {
    /// What becomes of an invalidation that failed: how many keys are remembered, or the error.
    pub(super) fn settle_for(
        &self,
        keys: &[Key],
        not_before: Option<Instant>,
        failure: &Failure,
    ) -> Result<u64, CacheError> {
        match self.options.on_outage {
            OnOutage::Fail => Err(self.error(failure)),
            OnOutage::Remember => {
                self.pending.remember(keys, not_before);
                Ok(keys.len() as u64)
            }
        }
    }
}
