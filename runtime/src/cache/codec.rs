//! stub
use serde::{Serialize, de::DeserializeOwned};
use crate::CacheError;
#[derive(Clone, Debug, Default)] pub struct CodecSettings;
pub(crate) fn encode<T: Serialize>(_: &CodecSettings, v: &T, out: &mut Vec<u8>) -> Result<(), CacheError> { serde_json::to_writer(out, v).map_err(|_| CacheError::Refused{reason: String::new()}) }
pub(crate) fn decode<T: DeserializeOwned>(_: &CodecSettings, b: &[u8]) -> Result<T, CacheError> { serde_json::from_slice(b).map_err(|_| CacheError::Refused{reason: String::new()}) }
