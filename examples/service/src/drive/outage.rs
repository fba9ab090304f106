//! The provider breaks half-way: what callers see of it, and how it ends.

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use gambeson::resilience::State;
use tokio::task::JoinSet;

use super::Failure;
use super::client::Client;
use super::plan;
use super::tally::percentile;
use crate::app::App;
use crate::payments::fault::Fault;

/// Who books at the same time, each over a connection of its own.
const CALLERS: u8 = 16;
/// How often the circuit is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// What happens, and when.
#[derive(Debug, Clone, Copy)]
pub struct Scenario {
    /// What is wrong with the provider.
    pub fault: Fault,
    /// How long all is well before.
    pub before: Duration,
    /// How long the fault lasts.
    pub broken: Duration,
    /// How long all is well after.
    pub after: Duration,
    /// How long a caller thinks before it books again.
    pub pause: Duration,
    /// How long a row of the table is.
    pub slice: Duration,
}

impl Scenario {
    /// Ten seconds, of which the provider hangs for three.
    pub const HANGING: Self = Self {
        fault: Fault::Hanging,
        before: Duration::from_secs(3),
        broken: Duration::from_secs(3),
        after: Duration::from_secs(4),
        pause: Duration::from_millis(60),
        slice: Duration::from_millis(500),
    };

    fn end(&self) -> Duration {
        self.before + self.broken + self.after
    }

    fn fault_at(&self, at: Duration) -> Fault {
        if at >= self.before && at < self.before + self.broken {
            self.fault
        } else {
            Fault::None
        }
    }
}

/// One answer, as the caller saw it.
#[derive(Debug, Clone, Copy)]
struct Seen {
    /// When it came.
    at: Duration,
    took: Duration,
    status: u16,
}

/// What came of it; `Display` writes it as a table.
#[derive(Debug, Clone)]
pub struct Outage {
    scenario: Scenario,
    seen: Vec<Seen>,
    /// What the circuit became, and when.
    circuit: Vec<(Duration, State)>,
}

/// Has callers book while the provider breaks and is mended.
///
/// # Errors
///
/// When the service itself cannot be reached.
pub async fn run(app: &App, address: SocketAddr, scenario: Scenario) -> Result<Outage, Failure> {
    let start = Instant::now();
    let circuit = Arc::new(Mutex::new(vec![(Duration::ZERO, app.payments.circuit())]));
    let watcher = tokio::spawn(watch(app.clone(), start, Arc::clone(&circuit)));
    let mut callers = JoinSet::new();
    for number in 1..=CALLERS {
        callers.spawn(book(address, number, start, scenario));
    }
    tokio::time::sleep(scenario.before).await;
    app.provider.set(scenario.fault);
    tokio::time::sleep(scenario.broken).await;
    app.provider.set(Fault::None);
    let mut seen = Vec::new();
    while let Some(done) = callers.join_next().await {
        seen.extend(done??);
    }
    watcher.abort();
    let circuit = circuit
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    Ok(Outage {
        scenario,
        seen,
        circuit,
    })
}

