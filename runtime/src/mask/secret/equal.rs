//! Equality whose time does not tell how much was equal.

use subtle::ConstantTimeEq as _;
use zeroize::Zeroize;

use super::Secret;

/// Reads both to the end of the longer one, whatever they hold.
fn is_equal(one: &[u8], other: &[u8]) -> bool {
    let longest = one.len().max(other.len());
    let mut equal = one.len().ct_eq(&other.len());
    for at in 0..longest {
        let byte = |bytes: &[u8]| bytes.get(at).copied().unwrap_or(0);
        equal &= byte(one).ct_eq(&byte(other));
    }
    equal.into()
}

/// The types that are compared as bytes.
macro_rules! equal_by_bytes {
    ($($type:ty: $bytes:ident,)*) => {$(
        impl PartialEq for Secret<$type> {
            fn eq(&self, other: &Self) -> bool {
                is_equal(self.expose().$bytes(), other.expose().$bytes())
            }
        }

        impl Eq for Secret<$type> {}
    )*};
}

equal_by_bytes! {
    String: as_bytes,
    Box<str>: as_bytes,
    Vec<u8>: as_slice,
    Box<[u8]>: as_ref,
}

impl<const N: usize> PartialEq for Secret<[u8; N]>
where
    [u8; N]: Zeroize,
{
    fn eq(&self, other: &Self) -> bool {
        is_equal(self.expose(), other.expose())
    }
}

impl<const N: usize> Eq for Secret<[u8; N]> where [u8; N]: Zeroize {}
