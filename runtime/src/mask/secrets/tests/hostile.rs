use super::{find_with, rules};
use crate::mask::Strictness;

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
