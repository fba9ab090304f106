//! The program that is started, and what it left behind.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// `bin/log_set_up.rs`, with these variables and no others of ours.
pub(crate) fn program(what: &str, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_log-set-up"));
    for name in [
        "ENVIRONMENT",
        "LOG_LEVEL",
        "LOG_FORMAT",
        "LOG_DIR",
        "NO_COLOR",
    ] {
        command.env_remove(name);
    }
    command
        .arg(what)
        .envs(variables.iter().copied())
        .stdin(Stdio::null());
    command
}

/// What a program said that has ended.
pub(crate) struct Said {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) is_well: bool,
}

impl Said {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            out: String::from_utf8(output.stdout).expect("text"),
            err: String::from_utf8(output.stderr).expect("text"),
            is_well: output.status.success(),
        }
    }

    /// The messages of the lines on the standard output.
    pub(crate) fn messages(&self) -> Vec<String> {
        messages(&self.out)
    }
}

pub(crate) fn run(what: &str, variables: &[(&str, &str)]) -> Said {
    Said::of(program(what, variables).output().expect("it starts"))
}

/// As [`run`], for what has to end well.
pub(crate) fn run_well(what: &str, variables: &[(&str, &str)]) -> Said {
    let said = run(what, variables);
    assert!(said.is_well, "{}{}", said.out, said.err);
    said
}

pub(crate) fn json(lines: &str) -> Vec<Value> {
    let parse = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
    lines.lines().map(parse).collect()
}

pub(crate) fn messages(lines: &str) -> Vec<String> {
    let message = |line: &Value| line["message"].as_str().expect("a message").to_owned();
    json(lines).iter().map(message).collect()
}

/// The names of the files in a directory that are written now.
pub(crate) fn names(dir: &Path) -> Vec<String> {
    let mut names = all_names(dir);
    names.retain(|name| !is_old(name));
    names
}

/// The names of the files that have been put aside, as `app.2026-11-21.0001.log` of `app`, in their
/// order.
pub(crate) fn old_names(dir: &Path, of: &str) -> Vec<String> {
    let mut names = all_names(dir);
    names.retain(|name| is_old(name) && name.split('.').next() == Some(of));
    names
}

fn is_old(name: &str) -> bool {
    name.contains(".20")
}

fn all_names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).expect("the directory");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name())
        .map(|name| name.into_string().expect("text"))
        .collect();
    names.sort();
    names
}

/// All that was written into `app.log`, of `app`: midnight may have come meanwhile.
pub(crate) fn read(dir: &Path, of: &str) -> String {
    let current = format!("{of}.log");
    let names = old_names(dir, of).into_iter().chain([current]);
    names.map(|name| read_file(dir, &name)).collect()
}

pub(crate) fn read_file(dir: &Path, name: &str) -> String {
    std::fs::read_to_string(dir.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("text")
}
