//! Starts processes, kills them at moments that depend on how far they have come, and starts them
//! again.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use super::check;
use super::{PRODUCERS, journal, journal_path, producer};
use crate::redis_server::RedisServer;

/// How long nothing may move at all before it is given up.
const STUCK: Duration = Duration::from_secs(120);

/// What is done.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// `bin/write_behind.rs`.
    pub program: &'static str,
    /// A Redis, which all processes share; otherwise a log, which one process has.
    pub redis: bool,
    /// How many processes there are at a time.
    pub processes: usize,
    /// How many changes there are in all, rounded up to whole producers.
    pub changes: usize,
    /// How often each process is killed.
    pub kills: usize,
    /// How often Redis is killed.
    pub redis_kills: usize,
}

/// Carries the plan out, checks what must hold, and says what came of it.
///
/// # Panics
///
/// When something does not hold, or comes to no end.
#[must_use]
pub fn run(plan: Plan) -> String {
    let directory = tempfile::tempdir().expect("a directory");
    let mut server = plan.redis.then(|| {
        let always = ["--appendonly", "yes", "--appendfsync", "always"];
        RedisServer::with(&always)
    });
    let queue = match &server {
        Some(server) => server.url(),
        None => directory.path().join("queue.redb").display().to_string(),
    };
    let begun = Instant::now();
    let mut slots: Vec<Slot> = (0..plan.processes)
        .map(|number| Slot::start(plan, &queue, directory.path(), number))
        .collect();
    let mut redis_killed = 0;
    let mut moved = (0, Instant::now());
    while slots.iter().any(|slot| !slot.killed_enough()) || redis_killed < plan.redis_kills {
        for slot in &mut slots {
            slot.kill_when_due();
        }
        let acknowledged: usize = slots.iter().map(Slot::acknowledged).sum();
        if let Some(server) = &mut server
            && redis_killed < plan.redis_kills
            && acknowledged >= plan.changes * (redis_killed + 1) / (plan.redis_kills + 2)
        {
            server.kill();
            server.restart();
            redis_killed += 1;
        }
        if acknowledged > moved.0 {
            moved = (acknowledged, Instant::now());
        }
        assert!(moved.1.elapsed() < STUCK, "nothing moves: {moved:?}");
        std::thread::sleep(Duration::from_millis(2));
    }
    // All put to the end first: who is still there writes for those that have ended.
    slots.iter_mut().for_each(Slot::await_produced);
    // Once more where there are only workers.
    for slot in &mut slots {
        slot.kill();
        slot.await_produced();
    }
    let produced = begun.elapsed();
    let killed: usize = slots.iter().map(|slot| slot.killed).sum();
    slots.into_iter().for_each(Slot::end);
    let outcome = check::check(directory.path(), plan.processes);
    let wanted = plan.each() * PRODUCERS * plan.processes;
    assert_eq!(
        outcome.acknowledged, wanted,
        "all were acknowledged in the end"
    );
    format!(
        "{} changes from {} process(es), {killed} killed, Redis killed {redis_killed} times: none lost, none out of order, {} \
         given again with their ids; put in {produced:.1?}, written in {:.1?}",
        outcome.acknowledged,
        plan.processes,
        outcome.again,
        begun.elapsed(),
    )
}

impl Plan {
    /// How many changes a producer puts.
    fn each(self) -> usize {
        self.changes.div_ceil(PRODUCERS * self.processes)
    }
}

/// A process, and those that were there before it.
#[derive(Debug)]
struct Slot {
    plan: Plan,
    queue: String,
    directory: PathBuf,
    number: usize,
    killed: usize,
    running: Running,
}

#[derive(Debug)]
struct Running {
    child: Child,
    /// The process ends when it is closed.
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Slot {
    fn start(plan: Plan, queue: &str, directory: &Path, number: usize) -> Self {
        Self {
            plan,
            queue: queue.to_owned(),
            directory: directory.to_owned(),
            number,
            killed: 0,
            running: Running::start(plan, queue, directory, number),
        }
    }

    fn acknowledged(&self) -> usize {
        let journals =
            (0..PRODUCERS).map(|task| journal_path(&self.directory, &producer(self.number, task)));
        journals.map(|path| journal::acknowledged(&path)).sum()
    }

    fn killed_enough(&self) -> bool {
        self.killed >= self.plan.kills
    }

    /// The moments lie evenly in what has been acknowledged, and differ between processes. Where in
    /// a put, a write or an acknowledgement they fall is chance.
    fn kill_when_due(&mut self) {
        let of_all = self.plan.each() * PRODUCERS;
        let share = of_all / (self.plan.kills + 2);
        let due = share * (self.killed + 1) + share * self.number / self.plan.processes;
        if !self.killed_enough() && self.acknowledged() >= due {
            self.kill();
        }
    }

    /// SIGKILL, and another process in its place.
    fn kill(&mut self) {
        // The old one is killed before the new one starts: of a log there is one at a time.
        _ = self.running.child.kill();
        _ = self.running.child.wait();
        self.killed += 1;
        self.running = Running::start(self.plan, &self.queue, &self.directory, self.number);
    }

    fn await_produced(&mut self) {
        let mut line = String::new();
        self.running.output.read_line(&mut line).expect("text");
        assert_eq!(line, "produced\n", "process {}", self.number);
    }

    /// Has it write what is left, and end.
    fn end(mut self) {
        drop(self.running.input.take());
        let mut rest = String::new();
        self.running.output.read_to_string(&mut rest).expect("text");
        assert_eq!(rest, "written\n", "process {}", self.number);
        assert!(self.running.child.wait().expect("it ends").success());
    }
}

impl Running {
    fn start(plan: Plan, queue: &str, directory: &Path, number: usize) -> Self {
        let mut child = Command::new(plan.program)
            .arg(queue)
            .arg(directory)
            .args([number.to_string(), plan.each().to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        Self {
            input: child.stdin.take(),
            output: BufReader::new(child.stdout.take().expect("a pipe")),
            child,
        }
    }
}

/// So that a test that fails leaves nothing behind.
impl Drop for Running {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
