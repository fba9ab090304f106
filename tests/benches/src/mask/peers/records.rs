//! A struct of ten fields, four of them masked, as each of the derives has it.

use data_privacy::simple_redactor::{SimpleRedactor, SimpleRedactorMode};
use data_privacy::{RedactedDebug, RedactionEngine, classified, taxonomy};
use serde::Serialize;
use veil::Redact;

/// What stands in a record and must not be in its masked text.
pub(crate) const SECRETS: [&str; 4] = ["emma.walker", "555-867", "4111-1111", "hunter2"];

/// A record with the same content for each of the types; `$text` makes the four masked fields.
macro_rules! sample {
    ($record:ident, $text:expr) => {
        $record {
            id: 48_213,
            reference: "ORD-2026-11-00048213".to_owned(),
            name: "Emma Walker".to_owned(),
            email: $text("emma.walker@example.com".to_owned()),
            phone: $text("555-867-4567".to_owned()),
            card: $text("4111-1111-1111-1234".to_owned()),
            password: $text("hunter2hunter2".to_owned()),
            country: "Iceland".to_owned(),
            logins: 1_042,
            active: true,
        }
    };
}
pub(crate) use sample;

/// std's `Debug` and serde's `Serialize`: nothing is masked.
#[derive(Debug, Serialize)]
pub(crate) struct Plain {
    id: u64,
    reference: String,
    name: String,
    email: String,
    phone: String,
    card: String,
    password: String,
    country: String,
    logins: u32,
    active: bool,
}

impl Plain {
    pub(crate) fn sample() -> Self {
        sample!(Plain, std::convert::identity)
    }
}

/// `veil`, with its partial masks where something may stay to be seen.
#[derive(Redact)]
pub(crate) struct Veiled {
    id: u64,
    reference: String,
    name: String,
    #[redact(partial)]
    email: String,
    #[redact(partial)]
    phone: String,
    #[redact(partial)]
    card: String,
    #[redact(fixed = 8)]
    password: String,
    country: String,
    logins: u32,
    active: bool,
}

impl Veiled {
    pub(crate) fn sample() -> Self {
        sample!(Veiled, std::convert::identity)
    }
}

#[taxonomy(bench)]
enum Class {
    Personal,
}

#[classified(Class::Personal)]
struct Personal(String);

/// `data_privacy`, whose classes are types.
#[derive(RedactedDebug)]
pub(crate) struct Classified {
    #[unredacted]
    id: u64,
    #[unredacted]
    reference: String,
    #[unredacted]
    name: String,
    email: Personal,
    phone: Personal,
    card: Personal,
    password: Personal,
    #[unredacted]
    country: String,
    #[unredacted]
    logins: u32,
    #[unredacted]
    active: bool,
}

impl Classified {
    pub(crate) fn sample() -> Self {
        sample!(Classified, Personal)
    }

    /// The cheapest it has that does not tell the length: one constant for all.
    pub(crate) fn engine() -> RedactionEngine {
        let constant = SimpleRedactorMode::Insert("********".into());
        RedactionEngine::builder()
            .set_fallback_redactor(SimpleRedactor::with_mode(constant))
            .build()
    }
}
