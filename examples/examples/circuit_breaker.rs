//! `#[circuit_breaker]`: a service that fails is left alone for a while.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use gambeson::{Rejected, circuit_breaker};

/// Whether the payment provider of this example is down.
static DOWN: AtomicBool = AtomicBool::new(false);

#[derive(Debug)]
enum PayError {
    Down,
    Declined,
    Rejected(Rejected),
}

impl From<Rejected> for PayError {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

#[circuit_breaker(
    consecutive = 3,
    open_for = "200ms",
    half_open = 2,
    except(PayError::Declined),
    name = "payments",
    handle = Charge
)]
async fn charge(cents: u64) -> Result<u64, PayError> {
    println!("    the provider is asked for {cents}");
    match cents {
        _ if DOWN.load(Ordering::Relaxed) => Err(PayError::Down),
        13 => Err(PayError::Declined),
        cents => Ok(cents),
    }
}

/// A circuit for each host, and an answer while it is open.
#[circuit_breaker(consecutive = 1, key = "{host}", max_keys = 1_000, fallback = format!("{host}: later"))]
async fn ping(host: &str) -> Result<String, PayError> {
    if host.ends_with("-down") {
        return Err(PayError::Down);
    }
    Ok(format!("{host}: pong"))
}

#[tokio::main]
async fn main() {
    println!("a provider that works, and a card that is declined, which is no failure:");
    for cents in [100, 13, 13, 13, 200] {
        show(cents).await;
    }

    println!("it is down; after three failures nobody asks any more:");
    DOWN.store(true, Ordering::Relaxed);
    for cents in 1..=5 {
        show(cents).await;
    }

    println!("it works again; after the wait two probes close the circuit:");
    DOWN.store(false, Ordering::Relaxed);
    tokio::time::sleep(Duration::from_millis(250)).await;
    for cents in 6..=8 {
        show(cents).await;
    }

    println!("one host is down, and the others are not:");
    for host in ["a-up", "b-down", "b-down", "a-up"] {
        println!("  {:?}", ping(host).await);
    }

    println!("by hand:");
    Charge::breaker().force_open();
    show(9).await;
    Charge::breaker().reset();
    show(9).await;
}

async fn show(cents: u64) {
    let said = match charge(cents).await {
        Ok(cents) => format!("{cents} paid"),
        Err(PayError::Rejected(rejected)) => rejected.to_string(),
        Err(error) => format!("{error:?}"),
    };
    let state = Charge::breaker().state();
    println!("  {said} (the circuit is {state})");
}
