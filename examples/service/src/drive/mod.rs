//! `--drive`: the service measures itself over loopback, with the cache and without it.
//!
//! Both sides get the same requests over as many connections, in rounds that take turns, so that
//! whatever else the machine does falls on both. Then the payment provider breaks, and is mended.

pub mod client;
pub mod outage;
mod plan;
mod report;
mod tally;

use std::error::Error;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use self::client::Client;
use self::outage::Scenario;
use self::plan::{Plan, Step};
pub use self::report::Report;
use self::tally::{Answer, Tally};
use crate::app::App;
use crate::bookings::store;
use crate::serve;

/// How many clients ask at the same time, each over a connection of its own.
const CLIENTS: usize = 16;
/// How often the two sides take turns.
const ROUNDS: usize = 10;

/// Why a request, or a whole drive, came to nothing.
pub type Failure = Box<dyn Error + Send + Sync>;

/// The side of a comparison that a request is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Cached,
    Uncached,
}

/// Sends `requests` requests with the cache, and the same ones without it; then plays `scenario`.
///
/// # Errors
///
/// When the service cannot be reached, or answers with anything but what was asked for.
pub async fn run(app: &App, requests: u32, scenario: Scenario) -> Result<Report, Failure> {
    let plan = Plan::draw(&app.db, requests).await?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(serve::serve(listener, app.router(), async {
        let _ = stopped.await;
    }));

    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        clients.push(Client::connect(address).await?);
    }
    let (mut cached, mut uncached) = (Tally::default(), Tally::default());
    for (number, round) in (1..).zip(plan.rounds(ROUNDS)) {
        eprintln!(
            "round {number} of {ROUNDS}: {} requests without the cache and with it",
            round.len()
        );
        for (side, tally) in [(Side::Uncached, &mut uncached), (Side::Cached, &mut cached)] {
            let start = Instant::now();
            let answers;
            (clients, answers) = round_of(clients, &round, side).await?;
            tally.add(&answers, start.elapsed());
        }
    }

    drop(clients);
    eprintln!("the payment provider breaks");
    let outage = outage::run(app, address, scenario).await?;
    let _ = stop.send(());
    server.await?;
    store::forget(&app.db, plan::DOMAIN).await?;
    Ok(Report::new(CLIENTS, &cached, &uncached, outage))
}

/// Every client takes the next request as soon as it has the answer to its last.
async fn round_of(
    clients: Vec<Client>,
    steps: &Arc<[Step]>,
    side: Side,
) -> Result<(Vec<Client>, Vec<Answer>), Failure> {
    let next = Arc::new(AtomicUsize::new(0));
    let mut running = JoinSet::new();
    for (number, mut client) in clients.into_iter().enumerate() {
        let (steps, next) = (Arc::clone(steps), Arc::clone(&next));
        // Each is somebody else: what one may do, sixteen may do sixteen times.
        let caller = format!("198.51.100.{}", number + 1);
        running.spawn(async move {
            let mut answers = Vec::new();
            while let Some(step) = steps.get(next.fetch_add(1, Ordering::Relaxed)) {
                answers.push(ask(&mut client, &caller, step, side).await?);
            }
            Ok::<_, Failure>((client, answers))
        });
    }
    let (mut clients, mut answers) = (Vec::new(), Vec::new());
    while let Some(done) = running.join_next().await {
        let (client, more) = done??;
        clients.push(client);
        answers.extend(more);
    }
    Ok((clients, answers))
}

async fn ask(
    client: &mut Client,
    caller: &str,
    step: &Step,
    side: Side,
) -> Result<Answer, Failure> {
    let mut headers = vec![
        ("content-type", "application/json"),
        ("x-forwarded-for", caller),
    ];
    if side == Side::Uncached {
        headers.push(("cache-control", "no-cache"));
    }
    let (method, good) = if step.body.is_empty() {
        ("GET", 200)
    } else {
        ("POST", 201)
    };
    let start = Instant::now();
    let reply = client
        .send(method, &step.path, &headers, &step.body)
        .await?;
    let took: Duration = start.elapsed();
    if reply.status != good {
        return Err(format!(
            "{method} {} was answered {}: {}",
            step.path,
            reply.status,
            reply.text()
        )
        .into());
    }
    Ok(Answer::new(
        step.kind,
        took,
        reply.header("cache-status").unwrap_or_default(),
    ))
}
