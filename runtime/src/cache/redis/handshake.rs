//! Opening connections, and learning what the server is.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use redis::aio::{MultiplexedConnection, SendError};
use redis::{AsyncConnectionConfig, PushInfo, PushKind, Value};

use super::core::Core;
use super::link::{Greeting, Link, ServerClock};
use super::options::Purpose;
use super::place::told;
use super::reply::{self, Failure};
use super::{Coherence, coherence, nodes, scripts, stamp};

/// A link that is not the current one yet. The error says why there is none.
pub(super) async fn open(core: &Arc<Core>, trusted: bool) -> Result<Link, String> {
    let limit = core.options.connect_timeout;
    match tokio::time::timeout(limit, connect(core, trusted)).await {
        Ok(result) => result,
        Err(_) => Err(format!("no connection within {limit:?}")),
    }
}

async fn connect(core: &Arc<Core>, trusted: bool) -> Result<Link, String> {
    install_tls_provider();
    let generation = core.next_generation();
    let open = Arc::new(AtomicBool::new(true));
    let client = core.client(generation).await?;
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(core.options.connect_timeout))
        .set_response_timeout(Some(core.options.response_timeout))
        .set_push_sender(listen(core, &open, generation));
    let mut connections = Vec::new();
    for _ in 0..core.options.connections.max(1) {
        connections.push(
            client
                .get_multiplexed_async_connection_with_config(&config)
                .await
                .map_err(|error| told(&error))?,
        );
    }
    let greeting = greet(core, &mut connections).await?;
    Ok(Link::new(generation, connections, open, greeting, trusted))
}

/// A connection for commands that wait in the server, each for as long as it says.
#[cfg(feature = "write-behind")]
pub(super) async fn open_waiting(core: &Core) -> Result<MultiplexedConnection, String> {
    install_tls_provider();
    let client = core.client(core.next_generation()).await?;
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(core.options.connect_timeout))
        .set_response_timeout(None);
    client
        .get_multiplexed_async_connection_with_config(&config)
        .await
        .map_err(|error| core.without_secrets(&told(&error)))
}

/// What the driver calls for each push, in reading order: the end of a connection is one, and
/// others tell what has changed.
fn listen(
    core: &Arc<Core>,
    open: &Arc<AtomicBool>,
    generation: u64,
) -> impl Fn(PushInfo) -> Result<(), SendError> + Send + Sync + 'static {
    // Weak: the connection must not keep alive what owns it.
    let core = Arc::downgrade(core);
    let open = Arc::clone(open);
    move |push: PushInfo| {
        if push.kind == PushKind::Disconnection {
            // First the flag: a link that is about to be published is then refused.
            open.store(false, Ordering::Release);
            if let Some(core) = core.upgrade() {
                core.down(generation, "the connection was closed");
            }
        } else if let Some(core) = core.upgrade() {
            core.hear(&push);
        }
        Ok(())
    }
}

async fn greet(core: &Core, connections: &mut [MultiplexedConnection]) -> Result<Greeting, String> {
    let coherence = match core.options.purpose {
        // Before anything is read: of what is read from now on the server tells.
        Purpose::Entries => coherence::establish(core, connections).await?,
        Purpose::Calls => Coherence::Off,
        #[cfg(feature = "write-behind")]
        Purpose::Changes => Coherence::Off,
    };
    let Some(connection) = connections.first_mut() else {
        return Err("there is no connection".to_owned());
    };
    if core.wants_master() {
        must_be_master(connection).await?;
    }
    match core.options.purpose {
        Purpose::Entries => {
            let is_node = nodes::ask(connection).await?.is_some();
            if core.wants_cluster() && !is_node {
                return Err("several addresses are those of a cluster, and this is none".to_owned());
            }
            Ok(Greeting {
                coherence,
                ..learn(core, connection, is_node).await?
            })
        }
        #[cfg(feature = "write-behind")]
        Purpose::Changes => Ok(Greeting {
            is_node: nodes::ask(connection).await?.is_some(),
            ..Greeting::nothing()
        }),
        Purpose::Calls => {
            let ping = redis::cmd("PING");
            let answer = connection.send_packed_command(&ping).await;
            let (answer, _) = reply::judge(answer);
            match answer {
                Ok(_) => Ok(Greeting::nothing()),
                Err(failure) => Err(failure.text().to_owned()),
            }
        }
    }
}

/// Sentinels may name a server that is none any more, or is none yet.
async fn must_be_master(connection: &mut MultiplexedConnection) -> Result<(), String> {
    let (answer, _) = reply::judge(connection.send_packed_command(&redis::cmd("ROLE")).await);
    let role = match &answer {
        Ok(Value::Array(parts)) => parts.first().and_then(reply::text),
        // Where it may not be asked, the first write tells.
        _ => None,
    };
    match role.as_deref() {
        None | Some("master") => Ok(()),
        Some(role) => Err(format!("the sentinels name a {role} as the master")),
    }
}

