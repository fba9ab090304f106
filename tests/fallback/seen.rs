//! What a fallback tells of itself.

use std::fmt;

use gambeson::fallback;
use gambeson_tests::Events;
use tracing::Level;

struct Silent;

struct Down;

impl fmt::Display for Down {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the shop is closed")
    }
}

#[fallback(0)]
fn price() -> Result<u32, Down> {
    Err(Down)
}

#[fallback(0, name = "prices")]
fn named(fails: bool) -> Result<u32, Silent> {
    if fails { Err(Silent) } else { Ok(1) }
}

#[test]
fn each_answer_is_one_event_with_the_error() {
    let events = Events::listen();
    assert!(price().is_ok());
    let [event] = &events.at(Level::DEBUG, "answered by the fallback")[..] else {
        panic!("{}", events.text());
    };
    assert_eq!(event.fields["name"], "fallback::seen::price");
    assert_eq!(event.fields["error"], "the shop is closed");
}

#[test]
fn an_error_that_cannot_be_shown_is_told_by_its_type() {
    let events = Events::listen();
    assert!(named(true).is_ok() && named(false).is_ok());
    let [event] = &events.at(Level::DEBUG, "answered by the fallback")[..] else {
        panic!("{}", events.text());
    };
    assert_eq!(event.fields["name"], "prices");
    assert_eq!(event.fields["error"], "fallback::seen::Silent");
}
