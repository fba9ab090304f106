//! A store of users that fails when it is told to, and its writer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use gambeson::write_behind::{Change, ChangeId, Op, Settings, Writer};
use gambeson::{CacheError, CacheManager};
use gambeson_tests::builder;
use gambeson_tests::redis_server::RedisServer;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) id: u64,
    pub(crate) name: String,
}

pub(crate) fn user(id: u64, name: impl Into<String>) -> User {
    User {
        id,
        name: name.into(),
    }
}

/// What has been written.
#[derive(Clone)]
pub(crate) struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    state: Mutex<State>,
    /// A write takes a permit, where they are counted.
    gate: Semaphore,
}

#[derive(Default)]
struct State {
    rows: HashMap<u64, String>,
    /// Each write of each row, in order: the id of the change, and the name, empty when it goes.
    writes: Vec<(ChangeId, u64, String)>,
    batches: Vec<usize>,
    /// Names that cannot be written.
    poison: Vec<String>,
    /// How many writes fail yet.
    failing: u32,
}

impl Store {
    pub(crate) fn new() -> Self {
        Self::with_permits(Semaphore::MAX_PERMITS)
    }

    /// Writes wait until [`open`](Self::open).
    pub(crate) fn closed() -> Self {
        Self::with_permits(0)
    }

    fn with_permits(permits: usize) -> Self {
        let inner = Inner {
            state: Mutex::default(),
            gate: Semaphore::new(permits),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    pub(crate) fn open(&self) {
        self.inner.gate.add_permits(1_000_000);
    }

    pub(crate) fn poison(&self, name: &str) {
        self.state().poison.push(name.to_owned());
    }

    pub(crate) fn heal(&self) {
        self.state().poison.clear();
    }

    pub(crate) fn fail(&self, times: u32) {
        self.state().failing = times;
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.inner.state.lock().expect("nobody panics with it")
    }

    pub(crate) fn row(&self, id: u64) -> Option<String> {
        self.state().rows.get(&id).cloned()
    }

    pub(crate) fn rows(&self) -> usize {
        self.state().rows.len()
    }

    pub(crate) fn batches(&self) -> Vec<usize> {
        self.state().batches.clone()
    }

    /// The names that a row was given, without writes that came again.
    pub(crate) fn names(&self, id: u64) -> Vec<String> {
        let mut seen = std::collections::HashSet::new();
        let state = self.state();
        let writes = state.writes.iter();
        writes
            .filter(|(change, of, _)| *of == id && seen.insert(*change))
            .map(|(.., name)| name.clone())
            .collect()
    }

    /// How often changes were written, with those that came again.
    pub(crate) fn writes(&self) -> usize {
        self.state().writes.len()
    }

    /// Starts a writer of that name by hand which writes here.
    pub(crate) async fn register(
        &self,
        cache: &CacheManager,
        name: &str,
        settings: Settings,
    ) -> Result<Writer, CacheError> {
        let store = self.clone();
        let write = move |batch: Vec<Change<User>>| {
            let store = store.clone();
            async move { store.write(&batch).await }
        };
        cache.register_writer(name, settings, write).await
    }

    pub(crate) async fn write(&self, batch: &[Change<User>]) -> Result<(), String> {
        self.inner
            .gate
            .acquire()
            .await
            .expect("it is open")
            .forget();
        let mut state = self.state();
        if state.failing > 0 {
            state.failing -= 1;
            return Err("the store is away".to_owned());
        }
        for change in batch {
            if let Some(user) = change
                .value()
                .filter(|user| state.poison.contains(&user.name))
            {
                return Err(format!("{} cannot be written", user.name));
            }
        }
        state.batches.push(batch.len());
        for change in batch {
            let (id, name) = match change.op() {
                Op::Put(user) => {
                    state.rows.insert(user.id, user.name.clone());
                    (user.id, user.name.clone())
                }
                Op::Delete => {
                    let id = change.part(0).expect("the key has one hole");
                    state.rows.remove(&id);
                    (id, String::new())
                }
            };
            state.writes.push((change.id(), id, name));
        }
        Ok(())
    }
}

/// A manager on this server.
pub(crate) async fn manager(server: &RedisServer) -> CacheManager {
    builder(&server.url()).build().await.expect("it starts")
}
