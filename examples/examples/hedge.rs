//! `#[hedge]`: a second replica is asked when the first takes long, and the first answer counts.

use std::cell::Cell;
use std::time::{Duration, Instant};

use gambeson::hedge;
use tokio::time::sleep;

/// Replicas of which every fourth call meets a slow one.
struct Replicas {
    calls: Cell<u32>,
}

impl Replicas {
    async fn ask(&self, words: &str) -> Result<String, String> {
        let call = self.calls.get();
        self.calls.set(call + 1);
        let slow = call % 4 == 3;
        sleep(Duration::from_millis(if slow { 800 } else { 20 })).await;
        Ok(format!("{words}, by replica {}", call % 4))
    }

    #[hedge(after = "50ms")]
    async fn search(&self, words: &str) -> Result<String, String> {
        self.ask(words).await
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), String> {
    let replicas = Replicas {
        calls: Cell::new(0),
    };
    for _ in 0..8 {
        let began = Instant::now();
        let answer = replicas.search("green tea").await?;
        println!("{answer} after {} ms", began.elapsed().as_millis());
    }
    println!("{} calls for 8 answers", replicas.calls.get());
    Ok(())
}
