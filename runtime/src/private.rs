//! All that generated code may name, and nothing else. Not a public interface: it changes
//! without notice.

use std::any::type_name;
use std::marker::PhantomData;



pub use crate::cache::generated::{
    Encodable, FaultProbe, HoldProbe, Installed, Keep, KeepAll, Load, ManagerRef, Miss,
    OutcomeProbe, Plan, Probe, Removal, Shape, Site, SiteSpec, Storable, Tier, Times, begin,
    in_memory, keep_if, keep_if_ttl_by, kept_error, load, load_blocking, serialised, stored_error,
    ttl_by,
};
pub use crate::cache::key::{CacheKey, Key, KeyBuf};
pub use crate::cache::{CacheManager, Ttl};

/// The traits by which types are told apart, to be in scope where they are.
pub mod autoref {
    pub use crate::cache::generated::{
        FaultAlone, FaultShared, HoldArc, HoldValue, OutcomeAny, OutcomeResult, ShapeNested,
        ShapeOuter, ShapePlain,
    };
    pub use super::{ArgAny, ArgKey};
}

/// What a handle's methods call.
pub mod handle {
    pub use crate::cache::generated::{
        bypass, bypass_blocking, invalidate, invalidate_blocking, peek, peek_blocking, refresh,
        refresh_blocking, traced, traced_blocking, ttl_of, ttl_of_blocking,
    };
}

/// The manager that `cache = expr` names: a `CacheManager`, or what leads to one.
pub fn manager<M: AsManager + ?Sized>(manager: &M) -> &CacheManager {
    manager.as_manager()
}

/// What leads to a manager.
#[diagnostic::on_unimplemented(
    message = "`cache` takes a `CacheManager`, and this is a `{Self}`",
    label = "write an expression that is a `CacheManager`, a reference to one, or an `Arc` of one"
)]
pub trait AsManager {
    /// The manager.
    fn as_manager(&self) -> &CacheManager;
}

impl AsManager for CacheManager {
    fn as_manager(&self) -> &CacheManager {
        self
    }
}

impl<M: AsManager + ?Sized> AsManager for &M {
    fn as_manager(&self) -> &CacheManager {
        (**self).as_manager()
    }
}

impl<M: AsManager + ?Sized> AsManager for std::sync::Arc<M> {
    fn as_manager(&self) -> &CacheManager {
        (**self).as_manager()
    }
}

impl<M: AsManager + ?Sized> AsManager for Box<M> {
    fn as_manager(&self) -> &CacheManager {
        (**self).as_manager()
    }
}

/// The path of the function inside which `here` is declared, from its type's name.
pub fn here<T>(_here: &T) -> &'static str {
    let name = type_name::<T>();
    name.rsplit_once("::").map_or(name, |(function, _)| function)
}

/// Writes a generic `Self` into the key of a method: the key names its fields, not its parameters.
#[inline]
pub fn self_type(key: &mut KeyBuf, name: &str) {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let bytes = name.as_bytes();
    if !(bytes.first().is_some_and(|&byte| plain(byte)) && bytes.last().is_some_and(|&byte| plain(byte))) {
        key.literal(":");
        key.type_name(name);
    }
}

/// Asks whether an argument could be part of a key.
#[derive(Debug)]
pub struct ArgProbe<T: ?Sized>(PhantomData<fn(&T)>);

impl<T: ?Sized> ArgProbe<T> {
    /// Asks about the type of `argument`.
    pub fn of(_argument: &T) -> Self {
        Self(PhantomData)
    }
}

/// An argument that could be part of the key, and is not.
#[derive(Debug)]
pub struct Forgotten;

/// An argument that could not.
#[derive(Debug)]
pub struct Fine;

/// Could be part of a key.
pub trait ArgKey {
    /// The answer.
    fn tag(&self) -> Forgotten;
}

impl<T: CacheKey + ?Sized> ArgKey for ArgProbe<T> {
    fn tag(&self) -> Forgotten {
        Forgotten
    }
}

/// Could not.
pub trait ArgAny {
    /// The answer.
    fn tag(&self) -> Fine;
}

impl<T: ?Sized> ArgAny for &ArgProbe<T> {
    fn tag(&self) -> Fine {
        Fine
    }
}

/// An argument that the key names or has no need of.
#[diagnostic::on_unimplemented(
    message = "this argument is not part of the cache key: calls that differ in it would share one entry",
    label = "name it in the key, or leave it out on purpose with `skip(..)`"
)]
pub trait NamedInKey {}

impl NamedInKey for Fine {}

/// The check.
pub fn named<T: NamedInKey>(_tag: T) {}
