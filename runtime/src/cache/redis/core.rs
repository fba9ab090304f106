//! What all parts of the tier share: the current link, and every call through it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use redis::{Cmd, Pipeline, Value};
use tokio::runtime::Handle;
use tokio::sync::Notify;

use super::coherence::Coherence;
use super::health::{Outage, RedisHealth, RedisState};
use super::link::Link;
use super::nodes::{Chart, FIRST, ServerId};
use super::options::{Purpose, RedisOptions, masked_url};
use super::pending::Pending;
use super::place::Place;
use super::reply::{self, Failure, Sign, Strange};
use crate::CacheError;
use crate::cache::key::Key;
use crate::cache::tags::Tag;

/// The current connection, or why there is none.
enum State {
    Up(Arc<Link>),
    Down(Outage),
}

/// What a command does, as far as the health of the server goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    /// Refused by a replica; its success shows that the server is none.
    Write,
}

pub(super) struct Core {
    pub(super) options: RedisOptions,
    place: Place,
    /// Which of the servers of the tier it is.
    pub(super) id: ServerId,
    pub(super) pending: Pending,
    pub(super) chart: Arc<Chart>,
    wire: Arc<Wire>,
    /// Each command says that it was sent here by the owner of a slot that is on its way.
    asking: bool,
}

/// The current link, and who waits for its changes.
struct Wire {
    /// The generation of the current link; 0 while there is none, which is all that a call
    /// looks at then.
    live: AtomicU64,
    state: RwLock<State>,
    generations: AtomicU64,
    /// Wakes the supervisor: the link is gone, or in doubt.
    changed: Notify,
    /// Wakes the flusher, and whoever waits for the first connection: there is a link.
    published: Notify,
}

impl Wire {
    fn new() -> Self {
        Self {
            live: AtomicU64::new(0),
            state: RwLock::new(State::Down(Outage {
                since: Instant::now(),
                why: "not connected yet".to_owned(),
            })),
            generations: AtomicU64::new(0),
            changed: Notify::new(),
            published: Notify::new(),
        }
    }
}

impl Core {
    /// Of the server that was named.
    pub(super) fn new(options: RedisOptions) -> Result<Self, CacheError> {
        let place = options.place()?;
        let chart = Arc::new(Chart::new(&options.prefix));
        let pending = Pending::new(options.pending_limit, Arc::clone(&chart));
        Ok(Self {
            place,
            id: FIRST,
            pending,
            chart,
            wire: Arc::new(Wire::new()),
            asking: false,
            options,
        })
    }

    /// Of a further server of the same cluster.
    pub(super) fn beside(&self, options: RedisOptions, id: ServerId) -> Result<Self, CacheError> {
        Ok(Self {
            place: options.place()?,
            id,
            pending: self.pending.of(id),
            chart: Arc::clone(&self.chart),
            wire: Arc::new(Wire::new()),
            asking: false,
            options,
        })
    }

    /// The same, for what a server that has a slot on its way sends here.
    pub(super) fn asking(&self) -> Self {
        Self {
            options: self.options.clone(),
            place: self.place.clone(),
            id: self.id,
            pending: self.pending.clone(),
            chart: Arc::clone(&self.chart),
            wire: Arc::clone(&self.wire),
            asking: true,
        }
    }

    /// Where to connect now, and how.
    pub(super) async fn client(&self, attempt: u64) -> Result<redis::Client, String> {
        self.place.client(&self.options, attempt).await
    }

    /// Whether only nodes of a cluster are right.
    pub(super) fn wants_cluster(&self) -> bool {
        self.place.wants_cluster()
    }

    /// Whether only a master is right.
    pub(super) fn wants_master(&self) -> bool {
        self.place.wants_master()
    }

    /// The name of an entry in Redis.
    pub(super) fn name(&self, key: &Key) -> Vec<u8> {
        self.prefixed(key.as_bytes())
    }

    /// The key whose change makes every entry of the prefix a miss. No entry has its name: keys
    /// that are made by templates hold a `%` only before two digits, `~` or nothing.
    pub(super) fn epoch_name(&self) -> Vec<u8> {
        self.prefixed(b"%epoch")
    }

    /// What the names of tags and their stripes begin with.
    pub(super) fn tags_name(&self) -> Vec<u8> {
        self.prefixed(Tag::start())
    }

