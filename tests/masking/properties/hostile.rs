//! Texts made to be slow. How long they take is measured by the benchmarks `hostile_…`; here it is that they are read
//! to their end, and that what stands there is found. Work that grew as the square of their length would be 70 billion steps.

use std::io::Write as _;

use gambeson::Masker;
use gambeson::mask::{MaskWriter, Strictness};

/// So long is each.
const BYTES: usize = 256 * 1024;
const LAST: &str = "\nfrom john@example.com\n";

const HOSTILE: &[&str] = &[
    "@",
    "1",
    "-",
    "{",
    "\"",
    "eyJ",
    "a@",
    "a@b.",
    "%40",
    "a%40",
    "a%40b.",
    "a%40b.co:",
    "DE89 ",
    "key:",
    "1234567 ",
    "1111 1 ",
    "a=",
    "AB12 ",
    "４",
    "é",
    "１a",
    "a:",
    "://a:b@",
    "password=",
    "password=\"",
    "sk_live_",
    "+1 ",
    "12345-",
    "token_url=",
    "\\",
    "\\\"",
    "-----BEGIN PRIVATE KEY-----",
    "Bearer ",
    "Cookie: ",
    "a;",
    "1.",
    "::",
    "1:",
    "user x password ",
    "PASSWORD 'x",
    "--password ",
    "<password x",
    "password: Some(",
    "password: [\"a\", ",
    "name: password value: ",
    "invalid type: \"",
    "invalid value: string ",
    "card number: 1111 ",
    "[",
    "{\"a\":",
    "[[",
    "<",
    "\n",
    "eyJa.eyJa.",
    "eyJaaaaaaaaaaaaaaaa..",
    "Bearer aaaaaaaaaaaaaaaa.",
    "dp.pt.aaaaaaaaaaaaaaaa.",
    "aaaaaaaaaaaaaaaa~",
    "aaaaaaaaaaaaaaaa/",
    "cookie:session=",
    "123456789:AAaaaaaaaaaaaaaaaa",
    "SG.aaaaaaaaaaaaaaaaaaaaaa.",
    "---- BEGIN PRIVATE KEY ----",
    "-----END ",
];

fn texts() -> impl Iterator<Item = String> {
    HOSTILE
        .iter()
        .map(|pattern| pattern.repeat(BYTES / pattern.len()) + LAST)
}

fn is_hidden(masked: &[u8], text: &str) {
    let masked = String::from_utf8_lossy(masked);
    let pattern = text.get(..20);
    assert!(!masked.contains("john@"), "behind {pattern:?}");
    assert!(masked.len() <= 4 * text.len() + 64, "for {pattern:?}");
}

#[test]
fn what_stands_behind_a_hostile_text_is_found() {
    let eager = Masker::builder().strictness(Strictness::Eager).build();
    let eager = eager.expect("a strictness is no mistake");
    for text in texts() {
        is_hidden(Masker::global().mask(&text).as_bytes(), &text);
        is_hidden(eager.mask(&text).as_bytes(), &text);
    }
}

#[test]
fn what_stands_behind_a_hostile_text_in_a_stream_is_found() {
    for text in texts() {
        let mut writer = MaskWriter::new(Vec::new());
        for piece in text.as_bytes().chunks(100) {
            writer.write_all(piece).expect("a vector takes everything");
        }
        let masked = writer.finish().expect("a vector takes everything");
        is_hidden(&masked, &text);
    }
}

#[test]
fn what_stands_behind_hostile_json_is_found() {
    for text in texts() {
        let masked = Masker::global().mask_json_bytes(text.as_bytes());
        is_hidden(&masked, &text);
    }
}
