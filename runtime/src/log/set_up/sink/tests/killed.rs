//! Processes that are killed while they log. A test starts itself in a process of its own.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::{env, fs, thread};

use super::super::{RollingFile, Sink, SinkGuard, WhenFull};
use super::support::{directory, names, options, sink};

const THREADS: usize = 8;
const EACH: usize = 125_000;
/// So that there are rotations even of half the lines of one thread.
const SIZE: u64 = 100_000;
const DIR: &str = "GAMBESON_TEST_KILLED_DIR";
const TEST: &str = "GAMBESON_TEST_KILLED";

/// The directory, if this is the process that `child` started for the test.
pub(super) fn is_child(test: &str) -> Option<PathBuf> {
    let is_this = env::var(TEST).is_ok_and(|started| started == test);
    env::var_os(DIR).filter(|_| is_this).map(PathBuf::from)
}

/// This test in a process of its own, started by the shell's `script` if there is one.
pub(super) fn child(module: &str, test: &str, dir: &Path, script: Option<&str>) -> Command {
    let program = env::current_exe().expect("a program");
    let mut command = match script {
        Some(script) => {
            let mut shell = Command::new("sh");
            shell.args(["-c", script]).arg(program);
            shell
        }
        None => Command::new(program),
    };
    command
        .args(["--exact", "--nocapture", "--test-threads=1"])
        .arg(format!("log::set_up::sink::tests::{module}::{test}"))
        .env(TEST, test)
        .env(DIR, dir)
        .stdout(Stdio::piped());
    command
}

/// Logs numbered lines from all threads until `stop`, and says how many each thread has logged.
fn log_numbers(dir: &Path, stop: &AtomicBool) -> (SinkGuard, Vec<usize>) {
    let mut rolling = options(dir);
    rolling.rotation.size = Some(SIZE);
    let file = RollingFile::open(rolling).expect("a file");
    let (sink, guard) = sink(vec![Box::new(file)], 1 << 20, WhenFull::Wait);
    let logged = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| {
                let sink = sink.clone();
                scope.spawn(move || log_thread(&sink, thread, stop))
            })
            .collect();
        let logged = threads
            .into_iter()
            .map(|thread| thread.join().expect("no panic"));
        logged.collect()
    });
    (guard, logged)
}

fn log_thread(sink: &Sink, thread: usize, stop: &AtomicBool) -> usize {
    use std::io::Write as _;

    let mut line = Vec::new();
    for number in 0..EACH {
        if stop.load(Ordering::Relaxed) {
            return number;
        }
        if (thread, number) == (0, EACH / 2) {
            // However the threads take turns, so much is in the files.
            sink.flush();
            println!("\nhalf");
        }
        line.clear();
        writeln!(line, "{thread} {number}").expect("memory");
        sink.push(1, &line);
    }
    EACH
}

/// Waits until the process says `word`.
fn heard(child: &mut Child, word: &str) {
    let out = child.stdout.as_mut().expect("a pipe");
    let mut lines = BufReader::with_capacity(1, out).lines();
    let found = lines.any(|line| line.expect("text") == word);
    assert!(found, "the process ended before it said `{word}`");
}

fn terminate(child: &Child) {
    let id = child.id().to_string();
    let status = Command::new("kill").args(["-TERM", &id]).status();
    assert!(status.expect("kill").success());
}

/// What the files hold, the oldest first.
fn text(dir: &Path) -> String {
    let all = names(dir);
    assert!(all.len() > 2, "there were rotations: {all:?}");
    let mut text = String::new();
    for (place, name) in all.iter().enumerate() {
        let file = fs::read_to_string(dir.join(name)).expect("a file");
        assert!(file.len() as u64 <= SIZE, "{name}");
        // One that is empty only holds a name: the process was killed before the rename.
        let is_whole = file.is_empty() || file.ends_with('\n');
        assert!(is_whole || place + 1 == all.len(), "{name}");
        text.push_str(&file);
    }
    text
}

/// How many lines of each thread there are; they must come in their order, none twice, none left out.
fn counted(text: &str) -> Vec<usize> {
    let mut next: HashMap<usize, usize> = (0..THREADS).map(|thread| (thread, 0)).collect();
    for line in text
        .split_inclusive('\n')
        .filter(|line| line.ends_with('\n'))
    {
        let (thread, number) = line.trim_end().split_once(' ').expect("two numbers");
        let expected = next
            .get_mut(&thread.parse().expect("a thread"))
            .expect("a thread");
        assert_eq!(number.parse(), Ok(*expected), "{line}");
        *expected += 1;
    }
    (0..THREADS).map(|thread| next[&thread]).collect()
}

/// A process that drops its guard at SIGTERM and then says how many lines it has logged.
fn until_terminated(dir: &Path) {
    use tokio::signal::unix::{SignalKind, signal};

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let terminated = runtime.block_on(async { signal(SignalKind::terminate()) });
        let logging = scope.spawn(|| {
            let logged = log_numbers(dir, &stop);
            println!("\nlogged");
            logged
        });
        runtime.block_on(terminated.expect("a signal").recv());
        stop.store(true, Ordering::Relaxed);
        let (guard, logged) = logging.join().expect("no panic");
        drop(guard);
        println!("\n= {logged:?}");
    });
}

/// Terminates the process when it says `word`. How many lines of each thread it logged, and wrote.
fn terminated_at(test: &str, word: &str) -> (Vec<usize>, Vec<usize>) {
    let dir = directory();
    let mut process = child("killed", test, dir.path(), None)
        .spawn()
        .expect("a process");
    heard(&mut process, word);
    terminate(&process);
    let mut said = String::new();
    let mut out = process.stdout.take().expect("a pipe");
    out.read_to_string(&mut said).expect("text");
    assert!(process.wait().expect("a process").success());
    let logged = said
        .lines()
        .find_map(|line| line.strip_prefix("= ["))
        .expect("a list");
    let logged = logged.trim_end_matches(']').split(", ");
    let logged = logged
        .map(|number| number.parse().expect("a number"))
        .collect();
    let lines = text(dir.path());
    assert!(lines.ends_with('\n'));
    (logged, counted(&lines))
}

#[test]
fn of_a_million_lines_none_is_lost_when_a_process_is_terminated() {
    let name = "of_a_million_lines_none_is_lost_when_a_process_is_terminated";
    if let Some(dir) = is_child(name) {
        return until_terminated(&dir);
    }
    let (logged, written) = terminated_at(name, "logged");
    assert_eq!(logged, [EACH; THREADS]);
    assert_eq!(written, logged);
}

#[test]
fn a_process_that_is_terminated_while_it_logs_writes_what_it_logged() {
    let name = "a_process_that_is_terminated_while_it_logs_writes_what_it_logged";
    if let Some(dir) = is_child(name) {
        return until_terminated(&dir);
    }
    let (logged, written) = terminated_at(name, "half");
    assert_eq!(written, logged);
}

#[test]
fn of_a_process_that_is_killed_only_the_end_is_missing() {
    let name = "of_a_process_that_is_killed_only_the_end_is_missing";
    if let Some(dir) = is_child(name) {
        let _guard = log_numbers(&dir, &AtomicBool::new(false));
        println!("\nlogged");
        loop {
            thread::park();
        }
    }
    let dir = directory();
    let mut process = child("killed", name, dir.path(), None)
        .spawn()
        .expect("a process");
    heard(&mut process, "half");
    process.kill().expect("a process");
    process.wait().expect("a process");
    // `counted` refuses gaps: what is there of a thread is a beginning.
    let written = counted(&text(dir.path()));
    assert!(written.first() >= Some(&(EACH / 2)), "{written:?}");
}
