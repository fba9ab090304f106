//! What others write into headers.

use gambeson::context::{Context, RequestId, Traceparent};
use http::HeaderMap;
use http::header::HeaderValue;

use crate::told::{Log, log};

const CAME: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

fn context(headers: &HeaderMap) -> Context {
    Context::from_foreign(headers.get("x-request-id"), headers.get("traceparent"))
}

#[test]
fn the_headers_of_a_request_become_its_context_and_those_of_the_next() {
    let mut headers = HeaderMap::new();
    headers.insert("x-request-id", HeaderValue::from_static("req-7"));
    headers.insert("traceparent", HeaderValue::from_static(CAME));
    let received = context(&headers);
    assert_eq!(received.request_id(), "req-7");
    let sent = received.traceparent().to_string();
    assert_eq!(sent[..36], CAME[..36], "the version and the trace");
    assert_ne!(sent[36..52], CAME[36..52], "the span");
    assert_eq!(sent[52..], CAME[52..], "the flag");

    headers.insert("traceparent", sent.parse().expect("a header"));
    assert_eq!(context(&headers).trace_id(), received.trace_id());
}

#[test]
fn a_hostile_header_is_refused_and_a_fresh_id_made_and_the_log_repeats_nothing_of_it() {
    log();
    let mut headers = HeaderMap::new();
    let hostile = HeaderValue::from_bytes(b"canary\xff \tlevel=ERROR").expect("HTTP takes it");
    headers.insert("x-request-id", hostile.clone());
    headers.insert("traceparent", hostile);
    let made = context(&headers);
    assert_ne!(context(&headers).request_id(), made.request_id());
    assert!(RequestId::parse(made.request_id()).is_ok());

    let of_it = |told: &crate::told::Told| told.request.as_deref() == Some(made.request_id());
    let told: Vec<String> = Log::of("a ")
        .into_iter()
        .filter(of_it)
        .map(|told| told.message)
        .collect();
    let expected = [
        "a request id is refused, and another one made",
        "a traceparent is refused, and a new trace begun",
    ];
    assert_eq!(told, expected);
    assert!(!format!("{:?}", Log::of("")).contains("canary"));
}

#[test]
fn whatever_a_header_holds_a_huge_one_costs_no_more_than_its_length() {
    let huge = vec![b'a'; 1 << 20];
    assert!(RequestId::parse(&huge).is_err());
    assert!(Traceparent::parse(&huge).is_err());
    let mut future = format!("cc{}-", &CAME[2..]).into_bytes();
    future.extend(huge);
    assert!(Traceparent::parse(&future).is_ok());
}
