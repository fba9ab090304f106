//! The table.

use std::fmt;
use std::time::Duration;

use super::outage::Outage;
use super::plan::Kind;
use super::tally::{Summary, Tally};

/// What came of a drive; `Display` writes it as a table.
#[derive(Debug, Clone)]
pub struct Report {
    clients: usize,
    /// Requests per second, cached and uncached.
    rates: (f64, f64),
    /// The same in the last round.
    last_rates: (f64, f64),
    rows: Vec<Row>,
    outage: Outage,
}

#[derive(Debug, Clone)]
struct Row {
    name: &'static str,
    cached: Summary,
    uncached: Summary,
}

impl Report {
    pub(crate) fn new(clients: usize, cached: &Tally, uncached: &Tally, outage: Outage) -> Self {
        let row = |name, kind| Row {
            name,
            cached: cached.summary(kind),
            uncached: uncached.summary(kind),
        };
        let mut rows = vec![row("all", None)];
        rows.extend(Kind::SHARES.map(|(kind, _)| row(kind.name(), Some(kind))));
        Self {
            clients,
            rates: (cached.rate(), uncached.rate()),
            last_rates: (cached.last_rate(), uncached.last_rate()),
            rows,
            outage,
        }
    }

    /// What came of the provider's outage.
    pub fn outage(&self) -> &Outage {
        &self.outage
    }

    /// How many requests were answered with the cache, and how many without.
    pub fn requests(&self) -> (usize, usize) {
        self.rows
            .first()
            .map_or((0, 0), |all| (all.cached.requests, all.uncached.requests))
    }

    /// How many queries the requests with the cache caused, and those without.
    pub fn loads(&self) -> (usize, usize) {
        self.rows
            .first()
            .map_or((0, 0), |all| (all.cached.loads, all.uncached.loads))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} clients, the same requests with the cache and without it\n",
            self.clients
        )?;
        writeln!(
            f,
            "{:<18} {:>12} {:>12} {:>9}",
            "requests/s", "cached", "uncached", "ratio"
        )?;
        for (name, (with, without)) in [
            ("from a cold cache", self.rates),
            ("in the last tenth", self.last_rates),
        ] {
            writeln!(
                f,
                "{name:<18} {with:>12.0} {without:>12.0} {:>8.1}x",
                with / without
            )?;
        }
        writeln!(f)?;
        writeln!(
            f,
            "{:<8} {:<9} {:>9} {:>10} {:>10} {:>10} {:>9} {:>8}",
            "", "", "requests", "p50", "p95", "p99", "hit rate", "loads"
        )?;
        for row in &self.rows {
            line(f, row.name, "cached", &row.cached)?;
            line(f, "", "uncached", &row.uncached)?;
        }
        write!(f, "\n{}", self.outage)
    }
}

fn line(f: &mut fmt::Formatter<'_>, name: &str, side: &str, summary: &Summary) -> fmt::Result {
    let Summary {
        requests,
        p50,
        p95,
        p99,
        hits,
        loads,
    } = *summary;
    #[expect(clippy::cast_precision_loss, reason = "at most ten million")]
    let hit_rate = if requests == 0 {
        0.0
    } else {
        hits as f64 * 100.0 / requests as f64
    };
    writeln!(
        f,
        "{name:<8} {side:<9} {requests:>9} {:>10} {:>10} {:>10} {hit_rate:>8.1}% {loads:>8}",
        milliseconds(p50),
        milliseconds(p95),
        milliseconds(p99),
    )
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}
