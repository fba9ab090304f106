//! What callers see when the payment provider is slow, fails, refuses or hangs.

use gambeson::resilience::State;
use serde_json::Value;
use service::drive::client::Reply;
use service::drive::outage;
use service::payments::fault::Fault;

use crate::support::{Running, SHORT, json};

const BOOKING: &str = r#"{"name": "Guest", "email": "guest@example.com", "phone": "555-123-4567",
    "card": "4111-1111-1111-1234", "password": "of no account"}"#;

async fn book(service: &mut Running, caller: &str, key: Option<&str>) -> Reply {
    let mut headers = vec![
        ("content-type", "application/json"),
        ("x-forwarded-for", caller),
    ];
    headers.extend(key.map(|key| ("idempotency-key", key)));
    let reply = service.client.send("POST", "/bookings", &headers, BOOKING);
    reply.await.expect("an answer")
}

async fn set(service: &mut Running, fault: Fault) -> Value {
    let path = format!("/provider/{fault}");
    let reply = service.client.send("PUT", &path, &[], "").await;
    json(&reply.expect("an answer"))
}

#[tokio::test]
async fn a_fault_has_the_status_that_says_whose_it_is() {
    let mut service = Running::start().await;
    assert_eq!(book(&mut service, "203.0.113.1", None).await.status, 201);
    for (fault, status) in [
        (Fault::Failing, 502),
        (Fault::Refusing, 502),
        (Fault::None, 201),
    ] {
        let shown = set(&mut service, fault).await;
        assert_eq!(shown["fault"], fault.as_str());
        let reply = book(&mut service, "203.0.113.1", None).await;
        assert_eq!(reply.status, status, "{fault}: {}", reply.text());
    }
    service.stop().await;
}

#[tokio::test]
async fn a_provider_that_hangs_costs_three_attempts_and_then_nothing_more() {
    let mut service = Running::start().await;
    set(&mut service, Fault::Hanging).await;
    let late = book(&mut service, "203.0.113.2", None).await;
    assert_eq!(late.status, 504, "{}", late.text());
    while service.app.payments.circuit() != State::Open {
        book(&mut service, "203.0.113.2", None).await;
    }
    let refused = book(&mut service, "203.0.113.2", None).await;
    assert_eq!(refused.status, 503, "{}", refused.text());
    assert_eq!(refused.header("retry-after"), Some("1"));
    service.stop().await;
}

#[tokio::test]
async fn a_booking_that_comes_again_is_charged_once() {
    let mut service = Running::start().await;
    for _ in 0..3 {
        let reply = book(&mut service, "203.0.113.3", Some("one booking")).await;
        assert_eq!(reply.status, 201, "{}", reply.text());
    }
    assert_eq!(service.app.provider.charged(), 1);
    book(&mut service, "203.0.113.3", Some("another")).await;
    assert_eq!(service.app.provider.charged(), 2);
    service.stop().await;
}

#[tokio::test]
async fn every_answer_says_what_the_rate_limit_leaves_and_another_caller_has_one_of_his_own() {
    let mut service = Running::start().await;
    let first = book(&mut service, "203.0.113.4", None).await;
    assert_eq!(first.header("x-ratelimit-limit"), Some("100"));
    assert_eq!(first.header("x-ratelimit-remaining"), Some("99"));
    // Provider and database take their time: more than 20 a second do not come through one after
    // the other.
    let mut asked = 1;
    let limited = loop {
        set(&mut service, Fault::Refusing).await;
        service.app.payments.force_open();
        let reply = book(&mut service, "203.0.113.4", None).await;
        asked += 1;
        if reply.status == 429 {
            break reply;
        }
        assert!(asked < 10_000, "no limit was reached");
    };
    assert!(asked > 100, "{asked}");
    assert_eq!(limited.header("retry-after"), Some("1"));
    assert_eq!(limited.header("x-ratelimit-remaining"), Some("0"));
    let other = book(&mut service, "203.0.113.5", None).await;
    assert_eq!(other.header("x-ratelimit-remaining"), Some("99"));
    service.stop().await;
}

#[tokio::test]
async fn an_outage_opens_the_circuit_and_its_end_closes_it() {
    let service = Running::start().await;
    let outage = outage::run(&service.app, service.address, SHORT)
        .await
        .expect("the service answers");
    let table = outage.to_string();
    assert!(outage.opened_after().is_some(), "{table}");
    assert!(outage.recovered_after().is_some(), "{table}");
    assert_eq!(outage.ended(), Some(State::Closed), "{table}");
    assert!(
        outage.answers(201) > 0 && outage.answers(503) > 0,
        "{table}"
    );
    assert!(table.contains("half_open"), "{table}");
    service.stop().await;
}
