//! Outputs and directories to look into.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use tempfile::TempDir;

use super::super::{
    Keep, Notice, Output, RollingFile, RollingOptions, Rotation, Sink, SinkGuard, SinkOptions,
    Tell, Unwritten, WhenFull,
};
use crate::sync::lock;

/// What was written to an output.
#[derive(Clone, Default)]
pub(super) struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    pub(super) fn text(&self) -> String {
        String::from_utf8(lock(&self.0).clone()).expect("text")
    }
}

/// An output that keeps what it is given.
pub(super) struct Kept(pub(super) Written);

impl Output for Kept {
    fn name(&self) -> &'static str {
        "kept"
    }

    fn write(&mut self, lines: &[u8]) -> Result<(), Unwritten> {
        lock(&self.0.0).extend_from_slice(lines);
        Ok(())
    }
}

/// An output that says that it has been called, and is done when it is let go on.
pub(super) struct Held {
    pub(super) written: Written,
    pub(super) called: Sender<()>,
    pub(super) go_on: Receiver<()>,
}

impl Output for Held {
    fn name(&self) -> &'static str {
        "held"
    }

    fn write(&mut self, lines: &[u8]) -> Result<(), Unwritten> {
        // Once the test is over, nobody holds it.
        let _ = self.called.send(());
        let _ = self.go_on.recv();
        Kept(self.written.clone()).write(lines)
    }
}

/// The two ends of a held output that a test has.
pub(super) struct Hold {
    pub(super) written: Written,
    pub(super) called: Receiver<()>,
    pub(super) go_on: Sender<()>,
}

pub(super) fn held() -> (Held, Hold) {
    let written = Written::default();
    let (call, called) = channel();
    let (go_on, gone_on) = channel();
    let output = Held {
        written: written.clone(),
        called: call,
        go_on: gone_on,
    };
    let hold = Hold {
        written,
        called,
        go_on,
    };
    (output, hold)
}

/// An output made of a function.
pub(super) struct By<F>(pub(super) F);

impl<F: FnMut(&[u8]) -> io::Result<()> + Send> Output for By<F> {
    fn name(&self) -> &'static str {
        "by"
    }

    fn write(&mut self, lines: &[u8]) -> Result<(), Unwritten> {
        (self.0)(lines).map_err(|error| Unwritten::all(lines, error))
    }
}

/// Notices as lines that begin with `!`.
pub(super) fn told() -> Tell {
    Box::new(|_, notice: &Notice<'_>, line| {
        line.extend_from_slice(format!("! {notice}\n").as_bytes());
    })
}

pub(super) fn sink(
    outputs: Vec<Box<dyn Output>>,
    capacity_bytes: usize,
    when_full: WhenFull,
) -> (Sink, SinkGuard) {
    let options = SinkOptions {
        capacity_bytes,
        when_full,
        tell: told(),
    };
    Sink::start(outputs, options).expect("a thread")
}

/// A time that a test sets.
#[derive(Clone)]
pub(super) struct Time(Arc<Mutex<Timestamp>>);

impl Time {
    pub(super) fn at(text: &str) -> Self {
        Self(Arc::new(Mutex::new(time(text))))
    }

    pub(super) fn set(&self, text: &str) {
        *lock(&self.0) = time(text);
    }

    pub(super) fn open(&self, options: RollingOptions) -> RollingFile {
        let now = self.clone();
        RollingFile::open_with(options, Box::new(move || *lock(&now.0))).expect("a file")
    }
}

pub(super) fn time(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

/// `app.log` in `dir`: rotates as by default, keeps everything.
pub(super) fn options(dir: &Path) -> RollingOptions {
    RollingOptions {
        dir: dir.to_owned(),
        name: "app.log".into(),
        rotation: Rotation::default(),
        keep: Keep {
            files: None,
            age: None,
        },
        #[cfg(feature = "gzip")]
        compress: false,
        symlink: false,
    }
}

pub(super) fn directory() -> TempDir {
    tempfile::tempdir().expect("a directory")
}

/// The names in a directory, sorted.
pub(super) fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).expect("a directory");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names
        .map(|name| name.into_string().expect("text"))
        .collect();
    names.sort();
    names
}

pub(super) fn read(dir: &Path, name: &str) -> String {
    fs::read_to_string(dir.join(name)).expect("a file")
}

pub(super) fn write(file: &mut RollingFile, lines: &str) {
    file.write(lines.as_bytes()).expect("room");
}
