//! Modules and macros around a function that take names away from it, or give it others.

use crate::support::ran;

/// Names of the prelude and of crates, all of them something else.
mod own_names {
    #![allow(dead_code, non_upper_case_globals)]

    pub(super) mod core {}
    pub(super) mod std {}
    pub(super) mod gambeson {}
    pub(super) mod serde {}

    pub(super) struct Result;
    pub(super) struct Option;
    pub(super) struct Some;
    pub(super) struct Ok;
    pub(super) struct Err;
    pub(super) struct Box;
    pub(super) struct String;
    pub(super) struct Send;
    pub(super) trait Clone {}
    pub(super) trait Future {}
    pub(super) trait Drop {}
    pub(super) fn drop() {}

    #[::gambeson::cached(ttl = "5m", key = "surroundings:own:{id}", negative_ttl = "1m", handle = Own)]
    pub(super) async fn own(id: u64) -> ::core::option::Option<u64> {
        super::ran();
        ::core::option::Option::Some(id)
    }

    #[::gambeson::cached(ttl = "5m", key = "surroundings:own_sync:{id}")]
    pub(super) fn own_sync(id: u64) -> ::core::result::Result<u64, ()> {
        super::ran();
        ::core::result::Result::Ok(id)
    }

    #[::gambeson::invalidate(key = "surroundings:own:{id}", always)]
    pub(super) async fn forget(id: u64) -> ::core::result::Result<u64, ()> {
        ::core::result::Result::Ok(id)
    }

    #[derive(::gambeson::CacheKey)]
    pub(super) struct Part {
        pub(super) id: u64,
        pub(super) more: ::core::option::Option<u8>,
    }

    #[::gambeson::cached(ttl = "5m", key = "surroundings:own_boxed:{part}")]
    pub(super) fn boxed(
        part: Part,
    ) -> ::core::pin::Pin<::std::boxed::Box<dyn ::core::future::Future<Output = u64>>> {
        super::ran();
        ::std::boxed::Box::pin(async move { part.id })
    }
}

#[tokio::test]
async fn a_module_with_other_things_under_the_names_of_the_prelude() {
    assert_cached!(own_names::own(1).await, own_names::own(2).await);
    assert_cached!(own_names::own_sync(1), own_names::own_sync(2));
    let part = |id| own_names::Part { id, more: None };
    assert_cached!(
        own_names::boxed(part(1)).await,
        own_names::boxed(part(2)).await
    );
    own_names::forget(1).await.expect("it succeeds");
    assert_eq!(own_names::Own::peek(1).await, None);
    assert_eq!(own_names::Own::peek(2).await, Some(Some(2)));
}

macro_rules! made {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($argument:ident: $ty:ty) -> $ret:ty = $factor:expr) => {
        $(#[$meta])*
        #[gambeson::cached(ttl = "5m", key = "surroundings:made:{id}")]
        $vis async fn $name($argument: $ty) -> $ret {
            ran();
            $argument * $factor
        }
    };
}

made! {
    /// Three times as much.
    pub(crate) fn made(id: u64) -> u64 = 1 + 2
}

#[tokio::test]
async fn a_function_that_a_macro_makes_of_what_it_captured() {
    assert_cached!(made(2).await, made(3).await);
    assert_eq!(made(2).await, 6, "a captured expression stays together");
}

macro_rules! hidden {
    ($name:ident, $handle:ident) => {
        #[gambeson::cached(ttl = "5m", key = "surroundings:hidden:{id}", handle = $handle)]
        async fn $name(id: u64) -> u64 {
            let __k = id;
            let __miss = __k;
            ran();
            __miss
        }
    };
}

hidden!(hidden, Hidden);

#[tokio::test]
async fn a_function_whose_arguments_are_a_macros_own() {
    assert_cached!(hidden(1).await, hidden(2).await);
    assert_eq!(Hidden::peek(1).await, Some(1));
}

macro_rules! captured_type_and_block {
    ($name:ident, $ty:ty, $body:block, $ttl:literal, $key:literal) => {
        #[gambeson::cached(ttl = $ttl, key = $key)]
        async fn $name() -> $ty $body
    };
}

captured_type_and_block!(
    captured,
    Result<u64, String>,
    {
        ran();
        Ok(7)
    },
    "5m",
    "surroundings:captured"
);

#[tokio::test]
async fn a_body_that_a_macro_captured_whole() {
    assert_eq!((captured().await, captured().await), (Ok(7), Ok(7)));
    assert_eq!(crate::support::runs(), 1);
}

/// Values in the expansion have names of their own: the user's may be the same.
#[gambeson::cached(ttl = "5m", key = "surroundings:names:{__k}:{__site}")]
async fn same_names(__k: u64, __site: u64) -> u64 {
    ran();
    let (__shape, __plan, __miss) = (__k, __site, 1);
    __shape + __plan + __miss
}

#[tokio::test]
async fn names_of_the_expansion_are_free_for_the_user() {
    assert_cached!(
        same_names(1, 1).await,
        same_names(1, 2).await,
        same_names(2, 1).await
    );
}

mod without_prelude;

#[tokio::test]
async fn a_module_without_the_prelude() {
    assert_cached!(
        without_prelude::plain(1).await,
        without_prelude::plain(2).await
    );
    assert_cached!(without_prelude::sync(1), without_prelude::sync(2));
}
