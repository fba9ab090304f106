//! `file_line`, `file_line_8threads`: lines on their way into a file of the day, from the first until the last is written.
//!
//! Neither side loses any: whoever finds the queue full waits. The file of a turn is new, and its size is looked at.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use gambeson::log::hidden;
use tracing_appender::non_blocking::NonBlockingBuilder;
use tracing_appender::rolling::{RollingFileAppender, Rotation};

use crate::harness::{Bench, Failure, Subject, scratch};

const NAME: &str = "app.log";
/// As ours has it, unless it is told otherwise.
const QUEUE_BYTES: usize = 8 << 20;
/// A line of JSON as a service writes it.
const LINE: &[u8] = br#"{"timestamp":"2026-02-03T10:20:30.123456Z","level":"INFO","message":"finished","target":"shop::orders","module":"shop::orders","function":"shop::orders::place","file":"src/orders.rs","line":42,"request_id":"0191c5f2-8f6a-7c3e-9b1d-2f4e6a8c0b1d","service":"shop","outcome":"ok","duration_ms":12.25,"busy_ms":0.5}
"#;

pub(super) fn run(bench: &Bench) -> Result<(), Failure> {
    for (case, threads) in [("file_line", 1), ("file_line_8threads", 8)] {
        if bench.wants(case) {
            let dir = scratch::target()?.join(case);
            let subjects = vec![
                subject("ours", dir.join("ours"), threads, ours),
                subject("tracing_appender", dir.join("peer"), threads, theirs),
            ];
            bench.compare(case, subjects);
        }
    }
    Ok(())
}

/// Writes so many lines in each of so many threads.
type Write = fn(&Path, u64, u64) -> Result<(), Failure>;

fn subject(name: &'static str, dir: PathBuf, threads: u64, write: Write) -> Subject<'static> {
    Subject::new(name, move |calls| {
        let each = calls.div_ceil(threads);
        let took = timed(&dir, threads, each, write).expect("a log file can be written");
        // As many lines as were asked for, had the shares come out even.
        let share = took.as_nanos() * u128::from(calls) / u128::from(each * threads);
        Duration::from_nanos(u64::try_from(share).unwrap_or(u64::MAX))
    })
}

fn timed(dir: &Path, threads: u64, each: u64, write: Write) -> Result<Duration, Failure> {
    fs::create_dir_all(dir)?;
    let start = Instant::now();
    write(dir, threads, each)?;
    let took = start.elapsed();
    let mut written = 0;
    for file in fs::read_dir(dir)? {
        written += file?.metadata()?.len();
    }
    fs::remove_dir_all(dir)?;
    if written != threads * each * LINE.len() as u64 {
        return Err(format!("{written} bytes of {threads} times {each} lines").into());
    }
    Ok(took)
}

fn ours(dir: &Path, threads: u64, each: u64) -> Result<(), Failure> {
    let file = hidden::File::open(dir, NAME, QUEUE_BYTES)?;
    at_once(threads, || {
        for _ in 0..each {
            file.push(LINE);
        }
    });
    Ok(())
}

fn theirs(dir: &Path, threads: u64, each: u64) -> Result<(), Failure> {
    let daily = RollingFileAppender::builder().rotation(Rotation::DAILY);
    let file = daily.filename_prefix(NAME).build(dir)?;
    let (lines, _guard) = NonBlockingBuilder::default().lossy(false).finish(file);
    at_once(threads, || {
        let mut lines = lines.clone();
        for _ in 0..each {
            // It takes a line whole, or gives an error that the size of the file tells, too.
            let _ = lines.write_all(LINE);
        }
    });
    Ok(())
}

/// Runs `body` in so many threads, of which this is one.
fn at_once(threads: u64, body: impl Fn() + Sync) {
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(&body);
        }
        body();
    });
}
