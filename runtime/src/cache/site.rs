//! A function as it is written in the source: one `static` for each attribute.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// The tiers in which a function's entries live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// Memory, and Redis behind it where the manager has one.
    Both,
    /// Memory only.
    Memory,
    /// Redis only.
    Redis,
}

impl Tier {
    pub(crate) fn uses_memory(self) -> bool {
        self != Self::Redis
    }

    #[cfg(feature = "redis")]
    pub(crate) fn uses_redis(self) -> bool {
        self != Self::Memory
    }
}

/// Who shares one load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlightReach {
    /// The calls of one process.
    Process,
    /// Those of all processes with one Redis and one prefix.
    Cluster,
}

/// What a call may be answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadMode {
    /// What memory holds, while it is vouched for.
    Usual,
    /// What Redis says during the call. The tier is Redis alone.
    Strict,
    /// While Redis is away also what memory is not vouched for.
    Serve,
}

/// What the attribute says that is known at compile time.
#[derive(Debug)]
pub struct SiteSpec {
    /// Module path and name of the function.
    pub function: &'static str,
    /// Where its entries live.
    pub tier: Tier,
    /// Who shares one load.
    pub flight: FlightReach,
    /// What a call may be answered with.
    pub read: ReadMode,
}

impl SiteSpec {
    /// What holds for `function` where its attribute says nothing else.
    pub const fn of(function: &'static str) -> Self {
        Self {
            function,
            tier: Tier::Both,
            flight: FlightReach::Process,
            read: ReadMode::Usual,
        }
    }
}

/// The place of one attribute.
#[derive(Debug)]
pub struct Site {
    spec: SiteSpec,
    number: OnceLock<u32>,
}

/// The place of everything that is done by hand.
pub(crate) static BY_HAND: Site = Site::new(SiteSpec::of("by hand"));

/// The place of what is put behind by hand: its entries are told from those of loads by it.
#[cfg(feature = "write-behind")]
pub(crate) static BEHIND_BY_HAND: Site = Site::new(SiteSpec::of("by hand, write-behind"));

/// The place of an entry that another process wrote.
#[cfg(feature = "redis")]
pub(crate) static ELSEWHERE: Site = Site::new(SiteSpec::of("another process"));

static NEXT: AtomicU32 = AtomicU32::new(0);

impl Site {
    /// The place of the attribute that `spec` describes.
    pub const fn new(spec: SiteSpec) -> Self {
        Self {
            spec,
            number: OnceLock::new(),
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn function(&self) -> &'static str {
        self.spec.function
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn tier(&self) -> Tier {
        self.spec.tier
    }

    /// Whether no other process may run the load at the same time.
    #[cfg(feature = "redis")]
    pub(crate) fn flies_with_all(&self) -> bool {
        self.spec.flight == FlightReach::Cluster
    }

    #[cfg(feature = "redis")]
    pub(crate) fn read(&self) -> ReadMode {
        self.spec.read
    }

    /// A small number that no other place of this process has, for tables with a row for each.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn number(&self) -> usize {
        *self
            .number
            .get_or_init(|| NEXT.fetch_add(1, Ordering::Relaxed)) as usize
    }
}
