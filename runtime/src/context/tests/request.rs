//! The context itself: built, derived, shared.

use crate::context::{Context, RequestId, Traceparent};

const CAME: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

fn fields(context: &Context) -> Vec<(&str, &str)> {
    context.fields().collect()
}

#[test]
fn a_context_holds_what_was_said_of_the_request() {
    let tenant = String::from("north");
    let context = Context::new("req-7")
        .user(42)
        .with("tenant", &tenant)
        .with(String::from("attempt"), 3)
        .with("tenant", "south");
    assert_eq!(context.request_id(), "req-7");
    assert_eq!(context.user_id().as_deref(), Some("42"));
    assert_eq!(fields(&context), [("tenant", "south"), ("attempt", "3")]);
    assert_eq!(context.trace_id().len(), 32);
    assert_eq!(context.trace_id(), context.clone().trace_id());
}

#[test]
fn a_derived_context_has_fields_of_its_own_and_the_same_user() {
    let request = Context::new("req-7").with("tenant", "north");
    let part = request.clone().with("shard", 2);
    assert_eq!(fields(&part), [("tenant", "north"), ("shard", "2")]);
    assert_eq!(fields(&request), [("tenant", "north")]);
    assert_eq!(part.trace_id(), request.trace_id());
    part.set_user("anna");
    assert_eq!(request.user_id().as_deref(), Some("anna"));
}

#[test]
fn another_user_of_a_context_in_use_is_one_of_the_derived_context_only() {
    let request = Context::new("req-7").user("admin").with("tenant", "north");
    let acting = request.clone().user("bert");
    assert_eq!(acting.user_id().as_deref(), Some("bert"));
    assert_eq!(request.user_id().as_deref(), Some("admin"));
    assert_eq!(acting.trace_id(), request.trace_id());
    assert_eq!(acting.request_id(), "req-7");
    assert_eq!(fields(&acting), [("tenant", "north")]);
    acting.set_user("carla");
    assert_eq!(request.user_id().as_deref(), Some("admin"));
}

#[test]
fn what_comes_from_outside_is_taken_or_made() {
    let context = Context::from_foreign(Some("req-7"), Some(CAME));
    assert_eq!(context.request_id(), "req-7");
    assert_eq!(context.trace_id(), "0af7651916cd43dd8448eb211c80319c");
    assert!(context.traceparent().is_sampled());

    for (id, trace) in [
        (None, None),
        (Some(&b"a\nb"[..]), Some(&b"00-zero"[..])),
        (Some(b"\xff"), Some(b"\xff")),
    ] {
        let made = Context::from_foreign(id, trace);
        assert!(RequestId::parse(made.request_id()).is_ok());
        assert_eq!(made.request_id().len(), 36);
        assert!(Traceparent::parse(made.traceparent().to_string()).is_ok());
        assert!(!made.traceparent().is_sampled());
    }
}

#[test]
fn each_outgoing_call_has_an_id_of_its_own_in_the_same_trace() {
    let came: Traceparent = CAME.parse().expect("it is one");
    let context = Context::new("req-7").with_traceparent(came);
    let (one, other) = (context.traceparent(), context.traceparent());
    for goes in [one, other] {
        assert_eq!(goes.trace_id(), came.trace_id());
        assert_ne!(goes.parent_id(), came.parent_id());
        assert!(goes.is_sampled());
    }
    assert_ne!(one.parent_id(), other.parent_id());
}

#[test]
fn the_text_of_a_context_shows_nothing_of_its_user() {
    let context = Context::new("req-7")
        .user("anna")
        .with("email", "anna@example.com");
    assert_eq!(
        format!("{context:?}"),
        "Context { request_id: \"req-7\", .. }"
    );
}
