//! Names that are told at a glance to be nothing secret.

use crate::mask::names::{Tails, is_tail};

/// Whether a name of small letters alone, with the quote before it, is nothing secret and not the
/// name of a value: neither by its ending nor by what it begins with. Of one word nothing else
/// decides.
#[inline(always)]
pub(super) fn is_plain(tails: &Tails, quoted: &[u8]) -> bool {
    let (Some(first), Some(last)) = (quoted.first_chunk(), quoted.last_chunk()) else {
        return false;
    };
    let first = u32::from_le_bytes(*first);
    let mut begins = false;
    for beginning in BEGINNINGS {
        begins |= first == u32::from_le_bytes(*beginning);
    }
    !begins & !is_tail(tails, *last)
}

/// Of words that are sensitive whatever follows, and of the names of values.
const BEGINNINGS: [&[u8; 4]; 5] = [b"\"pas", b"\"api", b"\"car", b"\"val", b"\"str"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mask::json::frame::Role;
    use crate::mask::names::Names;

    #[test]
    fn no_sensitive_name_is_plain() {
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
        let own = |names: &[&str]| {
            names
                .iter()
                .map(|&name| name.to_owned())
                .collect::<Vec<_>>()
        };
        let mine = Names::new(&own(&["note", "zq", "x", "own note"]), &own(&["pin"]));
        for names in [Names::default(), mine] {
            let mut plain = 0;
            for first in PARTS {
                for second in PARTS.iter().chain(&["", "_", "1"]) {
                    for third in ["", "s", "key", "Key", "_id", "password"] {
                        let name = [*first, *second, third].concat();
                        let text = format!("{{\"{name}\": \"a value behind it\"}}");
                        let small = name.bytes().all(|byte| byte.is_ascii_lowercase());
                        let end = 2 + name.len();
                        if small && is_plain(names.tails(), &text.as_bytes()[1..end]) {
                            plain += 1;
                            assert!(!Role::is_value(name.as_bytes()), "{name}");
                            assert!(!names.is_sensitive(name.as_bytes()), "{name}");
                        }
                    }
                }
            }
            assert!(plain > 500, "{plain}");
        }
    }
}
