//! Which line goes into which file.

use std::path::Path;

use gambeson::log::{Console, LogConfig, LogFormat, Rotation, layers};
use tracing::{Level, error, info, warn};
use tracing_subscriber::layer::SubscriberExt as _;

use crate::support::{json, messages, names, old_names, read, read_file, run_well, text};

#[test]
fn a_directory_gets_the_four_files_and_each_the_lines_that_are_for_it() {
    let dir = tempfile::tempdir().expect("a directory");
    // It is made.
    let logs = dir.path().join("var/logs");
    let variables = [("ENVIRONMENT", "production"), ("LOG_DIR", text(&logs))];
    let said = run_well("events", &variables);
    assert_eq!(
        names(&logs),
        ["api.log", "app.log", "error.log", "model.log"]
    );
    assert_eq!(read(&logs, "app"), said.out);
    assert_eq!(messages(&read(&logs, "error")), ["an error"]);
    assert_eq!(
        messages(&read(&logs, "api")),
        ["of a module", "of a target", "a record"]
    );
    assert_eq!(messages(&read(&logs, "model")), ["of a model"]);
}

#[test]
fn another_start_goes_on_in_the_same_files() {
    let dir = tempfile::tempdir().expect("a directory");
    let variables = [("ENVIRONMENT", "production"), ("LOG_DIR", text(dir.path()))];
    let first = run_well("events", &variables).out;
    let second = run_well("events", &variables).out;
    assert_eq!(read(dir.path(), "app"), first + &second);
}

/// Logs in this process, and nowhere but in files.
fn log_into(config: LogConfig, dir: &Path, log: impl FnOnce()) {
    let config = config
        .console(Console::Off)
        .format(LogFormat::Json)
        .dir(dir);
    let (layer, guard) = layers(config).expect("it can be written");
    let subscriber = tracing_subscriber::registry().with(layer);
    tracing::subscriber::with_default(subscriber, log);
    drop(guard);
}

#[test]
fn files_of_ones_own_and_their_levels_are_as_they_are_set() {
    let dir = tempfile::tempdir().expect("a directory");
    let config = LogConfig::new("shop")
        .file("billing")
        .file_level("billing", Level::WARN)
        .file_level("error", Level::WARN)
        .without_file("model")
        .without_file("api");
    log_into(config, dir.path(), || {
        info!(target: "shop::billing", "sent");
        warn!(target: "shop::billing::tax", "late");
        error!(target: "billing.tax", "lost");
        warn!(target: "shop", "slow");
    });
    assert_eq!(names(dir.path()), ["app.log", "billing.log", "error.log"]);
    let of = |name| messages(&read(dir.path(), name));
    assert_eq!(of("app"), ["sent", "late", "lost", "slow"]);
    assert_eq!(of("billing"), ["late", "lost"]);
    assert_eq!(of("error"), ["late", "lost", "slow"]);
}

#[test]
fn full_files_are_put_aside_and_no_line_is_lost_or_split() {
    let dir = tempfile::tempdir().expect("a directory");
    let config = LogConfig::new("shop")
        .rotation(Rotation::size(2_000))
        .without_file("error")
        .keep_all();
    log_into(config, dir.path(), || {
        for number in 0..100_u32 {
            info!(target: "api", number, "counted");
        }
    });
    for name in ["app", "api"] {
        let old = old_names(dir.path(), name);
        assert!(old.len() > 5, "{old:?}");
        for file in &old {
            assert!(read_file(dir.path(), file).ends_with("}\n"), "{file}");
        }
        let lines = json(&read(dir.path(), name));
        let numbers: Vec<u64> = lines
            .iter()
            .filter_map(|line| line["number"].as_u64())
            .collect();
        assert_eq!(numbers, (0..100).collect::<Vec<u64>>(), "{old:?}");
    }
}

#[test]
fn old_files_are_kept_up_to_the_number_that_is_set() {
    let dir = tempfile::tempdir().expect("a directory");
    let config = LogConfig::new("shop").rotation(Rotation::size(500)).keep(2);
    log_into(config, dir.path(), || {
        for number in 0..100_u32 {
            info!(target: "shop", number, "counted");
        }
    });
    let old = old_names(dir.path(), "app");
    assert_eq!(old.len(), 2, "{old:?}");
}

#[test]
fn files_have_a_format_of_their_own_and_no_colours() {
    let dir = tempfile::tempdir().expect("a directory");
    let config = LogConfig::new("shop")
        .console(Console::Off)
        .colours(true)
        .format(LogFormat::Json)
        .file_format(LogFormat::Pretty)
        .dir(dir.path());
    let (layer, guard) = layers(config).expect("it can be written");
    let subscriber = tracing_subscriber::registry().with(layer);
    tracing::subscriber::with_default(subscriber, || info!("an event"));
    drop(guard);
    let line = read(dir.path(), "app");
    assert!(
        line.contains("an event") && !line.starts_with('{'),
        "{line}"
    );
    assert!(!line.contains('\x1b'), "{line}");
}

#[cfg(unix)]
#[test]
fn the_name_without_a_day_can_be_a_link_to_the_current_file() {
    let dir = tempfile::tempdir().expect("a directory");
    let config = LogConfig::new("shop")
        .rotation(Rotation::size(500))
        .symlinks(true);
    log_into(config, dir.path(), || {
        for number in 0..10_u32 {
            info!(target: "shop", number, "counted");
        }
    });
    let link = dir.path().join("app.log");
    let current = std::fs::read_link(&link).expect("a link");
    let old = old_names(dir.path(), "app");
    assert!(old.len() > 1, "{old:?}");
    assert_eq!(current.to_str(), old.last().map(String::as_str));
    let lines = json(&read_file(dir.path(), "app.log"));
    assert_eq!(lines.last().expect("a line")["number"], 9);
}
