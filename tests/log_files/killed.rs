//! A million lines of eight threads, through rotations, until a signal comes.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde::Deserialize;

use crate::support::{all_files, program};

/// As the program has them.
const THREADS: usize = 8;
const EACH: usize = 125_000;
const SOME: usize = 20_000;
const FILE_BYTES: u64 = 1_000_000;

/// The program, when it has said `word`.
fn started(dir: &Path, word: &str) -> Child {
    let mut child = program("threads", dir, None)
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let out = child.stdout.as_mut().expect("a pipe");
    let mut lines = BufReader::with_capacity(1, out).lines();
    let is_said = lines.any(|line| line.expect("text") == word);
    assert!(is_said, "it ended before it said `{word}`");
    child
}

/// Terminates the program when it says `word`. How many lines each thread logged, and how many of
/// them are in the files.
fn terminated_at(word: &str) -> (Vec<usize>, Vec<usize>) {
    let dir = tempfile::tempdir().expect("a directory");
    let mut child = started(dir.path(), word);
    let id = child.id().to_string();
    let status = Command::new("kill").args(["-TERM", &id]).status();
    assert!(status.expect("kill").success());
    let mut said = String::new();
    let mut out = child.stdout.take().expect("a pipe");
    out.read_to_string(&mut said).expect("text");
    assert!(child.wait().expect("it ends").success());
    let logged = said.lines().find_map(|line| line.strip_prefix("= "));
    let logged = serde_json::from_str(logged.expect("a list")).expect("numbers");
    let (written, is_whole) = written(dir.path());
    assert!(is_whole, "the last line");
    (logged, written)
}

/// How many lines of each thread are in the files, and whether the last line is whole. Those of a
/// thread must come in their order, none twice and none left out.
fn written(dir: &Path) -> (Vec<usize>, bool) {
    let files = all_files(dir);
    assert!(files.len() > 2, "there were rotations: {files:?}");
    let mut next = vec![0; THREADS];
    let mut is_whole = true;
    for path in &files {
        assert!(is_whole, "only the last file may end in half a line");
        let text = std::fs::read_to_string(path).expect("a file");
        assert!(text.len() as u64 <= FILE_BYTES, "{}", path.display());
        for line in text.split_inclusive('\n') {
            is_whole = line.ends_with('\n');
            if is_whole {
                count(line, &mut next);
            }
        }
    }
    (next, is_whole)
}

/// What is read of a line.
#[derive(Deserialize)]
struct Counted {
    thread: usize,
    number: usize,
}

fn count(line: &str, next: &mut [usize]) {
    let counted: Counted =
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
    let next = &mut next[counted.thread];
    assert_eq!(counted.number, *next, "{line}");
    *next += 1;
}

#[test]
fn of_a_million_lines_each_is_there_once_when_the_program_is_terminated() {
    let (logged, written) = terminated_at("logged");
    assert_eq!(logged, [EACH; THREADS]);
    assert_eq!(written, logged);
}

#[test]
fn a_program_that_is_terminated_while_it_logs_has_written_what_it_logged() {
    let (logged, written) = terminated_at("some");
    assert_eq!(written, logged);
}

#[test]
fn of_a_program_that_is_killed_only_the_end_is_missing() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut child = started(dir.path(), "some");
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    // `written` refuses gaps: what is there of a thread is a beginning.
    let (written, _) = written(dir.path());
    assert!(written.first() >= Some(&SOME), "{written:?}");
}