/// Writes down what the circuit becomes.
async fn watch(app: App, start: Instant, seen: Arc<Mutex<Vec<(Duration, State)>>>) {
    loop {
        let state = app.payments.circuit();
        {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            if seen.last().is_none_or(|(_, last)| *last != state) {
                seen.push((start.elapsed(), state));
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// One caller, from an address of its own.
async fn book(
    address: SocketAddr,
    number: u8,
    start: Instant,
    scenario: Scenario,
) -> Result<Vec<Seen>, Failure> {
    let mut client = Client::connect(address).await?;
    let caller = format!("192.0.2.{number}");
    let headers = [
        ("content-type", "application/json"),
        ("x-forwarded-for", caller.as_str()),
    ];
    let body = plan::booking("caller");
    let mut seen = Vec::new();
    while start.elapsed() < scenario.end() {
        let asked = Instant::now();
        let reply = client.send("POST", "/bookings", &headers, &body).await?;
        seen.push(Seen {
            at: start.elapsed(),
            took: asked.elapsed(),
            status: reply.status,
        });
        tokio::time::sleep(scenario.pause).await;
    }
    Ok(seen)
}

impl Outage {
    /// From the beginning of the fault until the circuit opened.
    pub fn opened_after(&self) -> Option<Duration> {
        let opened = |(_, state): &&(Duration, State)| *state == State::Open;
        let (at, _) = self.circuit.iter().find(opened)?;
        at.checked_sub(self.scenario.before)
    }

    /// From the end of the fault until the first booking.
    pub fn recovered_after(&self) -> Option<Duration> {
        let mended = self.scenario.before + self.scenario.broken;
        let booked = self.seen.iter().filter(|seen| seen.status == 201);
        let first = booked.map(|seen| seen.at).filter(|at| *at > mended).min()?;
        first.checked_sub(mended)
    }

    /// The answers with this status.
    pub fn answers(&self, status: u16) -> usize {
        self.seen
            .iter()
            .filter(|seen| seen.status == status)
            .count()
    }

    /// The state in which the circuit was left.
    pub fn ended(&self) -> Option<State> {
        self.circuit.last().map(|(_, state)| *state)
    }

    fn circuit_within(&self, from: Duration, to: Duration) -> String {
        let before = self.circuit.iter().rev().find(|(at, _)| *at <= from);
        let within = self.circuit.iter().filter(|(at, _)| *at > from && *at < to);
        let mut names: Vec<&str> = Vec::new();
        for (_, state) in before.into_iter().chain(within) {
            if !names.contains(&state.as_str()) {
                names.push(state.as_str());
            }
        }
        names.join(" ")
    }

    fn line(&self, f: &mut fmt::Formatter<'_>, from: Duration) -> fmt::Result {
        let to = from + self.scenario.slice;
        let seen: Vec<&Seen> = self
            .seen
            .iter()
            .filter(|seen| seen.at >= from && seen.at < to)
            .collect();
        let count = |statuses: &[u16]| {
            seen.iter()
                .filter(|seen| statuses.contains(&seen.status))
                .count()
        };
        let mut took: Vec<Duration> = seen.iter().map(|seen| seen.took).collect();
        took.sort_unstable();
        writeln!(
            f,
            "{:>6.1} s  {:<8}  {:<24}  {:>8} {:>8} {:>8} {:>8} {:>9} {:>10} {:>10} {:>10}",
            from.as_secs_f64(),
            self.scenario.fault_at(from),
            self.circuit_within(from, to),
            took.len(),
            count(&[201]),
            count(&[429, 503]),
            count(&[502]),
            count(&[504]),
            milliseconds(percentile(&took, 50)),
            milliseconds(percentile(&took, 95)),
            milliseconds(percentile(&took, 100)),
        )
    }
}

impl fmt::Display for Outage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Scenario { fault, .. } = self.scenario;
        writeln!(
            f,
            "{CALLERS} callers book, and the provider breaks: {fault}\n"
        )?;
        writeln!(
            f,
            "{:>8}  {:<8}  {:<24}  {:>8} {:>8} {:>8} {:>8} {:>9} {:>10} {:>10} {:>10}",
            "from",
            "provider",
            "circuit",
            "answers",
            "booked",
            "refused",
            "failed",
            "timed out",
            "p50",
            "p95",
            "longest"
        )?;
        let mut from = Duration::ZERO;
        while from < self.scenario.end() {
            self.line(f, from)?;
            from += self.scenario.slice;
        }
        writeln!(f)?;
        match self.opened_after() {
            Some(after) => writeln!(
                f,
                "the circuit opened {} after it broke",
                milliseconds(after)
            )?,
            None => writeln!(f, "the circuit did not open")?,
        }
        match self.recovered_after() {
            Some(after) => writeln!(
                f,
                "the first booking came {} after it was mended",
                milliseconds(after)
            ),
            None => writeln!(f, "nobody could book after it was mended"),
        }
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}
