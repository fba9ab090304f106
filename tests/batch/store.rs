//! What is loaded from: it remembers every query.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Row {
    pub(crate) id: u64,
    /// Which state of the store it was read from.
    pub(crate) version: u64,
}

/// The store does not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Down;

#[derive(Clone, Default)]
pub(crate) struct Store(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    held: watch::Sender<bool>,
    begun: watch::Sender<usize>,
}

#[derive(Default)]
struct State {
    queries: Vec<Vec<u64>>,
    absent: BTreeSet<u64>,
    version: u64,
    is_down: bool,
}

impl Store {
    /// A store without these rows.
    pub(crate) fn without(absent: impl IntoIterator<Item = u64>) -> Self {
        let store = Self::default();
        store.0.state.lock().unwrap().absent.extend(absent);
        store
    }

    /// Every query, in the order in which they began.
    pub(crate) fn queries(&self) -> Vec<Vec<u64>> {
        self.0.state.lock().unwrap().queries.clone()
    }

    /// Every id that was asked for, sorted.
    pub(crate) fn asked(&self) -> Vec<u64> {
        let mut asked = self.queries().concat();
        asked.sort_unstable();
        asked
    }

    pub(crate) fn set_version(&self, version: u64) {
        self.0.state.lock().unwrap().version = version;
    }

    pub(crate) fn set_down(&self, is_down: bool) {
        self.0.state.lock().unwrap().is_down = is_down;
    }

    /// Holds back the answers of queries from now on.
    pub(crate) fn hold(&self) {
        self.0.held.send_replace(true);
    }

    pub(crate) fn release(&self) {
        self.0.held.send_replace(false);
    }

    /// Waits until so many queries have begun.
    pub(crate) async fn begun(&self, queries: usize) {
        let mut begun = self.0.begun.subscribe();
        begun.wait_for(|&begun| begun >= queries).await.unwrap();
    }

    /// The rows as they are when the query begins.
    pub(crate) async fn rows(&self, ids: &[u64]) -> Result<HashMap<u64, Row>, Down> {
        let found = self.query(ids);
        self.0.begun.send_modify(|begun| *begun += 1);
        let mut held = self.0.held.subscribe();
        held.wait_for(|&held| !held).await.unwrap();
        found
    }

    fn query(&self, ids: &[u64]) -> Result<HashMap<u64, Row>, Down> {
        let mut state = self.0.state.lock().unwrap();
        state.queries.push(ids.to_vec());
        if state.is_down {
            return Err(Down);
        }
        let version = state.version;
        let there = ids.iter().filter(|id| !state.absent.contains(id));
        Ok(there.map(|&id| (id, Row { id, version })).collect())
    }
}
