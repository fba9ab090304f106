//! Keys: templates, types of one's own, secrets, and what a key keeps apart.

use gambeson::{CacheKey, CacheManager, cached, key};

/// A type of one's own as a part of a key.
#[derive(Debug, Clone, Copy, CacheKey)]
enum Region {
    Europe,
    Asia,
}

#[derive(Debug, CacheKey)]
struct Query {
    words: String,
    page: u32,
    /// Does not change the answer.
    #[key(skip)]
    asked_by: String,
}

#[derive(Debug)]
struct Shop {
    tenant: String,
}

impl Shop {
    /// `self` is never left out silently: the key names what it depends on.
    #[cached(ttl = "5m", key = "price:{self.tenant}:{region}:{article}")]
    async fn price(&self, region: Region, article: u64) -> u64 {
        println!("  working out a price for {} in {region:?}", self.tenant);
        article * 100
    }
}

/// What is the same in another case is one entry.
#[cached(ttl = "1h", key = "vat:{country:lower}")]
async fn vat(country: &str) -> u32 {
    println!("  looking up the rate of {country}");
    19
}

/// The token stands in the key as a hash, so that it shows neither in Redis nor in a log.
#[cached(ttl = "1m", key = "session:{token:hash}")]
async fn session(token: &str) -> usize {
    println!("  opening a session");
    token.len()
}

/// Without a template, all arguments are in the key, after the function's path or this prefix.
#[cached(ttl = "1m", key_prefix = "search")]
async fn search(query: &Query) -> Vec<String> {
    println!(
        "  searching for {} on page {}, asked by {}",
        query.words, query.page, query.asked_by
    );
    vec![query.words.clone()]
}

#[tokio::main]
async fn main() {
    println!("what the key names tells entries apart:");
    let shop = Shop {
        tenant: "a:b".to_owned(),
    };
    for region in [Region::Europe, Region::Asia, Region::Europe] {
        shop.price(region, 7).await;
    }

    println!("two spellings, one entry:");
    vat("DE").await;
    vat("de").await;

    println!("a secret, and a field that is left out:");
    let token = "correct horse battery staple";
    session(token).await;
    let [ada, grace] = ["Ada", "Grace"].map(|asked_by| Query {
        words: "lake tahoe".to_owned(),
        page: 1,
        asked_by: asked_by.to_owned(),
    });
    search(&ada).await;
    search(&grace).await;

    println!("the same keys by hand; what stands in a hole never looks like the text around it:");
    let (tenant, region, article) = (&shop.tenant, Region::Europe, 7_u64);
    for key in [
        key!("price:{tenant}:{region}:{article}"),
        key!("session:{token:hash}"),
        key!("search:{grace}"),
    ] {
        let there = CacheManager::installed().exists(key.clone()).await;
        println!("  {key}: {there}");
    }
}
