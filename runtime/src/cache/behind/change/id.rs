//! What tells one change from every other.

use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::str::FromStr;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// What tells one change from every other: 16 bytes, of which eight are random per process.
///
/// Made before the first attempt to put a change. A caller that does not learn whether its change
/// was taken puts it again under the same id, and it is one change: see
/// [`PutError::id`](super::super::PutError::id).
///
/// Its text is 32 hexadecimal digits, which `FromStr` reads.
///
/// ```
/// use gambeson::write_behind::ChangeId;
///
/// let id = ChangeId::new();
/// assert_eq!(id.to_string().parse(), Ok(id));
/// assert_ne!(id, ChangeId::new());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeId([u8; 16]);

impl ChangeId {
    /// An id that no change has.
    #[expect(
        clippy::new_without_default,
        reason = "no two are equal, and no default should be"
    )]
    pub fn new() -> Self {
        static PROCESS: LazyLock<u64> = LazyLock::new(|| {
            // The keys of `RandomState` come from the operating system.
            let mut hasher = RandomState::new().build_hasher();
            hasher.write_u32(std::process::id());
            hasher.finish()
        });
        static COUNTER: AtomicU64 = AtomicU64::new(0);
        let count = COUNTER.fetch_add(1, Ordering::Relaxed);
        Self((u128::from(*PROCESS) << 64 | u128::from(count)).to_be_bytes())
    }

    /// The id of these bytes: one that a caller has made and kept itself, such as that of a UUID.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for ChangeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for ChangeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is no [`ChangeId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAChangeId;

impl fmt::Display for NotAChangeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the id of a change has 32 hexadecimal digits")
    }
}

impl std::error::Error for NotAChangeId {}

impl FromStr for ChangeId {
    type Err = NotAChangeId;

    fn from_str(text: &str) -> Result<Self, NotAChangeId> {
        if text.len() != 32 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotAChangeId);
        }
        let number = u128::from_str_radix(text, 16).map_err(|_| NotAChangeId)?;
        Ok(Self(number.to_be_bytes()))
    }
}

impl Serialize for ChangeId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ChangeId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
