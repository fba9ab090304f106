//! How many reloads run in the background at a time.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Places for reloads in the background.
#[derive(Debug, Clone)]
pub(crate) struct Slots(Arc<Semaphore>);

/// One of the places, until it is dropped.
#[derive(Debug)]
pub(crate) struct Slot {
    _permit: OwnedSemaphorePermit,
}

impl Slots {
    pub(crate) fn new(number: usize) -> Self {
        Self(Arc::new(Semaphore::new(number.min(Semaphore::MAX_PERMITS))))
    }

    /// A place, if one is free.
    pub(crate) fn take(&self) -> Option<Slot> {
        let permit = self.0.clone().try_acquire_owned().ok()?;
        Some(Slot { _permit: permit })
    }
}
