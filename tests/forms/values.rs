//! What is kept of a return type is told by type.

use std::fmt;
use std::io;
use std::sync::Arc;

use axum::Json;
use gambeson::cached;
use serde::{Deserialize, Serialize};

use crate::support::{ran, runs};

type Alias<T> = Result<T, String>;
type Maybe<T> = Option<T>;
type Both<T> = Alias<Maybe<T>>;

#[cached(ttl = "5m", key = "values:alias:{id}")]
async fn alias_of_result(id: u64) -> Alias<u64> {
    ran();
    if id == 0 {
        Err(String::from("no"))
    } else {
        Ok(id)
    }
}

#[cached(ttl = "5m", key = "values:io:{id}")]
async fn io_result(id: u64) -> io::Result<u64> {
    ran();
    if id == 0 {
        Err(io::Error::other("no"))
    } else {
        Ok(id)
    }
}

#[cached(ttl = "5m", key = "values:option:{id}")]
async fn alias_of_option(id: u64) -> Maybe<u64> {
    ran();
    (id > 0).then_some(id)
}

#[cached(ttl = "5m", key = "values:both:{id}")]
async fn alias_of_both(id: u64) -> Both<u64> {
    ran();
    match id {
        0 => Ok(None),
        1 => Err(String::from("no")),
        _ => Ok(Some(id)),
    }
}

/// Calls twice, and says how many bodies ran.
macro_rules! runs_of_two {
    ($call:expr) => {{
        let before = runs();
        let _ = $call;
        let _ = $call;
        runs() - before
    }};
}

#[tokio::test]
async fn an_alias_of_result_keeps_no_error() {
    assert_cached!(alias_of_result(1).await, alias_of_result(2).await);
    assert_eq!(runs_of_two!(alias_of_result(0).await), 2);
    assert_cached!(io_result(1).await.ok(), io_result(2).await.ok());
    assert_eq!(runs_of_two!(io_result(0).await), 2);
}

#[tokio::test]
async fn an_alias_of_option_keeps_no_none() {
    assert_cached!(alias_of_option(1).await, alias_of_option(2).await);
    assert_eq!(runs_of_two!(alias_of_option(0).await), 2);
    assert_cached!(alias_of_both(2).await, alias_of_both(3).await);
    assert_eq!(runs_of_two!(alias_of_both(0).await), 2);
    assert_eq!(runs_of_two!(alias_of_both(1).await), 2);
}

#[cached(ttl = "5m", key = "values:negative:{id}", negative_ttl = "1m")]
async fn keeps_none(id: u64) -> Both<u64> {
    ran();
    if id == 0 {
        Ok(None)
    } else {
        Err(String::from("no"))
    }
}

#[cached(ttl = "5m", key = "values:errors:{id}", error_ttl = "1m")]
async fn keeps_errors(id: u64) -> Alias<u64> {
    ran();
    if id == 0 {
        Err(String::from("no"))
    } else {
        Ok(id)
    }
}

#[tokio::test]
async fn what_is_not_kept_is_kept_where_it_is_asked_for() {
    assert_eq!(runs_of_two!(keeps_none(0).await), 1);
    assert_eq!(runs_of_two!(keeps_none(1).await), 2);
    assert_eq!(runs_of_two!(keeps_errors(0).await), 1);
    assert_eq!(runs_of_two!(keeps_errors(1).await), 1);
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct NotClone {
    id: u64,
}

type Shared<T> = Arc<T>;

#[cached(ttl = "5m", key = "values:arc:{id}")]
async fn shared(id: u64) -> Shared<NotClone> {
    ran();
    Arc::new(NotClone { id })
}

#[cached(ttl = "5m", key = "values:arc_result:{id}")]
async fn shared_in_a_result(id: u64) -> Alias<Option<Shared<NotClone>>> {
    ran();
    Ok(Some(Arc::new(NotClone { id })))
}

#[tokio::test]
async fn an_arc_is_kept_as_it_is() {
    assert_cached!(shared(1).await, shared(2).await);
    assert!(Arc::ptr_eq(&shared(1).await, &shared(1).await));
    assert_cached!(shared_in_a_result(1).await, shared_in_a_result(2).await);
}

#[derive(Debug, Clone, PartialEq)]
struct NotSerde {
    id: u64,
}

#[cached(ttl = "5m", key = "values:memory:{id}", tier = memory)]
async fn memory_only(id: u64) -> NotSerde {
    ran();
    NotSerde { id }
}

#[cached(ttl = "5m", key = "values:static:{id}", tier = memory)]
async fn static_text(id: u64) -> Result<&'static str, fmt::Error> {
    ran();
    if id == 1 { Ok("one") } else { Ok("many") }
}

#[tokio::test]
async fn in_memory_a_value_need_not_be_serialised() {
    assert_cached!(memory_only(1).await, memory_only(2).await);
    assert_cached!(static_text(1).await, static_text(2).await);
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Page<T> {
    rows: Vec<T>,
}

#[cached(ttl = "5m", key = "values:json:{id}")]
async fn json(id: u64) -> Json<Page<u64>> {
    ran();
    Json(Page { rows: vec![id] })
}

#[cached(ttl = "5m", key = "values:json_result:{id}")]
async fn json_in_a_result(
    axum::extract::Path(id): axum::extract::Path<u64>,
) -> Result<Json<Page<u64>>, String> {
    ran();
    if id == 0 {
        Err(String::from("no"))
    } else {
        Ok(Json(Page { rows: vec![id] }))
    }
}

#[tokio::test]
async fn handlers_that_return_json() {
    assert_cached!(json(1).await.0, json(2).await.0);
    let call = async |id| {
        json_in_a_result(axum::extract::Path(id))
            .await
            .map(|json| json.0)
    };
    assert_cached!(call(1).await, call(2).await);
    assert_eq!(runs_of_two!(call(0).await), 2);
}

#[derive(Clone)]
struct State;

#[cached(ttl = "5m", key = "values:handler:{id}", skip(state))]
async fn handler(
    axum::extract::State(state): axum::extract::State<State>,
    axum::extract::Path(id): axum::extract::Path<u64>,
) -> Result<Json<Page<u64>>, String> {
    ran();
    let State = state;
    Ok(Json(Page { rows: vec![id] }))
}

#[test]
fn a_cached_function_is_an_axum_handler() {
    // What the router asks of a handler; the router itself is a feature that this needs nothing of.
    fn is_handler<T, S, H: axum::handler::Handler<T, S>>(_: H) {}
    is_handler::<_, State, _>(handler);
}
