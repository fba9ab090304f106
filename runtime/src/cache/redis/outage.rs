//! What is remembered when the server cannot be told, and telling it later.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::core::{Access, Core};
use super::handshake::new_epoch;
use super::link::Link;
use super::options::OnOutage;
use super::pending::Batch;
use super::reply::Failure;
use super::write::change;
use super::{BATCH, clear};
use crate::CacheError;
use crate::cache::key::Key;

/// How long what is remembered is collected before it is carried out.
const COLLECT: Duration = Duration::from_millis(10);
/// The longest wait after the server has refused it.
const LONGEST: Duration = Duration::from_millis(250);

/// Carries out all that is remembered for this server, through a link that need not be published
/// yet. False: some keys are not here, and left to whoever has them.
pub(super) async fn replay(core: &Core, link: &Link) -> Result<bool, Failure> {
    loop {
        match core.pending.batch(BATCH, Instant::now()) {
            // What may not be carried out yet stays; this process reads past it until then.
            Batch::Nothing => return Ok(true),
            batch => {
                if !carry_out(core, link, batch).await? {
                    return Ok(false);
                }
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
                core.published().await;
                COLLECT
            }
            Some(link) => match replay(&core, &link).await {
                Ok(true) => COLLECT,
                Ok(false) | Err(_) => (wait * 2).min(LONGEST),
            },
        };
    }
}

/// Returns once nothing is remembered for this server any more. While there is no link, and while a
/// write that was given up may still be carried out, it waits.
pub(super) async fn finish(core: &Core) {
    while core.pending.has_work() {
        if let Some(link) = core.link() {
            // What fails is still remembered, and tried again.
            _ = replay(core, &link).await;
        }
        if core.pending.has_work() {
            tokio::time::sleep(COLLECT).await;
        }
    }
}

/// Carries out a batch, and forgets what of it was carried out. False: not all of it was.
async fn carry_out(core: &Core, link: &Link, batch: Batch) -> Result<bool, Failure> {
    let (done, whole) = match batch {
        Batch::Nothing => return Ok(true),
        Batch::Keys(keys) => unlink(core, link, keys).await?,
        Batch::All(added) if link.is_node => {
            clear::everything(core, link).await?;
            (Batch::All(added), true)
        }
        Batch::All(added) => {
            let _guard = link.epoch.lock().await;
            let epoch = new_epoch();
            let mut command = redis::cmd("SET");
            command.arg(core.epoch_name()).arg(&epoch);
            change(core, link, &[core.epoch_name()], command).await?;
            if link.set_epoch(&epoch) {
                core.doubt();
            }
            (Batch::All(added), true)
        }
    };
    core.pending.done(&done);
    Ok(whole)
}

/// Removes keys, and says which of them are removed, and whether all are.
async fn unlink(core: &Core, link: &Link, keys: Vec<(Key, u64)>) -> Result<(Batch, bool), Failure> {
    let names: Vec<_> = keys.iter().map(|(key, _)| core.name(key)).collect();
    let mut commands = redis::Pipeline::with_capacity(names.len());
    let removals = add_unlinks(core, link, &names, &mut commands);
    let mut answers = core.call_all(link, &commands, Access::Write).await?;
    answers.truncate(removals.len());
    if !link.is_node {
        for answer in answers {
            answer?;
        }
        return Ok((Batch::Keys(keys), true));
    }
    let failed: HashSet<usize> = removals
        .into_iter()
        .zip(answers)
        .filter_map(|(at, answer)| answer.is_err().then_some(at))
        .collect();
    let done = keys.into_iter().enumerate();
    let done = done.filter_map(|(at, key)| (!failed.contains(&at)).then_some(key));
    Ok((Batch::Keys(done.collect()), failed.is_empty()))
}

/// Adds the removal of names, and of a tag's stripe with the tag: one command, or one each where
/// they may be in several slots; and after it the word of it, where others hear of changes by
/// messages. Gives, for each removal, the place of the name that it is about.
pub(super) fn add_unlinks(
    core: &Core,
    link: &Link,
    names: &[Vec<u8>],
    commands: &mut redis::Pipeline,
) -> Vec<usize> {
    let removals = if link.is_node {
        let mut removals = Vec::with_capacity(names.len());
        for (at, name) in names.iter().enumerate() {
            // The stripe first: who reads the tag before it is removed, reads the stripe after that.
            for name in core.stripe_beside(name).into_iter().chain([&name[..]]) {
                commands.cmd("UNLINK").arg(name);
                removals.push(at);
            }
        }
        removals
    } else {
        let unlink = commands.cmd("UNLINK").arg(names);
        for stripe in names.iter().filter_map(|name| core.stripe_beside(name)) {
            unlink.arg(stripe);
        }
        vec![0]
    };
    if let Some(announcement) = core.announcement(link, names) {
        commands.add_command(announcement);
    }
    removals
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
