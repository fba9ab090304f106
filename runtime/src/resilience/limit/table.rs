//! A bucket for each key, in bounded memory and without a lock where the key is known.
//!
//! Keys are told apart by a keyed hash. Its one part says in which set of sixteen places a key may
//! stand, its other part stands there, beside the bucket. A bucket is one number
//! ([TAT](super::gcra)), so a check reads the places, and swaps the number.
//!
//! A place whose bucket is whole again is free: to forget it changes nothing. Only if all sixteen
//! are in use, which before `max_keys` keys are in use at once happens to fewer than one key in a
//! thousand, the one is forgotten that is the first to be whole again: those that have used the most
//! are the last to go.
//!
//! A place changes hands under the lock of its set: the hash is taken out, the bucket is looked at
//! once more, and only then the new hash is put in. Who swaps a bucket looks at the hash afterwards;
//! if it is another by now, the swap was none, and is done again where the key stands then.

use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use foldhash::quality::RandomState;

use crate::cache::key::KeyBuf;
use crate::sync::lock;

const WAYS: usize = 16;
/// Keys per set, when `max_keys` are in use.
const USED: usize = 8;
/// Sets that are made together.
const CHUNK: usize = 64;
const MOST_SETS: usize = 1 << 28;
/// Which part of a word counts how often its place has changed hands.
const TURNS: u64 = 0xffff;

pub(super) struct Table {
    hasher: RandomState,
    sets: u64,
    /// Made when a key comes to one of their sets.
    chunks: Box<[OnceLock<Chunk>]>,
    /// For a number that no set has, which is never asked for.
    spare: OnceLock<Chunk>,
}

struct Chunk {
    sets: Box<[Set]>,
    /// The keys as text, for those who are refused.
    texts: Box<[Texts]>,
}

#[derive(Default)]
#[repr(align(64))]
struct Set([Slot; WAYS]);

#[derive(Default)]
struct Slot {
    /// Part of the hash, and the turns; 0 where nobody stands.
    word: AtomicU64,
    tat: AtomicU64,
}

type Texts = Mutex<Vec<Option<Arc<str>>>>;

/// Where a key was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) word: u64,
    set: u32,
    way: u32,
}

impl Table {
    pub(super) fn new(max_keys: usize) -> Self {
        let sets = max_keys.div_ceil(USED).clamp(1, MOST_SETS);
        Self {
            hasher: RandomState::default(),
            sets: sets as u64,
            chunks: (0..sets.div_ceil(CHUNK)).map(|_| OnceLock::new()).collect(),
            spare: OnceLock::new(),
        }
    }

