//! All that generated code may name, and nothing else. Not a public interface: it changes
//! without notice.

use std::any::type_name;
use std::marker::PhantomData;

pub use gambeson_macros::__stack;

pub use crate::again::Again;
pub use crate::cache::generated::batch;
pub use crate::cache::generated::{
    Early, Encodable, Ending, EndingProbe, FaultProbe, FlightReach, GivenCtx, Glob, HoldProbe,
    InMemory, Installed, Keep, KeepAll, KeptError, Ladder, Load, LoadOwned, ManagerRef, Miss,
    Movable, Plan, Probe, ReadMode, ReloadBy, Removal, Serialised, Shape, Site, SiteSpec, Storable,
    StorableError, Take, Taken, Tier, Times, begin, keep_if, load, load_blocking, load_owned,
    tagged, tags_by, through, ttl_by,
};
pub use crate::cache::key::{CacheKey, Key, KeyBuf};
pub use crate::cache::{
    BlockingMethodHandle, CacheError, CacheManager, IntoKeyBuf, MethodHandle, Removed, TimeLeft,
    Traced, Ttl,
};
#[cfg(feature = "log")]
pub use crate::function_metrics;
pub use crate::{needs_redis, needs_resilience, with_write_behind};

/// The traits by which types are told apart, to be in scope where they are. Without names: a glob
/// import of this module hides nothing of the user's.
pub mod autoref {
    pub use super::{ArgAny as _, ArgKey as _};
    pub use crate::cache::generated::{
        EndingAny as _, EndingResult as _, FaultAlone as _, FaultShared as _, HoldArc as _,
        HoldValue as _, ShapeNested as _, ShapeOuter as _, ShapePlain as _, WeighOutside as _,
        WeighWhole as _,
    };
}

// Here and not in `masking`, because messages name them by this path.
#[cfg(feature = "mask")]
pub use crate::mask::field::{
    Card, Email, HasKeys, Hash, Hashes, HiddenKeys, Iban, Ip, IsRead, KeepSome, Keyed, MaskedKeys,
    NoWord, Phone, ReadsCard, ReadsEmail, ReadsIban, ReadsIp, ReadsKeepFirst, ReadsKeepLast,
    ReadsPhone, ReadsSsn, ReadsText, ShownKeys, Shows, Ssn, Text, Unsaid,
};

/// What `derive(Masked)` calls.
#[cfg(feature = "mask")]
pub mod masking {
    pub use serde;

    pub use std::fmt::{Debug, Formatter, Result as FmtResult};

    pub use super::{
        Card, Email, HasKeys, Hash, Hashes, HiddenKeys, Iban, Ip, IsRead, KeepSome, Keyed,
        MaskedKeys, NoWord, Phone, ReadsCard, ReadsEmail, ReadsIban, ReadsIp, ReadsKeepFirst,
        ReadsKeepLast, ReadsPhone, ReadsSsn, ReadsText, ShownKeys, Shows, Ssn, Text, Unsaid,
    };
    pub use crate::mask::Masked;
    pub use crate::mask::assert::{NoDebug, Own, OwnDebug, assert_masked};
    pub use crate::mask::field::{
        At, By, Element, Field, KeyField, Line, Literal, NotDerived, Of, Probe, ReadOther,
        ReadText, Reading, Shape, ShownAny, ShownDebug, ShownMasked, ShownSerialize, Word, called,
        called_debug, constant, line,
    };
}

/// What the guards of a function expand to.
#[cfg(any(feature = "log", feature = "resilience"))]
pub mod guards {
    #[cfg(feature = "resilience")]
    pub use crate::resilience::generated::*;
    #[cfg(feature = "resilience")]
    pub use crate::resilience::{
        AbandonedAs, BreakerBuilder, CircuitBreaker, EvaluateOn, GuardsHandle, HalfOpen,
        KeyedBreakers, OpenFor, Outcome, Present, Rejected, Window,
    };
    pub use crate::stack::generated::*;

