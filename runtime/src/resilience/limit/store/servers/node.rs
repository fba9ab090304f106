//! One server, and the way to it.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use redis::{Cmd, Value};
use tokio::runtime::Handle;
use tokio::sync::Notify;

use super::health::{Health, Weight};
use crate::CacheError;
use crate::cache::redis::{By, Failure, RedisOptions, RedisState, RedisTier, masked_url};
use crate::installed::Installed;

pub(super) struct Node {
    link: Link,
    /// Where it is, as it may be shown.
    pub(super) server: String,
    /// The longest that a check waits for it.
    limit: Duration,
    pub(super) health: Health,
}

enum Link {
    /// The tier of a manager, for as long as that has it.
    Given(Weak<RedisTier>),
    Own(Box<Own>),
}

/// A connection of its own, made when it is first needed and kept by the tier's supervisor.
struct Own {
    options: RedisOptions,
    /// The last one is used: one whose runtime has ended is replaced.
    tiers: Installed<Arc<RedisTier>>,
    connecting: AtomicBool,
    connected: Notify,
}

impl Node {
    /// The server of a manager.
    pub(super) fn given(tier: &Arc<RedisTier>, limit: Duration) -> Arc<Self> {
        Arc::new(Self {
            server: masked_url(&tier.options().url),
            link: Link::Given(Arc::downgrade(tier)),
            limit,
            health: Health::default(),
        })
    }

    /// A server to connect to.
    pub(super) fn at(options: RedisOptions, limit: Duration) -> Arc<Self> {
        Arc::new(Self {
            server: masked_url(&options.url),
            link: Link::Own(Box::new(Own {
                options,
                tiers: Installed::new(),
                connecting: AtomicBool::new(false),
                connected: Notify::new(),
            })),
            limit,
            health: Health::default(),
        })
    }

    /// Sends a command, and a script's source after it where the server has forgotten that: it has
    /// then carried out nothing, so that nothing counts twice.
    ///
    /// It takes no longer than the limit. What is given up, or dropped, may still be carried out.
    pub(super) async fn run(
        self: &Arc<Self>,
        command: impl Fn(By) -> Cmd,
        asking: bool,
    ) -> Result<Value, Failure> {
        match &self.link {
            Link::Given(tier) => {
                let tier = tier.upgrade().ok_or_else(|| gone("the manager is gone"))?;
                self.limited(send(&tier, command, asking)).await
            }
            // Its response time-out is the limit.
            Link::Own(own) => {
                if own.tiers.get().is_none() {
                    self.connected(own).await?;
                }
                let tier = own
                    .tiers
                    .get()
                    .ok_or_else(|| gone("there is no connection"))?;
                send(tier, command, asking).await
            }
        }
    }

    async fn limited<T>(
        &self,
        answer: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        tokio::time::timeout(self.limit, answer)
            .await
            .unwrap_or_else(|_| {
                let limit = self.limit;
                Err(Failure::Unreachable(format!("no answer within {limit:?}")))
            })
    }

    /// Waits until there is a first connection.
    #[cold]
    async fn connected(self: &Arc<Self>, own: &Own) -> Result<(), Failure> {
        if Handle::try_current().is_err() {
            return Err(gone("a check in Redis needs a tokio runtime"));
        }
        let mut connected = std::pin::pin!(own.connected.notified());
        connected.as_mut().enable();
        self.begin_to_connect(own);
        if own.tiers.get().is_some() {
            return Ok(());
        }
        let wait = async {
            connected.await;
            Ok(())
        };
        self.limited(wait).await
    }

    /// Connects in a task of its own: a check that is given up does not give that up.
    fn begin_to_connect(self: &Arc<Self>, own: &Own) {
        if own.connecting.swap(true, Ordering::AcqRel) {
            return;
        }
        let connecting = Connecting(Arc::clone(self));
        let options = own.options.clone();
        tokio::spawn(async move {
            let tier = RedisTier::connect(options).await;
            connecting.done(tier);
        });
    }

    /// Connects anew where nobody keeps the connection any more.
    pub(super) fn mend(self: &Arc<Self>) {
        if let Link::Own(own) = &self.link
            && own.tiers.get().is_some_and(|tier| tier.is_abandoned())
        {
            self.begin_to_connect(own);
        }
    }

    /// What a failure says of the node. `None`: nothing.
    pub(super) fn weigh(&self, failure: &Failure) -> Option<Weight> {
        match failure {
            // It is about the key or the request.
            Failure::Refused { code, .. } if matches!(code.as_str(), "WRONGTYPE" | "ERR") => None,
            Failure::Unreachable(_) if self.has_no_link() => Some(Weight::Enough),
            _ => Some(Weight::OneOfThree),
        }
    }

    fn has_no_link(&self) -> bool {
        let is_down = |tier: &Arc<RedisTier>| tier.health().state == RedisState::Down;
        match &self.link {
            Link::Given(tier) => tier.upgrade().is_none_or(|tier| is_down(&tier)),
            Link::Own(own) => own.tiers.get().is_none_or(is_down),
        }
    }
}

async fn send(
    tier: &RedisTier,
    command: impl Fn(By) -> Cmd,
    asking: bool,
) -> Result<Value, Failure> {
    match send_by(tier, command(By::Digest), asking).await {
        Err(failure) if failure.is_unknown_script() => {
            send_by(tier, command(By::Source), asking).await
        }
        answer => answer,
    }
}

async fn send_by(tier: &RedisTier, command: Cmd, asking: bool) -> Result<Value, Failure> {
    if !asking {
        return tier.run(&command).await;
    }
    let mut commands = redis::pipe();
    commands.cmd("ASKING");
    commands.add_command(command);
    let mut answers = tier.run_all(&commands).await?;
    answers
        .pop()
        .unwrap_or_else(|| Err(gone("there is no answer")))
}

fn gone(why: &str) -> Failure {
    Failure::Unreachable(why.to_owned())
}

/// An attempt to connect. Whoever waits for it is told of its end, also when its runtime ends.
struct Connecting(Arc<Node>);

impl Connecting {
    fn done(self, tier: Result<Arc<RedisTier>, CacheError>) {
        if let (Link::Own(own), Ok(tier)) = (&self.0.link, tier) {
            own.tiers.install(tier);
        }
    }
}

impl Drop for Connecting {
    fn drop(&mut self) {
        if let Link::Own(own) = &self.0.link {
            own.connecting.store(false, Ordering::Release);
            own.connected.notify_waiters();
        }
    }
}
