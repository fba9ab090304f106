//! How values of one type are told apart, weighed, and, for Redis, written and read: function
//! pointers, so that the engine is compiled once.

use std::any::Any;
#[cfg(feature = "redis")]
use std::any::type_name;
use std::marker::PhantomData;

use serde::Serialize;

use crate::cache::entry::{Absent, Failed, Held};
use crate::cache::plan::CacheValue;
use crate::cache::weigh::weigh;

#[cfg(feature = "redis")]
pub(crate) use wire::Wire;

/// What the engine can do with values of one type.
#[derive(Debug)]
pub(crate) struct Ops {
    pub(crate) weigh: fn(&Held) -> usize,
    is: fn(&Held) -> bool,
    #[cfg(feature = "redis")]
    pub(crate) wire: Wire,
}

impl Ops {
    /// Whether what an entry holds is of this type, or the `None` of a function of any type.
    pub(crate) fn fits(&self, held: &Held) -> bool {
        (self.is)(held) || held.is::<Absent>()
    }

    /// Of a value that may leave the process.
    pub(crate) fn serialised<T: CacheValue>() -> &'static Self {
        &OpsOf::<T>::SERIALISED
    }

    /// Of a value that never does.
    pub(crate) fn in_memory<T: Any + Send + Sync>() -> &'static Self {
        &OpsOf::<T>::IN_MEMORY
    }

    /// Of an error that may leave the process.
    pub(crate) fn failure<E: CacheValue>() -> &'static Self {
        &OpsOf::<E>::FAILURE
    }

    /// Of an error that never does.
    pub(crate) fn failure_in_memory<E: Any + Send + Sync>() -> &'static Self {
        &OpsOf::<E>::FAILURE_IN_MEMORY
    }
}

struct OpsOf<T>(PhantomData<T>);

impl<T: Any + Send + Sync> OpsOf<T> {
    const IN_MEMORY: Ops = Ops {
        weigh: |_| size_of::<T>(),
        is: |held| held.is::<T>(),
        #[cfg(feature = "redis")]
        wire: Wire::none(type_name::<T>, false),
    };
    const FAILURE_IN_MEMORY: Ops = Ops {
        weigh: |_| size_of::<T>(),
        is: |held| held.is::<Failed<T>>(),
        #[cfg(feature = "redis")]
        wire: Wire::none(type_name::<T>, true),
    };
}

/// The size of a value with what it points to.
pub(crate) fn weigh_whole<T: Any + Serialize>(held: &Held) -> usize {
    held.downcast_ref::<T>()
        .map_or(0, |value| size_of::<T>().max(weigh(value)))
}

impl<T: CacheValue> OpsOf<T> {
    const SERIALISED: Ops = Ops {
        weigh: weigh_whole::<T>,
        is: |held| held.is::<T>(),
        #[cfg(feature = "redis")]
        wire: Wire::value::<T>(),
    };
    const FAILURE: Ops = Ops {
        weigh: |held| {
            held.downcast_ref::<Failed<T>>()
                .map_or(0, |failed| size_of::<T>().max(weigh(&failed.0)))
        },
        is: |held| held.is::<Failed<T>>(),
        #[cfg(feature = "redis")]
        wire: Wire::failure::<T>(),
    };
}

#[cfg(feature = "redis")]
mod wire {
    use std::any::type_name;
    use std::sync::Arc;

    use crate::cache::CacheError;
    use crate::cache::codec::{self, CodecSettings};
    use crate::cache::entry::{Failed, Held};
    use crate::cache::plan::CacheValue;

    type Encode = fn(&CodecSettings, &Held, &mut Vec<u8>) -> Result<(), CacheError>;
    type Decode = fn(&CodecSettings, &[u8]) -> Result<Held, CacheError>;

    /// How values of one type are written to Redis, and read.
    #[derive(Debug)]
    pub(crate) struct Wire {
        pub(crate) type_name: fn() -> &'static str,
        pub(crate) encode: Option<Encode>,
        pub(crate) decode: Option<Decode>,
        /// Whether it is an error.
        pub(crate) failure: bool,
    }

    impl Wire {
        /// They are not.
        pub(super) const fn none(type_name: fn() -> &'static str, failure: bool) -> Self {
            Self {
                type_name,
                encode: None,
                decode: None,
                failure,
            }
        }

        pub(super) const fn value<T: CacheValue>() -> Self {
            Self {
                type_name: type_name::<T>,
                encode: Some(|settings, held, out| match held.downcast_ref::<T>() {
                    Some(value) => codec::encode(settings, value, out),
                    None => Err(foreign::<T>()),
                }),
                decode: Some(|settings, bytes| {
                    codec::decode::<T>(settings, bytes).map(|value| Arc::new(value) as Held)
                }),
                failure: false,
            }
        }

        pub(super) const fn failure<E: CacheValue>() -> Self {
            Self {
                type_name: type_name::<E>,
                encode: Some(
                    |settings, held, out| match held.downcast_ref::<Failed<E>>() {
                        Some(Failed(error)) => codec::encode(settings, error, out),
                        None => Err(foreign::<E>()),
                    },
                ),
                decode: Some(|settings, bytes| {
                    codec::decode::<E>(settings, bytes).map(|error| Arc::new(Failed(error)) as Held)
                }),
                failure: true,
            }
        }
    }

    fn foreign<T>() -> CacheError {
        CacheError::Codec {
            type_name: type_name::<T>(),
            reason: "the value is of another type".into(),
        }
    }
}
