//! One subscriber, one logger.

use crate::support::{names, read_file, run, run_well, text};

const PRODUCTION: (&str, &str) = ("ENVIRONMENT", "production");

#[test]
fn a_second_set_up_is_an_error_and_the_first_goes_on() {
    let said = run("twice", &[PRODUCTION]);
    assert!(!said.is_well);
    assert_eq!(said.messages(), ["before", "after"]);
    assert_eq!(
        said.err,
        "error: a subscriber of `tracing` is set already; call `init` once, before all others, or \
         add `gambeson::log::layers(..)` to your own subscriber\n"
    );
}

#[test]
fn where_a_subscriber_is_set_already_no_file_is_touched() {
    let dir = tempfile::tempdir().expect("a directory");
    let said = run("foreign-subscriber", &[("LOG_DIR", text(dir.path()))]);
    assert!(
        said.err
            .starts_with("error: a subscriber of `tracing` is set already; "),
        "{}",
        said.err
    );
    assert!(names(dir.path()).is_empty());
}

#[test]
fn where_a_logger_is_set_already_it_is_an_error_unless_it_is_to_stay() {
    let said = run("foreign-logger", &[PRODUCTION]);
    assert!(!said.is_well);
    assert!(
        said.err.contains("`LogConfig::log_records(false)`"),
        "{}",
        said.err
    );
    assert_eq!(said.out, "");

    let said = run_well("foreign-logger-kept", &[PRODUCTION]);
    let (other, ours) = said.out.split_once('\n').expect("two lines");
    assert_eq!(other, "other: a record");
    assert!(ours.contains("an event"), "{ours}");
}

#[test]
fn what_failed_can_be_tried_again_in_another_way() {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("file");
    std::fs::write(&file, "as it was").expect("a file");
    let said = run_well("retry", &[("LOG_DIR", text(&file.join("logs")))]);
    assert!(
        said.err.starts_with("first: logs cannot be written to `"),
        "{}",
        said.err
    );
    assert!(said.out.contains("an info"), "{}", said.out);
    assert_eq!(read_file(dir.path(), "file"), "as it was");
}