    /// The name of the stripe of a tag, if this is the name of one.
    pub(super) fn stripe_beside<'n>(&self, name: &'n [u8]) -> Option<&'n [u8]> {
        let prefix = self.options.prefix.as_bytes();
        let inside = match prefix {
            [] => name,
            _ => name.strip_prefix(prefix)?.strip_prefix(b":")?,
        };
        let before = name.len() - inside.len();
        name.get(..before + Tag::stripe_length(inside)?)
    }

    /// The command that reads so many keys.
    pub(super) fn mget<'k>(&self, count: usize, keys: impl Iterator<Item = &'k Key>) -> Cmd {
        // A guess of what a name takes.
        let mut command = Cmd::with_capacity(count + 1, 16 + 64 * count);
        command.arg("MGET");
        let mut name = Vec::with_capacity(64);
        for key in keys {
            name.clear();
            add_prefixed(&mut name, &self.options.prefix, key.as_bytes());
            command.arg(&name[..]);
        }
        command
    }

    pub(super) fn prefixed(&self, name: &[u8]) -> Vec<u8> {
        prefixed(&self.options.prefix, name)
    }

    /// A number for a link that is about to be made.
    pub(super) fn next_generation(&self) -> u64 {
        self.wire.generations.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// The current link. While there is none this costs one atomic load.
    ///
    /// There is none for a call outside of a tokio runtime, where no time-out can be kept.
    pub(super) fn link(&self) -> Option<Arc<Link>> {
        if self.wire.live.load(Ordering::Acquire) == 0 || Handle::try_current().is_err() {
            return None;
        }
        match &*self
            .wire
            .state
            .read()
            .unwrap_or_else(PoisonError::into_inner)
        {
            State::Up(link) => Some(Arc::clone(link)),
            State::Down(_) => None,
        }
    }

    /// Whether `link` is the current one.
    pub(super) fn is_current(&self, link: &Link) -> bool {
        self.wire.live.load(Ordering::Acquire) == link.generation
    }

    /// Makes `link` the current one, unless it is gone already. Says since when there was none.
    pub(super) fn publish(&self, link: &Arc<Link>) -> Option<Outage> {
        let mut state = self
            .wire
            .state
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if !link.open.load(Ordering::Acquire) {
            return None;
        }
        let before = std::mem::replace(&mut *state, State::Up(Arc::clone(link)));
        self.wire.live.store(link.generation, Ordering::Release);
        drop(state);
        // After it is live: what a reader keeps under the new number came through this link.
        self.doubt();
        self.wire.published.notify_waiters();
        match before {
            State::Down(outage) => Some(outage),
            State::Up(link) => Some(Outage {
                since: link.since,
                why: String::new(),
            }),
        }
    }

    /// Gives up the link of this generation; what is reported late, of an older one, is ignored.
    pub(super) fn down(&self, generation: u64, why: &str) {
        let mut state = self
            .wire
            .state
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if !matches!(&*state, State::Up(link) if link.generation == generation) {
            return;
        }
        let why = self.without_secrets(why);
        self.wire.live.store(0, Ordering::Release);
        let outage = Outage {
            since: Instant::now(),
            why: why.clone(),
        };
        let before = std::mem::replace(&mut *state, State::Down(outage));
        drop(state);
        drop(before);
        // After it is no more: nothing is kept under the new number that came through it.
        self.doubt();
        let server = self.server();
        if self.options.purpose == Purpose::Entries {
            tracing::warn!(%server, %why, "the Redis tier is down");
        } else {
            tracing::debug!(%server, %why, "the connection to Redis is lost");
        }
        self.wire.changed.notify_one();
        self.chart.in_doubt.notify_one();
    }

    /// Notes why the last attempt to connect failed.
    pub(super) fn still_down(&self, why: &str) {
        let why = self.without_secrets(why);
        let mut state = self
            .wire
            .state
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if let State::Down(outage) = &mut *state {
            outage.why = why;
        }
    }

    /// Waits until the link may have changed, or is in doubt.
    pub(super) async fn woken(&self) {
        self.wire.changed.notified().await;
    }

    /// Waits until there is a link.
    pub(super) async fn published(&self) {
        loop {
            let published = self.wire.published.notified();
            if self.wire.live.load(Ordering::Acquire) != 0 {
                return;
            }
            published.await;
        }
    }

    /// Another process may have seen an outage of what this server now has: its entries are not
    /// served for a while.
    pub(super) fn unsettle(&self) {
        if let Some(link) = self.link() {
            link.doubt();
            self.wire.changed.notify_one();
        }
    }

    /// Ends the tier for good.
    pub(super) fn close(&self) {
        let mut state = self
            .wire
            .state
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        self.wire.live.store(0, Ordering::Release);
        let outage = Outage {
            since: Instant::now(),
            why: "shut down".to_owned(),
        };
        let before = std::mem::replace(&mut *state, State::Down(outage));
        drop(state);
        drop(before);
    }

    /// Why there is no link, if there is none.
    pub(super) fn outage(&self) -> Option<Outage> {
        match &*self
            .wire
            .state
            .read()
            .unwrap_or_else(PoisonError::into_inner)
        {
            State::Up(_) => None,
            State::Down(outage) => Some(outage.clone()),
        }
    }

    pub(super) fn health(&self) -> RedisHealth {
        match &*self
            .wire
            .state
            .read()
            .unwrap_or_else(PoisonError::into_inner)
        {
            State::Up(link) => RedisHealth {
                state: if link.trusted() {
                    RedisState::Up
                } else {
                    RedisState::Settling
                },
                since: link.since.elapsed(),
                round_trip: link.round_trip(),
                coherence: link.coherence,
                why: None,
            },
            State::Down(outage) => RedisHealth {
                state: RedisState::Down,
                since: outage.since.elapsed(),
                round_trip: None,
                coherence: Coherence::Off,
                why: Some(outage.why.clone()),
            },
        }
    }

    /// Whether other processes' changes are told to this one, now.
    pub(super) fn tells(&self) -> bool {
        match &*self
            .wire
            .state
            .read()
            .unwrap_or_else(PoisonError::into_inner)
        {
            State::Up(link) => link.coherence.tells(),
            State::Down(_) => false,
        }
    }

    /// Whether entries are served, now.
    pub(super) fn serves(&self) -> bool {
        match &*self
            .wire
            .state
            .read()
            .unwrap_or_else(PoisonError::into_inner)
        {
            State::Up(link) => link.trusted(),
            State::Down(_) => false,
        }
    }

    /// Has the supervisor read the epoch at once.
    pub(super) fn beat_now(&self) {
        if let State::Up(link) = &*self
            .wire
            .state
            .read()
            .unwrap_or_else(PoisonError::into_inner)
        {
            link.overdue.store(true, Ordering::Release);
        }
        self.wire.changed.notify_one();
    }

    /// Where the server is, as it may be shown.
    pub(super) fn server(&self) -> String {
        masked_url(&self.options.url)
    }

    /// Sends one command and waits for its answer, for at most the response time-out.
    ///
    /// Dropped before it is done, or given up, the command may still be carried out, at any time
    /// later: send only what is harmless then.
    pub(super) async fn call(
        &self,
        link: &Link,
        command: &Cmd,
        access: Access,
    ) -> Result<Value, Failure> {
        let Some(mut connection) = link.connection() else {
            return Err(no_connection());
        };
        if self.asking {
            let mut commands = redis::Pipeline::with_capacity(1);
            commands.add_command(command.clone());
            let mut answers = self.call_all(link, &commands, access).await?;
            return answers.pop().unwrap_or_else(|| Err(self.strange(link)));
        }
        let (answer, sign) = reply::judge(connection.send_packed_command(command).await);
        self.note(link, access, sign, answer.as_ref().err());
        if let Err(failure) = &answer {
            self.chart.note(failure);
        }
        answer
    }

    /// Sends `count` commands in one go. Each has its own answer.
    pub(super) async fn call_all(
        &self,
        link: &Link,
        commands: &Pipeline,
        access: Access,
    ) -> Result<Vec<Result<Value, Failure>>, Failure> {
        let Some(mut connection) = link.connection() else {
            return Err(no_connection());
        };
        let asking;
        let (commands, step) = if self.asking {
            asking = with_asking(commands);
            (&asking, 2)
        } else {
            (commands, 1)
        };
        let count = commands.len();
        match connection.send_packed_commands(commands, 0, count).await {
            Ok(answers) if answers.len() == count => {
                let answers: Vec<_> = answers
                    .into_iter()
                    .skip(step - 1)
                    .step_by(step)
                    .map(|answer| reply::judge(Ok(answer)))
                    .collect();
                // The worst sign counts, once: the answers came together.
                let worst = answers.iter().max_by_key(|(_, sign)| match sign {
                    Sign::Well => 0,
                    Sign::Spoke => 1,
                    _ => 2,
                });
                if let Some((answer, sign)) = worst {
                    self.note(link, access, *sign, answer.as_ref().err());
                }
                let mut answers = answers.into_iter().map(|(answer, _)| answer);
                Ok(answers
                    .by_ref()
                    .inspect(|answer| {
                        if let Err(failure) = answer {
                            self.chart.note(failure);
                        }
                    })
                    .collect())
            }
            Ok(_) => Err(self.strange(link)),
            Err(error) => {
                let (failure, sign) = reply::broken(&error);
                self.note(link, access, sign, Some(&failure));
                Err(failure)
            }
        }
    }

    /// An answer was of a kind that its command never gives: later answers may be shifted too.
    pub(super) fn strange(&self, link: &Link) -> Failure {
        self.down(link.generation, "an answer did not fit its request");
        Failure::Unreachable("an answer did not fit its request".to_owned())
    }

    /// Takes `read` of an answer, and gives up the connection when it does not fit.
    pub(super) fn fit<T>(&self, link: &Link, read: Result<T, Strange>) -> Result<T, Failure> {
        read.map_err(|Strange| self.strange(link))
    }

    fn note(&self, link: &Link, access: Access, sign: Sign, failure: Option<&Failure>) {
        let why = failure.map_or("", Failure::text);
        match sign {
            Sign::Well => {
                link.spoke();
                if access == Access::Write {
                    link.wrote();
                }
            }
            Sign::Spoke => link.spoke(),
            Sign::Refusing => {
                link.spoke();
                if link.refused() {
                    self.down(link.generation, why);
                }
            }
            Sign::Silent => {
                if link.timed_out() {
                    self.down(link.generation, why);
                } else {
                    self.wire.changed.notify_one();
                }
            }
            Sign::Broken => self.down(link.generation, why),
            Sign::Nothing => {}
        }
    }

    /// `text` without the password, which some servers repeat in their errors.
    pub(super) fn without_secrets(&self, text: &str) -> String {
        self.place.without_secrets(text)
    }

    /// A failure as the error of a call by hand.
    pub(super) fn error(&self, failure: &Failure) -> CacheError {
        let reason = self.without_secrets(failure.text());
        match failure {
            Failure::Unreachable(_) => CacheError::Unreachable { reason },
            Failure::Refused { .. } => CacheError::Refused { reason },
        }
    }

    /// The failure of a call while there is no link.
    pub(super) fn absent(&self) -> Failure {
        Failure::Unreachable(
            self.outage()
                .map_or_else(|| "reconnecting".to_owned(), |outage| outage.why),
        )
    }
}

