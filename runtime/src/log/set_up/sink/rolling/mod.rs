//! Files that rotate: by day, by size, or by both.
//!
//! # Names
//!
//! The current file of `app.log` is `app.log`, so that `tail -F` follows it, and old ones are
//! `app.<day>.<number>.log`, as `app.2026-11-21.0001.log`: the day is that of their lines, the numbers of
//! a day begin at 1 and have at least four digits, so that names sort as the files came (up to 9,999 a
//! day). A compressed one is called `.gz` besides. With a symbolic link, the current file bears such a
//! name from its beginning, and `app.log` is the link to it.
//!
//! A number is one more than the highest of its day, and an old name is taken by creating a file of that
//! name, which fails if there is one: nothing is ever overwritten. Only files of exactly these names are
//! compressed or removed.
//!
//! # Faults
//!
//! What a write could not place is cut off behind the last whole line. A file that somebody moved,
//! removed or replaced is opened again by its name, in its directory, which is made again too. If a
//! rotation fails, lines go on into the file there is, and it is tried again a second later.
//!
//! A directory belongs to one process: two that log to the same names lose no whole lines, but either may
//! compress what the other still has open.

mod current;
mod days;
mod error;
#[cfg(feature = "gzip")]
mod gzip;
mod link;
mod names;
mod old;
mod options;

use std::io;

use jiff::{Timestamp, ToSpan as _, civil::Date};

use self::current::Current;
use self::days::{Days, Now};
#[cfg(feature = "gzip")]
use self::gzip::Compressor;
use self::old::Shelf;
use super::output::{Output, Unwritten};

pub(in crate::log::set_up) use self::days::Zone;
pub(in crate::log::set_up) use self::error::OpenError;
pub(in crate::log::set_up) use self::options::{Keep, RollingOptions, Rotation};

/// How long a rotation that failed is not tried again.
const PAUSE_SECONDS: i64 = 1;

/// A file that rotates.
pub(in crate::log::set_up) struct RollingFile {
    name: String,
    shelf: Shelf,
    days: Days,
    rotation: Rotation,
    symlink: bool,
    current: Option<Current>,
    /// The day of the current file's lines, and the number that its name has beside a link.
    day: Date,
    number: u32,
    /// When that day is over; never, where only the size counts.
    until: Timestamp,
    /// No rotation before this.
    paused: Option<Timestamp>,
    rotations: u64,
    #[cfg(feature = "gzip")]
    compressor: Option<Compressor>,
}

impl RollingFile {
    /// Opens the current file, makes its directory if there is none, and removes what is too old.
    ///
    /// # Errors
    ///
    /// When the directory or the file cannot be made or written; the error names it.
    pub(in crate::log::set_up) fn open(options: RollingOptions) -> Result<Self, OpenError> {
        Self::open_with(options, Box::new(Timestamp::now))
    }

    pub(super) fn open_with(options: RollingOptions, now: Now) -> Result<Self, OpenError> {
        let days = Days::new(options.rotation.daily.unwrap_or(Zone::Utc), now);
        let now = days.now();
        let shelf = Shelf::new(&options)?;
        let mut file = Self {
            name: options.name,
            shelf,
            day: days.of(now),
            number: 0,
            until: Timestamp::MAX,
            days,
            rotation: options.rotation,
            symlink: options.symlink,
            current: None,
            paused: None,
            rotations: 0,
            #[cfg(feature = "gzip")]
            compressor: options.compress.then(Compressor::default),
        };
        file.shelf.make_dir()?;
        let opened = file.reopen(now).and_then(|()| file.check_link());
        opened.map_err(|error| OpenError::new(file.shelf.path(&file.name), error))?;
        if file.is_due(now) {
            file.rotate(now);
        }
        file.tidy(now, true);
        Ok(file)
    }

    /// Waits for what is being compressed.
    #[cfg(all(test, feature = "gzip"))]
    pub(super) fn finish_compressing(&mut self) {
        if let Some(compressor) = self.compressor.take() {
            compressor.finish();
        }
    }

    /// Opens the file that is the current one by its name.
    fn reopen(&mut self, now: Timestamp) -> io::Result<()> {
        self.current = None;
        self.shelf.ensure_dir()?;
        let today = self.days.of(now);
        let current = if self.symlink {
            // The lines matter more than the link. What is wrong with it is said at the start.
            let _ = link::retire_plain(&self.shelf, &self.name, &self.days);
            let (day, number) = (today, self.shelf.open_number(today)?);
            let name = self.shelf.names().old(day, number);
            let current = Current::open(self.shelf.path(&name))?;
            let _ = link::point(&self.shelf, &self.name, &name);
            (self.day, self.number) = (day, number);
            current
        } else {
            link::remove_ours(&self.shelf, &self.name);
            let current = Current::open(self.shelf.path(&self.name))?;
            // What was written to it last says which day it is of.
            self.day = current.written_at().map_or(today, |at| self.days.of(at));
            current
        };
        self.until = match self.rotation.daily {
            Some(_) if current.is_regular() => self.days.end(self.day),
            _ => Timestamp::MAX,
        };
        self.current = Some(current);
        Ok(())
    }

