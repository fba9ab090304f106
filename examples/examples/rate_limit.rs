//! `#[rate_limit]`: bursts, a limit for each key, callers that wait, and the headers of an answer.

use std::time::{Duration, Instant};

use gambeson::resilience::{LimitSeen, Rate, RateLimiter, RateLimits};
use gambeson::{Rejected, rate_limit};

#[derive(Debug)]
enum SearchError {
    Limited(Rejected),
}

impl From<Rejected> for SearchError {
    fn from(rejected: Rejected) -> Self {
        Self::Limited(rejected)
    }
}

#[rate_limit("100/m", burst = 3, key = "{user}", name = "search")]
async fn search(user: &str, word: &str) -> Result<usize, SearchError> {
    Ok(user.len() + word.len())
}

#[rate_limit("20/s", burst = 1, wait = "1s")]
async fn mail(to: &str) -> Result<String, SearchError> {
    Ok(format!("sent to {to}"))
}

#[rate_limit("1000/m", cost = rows, name = "export")]
async fn export(rows: u32) -> Result<u32, SearchError> {
    Ok(rows)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("three at once for each user:");
    for user in ["ada", "ada", "ada", "ada", "grace"] {
        match search(user, "arms").await {
            Ok(_) => println!("  {user}: found"),
            Err(SearchError::Limited(rejected)) => println!("  {user}: {rejected}"),
        }
    }

    println!("headers of an answer:");
    let (_, limits) = RateLimits::observe(search("grace", "arms")).await;
    for (name, value) in limits
        .tightest()
        .map(LimitSeen::headers)
        .unwrap_or_default()
    {
        println!("  {name}: {value}");
    }

    println!("callers wait in the order in which they came:");
    let start = Instant::now();
    for to in ["ada", "grace", "edsger"] {
        let done = mail(to).await;
        println!("  {:3} ms: {done:?}", start.elapsed().as_millis());
    }

    println!("a call takes what it costs:");
    for rows in [600, 600, 400, 2_000] {
        match export(rows).await {
            Ok(rows) => println!("  {rows} rows"),
            Err(SearchError::Limited(rejected)) => println!("  {rows} rows: {rejected}"),
        }
    }

    println!("by hand, no more than two in any window:");
    let limiter = RateLimiter::builder()
        .rate(Rate::new(2, Duration::from_millis(50)))
        .exact()
        .build()?;
    for _ in 0..4 {
        let decision = limiter.check();
        println!(
            "  admitted: {}, remaining: {}",
            decision.admitted, decision.remaining
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}
