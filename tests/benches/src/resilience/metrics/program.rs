//! Calls through a closed breaker: prints the nanoseconds of one, the fewest of some rounds.

use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use gambeson::resilience::{CircuitBreaker, Rejected};

const ROUNDS: usize = 9;
const CALLS: u32 = 500_000;

#[derive(Debug)]
struct CallError(#[allow(dead_code)] Rejected);

impl From<Rejected> for CallError {
    fn from(rejected: Rejected) -> Self {
        CallError(rejected)
    }
}

async fn called(id: u32) -> Result<u32, CallError> {
    Ok(black_box(id))
}

fn main() {
    let breaker = CircuitBreaker::builder().build().expect("the defaults are possible");
    let mut context = Context::from_waker(Waker::noop());
    let mut round = || {
        let start = Instant::now();
        for id in 0..CALLS {
            let mut call = pin!(breaker.run(called(black_box(id))));
            while let Poll::Pending = call.as_mut().poll(&mut context).map(black_box) {}
        }
        start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
    };
    let fewest = (0..ROUNDS).map(|_| round()).fold(f64::INFINITY, f64::min);
    println!("{fewest}");
}
