//! What goes in comes out, and what never went in is an error.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::*;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Record {
    id: u64,
    name: String,
    price: f64,
    tags: Vec<String>,
    kind: Kind,
    parent: Option<Box<Record>>,
    bytes: Vec<u8>,
    big: i128,
    by_name: BTreeMap<String, (i8, char)>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Kind {
    Plain,
    Number(u32),
    Pair(i8, bool),
    Named { left: String, right: Option<u8> },
}

struct Pretty;

impl Codec for Pretty {
    fn id(&self) -> u8 {
        7
    }

    fn encode(&self, value: ValueRef<'_>, out: &mut Vec<u8>) -> Result<(), CodecError> {
        serde_json::to_writer_pretty(out, &value).map_err(CodecError::new)
    }

    fn decode(&self, bytes: &[u8], slot: ValueSlot<'_>) -> Result<(), CodecError> {
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        slot.fill(&mut reader)?;
        reader.end().map_err(CodecError::new)
    }
}

fn every_setting() -> Vec<CodecSettings> {
    let formats = [
        CodecSettings::json(),
        #[cfg(feature = "msgpack")]
        CodecSettings::message_pack(),
        CodecSettings::own(Pretty),
    ];
    formats
        .into_iter()
        .flat_map(|settings| {
            [
                settings.clone().uncompressed(),
                #[cfg(feature = "zstd")]
                settings.clone().compress(1, 0),
                settings,
            ]
        })
        .collect()
}

fn record(seed: u64) -> Record {
    let text = |n: u64| {
        format!("text {n} with \"quotes\", \u{1F980} and a line\nbreak").repeat((n % 40) as usize)
    };
    Record {
        id: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15),
        name: text(seed),
        price: f64::from_bits(0x3fb9_9999_9999_999a ^ (seed * 0x0123_4567)),
        tags: (0..seed % 5).map(text).collect(),
        kind: match seed % 4 {
            0 => Kind::Plain,
            1 => Kind::Number(7),
            2 => Kind::Pair(-3, true),
            _ => Kind::Named {
                left: text(3),
                right: None,
            },
        },
        parent: (seed.is_multiple_of(3) && seed > 0).then(|| Box::new(record(seed / 2))),
        bytes: (0..=u8::MAX).collect(),
        big: i128::from(seed) * -1_000_000_007,
        by_name: (0..seed % 4)
            .map(|n| (text(n) + &n.to_string(), (-1, 'ü')))
            .collect(),
    }
}

fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(
    settings: &CodecSettings,
    value: &T,
) -> Vec<u8> {
    let mut out = b"before".to_vec();
    encode(settings, value, &mut out).expect("the value can be encoded");
    let bytes = out
        .strip_prefix(b"before")
        .expect("it is appended")
        .to_vec();
    assert_eq!(
        &decode::<T>(settings, &bytes).expect("it can be read again"),
        value
    );
    bytes
}

#[test]
fn what_goes_in_comes_out_in_every_format() {
    for settings in every_setting() {
        for seed in 0..60 {
            round_trip(&settings, &record(seed));
        }
        round_trip(&settings, &());
        round_trip(&settings, &Some(5));
        round_trip(&settings, &String::new());
    }
}

#[test]
fn floats_come_back_to_the_last_bit() {
    let mut bits = 0x3ff0_0000_0000_0001_u64;
    for settings in every_setting() {
        for _ in 0..2_000 {
            bits = bits
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let number = f64::from_bits(bits);
            if number.is_finite() {
                round_trip(&settings, &number);
            }
        }
    }
}

#[test]
fn a_manager_reads_what_it_wrote_with_other_settings() {
    let value = record(33);
    for written in every_setting() {
        let bytes = round_trip(&written, &value);
        for reading in every_setting() {
            let own = matches!(written.format, Format::Own(_))
                && !matches!(reading.format, Format::Own(_));
            assert_eq!(
                decode::<Record>(&reading, &bytes).is_err(),
                own,
                "{written:?} by {reading:?}"
            );
        }
    }
}

#[test]
fn truncated_bytes_and_bytes_left_over_are_errors() {
    for settings in every_setting() {
        let bytes = round_trip(&settings, &record(33));
        for length in 0..bytes.len() {
            assert!(
                decode::<Record>(&settings, &bytes[..length]).is_err(),
                "{length} bytes, {settings:?}"
            );
        }
        let longer = [&bytes[..], b"x"].concat();
        assert!(
            decode::<Record>(&settings, &longer).is_err(),
            "{settings:?}"
        );
    }
}

