//! Subjects that need a process of their own: each process has one subscriber, one logger, one recorder.
//!
//! A child stays for the whole case and makes as many calls as it is told to, so that subjects take turns as they do in
//! one process. The child times its own calls.

use std::io::{BufRead, BufReader, Write, stdin, stdout};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitCode, Stdio};
use std::time::Duration;

use super::{Failure, Subject};

/// A subject in a process of its own: this program, started again with these two arguments.
pub(crate) fn subject(
    first: &str,
    case: &str,
    name: &'static str,
) -> Result<Subject<'static>, Failure> {
    let mut process = Process::start(first, case, name)?;
    Ok(Subject::new(name, move |calls| {
        process.time(calls).expect("the child makes its calls")
    }))
}

struct Process {
    child: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Process {
    fn start(first: &str, case: &str, name: &str) -> Result<Self, Failure> {
        let mut child = Command::new(std::env::current_exe()?)
            .args([first, case, name])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let orders = child.stdin.take();
        let answers = child.stdout.take().ok_or("the child has no output")?;
        Ok(Self {
            child,
            orders,
            answers: BufReader::new(answers),
        })
    }

    fn time(&mut self, calls: u64) -> Result<Duration, Failure> {
        let orders = self.orders.as_mut().ok_or("the child has no input")?;
        writeln!(orders, "{calls}")?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        Ok(Duration::from_nanos(answer.trim().parse()?))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The end of its input ends it.
        drop(self.orders.take());
        let _ = self.child.wait();
    }
}

/// What the child does: `after` runs when a turn is over, and is not timed.
pub(crate) fn serve(mut subject: Subject<'_>, mut after: impl FnMut()) -> ExitCode {
    for order in stdin().lines() {
        let calls = order.ok().and_then(|order| order.parse().ok());
        let Some(calls) = calls else {
            return ExitCode::FAILURE;
        };
        let took = subject.time(calls).as_nanos();
        after();
        if writeln!(stdout(), "{took}")
            .and_then(|()| stdout().flush())
            .is_err()
        {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
