//! What the parts of a queue are called in Redis. All of them share one slot of a cluster.

use crate::cache::behind::change::ChangeId;
use crate::cache::redis::queues_name;

/// The names of one queue.
pub(super) struct Names {
    /// `prefix:%queue:{users}`
    base: Vec<u8>,
}

impl Names {
    pub(super) fn new(prefix: &str, queue: &str) -> Self {
        let mut base = queues_name(prefix);
        base.push(b'{');
        // A brace of the name would end the part that decides over the slot.
        base.extend(queue.bytes().map(|byte| match byte {
            b'{' | b'}' => b'_',
            byte => byte,
        }));
        base.push(b'}');
        Self { base }
    }

    pub(super) fn partition(&self, partition: u32) -> Vec<u8> {
        self.with(&format!(":{partition}"))
    }

    /// Who has a partition.
    pub(super) fn owner(&self, partition: u32) -> Vec<u8> {
        self.with(&format!(":{partition}:owner"))
    }

    /// Dead letters.
    pub(super) fn dead(&self) -> Vec<u8> {
        self.with(":dead")
    }

    /// That a change of this id has been put.
    pub(super) fn mark(&self, id: &ChangeId) -> Vec<u8> {
        self.with(&format!(":{id}"))
    }

    fn with(&self, end: &str) -> Vec<u8> {
        let mut name = self.base.clone();
        name.extend_from_slice(end.as_bytes());
        name
    }
}
