//! Our side of each case, as a user writes it.

use std::sync::Arc;

use super::cold::Gate;
use super::values::{Block, Profile, Repo, User};

pub(crate) mod user {
    use super::{Arc, Repo, User};

    #[cfg_attr(feature = "ours", gambeson::cached(ttl = "1h", key = "user:{id}"))]
    pub(crate) async fn hit_u64(id: u64) -> Arc<User> {
        User::load(id)
    }

    #[cfg_attr(
        feature = "ours",
        gambeson::cached(ttl = "1h", key = "user-str:{name}")
    )]
    pub(crate) async fn hit_str(name: &str) -> Arc<User> {
        User::load(name.len() as u64)
    }

    #[cfg_attr(
        feature = "ours",
        gambeson::cached(ttl = "1h", key = "user-string:{name}")
    )]
    pub(crate) async fn hit_string(name: String) -> Arc<User> {
        User::load(name.len() as u64)
    }

    impl Repo {
        #[cfg_attr(
            feature = "ours",
            gambeson::cached(ttl = "1h", key = "user:{self.tenant}:{id}")
        )]
        pub(crate) async fn user(&self, id: u64) -> Arc<User> {
            User::load(id)
        }
    }
}

pub(crate) mod profile {
    use super::{Profile, Repo};

    #[cfg_attr(feature = "ours", gambeson::cached(ttl = "1h", key = "profile:{id}"))]
    pub(crate) async fn hit_u64(id: u64) -> Profile {
        Profile::load(id)
    }

    #[cfg_attr(
        feature = "ours",
        gambeson::cached(ttl = "1h", key = "profile-str:{name}")
    )]
    pub(crate) async fn hit_str(name: &str) -> Profile {
        Profile::load(name.len() as u64)
    }

    #[cfg_attr(
        feature = "ours",
        gambeson::cached(ttl = "1h", key = "profile-string:{name}")
    )]
    pub(crate) async fn hit_string(name: String) -> Profile {
        Profile::load(name.len() as u64)
    }

    impl Repo {
        #[cfg_attr(
            feature = "ours",
            gambeson::cached(ttl = "1h", key = "profile:{self.tenant}:{id}")
        )]
        pub(crate) async fn profile(&self, id: u64) -> Profile {
            Profile::load(id)
        }
    }
}

#[cfg_attr(feature = "ours", gambeson::cached(ttl = "1h", key = "miss:{id}"))]
pub(crate) async fn miss(id: u64) -> Arc<User> {
    User::load(id)
}

#[cfg_attr(
    feature = "ours",
    gambeson::cached(ttl = "1h", key = "cold:{id}", skip(gate))
)]
pub(crate) async fn cold(id: u64, gate: &Gate) -> Arc<User> {
    gate.load(id).await
}

#[cfg_attr(feature = "ours", gambeson::cached(ttl = "1h", key = "resident:{id}", tier = memory))]
pub(crate) async fn resident(id: u64) -> Arc<Block> {
    Block::load(id)
}

pub(crate) mod redis {
    use crate::cache::Failure;
    use crate::cache::values::Article;

    /// A manager whose entries lie in Redis, and what asks it.
    #[derive(Debug)]
    pub(crate) struct Ours {}

    impl Ours {
        pub(crate) async fn fill(_url: &str) -> Result<Self, Failure> {
            Ok(Ours {})
        }

        #[cfg_attr(feature = "ours", gambeson::cached(ttl = "1h", key = "hit-200b:{id}", tier = redis, cache = self.manager))]
        pub(crate) async fn hit_200b(&self, id: u64) -> Article {
            Article::of_size(id, 200)
        }

        #[cfg_attr(feature = "ours", gambeson::cached(ttl = "1h", key = "hit-4k:{id}", tier = redis, cache = self.manager))]
        pub(crate) async fn hit_4k(&self, id: u64) -> Article {
            Article::of_size(id, 4096)
        }

        pub(crate) async fn get_many(&self) -> Vec<Article> {
            (0..100).map(|id| Article::of_size(id, 200)).collect()
        }
    }
}

/// Makes room for so many entries of [`resident`].
pub(crate) async fn hold(_entries: u64) -> Result<(), super::Failure> {
    Ok(())
}
