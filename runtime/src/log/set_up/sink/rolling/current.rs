//! The file that is written to.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;

use jiff::Timestamp;

pub(super) struct Current {
    path: PathBuf,
    file: File,
    size: u64,
    /// The last line has no end: a process was killed there, or a disk was full.
    torn: bool,
    regular: bool,
    written_at: Option<Timestamp>,
    identity: Identity,
}

/// Which file it is, whatever its name.
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(meta: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt as _;
    (meta.dev(), meta.ino())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Identity {
    // There, a file that is open is not moved.
    (0, 0)
}

impl Current {
    /// Opens the file, or makes it, to append to it.
    pub(super) fn open(path: PathBuf) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        let options = options.append(true).create(true);
        // A file that can be written and not be read is good enough, if its last line is whole.
        let mut file = match options.read(true).open(&path) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                options.read(false).open(&path)?
            }
            opened => opened?,
        };
        let meta = file.metadata()?;
        let regular = meta.is_file();
        let size = if regular { meta.len() } else { 0 };
        let written_at = meta.modified().ok().filter(|_| size > 0);
        Ok(Self {
            path,
            torn: size > 0 && ends_torn(&mut file),
            file,
            size,
            regular,
            written_at: written_at.and_then(|at| Timestamp::try_from(at).ok()),
            identity: identity(&meta),
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// A device or a pipe has no days and no size.
    pub(super) fn is_regular(&self) -> bool {
        self.regular
    }

    /// When it was written to before it was opened; `None` if it was empty.
    pub(super) fn written_at(&self) -> Option<Timestamp> {
        self.written_at
    }

    /// Whether its name still leads to it. Its size is read again: somebody may have cut it.
    pub(super) fn is_in_place(&mut self) -> bool {
        let meta = match fs::metadata(&self.path) {
            Ok(meta) => meta,
            // It may have been opened by a user who had more rights.
            Err(error) => return error.kind() == ErrorKind::PermissionDenied,
        };
        if self.regular {
            self.size = meta.len();
        }
        identity(&meta) == self.identity
    }

    /// How many bytes of `lines`, in whole lines, can be written until it has `limit` bytes.
    pub(super) fn fitting(&self, lines: &[u8], limit: u64) -> usize {
        let room = limit.saturating_sub(self.size);
        let room = usize::try_from(room).unwrap_or(usize::MAX);
        if !self.regular || lines.len() <= room {
            return lines.len();
        }
        let fitting = lines.get(..room).unwrap_or_default();
        memchr::memrchr(b'\n', fitting).map_or(0, |end| end + 1)
    }

    /// Writes whole lines. What was written of a line when an error came is taken back.
    ///
    /// # Errors
    ///
    /// How many bytes, in whole lines, were written.
    pub(super) fn write(&mut self, lines: &[u8]) -> Result<(), (usize, io::Error)> {
        if self.torn {
            self.file.write_all(b"\n").map_err(|error| (0, error))?;
            self.size += 1;
            self.torn = false;
        }
        let mut written = 0;
        while let Some(rest) = lines.get(written..)
            && !rest.is_empty()
        {
            let error = match self.file.write(rest) {
                Ok(0) => ErrorKind::WriteZero.into(),
                Ok(more) => {
                    written += more;
                    continue;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => error,
            };
            return Err((
                self.take_back(lines.get(..written).unwrap_or_default()),
                error,
            ));
        }
        self.size += lines.len() as u64;
        Ok(())
    }

    /// Cuts off what is behind the last whole line of `written`, and gives the bytes that stay.
    fn take_back(&mut self, written: &[u8]) -> usize {
        let whole = memchr::memrchr(b'\n', written).map_or(0, |end| end + 1);
        let end = self.size + written.len() as u64;
        self.size += whole as u64;
        self.torn = whole < written.len();
        // If another process has appended to it meanwhile, what is behind is not ours to cut. The line that
        // is torn then is ended when the file is opened again.
        if self.torn && self.regular && self.file.metadata().is_ok_and(|meta| meta.len() == end) {
            self.torn = self.file.set_len(self.size).is_err();
        }
        whole
    }
}

/// Whether the last byte ends no line. One that cannot be read is taken to.
fn ends_torn(file: &mut File) -> bool {
    let mut last = [b'\n'];
    let read = file
        .seek(SeekFrom::End(-1))
        .and_then(|_| file.read_exact(&mut last));
    read.is_ok() && last != [b'\n']
}
