//! Names that are told at a glance to be nothing secret.

use super::words::shortest_with;

/// Whether a name of small letters and gaps (`_`, `-`) is nothing secret and not the name of a
/// value: none of its words ends as a sensitive one does, with as many letters before it, or begins
/// as one does. A bit for each gap. It is so of the known names, not of the user's own.
#[inline]
pub(crate) fn is_plain(name: &[u8], gaps: u64) -> bool {
    let mut ends = gaps | 1 << name.len().min(63);
    let mut start = 0;
    loop {
        let end = ends.trailing_zeros() as usize;
        ends &= ends - 1;
        let word = name.get(start..end).unwrap_or_default();
        let plain = match (word.first_chunk(), word.last_chunk()) {
            (Some(first), Some(last)) => {
                !begins(*first) & (usize::from(shortest_with(*last)) > end)
            }
            _ => is_short(name.get(..start).unwrap_or_default(), word, end),
        };
        if !plain || ends == 0 {
            return plain;
        }
        start = end + 1;
    }
}

/// The same for any name.
pub(crate) fn is_plain_name(name: &[u8]) -> bool {
    const LONGEST: usize = 32;
    let mut gaps = 0;
    if name.len() > LONGEST {
        return false;
    }
    for (at, byte) in name.iter().enumerate() {
        match byte {
            b'a'..=b'z' => {}
            b'_' | b'-' => gaps |= 1 << at,
            _ => return false,
        }
    }
    is_plain(name, gaps)
}

/// As words that are sensitive whatever follows, or as the names of values.
#[inline]
fn begins(first: [u8; 3]) -> bool {
    let mut begins = false;
    for beginning in [b"pas", b"api", b"car", b"val", b"str"] {
        begins |= first == *beginning;
    }
    begins
}

/// Whether a usual word of two letters is not the end of a sensitive one, with the letter before
/// its gap.
fn is_short(before: &[u8], word: &[u8], end: usize) -> bool {
    match (before, word) {
        ([], b"id") => true,
        ([.., letter @ b'a'..=b'z', _], [one, two]) if matches!(word, b"at" | b"by" | b"id") => {
            usize::from(shortest_with([*letter, *one, *two])) > end
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mask::names::Names;

    #[test]
    fn no_sensitive_name_is_plain() {
        const VALUES: [&str; 6] = ["v", "val", "value", "values", "string_value", "stringvalue"];
        const PARTS: &[&str] = &[
            "password",
            "passwd",
            "passwort",
            "pass",
            "passphrase",
            "pwd",
            "pw",
            "pin",
            "otp",
            "api",
            "key",
            "keys",
            "apikey",
            "token",
            "tokens",
            "secret",
            "secrets",
            "auth",
            "cvv",
            "ssn",
            "iban",
            "card",
            "number",
            "cardnumber",
            "session",
            "id",
            "sess",
            "credential",
            "creds",
            "jwt",
            "bearer",
            "cookie",
            "psk",
            "private",
            "db",
            "user",
            "my",
            "x",
            "s",
            "order",
            "reference",
            "hash",
            "new",
            "confirm",
            "code",
            "auth",
            "senha",
            "mnemonic",
            "note",
            "length",
            "name",
            "totp",
            "session_",
            "phpsess",
            "sess_",
            "social",
            "security",
            "own",
            "zq",
            "a",
            "driver",
            "licence",
            "license",
            "cvn",
            "storepass",
            "shared",
            "access",
            "e",
            "at",
        ];
        let names = Names::default();
        let mut plain = 0;
        for first in PARTS {
            for second in PARTS.iter().chain(&["", "_", "__"]) {
                for third in [
                    "", "s", "key", "_key", "_id", "_at", "_no", "password", "_hash",
                ] {
                    for gap in ["", "_", "-"] {
                        let name = [*first, gap, *second, third].concat();
                        if is_plain_name(name.as_bytes()) {
                            plain += 1;
                            assert!(!VALUES.contains(&&*name), "{name}");
                            assert!(!names.is_sensitive(name.as_bytes()), "{name}");
                        }
                    }
                }
            }
        }
        assert!(plain > 5_000, "{plain}");
    }
}
