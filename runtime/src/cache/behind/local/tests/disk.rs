//! A disk in memory that loses power, fills up, and is damaged.

use std::io;
use std::sync::{Arc, Mutex};

use redb::{Database, DatabaseError, StorageBackend};

use super::super::file::{Open, builder};
use crate::sync::lock;

#[derive(Debug, Clone, Default)]
pub(super) struct Disk(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// What is read.
    now: Vec<u8>,
    /// What a power cut leaves.
    synced: Vec<u8>,
    /// What was written since.
    loose: Vec<Write>,
    /// How much may be on it.
    room: Option<u64>,
    syncs: u64,
}

#[derive(Debug, Clone)]
enum Write {
    Bytes(u64, Vec<u8>),
    Length(u64),
}

impl Disk {
    /// No longer than it is now, or as long as is wanted again.
    pub(super) fn full(&self, full: bool) {
        let mut state = lock(&self.0);
        state.room = full.then_some(0);
    }

    /// Nothing is written to it meanwhile.
    pub(super) fn busy(&self, meanwhile: impl FnOnce()) {
        let _state = lock(&self.0);
        meanwhile();
    }

    pub(super) fn syncs(&self) -> u64 {
        lock(&self.0).syncs
    }

    /// What a power cut leaves: all that was synced, and of what was not, what `reaches` says.
    pub(super) fn cut(&self, mut reaches: impl FnMut() -> bool) -> Self {
        let state = lock(&self.0);
        let mut left = state.synced.clone();
        for write in &state.loose {
            if reaches() {
                write.apply(&mut left);
            }
        }
        let left = State {
            now: left.clone(),
            synced: left,
            ..State::default()
        };
        Self(Arc::new(Mutex::new(left)))
    }

    /// Does something to the bytes on it.
    pub(super) fn damage(&self, act: impl FnOnce(&mut Vec<u8>)) {
        act(&mut lock(&self.0).now);
    }
}

impl Write {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Length(length) => bytes.resize(usize::try_from(*length).expect("short"), 0),
            Self::Bytes(offset, data) => {
                let start = usize::try_from(*offset).expect("short");
                // Lost with the length that it needs, which came before it.
                if let Some(to) = bytes.get_mut(start..start + data.len()) {
                    to.copy_from_slice(data);
                }
            }
        }
    }
}

impl Open for Disk {
    fn open(&self) -> Result<Database, DatabaseError> {
        builder().create_with_backend(self.clone())
    }

    fn name(&self) -> String {
        "a disk in memory".into()
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> Result<u64, io::Error> {
        Ok(lock(&self.0).now.len() as u64)
    }

    fn read(&self, offset: u64, len: usize) -> Result<Vec<u8>, io::Error> {
        let start = usize::try_from(offset).expect("short");
        let state = lock(&self.0);
        let bytes = state.now.get(start..start + len);
        bytes
            .map(<[u8]>::to_vec)
            .ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    fn set_len(&self, len: u64) -> Result<(), io::Error> {
        self.change(Write::Length(len))
    }

    fn sync_data(&self, _: bool) -> Result<(), io::Error> {
        let mut state = lock(&self.0);
        if state.room.is_some() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        state.synced = state.now.clone();
        state.loose.clear();
        state.syncs += 1;
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), io::Error> {
        self.change(Write::Bytes(offset, data.to_vec()))
    }
}

impl Disk {
    fn change(&self, write: Write) -> Result<(), io::Error> {
        let mut state = lock(&self.0);
        if state.room.is_some() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        write.apply(&mut state.now);
        state.loose.push(write);
        Ok(())
    }
}
