//! The rows of a case file.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A case: a text, and what is to be found in it.
#[derive(Clone, Debug, Deserialize)]
pub struct Row {
    /// The number of the row, or its name; empty if it has none.
    #[serde(default, deserialize_with = "id")]
    pub id: String,
    /// What it is about, in capitals: `EMAIL`, `FIELD_NAME`.
    pub entity: String,
    /// What is looked through.
    pub text: String,
    /// What is to be found in it.
    pub expected: Expected,
    /// How the row is meant; without one it is for the usual rules.
    pub tier: Option<String>,
    /// What the whole text becomes.
    pub masked: Option<String>,
}

/// What is to be found.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Expected {
    /// These places; no place is the same as the word `none`.
    Places(Vec<Place>),
    /// The word `none`.
    None(String),
    /// `null`, the same.
    Null(()),
}

/// A part of the text, counted in characters.
#[derive(Clone, Debug, Deserialize)]
pub struct Place {
    /// The first character.
    pub start: usize,
    /// Behind the last.
    pub end: usize,
    /// What stands there.
    #[serde(rename = "match")]
    pub text: Option<String>,
    /// The first byte, where a file gives it.
    pub byte_start: Option<usize>,
    /// Behind the last byte.
    pub byte_end: Option<usize>,
}

/// A number or a text.
fn id<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Null => String::new(),
        Value::String(name) => name,
        other => other.to_string(),
    })
}

impl Row {
    /// The places that are to be found; none in a row that expects nothing.
    pub fn places(&self) -> &[Place] {
        match &self.expected {
            Expected::Places(places) => places,
            Expected::None(_) | Expected::Null(()) => &[],
        }
    }

    /// Whether nothing is to be found.
    pub fn expects_nothing(&self) -> bool {
        self.places().is_empty()
    }

    /// The parts of the text that are to be found.
    pub fn parts(&self) -> Vec<&str> {
        let part = |place: &Place| self.text.get(place.bytes(&self.text));
        self.places().iter().filter_map(part).collect()
    }
}

impl Place {
    /// The place in bytes of its text. What stands there decides whether the numbers are of
    /// characters or of bytes.
    pub fn bytes(&self, text: &str) -> Range<usize> {
        let byte = |char| {
            let place = text.char_indices().nth(char);
            place.map_or(text.len(), |(byte, _)| byte)
        };
        let chars = byte(self.start)..byte(self.end).max(byte(self.start));
        let Some(expected) = &self.text else {
            return chars;
        };
        let given = self.byte_start.zip(self.byte_end);
        let bytes = [Some((self.start, self.end)), given];
        let ranges = bytes.into_iter().flatten().map(|(start, end)| start..end);
        let stands = |range: &Range<usize>| text.get(range.clone()) == Some(expected);
        let at = || text.find(expected).map(|at| at..at + expected.len());
        [chars.clone()]
            .into_iter()
            .chain(ranges)
            .find(stands)
            .or_else(at)
            .unwrap_or(chars)
    }
}

impl fmt::Display for Row {
    /// What is expected.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.expects_nothing() {
            return f.write_str("nothing");
        }
        write!(f, "{:?}", self.parts())?;
        self.masked
            .as_ref()
            .map_or(Ok(()), |masked| write!(f, " and {masked:?}"))
    }
}
