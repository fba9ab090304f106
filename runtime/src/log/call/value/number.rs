//! What stays a number in an event.

use super::FieldValue;

/// A number or a flag, also behind references and in an `Option`.
pub trait Number {
    /// As a value of an event.
    fn number(&self) -> FieldValue;
}

macro_rules! numbers {
    ($($type:ty => |$value:ident| $made:expr;)*) => {$(
        impl Number for $type {
            fn number(&self) -> FieldValue {
                let $value = *self;
                $made
            }
        }
    )*};
}

numbers! {
    bool => |value| FieldValue::Bool(value);
    u8 => |value| FieldValue::U64(value.into());
    u16 => |value| FieldValue::U64(value.into());
    u32 => |value| FieldValue::U64(value.into());
    u64 => |value| FieldValue::U64(value);
    u128 => |value| large(value);
    usize => |value| large(value);
    i8 => |value| FieldValue::I64(value.into());
    i16 => |value| FieldValue::I64(value.into());
    i32 => |value| FieldValue::I64(value.into());
    i64 => |value| FieldValue::I64(value);
    i128 => |value| large_signed(value);
    isize => |value| large_signed(value);
    f32 => |value| FieldValue::F64(value.into());
    f64 => |value| FieldValue::F64(value);
}

/// One that no field holds as a number is text.
fn large<N: Copy + ToString + TryInto<u64>>(value: N) -> FieldValue {
    value
        .try_into()
        .map_or_else(|_| FieldValue::Text(value.to_string()), FieldValue::U64)
}

fn large_signed<N: Copy + ToString + TryInto<i64>>(value: N) -> FieldValue {
    value
        .try_into()
        .map_or_else(|_| FieldValue::Text(value.to_string()), FieldValue::I64)
}

impl<T: Number + ?Sized> Number for &T {
    fn number(&self) -> FieldValue {
        (**self).number()
    }
}

impl<T: Number + ?Sized> Number for &mut T {
    fn number(&self) -> FieldValue {
        (**self).number()
    }
}

impl<T: Number> Number for Option<T> {
    fn number(&self) -> FieldValue {
        self.as_ref().map_or(FieldValue::None, Number::number)
    }
}
