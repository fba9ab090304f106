//! Codes of airports and countries, as clients write them.

use std::fmt;

use gambeson::CacheKey;
use serde::{Deserialize, Serialize};

/// An ICAO code (`EDDF`) or an IATA code (`FRA`), in capitals.
#[derive(Debug, Clone, PartialEq, Eq, Hash, CacheKey, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Code(String);

impl Code {
    /// The code in capitals.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Code {
    type Error = &'static str;

    fn try_from(mut text: String) -> Result<Self, Self::Error> {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if !matches!(text.len(), 3 | 4) || !text.bytes().all(known) {
            return Err(
                "the code of an airport has three (IATA) or four (ICAO) letters and digits",
            );
        }
        text.make_ascii_uppercase();
        Ok(Self(text))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A country: two letters of ISO 3166, in capitals.
#[derive(Debug, Clone, PartialEq, Eq, Hash, CacheKey, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Country(String);

impl Country {
    /// The two letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Country {
    type Error = &'static str;

    fn try_from(mut text: String) -> Result<Self, Self::Error> {
        if text.len() != 2 || !text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Err("the code of a country has two letters, as in ISO 3166");
        }
        text.make_ascii_uppercase();
        Ok(Self(text))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_folded_so_that_one_airport_has_one_spelling() {
        assert_eq!(
            Code::try_from("fra".to_owned()).map(|code| code.0),
            Ok("FRA".to_owned())
        );
        assert_eq!(
            Country::try_from("de".to_owned()).map(|code| code.0),
            Ok("DE".to_owned())
        );
    }

    #[test]
    fn what_cannot_be_a_code_is_refused() {
        for text in ["", "FR", "FRANK", "F:A", "ÄÖ", "FR\0"] {
            assert!(Code::try_from(text.to_owned()).is_err(), "{text:?}");
        }
        for text in ["", "D", "DEU", "D1", "ß"] {
            assert!(Country::try_from(text.to_owned()).is_err(), "{text:?}");
        }
    }
}
