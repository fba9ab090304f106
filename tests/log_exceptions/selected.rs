//! Which errors are told, and at which level.

use gambeson::log_exceptions;
use gambeson_tests::log_events::Events;
use tracing::Level;

use super::PayError;

#[log_exceptions(only(PayError::NotFound))]
fn only(error: PayError) -> Result<(), PayError> {
    Err(error)
}

#[log_exceptions(except(PayError::NotFound | PayError::Bank(_)))]
fn except(error: PayError) -> Result<(), PayError> {
    Err(error)
}

#[log_exceptions(skip(
    PayError::NotFound => debug,
    PayError::Declined("gone") => off,
))]
fn skips(error: PayError) -> Result<(), PayError> {
    Err(error)
}

#[log_exceptions(only(PayError::Declined(_)), skip(PayError::NotFound => trace))]
fn only_and_skips(error: PayError) -> Result<(), PayError> {
    Err(error)
}

#[log_exceptions(level = debug, skip(PayError::NotFound => error))]
fn louder(error: PayError) -> Result<(), PayError> {
    Err(error)
}

fn told(events: &Events) -> Vec<Level> {
    events.take().iter().map(|told| told.level).collect()
}

#[test]
fn only_and_except_say_which_errors_are_told() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(only(PayError::Declined("no")).is_err());
    assert!(except(PayError::NotFound).is_err());
    assert!(told(&events).is_empty());
    assert!(only(PayError::NotFound).is_err());
    assert!(except(PayError::Declined("no")).is_err());
    assert_eq!(told(&events), [Level::ERROR, Level::ERROR]);
}

#[test]
fn skip_says_at_which_level_instead() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(skips(PayError::NotFound).is_err());
    assert_eq!(told(&events), [Level::DEBUG]);
    assert!(skips(PayError::Declined("gone")).is_err());
    assert!(told(&events).is_empty());
    assert!(skips(PayError::Declined("no")).is_err());
    assert_eq!(told(&events), [Level::ERROR]);
}

#[test]
fn skip_and_only_stand_together() {
    let (events, _listening) = Events::listen(Level::TRACE);
    assert!(only_and_skips(PayError::NotFound).is_err());
    assert!(only_and_skips(PayError::Declined("no")).is_err());
    assert!(only_and_skips(PayError::Bank(super::BankError)).is_err());
    assert_eq!(told(&events), [Level::TRACE, Level::ERROR]);
}

#[test]
fn a_level_that_nobody_hears_does_not_hide_a_louder_one() {
    let (events, _listening) = Events::listen(Level::WARN);
    assert!(louder(PayError::NotFound).is_err());
    assert!(louder(PayError::Declined("no")).is_err());
    assert_eq!(told(&events), [Level::ERROR]);
}
