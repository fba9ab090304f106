use std::hint::black_box;
use std::time::{Duration, Instant};

use super::{body, find_with, rules};
use crate::mask::Strictness;

/// A text of so many bytes that repeats a piece.
fn repeated(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len() + 1)
}

/// The best of a few, because other work of the machine only adds.
fn best(text: &str) -> Duration {
    let rules = rules(Strictness::Eager);
    let time = || {
        let start = Instant::now();
        black_box(find_with(text.as_bytes(), &rules));
        start.elapsed()
    };
    (0..3).map(|_| time()).min().unwrap_or_default()
}

#[test]
fn time_grows_as_the_text_does_whatever_it_is() {
    let dashes = "-----";
    let begin = format!("{dashes}BEGIN PRIVATE KEY");
    let run = body(1, super::ALNUM, 17);
    for piece in [
        "eyJ",
        "-",
        "sk_live_",
        &*begin,
        &format!("{begin}{dashes}"),
        &format!("{begin}{dashes}\n{run}"),
        &format!("{begin}{dashes}\n"),
        "eyJaaaaaaaaaaaaaaaa.",
        "eyJaaaaaaaaaaaaaaaa.eyJ",
        "eyJaaaaaaaaaaaaaaaa..",
        "Bearer aaaaaaaaaaaaaaaa ",
        "Bearer aaaaaaaaaaaaaaaa.",
        "dp.pt.aaaaaaaaaaaaaaaa.",
        "aaaaaaaaaaaaaaaa~",
        "aaaaaaaaaaaaaaaa/",
        "Cookie:",
        "Cookie: a=b; ",
        "cookie:session=",
        "session=a; ",
        "123456789:AAaaaaaaaaaaaaaaaa",
        "SG.aaaaaaaaaaaaaaaaaaaaaa.",
        "sk-aaaaaaaaaaaaaaaa ",
        "-----END ",
        "---- BEGIN PRIVATE KEY ----",
        &run,
        &format!("{run} "),
        &format!("{run}-"),
    ] {
        let short = best(&repeated(piece, 10_000));
        let long = best(&repeated(piece, 160_000));
        // Sixteen is linear, 256 quadratic; between the two is room for a busy machine.
        assert!(
            long < short * 64 + Duration::from_millis(20),
            "{piece:?}: {short:?} and {long:?}"
        );
    }
}

#[test]
fn no_bytes_make_it_panic() {
    let pieces: &[&[u8]] = &[
        b"eyJ",
        b".",
        b"-",
        b"-----",
        b"BEGIN ",
        b"PRIVATE KEY",
        b"-----END",
        b"Bearer ",
        b"Cookie:",
        b"session=",
        b"\"",
        b"SG.",
        b"sk_live_",
        b"aaaaaaaaaaaaaaaa",
        b"0123456789",
        b":",
        b"~",
        b"/",
        b"\\n",
        b"%3D",
        b"\xff",
        b"\xc3\xa9",
        b"=",
        b" ",
        b"\n",
        b"Q~",
        b"-us1",
        b".atlasv1.",
        b"MTk4",
        b"A1b2C3d4E5f6G7h8",
        b"AKIA",
        b"---- BEGIN ",
    ];
    let rules = rules(Strictness::Eager);
    let mut state = 7_u64;
    for _ in 0..20_000 {
        let mut text = Vec::new();
        for _ in 0..12 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            text.extend_from_slice(pieces[(state >> 33) as usize % pieces.len()]);
        }
        for found in find_with(&text, &rules) {
            let ascii = |at: usize| text.get(at).is_none_or(|&byte| byte & 0xc0 != 0x80);
            assert!(ascii(found.start) && ascii(found.end));
        }
    }
}
