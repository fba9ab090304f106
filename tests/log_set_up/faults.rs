//! What is in the way of a log.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Stdio};

use gambeson::log::{Console, LogConfig, LogError, layers};
use tracing_subscriber::Registry;

use crate::support::{json, program, text};

/// Lines that the program logs; see `LINES` there.
const LINES: usize = 20_000;

#[test]
fn a_directory_that_cannot_be_written_is_an_error_that_names_it() {
    let dir = tempfile::tempdir().expect("a directory");
    let below = dir.path().join("file").join("logs");
    std::fs::write(dir.path().join("file"), "").expect("a file");
    let config = LogConfig::new("shop").console(Console::Off).dir(&below);
    let Err(error) = layers::<Registry>(config) else {
        panic!("it cannot be written");
    };
    let said = error.to_string();
    assert!(
        said.starts_with(&format!("logs cannot be written to `{}`: ", text(&below))),
        "{said}"
    );
    assert!(matches!(error, LogError::File { path, .. } if path == below));
}

/// The program, flooding its standard output.
fn flood(what: &str) -> Child {
    program(what, &[("ENVIRONMENT", "production")])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts")
}

/// The end of a line of this beginning.
fn line_of(lines: &mut impl Iterator<Item = std::io::Result<String>>, beginning: &str) -> String {
    let line = lines.next().expect("a line").expect("text");
    let rest = line.strip_prefix(beginning);
    rest.unwrap_or_else(|| panic!("{line}")).to_owned()
}

#[test]
fn what_nobody_reads_is_dropped_and_the_log_says_how_much_it_was() {
    let mut child = flood("flood");
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let mut err = BufReader::new(err.expect("a pipe")).lines();
    // It has come to its end though nobody has read a line.
    assert_eq!(line_of(&mut err, "logged "), LINES.to_string());
    let mut said = String::new();
    out.expect("a pipe")
        .read_to_string(&mut said)
        .expect("text");
    let dropped: usize = line_of(&mut err, "dropped ").parse().expect("a number");
    assert!(child.wait().expect("it ends").success());

    let lines = json(&said);
    let written = lines
        .iter()
        .filter(|line| line["target"] == "flood")
        .count();
    assert!(dropped > 0);
    assert_eq!(written + dropped, LINES);
    let told: usize = lines
        .iter()
        .filter(|line| line["target"] == "gambeson::log")
        .map(|line| {
            assert_eq!(line["level"], "WARN", "{line}");
            let message = line["message"].as_str().expect("a message");
            let number = message.split(' ').next().expect("a number");
            number
                .parse::<usize>()
                .unwrap_or_else(|_| panic!("{message}"))
        })
        .sum();
    assert_eq!(told, dropped);
}

#[test]
fn who_waits_for_room_loses_nothing() {
    let output = flood("flood-and-wait").wait_with_output().expect("it ends");
    let said = String::from_utf8(output.stdout).expect("text");
    let numbers: Vec<u64> = json(&said)
        .iter()
        .filter_map(|line| line["number"].as_u64())
        .collect();
    assert_eq!(numbers, (0..LINES as u64).collect::<Vec<_>>());
}

#[test]
fn a_console_that_nobody_reads_any_longer_is_no_reason_to_stop() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut child = program("flood-and-wait", &[("ENVIRONMENT", "production")])
        .env("LOG_DIR", dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let app = crate::support::read(dir.path(), "app");
    let lines = json(&app);
    let written = lines
        .iter()
        .filter(|line| line["target"] == "flood")
        .count();
    assert_eq!(written, LINES);
    let told = lines.iter().any(|line| {
        line["target"] == "gambeson::log"
            && line["message"]
                .as_str()
                .is_some_and(|text| text.starts_with("`console` cannot be written: "))
    });
    assert!(told);
}
