//! What the parts of a queue are called in Redis. All of them share one slot of a cluster.

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
        // A brace of the name would end the part that decides over the slot, and an empty part would
        // decide nothing.
        for byte in queue.bytes() {
            match byte {
                b'{' => base.extend_from_slice(b"%7B"),
                b'}' => base.extend_from_slice(b"%7D"),
                b'%' => base.extend_from_slice(b"%25"),
                byte => base.push(byte),
            }
        }
        if queue.is_empty() {
            base.push(b'%');
        }
        base.push(b'}');
        Self { base }
    }

    /// What all of them begin with, which decides over the slot.
    pub(super) fn base(&self) -> &[u8] {
        &self.base
    }

    pub(super) fn partition(&self, partition: u32) -> Vec<u8> {
        self.with(&format!(":{partition}"))
    }

    /// Who has a partition.
    pub(super) fn owner(&self, partition: u32) -> Vec<u8> {
        self.with(&format!(":{partition}:owner"))
    }

    /// Which reads of a partition count.
    pub(super) fn turn(&self, partition: u32) -> Vec<u8> {
        self.with(&format!(":{partition}:turn"))
    }

    /// The processes that work on it.
    pub(super) fn crew(&self) -> Vec<u8> {
        self.with(":crew")
    }

    /// Dead letters.
    pub(super) fn dead(&self) -> Vec<u8> {
        self.with(":dead")
    }

    /// What the names of notes begin with, of which changes were put.
    pub(super) fn ids(&self) -> Vec<u8> {
        self.with(":ids:")
    }

    fn with(&self, end: &str) -> Vec<u8> {
        let mut name = self.base.clone();
        name.extend_from_slice(end.as_bytes());
        name
    }
}