#[test]
fn garbage_is_read_without_a_panic() {
    let mut state = 1_u64;
    let mut bytes = |count: u8| -> Vec<u8> {
        (0..count)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                state.to_le_bytes()[3]
            })
            .collect()
    };
    for settings in every_setting() {
        let whole = round_trip(&settings, &record(33));
        let mut errors = 0;
        for _ in 0..3_000 {
            let mut spoiled = whole.clone();
            for change in bytes(12).chunks_exact(3) {
                let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % spoiled.len();
                spoiled[at] = change[2];
            }
            // It may be another value of the type by chance; what counts is that it returns.
            errors += usize::from(decode::<Record>(&settings, &spoiled).is_err());
            let mut random = bytes(64);
            random[0] %= 3;
            random[1] %= 3;
            let length = usize::from(random[2]) % 64;
            let _ = decode::<serde_json::Value>(&settings, &random[..length]);
            let _ = decode::<Record>(&settings, &random[..length]);
        }
        assert!(errors > 500, "{errors} errors, {settings:?}");
    }
}

#[test]
fn what_is_nested_too_deep_is_an_error_and_no_overflow() {
    let deep = [&[JSON, PLAIN][..], &b"[".repeat(1_000_000)].concat();
    assert!(decode::<serde_json::Value>(&CodecSettings::json(), &deep).is_err());
    let deep = [&[MSGPACK, PLAIN][..], &[0x91].repeat(1_000_000)].concat();
    assert!(decode::<serde_json::Value>(&CodecSettings::json(), &deep).is_err());
}

#[test]
fn a_value_over_the_limit_is_neither_written_nor_read() {
    let text = "x".repeat(2_000);
    let wide = CodecSettings::json().uncompressed();
    let narrow = wide.clone().max_bytes(1_000);
    let mut out = b"before".to_vec();
    assert!(encode(&narrow, &text, &mut out).is_err());
    assert_eq!(out, b"before");
    let bytes = round_trip(&wide, &text);
    assert!(decode::<String>(&narrow, &bytes).is_err());
}

#[cfg(feature = "zstd")]
#[test]
fn compression_starts_at_the_threshold_and_only_where_it_helps() {
    let settings = CodecSettings::json();
    let flags = |text: &str| round_trip(&settings, &text.to_owned())[1];
    assert_eq!(flags(&"x".repeat(1_021)), PLAIN);
    assert_eq!(flags(&"x".repeat(1_022)), COMPRESSED);
    let random: String = (0..1_100_u64)
        .map(|n| {
            char::from(b' ' + (n.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) % 90) as u8)
        })
        .filter(|letter| !matches!(letter, '"' | '\\'))
        .collect();
    let bytes = round_trip(&settings, &random);
    assert!(
        bytes.len() <= random.len() + 4,
        "it never gets longer than it is"
    );
}

#[cfg(feature = "zstd")]
#[test]
fn a_bomb_is_refused_before_memory_is_asked_for() {
    let settings = CodecSettings::json().max_bytes(1 << 20);
    let bomb = zstd::bulk::compress(&vec![b' '; 64 << 20], 3).expect("zeros compress");
    assert!(bomb.len() < 1 << 14);
    // Honest about its size, and lying about it.
    for claimed in [64_u32 << 20, u32::MAX, 1 << 20, 100, 0] {
        let bytes = [&[JSON, COMPRESSED][..], &claimed.to_le_bytes(), &bomb].concat();
        let error = decode::<String>(&settings, &bytes).expect_err("it is a bomb");
        assert_eq!(
            error.to_string().contains("max_bytes"),
            claimed > 1 << 20,
            "{error}"
        );
    }
}

#[test]
fn an_error_does_not_repeat_the_data() {
    let bytes = [&[JSON, PLAIN][..], br#"{"id":"secret"}"#].concat();
    let error = decode::<Record>(&CodecSettings::json(), &bytes).expect_err("a text is no number");
    assert!(!error.to_string().contains("secret"), "{error}");
    assert!(
        error.to_string().contains("invalid type; expected u64"),
        "{error}"
    );
    assert!(error.to_string().contains("Record"), "{error}");
}

#[test]
fn a_codec_that_reads_nothing_is_an_error() {
    struct Lazy;
    impl Codec for Lazy {
        fn id(&self) -> u8 {
            0
        }
        fn encode(&self, _: ValueRef<'_>, _: &mut Vec<u8>) -> Result<(), CodecError> {
            Ok(())
        }
        fn decode(&self, _: &[u8], _: ValueSlot<'_>) -> Result<(), CodecError> {
            Ok(())
        }
    }
    let mut bytes = Vec::new();
    encode(&CodecSettings::own(Lazy), &7, &mut bytes).expect("it writes nothing");
    assert!(decode::<u8>(&CodecSettings::own(Lazy), &bytes).is_err());
}
