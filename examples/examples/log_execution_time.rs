//! How calls are told of: how they ended, how long they took, and with which arguments.
//!
//! `cargo run -p gambeson-examples --example log_execution_time`

use std::time::Duration;

use gambeson::{Masked, log_execution_time, mask};
use tracing::Level;

#[derive(Masked)]
struct Order {
    id: u64,
    #[mask(email)]
    mail: String,
}

#[derive(Debug)]
struct Declined;

/// Slow from 50 ms on, which is told as a warning.
#[log_execution_time(slow = "50ms", args(order = masked, card = mask::card), fields(digits = card.len()))]
async fn charge(order: &Order, card: &str, cents: u64) -> Result<u64, Declined> {
    if cents == 0 {
        return Err(Declined);
    }
    tokio::time::sleep(Duration::from_millis(cents)).await;
    Ok(order.id + cents)
}

/// What it finds is told, and that it begins.
#[log_execution_time(level = debug, target = "shop.prices", entry, args(sku), ret)]
fn price(sku: &str) -> Option<usize> {
    sku.len().checked_sub(3)
}

/// One call of a hundred, and each that fails.
#[log_execution_time(sample = "1%")]
fn parse(text: &str) -> Result<u64, std::num::ParseIntError> {
    text.parse()
}

#[tokio::main]
async fn main() {
    tracing_subscriber::fmt()
        .with_max_level(Level::DEBUG)
        .init();

    let order = Order {
        id: 7,
        mail: "john@example.com".to_owned(),
    };
    let card = "4111 1111 1111 1111";
    let _ = charge(&order, card, 1).await;
    let _ = charge(&order, card, 0).await;
    let _ = charge(&order, card, 60).await;
    // Nobody waits for this one: it is cancelled.
    let _ = tokio::time::timeout(Duration::from_millis(5), charge(&order, card, 1000)).await;

    price("A-17");
    for text in ["1", "2", "three"] {
        let _ = parse(text);
    }
}
