//! What the memory tier holds under a key.

use std::any::Any;
use std::sync::Arc;

use crate::cache::site::Site;
use crate::clock::Tick;

/// A value whose type is known to those who use its key.
///
/// `Arc<U>` is held as it is; any other `T` is held as an `Arc<T>`; [`Absent`] and [`Failed`] stand
/// for what a function returned beside values.
pub(crate) type Held = Arc<dyn Any + Send + Sync>;

/// A `None` that was stored because the function asked for it (`negative_ttl`).
pub(crate) struct Absent;

/// An error that was stored because the function asked for it (`error_ttl`), or that the callers
/// of one load share.
pub(crate) struct Failed<E>(pub(crate) E);

/// One entry of the memory tier.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) value: Held,
    /// The entry is a miss from this moment on.
    pub(crate) expires: Tick,
    pub(crate) stored: Tick,
    /// The function that stored it.
    pub(crate) site: &'static Site,
    /// Bytes, of key and value together.
    pub(crate) weight: u32,
}
