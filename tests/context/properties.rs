//! What holds for any text.

use gambeson::context::{Context, RequestId, Traceparent};
use proptest::prelude::*;

/// Texts that are nearly a `traceparent`: one with a few bytes changed, cut, or added to.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    let good = "00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}";
    let change = (0..60_usize, any::<u8>());
    (good, prop::collection::vec(change, 0..3), 50..60_usize).prop_map(|(good, changes, length)| {
        let mut bytes = good.into_bytes();
        bytes.resize(length, b'-');
        for (place, byte) in changes {
            if let Some(there) = bytes.get_mut(place) {
                *there = byte;
            }
        }
        bytes
    })
}

/// The specification once more, by a pattern in the place of code.
fn is_one(bytes: &[u8]) -> bool {
    // Byte by byte: after what is known of a later version anything may stand.
    let text: String = bytes.iter().copied().map(char::from).collect();
    let parts: Vec<&str> = text.splitn(5, '-').collect();
    let digits = |part: Option<&&str>, length| {
        part.is_some_and(|part| {
            part.len() == length
                && part
                    .chars()
                    .all(|char| char.is_ascii_digit() || ('a'..='f').contains(&char))
        })
    };
    let is_zero = |part: &str| part.chars().all(|char| char == '0');
    digits(parts.first(), 2)
        && digits(parts.get(1), 32)
        && digits(parts.get(2), 16)
        && digits(parts.get(3), 2)
        && parts[0] != "ff"
        && !is_zero(parts[1])
        && !is_zero(parts[2])
        && (parts.len() == 4 || parts[0] != "00")
}

proptest! {
    #[test]
    fn an_id_is_taken_as_it_is_or_not_at_all(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(id) = RequestId::parse(&bytes) {
            prop_assert_eq!(id.as_str().as_bytes(), &bytes);
        }
    }

    #[test]
    fn every_text_of_the_right_characters_is_one(text in "[A-Za-z0-9._~:/+=-]{1,128}") {
        let id = RequestId::parse(&text);
        prop_assert_eq!(id.as_ref().map(RequestId::as_str), Ok(text.as_str()));
        prop_assert_eq!(RequestId::from(text), id.expect("it was one"));
    }

    #[test]
    fn one_wrong_character_anywhere_is_enough(
        good in "[A-Za-z0-9._~:/+=-]{0,127}",
        wrong in "[^A-Za-z0-9._~:/+=-]",
        place in any::<prop::sample::Index>(),
    ) {
        let mut text = good;
        text.insert_str(place.index(text.len() + 1), &wrong);
        prop_assert!(RequestId::parse(&text).is_err());
    }

    #[test]
    fn what_becomes_an_id_is_one(text in any::<String>()) {
        let id = RequestId::from(text);
        prop_assert_eq!(RequestId::parse(id.as_str()), Ok(id.clone()));
        prop_assert!(http::HeaderValue::from_str(id.as_str()).is_ok());
    }

    #[test]
    fn a_traceparent_is_what_the_specification_calls_one(bytes in nearly()) {
        prop_assert_eq!(Traceparent::parse(&bytes).is_ok(), is_one(&bytes));
    }

    #[test]
    fn what_is_read_is_written_as_it_was(
        trace in "[0-9a-f]{32}", parent in "[0-9a-f]{16}", flags in 0..4_u8,
    ) {
        let text = format!("00-{trace}-{parent}-{flags:02x}");
        if let Ok(read) = Traceparent::parse(&text) {
            prop_assert_eq!(read.to_string(), text);
        }
    }

    #[test]
    fn any_headers_give_a_context_that_is_safe_in_a_line(
        id in prop::option::of(prop::collection::vec(any::<u8>(), 0..300)),
        trace in prop::option::of(prop_oneof![nearly(), prop::collection::vec(any::<u8>(), 0..80)]),
    ) {
        let context = Context::from_foreign(id, trace);
        prop_assert!(RequestId::parse(context.request_id()).is_ok());
        let goes = context.traceparent().to_string();
        prop_assert_eq!(Traceparent::parse(&goes).map(|read| read.to_string()), Ok(goes));
    }
}
