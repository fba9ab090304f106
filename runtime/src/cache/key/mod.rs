//! Stub until the keys are merged.

/// A key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key(Vec<u8>);

impl Key {
    /// Its text.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<&str> for Key {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

/// A pattern.
#[derive(Debug, Clone)]
pub struct Pattern(String);

impl Pattern {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// None here.
    pub fn new(text: &str) -> Result<Self, crate::CacheError> {
        Ok(Self(text.to_owned()))
    }

    pub(crate) fn as_redis_glob(&self, prefix: &str) -> String {
        if prefix.is_empty() {
            self.0.clone()
        } else {
            format!("{prefix}:{}", self.0)
        }
    }
}
