//! What a word reads that is not text: addresses, numbers that become pseudonyms, JSON.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

use serde::{Serialize, Serializer};

use super::word::{Hash, Ip, NoWord, Text};
use super::write::{debug_masked, displayed, serialize_masked};
use super::{At, By, Element, Field, leaf};
use crate::mask::{Masker, Secret, Zeroize};

/// What is read by its `Display`.
macro_rules! by_display {
    ($word:ty: $($type:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl Field<$word> for $type {
            fn debug(&self, word: &$word, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                displayed(self, |text| debug_masked(word, text, f))
            }

            fn serialize<S: Serializer>(
                &self,
                word: &$word,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                displayed(self, |text| serialize_masked(word, text, serializer))
            }
        }
    )*};
}

by_display!(Ip: IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6);
by_display!(Hash: IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6);
by_display!(Hash: u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);
#[cfg(feature = "uuid")]
by_display!(Hash: uuid::Uuid);

macro_rules! elements {
    ($($type:ty),*) => {$(impl Element for $type {})*};
}

elements!(
    IpAddr,
    Ipv4Addr,
    Ipv6Addr,
    SocketAddr,
    SocketAddrV4,
    SocketAddrV6,
    serde_json::Value
);

impl<T: Zeroize> Element for Secret<T> {}

/// A secret has one form.
#[diagnostic::do_not_recommend]
impl<T: Zeroize> Field<NoWord> for Secret<T> {
    fn debug(&self, _word: &NoWord, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }

    fn line(&self, _word: &NoWord, _at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }

    fn serialize<S: Serializer>(&self, _word: &NoWord, serializer: S) -> Result<S::Ok, S::Error> {
        Serialize::serialize(self, serializer)
    }
}

#[diagnostic::do_not_recommend]
impl Field<Text> for serde_json::Value {
    fn debug(&self, _word: &Text, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&masked(self), f)
    }

    /// As JSON, which shows where it ends.
    fn line(&self, _word: &Text, _at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let masked = masked(self);
        leaf::value(
            f,
            &By(|f: &mut fmt::Formatter<'_>| fmt::Display::fmt(&masked, f)),
        )
    }

    fn serialize<S: Serializer>(&self, _word: &Text, serializer: S) -> Result<S::Ok, S::Error> {
        Serialize::serialize(&masked(self), serializer)
    }
}

/// A copy, because it is changed in its place. Only what is printed is copied.
fn masked(value: &serde_json::Value) -> serde_json::Value {
    let mut value = value.clone();
    Masker::global().mask_json(&mut value);
    value
}
