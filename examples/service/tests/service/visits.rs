//! Visits: counted by each instance, written behind, read as a sum.

use std::sync::Arc;
use std::time::Duration;

use gambeson::test::ManualClock;
use service::airports::code::Code;
use tempfile::TempDir;

use crate::redis_server::RedisServer;
use crate::support::{Running, config, instance};

const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn a_visit_is_in_the_next_answer_and_one_of_nothing_is_none() {
    let mut service = Running::start().await;
    let path = "/airports/KEF/visits";
    assert_eq!(service.get_json(path).await["visits"], 0);
    for path in ["/airports/KEF", "/airports/bikf", "/airports/KEF"] {
        service.get(path).await;
    }
    let expected = serde_json::json!({ "icao": "BIKF", "visits": 3 });
    assert_eq!(service.get_json(path).await, expected);
    assert_eq!(service.get_json("/airports/MUC/visits").await["visits"], 0);
    assert_eq!(service.get("/airports/ZZZZ").await.status, 404);
    assert_eq!(service.get("/airports/ZZZZ/visits").await.status, 404);
    service.stop().await;
}

#[tokio::test]
async fn visits_outlive_the_instance_that_counted_them() {
    let data = TempDir::new().expect("a directory");
    let config = config(&data);
    let kef = Code::try_from("BIKF".to_owned()).expect("a code");
    for visits in [0, 5, 10] {
        let app = instance(&config).await.expect("it starts");
        assert_eq!(app.visits.of(&kef).await.expect("a number"), visits);
        for _ in 0..5 {
            app.visits.count(&kef);
        }
        app.stop().await;
    }
}

#[tokio::test]
async fn two_instances_with_one_redis_come_to_the_same_sum() {
    let redis = RedisServer::start();
    let data = Arc::new(TempDir::new().expect("a directory"));
    let clock = ManualClock::new();
    let mut one = crate::redis::instance(&redis, &data, &clock).await;
    let mut other = crate::redis::instance(&redis, &data, &clock).await;
    for _ in 0..3 {
        one.get("/airports/KEF").await;
    }
    for _ in 0..4 {
        other.get("/airports/KEF").await;
    }
    for instance in [&mut one, &mut other] {
        let sum = async {
            while instance.get_json("/airports/KEF/visits").await["visits"] != 7 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let written = tokio::time::timeout(PATIENCE, sum).await;
        written.expect("what the other has counted is written");
    }
    one.stop().await;
    other.stop().await;
}
