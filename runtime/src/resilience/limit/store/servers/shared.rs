//! One set of connections for all limiters that use the same servers.

use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use super::Servers;
use super::node::Node;
use crate::CacheError;
use crate::cache::redis::{Purpose, RedisOptions, RedisTier, addresses};
use crate::sync::lock;

/// Beside the URLs, or the tier, how long a check waits: that is a setting of the connection.
struct Known<K> {
    of: K,
    limit: Duration,
    servers: Weak<Servers>,
}

static BY_URL: Mutex<Vec<Known<String>>> = Mutex::new(Vec::new());
static BY_TIER: Mutex<Vec<Known<Weak<RedisTier>>>> = Mutex::new(Vec::new());

/// The servers at these addresses, separated by commas: one, or nodes of one cluster.
///
/// # Errors
///
/// An address that cannot be read.
pub(in super::super) fn at(urls: &str, limit: Duration) -> Result<Arc<Servers>, CacheError> {
    let options: Vec<_> = addresses(urls)
        .iter()
        .map(|url| RedisOptions {
            purpose: Purpose::Calls,
            response_timeout: limit,
            ..RedisOptions::new(url)
        })
        .collect();
    for options in &options {
        options.check("redis")?;
    }
    Ok(find(
        &BY_URL,
        limit,
        |of| of == urls,
        || {
            let template = options
                .first()
                .cloned()
                .unwrap_or_else(|| RedisOptions::new(""));
            let seeds = options.into_iter().map(|options| Node::at(options, limit));
            (
                urls.to_owned(),
                Servers::new(seeds.collect(), template, limit),
            )
        },
    ))
}

/// The server of a manager.
pub(in super::super) fn of_tier(tier: &Arc<RedisTier>, limit: Duration) -> Arc<Servers> {
    let same = |of: &Weak<RedisTier>| std::ptr::eq(of.as_ptr(), Arc::as_ptr(tier));
    find(&BY_TIER, limit, same, || {
        let template = RedisOptions {
            purpose: Purpose::Calls,
            response_timeout: limit,
            ..tier.options().clone()
        };
        let servers = Servers::new(vec![Node::given(tier, limit)], template, limit);
        (Arc::downgrade(tier), servers)
    })
}

fn find<K>(
    known: &Mutex<Vec<Known<K>>>,
    limit: Duration,
    same: impl Fn(&K) -> bool,
    make: impl FnOnce() -> (K, Servers),
) -> Arc<Servers> {
    let mut known = lock(known);
    known.retain(|known| known.servers.strong_count() > 0);
    let found = known
        .iter()
        .find(|known| known.limit == limit && same(&known.of))
        .and_then(|known| known.servers.upgrade());
    found.unwrap_or_else(|| {
        let (of, servers) = make();
        let servers = Arc::new(servers);
        known.push(Known {
            of,
            limit,
            servers: Arc::downgrade(&servers),
        });
        servers
    })
}
