//! Who has a partition: a key with a time to live, which its owner renews.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use redis::Value;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use super::Shared;
use super::crew::Place;
use crate::cache::behind::change::ChangeId;
use crate::cache::behind::queue::Away;
use crate::cache::redis::{By, Lua};

/// For how long a partition stays with an owner that does not renew.
const LEASE: Duration = Duration::from_millis(LEASE_MILLIS);
pub(super) const LEASE_MILLIS: u64 = 10_000;

/// Prolongs the lease, or takes one that nobody has. Key: the owner. Arguments: who, for how many
/// ms. Returns 1 if it is theirs.
static HOLD: Lua = Lua::new(HOLD_SOURCE, LazyLock::new(|| Lua::digest_of(HOLD_SOURCE)));

const HOLD_SOURCE: &str = r"local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1";

/// Lets go of it. Key: the owner. Argument: who.
static RELEASE: Lua = Lua::new(
    RELEASE_SOURCE,
    LazyLock::new(|| Lua::digest_of(RELEASE_SOURCE)),
);

const RELEASE_SOURCE: &str = r"if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])";

/// A partition that is this process's until the lease ends.
pub(super) struct Lease {
    shared: Arc<Shared>,
    name: Vec<u8>,
    owner: String,
    until: Arc<Until>,
    renewal: JoinHandle<()>,
    released: bool,
    /// `None` once it is let go.
    place: Option<Place>,
}

/// Until when it is ours: ms since `start`.
struct Until {
    start: Instant,
    millis: AtomicU64,
}

impl Until {
    fn set(&self, asked: Instant) {
        let end = asked.saturating_duration_since(self.start) + LEASE;
        let millis = u64::try_from(end.as_millis()).unwrap_or(u64::MAX);
        self.millis.store(millis, Ordering::Release);
    }

    fn lapse(&self) {
        self.millis.store(0, Ordering::Release);
    }

    fn holds(&self) -> bool {
        let passed = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        passed < self.millis.load(Ordering::Acquire)
    }
}

impl Lease {
    /// The lease, if nobody else has it and the share has a place for it.
    pub(super) async fn take(shared: &Arc<Shared>, partition: u32) -> Result<Option<Self>, Away> {
        let Some(place) = shared.crew.place() else {
            return Ok(None);
        };
        let name = shared.names.owner(partition);
        let owner = ChangeId::new().to_string();
        let asked = Instant::now();
        if !hold(shared, &name, &owner).await? {
            return Ok(None);
        }
        let until = Arc::new(Until {
            start: asked,
            millis: AtomicU64::new(0),
        });
        until.set(asked);
        let renewal = tokio::spawn(renew(
            Arc::clone(shared),
            name.clone(),
            owner.clone(),
            Arc::clone(&until),
        ));
        Ok(Some(Self {
            shared: Arc::clone(shared),
            name,
            owner,
            until,
            renewal,
            released: false,
            place: Some(place),
        }))
    }

    pub(super) fn holds(&self) -> bool {
        self.until.holds()
    }

    /// Who has it, as the consumer group calls it.
    pub(super) fn owner(&self) -> &str {
        &self.owner
    }

    /// Whether others should have the partition: it is beyond the share of this process.
    pub(super) fn gives_way(&mut self) -> bool {
        self.place.as_mut().is_some_and(Place::gives_way)
    }

    /// Lets go of it at once. Without an answer it lapses by itself.
    pub(super) async fn release(mut self) {
        self.renewal.abort();
        self.released = true;
        self.place = None;
        release(&self.shared, &self.name, &self.owner).await;
    }
}

/// Of a worker that was dropped: the next owner does not have to wait until it lapses.
impl Drop for Lease {
    fn drop(&mut self) {
        self.renewal.abort();
        self.place = None;
        if !self.released
            && let Ok(runtime) = Handle::try_current()
        {
            let (shared, name) = (Arc::clone(&self.shared), std::mem::take(&mut self.name));
            let owner = std::mem::take(&mut self.owner);
            runtime.spawn(async move {
                release(&shared, &name, &owner).await;
                shared.crew.leave(&shared).await;
            });
        }
    }
}

async fn release(shared: &Shared, name: &[u8], owner: &str) {
    let mut command = RELEASE.call(By::Source, name);
    command.arg(owner);
    _ = shared.run(&command).await;
}

async fn hold(shared: &Shared, name: &[u8], owner: &str) -> Result<bool, Away> {
    let call = |by| {
        let mut command = HOLD.call(by, name);
        command.arg(owner).arg(LEASE_MILLIS);
        command
    };
    let answer = match shared.run(&call(By::Digest)).await {
        Err(failure) if failure.is_unknown_script() => shared.run(&call(By::Source)).await,
        answer => answer,
    };
    Ok(matches!(answer?, Value::Int(1)))
}

/// Keeps the lease until somebody else has it.
async fn renew(shared: Arc<Shared>, name: Vec<u8>, owner: String, until: Arc<Until>) {
    let mut wait = LEASE / 3;
    loop {
        tokio::time::sleep(wait).await;
        let asked = Instant::now();
        match hold(&shared, &name, &owner).await {
            // Late, it might have been another's meanwhile: whoever asks has to begin anew.
            Ok(true) if until.holds() => {
                until.set(asked);
                wait = LEASE / 3;
            }
            Ok(_) => {
                until.lapse();
                return;
            }
            Err(_) if until.holds() => wait = LEASE / 30,
            Err(_) => return,
        }
    }
}
