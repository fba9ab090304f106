//! Texts with secrets in them, of which it is known what must not be left.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// So many texts, the same in each run; others with `PROPTEST_RNG_SEED=2` and so on.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    let mut config = ProptestConfig::with_cases(cases);
    config.failure_persistence = None;
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(1);
    }
    config
}

/// A secret, and the part of it that a mask must not show.
#[derive(Clone, Debug)]
pub(crate) struct Secret {
    pub(crate) text: String,
    pub(crate) hidden: String,
}

impl Secret {
    fn new(text: String, hidden: &str) -> Self {
        let hidden = hidden.to_owned();
        Secret { text, hidden }
    }
}

/// A text of words and secrets.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) text: String,
    pub(crate) secrets: Vec<Secret>,
}

/// Something that the masker knows without a name before it, on one line.
pub(crate) fn secret() -> impl Strategy<Value = Secret> {
    prop_oneof![
        "[m-z]{4,12}(\\.[m-z]{2,6})?@[a-k]{3,10}\\.(com|org|io)".prop_map(|text| {
            let hidden = text.split('@').next().unwrap_or_default().to_owned();
            Secret::new(text, &hidden)
        }),
        "[m-z]{4,12}(%2B[m-z]{2,6})?%40[a-k]{3,10}\\.(com|org|io)".prop_map(|text| {
            let hidden = text.split('%').next().unwrap_or_default().to_owned();
            Secret::new(text, &hidden)
        }),
        "[2-9][0-9]{2}-[2-9][0-9]{2}-[0-9]{4}"
            .prop_map(|text| Secret::new(text.clone(), &text[..7])),
        "\\+49 [1-9][0-9]{2} [0-9]{7}".prop_map(|text| Secret::new(text.clone(), &text[..10])),
        "4[0-9]{3}(-[0-9]{4}){3}".prop_map(|text| Secret::new(text.clone(), &text[..14])),
        "[1-6][0-9]{2}-[1-9][0-9]-[1-9][0-9]{3}".prop_map(|text| Secret::new(text.clone(), &text)),
        "[1-9][0-9]{17}".prop_map(|account| {
            let text = iban(&account);
            Secret::new(text.clone(), &text[2..18])
        }),
        "[A-Za-z0-9]{36}".prop_map(|body| Secret::new(format!("ghp_{body}"), &body)),
        "[A-Za-z0-9_-]{20,40}".prop_map(|body| {
            let token = format!("{}.{}{body}.{body}", "eyJhbGciOiJIUzI1NiJ9", "eyJ");
            Secret::new(token, &body)
        }),
        "[a-z]{3,8}:[A-Za-z0-9]{6,12}".prop_map(|user| {
            let url = format!("postgres://{user}@db.example.com/main");
            Secret::new(url, &user)
        }),
        (
            "(password|api_key|apiKey|client-secret|DB_PASSWORD)",
            "(=|: |=\")",
            "[A-Za-z0-9]{6,20}"
        )
            .prop_map(|(name, separator, value)| {
                let close = separator.strip_prefix('=').unwrap_or_default();
                Secret::new(format!("{name}{separator}{value}{close}"), &value)
            }),
        "[A-Za-z0-9]{20,60}"
            .prop_map(|token| Secret::new(format!("Authorization: Bearer {token}"), &token)),
    ]
}

/// German, with the right checksum.
fn iban(account: &str) -> String {
    let digits = format!("{account}131400");
    let rest = digits
        .bytes()
        .fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97);
    format!("DE{:02}{account}", 98 - rest)
}

/// A private key of some lines.
pub(crate) fn private_key() -> impl Strategy<Value = Secret> {
    (1_usize..120, "[A-Za-z0-9+/]{64}").prop_map(|(lines, line)| {
        let dashes = "-----";
        let body = format!("{line}\n").repeat(lines);
        let key =
            format!("{dashes}BEGIN PRIVATE KEY{dashes}\n{body}{dashes}END PRIVATE KEY{dashes}");
        Secret::new(key, &line)
    })
}

/// What stands around secrets.
pub(crate) fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-z]{1,9}",
        Just("Grüße".to_owned()),
        Just("時刻".to_owned()),
        Just("v1.2.3".to_owned()),
        Just("2026-11-21T14:00:00Z".to_owned()),
        Just("GET /index.html".to_owned()),
        Just("src/main.rs:12:5".to_owned()),
        Just("12 ms".to_owned()),
    ];
    proptest::collection::vec(word, 0..8).prop_map(|words| words.join(" "))
}

/// Words and secrets by turns, with something between them.
pub(crate) fn given(secret: impl Strategy<Value = Secret>) -> impl Strategy<Value = Given> {
    let between = prop_oneof![
        Just(" "),
        Just("\n"),
        Just(" | "),
        Just("\t"),
        Just(" and ")
    ];
    proptest::collection::vec((words(), between, secret), 1..6).prop_map(|parts| {
        let mut given = Given {
            text: String::new(),
            secrets: Vec::new(),
        };
        for (words, between, secret) in parts {
            given.text.push_str(&words);
            given.text.push_str(between);
            given.text.push_str(&secret.text);
            given.text.push('\n');
            given.secrets.push(secret);
        }
        given
    })
}

/// Whether nothing of the secrets is left.
pub(crate) fn hides_all(masked: &str, secrets: &[Secret]) -> Result<(), TestCaseError> {
    for secret in secrets {
        prop_assert!(
            !masked.contains(&secret.hidden),
            "{:?} is left in {masked:?}",
            secret.hidden
        );
    }
    Ok(())
}
