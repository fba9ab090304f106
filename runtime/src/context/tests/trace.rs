//! `traceparent`: what the specification asks for, case by case.

use crate::context::{InvalidTraceparent, Traceparent};

const GOOD: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";

fn read(text: &str) -> Option<String> {
    Traceparent::parse(text).ok().map(|read| read.to_string())
}

#[test]
fn what_the_specification_has_is_read_and_written_again() {
    let read = Traceparent::parse(GOOD).expect("it is one");
    assert_eq!(read.trace_id(), TRACE);
    assert_eq!(read.parent_id(), "b7ad6b7169203331");
    assert!(read.is_sampled());
    assert_eq!(read.to_string(), GOOD);
    assert!(!read.sampled(false).is_sampled());
    assert_eq!(read.sampled(false).sampled(true), read);
}

#[test]
fn of_the_flags_those_are_kept_that_are_known() {
    for (flags, kept) in [
        ("00", "00"),
        ("01", "01"),
        ("02", "02"),
        ("03", "03"),
        ("ff", "03"),
        ("fc", "00"),
    ] {
        let text = format!("{}{flags}", &GOOD[..53]);
        assert_eq!(
            read(&text),
            Some(format!("{}{kept}", &GOOD[..53])),
            "{flags}"
        );
    }
}

#[test]
fn a_later_version_is_read_as_far_as_it_is_known_and_written_as_ours() {
    for later in [
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-brings",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
        "fe-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-09-\u{e4}",
    ] {
        assert_eq!(read(later).as_deref(), Some(GOOD), "{later}");
    }
    for wrong in [
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.what",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-010",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
    ] {
        assert_eq!(read(wrong), None, "{wrong}");
    }
}

#[test]
fn what_is_none_is_refused_and_the_reason_names_the_place() {
    let at = |place| InvalidTraceparent::At { place };
    for (text, error) in [
        ("", InvalidTraceparent::Short { length: 0 }),
        ("00", InvalidTraceparent::Short { length: 2 }),
        (&GOOD[..54], InvalidTraceparent::Short { length: 54 }),
        (&format!("{GOOD}-00"), at(55)),
        (&format!("{GOOD} "), at(55)),
        (&format!(" {GOOD}"), at(0)),
        (&GOOD.replacen("00", "ff", 1), InvalidTraceparent::Version),
        (&GOOD.replacen("00", "0G", 1), at(1)),
        (&GOOD.replacen("00", ".0", 1), at(0)),
        (&GOOD.replacen("0af7", "0AF7", 1), at(4)),
        (&GOOD.replacen("b7ad", "b7aD", 1), at(39)),
        (&GOOD.replacen("-01", "-0A", 1), at(54)),
        (&GOOD.replace('-', "_"), at(2)),
        (
            &GOOD.replacen(TRACE, &"0".repeat(32), 1),
            InvalidTraceparent::Zero,
        ),
        (
            &GOOD.replacen("b7ad6b7169203331", &"0".repeat(16), 1),
            InvalidTraceparent::Zero,
        ),
        (&"\u{660}".repeat(55), at(0)),
    ] {
        assert_eq!(Traceparent::parse(text), Err(error), "{text}");
    }
    assert_eq!(
        InvalidTraceparent::Short { length: 2 }.to_string(),
        "a traceparent has 55 characters at least, and this is 2 bytes long"
    );
}

#[test]
fn a_trace_that_begins_here_is_a_valid_one_of_its_own_and_not_sampled() {
    let (one, other) = (Traceparent::begin(), Traceparent::begin());
    assert_eq!(Traceparent::parse(one.to_string()), Ok(one));
    assert_ne!(one.trace_id(), other.trace_id());
    assert!(!one.is_sampled());
    let child = one.child();
    assert_eq!(child.trace_id(), one.trace_id());
    assert_ne!(child.parent_id(), one.parent_id());
    assert_eq!(Traceparent::parse(child.to_string()), Ok(child));
}
