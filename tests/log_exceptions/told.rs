//! What is told of an error: masked text, sources, a backtrace.

use std::fmt;

use gambeson::log_exceptions;
use gambeson_tests::log_events::Events;
use tracing::Level;

use super::{BankError, PayError};

#[derive(Debug)]
struct OnlyDebug {
    _code: u32,
}

#[log_exceptions(debug)]
fn by_debug() -> Result<(), OnlyDebug> {
    Err(OnlyDebug { _code: 7 })
}

#[log_exceptions(debug)]
fn by_display_if_there_is_one() -> Result<(), PayError> {
    Err(PayError::NotFound)
}

#[log_exceptions]
fn quotes(input: &str) -> Result<(), String> {
    Err(format!("no user {input}"))
}

#[log_exceptions(panics)]
fn panics(input: &str) {
    panic!("no user {input}")
}

#[derive(Debug)]
struct Quoting(String);

#[derive(Debug)]
struct Plain(Quoting);

impl fmt::Display for Quoting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no user {}", self.0)
    }
}

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no sign-in")
    }
}

impl std::error::Error for Quoting {}

impl std::error::Error for Plain {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[log_exceptions]
fn behind() -> Result<(), Plain> {
    Err(Plain(Quoting("kim@example.com".to_owned())))
}

#[log_exceptions]
fn boxed() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    Err(Box::new(PayError::Bank(BankError)))
}

#[log_exceptions(chain = false)]
fn unchained() -> Result<(), PayError> {
    Err(PayError::Bank(BankError))
}

#[log_exceptions(chain)]
fn chained() -> Result<(), PayError> {
    Err(PayError::Bank(BankError))
}

#[log_exceptions(backtrace = always)]
fn traced() -> Result<(), PayError> {
    Err(PayError::NotFound)
}

#[log_exceptions(backtrace = never)]
fn untraced() -> Result<(), PayError> {
    Err(PayError::NotFound)
}

struct Borrowing<'a>(&'a str);

impl fmt::Display for Borrowing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[log_exceptions]
fn borrows(text: &str) -> Result<&str, Borrowing<'_>> {
    if text.is_empty() {
        Ok(text)
    } else {
        Err(Borrowing(text))
    }
}

fn one(fail: impl FnOnce()) -> gambeson_tests::log_events::Told {
    let (events, _listening) = Events::listen(Level::TRACE);
    fail();
    events.one()
}

#[test]
fn an_error_without_display_is_told_by_debug_where_that_is_said() {
    assert_eq!(
        one(|| assert!(by_debug().is_err())).field("error"),
        "OnlyDebug { _code: 7 }"
    );
    let told = one(|| assert!(by_display_if_there_is_one().is_err()));
    assert_eq!(told.field("error"), "there is no such order");
}

#[test]
fn texts_are_masked_wherever_they_come_from() {
    let told = one(|| assert!(quotes("kim@example.com").is_err()));
    assert!(told.field("error").starts_with("no user "));
    assert!(!told.field("error").contains("kim@"), "{told:?}");
    let told = one(|| assert!(std::panic::catch_unwind(|| panics("kim@example.com")).is_err()));
    assert!(!told.field("error").contains("kim@"), "{told:?}");
    let told = one(|| assert!(behind().is_err()));
    assert_eq!(told.field("error"), "no sign-in");
    assert!(told.field("sources").starts_with("no user "));
    assert!(!told.field("sources").contains("kim@"), "{told:?}");
}

#[test]
fn sources_are_told_unless_they_are_not_wanted() {
    assert_eq!(
        one(|| assert!(boxed().is_err())).field("sources"),
        "connection refused"
    );
    assert_eq!(
        one(|| assert!(chained().is_err())).field("sources"),
        "connection refused"
    );
    assert_eq!(one(|| assert!(unchained().is_err())).field("sources"), "-");
}

#[test]
fn a_backtrace_is_of_the_place_where_the_error_leaves() {
    let told = one(|| assert!(traced().is_err()));
    assert!(
        told.field("backtrace").contains("told::traced"),
        "{}",
        told.field("backtrace")
    );
    assert_eq!(one(|| assert!(untraced().is_err())).field("backtrace"), "-");
}

#[test]
fn an_error_may_borrow() {
    assert!(borrows("").is_ok());
    assert_eq!(
        one(|| assert!(borrows("down").is_err())).field("error"),
        "down"
    );
}