/// Learns what entries are vouched for by, and makes the server know the scripts.
async fn learn(
    core: &Core,
    connection: &mut MultiplexedConnection,
    is_node: bool,
) -> Result<Greeting, String> {
    let mut commands = redis::pipe();
    commands.cmd("INFO").arg("server");
    add_epoch(core, is_node, &mut commands);
    for script in scripts::ALL {
        commands.add_command(script.load());
    }
    let answers = connection
        .send_packed_commands(&commands, 0, commands.len())
        .await
        .map_err(|error| told(&error))?;
    let mut answers = answers.into_iter().map(|answer| reply::judge(Ok(answer)).0);
    let info = answers
        .next()
        .and_then(Result::ok)
        .as_ref()
        .and_then(reply::text);
    if info.is_none() {
        tracing::warn!(
            server = %core.server(),
            "INFO is not allowed: a restart of the server from an older state is not noticed"
        );
    }
    let info = info.unwrap_or_default();
    let mut epoch = read_epoch(is_node, answers).map_err(|failure| failure.text().to_owned())?;
    let run_id = if core.options.trust_restarts {
        ""
    } else {
        field(&info, "run_id")
    };
    if is_node && run_id.is_empty() && !core.options.trust_restarts {
        // Nothing tells this node from another, nor from what it was.
        epoch = epoch.of_nobody_else();
    }
    if !epoch.shared {
        tracing::warn!(
            server = %core.server(),
            "the key of the prefix's epoch cannot be kept: entries of other processes are misses"
        );
    }
    let version = field(&info, "redis_version");
    Ok(Greeting {
        run_id: run_id.to_owned(),
        major: version
            .split('.')
            .next()
            .and_then(|major| major.parse().ok())
            .unwrap_or(0),
        clock: ServerClock::new(epoch.time),
        epoch: epoch.value,
        is_node,
        coherence: Coherence::Off,
    })
}

/// The epoch of the prefix, and the server's clock.
pub(super) struct Epoch {
    pub(super) value: Vec<u8>,
    /// False when the server holds none and takes none, as one whose memory is full: then it is
    /// one that nobody else has, and nothing that anybody has written is trusted.
    shared: bool,
    pub(super) time: i64,
}

impl Epoch {
    fn of_nobody_else(self) -> Self {
        Self {
            value: new_epoch(),
            shared: false,
            ..self
        }
    }
}

/// Three commands: makes the epoch if there is none, reads it, and reads the clock. The first is
/// a write, so a replica betrays itself.
///
/// A node of a cluster keeps none: no key would stay with it. What is doubtful there is removed one
/// by one, and whoever is no master any more sends its callers elsewhere.
pub(super) fn add_epoch(core: &Core, is_node: bool, commands: &mut redis::Pipeline) {
    if !is_node {
        let name = core.epoch_name();
        commands.cmd("SET").arg(&name).arg(new_epoch()).arg("NX");
        commands.cmd("GET").arg(&name);
    }
    commands.cmd("TIME");
}

/// The answers to [`add_epoch`], which come first in `answers`.
pub(super) fn read_epoch(
    is_node: bool,
    answers: impl IntoIterator<Item = Result<Value, Failure>>,
) -> Result<Epoch, Failure> {
    let mut answers = answers.into_iter();
    let (value, shared) = if is_node {
        (Vec::new(), true)
    } else {
        match answers.next() {
            Some(Err(failure)) if failure.is_outage() => return Err(failure),
            // Any other refusal, such as OOM, concerns this write alone.
            _ => {}
        }
        match answers.next() {
            Some(Ok(Value::BulkString(value))) => (value, true),
            _ => (new_epoch(), false),
        }
    };
    let time = answers
        .next()
        .and_then(Result::ok)
        .as_ref()
        .and_then(reply::time)
        .unwrap_or(0);
    Ok(Epoch {
        value,
        shared,
        time,
    })
}

/// A value that the epoch has never had.
pub(super) fn new_epoch() -> Vec<u8> {
    stamp::next()
        .iter()
        .flat_map(|byte| format!("{byte:02x}").into_bytes())
        .collect()
}

/// The value of `name` in the answer to `INFO`.
fn field<'a>(info: &'a str, name: &str) -> &'a str {
    info.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
        .map_or("", str::trim)
}

/// rustls brings no cryptography of its own: ring is taken where the program has not chosen.
fn install_tls_provider() {
    #[cfg(feature = "redis-rustls")]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Another thread may have been faster; then there is one.
        drop(rustls::crypto::ring::default_provider().install_default());
    }
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn a_field_of_info_is_found_by_its_whole_name() {
        let info = "# Server\r\nredis_version:7.0.15\r\nxrun_id:no\r\nrun_id:abc\r\n";
        assert_eq!(field(info, "run_id"), "abc");
        assert_eq!(field(info, "redis_version"), "7.0.15");
        assert_eq!(field(info, "absent"), "");
        assert_eq!(field("", "run_id"), "");
    }
}
