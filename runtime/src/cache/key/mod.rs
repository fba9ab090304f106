//! stub
use std::hash::{Hash, Hasher};
use quick_cache::Equivalent;
#[derive(Clone, Debug, PartialEq, Eq, Hash)] pub struct Key(String);
#[derive(Clone, Debug, Default)] pub struct KeyBuf(String);
impl KeyBuf { pub fn new() -> Self { Self::default() } pub fn literal(&mut self, t: &str) { self.0.push_str(t) } pub fn type_name(&mut self, t: &str) { self.0.push_str(t) }
 pub fn finish(self) -> Key { Key(self.0) } pub fn settle(&mut self) {} }
impl Hash for KeyBuf { fn hash<H: Hasher>(&self, h: &mut H) { self.0.hash(h) } }
impl Equivalent<Key> for KeyBuf { fn equivalent(&self, k: &Key) -> bool { self.0 == k.0 } }
impl Key { pub fn as_bytes(&self) -> &[u8] { self.0.as_bytes() } }
impl std::fmt::Display for Key { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) } }
impl From<&str> for Key { fn from(s: &str) -> Self { Key(s.into()) } }
impl From<String> for Key { fn from(s: String) -> Self { Key(s) } }
pub trait CacheKey { fn write_key(&self, k: &mut KeyBuf); }
impl CacheKey for u64 { fn write_key(&self, k: &mut KeyBuf) { k.0.push_str(&self.to_string()) } }
pub struct Pattern(String);
impl Pattern { pub fn new(p: &str) -> Result<Self, crate::CacheError> { Ok(Self(p.into())) } pub fn everything() -> Self { Self("*".into()) } pub fn matches(&self, k: &[u8]) -> bool { k == self.0.as_bytes() } pub fn matches_everything(&self) -> bool { false } pub fn as_redis_glob(&self, p: &str) -> String { p.into() } }
