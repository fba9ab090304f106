//! The forms of functions in which arguments are named.

use std::pin::Pin;

use gambeson::log_execution_time;
use gambeson_tests::log_events::Events;
use tracing::Level;

#[async_trait::async_trait]
trait Shop {
    async fn sell(&self, id: u64) -> Result<u64, String>;
}

struct Corner {
    name: &'static str,
}

#[async_trait::async_trait]
impl Shop for Corner {
    #[log_execution_time(args(id), fields(shop = self.name))]
    async fn sell(&self, id: u64) -> Result<u64, String> {
        Ok(id)
    }
}

#[log_execution_time(args(id))]
fn boxed<'a>(id: &'a str) -> Pin<Box<dyn Future<Output = usize> + Send + 'a>> {
    Box::pin(async move { id.len() })
}

#[log_execution_time(args(id))]
fn hidden(id: String) -> impl Future<Output = usize> + Send {
    async move { id.len() }
}

#[log_execution_time(args(id), handle = WithHandle)]
async fn with_a_handle(id: u8) -> u8 {
    id
}

fn is_send<T: Send>(value: T) -> T {
    value
}

#[tokio::test]
async fn arguments_are_told_in_every_form_of_a_future() {
    let (events, _listening) = Events::listen(Level::INFO);
    drop(is_send(Corner { name: "corner" }.sell(7)).await);
    is_send(boxed("seven")).await;
    is_send(hidden("seven".to_owned())).await;
    is_send(with_a_handle(7)).await;
    assert_eq!(
        events.lines(&["id", "shop", "outcome"]),
        ["7 corner ok", "seven - ok", "seven - ok", "7 - ok"]
    );
}

#[tokio::test]
async fn beneath_a_retry_the_arguments_are_told_of_each_attempt() {
    use gambeson::retry;

    #[retry(2, backoff = none)]
    #[log_execution_time(args(name))]
    async fn attempt(name: String) -> Result<(), String> {
        Err(name.clone())
    }

    let (events, _listening) = Events::listen(Level::INFO);
    assert!(attempt("ada".to_owned()).await.is_err());
    assert_eq!(events.lines(&["name", "outcome"]), ["ada err", "ada err"]);
}

#[log_execution_time(args(always, sometimes, never))]
fn of_some_platforms(always: u8, #[cfg(test)] sometimes: u8, #[cfg(any())] never: u8) -> u8 {
    always + sometimes
}

#[test]
fn an_argument_that_is_not_compiled_is_not_told() {
    let (events, _listening) = Events::listen(Level::INFO);
    of_some_platforms(1, 2);
    assert_eq!(events.lines(&["always", "sometimes", "never"]), ["1 2 -"]);
}
