//! The words of an error, as it says them and as they are logged.

use std::error::Error;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::failure::Failure;
use crate::Masker;
use crate::log::call::Words;
use crate::stack::Panic;

/// How many sources of an error are read: a chain may be a ring.
const SOURCES: usize = 16;

/// What stands in for a text that could not be had.
const UNSAID: &str = "(what the error says has panicked)";

/// What is logged of a failure.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) words: Words,
    /// Masked, and without what it quotes of the input.
    pub(super) error: String,
    /// All sources in one, masked.
    pub(super) sources: Option<String>,
}

impl Said {
    /// Asks the error, which is code of the user: what it panics with ends here.
    pub(super) fn of(failure: &Failure<'_>) -> Self {
        let asked = catch_unwind(AssertUnwindSafe(|| {
            let own = failure.said.to_string();
            let mut sources = Vec::new();
            let mut next = failure.source;
            while let Some(error) = next
                && sources.len() < SOURCES
            {
                sources.push(error.to_string());
                next = error.source();
            }
            let masked = failure
                .source
                .map(|source| Masker::global().mask_error(source));
            (Words { own, sources }, masked)
        }));
        let (words, sources) = asked.unwrap_or_else(|_| {
            let own = UNSAID.to_owned();
            (
                Words {
                    own,
                    sources: Vec::new(),
                },
                None,
            )
        });
        Self {
            error: masked(&words.own),
            words,
            sources,
        }
    }

    /// What a thread panics with.
    pub(super) fn of_panic(panic: &Panic) -> Self {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let own = text
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "(a panic that is no text)".to_owned());
        Self {
            error: masked(&own),
            words: Words {
                own,
                sources: Vec::new(),
            },
            sources: None,
        }
    }
}

fn masked(text: &str) -> String {
    Masker::global().mask_error(&Alone(text))
}

/// A text as an error without sources.
#[derive(Debug)]
struct Alone<'a>(&'a str);

impl fmt::Display for Alone<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for Alone<'_> {}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::super::tests::{Inner, Outer};
    use super::*;
    use crate::describe::Description;

    fn said(error: &(impl Error + 'static)) -> Said {
        Said::of(&Failure {
            said: Description::Display(error),
            source: error.source(),
            level: Level::ERROR,
        })
    }

    #[test]
    fn the_text_and_the_sources_are_masked_and_quote_no_input() {
        let told = said(&Outer(Inner("kim@example.com is locked")));
        assert!(!told.sources.as_ref().unwrap().contains("kim@"), "{told:?}");
        let told = said(&Inner("kim@example.com is locked"));
        assert!(!told.error.contains("kim@"), "{told:?}");
        let quoting = serde_json::from_str::<u32>("\"hunter2\"").unwrap_err();
        let told = said(&quoting);
        assert!(!told.error.contains("hunter2"), "{told:?}");
        assert!(
            told.words.own.contains("hunter2"),
            "words are compared as they are"
        );
    }

    #[test]
    fn an_error_that_panics_when_it_is_asked_does_not_end_the_call() {
        #[derive(Debug)]
        struct Broken;
        impl fmt::Display for Broken {
            fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
                panic!("broken")
            }
        }
        impl Error for Broken {}
        assert_eq!(said(&Broken).error, UNSAID);
    }

    #[test]
    fn a_ring_of_sources_ends() {
        #[derive(Debug)]
        struct Ring;
        impl fmt::Display for Ring {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("ring")
            }
        }
        impl Error for Ring {
            fn source(&self) -> Option<&(dyn Error + 'static)> {
                Some(&Ring)
            }
        }
        assert_eq!(said(&Ring).words.sources.len(), SOURCES);
    }

    #[test]
    fn a_panic_says_its_text() {
        assert_eq!(Said::of_panic(&"boom").words.own, "boom");
        assert_eq!(Said::of_panic(&String::from("boom")).words.own, "boom");
        assert_eq!(Said::of_panic(&7_u8).words.own, "(a panic that is no text)");
    }
}
