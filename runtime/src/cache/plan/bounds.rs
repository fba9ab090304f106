//! What a cached type must be, and what rustc says of one that is not.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Type;

/// What a cached function's values must be when they live in memory only.
#[diagnostic::on_unimplemented(
    message = "`#[cached]` cannot keep a `{Self}`",
    label = "the value is handed to every caller, so this type must be `Clone + Send + Sync + 'static`",
    note = "if it is a type parameter: add `Clone + Send + Sync + 'static` to its bounds",
    note = "if it is not `Clone`: add `#[derive(Clone)]` to it, or return an `Arc` of it",
    note = "if threads cannot share it: use `Arc` for `Rc`, and `Mutex` or an atomic for `RefCell` and `Cell`"
)]
pub trait Storable: Sized {
    /// Asks for it.
    fn storable(_type: Type<Self>) {}
}

#[diagnostic::do_not_recommend]
impl<T: Clone + Send + Sync + 'static> Storable for T {}

/// What a cached type must be besides: written to Redis and read from it.
#[diagnostic::on_unimplemented(
    message = "`#[cached]` cannot store a `{Self}`",
    label = "the cached value is written as JSON, so this type must implement `Serialize` and `DeserializeOwned`",
    note = "add `#[derive(serde::Serialize, serde::Deserialize)]` to `{Self}`, or keep its entries in memory with `tier = memory`",
    note = "if it is a type parameter: add `serde::Serialize + serde::de::DeserializeOwned` to its bounds"
)]
pub trait Encodable: Sized {
    /// Asks for it.
    fn encodable(_type: Type<Self>) {}
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> Encodable for T {}

/// What [`CacheManager`](crate::CacheManager) keeps by hand: all that `#[cached]` asks of a value.
#[diagnostic::on_unimplemented(
    message = "a cache cannot store a `{Self}`",
    label = "this type must be `Send + Sync + 'static` and implement `Serialize` and `DeserializeOwned`",
    note = "add `#[derive(serde::Serialize, serde::Deserialize)]` to `{Self}`"
)]
pub trait CacheValue: Serialize + DeserializeOwned + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned + Send + Sync + 'static> CacheValue for T {}
