//! What a region is told.

use crate::cache::error::CacheError;
use crate::cache::ttl::{IntoTtl, Ttl};

/// How a [`CacheRegion`](crate::cache::CacheRegion) keeps its entries and your store together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Strategy {
    /// A read that finds nothing loads. A write goes to the store, and then the entry is removed.
    #[default]
    CacheAside,
    /// As [`CacheAside`](Self::CacheAside); and a read near the end of the entry's ttl is answered
    /// at once and starts one reload in the background: see [`CacheConfig::refresh_at`].
    RefreshAhead,
    /// A read that finds nothing loads. A write goes to the store, and then the entry is set: see
    /// [`write_through`](crate::CacheManager::write_through).
    WriteThrough,
    /// A read that finds nothing loads. A write sets the entry and puts a change that a registered
    /// writer takes to the store later: see [`register_writer`](crate::CacheManager::register_writer).
    #[cfg(feature = "write-behind")]
    #[cfg_attr(docsrs, doc(cfg(feature = "write-behind")))]
    WriteBehind {
        /// The name that the writer is registered under.
        writer: String,
    },
}

impl Strategy {
    /// [`WriteBehind`](Self::WriteBehind), by the writer of this name.
    #[cfg(feature = "write-behind")]
    #[cfg_attr(docsrs, doc(cfg(feature = "write-behind")))]
    pub fn write_behind(writer: impl Into<String>) -> Self {
        let writer = writer.into();
        Self::WriteBehind { writer }
    }
}

/// What a [`CacheRegion`](crate::cache::CacheRegion) is told: how long its entries live, what their
/// keys begin with, and how it reads and writes.
///
/// ```
/// use std::time::Duration;
/// use gambeson::cache::{CacheConfig, Strategy};
///
/// let config = CacheConfig {
///     ttl: Duration::from_secs(600).into(),
///     key_prefix: "user".to_owned(),
///     strategy: Strategy::RefreshAhead,
///     refresh_at: 0.9,
/// };
/// // The same in other words:
/// let same = CacheConfig::new(Duration::from_secs(600))
///     .key_prefix("user")
///     .strategy(Strategy::RefreshAhead)
///     .refresh_at(0.9);
/// assert_eq!(config, same);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct CacheConfig {
    /// How long an entry lives: the manager's own, unless it is said. Above zero.
    pub ttl: Ttl,
    /// What the keys of the region begin with, before a `:`; they are the region's names for entries
    /// of the manager. Empty, which it is unless it is said: keys are taken as they are.
    pub key_prefix: String,
    /// How it reads and writes: [`Strategy::CacheAside`].
    pub strategy: Strategy,
    /// From which share of the ttl on a hit starts a reload, above 0 and below 1: 0.8. Only
    /// [`Strategy::RefreshAhead`] asks for it.
    pub refresh_at: f64,
}

const REFRESH_AT: f64 = 0.8;

impl Default for CacheConfig {
    fn default() -> Self {
        Self {
            ttl: Ttl::Default,
            key_prefix: String::new(),
            strategy: Strategy::CacheAside,
            refresh_at: REFRESH_AT,
        }
    }
}

impl CacheConfig {
    /// Entries that live for `ttl`; the rest as [`default`](Self::default) has it.
    pub fn new(ttl: impl IntoTtl) -> Self {
        Self {
            ttl: ttl.into_ttl(),
            ..Self::default()
        }
    }

    /// With another [`key_prefix`](Self#structfield.key_prefix).
    #[must_use]
    pub fn key_prefix(self, prefix: impl Into<String>) -> Self {
        Self {
            key_prefix: prefix.into(),
            ..self
        }
    }

    /// With another [`strategy`](Self#structfield.strategy).
    #[must_use]
    pub fn strategy(self, strategy: Strategy) -> Self {
        Self { strategy, ..self }
    }

    /// With another [`refresh_at`](Self#structfield.refresh_at).
    #[must_use]
    pub fn refresh_at(self, share: f64) -> Self {
        Self {
            refresh_at: share,
            ..self
        }
    }

    /// Says what cannot be.
    pub(super) fn check(&self) -> Result<(), CacheError> {
        if matches!(self.ttl, Ttl::After(span) if span.is_zero()) {
            return Err(refused(
                "CacheConfig::ttl",
                "0",
                "a time above zero; what is not to be cached needs no region",
            ));
        }
        // A share that is no number is neither.
        if !(self.refresh_at > 0.0 && self.refresh_at < 1.0) {
            return Err(refused(
                "CacheConfig::refresh_at",
                &self.refresh_at.to_string(),
                "a share of the ttl above 0 and below 1, as 0.8",
            ));
        }
        if self.strategy == Strategy::RefreshAhead && self.ttl == Ttl::Never {
            return Err(refused(
                "CacheConfig::ttl",
                "Never",
                "a time to reload before, with `Strategy::RefreshAhead`",
            ));
        }
        Ok(())
    }
}

pub(super) fn refused(setting: &'static str, held: &str, takes: &str) -> CacheError {
    CacheError::Config {
        setting,
        held: held.to_owned(),
        takes: takes.to_owned(),
    }
}
