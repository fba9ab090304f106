//! Servers that answer, and refuse.

use std::fmt::Write as _;
use std::sync::{LazyLock, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Dispatch, Event, Level, Metadata, Subscriber};

use super::super::redis_server::{Fault, Proxy};
use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_memory_refuses_stores_serves_reads_and_stays_up() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let (kept, new) = (key("kept"), key("new"));
    store(&tier, &kept, b"x").await;
    let load = ticket(&tier, &new).await;
    server.command(&["CONFIG", "SET", "maxmemory", "1"]);
    for _ in 0..5 {
        assert_eq!(
            tier.commit(&new, &load, b"y", None, &Extra::default())
                .await,
            Commit::Down
        );
        assert_eq!(tier.read(&key("absent"), LOAD).await, Read::Miss(None));
    }
    assert_eq!(look(&tier, &kept).await.as_deref(), Some(&b"x"[..]));
    assert_eq!(tier.health().state, RedisState::Up);
    // What should have been replaced must not be served.
    let written = tier.set_many(&[(kept.clone(), b"z".to_vec(), None)]).await;
    assert_eq!(
        written.map(|written| (written.stored, written.remembered)),
        Ok((0, 1))
    );
    assert_eq!(look(&tier, &kept).await, None);
    until("removing needs no memory", || {
        raw(&server, "t:kept") == Reply::Nil
    })
    .await;
    server.command(&["CONFIG", "SET", "maxmemory", "0"]);
    until("it is forgotten", || tier.core.pending.is_empty()).await;
    assert_eq!(
        tier.commit(&new, &load, b"y", None, &Extra::default())
            .await,
        Commit::Stored
    );
    assert_eq!(tier.health().state, RedisState::Up);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_serves_nobody_is_down_after_three_answers_and_found_again() {
    let server = RedisServer::start();
    for refusal in [
        "-LOADING Redis is loading the dataset in memory\r\n",
        "-READONLY You can't write against a read only replica.\r\n",
        "-MASTERDOWN Link with MASTER is down\r\n",
        "-NOAUTH Authentication required.\r\n",
        "-CLUSTERDOWN The cluster is down\r\n",
    ] {
        let proxy = Proxy::before(server.port());
        let tier = connect(options(&server.url_by(proxy.port()))).await;
        let link = tier.core.link().expect("it is up");
        proxy.set(Fault::Answer(refusal.into()));
        for _ in 0..3 {
            assert_eq!(tier.read(&key("k"), LOAD).await, Read::Skip, "{refusal}");
        }
        until("the link is left", || !tier.core.is_current(&link)).await;
        assert_calls_cost_nothing(&tier).await;
        let attempts = proxy.connections();
        until("it is tried again", || proxy.connections() > attempts).await;
        assert_eq!(tier.health().state, RedisState::Down, "{refusal}");
        proxy.set(Fault::None);
        let back = until("it is back", || tier.health().state != RedisState::Down).await;
        assert!(
            back < Duration::from_secs(1),
            "found after {back:?}: {refusal}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_loading_server_is_down_until_it_has_loaded() {
    let mut server = RedisServer::start();
    let tier = tier(&server).await;
    server.command(&["DEBUG", "POPULATE", "3000"]);
    server.save();
    let delay = [
        "--key-load-delay",
        "500",
        "--loading-process-events-interval-bytes",
        "1024",
    ];
    server.restart_with(&delay);
    until("it says so", || {
        tier.health().why.is_some_and(|why| why.contains("LOADING"))
    })
    .await;
    assert_calls_cost_nothing(&tier).await;
    until("it has loaded", || {
        !matches!(server.command(&["GET", "x"]), Reply::Error(_))
    })
    .await;
    let back = until("it is back", || tier.health().state != RedisState::Down).await;
    assert!(back < Duration::from_secs(1), "found after {back:?}");
    until_up(&tier).await;
    store(&tier, &key("k"), b"x").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demoted_master_is_left_although_it_goes_on_serving_reads() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    store(&tier, &key("k"), b"x").await;
    let before = ticket(&tier, &key("other")).await;
    server.command(&["REPLICAOF", "127.0.0.1", "1"]);
    let link = tier.core.link().expect("it is still connected");
    for _ in 0..3 {
        _ = tier
            .commit(&key("other"), &before, b"y", None, &Extra::default())
            .await;
        _ = tier.read(&key("k"), LOOK).await;
    }
    until("the link is left", || !tier.core.is_current(&link)).await;
    until("it says why", || {
        tier.health()
            .why
            .is_some_and(|why| why.contains("READONLY"))
    })
    .await;
    assert_calls_cost_nothing(&tier).await;
    let removed = tier.remove(&[key("k")]).await.expect("it is remembered");
    assert_eq!(removed.remembered, 1);
    server.command(&["REPLICAOF", "NO", "ONE"]);
    let back = until("it is back", || tier.health().state != RedisState::Down).await;
    assert!(back < Duration::from_secs(1), "found after {back:?}");
    assert_eq!(raw(&server, "t:k"), Reply::Nil);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_idle_process_notices_a_demoted_master_by_its_heart() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    server.command(&["REPLICAOF", "127.0.0.1", "1"]);
    until_down(&tier).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_that_changes_and_changes_back_is_an_outage_and_no_more() {
    let mut server = RedisServer::with(&["--requirepass", "hunter2"]);
    let tier = tier(&server).await;
    store(&tier, &key("k"), b"x").await;
    server.set_password("another");
    server.command(&["CLIENT", "KILL", "TYPE", "normal"]);
    until("it says why", || {
        tier.health()
            .why
            .is_some_and(|why| why.contains("WRONGPASS"))
    })
    .await;
    assert_calls_cost_nothing(&tier).await;
    tier.remove(&[key("k")]).await.expect("it is remembered");
    server.set_password("hunter2");
    let back = until("it is back", || tier.health().state != RedisState::Down).await;
    assert!(back < Duration::from_secs(1), "found after {back:?}");
    assert_eq!(raw(&server, "t:k"), Reply::Nil);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_is_an_outage_and_is_never_shown() {
    let server = RedisServer::with(&["--requirepass", "right"]);
    let proxy = Proxy::before(server.port());
    let url = format!("redis://someone:hunter2@127.0.0.1:{}/", proxy.port());
    // As servers do that do not know the command.
    let echo = "-ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'hunter2'\r\n";
    for fault in [Fault::None, Fault::Answer(echo.into())] {
        proxy.set(fault);
        let (tier, events) = recorded(connect(options(&url))).await;
        let why = tier.health().why.expect("it is down");
        let required = RedisOptions {
            require: true,
            ..options(&url)
        };
        let error = begin(required).await.err().expect("it is required");
        for text in [
            why,
            format!("{error} {error:?}"),
            format!("{:?}", tier.core.options),
            events,
        ] {
            assert!(!text.is_empty() && !text.contains("hunter2"), "{text}");
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_change_of_state_is_one_event_however_many_calls_meet_it() {
    let server = RedisServer::start();
    let proxy = Proxy::before(server.port());
    let (tier, _) = recorded(connect(options(&server.url_by(proxy.port())))).await;
    let ((), events) = recorded(async {
        proxy.set(Fault::Refuse);
        proxy.cut();
        until_down(&tier).await;
        assert_calls_cost_nothing(&tier).await;
        let attempts = proxy.connections();
        until("it is tried again", || proxy.connections() > attempts + 5).await;
        proxy.set(Fault::None);
        until_up(&tier).await;
    })
    .await;
    let warnings: Vec<_> = events
        .lines()
        .filter(|line| line.starts_with("WARN"))
        .collect();
    assert_eq!(warnings.len(), 2, "{events}");
    assert!(warnings[0].contains("is down"), "{events}");
    assert!(warnings[1].contains("is up again"), "{events}");
}

/// Runs a future, and gives back what it logged on this thread.
async fn recorded<T>(future: impl Future<Output = T>) -> (T, String) {
    // With a single subscriber in the process, whichever thread meets an event first decides for
    // all whether anybody listens; so there are always two.
    static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Recorder(Arc::default())));
    LazyLock::force(&SECOND);
    let log = Arc::new(Mutex::new(String::new()));
    let guard = tracing::subscriber::set_default(Recorder(Arc::clone(&log)));
    let output = future.await;
    drop(guard);
    let events = crate::sync::lock(&log).clone();
    (output, events)
}

struct Recorder(Arc<Mutex<String>>);

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::INFO && metadata.target().starts_with("gambeson")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        let mut log = crate::sync::lock(&self.0);
        log.push_str(&line.0);
        log.push('\n');
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        _ = write!(self.0, " {}={value:?}", field.name());
    }
}
