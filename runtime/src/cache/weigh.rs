//! How many bytes a value takes in memory, told from what it would serialise.

use std::fmt;

use serde::Serialize;
use serde::ser::{self, Serializer};

/// What a `String`, a `Vec` or a map takes beside its contents.
const CONTAINER: usize = size_of::<Vec<u8>>();
/// What tells the variants of an enum apart, with its padding.
const TAG: usize = size_of::<usize>();

/// An estimate of what `value` takes in memory, in bytes, with what it points to: each number at
/// its own size, each text, list and map at what it holds and 24 bytes. Nothing is allocated. A
/// value that cannot be serialised weighs what was seen of it.
pub(crate) fn weigh<T: Serialize + ?Sized>(value: &T) -> usize {
    let mut scale = Scale(0);
    // An error is the value's own; what was seen until then stands.
    let _ = value.serialize(&mut scale);
    scale.0
}

struct Scale(usize);

impl Scale {
    #[cfg_attr(not(debug_assertions), inline)]
    #[expect(
        clippy::unnecessary_wraps,
        reason = "what a serialiser's methods return"
    )]
    fn add(&mut self, bytes: usize) -> Result<(), Stopped> {
        self.0 = self.0.saturating_add(bytes);
        Ok(())
    }
}

impl fmt::Write for Scale {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.saturating_add(text.len());
        Ok(())
    }
}

/// The value refused to be serialised.
#[derive(Debug)]
struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value cannot be serialised")
    }
}

impl std::error::Error for Stopped {}

impl ser::Error for Stopped {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

macro_rules! own_size {
    ($($method:ident: $number:ty),+) => {$(
        #[cfg_attr(not(debug_assertions), inline)]
        fn $method(self, _: $number) -> Result<(), Stopped> {
            self.add(size_of::<$number>())
        }
    )+};
}

impl Serializer for &mut Scale {
    type Ok = ();
    type Error = Stopped;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    own_size! {
        serialize_bool: bool, serialize_char: char,
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_f32: f32, serialize_f64: f64
    }

    fn serialize_str(self, text: &str) -> Result<(), Stopped> {
        self.add(CONTAINER + text.len())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Stopped> {
        self.add(CONTAINER + bytes.len())
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), Stopped> {
        fmt::write(self, format_args!("{value}")).map_err(|_| Stopped)?;
        self.add(CONTAINER)
    }

    fn serialize_none(self) -> Result<(), Stopped> {
        self.add(TAG)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Stopped> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Stopped> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Stopped> {
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
    ) -> Result<(), Stopped> {
        self.add(TAG)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Stopped> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Stopped> {
        self.add(TAG)?;
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Stopped> {
        self.add(CONTAINER)?;
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Stopped> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Stopped> {
        Ok(self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Stopped> {
        self.add(TAG)?;
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Stopped> {
        self.add(CONTAINER)?;
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Stopped> {
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Stopped> {
        self.add(TAG)?;
        Ok(self)
    }

    fn is_human_readable(&self) -> bool {
        // As bytes a `Uuid` or an address is what it is in memory; as text it is longer.
        false
    }
}

macro_rules! elements {
    ($($kind:ident: $method:ident($($name:ty)?);)+) => {$(
        impl ser::$kind for &mut Scale {
            type Ok = ();
            type Error = Stopped;

            fn $method<T: Serialize + ?Sized>(&mut self, $(_: $name,)? value: &T) -> Result<(), Stopped> {
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), Stopped> {
                Ok(())
            }
        }
    )+};
}

elements! {
    SerializeSeq: serialize_element();
    SerializeTuple: serialize_element();
    SerializeTupleStruct: serialize_field();
    SerializeTupleVariant: serialize_field();
    SerializeStruct: serialize_field(&'static str);
    SerializeStructVariant: serialize_field(&'static str);
}

impl ser::SerializeMap for &mut Scale {
    type Ok = ();
    type Error = Stopped;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Stopped> {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stopped> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Stopped> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;

    use super::weigh;

    #[derive(Serialize)]
    struct Order {
        id: u64,
        customer: String,
        note: Option<String>,
        lines: Vec<(u32, f64)>,
        state: State,
    }

    #[derive(Serialize)]
    enum State {
        Open,
        Sent { carrier: String },
    }

    #[test]
    fn a_value_weighs_what_it_holds() {
        assert_eq!(weigh(&7_u64), 8);
        assert_eq!(weigh("abc"), 24 + 3);
        assert_eq!(weigh(&vec![1_u32; 100]), 24 + 400);
        let order = Order {
            id: 1,
            customer: "Ada".into(),
            note: None,
            lines: vec![(1, 2.5); 3],
            state: State::Sent {
                carrier: "post".into(),
            },
        };
        assert_eq!(
            weigh(&order),
            8 + (24 + 3) + 8 + (24 + 3 * 12) + (8 + 24 + 4)
        );
        assert_eq!(weigh(&State::Open), 8);
    }

    #[test]
    fn the_weight_is_near_the_encoded_size() {
        let order = |id: u64| Order {
            id: id + 1_000_000,
            customer: format!("customer number {id}"),
            note: Some("leave it at the door, please, and ring twice".into()),
            lines: (0..u32::try_from(id % 20).unwrap_or(0))
                .map(|n| (n, f64::from(n) / 7.0))
                .collect(),
            state: State::Sent {
                carrier: "post".into(),
            },
        };
        let all: BTreeMap<u64, Order> = (0..500).map(|id| (id, order(id))).collect();
        let encoded = serde_json::to_vec(&all).map_or(0, |bytes| bytes.len());
        let weight = weigh(&all);
        assert!(
            weight > encoded / 2 && weight < encoded * 2,
            "{weight} for {encoded} bytes"
        );
    }

    #[test]
    fn a_value_that_refuses_weighs_what_was_seen() {
        struct Refuses;
        impl Serialize for Refuses {
            fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
                Err(serde::ser::Error::custom("no"))
            }
        }
        assert_eq!(weigh(&(7_u64, Refuses)), 8);
    }
}
