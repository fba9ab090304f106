//! Many keys: each part to the server that has it, all parts at once.

use std::collections::HashMap;
use std::sync::Arc;

use super::Nodes;
use crate::cache::key::Key;
use crate::cache::redis::server::Server;

/// Keys of one server, by their places among all.
pub(in crate::cache::redis) struct Part {
    /// `None`: nobody has their slots.
    pub(in crate::cache::redis) server: Option<Arc<Server>>,
    pub(in crate::cache::redis) places: Vec<usize>,
}

impl Nodes {
    /// Which keys go where.
    pub(in crate::cache::redis) fn parts<'a>(
        &self,
        keys: impl ExactSizeIterator<Item = &'a Key>,
    ) -> Vec<Part> {
        if !self.is_cluster() {
            return vec![Part {
                server: Some(self.any()),
                places: (0..keys.len()).collect(),
            }];
        }
        let mut parts: HashMap<_, Part> = HashMap::new();
        for (place, key) in keys.enumerate() {
            let server = self.owner(key);
            let id = server.as_ref().map(|server| server.core.id);
            let part = parts.entry(id).or_insert_with(|| Part {
                server,
                places: Vec::new(),
            });
            part.places.push(place);
        }
        parts.into_values().collect()
    }
}

impl Part {
    /// Its keys.
    pub(in crate::cache::redis) fn pick(&self, keys: &[Key]) -> Vec<Key> {
        let keys = self.places.iter().filter_map(|at| keys.get(*at));
        keys.cloned().collect()
    }
}
