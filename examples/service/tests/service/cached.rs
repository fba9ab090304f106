//! What the headers say of the cache, and what an edit does to it.

use crate::support::Running;

async fn status(service: &mut Running, path: &str, headers: &[(&str, &str)]) -> String {
    let reply = service
        .client
        .send("GET", path, headers, "")
        .await
        .expect("an answer");
    reply
        .header("cache-status")
        .expect("a Cache-Status")
        .to_owned()
}

#[tokio::test]
async fn each_question_is_a_miss_that_is_stored_and_then_a_hit_in_memory() {
    let mut service = Running::start().await;
    for path in [
        "/airports/FRA",
        "/countries/IS/airports?size=3",
        "/nearest?lat=1&lon=2",
        "/search?q=lake&page=2",
        // Also that there is nothing is worth keeping.
        "/airports/ZZZZ",
        "/countries/ZZ/airports",
    ] {
        assert_eq!(
            status(&mut service, path, &[]).await,
            "gambeson; fwd=miss; stored",
            "{path}"
        );
        let second = status(&mut service, path, &[]).await;
        assert!(second.starts_with("gambeson; hit; "), "{path}: {second}");
        assert!(second.ends_with("; detail=memory"), "{path}: {second}");
    }
    service.stop().await;
}

#[tokio::test]
async fn what_differs_in_any_part_of_a_question_is_another_entry() {
    let mut service = Running::start().await;
    for path in [
        "/search?q=lake",
        "/search?q=lakes",
        "/search?q=lake&page=2",
        "/search?q=lake&size=2",
        "/countries/IS/airports",
        "/countries/NO/airports",
        "/nearest?lat=1&lon=2",
        "/nearest?lat=2&lon=1",
    ] {
        assert_eq!(
            status(&mut service, path, &[]).await,
            "gambeson; fwd=miss; stored",
            "{path}"
        );
    }
    // And what does not differ is the same one.
    for path in [
        "/search?q=LAKE&page=1",
        "/countries/is/airports",
        "/nearest?lat=1.001&lon=2",
    ] {
        assert!(
            status(&mut service, path, &[]).await.contains("; hit; "),
            "{path}"
        );
    }
    service.stop().await;
}

#[tokio::test]
async fn a_request_that_asks_for_it_is_answered_past_the_cache() {
    let mut service = Running::start().await;
    let path = "/airports/FRA";
    status(&mut service, path, &[]).await;
    for words in ["no-cache", "max-age=0, No-Store"] {
        let headers = [("cache-control", words)];
        assert_eq!(
            status(&mut service, path, &headers).await,
            "gambeson; fwd=bypass",
            "{words}"
        );
    }
    assert!(
        status(&mut service, path, &[("cache-control", "max-age=0")])
            .await
            .contains("hit")
    );
    service.stop().await;
}

#[tokio::test]
async fn an_edit_removes_what_it_changes_and_nothing_else() {
    let mut service = Running::start().await;
    let changed = [
        "/airports/KEF",
        "/airports/BIKF",
        "/countries/IS/airports",
        "/search?q=kef",
    ];
    let others = ["/airports/FRA", "/countries/DE/airports"];
    for path in changed.iter().chain(&others) {
        status(&mut service, path, &[]).await;
    }
    let edit = service
        .patch("/airports/KEF", r#"{"elevation": 171}"#)
        .await;
    assert_eq!(edit.header("cache-status"), Some("gambeson; fwd=method"));
    for path in changed {
        assert_eq!(
            status(&mut service, path, &[]).await,
            "gambeson; fwd=miss; stored",
            "{path}"
        );
    }
    for path in others {
        assert!(
            status(&mut service, path, &[]).await.contains("; hit; "),
            "{path}"
        );
    }
    service.stop().await;
}

#[tokio::test]
async fn a_refused_edit_removes_nothing() {
    let mut service = Running::start().await;
    status(&mut service, "/airports/KEF", &[]).await;
    assert_eq!(
        service
            .patch("/airports/KEF", r#"{"elevation": 1e9}"#)
            .await
            .status,
        400
    );
    assert!(
        status(&mut service, "/airports/KEF", &[])
            .await
            .contains("; hit; ")
    );
    service.stop().await;
}

#[tokio::test]
async fn the_statistics_count_each_function_by_itself() {
    let mut service = Running::start().await;
    for _ in 0..3 {
        service.get("/countries/IS/airports").await;
    }
    let stats = service.get_json("/stats").await;
    let country = &stats["functions"]["service::airports::country::of_country"];
    assert_eq!(
        (&country["loads"], &country["hits_memory"]),
        (&1.into(), &2.into()),
        "{stats}"
    );
    assert_eq!(stats["memory"]["entries"], 1);
    let health = service.get_json("/health").await;
    assert_eq!(health["cache"]["memory"]["entries"], 1, "{health}");
    assert!(health["cache"]["redis"].is_null(), "{health}");
    service.stop().await;
}
