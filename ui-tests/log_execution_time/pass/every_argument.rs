#![deny(warnings)]

use std::fmt;
use std::time::Duration;

use gambeson::{Masked, log_execution_time, mask};

const LIMIT: Duration = Duration::from_secs(2);

#[derive(Masked)]
struct Order {
    id: u64,
}

#[log_execution_time]
fn nothing() {}

#[log_execution_time(
    level = debug,
    slow = "250ms",
    slow_level = error,
    target = "api",
    message = "charged",
    args(cents, card = mask::card, order = masked, note = show, by = written, closed = |c, f| write!(f, "{c}")),
    fields(id = order.id, note_length = note.len(), shown = %note, debugged = ?note),
    ret,
    sample = "1%",
    entry,
    handle = ChargeGuards,
    crate = ::gambeson,
)]
async fn everything(
    cents: u64,
    card: String,
    order: Order,
    note: &str,
    by: &str,
    closed: u8,
) -> Result<u64, fmt::Error> {
    drop((card, note, by, closed));
    Ok(cents + order.id)
}

fn written(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(text)
}

#[log_execution_time(slow = LIMIT)]
fn constant() {}

#[log_execution_time(slow = limit(), sample = 0.5)]
fn called() {}

fn limit() -> Duration {
    LIMIT
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    nothing();
    constant();
    called();
    let order = Order { id: 1 };
    let answer = everything(1, String::new(), order, "", "", 1).await;
    assert_eq!(answer, Ok(2));
}
