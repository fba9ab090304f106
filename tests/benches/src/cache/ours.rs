//! Our side of each case, as a user writes it.

use std::sync::Arc;

use gambeson::{CacheManager, cached};

use super::Failure;
use super::cold::Gate;
use super::values::{Block, Profile, Repo, User};

pub(crate) mod user {
    use super::{Arc, Repo, User, cached};

    #[cached(ttl = "1h", key = "user:{id}")]
    pub(crate) async fn hit_u64(id: u64) -> Arc<User> {
        User::load(id)
    }

    #[cached(ttl = "1h", key = "user-str:{name}")]
    pub(crate) async fn hit_str(name: &str) -> Arc<User> {
        User::load(name.len() as u64)
    }

    #[cached(ttl = "1h", key = "user-string:{name}")]
    pub(crate) async fn hit_string(name: String) -> Arc<User> {
        User::load(name.len() as u64)
    }

    impl Repo {
        #[cached(ttl = "1h", key = "user:{self.tenant}:{id}")]
        pub(crate) async fn user(&self, id: u64) -> Arc<User> {
            User::load(id)
        }
    }
}

pub(crate) mod profile {
    use super::{Profile, Repo, cached};

    #[cached(ttl = "1h", key = "profile:{id}")]
    pub(crate) async fn hit_u64(id: u64) -> Profile {
        Profile::load(id)
    }

    #[cached(ttl = "1h", key = "profile-str:{name}")]
    pub(crate) async fn hit_str(name: &str) -> Profile {
        Profile::load(name.len() as u64)
    }

    #[cached(ttl = "1h", key = "profile-string:{name}")]
    pub(crate) async fn hit_string(name: String) -> Profile {
        Profile::load(name.len() as u64)
    }

    impl Repo {
        #[cached(ttl = "1h", key = "profile:{self.tenant}:{id}")]
        pub(crate) async fn profile(&self, id: u64) -> Profile {
            Profile::load(id)
        }
    }
}

#[cached(ttl = "1h", key = "miss:{id}")]
pub(crate) async fn miss(id: u64) -> Arc<User> {
    User::load(id)
}

#[cached(ttl = "1h", key = "cold:{id}", skip(gate))]
pub(crate) async fn cold(id: u64, gate: &Gate) -> Arc<User> {
    gate.load(id).await
}

#[cached(ttl = "1h", key = "resident:{id}", tier = memory)]
pub(crate) async fn resident(id: u64) -> Arc<Block> {
    Block::load(id)
}

pub(crate) mod redis {
    use gambeson::cache::Ttl;
    use gambeson::{CacheManager, cached};

    use crate::cache::Failure;
    use crate::cache::redis_tier::{ENTRIES, MANY};
    use crate::cache::values::Article;

    /// A manager whose entries lie in Redis only, and what asks it.
    #[derive(Debug)]
    pub(crate) struct Ours {
        manager: CacheManager,
        many: Vec<String>,
    }

    impl Ours {
        pub(crate) async fn fill(url: &str) -> Result<Self, Failure> {
            // Memory has no room for a single entry: `get_many` would ask it first.
            let builder = CacheManager::builder().memory_bytes(1).key_prefix("ours");
            let manager = builder.redis(url).require_redis().build().await?;
            let many: Vec<String> = (0..MANY).map(|id| format!("article:{id}")).collect();
            let articles = many
                .iter()
                .zip(0..)
                .map(|(key, id)| (key.as_str(), Article::of_size(id, 200)));
            manager.set_many(articles, Ttl::Never).await?;
            let ours = Ours { manager, many };
            for id in 0..ENTRIES as u64 {
                ours.hit_200b(id).await;
                ours.hit_4k(id).await;
            }
            ours.is_filled().await?;
            Ok(ours)
        }

        /// Whether every call from now on finds its value in Redis.
        async fn is_filled(&self) -> Result<(), Failure> {
            let before = self.manager.stats().total;
            self.hit_200b(0).await;
            self.hit_4k(0).await;
            let found = self.get_many().await.len();
            let after = self.manager.stats().total;
            let hits = after.hits_redis - before.hits_redis;
            if found == MANY && hits == 2 + MANY as u64 {
                return Ok(());
            }
            Err(format!(
                "{hits} hits in Redis and {found} articles instead of {} and {MANY}",
                2 + MANY
            )
            .into())
        }

        #[cached(ttl = "1h", key = "hit-200b:{id}", skip(self), tier = redis, cache = self.manager)]
        pub(crate) async fn hit_200b(&self, id: u64) -> Article {
            Article::of_size(id, 200)
        }

        #[cached(ttl = "1h", key = "hit-4k:{id}", skip(self), tier = redis, cache = self.manager)]
        pub(crate) async fn hit_4k(&self, id: u64) -> Article {
            Article::of_size(id, 4096)
        }

        pub(crate) async fn get_many(&self) -> Vec<Article> {
            self.manager
                .get_many(self.many.iter().map(String::as_str))
                .await
                .into_iter()
                .flatten()
                .collect()
        }
    }
}

/// Makes room for so many entries of [`resident`].
pub(crate) async fn hold(entries: u64) -> Result<(), Failure> {
    let manager = CacheManager::builder()
        .memory_bytes(1 << 30)
        .memory_entries(entries * 2)
        .build()
        .await?;
    manager.install();
    Ok(())
}
