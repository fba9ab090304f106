//! Wallets of Bitcoin: base58 with its checksum, and bech32.

use sha2::{Digest, Sha256};

use super::border;
use crate::mask::finding::Found;
use crate::mask::rules::Scope;
use crate::mask::{Confidence, Kind};

/// The longest address that BIP 173 allows.
const LONGEST: usize = 90;

pub(super) fn find(scope: Scope<'_>, at: usize) -> Option<Found> {
    let rest = scope.text.get(at..)?;
    if !matches!(rest, [b'1' | b'3' | b'b' | b'B', ..]) {
        return None;
    }
    let len = rest
        .iter()
        .take(LONGEST + 1)
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    let word = rest.get(..len)?;
    let end = at + len;
    let valid = match word {
        [b'1' | b'3', ..] => base58(word),
        [b'b' | b'B', b'c' | b'C', b'1', ..] => bech32(word),
        _ => false,
    };
    let free = border::before(scope.text, at, 0, false) && border::behind(scope.text, end, 0);
    (valid && free).then(|| Found::new(Kind::Crypto, at..end, Confidence::High))
}

const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// A version, a hash of twenty bytes, and the first four bytes of the hash of both.
fn base58(word: &[u8]) -> bool {
    if !(26..=35).contains(&word.len()) {
        return false;
    }
    let mut bytes = [0_u8; 25];
    for byte in word {
        let Some(digit) = (0_u32..)
            .zip(BASE58)
            .find_map(|(n, c)| (c == byte).then_some(n))
        else {
            return false;
        };
        let mut carry = digit;
        for slot in bytes.iter_mut().rev() {
            carry += u32::from(*slot) * 58;
            let [low, ..] = carry.to_le_bytes();
            *slot = low;
            carry >>= 8;
        }
        if carry != 0 {
            return false;
        }
    }
    let (body, check) = bytes.split_at(21);
    Sha256::digest(Sha256::digest(body)).starts_with(check)
}

const BECH32: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// One case throughout; the checksum is that of BIP 173 or of BIP 350.
fn bech32(word: &[u8]) -> bool {
    let upper = word.iter().any(u8::is_ascii_uppercase);
    let lower = word.iter().any(u8::is_ascii_lowercase);
    if (upper && lower) || !(14..=LONGEST).contains(&word.len()) {
        return false;
    }
    // What `bc` expands to: the high bits of both letters, a zero, the low bits.
    let mut sum = [3, 3, 0, 2, 3].into_iter().fold(1, polymod);
    for byte in word.iter().skip(3) {
        let byte = byte.to_ascii_lowercase();
        let Some(value) = (0..)
            .zip(BECH32)
            .find_map(|(n, c)| (*c == byte).then_some(n))
        else {
            return false;
        };
        sum = polymod(sum, value);
    }
    matches!(sum, 1 | 0x2bc8_30a3)
}

fn polymod(sum: u32, value: u32) -> u32 {
    let generator = [
        0x3b6a_57b2,
        0x2650_8e6d,
        0x1ea1_19fa,
        0x3d42_33dd,
        0x2a14_62b3,
    ];
    let top = sum >> 25;
    let mut next = (sum & 0x01ff_ffff) << 5 ^ value;
    for (bit, word) in generator.into_iter().enumerate() {
        if top >> bit & 1 == 1 {
            next ^= word;
        }
    }
    next
}
