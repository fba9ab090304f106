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
/// Which part of a word counts how often its place has changed hands.
const TURNS: u64 = 0xffff;

pub(super) struct Table {
    hasher: RandomState,
    sets: Box<[OnceLock<Box<Set>>]>,
    /// For a number that no set has, which is never asked for.
    spare: OnceLock<Box<Set>>,
}

#[repr(align(64))]
struct Set {
    /// Part of the hash, and the turns; 0 where nobody stands.
    words: [AtomicU64; WAYS],
    tats: [AtomicU64; WAYS],
    /// The keys as text, for those who are refused.
    texts: Mutex<[Option<Arc<str>>; WAYS]>,
}

/// Where a key was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) word: u64,
    set: u32,
    way: u32,
}

impl Table {
    pub(super) fn new(max_keys: usize) -> Self {
        let sets = max_keys.div_ceil(USED).clamp(1, 1 << 28);
        Self {
            hasher: RandomState::default(),
            sets: (0..sets).map(|_| OnceLock::new()).collect(),
            spare: OnceLock::new(),
        }
    }

    /// Where `key` stands. It is given a place if it has none.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn place(&self, key: &KeyBuf, now: impl FnOnce() -> u64) -> Place {
        let hash = self.hasher.hash_one(key);
        let number = self.number(hash);
        let set = self.set(number);
        match set.find(hash) {
            Some((way, word)) => Place::new(word, number, way),
            None => set.insert(number, hash, Some(key), now()),
        }
    }

    /// Does `take` to the bucket of the key of `place`, and to no other key's.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn with<T>(&self, place: &mut Place, now: u64, take: impl Fn(&AtomicU64) -> T) -> T {
        let set = self.set(place.set as usize);
        loop {
            let way = place.way as usize % WAYS;
            if let (Some(word), Some(tat)) = (set.words.get(way), set.tats.get(way))
                && word.load(Ordering::SeqCst) == place.word
            {
                let taken = take(tat);
                if word.load(Ordering::SeqCst) == place.word {
                    return taken;
                }
            }
            *place = set.insert(place.set as usize, place.word, None, now);
        }
    }

    /// Looks at the bucket of the key of `place`, if it still stands there.
    pub(super) fn peek(&self, place: Place, look: impl FnOnce(&AtomicU64)) {
        let set = self.set(place.set as usize);
        let way = place.way as usize % WAYS;
        if let (Some(word), Some(tat)) = (set.words.get(way), set.tats.get(way))
            && word.load(Ordering::SeqCst) == place.word
        {
            look(tat);
        }
    }

    /// The key that stands at `place`, if it still does.
    pub(super) fn text(&self, place: Place) -> Option<Arc<str>> {
        let set = self.set(place.set as usize);
        let texts = lock(&set.texts);
        let way = place.way as usize % WAYS;
        let word = set.words.get(way)?.load(Ordering::SeqCst);
        texts.get(way)?.clone().filter(|_| word == place.word)
    }

    /// How many places are taken.
    pub(super) fn len(&self) -> usize {
        let sets = self.sets.iter().filter_map(OnceLock::get);
        sets.map(|set| {
            set.words
                .iter()
                .filter(|word| word.load(Ordering::Relaxed) != 0)
                .count()
        })
        .sum()
    }

    /// The set of a hash: by those of its bits that the words do not hold, as far as they go.
    #[cfg_attr(not(debug_assertions), inline)]
    fn number(&self, hash: u64) -> usize {
        let bits = (hash & TURNS) << 16 | hash >> 16 & 0xffff;
        ((bits * self.sets.len() as u64) >> 32) as usize
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn set(&self, number: usize) -> &Set {
        let set = self.sets.get(number).unwrap_or(&self.spare);
        set.get_or_init(Box::default)
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

impl Default for Set {
    fn default() -> Self {
        Self {
            words: [const { AtomicU64::new(0) }; WAYS],
            tats: [const { AtomicU64::new(0) }; WAYS],
            texts: Mutex::new([const { None }; WAYS]),
        }
    }
}

impl Set {
    /// The place of a hash, and the word that stands there.
    #[cfg_attr(not(debug_assertions), inline)]
    fn find(&self, hash: u64) -> Option<(usize, u64)> {
        let words = self.words.iter().map(|word| word.load(Ordering::SeqCst));
        words
            .enumerate()
            .find(|(_, word)| (word ^ hash) & !TURNS == 0 && *word != 0)
    }

    /// Gives a hash a place.
    #[cold]
    #[inline(never)]
    fn insert(&self, set: usize, hash: u64, key: Option<&KeyBuf>, now: u64) -> Place {
        let text = key.map(|key| String::from_utf8_lossy(key.as_bytes()).into());
        let mut texts = lock(&self.texts);
        // Only those who hold the lock put a hash in.
        if let Some((way, word)) = self.find(hash) {
            return Place::new(word, set, way);
        }
        loop {
            let (way, whole_at) = self.first_whole();
            let (Some(word), Some(tat)) = (self.words.get(way), self.tats.get(way)) else {
                continue;
            };
            let former = word.swap(0, Ordering::SeqCst);
            // In the meantime it may have been used; then another may be the better choice.
            if former != 0 && tat.load(Ordering::SeqCst) > whole_at.max(now) {
                word.store(former, Ordering::SeqCst);
                continue;
            }
            tat.store(0, Ordering::SeqCst);
            if let Some(place) = texts.get_mut(way) {
                *place = text;
            }
            let turns = former.wrapping_add(1) & TURNS;
            let taken = (hash & !TURNS) | turns;
            // Zero says that nobody stands here.
            let taken = if taken == 0 { 1 } else { taken };
            word.store(taken, Ordering::SeqCst);
            return Place::new(taken, set, way);
        }
    }

    /// The place that is the first to be whole again, and when.
    fn first_whole(&self) -> (usize, u64) {
        let places = self.words.iter().zip(&self.tats).map(|(word, tat)| {
            let free = word.load(Ordering::SeqCst) == 0;
            if free { 0 } else { tat.load(Ordering::SeqCst) }
        });
        let first = places.enumerate().min_by_key(|(_, whole_at)| *whole_at);
        first.unwrap_or_default()
    }
}