    /// The traits by which errors are told apart, to be in scope where they are.
    pub mod autoref {
        #[cfg(feature = "resilience")]
        pub use crate::resilience::generated::told_apart::*;
        pub use crate::stack::generated::descriptions::*;
    }
}

// Here and not in `log`, because messages name them by this path.
#[cfg(feature = "log")]
pub use crate::log::generated::values::{Debugged, Displayed, Told, ToldMasked};
#[cfg(feature = "log")]
pub use crate::log::generated::{Defaulted, Failing, Logged, Streams};

/// What the attributes of logging expand to.
#[cfg(feature = "log")]
pub mod log {
    pub use crate::log::generated::*;
}

/// What counts the calls of a function: its name, and whether a call can be slow.
#[cfg(all(feature = "log", feature = "metrics"))]
#[doc(hidden)]
#[macro_export]
macro_rules! function_metrics {
    ($version:literal, $function:expr, $has_slow:literal) => {{
        static __CALLS: $crate::private::log::FunctionMetrics =
            $crate::private::log::FunctionMetrics::new(
                $function,
                ::core::module_path!(),
                $has_slow,
            );
        $crate::private::log::Metered::new(&__CALLS)
    }};
}

/// The error of `metrics`, where there are none.
#[cfg(all(feature = "log", not(feature = "metrics")))]
#[doc(hidden)]
#[macro_export]
macro_rules! function_metrics {
    ($version:literal, $function:expr, $has_slow:literal) => {
        ::core::compile_error!(::core::concat!(
            "`metrics` needs the `metrics` feature: `gambeson = { version = \"",
            $version,
            "\", features = [\"log\", \"metrics\"] }`"
        ))
    };
}

/// Nothing, where there is Redis.
#[cfg(feature = "redis")]
#[doc(hidden)]
#[macro_export]
macro_rules! needs_redis {
    ($version:literal, $what:literal, $word:literal) => {};
}

/// The error of `tier = redis`, `store = redis` and the like, where there is none. The macros say which version
/// it is: an `env!` in here would be read in the user's crate.
#[cfg(not(feature = "redis"))]
#[doc(hidden)]
#[macro_export]
macro_rules! needs_redis {
    ($version:literal, $what:literal, $word:literal) => {
        ::core::compile_error!(::core::concat!(
            $what,
            " `",
            $word,
            "` needs the `redis` feature: `gambeson = { version = \"",
            $version,
            "\", features = [\"redis\"] }`"
        ));
    };
}

/// What is given, where there are guards.
#[cfg(feature = "resilience")]
#[doc(hidden)]
#[macro_export]
macro_rules! needs_resilience {
    ($version:literal, $what:literal, $given:expr) => {
        $given
    };
}

/// The error of what needs [`Rejected`](crate::Rejected), where there are no guards.
#[cfg(not(feature = "resilience"))]
#[doc(hidden)]
#[macro_export]
macro_rules! needs_resilience {
    ($version:literal, $what:literal, $given:expr) => {
        ::core::compile_error!(::core::concat!(
            "`",
            $what,
            "` needs the `resilience` feature: `gambeson = { version = \"",
            $version,
            "\", features = [\"resilience\"] }`"
        ))
    };
}

/// What the handle of a writer calls.
#[cfg(feature = "write-behind")]
pub mod behind {
    pub use crate::cache::behind::generated::*;
    pub use crate::write_behind::Change;
}

/// The handle of a writer.
#[cfg(feature = "write-behind")]
#[doc(hidden)]
#[macro_export]
macro_rules! with_write_behind {
    ($version:literal, $($items:tt)*) => { $($items)* };
}

/// The error of `strategy = write_behind`, where there is none, in place of a handle that would need
/// it.
#[cfg(not(feature = "write-behind"))]
#[doc(hidden)]
#[macro_export]
macro_rules! with_write_behind {
    ($version:literal, $($items:tt)*) => {
        ::core::compile_error!(::core::concat!(
            "`strategy = write_behind` needs the `write-behind` feature: `gambeson = { version = \"",
            $version,
            "\", features = [\"write-behind\"] }`"
        ));
    };
}

