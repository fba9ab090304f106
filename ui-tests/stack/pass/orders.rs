use gambeson::{cached, invalidate};

#[invalidate(key = "users")]
#[cached(ttl = "5m", key = "user:{id}")]
async fn rename(id: u64) -> Result<String, String> {
    Ok(id.to_string())
}

#[cached(ttl = "5m", key = "user:{id}", allow(order))]
#[invalidate(key = "users")]
fn reset(id: u64) -> Option<String> {
    Some(id.to_string())
}

mod shop {
    pub use gambeson as cache;
}

#[shop::cache::invalidate(key = "users", crate = crate::shop::cache)]
#[doc = "Above, between and below stand other attributes."]
#[shop::cache::cached(ttl = "5m", key = "shop:{id}", crate = crate::shop::cache)]
#[must_use]
fn open(id: u64) -> Option<u64> {
    Some(id)
}

fn main() {
    drop(rename(1));
    assert_eq!(reset(1), Some("1".to_owned()));
    assert_eq!(open(1), Some(1));
}
