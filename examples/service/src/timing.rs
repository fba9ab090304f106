//! How long a request waits for the database.

use std::cell::Cell;
use std::time::Duration;

use tokio::time::Instant;

tokio::task_local! {
    static WAITED: Cell<Duration>;
}

/// Runs a request, and says how long the queries inside it took, together.
///
/// A query that another request carries out, and that this one waits for, is not among them.
pub(crate) async fn measured<T>(request: impl Future<Output = T>) -> (T, Duration) {
    let request = async { (request.await, WAITED.with(Cell::get)) };
    WAITED.scope(Cell::default(), request).await
}

/// Runs a query, and adds the time until its answer to that of the request.
pub(crate) async fn query<T>(query: impl Future<Output = T>) -> T {
    let start = Instant::now();
    let answer = query.await;
    // Outside of a request nobody asks for it.
    let _ = WAITED.try_with(|waited| waited.set(waited.get() + start.elapsed()));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn queries_add_up_and_what_lies_between_them_does_not_count() {
        let wait = |milliseconds| tokio::time::sleep(Duration::from_millis(milliseconds));
        let ((), waited) = measured(async {
            query(wait(2)).await;
            wait(50).await;
            query(wait(3)).await;
        })
        .await;
        assert_eq!(waited, Duration::from_millis(5));
        let ((), waited) = measured(wait(7)).await;
        assert_eq!(waited, Duration::ZERO);
    }
}