/// A future as it is.
#[cfg_attr(not(debug_assertions), inline)]
pub fn future<F: Future>(future: F) -> F {
    future
}

/// Calls `body`. A closure that is an argument here may hand out what it borrowed from what it
/// captured; one that is called where it stands may not.
#[cfg_attr(not(debug_assertions), inline)]
pub fn call<R>(body: impl FnOnce() -> R) -> R {
    body()
}

/// What a handle's methods call.
pub mod handle {
    pub use crate::cache::generated::{
        Unpack, bypass, bypass_blocking, invalidate, invalidate_blocking, method, method_blocking,
        peek, peek_blocking, place, refresh, refresh_blocking, result, traced, traced_blocking,
        ttl_of, ttl_of_blocking,
    };
}

/// Mentions `T` in an `impl Trait`, so that it may hold the lifetimes of `T`: what edition 2024 does
/// by itself.
pub trait Captures<T: ?Sized> {}

impl<T: ?Sized, U: ?Sized> Captures<T> for U {}

/// What `cache = expr` names: a `CacheManager`, or what leads to one.
#[diagnostic::on_unimplemented(
    message = "`cache` takes a `CacheManager`, and this is a `{Self}`",
    label = "write an expression that is a `CacheManager`, a reference to one, or an `Arc` of one"
)]
pub trait AsManager {
    /// The manager.
    fn as_manager(&self) -> &CacheManager;
}

#[diagnostic::do_not_recommend]
impl AsManager for CacheManager {
    fn as_manager(&self) -> &CacheManager {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<M: AsManager + ?Sized> AsManager for &M {
    fn as_manager(&self) -> &CacheManager {
        (**self).as_manager()
    }
}

#[diagnostic::do_not_recommend]
impl<M: AsManager + ?Sized> AsManager for std::sync::Arc<M> {
    fn as_manager(&self) -> &CacheManager {
        (**self).as_manager()
    }
}

#[diagnostic::do_not_recommend]
impl<M: AsManager + ?Sized> AsManager for Box<M> {
    fn as_manager(&self) -> &CacheManager {
        (**self).as_manager()
    }
}

const CLOSURE: &str = "::{{closure}}";

/// The path of the function that `here` is, or is a closure of, from its type's name. The types of
/// its `impl` and its own stand in it.
#[cfg_attr(not(debug_assertions), inline)]
pub fn here<T>(_here: &T) -> &'static str {
    without_closures(type_name::<T>())
}

#[cfg_attr(not(debug_assertions), inline)]
fn without_closures(mut name: &'static str) -> &'static str {
    while let Some(outer) = name.strip_suffix(CLOSURE) {
        name = outer;
    }
    name
}

/// Writes the types of a generic `impl` into the key of a function without a receiver, where
/// `Self` may not be there to be named. `here` is a closure of the function, and `tail` what the
/// name of its type ends with where the function itself is not generic.
///
/// Nearly all functions stand in no `impl` with parameters; for them the two comparisons are of
/// constants, and the optimiser leaves nothing of the call.
#[allow(
    clippy::inline_always,
    reason = "only where it is compiled into the caller are the comparisons of constants"
)]
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn enclosing<T>(key: &mut KeyBuf, _here: &T, tail: &str) {
    match type_name::<T>().strip_suffix(tail) {
        Some(parent) if !parent.ends_with('>') => {}
        _ => enclosing_types(key, without_closures(type_name::<T>())),
    }
}

#[cold]
fn enclosing_types(key: &mut KeyBuf, function: &'static str) {
    let own = without_arguments(function);
    let Some((parent, _)) = own.rsplit_once("::") else {
        return;
    };
    // `<Repo<User> as Load>::name` is a function of `Repo<User>`.
    let this = match parent.strip_prefix('<') {
        Some(path) => path.split_once(" as ").map_or(path, |(this, _)| this),
        None => parent,
    };
    if this.ends_with('>') && !this.ends_with("->") {
        key.literal(":");
        key.type_name(this);
    }
}

