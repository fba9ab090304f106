//! No name is there that is not spelt out.
#![no_implicit_prelude]

use crate::support::ran;

#[::gambeson::cached(ttl = "5m", key = "surroundings:bare:{id}", negative_ttl = "1m", cache_if = |_| true)]
pub(crate) async fn plain(id: u64) -> ::core::option::Option<u64> {
    ran();
    ::core::option::Option::Some(id)
}

#[::gambeson::cached(ttl = "5m", key = "surroundings:bare_sync:{id}")]
pub(crate) fn sync(id: u64) -> ::core::result::Result<u64, ()> {
    ran();
    ::core::result::Result::Ok(id)
}
