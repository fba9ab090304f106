//! What the variables say.

use crate::support::{json, names, run, run_well, text};

const PRODUCTION: (&str, &str) = ("ENVIRONMENT", "production");

/// The messages of all that is logged up to `info`.
const INFO: [&str; 8] = [
    "an info",
    "a warning",
    "an error",
    "of a module",
    "of a target",
    "of bees",
    "of a model",
    "a record",
];

#[test]
fn production_writes_json_up_to_info_with_all_that_is_known() {
    let said = run_well("events", &[PRODUCTION]);
    assert_eq!(said.messages(), INFO);
    assert_eq!(said.err, "");
    for line in json(&said.out) {
        assert_eq!(line["service"], "shop", "{line}");
        assert!(
            line["timestamp"].as_str().expect("a time").ends_with('Z'),
            "{line}"
        );
        assert!(
            line["level"].is_string() && line["target"].is_string(),
            "{line}"
        );
    }
    let first = &json(&said.out)[0];
    assert_eq!(first["level"], "INFO");
    assert_eq!(first["target"], "shop");
    assert_eq!(first["module"], "log_set_up");
    assert!(
        first["file"]
            .as_str()
            .expect("a file")
            .ends_with("log_set_up.rs")
    );
    assert!(first["line"].is_u64());
}

#[test]
fn development_writes_lines_to_read_without_colours_where_there_is_no_terminal() {
    for variables in [
        &[][..],
        &[("ENVIRONMENT", "dev")],
        &[("LOG_FORMAT", "pretty"), PRODUCTION],
    ] {
        let said = run_well("events", variables);
        assert_eq!(said.out.lines().count(), INFO.len(), "{}", said.out);
        assert!(!said.out.contains('\x1b'), "{}", said.out);
        for (line, message) in said.out.lines().zip(INFO) {
            assert!(line.contains(message) && !line.starts_with('{'), "{line}");
        }
        assert!(
            said.out
                .lines()
                .next()
                .expect("a line")
                .contains("log_set_up.rs:")
        );
    }
}

#[test]
fn text_is_masked_in_both_formats() {
    for format in ["json", "pretty"] {
        let said = run_well("events", &[("LOG_FORMAT", format)]);
        assert!(said.out.contains("j***@example.com"), "{}", said.out);
        assert!(!said.out.contains("john@example.com"), "{}", said.out);
    }
}

#[test]
fn text_is_not_masked_where_it_is_written_that_it_is_not() {
    for format in ["json", "pretty"] {
        let said = run_well("unmasked", &[("LOG_FORMAT", format)]);
        assert!(said.out.contains("john@example.com"), "{}", said.out);
    }
}

#[test]
fn colours_can_be_asked_for_where_there_is_no_terminal_and_json_has_none() {
    let said = run_well("coloured", &[]);
    assert!(said.out.contains("\x1b["), "{}", said.out);
    let said = run_well("coloured", &[PRODUCTION]);
    assert_eq!(said.messages(), INFO);
}

#[test]
fn the_level_is_one_for_all_or_one_for_each_target() {
    for (level, messages) in [
        ("off", &[][..]),
        ("CRITICAL", &["an error"]),
        ("Warning", &["a warning", "an error"]),
        ("error,apiary=info", &["an error", "of bees"]),
        ("off,shop::db=debug", &["a debug", "an error"]),
        ("off,old=debug", &["a record", "a debug record"]),
    ] {
        let said = run_well("events", &[PRODUCTION, ("LOG_LEVEL", level)]);
        assert_eq!(said.messages(), messages, "{level}");
    }
    let said = run_well("events", &[PRODUCTION, ("LOG_LEVEL", "trace")]);
    assert_eq!(said.messages().len(), INFO.len() + 3, "{}", said.out);
}

#[test]
fn a_variable_that_cannot_be_read_is_an_error_before_anything_is_set_up() {
    let dir = tempfile::tempdir().expect("a directory");
    let logs = dir.path().join("logs");
    for (variable, value, said_of_it) in [
        (
            "ENVIRONMENT",
            "moon",
            "write `production` (JSON lines) or `development`",
        ),
        (
            "LOG_LEVEL",
            "loud",
            "there is no level `loud`; write `off`, `error`, ",
        ),
        ("LOG_FORMAT", "xml", "write `json` or `pretty`"),
    ] {
        let said = run("events", &[(variable, value), ("LOG_DIR", text(&logs))]);
        assert!(!said.is_well);
        let beginning = format!("error: `{variable}` holds `{value}`: ");
        assert!(said.err.starts_with(&beginning), "{}", said.err);
        assert!(said.err.contains(said_of_it), "{}", said.err);
        assert_eq!(said.out, "");
    }
    assert!(names(dir.path()).is_empty());
}

#[test]
fn the_console_can_be_the_standard_error() {
    let said = run_well("stderr", &[PRODUCTION]);
    assert_eq!(said.out, "");
    assert_eq!(crate::support::messages(&said.err), INFO);
}