/// A path without the type arguments of its last segment.
fn without_arguments(path: &str) -> &str {
    if !path.ends_with('>') {
        return path;
    }
    let mut depth = 0_u32;
    for (place, byte) in path.bytes().enumerate().rev() {
        match byte {
            b'>' => depth += 1,
            b'<' if depth == 1 => return path.get(..place).unwrap_or(path),
            b'<' => depth -= 1,
            _ => {}
        }
    }
    path
}

/// Writes a generic `Self` into the key of a method: the key names its fields, not its parameters.
#[cfg_attr(not(debug_assertions), inline)]
pub fn self_type(key: &mut KeyBuf, name: &str) {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let bytes = name.as_bytes();
    if !(bytes.first().is_some_and(|&byte| plain(byte))
        && bytes.last().is_some_and(|&byte| plain(byte)))
    {
        key.literal(":");
        key.type_name(name);
    }
}

/// Asks whether an argument could be part of a key.
#[derive(Debug)]
pub struct ArgProbe<T: ?Sized>(PhantomData<fn(&T)>);

impl<T: ?Sized> ArgProbe<T> {
    /// Asks about a type.
    #[expect(clippy::new_without_default, reason = "called by generated code only")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }

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

/// An argument that the key names or has no need of. `Argument` is a type that bears its name, for
/// nothing but the text.
#[diagnostic::on_unimplemented(
    message = "the argument `{Argument}` is not part of the cache key: calls that differ in it would share one entry",
    label = "name it in the key as `{{{Argument}}}`, or write `skip({Argument})`"
)]
pub trait NamedInKey<Argument>: Sized {
    /// The check.
    fn named(self) {}
}

#[diagnostic::do_not_recommend]
impl<Argument> NamedInKey<Argument> for Fine {}

#[cfg(test)]
#[expect(
    clippy::extra_unused_type_parameters,
    reason = "their names are what is tested"
)]
mod tests {
    use super::*;

    struct Repo<T>(PhantomData<T>);

    trait Load {
        fn load() -> String;
    }

    fn types<T>(here: &T, tail: &str) -> String {
        let mut key = KeyBuf::new();
        key.literal("k");
        enclosing(&mut key, here, tail);
        key.finish().to_string()
    }

    impl<T> Repo<T> {
        fn plain() -> String {
            types(&|| (), "::plain::{{closure}}")
        }

        fn generic<U>() -> String {
            types(&|| (), "::generic::{{closure}}")
        }
    }

    impl<T> Load for Repo<T> {
        fn load() -> String {
            types(&|| (), "::load::{{closure}}")
        }
    }

    impl Load for u8 {
        fn load() -> String {
            types(&|| (), "::load::{{closure}}")
        }
    }

    fn free<T>() -> String {
        types(&|| (), "::free::{{closure}}")
    }

    #[test]
    fn the_types_of_an_impl_enter_the_key_and_nothing_else_does() {
        assert_eq!(free::<u8>(), "k");
        assert_eq!(u8::load(), "k");
        assert!(
            Repo::<u16>::plain().ends_with("Repo%3Cu16%3E"),
            "{}",
            Repo::<u16>::plain()
        );
        assert!(Repo::<u16>::generic::<u8>().ends_with("Repo%3Cu16%3E"));
        assert!(Repo::<u16>::load().ends_with("Repo%3Cu16%3E"));
    }

    #[test]
    fn the_path_of_a_function_is_told_by_its_closures() {
        fn inner<T>() -> &'static str {
            here(&|| ())
        }
        assert_eq!(inner::<u8>(), here(&inner::<u8>));
        assert!(inner::<u8>().ends_with("inner<u8>"));
    }
}
