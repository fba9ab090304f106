//! What is remembered when the server cannot be told, and telling it later.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::BATCH;
use super::core::Core;
use super::handshake::new_epoch;
use super::link::Link;
use super::options::OnOutage;
use super::pending::Batch;
use super::reply::Failure;
use super::write::change;
use crate::CacheError;
use crate::cache::key::Key;
use crate::cache::tags::Tag;

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

/// Returns once nothing is remembered any more. While there is no link, and while a write that was
/// given up may still be carried out, it waits.
pub(super) async fn finish(core: &Core) {
    while !core.pending.is_empty() {
        if let Some(link) = core.link() {
            // What fails is still remembered, and tried again.
            _ = replay(core, &link).await;
        }
        if !core.pending.is_empty() {
            tokio::time::sleep(COLLECT).await;
        }
    }
}

async fn carry_out(core: &Core, link: &Link, batch: &Batch) -> Result<(), Failure> {
    match batch {
        Batch::Nothing => {}
        Batch::Keys(keys) => {
            let names: Vec<_> = keys.iter().map(|(key, _)| core.name(key)).collect();
            let mut command = redis::cmd("UNLINK");
            command.arg(&names);
            for stripe in keys.iter().filter_map(|(key, _)| Tag::stripe_beside(key)) {
                command.arg(core.name(&stripe));
            }
            change(core, link, &names, command).await?;
        }
        Batch::All(_) => {
            let _guard = link.epoch.lock().await;
            let epoch = new_epoch();
            let mut command = redis::cmd("SET");
            command.arg(core.epoch_name()).arg(&epoch);
            change(core, link, &[core.epoch_name()], command).await?;
            if link.set_epoch(&epoch) {
                core.doubt();
            }
        }
    }
    Ok(())
}

/// What happens when a command is carried out after its sender has given it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Late {
    /// It removes, which was asked for, or it was never sent.
    IsHarmless,
    /// It stores, until its deadline: undoing it earlier could be too early.
    IsRefused,
}

/// Keys that are being written. Dropped before it is known what became of them, they are
/// remembered, because the command may have been carried out, or may still be.
pub(super) struct Unsure<'a> {
    core: &'a Core,
    keys: &'a [Key],
    late: Late,
    known: bool,
}

impl<'a> Unsure<'a> {
    pub(super) fn of(core: &'a Core, keys: &'a [Key], late: Late) -> Self {
        Self {
            core,
            keys,
            late,
            known: false,
        }
    }

    /// The server has answered, or somebody else takes care.
    pub(super) fn known(mut self) {
        self.known = true;
    }
}

impl Drop for Unsure<'_> {
    fn drop(&mut self) {
        if !self.known {
            self.core.remember(self.keys, self.late);
        }
    }
}

impl Core {
    fn remember(&self, keys: &[Key], late: Late) {
        let not_before = match late {
            Late::IsHarmless => None,
            // No command that has been sent has a later deadline.
            Late::IsRefused => Some(Instant::now() + self.options.response_timeout),
        };
        self.pending.remember(keys, not_before);
    }

    /// What becomes of a write that failed: how many keys are remembered, or the error.
    pub(super) fn settle_for(
        &self,
        keys: &[Key],
        late: Late,
        failure: &Failure,
    ) -> Result<u64, CacheError> {
        match self.options.on_outage {
            OnOutage::Fail => Err(self.error(failure)),
            OnOutage::Remember => {
                self.remember(keys, late);
                Ok(keys.len() as u64)
            }
        }
    }
}
