//! The directory, and the old files in it.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;

use super::days::Days;
use super::error::OpenError;
use super::names::{Form, Names, Old};
use super::options::{Keep, RollingOptions};

pub(super) struct Shelf {
    dir: PathBuf,
    names: Names,
    keep: Keep,
}

impl Shelf {
    pub(super) fn new(options: &RollingOptions) -> Result<Self, OpenError> {
        let names = Names::new(&options.name).ok_or_else(|| {
            let error = io::Error::new(ErrorKind::InvalidInput, "it is no name of a file");
            OpenError::new(PathBuf::from(&options.name), error)
        })?;
        Ok(Self {
            dir: options.dir.clone(),
            names,
            keep: options.keep,
        })
    }

    pub(super) fn names(&self) -> &Names {
        &self.names
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    pub(super) fn ensure_dir(&self) -> io::Result<()> {
        if self.dir.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(&self.dir)
    }

    pub(super) fn make_dir(&self) -> Result<(), OpenError> {
        let made = self.ensure_dir();
        made.map_err(|error| OpenError::new(self.dir.clone(), error))
    }

    /// All files of ours, the oldest first.
    fn list(&self) -> io::Result<Vec<Old>> {
        let mut all = Vec::new();
        for entry in fs::read_dir(&self.dir)? {
            if let Some(old) = entry?
                .file_name()
                .to_str()
                .and_then(|name| self.names.parse(name))
            {
                all.push(old);
            }
        }
        all.sort_unstable();
        Ok(all)
    }

    /// The highest number of the day; 0 if there is none.
    fn last_number(&self, day: Date) -> io::Result<u32> {
        let all = self.list()?;
        let numbers = all.iter().filter(|old| old.day == day);
        Ok(numbers.map(|old| old.number).max().unwrap_or(0))
    }

    /// The number that a file beside a link has after a restart: the last of the day, unless that has
    /// been compressed.
    pub(super) fn open_number(&self, day: Date) -> io::Result<u32> {
        let last = self.last_number(day)?;
        let plain = self.path(&self.names.old(day, last)).exists();
        Ok(if plain { last } else { last.saturating_add(1) })
    }

    /// Takes the next number of the day, by an empty file of that name.
    pub(super) fn take(&self, day: Date) -> io::Result<u32> {
        let mut number = self.last_number(day)?;
        loop {
            number = number
                .checked_add(1)
                .ok_or_else(|| io::Error::other("no number is left"))?;
            let path = self.path(&self.names.old(day, number));
            match OpenOptions::new().write(true).create_new(true).open(path) {
                Ok(_) => return Ok(number),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Gives the file of this name the next old name of the day.
    pub(super) fn put_away(&self, name: &str, day: Date) -> io::Result<()> {
        let number = self.take(day)?;
        let old = self.path(&self.names.old(day, number));
        // Over the empty file that holds the name.
        fs::rename(self.path(name), &old).inspect_err(|_| remove(&old))
    }

    /// Removes what is not to be kept, and gives the paths of what is left and not compressed.
    /// `current` is written to, whatever its name.
    pub(super) fn prune(
        &self,
        days: &Days,
        now: Timestamp,
        current: Option<(Date, u32)>,
        at_start: bool,
    ) -> Vec<PathBuf> {
        // What cannot be listed now is pruned another time.
        let mut all = self.list().unwrap_or_default();
        all.retain(|old| Some((old.day, old.number)) != current);
        if at_start {
            all.retain(|old| !self.remove_leftover(old));
        }
        all.retain(|old| old.form != Form::Unfinished);
        let kept_from = self.kept_from(&all, days, now);
        let (gone, left) = all.split_at_checked(kept_from).unwrap_or((&all, &[]));
        for old in gone {
            remove(&self.path_of(old));
        }
        let plain = left.iter().filter(|old| old.form == Form::Plain);
        plain.map(|old| self.path_of(old)).collect()
    }

    /// Removes what a process that was killed left unfinished: half a compressed file, or an empty one that
    /// only held a name.
    fn remove_leftover(&self, old: &Old) -> bool {
        let path = self.path_of(old);
        let is_leftover = match old.form {
            Form::Unfinished => true,
            Form::Plain => fs::metadata(&path).is_ok_and(|meta| meta.len() == 0),
            Form::Gzip => false,
        };
        if is_leftover {
            remove(&path);
        }
        is_leftover
    }

    /// The place of the first that is kept. One that is there in two forms counts once.
    fn kept_from(&self, all: &[Old], days: &Days, now: Timestamp) -> usize {
        let expired = self.keep.age.map_or(0, |age| {
            let oldest = Days::before(now, age);
            all.partition_point(|old| days.end(old.day) <= oldest)
        });
        let is_same = |a: &Old, b: &Old| (a.day, a.number) == (b.day, b.number);
        let too_many = self.keep.files.map_or(0, |files| {
            let kept = all.chunk_by(is_same).rev().take(files);
            all.len() - kept.map(<[Old]>::len).sum::<usize>()
        });
        expired.max(too_many)
    }

    fn path_of(&self, old: &Old) -> PathBuf {
        self.path(&self.names.of(old))
    }
}

/// What cannot be removed now is removed another time, if it is still there.
pub(super) fn remove(path: &Path) {
    let _ = fs::remove_file(path);
}
