//! What is returned where a function fails.
//!
//! By hand it is `unwrap_or_else` and `or_else`; so there is nothing here but what the attribute
//! needs.

use std::ops::ControlFlow;

use super::counter::CounterSite;
use crate::describe::Description;
use crate::metrics::FALLBACKS;

/// What one `#[fallback]` keeps between calls.
#[derive(Debug)]
pub struct FallbackSite(CounterSite);

impl FallbackSite {
    /// Of the function of this name.
    pub const fn new(name: &'static str) -> Self {
        Self(CounterSite::new(name, FALLBACKS))
    }
}

/// Whether there has to be another answer: [`Break`](ControlFlow::Break) is the one there is,
/// [`Continue`](ControlFlow::Continue) the error that is to be answered.
#[cfg_attr(not(debug_assertions), inline)]
pub fn fallback<T, E>(
    site: &FallbackSite,
    result: Result<T, E>,
    answers: impl FnOnce(&E) -> bool,
    describe: impl FnOnce(&E) -> Description<'_>,
) -> ControlFlow<Result<T, E>, E> {
    match result {
        Err(error) if answers(&error) => {
            told(site, describe(&error));
            ControlFlow::Continue(error)
        }
        result => ControlFlow::Break(result),
    }
}

#[cold]
fn told(FallbackSite(site): &FallbackSite, error: Description<'_>) {
    site.counter().add();
    tracing::debug!(
        target: "gambeson::fallback",
        name = site.name(),
        %error,
        "answered by the fallback",
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    static SITE: FallbackSite = FallbackSite::new("tests");

    fn flow(
        result: Result<u8, &'static str>,
        answers: bool,
    ) -> ControlFlow<Result<u8, &'static str>, &'static str> {
        fallback(
            &SITE,
            result,
            |_| answers,
            |error| Description::Display(error),
        )
    }

    #[test]
    fn a_value_passes_and_is_not_looked_at() {
        let kept = fallback(
            &SITE,
            Ok::<u8, &str>(1),
            |_| unreachable!("there is no error"),
            |_| unreachable!("there is no error"),
        );
        assert_eq!(kept, ControlFlow::Break(Ok(1)));
    }

    #[test]
    fn an_error_is_answered_or_passes() {
        assert_eq!(flow(Err("down"), true), ControlFlow::Continue("down"));
        assert_eq!(flow(Err("down"), false), ControlFlow::Break(Err("down")));
    }
}