    /// That there is a link, if there is to be one.
    fn check_link(&self) -> io::Result<()> {
        if !self.symlink {
            return Ok(());
        }
        let name = self.shelf.names().old(self.day, self.number);
        link::point(&self.shelf, &self.name, &name)
    }

    fn is_due(&self, now: Timestamp) -> bool {
        now >= self.until && self.may_rotate(now)
    }

    fn may_rotate(&self, now: Timestamp) -> bool {
        self.paused.is_none_or(|until| now >= until)
    }

    /// Begins a new file. If that fails the old one is written on.
    fn rotate(&mut self, now: Timestamp) {
        if self.current_is_empty() && !self.symlink {
            // A day without lines leaves no file behind.
            return self.begin_day(now);
        }
        let begun = if self.symlink {
            self.begin_next(now)
        } else {
            self.put_away(now)
        };
        if begun.is_err() {
            let pause = PAUSE_SECONDS.seconds();
            self.paused = now.checked_add(pause).ok();
            return;
        }
        self.paused = None;
        self.rotations += 1;
        self.tidy(now, false);
    }

    fn current_is_empty(&self) -> bool {
        self.current.as_ref().is_some_and(Current::is_empty)
    }

    fn put_away(&mut self, now: Timestamp) -> io::Result<()> {
        let day = match self.rotation.daily {
            Some(_) => self.day,
            None => self.days.of(now),
        };
        if cfg!(not(unix)) {
            // There, a file that is open is not moved.
            self.current = None;
        }
        // If this fails, the file that is open may be one that could not be opened again.
        self.shelf.put_away(&self.name, day)?;
        self.reopen(now)?;
        self.begin_day(now);
        Ok(())
    }

    fn begin_next(&mut self, now: Timestamp) -> io::Result<()> {
        let today = self.days.of(now);
        let number = self.shelf.take(today)?;
        let name = self.shelf.names().old(today, number);
        let current = Current::open(self.shelf.path(&name))?;
        self.number = number;
        self.current = Some(current);
        self.begin_day(now);
        // Otherwise it is made with the next file.
        let _ = link::point(&self.shelf, &self.name, &name);
        Ok(())
    }

    /// The current file is of today, whenever it was written to.
    fn begin_day(&mut self, now: Timestamp) {
        self.day = self.days.of(now);
        if self.until != Timestamp::MAX {
            self.until = self.days.end(self.day);
        }
    }

    /// Removes what is not to be kept, and compresses what is.
    fn tidy(&mut self, now: Timestamp, at_start: bool) {
        let current = self.symlink.then_some((self.day, self.number));
        let left = self.shelf.prune(&self.days, now, current, at_start);
        #[cfg(feature = "gzip")]
        if let Some(compressor) = &mut self.compressor {
            compressor.compress(left);
        }
        #[cfg(not(feature = "gzip"))]
        drop(left);
    }

    /// The file to write to: opened again if it is not where it was.
    fn file(&mut self, now: Timestamp) -> io::Result<&mut Current> {
        if !self.current.as_mut().is_some_and(Current::is_in_place) {
            self.current = None;
        }
        self.opened(now)
    }

    fn opened(&mut self, now: Timestamp) -> io::Result<&mut Current> {
        if self.current.is_none() {
            self.reopen(now)?;
        }
        self.current
            .as_mut()
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Writes lines of the beginning of `lines`, and says how many bytes they are: at least one line.
    fn write_some(&mut self, lines: &[u8]) -> Result<usize, (usize, io::Error)> {
        let now = self.days.now();
        let limit = self.rotation.size.unwrap_or(u64::MAX);
        let file = self.file(now).map_err(unwritten)?;
        let is_full = file.fitting(lines, limit) == 0 && !file.is_empty();
        if (is_full && self.may_rotate(now)) || self.is_due(now) {
            self.rotate(now);
        }
        let file = self.opened(now).map_err(unwritten)?;
        let mut fitting = file.fitting(lines, limit);
        if fitting == 0 {
            fitting = if file.is_empty() {
                // A line that is larger than a file has one to itself.
                first_line(lines)
            } else {
                // There is no new file to be had.
                lines.len()
            };
        }
        let (some, _) = lines.split_at_checked(fitting).unwrap_or((lines, &[]));
        file.write(some)?;
        Ok(some.len())
    }
}

fn unwritten(error: io::Error) -> (usize, io::Error) {
    (0, error)
}

fn first_line(lines: &[u8]) -> usize {
    memchr::memchr(b'\n', lines).map_or(lines.len(), |end| end + 1)
}

impl Output for RollingFile {
    fn name(&self) -> &str {
        &self.name
    }

    fn write(&mut self, lines: &[u8]) -> Result<(), Unwritten> {
        let mut rest = lines;
        while !rest.is_empty() {
            match self.write_some(rest) {
                Ok(written) => rest = rest.get(written..).unwrap_or_default(),
                Err((kept, error)) => {
                    // Opened again for the next lines, which helps where the file itself is what fails.
                    self.current = None;
                    let lost = rest.get(kept..).unwrap_or_default();
                    return Err(Unwritten::all(lost, error));
                }
            }
        }
        Ok(())
    }

    fn rotations(&self) -> u64 {
        self.rotations
    }
}
