//! The console, or anything else that is written to as it comes.

use std::io::{self, ErrorKind, Write};
use std::thread;
use std::time::Duration;

use super::output::{Output, Unwritten};

/// How long a stream is waited for that takes nothing, as a terminal that another program has made
/// non-blocking: so often, for this time.
const TRIES: u32 = 200;
const PAUSE: Duration = Duration::from_millis(5);

/// The console, or anything else that is written to as it comes.
pub(in crate::log::set_up) struct Stream<W> {
    name: &'static str,
    writer: W,
}

impl<W: Write + Send> Stream<W> {
    pub(in crate::log::set_up) fn new(name: &'static str, writer: W) -> Self {
        Self { name, writer }
    }

    /// How much of `lines` was written, and the error that was in the way of the rest.
    fn write_all(&mut self, lines: &[u8]) -> Result<(), (usize, io::Error)> {
        let mut written = 0;
        let mut tries = 0;
        while let Some(rest) = lines.get(written..)
            && !rest.is_empty()
        {
            match self.writer.write(rest) {
                Ok(0) => return Err((written, ErrorKind::WriteZero.into())),
                Ok(more) => {
                    written += more;
                    tries = 0;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock && tries < TRIES => {
                    tries += 1;
                    thread::sleep(PAUSE);
                }
                Err(error) => return Err((written, error)),
            }
        }
        Ok(())
    }
}

impl<W: Write + Send> Output for Stream<W> {
    fn name(&self) -> &str {
        self.name
    }

    fn write(&mut self, lines: &[u8]) -> Result<(), Unwritten> {
        self.write_all(lines).map_err(|(written, error)| {
            Unwritten::all(lines.get(written..).unwrap_or_default(), error)
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
