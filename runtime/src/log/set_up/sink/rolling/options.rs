//! What a file is to be.

use std::path::PathBuf;
use std::time::Duration;

use super::days::Zone;

const SIZE: u64 = 10_000_000;
const AGE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// What a file is to be.
#[derive(Clone, Debug)]
pub(in crate::log::set_up) struct RollingOptions {
    pub(in crate::log::set_up) dir: PathBuf,
    /// As `app.log`: a name in `dir`.
    pub(in crate::log::set_up) name: String,
    pub(in crate::log::set_up) rotation: Rotation,
    pub(in crate::log::set_up) keep: Keep,
    /// Old files are compressed, by a thread of their own.
    #[cfg(feature = "gzip")]
    pub(in crate::log::set_up) compress: bool,
    /// The current file bears a date as well, and `name` is a symbolic link to it.
    pub(in crate::log::set_up) symlink: bool,
}

/// When a new file is begun.
#[derive(Clone, Copy, Debug)]
pub(in crate::log::set_up) struct Rotation {
    /// At midnight, there.
    pub(in crate::log::set_up) daily: Option<Zone>,
    /// Before it would have more bytes than this. A line that is larger has a file to itself.
    pub(in crate::log::set_up) size: Option<u64>,
}

impl Default for Rotation {
    /// By day in UTC, and at 10 MB (10,000,000 bytes).
    fn default() -> Self {
        Self {
            daily: Some(Zone::Utc),
            size: Some(SIZE),
        }
    }
}

/// Which old files are kept; what either forbids is removed.
#[derive(Clone, Copy, Debug)]
pub(in crate::log::set_up) struct Keep {
    /// So many, beside the current one.
    pub(in crate::log::set_up) files: Option<usize>,
    /// So long after the end of their day.
    pub(in crate::log::set_up) age: Option<Duration>,
}

impl Default for Keep {
    /// For 30 days, however many they are.
    fn default() -> Self {
        Self {
            files: None,
            age: Some(AGE),
        }
    }
}
