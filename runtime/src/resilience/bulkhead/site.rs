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
        match self.made.get() {
            Some(bulkhead) => bulkhead,
            None => self.make(),
        }
    }

    #[cold]
    fn make(&self) -> &Bulkhead {
        // Not in the closure below: it is the user's code, which may call the function.
        let settings = (self.policy)();
        self.made.get_or_init(|| settings.build())
    }
}
