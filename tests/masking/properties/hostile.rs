//! Texts made to be slow take time in proportion to their length.

use std::time::{Duration, Instant};

use gambeson::Masker;

const SHORT: usize = 32 * 1024;
/// So many times longer is the long text.
const LONGER: u32 = 8;

const HOSTILE: &[&str] = &[
    "@",
    "1",
    "-",
    "{",
    "\"",
    "eyJ",
    "a@",
    "a@b.",
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
];

fn time(text: &str, run: &dyn Fn(&[u8])) -> Duration {
    let once = || {
        let begun = Instant::now();
        run(text.as_bytes());
        begun.elapsed()
    };
    (0..3).map(|_| once()).min().unwrap_or_default()
}

/// A square would take 64 times the time for a text that is 8 times longer.
pub(crate) fn is_linear(run: &dyn Fn(&[u8])) {
    for pattern in HOSTILE {
        let short = pattern.repeat(SHORT / pattern.len());
        let long = short.repeat(LONGER as usize);
        let (short, long) = (time(&short, run), time(&long, run));
        let most = short * LONGER * 3 + Duration::from_millis(20);
        assert!(
            long <= most,
            "{pattern:?}: {short:?}, and {long:?} for {LONGER} times as much"
        );
    }
}

#[test]
fn no_text_makes_the_masker_slow() {
    is_linear(&|text| drop(Masker::global().mask_bytes(text)));
}

#[test]
fn no_text_makes_a_stream_slow() {
    is_linear(&|text| {
        use std::io::Write;
        let mut writer = gambeson::mask::MaskWriter::new(std::io::sink());
        for piece in text.chunks(100) {
            writer.write_all(piece).expect("a sink takes everything");
        }
    });
}
