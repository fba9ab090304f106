//! What other parts of the masker answer, until they are there.

use crate::mask::finding::Found;
use crate::mask::rules::{Rules, Scope};

/// Which names are sensitive.
pub(crate) mod names {
    use crate::mask::names::Names;

    const WORDS: &[&[u8]] = &[b"password", b"passwd", b"secret", b"api_key", b"token", b"pin"];

    pub(crate) fn is_sensitive(_: &Names, name: &[u8]) -> bool {
        WORDS.iter().any(|word| {
            name.len() >= word.len()
                && name[name.len() - word.len()..].eq_ignore_ascii_case(word)
        })
    }

    pub(crate) fn is_sensitive_cookie(names: &Names, name: &[u8]) -> bool {
        is_sensitive(names, name)
    }

    pub(crate) fn may_end(_: &Names, [a, b, c]: [u8; 3]) -> bool {
        let tail = [a | 0x20, b | 0x20, c | 0x20];
        matches!(&tail, b"ord" | b"swd" | b"ret" | b"key" | b"ken" | b"pin")
    }
}

/// What a confirmer saw.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Looked {
    pub(crate) found: Option<Found>,
    pub(crate) seen: usize,
}

fn nothing(at: usize) -> Looked {
    Looked { found: None, seen: at + 1 }
}

pub(crate) mod number {
    use super::{Looked, Scope, nothing};
    pub(crate) fn region(_: Scope<'_>, at: usize) -> Looked { nothing(at) }
    pub(crate) fn international(_: Scope<'_>, at: usize) -> Looked { nothing(at) }
}

pub(crate) mod iban {
    use super::{Found, Scope};
    pub(crate) fn at(_: Scope<'_>, _: usize) -> Option<Found> { None }
}

pub(crate) mod address {
    use super::{Looked, Scope, nothing};
    pub(crate) fn at(_: Scope<'_>, at: usize) -> Looked { nothing(at) }
}

pub(crate) mod national {
    use super::{Looked, Rules, Scope, nothing};
    pub(crate) fn at(_: Scope<'_>, at: usize) -> Looked { nothing(at) }
    pub(crate) fn wants(_: &Rules) -> bool { false }
}

pub(crate) mod secrets {
    use super::{Found, Scope};
    pub(crate) fn cookie_line(_: &[u8], _: usize) -> Option<usize> { None }
    pub(crate) fn cookie_at(_: Scope<'_>, _: usize) -> Option<Found> { None }
    pub(crate) fn run_filter(_: &[u8], _: usize) -> bool { false }
    pub(crate) fn run_at(_: Scope<'_>, _: usize) -> Option<Found> { None }
    pub(crate) fn pem_filter(_: &[u8], _: usize) -> bool { false }
    pub(crate) fn pem_at(_: Scope<'_>, _: usize) -> Option<Found> { None }
}
