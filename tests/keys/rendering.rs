//! What each type writes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};
use std::num::NonZero;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use gambeson::cache::KeyBuf;
use proptest::prelude::*;

use super::render;

macro_rules! renders {
    ($($name:ident: $($value:expr => $text:expr),+ $(,)?;)+) => {$(
        #[test]
        fn $name() {
            $(assert_eq!(render(&$value), $text, "{}", stringify!($value));)+
        }
    )+};
}

renders! {
    integers_are_decimal:
        0_u8 => "0", 255_u8 => "255", i8::MIN => "-128", u16::MAX => "65535", i16::MIN => "-32768",
        9_999_999_u32 => "9999999", 10_000_000_u32 => "10000000", 99_999_999_u32 => "99999999",
        100_000_000_u32 => "100000000", i32::MIN => "-2147483648",
        9_999_999_999_999_999_u64 => "9999999999999999", 10_000_000_000_000_000_u64 => "10000000000000000",
        u64::MAX => "18446744073709551615", i64::MIN => "-9223372036854775808",
        u128::MAX => "340282366920938463463374607431768211455",
        i128::MIN => "-170141183460469231731687303715884105728",
        usize::MAX => usize::MAX.to_string(), isize::MIN => isize::MIN.to_string(),
        NonZero::<u32>::MAX => "4294967295", NonZero::<i8>::MIN => "-128";

    text_is_itself_where_nothing_needs_escaping:
        "ada@example.org" => "ada@example.org", String::from("A-Z_0.9") => "A-Z_0.9", 'x' => "x",
        "Zoë \u{1F980}" => "Zoë%20\u{1F980}", "" => "%", "%" => "%25", "a/b:c" => "a%2Fb%3Ac",
        "\0\n\x7f" => "%00%0A%7F", ':' => "%3A", true => "true", false => "false";

    options_are_marked_only_where_they_must_be:
        None::<u8> => "~", Some(5) => "5", Some("~") => "%7E", Some("") => "%",
        None::<Option<u8>> => "~", Some(None::<u8>) => "+~", Some(Some(5)) => "+5",
        Some(&Box::new(None::<u8>)) => "+~", Some((None::<u8>,)) => "(~)", Some(vec![None::<u8>]) => "[~]";

    containers_show_their_bounds:
        () => "()", (1,) => "(1)", (1, "a,b", None::<u8>) => "(1,a%2Cb,~)", [1_u16, 2] => "[1,2]",
        Vec::<u16>::new() => "[]", vec![""] => "[%]", vec![vec![1_u16], vec![]] => "[[1],[]]",
        BTreeSet::from([3, 1]) => "[1,3]", BTreeMap::from([("b", 1), ("a", 2)]) => "[(a,2),(b,1)]";

    bytes_are_hexadecimal:
        [0xde_u8, 0xad, 0xbe, 0xef, 0x01] => "deadbeef01", &b"\0\xff"[..] => "00ff", Vec::<u8>::new() => "%",
        vec![vec![1_u8], vec![]] => "[01,%]", Some([7_u8; 3]) => "070707";

    what_points_is_what_it_points_to:
        &&5 => "5", Box::new("a") => "a", Arc::<str>::from("a:b") => "a%3Ab", Rc::new(5) => "5",
        Cow::Borrowed("a") => "a", Cow::<str>::Owned("b".into()) => "b", Arc::<[u8]>::from(vec![1]) => "01";

    durations_are_exact:
        Duration::ZERO => "0s", Duration::from_secs(90) => "90s", Duration::from_millis(1_500) => "1500ms",
        Duration::from_micros(1) => "1us", Duration::from_nanos(1_000_000_001) => "1000000001ns",
        Duration::MAX => "18446744073709551615999999999ns";

    ranges_are_intervals:
        1..5 => "[1,5)", 1..=5 => "[1,5]", 1.. => "[1,)", ..5 => "(,5)", ..=5 => "(,5]", .. => "(,)",
        "a".."b." => "[a,b.)", -3..-1 => "[-3,-1)";

    addresses_are_their_text:
        Ipv4Addr::LOCALHOST => "127.0.0.1", IpAddr::from([10, 0, 200, 7]) => "10.0.200.7",
        Ipv6Addr::LOCALHOST => "%3A%3A1", SocketAddr::from(([127, 0, 0, 1], 80)) => "127.0.0.1%3A80",
        SocketAddr::from((Ipv6Addr::LOCALHOST, 443)) => "%5B%3A%3A1%5D%3A443",
        SocketAddrV6::new(Ipv6Addr::LOCALHOST, 443, 9, 2) => "%5B%3A%3A1%252%5D%3A443%239";

    identifiers_are_hyphenated:
        uuid::Uuid::nil() => "00000000-0000-0000-0000-000000000000",
        uuid::Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8) => "67e55044-10b1-426f-9247-bb680e5fe0c8";

    dates_and_times_are_iso_8601_without_colons:
        time::Date::MIN => "-9999-01-01",
        date(5, 2, 29 - 1) => "5-02-28",
        clock(9, 3, 5, 0) => "090305", clock(23, 59, 59, 999_999_999) => "235959.999999999",
        clock(0, 0, 0, 50_000_000) => "000000.05", clock(0, 0, 0, 1) => "000000.000000001",
        time::PrimitiveDateTime::new(date(2026, 11, 21), clock(6, 30, 0, 0)) => "2026-11-21T063000",
        moment(0, 0, 0) => "2026-11-21T063000Z", moment(1, 0, 0) => "2026-11-21T063000%2B0100",
        moment(-3, -30, 0) => "2026-11-21T063000-0330", moment(0, -1, -5) => "2026-11-21T063000-000105",
        time::Duration::milliseconds(-1_500) => "-1500ms", time::Duration::seconds(5) => "5s",
        time::Month::May => "May", time::Weekday::Friday => "Friday";
}

