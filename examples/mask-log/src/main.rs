//! Masks a log from standard input to standard output: `mask-log < access.log`.
//!
//! What it found goes to standard error, so that the masked log stays alone.

mod asked;
mod report;

use std::io::{self, ErrorKind, Read, Write};
use std::process::ExitCode;
use std::time::Instant;

use asked::Asked;
use gambeson::Masker;
use gambeson::mask::MaskWriter;
use report::Report;

/// Bytes per read: enough that the system's calls do not count.
const CHUNK: usize = 256 << 10;

fn main() -> ExitCode {
    let asked = match Asked::from_args(std::env::args_os().skip(1)) {
        Ok(asked) => asked,
        Err(error) => return refused(&error.to_string()),
    };
    let outcome = match asked {
        Asked::Help => io::stdout().write_all(asked::help().as_bytes()),
        Asked::Mask(builder) => match builder.build() {
            Ok(masker) => mask(masker),
            Err(error) => return refused(&error.to_string()),
        },
    };
    match outcome {
        // Whoever read the output has had enough, as `head` has: that is no failure.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            say(&format!("mask-log: {error}\n"));
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Everything, then the report. What arrives bit by bit is written as soon as a line of it is complete.
fn mask(masker: Masker) -> io::Result<()> {
    let start = Instant::now();
    let mut input = io::stdin().lock();
    let mut output = MaskWriter::with_masker(io::stdout().lock(), masker);
    let mut chunk = vec![0; CHUNK];
    let mut bytes = 0;
    loop {
        let read = match input.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        output.write_all(chunk.get(..read).unwrap_or_default())?;
        bytes += read as u64;
    }
    output.finish_mut()?;
    let found = output.summary().kinds();
    say(&Report::new(bytes, start.elapsed(), found).to_string());
    Ok(())
}

fn refused(why: &str) -> ExitCode {
    say(&format!(
        "mask-log: {why}; `mask-log --help` says what it takes\n"
    ));
    ExitCode::from(2)
}

/// To standard error; where nobody listens, there is nobody to tell.
fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}
