//! Failures are told: once, with their sources, masked; some are swallowed.
//!
//! `cargo run -p gambeson-examples --example log_exceptions`

use std::error::Error;
use std::fmt;

use gambeson::log_exceptions;
use tracing::Level;

#[derive(Debug)]
enum PayError {
    NotFound(u32),
    Bank(std::io::Error),
}

impl fmt::Display for PayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound(order) => write!(f, "there is no order {order}"),
            Self::Bank(_) => f.write_str("the bank has not answered kim@example.com"),
        }
    }
}

impl Error for PayError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NotFound(_) => None,
            Self::Bank(error) => Some(error),
        }
    }
}

/// An order that is not there is nothing to wake anybody for.
#[log_exceptions(args(order), skip(PayError::NotFound(_) => info))]
async fn charge(order: u32) -> Result<u32, PayError> {
    match order {
        0 => Err(PayError::Bank(std::io::Error::other("connection refused"))),
        1..10 => Ok(order * 100),
        _ => Err(PayError::NotFound(order)),
    }
}

/// What `charge` has told is only said to pass here.
#[log_exceptions]
async fn checkout(order: u32) -> Result<u32, Box<dyn Error>> {
    Ok(charge(order).await?)
}

/// Without points the shop goes on.
#[log_exceptions(level = warn, reraise = false, default = 0)]
async fn points(order: u32) -> Result<u32, Box<dyn Error>> {
    Ok(checkout(order).await? / 10)
}

#[log_exceptions(panics, reraise = false)]
fn draw(width: usize) -> String {
    assert!(width < 80, "{width} is too wide");
    "=".repeat(width)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tracing_subscriber::fmt()
        .with_max_level(Level::DEBUG)
        .init();
    println!("{:?}", checkout(3).await.ok());
    println!("{:?}", checkout(11).await.ok());
    println!("{:?}", points(0).await.ok());
    println!("{:?}", draw(100));
}