fn date(year: i32, month: u8, day: u8) -> time::Date {
    let month = time::Month::try_from(month).expect("a month");
    time::Date::from_calendar_date(year, month, day).expect("a date")
}

fn clock(hour: u8, minute: u8, second: u8, nanos: u32) -> time::Time {
    time::Time::from_hms_nano(hour, minute, second, nanos).expect("a time of day")
}

fn moment(hours: i8, minutes: i8, seconds: i8) -> time::OffsetDateTime {
    let offset = time::UtcOffset::from_hms(hours, minutes, seconds).expect("an offset");
    time::PrimitiveDateTime::new(date(2026, 11, 21), clock(6, 30, 0, 0)).assume_offset(offset)
}

#[test]
fn a_hash_stands_for_what_it_is_of() {
    let hashed = |text: &str| {
        let mut key = KeyBuf::new();
        key.literal("session:");
        key.hashed(|key| key.text(text));
        key.finish().to_string()
    };
    // The first half of the SHA-256 of "abc", from the standard.
    assert_eq!(hashed("abc"), "session:ba7816bf8f01cfea414140de5dae2223");
    assert_eq!(hashed(&"a".repeat(1 << 20)).len(), "session:".len() + 32);
    assert_ne!(hashed("abc"), hashed("abd"));
    assert_ne!(hashed(""), hashed("%"));
}

#[test]
fn lower_case_is_that_of_each_character() {
    let lowered = |text: &str| {
        let mut key = KeyBuf::new();
        key.literal("A:");
        key.lowered(|key| key.text(text));
        key.literal(":B");
        key.finish().to_string()
    };
    assert_eq!(lowered("Ada@Example.ORG"), "A:ada@example.org:B");
    assert_eq!(lowered("ÄÉΣΑΣ"), "A:äéσασ:B");
    assert_eq!(lowered("A/B"), "A:a%2fb:B");
    assert_eq!(lowered(""), "A:%:B");
    assert_eq!(
        lowered(&"XYZ".repeat(60)),
        format!("A:{}:B", "xyz".repeat(60))
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn identifiers_render_as_their_crate_does(id in any::<u128>()) {
        let id = uuid::Uuid::from_u128(id);
        prop_assert_eq!(render(&id), id.to_string());
    }

    #[test]
    fn lower_case_merges_what_differs_in_case_and_nothing_else(text in "[ -~]{0,24}", other in "[ -~]{0,24}") {
        let lowered = |text: &str| {
            let mut key = KeyBuf::new();
            key.lowered(|key| key.text(text));
            key.finish()
        };
        prop_assert_eq!(lowered(&text), lowered(&text.to_ascii_uppercase()));
        prop_assert_eq!(lowered(&text) == lowered(&other), text.eq_ignore_ascii_case(&other));
    }

    #[test]
    fn addresses_render_as_their_display_escaped(octets in any::<[u8; 4]>(), segments in any::<[u16; 8]>()) {
        prop_assert_eq!(render(&Ipv4Addr::from(octets)), Ipv4Addr::from(octets).to_string());
        let address = Ipv6Addr::from(segments);
        prop_assert_eq!(render(&address), address.to_string().replace(':', "%3A"));
    }
}
