//! Logging set up in one call: the environment, files by name, the request in each line, and another
//! level while the program runs. Try `ENVIRONMENT=production`, `LOG_LEVEL=info,log_set_up::db=trace`,
//! `LOG_DIR=logs`.

use gambeson::context::{self, Context};
use gambeson::log::{self, LogConfig};
use gambeson::{log_exceptions, log_execution_time};
use tracing::{Level, debug, info};

mod db {
    use super::{debug, log_execution_time};

    #[log_execution_time(level = debug)]
    pub(super) async fn insert(order: u64) {
        debug!(order, "inserted");
    }
}

// Goes into `api.log`, too.
#[log_execution_time(target = "api")]
async fn order(id: u64, email: &str) {
    info!(id, "ordered by {email}");
    db::insert(id).await;
}

#[log_exceptions]
async fn pay(card: &str) -> Result<(), String> {
    Err(format!("the bank refuses {card}"))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), log::LogError> {
    let config = LogConfig::from_env("shop")?
        // All targets with the segment `db`.
        .file("db")
        .file_level("api", Level::INFO);
    let log = log::init(config)?;

    let request = Context::new("req-7").user(42);
    context::scope(request, async {
        order(1, "john@example.com").await;
        // It is told by the attribute.
        let _ = pay("4111 1111 1111 1111").await;
    })
    .await;

    // Lines are written by a thread, and so may come after this.
    log.flush();
    println!(
        "-- the level is {}; now with the database at debug",
        log.level()
    );
    log.set_level("info,log_set_up::db=debug")?;
    order(2, "jane@example.com").await;

    log.flush();
    if let Err(error) = log.set_level("loud") {
        println!("-- {error}");
    }
    Ok(())
}
