//! Durations, ranges and addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::ops::{Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};
use std::time::Duration;

use crate::cache::key::{CacheKey, KeyBuf};

#[diagnostic::do_not_recommend]
impl CacheKey for Duration {
    fn write_key(&self, key: &mut KeyBuf) {
        write_duration(self.as_secs(), self.subsec_nanos(), key);
    }
}

/// A whole number of the largest unit that holds it exactly, so that each length has one text.
pub(super) fn write_duration(seconds: u64, nanos: u32, key: &mut KeyBuf) {
    let (per_second, rest, unit) = match nanos {
        0 => (1, 0, "s"),
        n if n % 1_000_000 == 0 => (1_000, n / 1_000_000, "ms"),
        n if n % 1_000 == 0 => (1_000_000, n / 1_000, "us"),
        n => (1_000_000_000, n, "ns"),
    };
    key.unsigned_wide(u128::from(seconds) * per_second + u128::from(rest));
    key.literal(unit);
}

// In the notation of intervals: `..` would be no separator, because text may hold dots.
macro_rules! ranges {
    ($($range:ident: $open:literal $($start:ident)? , $($end:ident)? $close:literal;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: CacheKey> CacheKey for $range<T> {
            fn write_key(&self, key: &mut KeyBuf) {
                key.literal($open);
                $(self.$start.write_key(key);)?
                key.literal(",");
                $(self.$end.write_key(key);)?
                key.literal($close);
            }
        }
    )+};
}

ranges! {
    Range: "[" start, end ")";
    RangeFrom: "[" start, ")";
    RangeTo: "(", end ")";
    RangeToInclusive: "(", end "]";
}

#[diagnostic::do_not_recommend]
impl<T: CacheKey> CacheKey for RangeInclusive<T> {
    fn write_key(&self, key: &mut KeyBuf) {
        key.literal("[");
        self.start().write_key(key);
        key.literal(",");
        self.end().write_key(key);
        key.literal("]");
    }
}

#[diagnostic::do_not_recommend]
impl CacheKey for RangeFull {
    fn write_key(&self, key: &mut KeyBuf) {
        key.literal("(,)");
    }
}

#[diagnostic::do_not_recommend]
impl CacheKey for Ipv4Addr {
    fn write_key(&self, key: &mut KeyBuf) {
        let mut separator = "";
        for octet in self.octets() {
            key.literal(separator);
            key.unsigned(u64::from(octet));
            separator = ".";
        }
    }
}

#[diagnostic::do_not_recommend]
impl CacheKey for IpAddr {
    fn write_key(&self, key: &mut KeyBuf) {
        match self {
            Self::V4(address) => address.write_key(key),
            Self::V6(address) => address.write_key(key),
        }
    }
}

macro_rules! by_display {
    ($($address:ty),+) => {$(
        #[diagnostic::do_not_recommend]
        impl CacheKey for $address {
            fn write_key(&self, key: &mut KeyBuf) {
                key.display(self);
            }
        }
    )+};
}

by_display!(Ipv6Addr, SocketAddrV4);

#[diagnostic::do_not_recommend]
impl CacheKey for SocketAddr {
    fn write_key(&self, key: &mut KeyBuf) {
        match self {
            Self::V4(address) => address.write_key(key),
            Self::V6(address) => address.write_key(key),
        }
    }
}

#[diagnostic::do_not_recommend]
impl CacheKey for SocketAddrV6 {
    fn write_key(&self, key: &mut KeyBuf) {
        key.display(self);
        // Part of the address, and not of its `Display`.
        if self.flowinfo() != 0 {
            key.text("#");
            key.unsigned(u64::from(self.flowinfo()));
        }
    }
}
