//! The file: a redb database of one process, and one transaction at a time on it.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use redb::{
    Builder, CommitError, Database, DatabaseError, StorageError, TableError, TransactionError,
};

use super::tables::{Place, QUEUE, Tables};

/// What redb may keep of the file in memory: 1 GiB if nothing is said.
const CACHE_BYTES: usize = 32 << 20;

/// Why the log could not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Another process holds the file, or another manager of this process does.
    InUse,
    /// The file is not what was written.
    Damaged(String),
    /// What the system said: no such directory, no space left.
    Disk(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InUse => f.write_str(
                "another process has it open: a log belongs to one process at a time; give each a file of its own, or put the \
                 queue into Redis",
            ),
            Self::Damaged(how) => write!(
                f,
                "it is damaged ({how}), and nothing is put into it: move it away to begin a new one, and keep it, because the \
                 changes that were not written yet are in it"
            ),
            Self::Disk(said) => f.write_str(said),
        }
    }
}

/// Where the database comes from: a file, and in tests a disk that fails.
pub(super) trait Open: Send {
    fn open(&self) -> Result<Database, DatabaseError>;

    /// What it is called in events.
    fn name(&self) -> String;

    /// Whether what was opened last is still where the next one will look for it.
    fn is_in_place(&self) -> bool {
        true
    }
}

/// A file by its path.
#[derive(Debug)]
pub(super) struct AtPath {
    path: PathBuf,
    /// Which file it was when it was opened: the system can tell it from another.
    #[cfg(unix)]
    opened: std::sync::Mutex<Option<(u64, u64)>>,
}

impl AtPath {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            #[cfg(unix)]
            opened: std::sync::Mutex::default(),
        }
    }
}

#[cfg(unix)]
fn which(file: &std::fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;

    (file.dev(), file.ino())
}

impl Open for AtPath {
    fn open(&self) -> Result<Database, DatabaseError> {
        let existed = self.path.exists();
        let file = private(&self.path)?;
        #[cfg(unix)]
        let opened = which(&file.metadata()?);
        let database = builder().create_file(file)?;
        if !existed {
            keep_name(&self.path)?;
        }
        #[cfg(unix)]
        {
            *crate::sync::lock(&self.opened) = Some(opened);
        }
        Ok(database)
    }

    fn name(&self) -> String {
        self.path.display().to_string()
    }

    #[cfg(unix)]
    fn is_in_place(&self) -> bool {
        let there = std::fs::metadata(&self.path).ok().map(|file| which(&file));
        there == *crate::sync::lock(&self.opened)
    }
}

pub(super) fn builder() -> Builder {
    let mut builder = Builder::new();
    // What redb 3 reads as it is.
    builder.create_with_file_format_v3(true);
    builder.set_cache_size(CACHE_BYTES);
    builder
}

/// For the user of the process alone: the values of changes are in it.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A new file survives a power cut only when its directory was written, too.
#[cfg(unix)]
fn keep_name(path: &Path) -> io::Result<()> {
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    File::open(directory)?.sync_all()
}

#[cfg(not(unix))]
fn keep_name(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Opens the database. redb panics at some damages.
pub(super) fn open(from: &dyn Open) -> Result<Database, Fault> {
    guarded(|| from.open().map_err(Fault::from))
}

/// Does `work` in one transaction, which is on the disk when this returns. After an error nobody
/// knows whether it is: the database has to be opened again.
pub(super) fn write<R>(
    database: &Database,
    work: impl FnOnce(&mut Tables<'_>) -> Result<R, Fault>,
) -> Result<R, Fault> {
    guarded(|| {
        let transaction = database.begin_write()?;
        let done = work(&mut Tables::open(&transaction)?)?;
        transaction.commit()?;
        Ok(done)
    })
}

/// What stands in these places of the queue.
pub(super) fn read(database: &Database, places: &[Place]) -> Result<Vec<Option<Vec<u8>>>, Fault> {
    guarded(|| {
        let queue = database.begin_read()?.open_table(QUEUE)?;
        let found = places.iter().map(|&place| {
            let bytes = queue.get(place)?;
            Ok(bytes.map(|bytes| bytes.value().to_vec()))
        });
        found.collect()
    })
}

/// Closes what may have become unusable.
pub(super) fn close(database: Database) {
    _ = guarded(|| {
        drop(database);
        Ok(())
    });
}

fn guarded<R>(work: impl FnOnce() -> Result<R, Fault>) -> Result<R, Fault> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Fault::Damaged("reading it panicked".into())))
}

impl From<StorageError> for Fault {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Corrupted(how) => Self::Damaged(how),
            // What is read beyond the file's end was cut off.
            StorageError::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                Self::Damaged(error.to_string())
            }
            // The file is no database.
            StorageError::Io(error) if error.kind() == io::ErrorKind::InvalidData => {
                Self::Damaged("it is no log of gambeson".into())
            }
            other => Self::Disk(other.to_string()),
        }
    }
}

impl From<DatabaseError> for Fault {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::DatabaseAlreadyOpen => Self::InUse,
            DatabaseError::Storage(error) => error.into(),
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl From<TransactionError> for Fault {
    fn from(error: TransactionError) -> Self {
        match error {
            TransactionError::Storage(error) => error.into(),
            other => Self::Disk(other.to_string()),
        }
    }
}

impl From<TableError> for Fault {
    fn from(error: TableError) -> Self {
        match error {
            TableError::Storage(error) => error.into(),
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl From<CommitError> for Fault {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Storage(error) => error.into(),
            other => Self::Disk(other.to_string()),
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        StorageError::from(error).into()
    }
}
