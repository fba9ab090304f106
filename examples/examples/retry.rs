//! `#[retry]`: a call that failed is made again, unless that would not help.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use gambeson::resilience::{Backoff, Retry, RetryAfter};
use gambeson::retry;

#[derive(Debug)]
enum PayError {
    /// The provider is busy, and says when to come again.
    Busy(Duration),
    /// Nothing was answered.
    NoAnswer,
    /// The card was declined; asking again changes nothing.
    Declined,
}

impl RetryAfter for PayError {
    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy(wait) => Some(*wait),
            Self::NoAnswer | Self::Declined => None,
        }
    }
}

/// The provider of this example: it has its troubles twice, and then answers.
static ASKED: AtomicU32 = AtomicU32::new(0);

fn provider(cents: u64) -> Result<u64, PayError> {
    if cents == 0 {
        return Err(PayError::Declined);
    }
    match ASKED.fetch_add(1, Ordering::Relaxed) % 3 {
        0 => Err(PayError::NoAnswer),
        1 => Err(PayError::Busy(Duration::from_millis(120))),
        _ => Ok(cents),
    }
}

/// Waits between attempts by chance, up to 20 ms and 40 ms, unless the provider says how long.
#[retry(
    4,
    backoff = exponential("20ms", max = "1s"),
    except(PayError::Declined),
    budget = 0.2,
    deadline = "5s",
    on_retry = |e, attempt, delay| println!("  attempt {attempt}: {e:?}; again in {delay:?}")
)]
async fn charge(cents: u64) -> Result<u64, PayError> {
    provider(cents)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("troubles that pass:");
    println!("  {:?}", charge(1_250).await);

    println!("a mistake that stays:");
    println!("  {:?}", charge(0).await);

    println!("by hand:");
    let retry = Retry::builder()
        .name("by hand")
        .backoff(Backoff::fixed(Duration::from_millis(5)))
        .build()?;
    let answer = retry.run(|| async { provider(990) }).await;
    println!("  {answer:?} after {} attempts", retry.counts().attempts);
    Ok(())
}
