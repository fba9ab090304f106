//! One instance of the service on a free port, over a database of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use gambeson::CacheManager;
use serde_json::Value;
use service::app::App;
use service::config::Config;
use service::db::{Db, OpenError};
use service::drive::client::{Client, Reply};
use service::drive::outage::Scenario;
use service::payments::fault::Fault;
use service::serve;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// An outage that is over soon.
pub(crate) const SHORT: Scenario = Scenario {
    fault: Fault::Hanging,
    before: Duration::from_millis(300),
    broken: Duration::from_millis(1_200),
    after: Duration::from_secs(3),
    pause: Duration::from_millis(60),
    slice: Duration::from_millis(300),
};

/// A running instance.
pub(crate) struct Running {
    pub(crate) app: App,
    pub(crate) address: SocketAddr,
    pub(crate) client: Client,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
    data: Arc<TempDir>,
}

/// The settings of an instance whose files go away with the directory.
pub(crate) fn config(data: &TempDir) -> Config {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    Config {
        listen,
        data: data.path().join("created/by/itself"),
        drive: None,
    }
}

/// A cache in memory, whatever the environment says, with a log in the directory of the database.
async fn in_memory(config: &Config) -> CacheManager {
    let builder = CacheManager::builder().queue_log(config.data.join("visits.redb"));
    builder.build().await.expect("a cache in memory")
}

/// An instance with a cache in memory.
pub(crate) async fn instance(config: &Config) -> Result<App, OpenError> {
    let db = Db::open(&config.data).await?;
    let cache = in_memory(config).await;
    Ok(App::new(db, cache)
        .await
        .expect("a log, and a port for the provider"))
}

impl Running {
    pub(crate) async fn start() -> Self {
        let data = TempDir::new().expect("a directory");
        Self::with(in_memory(&config(&data)).await, Arc::new(data)).await
    }

    /// An instance with this cache. The files go away with the last instance over the directory.
    pub(crate) async fn with(cache: CacheManager, data: Arc<TempDir>) -> Self {
        let db = Db::open(&config(&data).data).await.expect("the database");
        let app = App::new(db, cache)
            .await
            .expect("a queue, and a port for the provider");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel();
        let server = tokio::spawn(serve::serve(listener, app.router(), async {
            let _ = stopped.await;
        }));
        let client = Client::connect(address).await.expect("a connection");
        Self {
            app,
            address,
            client,
            stop,
            server,
            data,
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Reply {
        self.client
            .send("GET", path, &[], "")
            .await
            .expect("an answer")
    }

    pub(crate) async fn get_json(&mut self, path: &str) -> Value {
        let reply = self.get(path).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        json(&reply)
    }

    pub(crate) async fn patch(&mut self, path: &str, body: &str) -> Reply {
        let headers = [("content-type", "application/json")];
        self.client
            .send("PATCH", path, &headers, body)
            .await
            .expect("an answer")
    }

    /// Asks the service to stop, and waits until it has.
    pub(crate) async fn stop(self) {
        let Self {
            app,
            client,
            stop,
            server,
            data,
            ..
        } = self;
        stop.send(()).expect("it still serves");
        server.await.expect("it ends without a panic");
        drop(client);
        app.stop().await;
        if let Some(data) = Arc::into_inner(data) {
            data.close().expect("its files can go");
        }
    }
}

/// The body as JSON.
pub(crate) fn json(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap_or_else(|_| panic!("no JSON: {}", reply.text()))
}
