//! `#[bulkhead]`: so many calls at a time, so that what is slow does not take everything with it.

use std::time::Duration;

use gambeson::{Rejected, bulkhead};
use tokio::time::sleep;

#[derive(Debug)]
enum ReportError {
    Rejected(Rejected),
}

impl From<Rejected> for ReportError {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

/// Two at a time, and two more that wait for 100 ms at most.
#[bulkhead(2, queue = 2, wait = "100ms", name = "reports", handle = ReportGuards)]
async fn report(takes: Duration) -> Result<&'static str, ReportError> {
    sleep(takes).await;
    Ok("done")
}

async fn five(takes: Duration) {
    let calls: Vec<_> = (0..5).map(|_| tokio::spawn(report(takes))).collect();
    sleep(Duration::from_millis(10)).await;
    let guard = ReportGuards::bulkhead();
    println!(
        "  after 10 ms: {} under way, {} waiting",
        guard.in_use(),
        guard.waiting()
    );
    for (number, call) in calls.into_iter().enumerate() {
        match call.await {
            Ok(Ok(said)) => println!("  report {number}: {said}"),
            Ok(Err(ReportError::Rejected(rejected))) => println!("  report {number}: {rejected}"),
            Err(error) => println!("  report {number}: {error}"),
        }
    }
}

#[tokio::main]
async fn main() {
    println!("five reports of 50 ms:");
    five(Duration::from_millis(50)).await;

    println!("five reports of 300 ms:");
    five(Duration::from_millis(300)).await;

    println!("{:?}", ReportGuards::bulkhead());
}
