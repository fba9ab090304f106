//! A test in a process of its own, which the shell has prepared for it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

const DIR: &str = "GAMBESON_TEST_DIR";
const TEST: &str = "GAMBESON_TEST";

/// The directory, if this is the process that [`started`] has started for the test.
pub(super) fn is_child(test: &str) -> Option<PathBuf> {
    let is_this = env::var(TEST).is_ok_and(|started| started == test);
    env::var_os(DIR).filter(|_| is_this).map(PathBuf::from)
}

/// This test of `faults`, by the shell's `script`, which is given the program and its arguments, and
/// in `GAMBESON_TEST_DIR` the directory.
pub(super) fn started(test: &str, dir: &Path, script: &str) -> ExitStatus {
    Command::new("sh")
        .args(["-c", script])
        .arg(env::current_exe().expect("a program"))
        .args(["--exact", "--nocapture", "--test-threads=1"])
        .arg(format!("log::set_up::sink::tests::faults::{test}"))
        .env(TEST, test)
        .env(DIR, dir)
        // Not ours, which may be a file: the limit of its size would be that of all.
        .stdout(Stdio::null())
        .status()
        .expect("a process")
}
