//! The bulkhead of an attribute.

use std::sync::OnceLock;

use super::face::{Bulkhead, BulkheadBuilder};

/// Makes the bulkhead of a function at its first call.
#[derive(Debug)]
pub struct BulkheadSite {
    policy: fn() -> BulkheadBuilder,
    made: OnceLock<Bulkhead>,
}

impl BulkheadSite {
    /// With these settings.
    pub const fn new(policy: fn() -> BulkheadBuilder) -> Self {
        Self {
            policy,
            made: OnceLock::new(),
        }
    }

    /// The bulkhead.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn bulkhead(&self) -> &Bulkhead {
        self.made.get_or_init(|| (self.policy)().build())
    }
}
