//! What the cache tells `tracing`. A key's secret parts are hashes already when they come here.

use std::time::Duration;

use tracing::level_filters::LevelFilter;
use tracing::{Level, debug, enabled, info, warn};

use crate::cache::error::CacheError;
use crate::cache::key::{Key, KeyBuf};
use crate::cache::manager::Removed;
use crate::cache::site::Site;
use crate::cache::tags::Tag;

const TARGET: &str = "gambeson::cache";

/// A hit on the fast path: one load of a static where nobody listens.
#[cfg_attr(not(debug_assertions), inline)]
pub(crate) fn hit_memory(site: &'static Site, key: &KeyBuf) {
    if LevelFilter::current() >= Level::DEBUG {
        hit_written(site, key);
    }
}

#[cold]
fn hit_written(site: &'static Site, key: &KeyBuf) {
    if enabled!(target: TARGET, Level::DEBUG) {
        let key = String::from_utf8_lossy(key.as_bytes());
        hit(&Key::from(&*key), site, "memory");
    }
}

#[cold]
pub(crate) fn hit(key: &Key, site: &'static Site, tier: &'static str) {
    debug!(target: TARGET, function = site.function(), %key, tier, "hit");
}

pub(crate) fn miss(key: &Key, site: &'static Site) {
    debug!(target: TARGET, function = site.function(), %key, "miss");
}

/// A load that found what it was to replace still good.
pub(crate) fn not_modified(site: &'static Site, key: &Key) {
    debug!(target: TARGET, function = site.function(), %key, "not modified");
}

/// A load asked for what it is to replace by a type that the cache does not hold it as.
pub(crate) fn other_stale(key: &Key, asked: &'static str) {
    warn!(
        target: TARGET,
        %key,
        asked,
        "what is stale is of another type: ask for what stands inside of `Ok` and `Some`"
    );
}

/// A load that took longer than the manager finds normal.
pub(crate) fn slow_load(key: &Key, site: &'static Site, took: Duration) {
    let duration_ms = millis(took);
    warn!(target: TARGET, function = site.function(), %key, duration_ms, "slow load");
}

/// An old entry has been brought up to date.
pub(crate) fn reloaded(key: &Key, site: &'static Site) {
    debug!(target: TARGET, function = site.function(), %key, "reloaded");
}

/// A reload came to nothing: what was there stays for its time.
#[cold]
pub(crate) fn reload_failed(key: &Key, site: &'static Site, retry_after: Duration) {
    let retry_after_ms = millis(retry_after);
    warn!(
        target: TARGET,
        function = site.function(),
        %key,
        retry_after_ms,
        "a load failed: the value that was there stays until its end"
    );
}

/// A call is answered with a value whose time has ended.
#[cold]
pub(crate) fn stale(key: &Key, site: &'static Site, age: Option<Duration>) {
    let age_ms = age.map(millis);
    debug!(target: TARGET, function = site.function(), %key, age_ms, "stale");
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

pub(crate) fn two_types(key: &Key, reader: &'static Site, writer: &'static Site) {
    warn!(
        target: TARGET,
        function = reader.function(),
        other = writer.function(),
        %key,
        "two functions use one key for different types: each is a miss to the other"
    );
}

/// A wait that came to nothing. Where the call is part of other loads (`inside`), these may wait
/// for each other in a circle.
pub(crate) fn waited_in_vain(site: &'static Site, key: &Key, inside: &[Key]) {
    let inside: Vec<String> = inside.iter().map(ToString::to_string).collect();
    let inside = (!inside.is_empty()).then(|| inside.join(" "));
    warn!(
        target: TARGET,
        function = site.function(),
        %key,
        inside,
        "the load of this key has not come to an end while this call waited: it loads for itself"
    );
}

#[cfg(feature = "redis")]
pub(crate) fn undecodable(site: &'static Site, key: &Key, error: &CacheError) {
    warn!(target: TARGET, function = site.function(), %key, %error, "an entry could not be decoded");
}

#[cfg(feature = "redis")]
pub(crate) fn unencodable(site: &'static Site, key: &Key, error: &CacheError) {
    warn!(target: TARGET, function = site.function(), %key, %error, "a value could not be encoded");
}

/// A body has written the value of a key; `stored` unless another change of it came in between.
pub(crate) fn written_through(site: &'static Site, key: &Key, stored: bool) {
    debug!(target: TARGET, function = site.function(), %key, stored, "written through");
}

/// A load that other processes wait for took longer than its lease could be kept.
#[cfg(feature = "redis")]
pub(crate) fn lost_lease(function: &'static str, key: &Key) {
    warn!(
        target: TARGET,
        function,
        %key,
        "the lease of this load was lost: what it brings will not be stored"
    );
}

pub(crate) fn invalidated(
    site: &'static Site,
    keys: &[Key],
    removed: Result<&Removed, &CacheError>,
) {
    if !enabled!(target: TARGET, Level::INFO) {
        return;
    }
    let told = |keys: Vec<String>| (!keys.is_empty()).then(|| keys.join(" "));
    let tags = told(keys.iter().filter_map(Tag::shown).collect());
    let keys = keys.iter().filter(|key| Tag::of_name(key).is_none());
    let keys = told(keys.map(ToString::to_string).collect());
    let function = site.function();
    match removed {
        Ok(removed) => info!(
            target: TARGET,
            function,
            keys,
            tags,
            memory = removed.memory,
            redis = removed.redis,
            remembered = removed.remembered,
            "invalidated"
        ),
        Err(error) => warn!(target: TARGET, function, keys, tags, %error, "invalidation failed"),
    }
}

pub(crate) fn not_cleared(site: &'static Site, pattern: &str, error: &CacheError) {
    let function = site.function();
    warn!(target: TARGET, function, pattern, %error, "invalidation failed");
}

pub(crate) fn cleared(pattern: &str, removed: &Removed) {
    info!(
        target: TARGET,
        pattern,
        memory = removed.memory,
        redis = removed.redis,
        remembered = removed.remembered,
        "cleared"
    );
}