/// What the names of rate limits begin with, which stand beside the entries of a prefix and are
/// none: no entry begins like that, see [`Core::epoch_name`].
pub(crate) fn limits_name(prefix: &str) -> Vec<u8> {
    prefixed(prefix, b"%limit:")
}

/// What the names of queues begin with, which are no entries either.
#[cfg(feature = "write-behind")]
pub(crate) fn queues_name(prefix: &str) -> Vec<u8> {
    prefixed(prefix, b"%queue:")
}

pub(super) fn prefixed(prefix: &str, name: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(prefix.len() + 1 + name.len());
    add_prefixed(&mut whole, prefix, name);
    whole
}

fn add_prefixed(whole: &mut Vec<u8>, prefix: &str, name: &[u8]) {
    if !prefix.is_empty() {
        whole.extend_from_slice(prefix.as_bytes());
        whole.push(b':');
    }
    whole.extend_from_slice(name);
}

/// Each command after an `ASKING`, which holds for the next one only.
fn with_asking(commands: &Pipeline) -> Pipeline {
    let mut asking = Pipeline::with_capacity(commands.len() * 2);
    for command in commands.cmd_iter() {
        asking.cmd("ASKING");
        asking.add_command(command.clone());
    }
    asking
}

fn no_connection() -> Failure {
    Failure::Unreachable("there is no connection".to_owned())
}
