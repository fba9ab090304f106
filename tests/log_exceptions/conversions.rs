//! Errors that become other errors on their way up, as libraries of errors have them.

use std::error::Error;
use std::fmt;
use std::ops::Deref;

use gambeson::{fallback, log_exceptions, retry};
use gambeson_tests::log_events::Events;
use tracing::Level;

/// An enum as `thiserror` writes it: `#[error("..")]`, `#[from]`, `#[error(transparent)]`.
macro_rules! errors {
    ($name:ident { $($variant:ident($source:ty) = $text:literal, $root:expr;)* }) => {
        #[derive(Debug)]
        enum $name {
            $($variant($source),)*
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$variant(source) => {
                        if $root { source.fmt(f) } else { f.write_str($text) }
                    })*
                }
            }
        }

        impl Error for $name {
            fn source(&self) -> Option<&(dyn Error + 'static)> {
                match self {
                    $(Self::$variant(source) => {
                        if $root { source.source() } else { Some(source) }
                    })*
                }
            }
        }

        $(impl From<$source> for $name {
            fn from(source: $source) -> Self {
                Self::$variant(source)
            }
        })*
    };
}

errors!(StoreError {
    Number(std::num::ParseIntError) = "the store holds no number", false;
    Text(std::str::Utf8Error) = "", true;
});
errors!(ShopError {
    Store(StoreError) = "the shop is closed", false;
});

/// As `anyhow::Error`: no `Error` itself, but it dereferences to one.
#[derive(Debug)]
struct Anyhow(Box<dyn Error + Send + Sync>);

impl<E: Error + Send + Sync + 'static> From<E> for Anyhow {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}

impl Deref for Anyhow {
    type Target = dyn Error + Send + Sync;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl fmt::Display for Anyhow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[log_exceptions]
async fn parse(bytes: &[u8]) -> Result<u8, StoreError> {
    tokio::task::yield_now().await;
    Ok(std::str::from_utf8(bytes)?.parse()?)
}

#[log_exceptions]
async fn price(bytes: &[u8]) -> Result<u8, ShopError> {
    Ok(parse(bytes).await?)
}

#[log_exceptions]
async fn order(bytes: &[u8]) -> Result<u8, Anyhow> {
    Ok(price(bytes).await?)
}

#[log_exceptions]
async fn answer(bytes: &[u8]) -> Result<u8, Box<dyn Error>> {
    let price = order(bytes).await;
    price.map_err(|error| -> Box<dyn Error> { error.0 })
}

#[log_exceptions]
async fn as_text(bytes: &[u8]) -> Result<u8, String> {
    answer(bytes)
        .await
        .map_err(|error| format!("no answer: {error}"))
}

const ONCE: [&str; 5] = ["failed", "passed on", "passed on", "passed on", "passed on"];

#[tokio::test]
async fn an_error_is_told_once_however_it_is_converted() {
    let (events, _listening) = Events::listen(Level::TRACE);
    for bytes in [&b"x"[..], &b"\xff"[..]] {
        assert!(as_text(bytes).await.is_err());
        let told = events.take();
        let messages: Vec<_> = told.iter().map(|told| told.field("message")).collect();
        assert_eq!(messages, ONCE, "{told:#?}");
        assert_eq!(
            told.last().map(|told| told.field("error")),
            Some("no answer: the shop is closed")
        );
    }
    assert_eq!(as_text(b"7").await, Ok(7));
    assert!(events.take().is_empty());
}

#[tokio::test]
async fn the_sources_are_told_behind_a_box_and_what_is_like_anyhow() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(as_text(b"x").await.is_err());
    let sources = events.lines(&["sources"]);
    let behind = "the store holds no number: invalid digit found in string";
    assert_eq!(
        sources,
        ["invalid digit found in string", behind, behind, behind, "-"]
    );
}

#[log_exceptions(args(depth))]
async fn deep(depth: u32) -> Result<u32, ShopError> {
    if depth == 0 {
        return Ok(u32::from(parse(b"x").await?));
    }
    Box::pin(deep(depth - 1)).await
}

#[tokio::test]
async fn a_call_that_calls_itself_passes_its_own_error_on() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(deep(3).await.is_err());
    assert_eq!(
        events.lines(&["message", "depth"]),
        [
            "failed -",
            "passed on 0",
            "passed on 1",
            "passed on 2",
            "passed on 3"
        ]
    );
}

#[log_exceptions]
#[fallback(0)]
#[retry(2, backoff = none, budget = 1.0)]
async fn saved() -> Result<u8, ShopError> {
    Ok(parse(b"x").await?)
}

#[tokio::test]
async fn what_a_fallback_answers_is_told_beneath_it_and_not_above() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert_eq!(saved().await.ok(), Some(0));
    assert_eq!(events.lines(&["message"]), ["failed", "failed"]);
}
