//! Whether a server may drop what is queued.

use redis::Value;

use crate::cache::CacheError;
use crate::cache::redis::{RedisTier, masked_url};

/// Whether the server that has `name` keeps what it is given. `Ok(false)`: it could not be asked.
///
/// # Errors
/// [`CacheError::Config`] for a server that may evict.
pub(super) async fn check(tier: &RedisTier, name: &[u8]) -> Result<bool, CacheError> {
    let mut info = redis::cmd("INFO");
    info.arg("memory");
    let Ok(answer) = tier.run_at(name, &info).await else {
        return Ok(false);
    };
    let text = match &answer {
        Value::BulkString(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Value::VerbatimString { text, .. } | Value::SimpleString(text) => text.clone(),
        _ => return Ok(false),
    };
    match evicts(&text) {
        None => Ok(true),
        Some(policy) => Err(CacheError::Config {
            setting: "strategy = write_behind",
            held: format!("{}, with {policy}", masked_url(&tier.options().url)),
            takes: "a Redis that never evicts, because it would drop changes that nobody has \
                    written yet: set its `maxmemory-policy` to `noeviction`, give the queue a \
                    server of its own by `CacheManager::builder().queue_redis(\"redis://..\")`, or \
                    keep it in a local log by `.queue_log(\"changes.redb\")` and `store = local`"
                .into(),
        }),
    }
}

/// How the server evicts, if it does: by what `INFO memory` says.
fn evicts(info: &str) -> Option<String> {
    let field = |name: &str| {
        info.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
            .map(str::trim)
    };
    let limit = field("maxmemory").and_then(|text| text.parse::<u64>().ok())?;
    let policy = field("maxmemory_policy")?;
    (limit > 0 && policy != "noeviction")
        .then(|| format!("`maxmemory {limit}` and `maxmemory-policy {policy}`"))
}

#[cfg(test)]
mod tests {
    use super::evicts;

    #[test]
    fn only_a_server_with_a_limit_and_a_policy_evicts() {
        let info = |limit: u64, policy: &str| {
            format!(
                "# Memory\r\nmaxmemory:{limit}\r\nmaxmemory_human:0B\r\nmaxmemory_policy:{policy}\r\n"
            )
        };
        assert_eq!(evicts(&info(0, "allkeys-lru")), None);
        assert_eq!(evicts(&info(100, "noeviction")), None);
        assert!(evicts(&info(100, "allkeys-lru")).is_some_and(|told| told.contains("allkeys-lru")));
        assert!(evicts(&info(100, "volatile-ttl")).is_some());
        assert_eq!(evicts(""), None);
    }
}
