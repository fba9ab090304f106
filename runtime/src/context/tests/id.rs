//! Ids of requests.

use std::collections::BTreeSet;

use crate::context::{InvalidRequestId, RequestId};

#[test]
fn ids_of_the_usual_makers_are_taken_as_they_are() {
    for id in [
        "a",
        "01J9ZK3V5WQ8M2R4T6Y8B0D2F4",
        "0190a5a4-7c3e-7c1e-9a52-0d9a4b7f3a10",
        "Root=1-67891233-abcdef012345678912345678",
        "host/pool:42~7",
        "dGhpcyBpcyBiYXNlNjQ+/w==",
    ] {
        assert_eq!(RequestId::parse(id).as_ref().map(RequestId::as_str), Ok(id));
    }
    let longest = "x".repeat(RequestId::MAX_LENGTH);
    assert!(RequestId::parse(&longest).is_ok());
}

#[test]
fn hostile_ones_are_refused_and_the_reason_repeats_nothing_of_them() {
    for (text, error) in [
        (&b""[..], InvalidRequestId::Empty),
        (b"a\nb", InvalidRequestId::Byte { at: 1, byte: b'\n' }),
        (b"\r", InvalidRequestId::Byte { at: 0, byte: b'\r' }),
        (b"\0", InvalidRequestId::Byte { at: 0, byte: 0 }),
        (b"\x1b[2J", InvalidRequestId::Byte { at: 0, byte: 0x1b }),
        (b"a b", InvalidRequestId::Byte { at: 1, byte: b' ' }),
        (b"a\"b", InvalidRequestId::Byte { at: 1, byte: b'"' }),
        (b"a\\", InvalidRequestId::Byte { at: 1, byte: b'\\' }),
        (b"<script>", InvalidRequestId::Byte { at: 0, byte: b'<' }),
        (b"${jndi:x}", InvalidRequestId::Byte { at: 0, byte: b'$' }),
        (b"a@b.example", InvalidRequestId::Byte { at: 1, byte: b'@' }),
        ("ä".as_bytes(), InvalidRequestId::Byte { at: 0, byte: 0xc3 }),
        (b"\xff\xfe", InvalidRequestId::Byte { at: 0, byte: 0xff }),
        (&[b'x'; 129], InvalidRequestId::TooLong { length: 129 }),
        (&[b'\n'; 9_000], InvalidRequestId::TooLong { length: 9_000 }),
    ] {
        assert_eq!(RequestId::parse(text), Err(error));
    }
    let said = [
        RequestId::parse(""),
        RequestId::parse("x".repeat(200)),
        RequestId::parse("secret\n"),
    ]
    .map(|refused| refused.map_err(|error| error.to_string()).unwrap_err());
    assert_eq!(said[0], "a request id is not empty");
    assert_eq!(
        said[1],
        "a request id has 128 characters at most, and this is 200 bytes long"
    );
    assert_eq!(
        said[2],
        "the byte 0x0a at 6 is none of a request id, which has letters, digits and ._~:/+=- only"
    );
}

#[test]
fn a_text_of_the_programs_own_becomes_an_id_whatever_is_in_it() {
    assert_eq!(
        RequestId::from("nightly import, 7").as_str(),
        "nightly_import__7"
    );
    assert_eq!(RequestId::from("Zürich\n").as_str(), "Z_rich_");
    assert_eq!(RequestId::from("ä".repeat(500)).as_str(), "_".repeat(128));
    assert_eq!(RequestId::from("").as_str().len(), 36);
}

#[test]
fn new_ones_are_uuids_of_version_7_that_sort_by_time_and_differ() {
    let made: Vec<RequestId> = (0..1_000).map(|_| RequestId::generate()).collect();
    assert!(made.is_sorted());
    for id in &made {
        let uuid = uuid::Uuid::parse_str(id.as_str()).expect("a UUID");
        assert_eq!(uuid.get_version_num(), 7);
        assert_eq!(RequestId::parse(id.as_str()).as_ref(), Ok(id));
    }
    assert_eq!(made.iter().collect::<BTreeSet<_>>().len(), 1_000);
}