    /// Where `key` stands. It is given a place if it has none.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn place(&self, key: &KeyBuf, now: impl FnOnce() -> u64) -> Place {
        let hash = self.hasher.hash_one(key);
        let number = self.number(hash);
        match self.set(number).find(hash) {
            Some((way, word)) => Place::new(word, number, way),
            None => self.insert(number, hash, Some(key), now()),
        }
    }

    /// Does `take` to the bucket of the key of `place`, and to no other key's.
    pub(super) fn with<T>(&self, place: &mut Place, now: u64, take: impl Fn(&AtomicU64) -> T) -> T {
        loop {
            if let Some(taken) = self.try_with(*place, &take) {
                return taken;
            }
            *place = self.insert(place.set as usize, place.word, None, now);
        }
    }

    /// The same, if the key stands there still. Otherwise nothing is done to its bucket.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn try_with<T>(
        &self,
        place: Place,
        take: impl FnOnce(&AtomicU64) -> T,
    ) -> Option<T> {
        let slot = self.set(place.set as usize).slot(place.way as usize);
        if slot.word.load(Ordering::SeqCst) != place.word {
            return None;
        }
        let taken = take(&slot.tat);
        (slot.word.load(Ordering::SeqCst) == place.word).then_some(taken)
    }

    /// The key that stands at `place`, if it still does.
    pub(super) fn text(&self, place: Place) -> Option<Arc<str>> {
        let set = place.set as usize;
        let texts = lock(self.texts(set)?);
        let slot = self.set(set).slot(place.way as usize);
        let text = texts.get(place.way as usize)?.clone();
        text.filter(|_| slot.word.load(Ordering::SeqCst) == place.word)
    }

    /// How many places are taken.
    pub(super) fn len(&self) -> usize {
        let chunks = self.chunks.iter().filter_map(OnceLock::get);
        let slots = chunks.flat_map(|chunk| chunk.sets.iter().flat_map(|set| &set.0));
        slots
            .filter(|slot| slot.word.load(Ordering::Relaxed) != 0)
            .count()
    }

    /// The set of a hash: by those of its bits that the words do not hold, as far as they go.
    #[cfg_attr(not(debug_assertions), inline)]
    fn number(&self, hash: u64) -> usize {
        let bits = (hash & TURNS) << 16 | hash >> 16 & 0xffff;
        ((bits * self.sets) >> 32) as usize
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn chunk(&self, set: usize) -> &Chunk {
        let chunk = self.chunks.get(set / CHUNK).unwrap_or(&self.spare);
        chunk.get_or_init(Chunk::new)
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn set(&self, number: usize) -> &Set {
        static NONE: Set = Set([const { Slot::new() }; WAYS]);
        let sets = &self.chunk(number).sets;
        sets.get(number % CHUNK).unwrap_or(&NONE)
    }

    fn texts(&self, set: usize) -> Option<&Texts> {
        self.chunk(set).texts.get(set % CHUNK)
    }

    /// Gives a hash a place.
    #[cold]
    #[inline(never)]
    fn insert(&self, number: usize, hash: u64, key: Option<&KeyBuf>, now: u64) -> Place {
        let text = key.map(|key| String::from_utf8_lossy(key.as_bytes()).into());
        let set = self.set(number);
        let mut texts = self.texts(number).map(lock);
        // Only those who hold the lock put a hash in.
        let (way, word) = if let Some(found) = set.find(hash) {
            found
        } else {
            let (way, word) = set.insert(hash, now);
            if let Some(texts) = &mut texts {
                texts.resize(WAYS, None);
                if let Some(kept) = texts.get_mut(way) {
                    *kept = text;
                }
            }
            (way, word)
        };
        Place::new(word, number, way)
    }
}

impl Chunk {
    #[cold]
    fn new() -> Self {
        Self {
            sets: (0..CHUNK).map(|_| Set::default()).collect(),
            texts: (0..CHUNK).map(|_| Texts::default()).collect(),
        }
    }
}

impl Slot {
    const fn new() -> Self {
        Self {
            word: AtomicU64::new(0),
            tat: AtomicU64::new(0),
        }
    }

    /// When it will be whole again; 0 where nobody stands.
    fn whole_at(&self) -> u64 {
        match self.word.load(Ordering::SeqCst) {
            0 => 0,
            _ => self.tat.load(Ordering::SeqCst),
        }
    }
}

impl Place {
    #[cfg_attr(not(debug_assertions), inline)]
    fn new(word: u64, set: usize, way: usize) -> Self {
        Self {
            word,
            set: u32::try_from(set).unwrap_or(u32::MAX),
            way: u32::try_from(way).unwrap_or(u32::MAX),
        }
    }
}

impl Set {
    #[cfg_attr(not(debug_assertions), inline)]
    fn slot(&self, way: usize) -> &Slot {
        let [first, ..] = &self.0;
        self.0.get(way).unwrap_or(first)
    }

    /// The place of a hash, and the word that stands there.
    #[cfg_attr(not(debug_assertions), inline)]
    fn find(&self, hash: u64) -> Option<(usize, u64)> {
        let words = self.0.iter().map(|slot| slot.word.load(Ordering::SeqCst));
        words
            .enumerate()
            .find(|(_, word)| (word ^ hash) & !TURNS == 0 && *word != 0)
    }

    /// Puts a hash in the place that is the first to be whole again. The caller holds the lock.
    fn insert(&self, hash: u64, now: u64) -> (usize, u64) {
        loop {
            let places = self.0.iter().map(Slot::whole_at).enumerate();
            let (way, whole_at) = places.min_by_key(|(_, at)| *at).unwrap_or_default();
            let slot = self.slot(way);
            let former = slot.word.swap(0, Ordering::SeqCst);
            // In the meantime it may have been used; then another may be the better choice.
            if former != 0 && slot.tat.load(Ordering::SeqCst) > whole_at.max(now) {
                slot.word.store(former, Ordering::SeqCst);
                continue;
            }
            slot.tat.store(0, Ordering::SeqCst);
            let turns = former.wrapping_add(1) & TURNS;
            // Zero says that nobody stands here.
            let word = ((hash & !TURNS) | turns).max(1);
            slot.word.store(word, Ordering::SeqCst);
            return (way, word);
        }
    }
}
