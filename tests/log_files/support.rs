//! The program, and what is in its directory.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::thread::{self, JoinHandle};

use serde_json::Value;

/// `bin/log_files.rs`, with its files in `dir`; the shell's `script` starts it, if there is one.
pub(crate) fn program(what: &str, dir: &Path, script: Option<&str>) -> Command {
    let program = env!("CARGO_BIN_EXE_log-files");
    let mut command = match script {
        Some(script) => {
            let mut shell = Command::new("sh");
            shell.args(["-c", script, program]);
            shell
        }
        None => Command::new(program),
    };
    command
        .arg(what)
        .env("ENVIRONMENT", "production")
        .env("LOG_DIR", dir)
        .env_remove("LOG_LEVEL")
        .env_remove("LOG_FORMAT");
    command
}

/// The program that logs what it is told to.
pub(crate) struct Logs {
    child: Child,
    answers: BufReader<ChildStderr>,
    /// Read all the time: a console that nobody reads holds the files up.
    console: JoinHandle<String>,
}

impl Logs {
    pub(crate) fn started(dir: &Path, script: Option<&str>) -> Self {
        let mut child = program("answers", dir, script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let answers = BufReader::new(child.stderr.take().expect("a pipe"));
        let mut out = child.stdout.take().expect("a pipe");
        let console = thread::spawn(move || {
            let mut shown = String::new();
            out.read_to_string(&mut shown).expect("text");
            shown
        });
        Self {
            child,
            answers,
            console,
        }
    }

    /// Logs so many lines. How many were dropped since the program began.
    pub(crate) fn log(&mut self, lines: usize) -> usize {
        let input = self.child.stdin.as_mut().expect("a pipe");
        writeln!(input, "{lines}").expect("it listens");
        let mut answer = String::new();
        self.answers.read_line(&mut answer).expect("text");
        answer.trim().parse().expect("a number")
    }

    /// What the console showed until the end.
    pub(crate) fn end(mut self) -> String {
        drop(self.child.stdin.take());
        assert!(self.child.wait().expect("it ends").success());
        self.console.join().expect("text")
    }
}

/// The numbers in lines of JSON, which are all whole, and the messages of those that have none.
pub(crate) fn numbers(text: &str) -> (Vec<u64>, Vec<String>) {
    assert!(text.is_empty() || text.ends_with('\n'), "{text}");
    let (mut numbers, mut told) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        match line["number"].as_u64() {
            Some(number) => numbers.push(number),
            None => told.push(line["message"].as_str().expect("a message").to_owned()),
        }
    }
    (numbers, told)
}

/// The files of all lines: those that were put aside, in their order, and then the current one.
pub(crate) fn all_files(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).expect("the directory");
    let mut old: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name())
        .map(|name| name.into_string().expect("text"))
        .filter(|name| name.starts_with("app.2"))
        .collect();
    old.sort();
    old.push("app.log".to_owned());
    old.into_iter().map(|name| dir.join(name)).collect()
}
