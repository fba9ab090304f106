//! The rows of a case file.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;

/// A case: a text, and what is to be found in it.
#[derive(Clone, Debug, Deserialize)]
pub struct Row {
    /// The number of the row.
    pub id: u64,
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
    /// These places.
    Places(Vec<Place>),
    /// The word `none`.
    None(String),
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
    pub text: String,
}

impl Row {
    /// The places that are to be found; none in a row that expects nothing.
    pub fn places(&self) -> &[Place] {
        match &self.expected {
            Expected::Places(places) => places,
            Expected::None(_) => &[],
        }
    }

    /// Whether nothing is to be found.
    pub fn expects_nothing(&self) -> bool {
        matches!(self.expected, Expected::None(_))
    }
}

impl Place {
    /// The place in bytes of its text.
    pub fn bytes(&self, text: &str) -> Range<usize> {
        let byte = |char| {
            let place = text.char_indices().nth(char);
            place.map_or(text.len(), |(byte, _)| byte)
        };
        byte(self.start)..byte(self.end)
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expected::None(_) => f.write_str("nothing"),
            Expected::Places(places) => {
                let texts: Vec<_> = places.iter().map(|place| &place.text).collect();
                write!(f, "{texts:?}")
            }
        }
    }
}
