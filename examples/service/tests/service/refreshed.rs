//! The slow question, worked out again before its answer is too old.

use std::sync::Arc;
use std::time::Duration;

use gambeson::CacheManager;
use gambeson::test::ManualClock;
use tempfile::TempDir;

use crate::support::Running;

const PATIENCE: Duration = Duration::from_secs(30);
const MINUTE: Duration = Duration::from_mins(1);

#[tokio::test]
async fn nobody_waits_for_the_nearest_airports_that_somebody_asks_for_again_in_time() {
    let data = Arc::new(TempDir::new().expect("a directory"));
    let clock = ManualClock::new();
    let cache = CacheManager::builder()
        .clock(clock.clone())
        .queue_log(data.path().join("visits.redb"))
        .build()
        .await
        .expect("a cache in memory");
    let mut service = Running::with(cache, data).await;
    let path = "/nearest?lat=64.13&lon=-21.94";
    let first = service.get(path).await;
    assert_eq!(
        first.header("cache-status"),
        Some("gambeson; fwd=miss; stored")
    );
    // Ten minutes is its time, less a tenth at most; three times that is waited for.
    for reloads in 1..=3 {
        clock.advance(8 * MINUTE + MINUTE / 2);
        let due = service.get(path).await;
        let status = due.header("cache-status").unwrap_or_default();
        assert!(status.starts_with("gambeson; hit; "), "{status}");
        assert_eq!(due.body, first.body);
        let reloaded = async {
            while service.get_json("/stats").await["total"]["reloads"] != reloads {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let reloaded = tokio::time::timeout(PATIENCE, reloaded).await;
        reloaded.expect("it is worked out in the background");
    }
    service.stop().await;
}
