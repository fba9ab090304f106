use std::fmt::Write as _;

use crate::mask::{Kind, Masker};

/// A generator that needs no seed from outside (`SplitMix64`).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

const FRAGMENTS: &[&str] = &[
    "john.doe@example.com",
    "j***@example.com",
    "john.doe%40example.com",
    "j***%40example.com",
    "555-123-4567",
    "(415) 555-0132",
    "06 12 34 56 78",
    "call 612 345 678",
    "+49 30 1234567",
    "4111-1111-1111-1234",
    "****-****-****-1234",
    "123-45-6789",
    "DE89 3704 0044 0532 0130 00",
    "password=hunter2",
    "\"password\": \"a b\"",
    "token: abc",
    "https://joe:pw@db/x",
    "Bearer ",
    "Cookie: sid=abc; a=b",
    "Authorization: Basic ",
    "username joe password pw",
    "--password pw1 is",
    "<password>pw1</password>",
    "u: joe\np: pw1",
    "password is pw1",
    "2026-11-21",
    "10:11:12.123456Z",
    "request_id=4bf92f35",
    "é",
    "は",
    "４１５",
    "\\n",
    "\\\"",
    "\"",
    "'",
    "@",
    "%40",
    "://",
    "-----BEGIN PRIVATE KEY-----",
    "********",
    "***",
    "abc",
    "0123456789abcdef",
    "x-",
    "_",
];
const GLUE: &[&str] = &[
    " ", " ", " ", "\n", ", ", "; ", "=", ": ", "-", ".", "", "/", "(", ")",
];

fn glued(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..=random.below(12) {
        write!(text, "{}{}", random.of(FRAGMENTS), random.of(GLUE)).unwrap();
    }
    text
}

/// Fragments that are glued so that each ends where it ends.
fn spaced(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..=random.below(12) {
        write!(text, "{} | ", random.of(FRAGMENTS)).unwrap();
    }
    text
}

#[test]
fn masking_twice_changes_nothing_where_fragments_stand_apart() {
    let masker = Masker::default();
    let mut random = Random(1);
    for _ in 0..4_000 {
        let text = spaced(&mut random);
        let once = masker.mask(&text).into_owned();
        assert_eq!(masker.mask(&once), once, "of {text:?}");
    }
}

#[test]
fn masking_twice_changes_next_to_nothing_of_texts_glued_at_random() {
    let masker = Masker::default();
    let mut random = Random(2);
    let mut changed = Vec::new();
    for _ in 0..4_000 {
        let text = glued(&mut random);
        let once = masker.mask(&text).into_owned();
        let twice = masker.mask(&once).into_owned();
        if twice != once {
            changed.push((text, once, twice));
        }
    }
    assert!(
        changed.len() <= 20,
        "{} of 4000: {:#?}",
        changed.len(),
        changed.iter().take(12).collect::<Vec<_>>()
    );
}

/// Words that decide over what stands behind them, and may themselves be masked.
const CONTEXT: &[&str] = &[
    "phone ",
    "tel:",
    "call ",
    "ssn ",
    "card no ",
    "iban ",
    "password",
    "password=",
    "passwd2: ",
    "token ",
    "api_key:",
    "pin=",
    "user ",
    "login ",
    "Authorization:",
    "Cookie: ",
    "Set-Cookie: a=b; ",
    "basic ",
    "x",
    "ext 12",
];
/// What is found wherever it stands, and bare forms that need a word.
const FINDINGS: &[&str] = &[
    "a@b.co",
    "a%40b.co",
    "5551234567",
    "555-123-4567",
    "4111111111111111",
    "4111 1111 1111 1111",
    "123456789",
    "06 12 34 56 78",
    "612 345 678",
    "123-45-6789",
    "GB82WEST12345698765432",
    "+4930123456",
    "://u:p@h.de",
    "password=x",
    "secret: \"y\"",
    "Bearer abcdefghijklmnop",
    "********",
    "***@b.co",
    "***%40b.co",
    "***-***-4567",
    "***-**-****",
    "DE********3000",
];

/// Findings directly beside each other and beside the words that decide over them.
fn touching(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..=random.below(5) {
        if random.below(2) == 0 {
            text.push_str(random.of(CONTEXT));
        }
        text.push_str(random.of(FINDINGS));
        text.push_str(random.of(GLUE));
    }
    text
}

#[test]
fn masking_twice_changes_nothing_where_findings_touch() {
    let masker = Masker::default();
    let mut random = Random(6);
    let mut changed = Vec::new();
    for _ in 0..20_000 {
        let text = touching(&mut random);
        let once = masker.mask(&text).into_owned();
        let twice = masker.mask(&once).into_owned();
        if twice != once {
            changed.push((text, once, twice));
        }
    }
    changed.sort_by_key(|(text, ..)| text.len());
    assert!(
        changed.is_empty(),
        "{} of 20000: {:#?}",
        changed.len(),
        changed.iter().take(40).collect::<Vec<_>>()
    );
}

#[test]
fn text_and_bytes_are_masked_alike_and_findings_are_text() {
    let masker = Masker::builder()
        .kinds(Kind::ALL.iter().copied())
        .build()
        .unwrap();
    let mut random = Random(3);
    for _ in 0..2_000 {
        let text = glued(&mut random);
        assert_eq!(
            masker.mask(&text).as_bytes(),
            &*masker.mask_bytes(text.as_bytes())
        );
        let mut end = 0;
        for found in masker.find(&text) {
            assert!(
                found.range.start >= end && text.get(found.range.clone()).is_some(),
                "{text:?}"
            );
            end = found.range.end;
        }
    }
}

#[test]
fn any_bytes_are_masked_without_a_panic_and_grow_little() {
    const ALPHABET: &[u8] =
        b"@%:=-_./ +*\"'\\(){}[]0123456789abcdefwxyzAZEe\n\xEF\xBC\x90\x91\xC3\xA9\xFF\x00";
    let masker = Masker::builder()
        .kinds(Kind::ALL.iter().copied())
        .build()
        .unwrap();
    let mut random = Random(4);
    for _ in 0..4_000 {
        let length = random.below(300);
        let bytes: Vec<u8> = (0..length)
            .map(|_| ALPHABET[random.below(ALPHABET.len())])
            .collect();
        let output = masker.mask_bytes(&bytes);
        assert!(output.len() <= 8 * bytes.len() + 32, "{bytes:?}");
    }
}

#[test]
fn the_borders_of_blocks_decide_nothing() {
    let masker = Masker::default();
    let mut random = Random(5);
    for _ in 0..500 {
        let text = glued(&mut random);
        let found = masker.find(&format!("\n{text}"));
        for moved in [7, 31, 63, 64, 65, 127] {
            let again = masker.find(&format!("{}\n{text}", " ".repeat(moved)));
            let same = found
                .iter()
                .map(|one| (one.kind, one.range.start + moved, one.range.end + moved));
            assert!(
                same.eq(again
                    .iter()
                    .map(|one| (one.kind, one.range.start, one.range.end))),
                "{text:?}"
            );
        }
    }
}
