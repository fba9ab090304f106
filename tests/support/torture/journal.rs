//! What a producer has tried and what was acknowledged. The lines of a process that is killed are
//! in the kernel by then.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use gambeson::write_behind::ChangeId;

/// A change that was put, under this id, and whether that was acknowledged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tried {
    pub(super) id: ChangeId,
    pub(super) acknowledged: bool,
}

/// All changes of a producer, by their numbers.
pub(super) fn read(path: &Path) -> Vec<Tried> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let mut tried: Vec<Tried> = Vec::new();
    // A line is written in one step; the last may be cut off nevertheless.
    for line in text
        .split_inclusive('\n')
        .filter_map(|line| line.strip_suffix('\n'))
    {
        match line.split_once(' ') {
            Some(("try", id)) => tried.push(Tried {
                id: id.parse().expect("an id"),
                acknowledged: false,
            }),
            _ => tried.last_mut().expect("it was tried").acknowledged = true,
        }
    }
    tried
}

/// How many changes were acknowledged, without reading what they are.
pub(super) fn acknowledged(path: &Path) -> usize {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines().filter(|line| *line == "taken").count()
}

#[derive(Debug)]
pub(super) struct Journal(File);

impl Journal {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().append(true).create(true).open(path)?;
        Ok(Self(file))
    }

    pub(super) fn tries(&mut self, id: ChangeId) -> io::Result<()> {
        self.0.write_all(format!("try {id}\n").as_bytes())
    }

    pub(super) fn taken(&mut self) -> io::Result<()> {
        self.0.write_all(b"taken\n")
    }
}
