//! Events, through the writer alone and through the field formatter alone.

use gambeson::Masker;
use gambeson::mask::Kind;
use gambeson::mask::log::Masking;
use tracing_subscriber::fmt;

use super::captured::{Captured, Colours, by_fields, by_writer, shows_only};

/// Every way to put a value into an event.
fn events() {
    let email = "john@example.com";
    let answer = serde_json::from_str::<u32>("\"hunter2\"").expect_err("text is no number");
    tracing::info!("signed in: {email}");
    tracing::info!(email, user = %email, who = ?email, "one");
    tracing::info!(password = "hunter2", "two");
    tracing::info!(db_password = ?Some("hunter2"), api_key = %"hunter2", "three");
    tracing::info!(
        phone = 4_155_550_132_u64,
        card = "4111-1111-1111-1234",
        "four"
    );
    tracing::info!(otp = 415_555, pin = ?["415555"], "five");
    tracing::warn!(error = &answer as &(dyn std::error::Error + 'static), "six");
    tracing::info!(message = %format_args!("call 555-123-4567"));
    tracing::info!(r#type = "x", author = "kept", count = 3, "seven");
}

#[test]
fn a_field_formatter_masks_by_name_and_by_text() {
    let log = by_fields(Colours::Off, events);
    let shown = [
        "signed in: j***@example.com",
        "one email=\"j***@example.com\" user=j***@example.com who=\"j***@example.com\"",
        "two password=********",
        "three db_password=******** api_key=********",
        "phone=***-***-0132 card=\"****-****-****-1234\"",
        "otp=******** pin=********",
        "call ***-***-4567",
        "seven type=\"x\" author=\"kept\" count=3",
    ];
    shows_only(&log.text(), &shown);
}

#[test]
fn a_writer_masks_what_any_formatter_wrote() {
    let log = by_writer(Colours::Off, || {
        tracing::info!(
            password = "hunter2",
            email = "john@example.com",
            "call 555-123-4567"
        );
        tracing::info!(author = "kept", "nothing to hide");
    });
    shows_only(
        &log.text(),
        &[
            "call ***-***-4567",
            "email=\"j***@example.com\"",
            "author=\"kept\"",
        ],
    );
    assert_eq!(log.writes(), 2, "an event is one write");
}

#[test]
fn a_writer_masks_between_colours() {
    let log = by_writer(Colours::On, || {
        tracing::info!(password = %"hunter2", phone = %"555-123-4567", email = %"john@example.com", "done");
    });
    let text = log.text();
    let name = |name: &str, value: &str| format!("\x1b[3m{name}\x1b[0m\x1b[2m=\x1b[0m{value}");
    let shown = [
        name("password", "********"),
        name("phone", "***-***-4567"),
        name("email", "j***@example.com"),
    ];
    shows_only(&text, &shown.each_ref().map(String::as_str));
}

#[test]
fn a_field_formatter_keeps_the_colours() {
    let log = by_fields(
        Colours::On,
        || tracing::info!(password = %"hunter2", "done"),
    );
    shows_only(
        &log.text(),
        &["\x1b[3mpassword\x1b[0m\x1b[2m=\x1b[0m********"],
    );
}

#[test]
fn a_value_cannot_command_the_terminal() {
    let log = by_fields(
        Colours::Off,
        || tracing::info!(name = %"a\x1b[2Jb", "c\u{9b}d"),
    );
    assert!(
        log.text().contains("c\\u{9b}d name=a\\u{1b}[2Jb"),
        "{}",
        log.text()
    );
}

#[test]
fn the_pretty_format_is_masked_by_the_writer() {
    let log = Captured::default();
    let subscriber = fmt()
        .pretty()
        .with_ansi(false)
        .with_writer(Masking::new(log.clone()))
        .finish();
    tracing::subscriber::with_default(subscriber, || {
        tracing::info!(
            password = "hunter2",
            email = "john@example.com",
            "call 555-123-4567"
        );
    });
    shows_only(
        &log.text(),
        &["call ***-***-4567", "j***@example.com", "********"],
    );
}

#[test]
fn a_masker_of_ones_own_decides() {
    let log = Captured::default();
    let masker = Masker::builder()
        .only([Kind::Email])
        .build()
        .expect("a kind is no mistake");
    let subscriber = fmt()
        .with_ansi(false)
        .with_writer(Masking::with_masker(log.clone(), masker))
        .finish();
    tracing::subscriber::with_default(subscriber, || {
        tracing::info!("john@example.com 555-000-4567");
    });
    shows_only(&log.text(), &["j***@example.com 555-000-4567"]);
}

#[test]
fn a_long_event_of_many_lines_is_one_write() {
    let log = by_writer(Colours::Off, || {
        tracing::info!("{}", "john@example.com\n".repeat(1000));
    });
    shows_only(&log.text(), &["j***@example.com\n"]);
    assert_eq!(log.writes(), 1);
}
