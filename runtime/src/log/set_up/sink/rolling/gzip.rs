//! Old files, compressed by a thread of their own.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::old::remove;

const CHUNK: usize = 64 * 1024;

/// Compresses files, one after the other. When it is dropped it leaves off; what is not compressed then
/// is the next time that the log is opened.
#[derive(Default)]
pub(super) struct Compressor {
    thread: Option<(Sender<PathBuf>, JoinHandle<()>)>,
    stop: Arc<AtomicBool>,
    /// What has been given to the thread.
    given: Vec<PathBuf>,
}

impl Compressor {
    /// Has these compressed, each once.
    pub(super) fn compress(&mut self, files: Vec<PathBuf>) {
        for file in files.iter().filter(|file| !self.given.contains(file)) {
            if self.thread.is_none() {
                self.thread = start(&self.stop);
            }
            // Without a thread they stay as they are.
            if let Some((queue, _)) = &self.thread {
                let _ = queue.send(file.clone());
            }
        }
        self.given = files;
    }

    /// Waits for what it was given.
    #[cfg(test)]
    pub(super) fn finish(mut self) {
        if let Some((queue, thread)) = self.thread.take() {
            drop(queue);
            thread.join().expect("no panic");
        }
    }
}

impl Drop for Compressor {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some((queue, thread)) = self.thread.take() {
            drop(queue);
            let _ = thread.join();
        }
    }
}

fn start(stop: &Arc<AtomicBool>) -> Option<(Sender<PathBuf>, JoinHandle<()>)> {
    let (queue, files) = mpsc::channel();
    let stop = Arc::clone(stop);
    let thread = thread::Builder::new().name("gambeson-gzip".into());
    let thread = thread.spawn(move || run(&files, &stop));
    thread.ok().map(|thread| (queue, thread))
}

fn run(files: &Receiver<PathBuf>, stop: &AtomicBool) {
    for file in files {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        // One that cannot be compressed, or has been removed meanwhile, is tried again at the next start.
        let _ = replace(&file, stop);
    }
}

/// Puts `file.gz` in the place of `file`. Whenever the process is killed, one of them is there and whole.
pub(super) fn replace(file: &Path, stop: &AtomicBool) -> io::Result<()> {
    let finished = beside(file, ".gz");
    // The process was killed between the last two steps.
    if !finished.exists() {
        let unfinished = beside(file, ".gz.tmp");
        let written = write(file, &unfinished, stop);
        let renamed = written.and_then(|()| fs::rename(&unfinished, &finished));
        renamed.inspect_err(|_| remove(&unfinished))?;
        sync_dir_of(&finished);
    }
    fs::remove_file(file)
}

fn write(from: &Path, to: &Path, stop: &AtomicBool) -> io::Result<()> {
    let mut from = File::open(from)?;
    let to = File::create(to)?;
    // Who may read the old file may read this one, and nobody else.
    to.set_permissions(from.metadata()?.permissions())?;
    let mut to = GzEncoder::new(to, Compression::default());
    let mut chunk = vec![0; CHUNK];
    loop {
        if stop.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        match from.read(&mut chunk)? {
            0 => break,
            read => to.write_all(chunk.get(..read).unwrap_or_default())?,
        }
    }
    to.finish()?.sync_all()
}

/// Has the new name on the disk before the old file is removed, where a directory can be opened for that.
fn sync_dir_of(file: &Path) {
    if let Some(dir) = file.parent().and_then(|dir| File::open(dir).ok()) {
        let _ = dir.sync_all();
    }
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory with an old file.
    fn old() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().expect("a directory");
        let old = dir.path().join("app.2026-11-21.0001.log");
        fs::write(&old, "a\nb\n").expect("a file");
        (dir, old)
    }

    #[test]
    fn an_old_file_becomes_a_compressed_one() {
        let (_dir, old) = old();
        replace(&old, &AtomicBool::new(false)).expect("room");
        assert!(!old.exists() && !beside(&old, ".gz.tmp").exists());
        let compressed = fs::read(beside(&old, ".gz")).expect("a file");
        let mut text = String::new();
        let mut plain = flate2::read::GzDecoder::new(&*compressed);
        plain.read_to_string(&mut text).expect("gzip");
        assert_eq!(text, "a\nb\n");
    }

    #[test]
    fn one_that_is_left_off_leaves_the_old_file() {
        let (_dir, old) = old();
        replace(&old, &AtomicBool::new(true)).expect_err("it is to stop");
        assert!(old.exists() && !beside(&old, ".gz").exists());
        assert!(!beside(&old, ".gz.tmp").exists());
    }

    #[test]
    fn a_file_that_was_compressed_already_is_removed() {
        let (_dir, old) = old();
        let finished = beside(&old, ".gz");
        fs::write(&finished, "complete").expect("a file");
        replace(&old, &AtomicBool::new(false)).expect("nothing to write");
        assert!(!old.exists());
        assert_eq!(fs::read(&finished).expect("a file"), b"complete");
    }
}
