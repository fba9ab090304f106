//! Connections: how many, how long, how large, and how they end.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::extract::Peer;

/// The most connections at one time. Others wait in the system's queue.
const CONNECTIONS: usize = 1024;
/// The most time for a request's head to arrive, and for a connection to lie idle.
const HEAD: Duration = Duration::from_secs(15);
/// The most bytes of a request's head.
const HEAD_BYTES: usize = 32 << 10;
/// The most time that running requests get once the service was asked to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

/// Serves connections until `stop` is done, then lets the running requests end.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES);
    let running = GracefulShutdown::new();
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let slot = Arc::clone(&slots).acquire_owned().await;
            (slot, listener.accept().await)
        };
        let (slot, stream, peer) = tokio::select! {
            biased;
            () = &mut stop => break,
            (slot, accepted) = next => match accepted {
                Ok((stream, peer)) => (slot, stream, peer),
                Err(error) => {
                    // Out of file descriptors, mostly: without a pause this loop would spin.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        // Answers are small: waiting to fill a packet would only delay them.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone().layer(Extension(Peer(peer))));
        let connection = running.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(slot);
        });
    }
    drop(listener);
    if tokio::time::timeout(LAST_REQUESTS, running.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some requests were still running after {LAST_REQUESTS:?} and are given up");
    }
}
