//! When a log file is begun anew, and what becomes of the old ones.

use std::time::Duration;

/// When a log file is put aside and a new one begun.
///
/// [`default`](Self::default) is [`daily_or_size`](Self::daily_or_size) with 10 MB, whichever comes
/// first. A line is never split, and a line that is longer than the size stands in a file alone.
///
/// # Examples
///
/// ```
/// use gambeson::log::{LogConfig, Rotation};
///
/// let config = LogConfig::new("shop")
///     .dir("/var/log/shop")
///     .rotation(Rotation::size(50_000_000));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation {
    pub(super) daily: bool,
    /// In bytes.
    pub(super) size: Option<u64>,
}

/// 10 MB.
const USUAL_SIZE: u64 = 10_000_000;

impl Default for Rotation {
    fn default() -> Self {
        Self::daily_or_size(USUAL_SIZE)
    }
}

impl Rotation {
    /// At midnight: in UTC, unless [`local_time`](super::LogConfig::local_time) is set.
    pub fn daily() -> Self {
        Self {
            daily: true,
            size: None,
        }
    }

    /// When the next line would make it larger than so many bytes; at least 1.
    pub fn size(bytes: u64) -> Self {
        Self {
            daily: false,
            size: Some(bytes),
        }
    }

    /// At midnight, and before that when it would be larger than so many bytes.
    pub fn daily_or_size(bytes: u64) -> Self {
        Self {
            daily: true,
            size: Some(bytes),
        }
    }

    /// Never: something else takes care of it, or the program does not run for long.
    pub fn never() -> Self {
        Self {
            daily: false,
            size: None,
        }
    }
}

/// Old files of each name that are kept.
const KEEP: usize = 30;
/// For how long, whatever their number: 30 days.
const KEEP_FOR: Duration = Duration::from_secs(30 * 86_400);

/// What becomes of each file.
#[derive(Clone, Debug)]
pub(super) struct Rolling {
    pub(super) rotation: Rotation,
    pub(super) keep: Option<usize>,
    pub(super) keep_for: Option<Duration>,
    pub(super) symlinks: bool,
    #[cfg(feature = "gzip")]
    pub(super) compress: bool,
}

impl Default for Rolling {
    fn default() -> Self {
        Self {
            rotation: Rotation::default(),
            keep: Some(KEEP),
            keep_for: Some(KEEP_FOR),
            symlinks: false,
            #[cfg(feature = "gzip")]
            compress: false,
        }
    }
}
