//! The provider: a second small HTTP server in this program, whose faults can be switched.
//!
//! `POST /charges` charges a card. The header `Idempotency-Key` makes sure that a request that comes
//! twice charges once, as with real providers: without it nothing could be tried again.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use super::fault::Fault;

/// How long a charge takes.
const USUAL: Duration = Duration::from_millis(5);
/// How long one takes while the provider is slow: longer than a caller waits.
const SLOW: Duration = Duration::from_secs(2);
/// Charges that are remembered, so that they are not made twice.
const REMEMBERED: usize = 100_000;

/// A running provider. It stops when the last clone is dropped.
#[derive(Debug, Clone)]
pub struct Provider {
    address: SocketAddr,
    fault: watch::Sender<Fault>,
    charges: Arc<Mutex<Charges>>,
    _server: Arc<Stop>,
}

/// Charges by the key that the caller gave them.
#[derive(Debug, Default)]
struct Charges {
    made: HashMap<String, u64>,
    order: VecDeque<String>,
    last: u64,
}

impl Charges {
    /// The number of the charge with this key; it is made if there is none.
    fn make(&mut self, key: &str) -> u64 {
        if let Some(number) = self.made.get(key) {
            return *number;
        }
        self.last += 1;
        self.made.insert(key.to_owned(), self.last);
        self.order.push_back(key.to_owned());
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.made.remove(&oldest);
        }
        self.last
    }
}

#[derive(Debug)]
struct Stop(JoinHandle<()>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[derive(Clone)]
struct Desk {
    fault: watch::Receiver<Fault>,
    charges: Arc<Mutex<Charges>>,
}

impl Provider {
    /// Starts one on a free port of this machine.
    ///
    /// # Errors
    ///
    /// When no port is to be had.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (fault, seen) = watch::channel(Fault::None);
        let charges = Arc::new(Mutex::new(Charges::default()));
        let desk = Desk {
            fault: seen,
            charges: Arc::clone(&charges),
        };
        let server = tokio::spawn(serve(listener, address, desk));
        Ok(Self {
            address,
            fault,
            charges,
            _server: Arc::new(Stop(server)),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How it answers now.
    pub fn fault(&self) -> Fault {
        *self.fault.borrow()
    }

    /// How it answers from now on. What it has not answered yet is hung up on.
    pub fn set(&self, fault: Fault) {
        self.fault.send_replace(fault);
    }

    /// How many cards it has charged.
    pub fn charged(&self) -> u64 {
        lock(&self.charges).last
    }
}

/// Serves connections; closes the port, and all of them, while it refuses.
async fn serve(listener: TcpListener, address: SocketAddr, desk: Desk) {
    let mut fault = desk.fault.clone();
    let router = Router::new()
        .route("/charges", post(charge))
        .with_state(desk);
    let mut listener = Some(listener);
    let mut connections = JoinSet::new();
    loop {
        let refuses = *fault.borrow_and_update() == Fault::Refusing;
        if refuses {
            listener = None;
            connections.shutdown().await;
        } else if listener.is_none() {
            listener = reopened(address);
        }
        let accepted = async {
            match &listener {
                Some(listener) => listener.accept().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            changed = fault.changed() => {
                if changed.is_err() {
                    return;
                }
            }
            accepted = accepted => {
                let Ok((stream, _)) = accepted else { continue };
                let _ = stream.set_nodelay(true);
                let service = TowerToHyperService::new(router.clone());
                connections.spawn(async move {
                    let _ = http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
            // Those that have ended need no place.
            Some(_) = connections.join_next() => {}
        }
    }
}

/// The port again that was closed a moment ago.
fn reopened(address: SocketAddr) -> Option<TcpListener> {
    let socket = TcpSocket::new_v4().ok()?;
    socket.set_reuseaddr(true).ok()?;
    socket.bind(address).ok()?;
    let listener = socket.listen(1024);
    if let Err(error) = &listener {
        tracing::error!(%error, "the provider's port is taken");
    }
    listener.ok()
}

async fn charge(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Json(_charge): Json<Value>,
) -> Result<Json<Value>, StatusCode> {
    let key = headers
        .get("idempotency-key")
        .and_then(|key| key.to_str().ok())
        .ok_or(StatusCode::BAD_REQUEST)?;
    let fault = *desk.fault.borrow();
    match fault {
        Fault::None | Fault::Refusing => tokio::time::sleep(USUAL).await,
        Fault::Slow => tokio::time::sleep(SLOW).await,
        Fault::Failing => return Err(StatusCode::INTERNAL_SERVER_ERROR),
        Fault::Hanging => std::future::pending().await,
    }
    let number = lock(&desk.charges).make(key);
    Ok(Json(json!({ "receipt": number })))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
